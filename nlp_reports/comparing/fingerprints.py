"""In: texts. Out: their fingerprints, runs of characters as numbers, without what does not count.

Blanks, signs, digits and the report's own names do not count, so that a copy with other names and figures is
a copy; nor do runs that are everybody's wording.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.chinese.folding import fold
from nlp_reports.comparing.own import own_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Row = Mapping[str, object]

RUN = 8
"""Characters of a run; two texts share a passage where they share runs in order."""

COMMON = 0.2
"""Share of agencies from which on a run is everybody's wording, among at least `ENOUGH` agencies."""

ENOUGH = 40
_BASE = 1_000_003
_KEPT = re.compile(r"[\u3400-\u9fff]")


class Text(NamedTuple):
    """A text without what does not count: its characters, their places, and the hashes of its runs."""

    chars: str
    places: NDArray[np.uint32]
    runs: Hashes


def prepare(text: str, *, own: object = None, names: Iterable[str] = ()) -> Text:
    """Return `text` without blanks, signs, digits and `names`, as far as it is within the spans `own`."""
    import numpy as np

    folded = own_only(fold(text), own)
    for name in sorted({each for each in names if each}, key=len, reverse=True):
        folded = folded.replace(name, " " * len(name))
    kept = [found.start() for found in _KEPT.finditer(folded)]
    chars = "".join(folded[at] for at in kept)
    codes = np.frombuffer(chars.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    size = max(len(codes) - RUN + 1, 0)
    runs = np.zeros(size, dtype=np.uint64)
    for step in range(RUN):
        runs = runs * np.uint64(_BASE) + codes[step : step + size]
    return Text(chars, np.array(kept, dtype=np.uint32), runs)


def names_of(row: Row) -> Iterator[str]:
    """Yield the names by which a report calls its own agency and places, long and short."""
    for name in ("agency", "region", "province", "city", "county"):
        if isinstance(value := row.get(name), str):
            yield value
            yield re.sub(r"(人民政府)?(办公室|办事处)?$", "", value)


def common_runs(texts: Mapping[str, Text], who: Mapping[str, Row]) -> Hashes:
    """Return the runs that are everybody's: in the corpus, among the agencies of a level, or in a year.

    A run is where `COMMON` of the agencies write it; groups of fewer than `ENOUGH` agencies cannot tell.
    """
    import numpy as np

    groups: defaultdict[tuple[str, object], list[str]] = defaultdict(list)
    for report_id in texts:
        groups["", None].append(report_id)
        for name in ("level", "year"):
            groups[name, who[report_id].get(name)].append(report_id)
    found = [_common(members, texts, who) for members in groups.values() if len(members) >= ENOUGH]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *found]))


def _common(members: Iterable[str], texts: Mapping[str, Text], who: Mapping[str, Row]) -> Hashes:
    import numpy as np

    by_agency: defaultdict[object, list[Hashes]] = defaultdict(list)
    for report_id in members:
        agency = who[report_id].get("agency")
        by_agency[agency if isinstance(agency, str) else report_id].append(texts[report_id].runs)
    if len(by_agency) < ENOUGH:
        return np.zeros(0, dtype=np.uint64)
    seen = np.concatenate([np.unique(np.concatenate(each)) for each in by_agency.values()])
    runs, counts = np.unique(seen, return_counts=True)
    common: Hashes = runs[counts >= COMMON * len(by_agency)]
    return common
