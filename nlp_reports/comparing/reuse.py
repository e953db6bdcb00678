"""In: the texts of reports. Out: the table `reuse`, which reports share text, how much of it, and where.

Texts are compared without blanks, signs, digits and the reports' own names, so that a copy with other names
and figures is a copy. Candidates are found by MinHash and locality-sensitive hashing (Broder 1997) over runs
of eight characters. Each is then verified exactly: shared passages of at least `LEAST` characters, less what
everybody writes. A score is the share of the shorter text that stands in shared passages: 0 for independent
texts, 1 for a copy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.chinese.folding import fold
from nlp_reports.comparing.own import own_only
from nlp_reports.schema import check_table, tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Row = Mapping[str, object]

RUN = 8
"""Characters of a run; two texts share a passage where they share runs in order."""

LEAST = 14
"""Characters of the shortest shared passage that counts."""

COMMON = 0.05
"""Share of agencies, from which on a run is everybody's wording, in corpora of at least `ENOUGH` agencies."""

ENOUGH = 40
_BASE = 1_000_003
_BANDS, _ROWS = 128, 2  # two texts that share a tenth of their runs meet with 72 %, a fifth with 99 %
_KEPT = re.compile(r"[\u3400-\u9fff]")


class Text(NamedTuple):
    """A text without what does not count: its characters, their places, and the hashes of its runs."""

    chars: str
    places: tuple[int, ...]
    runs: Hashes


def compare_reuse(reports: pd.DataFrame, texts: pd.DataFrame, *, least_score: float = 0.05) -> pd.DataFrame:
    """Return one row for each pair of reports that share at least `least_score` of the shorter one's text.

    `texts` is the table of that name; only a report's own words count. `a` is the earlier report (by day of
    publication, else year; of equal ones the first by id), `b` the later; `spans` lists the shared passages
    as `start-end=start-end`, characters of a's and b's text, joined by semicolons; `kind` is `self` for two
    years of one agency, `peer` for two agencies of one level, `up` where a is of the higher level and `down`
    where b is. Raises SchemaError for missing columns.
    """
    check_table("reports", reports)
    check_table("texts", texts)
    who: dict[str, Row] = reports.set_index("report_id").to_dict("index")  # type: ignore[assignment]
    prepared = {
        row["report_id"]: prepare(row["text"], own=row["own"], names=_names(who[row["report_id"]]))
        for row in texts.to_dict("records")
        if row["report_id"] in who
    }
    common = common_runs(prepared, who)
    rows = []
    for pair in candidates(prepared):
        a, b = sorted(pair, key=lambda each: _when(who[each], each))
        passages = shared_passages(prepared[a], prepared[b], common)
        score = _share(passages, prepared[a], prepared[b], common)
        if score >= least_score:
            spans = ";".join(_told(each, prepared[a], prepared[b]) for each in passages)
            rows.append(
                {"a": a, "b": b, "score": round(score, 4), "spans": spans, "kind": _kind(who[a], who[b])}
            )
    table = tabulate_rows("reuse", rows)
    return table.sort_values(["score", "a", "b"], ascending=[False, True, True]).reset_index(drop=True)


