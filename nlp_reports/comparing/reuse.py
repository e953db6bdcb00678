"""In: the texts of reports. Out: the table `reuse`, which reports share text, how much of it, and where.

Texts are compared by their fingerprints, without names, digits and signs. Candidates are found by MinHash
and locality-sensitive hashing (Broder 1997); an agency's reports are each held against the next. Candidates
are verified exactly: shared passages of at least `LEAST` characters, less what everybody writes. A score is
the share of the shorter text that stands in shared passages: 0 for independent texts, 1 for a copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.comparing.fingerprints import RUN, Text, common_runs, names_of, prepare
from nlp_reports.schema import check_table, tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from nlp_reports.comparing.fingerprints import Hashes, Row

LEAST = 14
"""Characters of the shortest shared passage that counts."""

_MANY = 3000
_SHARP, _BLUNT = (128, 2), (85, 3)
"""Bands and rows. Texts that share a tenth, a fifth, a third of their runs meet by the first with 72, 99 and
100 %, by the second, which many reports need lest chance pairs swamp them, with 8, 50 and 96 %."""


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
        report_id: prepare(text, own=own, names=names_of(who[report_id]))
        for report_id, text, own in texts[["report_id", "text", "own"]].itertuples(index=False)
        if report_id in who
    }
    common = common_runs(prepared, who)
    pairs = {
        tuple(sorted(pair, key=lambda each: _when(who[each], each))) for pair in candidates(prepared, who)
    }
    rows = []
    for a, b in sorted(pairs):
        passages, score = shared_passages(prepared[a], prepared[b], common, least_score)
        if passages and score >= least_score:
            spans = ";".join(_told(each, prepared[a], prepared[b]) for each in passages)
            rows.append(
                {"a": a, "b": b, "score": round(score, 4), "spans": spans, "kind": _kind(who[a], who[b])}
            )
    table = tabulate_rows("reuse", rows)
    return table.sort_values(["score", "a", "b"], ascending=[False, True, True]).reset_index(drop=True)


def candidates(texts: Mapping[str, Text], who: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    """Yield pairs of texts whose runs collide in a band, and of an agency's reports each with the next."""
    import numpy as np
    from datasketch import MinHash, MinHashLSH

    bands, rows = _BLUNT if len(texts) > _MANY else _SHARP
    index = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
    last: dict[tuple[object, object], str] = {}
    for report_id in sorted(texts, key=lambda each: _when(who[each], each)):
        runs = np.unique(texts[report_id].runs) & np.uint64(0xFFFFFFFF)
        if not len(runs):
            continue
        sketch = MinHash(num_perm=bands * rows, hashfunc=int)
        sketch.update_batch(runs.tolist())
        for other in index.query(sketch):
            yield str(other), report_id
        index.insert(report_id, sketch)
        agency = (who[report_id].get("agency"), who[report_id].get("region"))
        if isinstance(agency[0], str):
            if agency in last:
                yield last[agency], report_id
            last[agency] = report_id


def shared_passages(
    one: Text, two: Text, common: Hashes, least_score: float = 0.0
) -> tuple[tuple[tuple[int, int, int], ...], float]:
    """Return the passages of `one` that stand in `two` too, and their share of the shorter text.

    A passage is (start, start, length) in kept characters. Runs that are everybody's (`common`) do not begin
    one, each character counts once, and both texts are taken less what everybody writes. Texts that cannot
    share `least_score` have no passages.
    """
    import numpy as np

    ours, theirs = (~np.isin(each.runs, common) for each in (one, two))
    size = max(min(int(ours.sum()), int(theirs.sum())) + RUN - 1, LEAST)
    begins = ours & np.isin(one.runs, two.runs)
    if begins.sum() * 2 < least_score * size:  # a passage of 14 characters has 7 runs, longer ones more
        return (), 0.0
    first: dict[int, int] = {}
    for at, run in enumerate(two.runs.tolist()):
        first.setdefault(run, at)
    found: list[tuple[int, int, int]] = []
    after = 0
    for at in np.flatnonzero(begins).tolist():
        if at < after:
            continue
        there = first[int(one.runs[at])]
        length = _common_length(one.chars, at, two.chars, there)
        if length >= LEAST:
            found.append((at, there, length))
            after = at + length
    return tuple(found), min(1.0, sum(length for *_, length in found) / size)


def _common_length(one: str, at: int, two: str, there: int) -> int:
    length = RUN
    most = min(len(one) - at, len(two) - there)
    while length < most and one[at + length] == two[there + length]:
        length += 1
    return length


def _told(passage: tuple[int, int, int], one: Text, two: Text) -> str:
    at, there, length = passage
    ends = [
        f"{text.places[start]}-{text.places[start + length - 1] + 1}"
        for text, start in ((one, at), (two, there))
    ]
    return "=".join(ends)


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