def prepare(text: str, *, own: object = None, names: Iterable[str] = ()) -> Text:
    """Return `text` without blanks, signs, digits and `names`, as far as it is within the spans `own`."""
    import numpy as np

    folded = own_only(fold(text), own)
    hidden: set[int] = set()
    for name in sorted({each for each in names if each}, key=len, reverse=True):
        for found in re.finditer(re.escape(name), folded):
            hidden.update(range(*found.span()))
    kept = [found.start() for found in _KEPT.finditer(folded) if found.start() not in hidden]
    chars = "".join(folded[at] for at in kept)
    codes = np.frombuffer(chars.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    size = max(len(codes) - RUN + 1, 0)
    runs = np.zeros(size, dtype=np.uint64)
    for step in range(RUN):
        runs = runs * np.uint64(_BASE) + codes[step : step + size]
    return Text(chars, tuple(kept), runs)


def common_runs(texts: Mapping[str, Text], who: Mapping[str, Row]) -> Hashes:
    """Return the runs that at least `COMMON` of the agencies write; none where there are too few agencies."""
    import numpy as np

    by_agency: dict[object, list[Hashes]] = {}
    for report_id, text in texts.items():
        by_agency.setdefault(who[report_id].get("agency") or report_id, []).append(text.runs)
    if len(by_agency) < ENOUGH:
        return np.zeros(0, dtype=np.uint64)
    seen = np.concatenate([np.unique(np.concatenate(each)) for each in by_agency.values()])
    runs, counts = np.unique(seen, return_counts=True)
    return runs[counts >= max(3, COMMON * len(by_agency))]


def candidates(texts: Mapping[str, Text]) -> Iterator[tuple[str, str]]:
    """Yield pairs of texts whose runs collide in one of the bands, each pair once."""
    import numpy as np
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    for report_id, text in texts.items():
        if not len(text.runs):
            continue
        sketch = MinHash(num_perm=_BANDS * _ROWS, hashfunc=int)
        sketch.update_batch([int(each) & 0xFFFFFFFF for each in np.unique(text.runs)])
        for other in sorted(index.query(sketch)):
            yield str(other), report_id
        index.insert(report_id, sketch)


def shared_passages(one: Text, two: Text, common: Hashes) -> tuple[tuple[int, int, int], ...]:
    """Return the passages of `one` that stand in `two` too: (start, start, length) in kept characters.

    Runs that are everybody's (`common`) do not begin a passage, and each character counts once.
    """
    import numpy as np

    first: dict[int, int] = {}
    for at, run in enumerate(two.runs.tolist()):
        first.setdefault(run, at)
    counts = ~np.isin(one.runs, common)
    found: list[tuple[int, int, int]] = []
    at, runs = 0, one.runs.tolist()
    while at < len(runs):
        there = first.get(runs[at])
        if there is None or not counts[at]:
            at += 1
            continue
        length = RUN
        while (
            at + length < len(one.chars)
            and there + length < len(two.chars)
            and one.chars[at + length] == two.chars[there + length]
        ):
            length += 1
        if length >= LEAST:
            found.append((at, there, length))
            at += length
        else:
            at += 1
    return tuple(found)


def _share(passages: Iterable[tuple[int, int, int]], one: Text, two: Text, common: Hashes) -> float:
    """Shared characters over those of the shorter text, both less what everybody writes."""
    import numpy as np

    left = [int((~np.isin(each.runs, common)).sum()) + RUN - 1 for each in (one, two)]
    shared = sum(length for _, _, length in passages)
    return min(1.0, shared / max(min(left), LEAST))


def _told(passage: tuple[int, int, int], one: Text, two: Text) -> str:
    at, there, length = passage
    ends = [
        f"{text.places[start]}-{text.places[start + length - 1] + 1}"
        for text, start in ((one, at), (two, there))
    ]
    return "=".join(ends)


def _names(row: Row) -> Iterator[str]:
    for name in ("agency", "region", "province", "city", "county"):
        if isinstance(value := row.get(name), str):
            yield value
            yield re.sub(r"(人民政府)?(办公室|办事处)?$", "", value)


def _when(row: Row, report_id: str) -> tuple[str, str]:
    published, year = row.get("published"), row.get("year")
    told = published if isinstance(published, str) else f"{year}-99" if isinstance(year, int) else "9999"
    return told, report_id


_LEVELS = ("national", "province", "prefecture", "county", "township")


def _kind(a: Row, b: Row) -> str:
    if isinstance(a.get("agency"), str) and (a["agency"], a.get("region")) == (
        b.get("agency"),
        b.get("region"),
    ):
        return "self"
    levels = [_LEVELS.index(str(each["level"])) if each.get("level") in _LEVELS else -1 for each in (a, b)]
    if levels[0] == levels[1] or -1 in levels:
        return "peer"
    return "up" if levels[0] < levels[1] else "down"
