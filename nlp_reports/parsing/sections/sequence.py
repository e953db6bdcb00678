"""In: the places that may be headings, and a form's outline. Out: those that are, in text order.

Each candidate has the worth of its own evidence, each step from one to the next the worth of being in
sequence; the sequence of greatest worth wins. Gaps that its numbering leaves are then filled with weaker
candidates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise
from typing import TYPE_CHECKING

from nlp_reports.parsing.sections.outline import FormOutline, load_outlines

if TYPE_CHECKING:
    from nlp_reports.parsing.sections.headings import Heading

MOST_CANDIDATES = 80
"""The sequence is chosen among so many candidates at most, so that a hostile text costs no time."""

# What a candidate is worth by itself, in points.
_MATCH = {"title": 4.0, "core": 1.5, "unknown": 0.0}
_STYLE = {"chinese": 2.0, "part": 2.0, "arabic": 1.0, "annex": 1.0, "bare": 0.0, "bracket": 0.0}
_POSITION = {"line": 1.5, "stop": 0.5, "gap": 0.5, "inside": 0.0}
_ALONE, _CONTENT, _LISTED, _LENGTH = 1.0, 1.0, -5.0, 0.02
# What a step from one heading to the next is worth.
_NEXT, _SKIP, _AGAIN, _BACK, _COVERED = 3.0, -1.0, -3.0, -8.0, -6.0
_BACKWARD_ORDERED, _BACKWARD_FREE = -3.0, -1.0

_DEPTH = {"part": 0, "chinese": 1, "arabic": 2, "bracket": 3}


def choose_headings(candidates: tuple[Heading, ...], outline: FormOutline) -> list[Heading]:
    """Return the headings of a report whose form has `outline`, in text order; none where none is likely."""
    return _fill(_best(candidates, outline), candidates, outline)


@dataclass(frozen=True, slots=True)
class _Path:
    """A sequence of headings, no key twice, and what it is worth."""

    worth: float
    headings: tuple[Heading, ...]
    keys: frozenset[str | None]


def _best(candidates: tuple[Heading, ...], outline: FormOutline) -> list[Heading]:
    """Return the best sequence among headings numbered in one style; annexes go with every style."""
    known = [each for each in candidates if each.key and _own_worth(each) > 0]
    if any(each.match == "title" and each.style != "bare" and not each.listed for each in known):
        known = [each for each in known if not each.listed]
    if len(known) > MOST_CANDIDATES:
        kept = {each.span for each in nlargest(MOST_CANDIDATES, known, key=_own_worth)}
        known = [each for each in known if each.span in kept]
    best = _NOWHERE
    nested = _nested_styles(known)
    for style in _STYLE:
        if style not in nested and (style != "bracket" or len(best.headings) < 2):
            best = max(best, _of_style(known, style, outline), key=lambda path: path.worth)
    return list(best.headings)


def _nested_styles(known: list[Heading]) -> set[str]:
    """Return the styles that begin only below a heading of a stronger one, as （一） below 一、 does."""
    first: dict[str, int] = {}
    for heading in known:
        if heading.match == "title" and heading.position != "inside" and not heading.listed:
            first.setdefault(heading.style, heading.span.start)
    return {
        style
        for style, depth in _DEPTH.items()
        if any(
            _DEPTH.get(other, depth) < depth and begin < first.get(style, begin + 1)
            for other, begin in first.items()
        )
    }


_NOWHERE = _Path(0.0, (), frozenset())


def _of_style(known: list[Heading], style: str, outline: FormOutline) -> _Path:
    """Return the best sequence, built heading by heading from the best ones that end before it.

    Of equals the nearest is taken: what came before is a table of contents.
    """
    paths: list[_Path] = []
    for heading in known:
        if heading.style not in (style, "annex"):
            continue
        start = _Path(_start_worth(heading), (), frozenset())
        steps = [
            replace(path, worth=path.worth + _step_worth(path.headings[-1], heading, outline))
            for path in paths
            if heading.key not in path.keys
            and path.headings[-1].span.end <= heading.span.start
            and not is_annex(path.headings[-1])
        ]
        before = max((start, *steps)[::-1], key=lambda path: path.worth)
        paths.append(
            _Path(
                before.worth + _own_worth(heading),
                (*before.headings, heading),
                before.keys | {heading.key},
            )
        )
    return max(paths[::-1], key=lambda path: path.worth, default=_NOWHERE)


def _own_worth(heading: Heading) -> float:
    return (
        _MATCH[heading.match]
        + _STYLE[heading.style]
        + _POSITION[heading.position]
        + _ALONE * heading.alone
        + _CONTENT * heading.content
        + _LISTED * heading.listed
        + _LENGTH * len(heading.words)
    )


def _start_worth(heading: Heading) -> float:
    return 2.0 if heading.ordinal == 1 else -0.5 * ((heading.ordinal or 1) - 1)


def is_annex(heading: Heading) -> bool:
    """Whether this is the table behind the report, whose rows are numbered and worded like headings."""
    return heading.key == "statistics" and heading.ordinal is None


def _step_worth(before: Heading, after: Heading, outline: FormOutline) -> float:
    worth = 0.0
    if rank(after, outline) < rank(before, outline):
        worth += _BACKWARD_ORDERED if outline.ordered else _BACKWARD_FREE
    if before.ordinal and after.ordinal:
        step = after.ordinal - before.ordinal
        worth += _NEXT if step == 1 else _SKIP if step > 1 else _BACK if step else _AGAIN
    elif after.key and load_outlines().section(after.key).core.search(before.words):
        worth += _COVERED  # 改进措施 below 存在问题及改进措施 is a part of it
    return worth


def rank(heading: Heading, outline: FormOutline) -> int:
    """Return the place of a heading's kind in `outline`; behind all others where the outline has it not."""
    keys = outline.order or tuple(each.key for each in load_outlines().sections)
    return keys.index(heading.key) if heading.key in keys else len(keys)


def _fill(chosen: list[Heading], candidates: tuple[Heading, ...], outline: FormOutline) -> list[Heading]:
    """Return `chosen` with what fits into the gaps of its numbering: bare, oddly numbered, unknown.

    A second heading of a kind in its place by number is a part of its own, as one that nobody knows.
    """
    if not chosen:
        return []
    ends = [None, *chosen, None]
    filled = list(chosen)
    for before, after in pairwise(ends):
        for heading in candidates:
            if not _fits(heading, before, after, outline) or _covered(heading, filled):
                continue
            if heading.key in {each.key for each in filled} - {None}:
                if not heading.alone or heading.ordinal != ((before.ordinal or 0) if before else 0) + 1:
                    continue
                heading = replace(heading, key=None, match="unknown")
            filled.append(heading)
            before = heading
    return sorted(filled, key=lambda each: each.span.start)


def _covered(heading: Heading, filled: list[Heading]) -> bool:
    return any(each.span.start < heading.span.end and heading.span.start < each.span.end for each in filled)


def _fits(heading: Heading, before: Heading | None, after: Heading | None, outline: FormOutline) -> bool:
    """Whether there is room for `heading` between two chosen ones (None: the report's begin or end)."""
    if heading.listed or heading.style == "bracket" or (before and is_annex(before)):
        return False
    if before and heading.span.start < before.span.end:
        return False
    if after and heading.span.end > after.span.start:
        return False
    low = before.ordinal if before else 0
    high = after.ordinal if after else None
    if heading.ordinal is None:
        return _bare_fits(heading, before, after, outline) and (low is None or high is None or high - low > 1)
    if low is None or (
        high is None and (heading.ordinal != low + 1 or (before and heading.style != before.style))
    ):
        return False
    if heading.match == "unknown" and heading.style != (before or after or heading).style:
        return False
    return low < heading.ordinal < (high or low + 2) and (heading.alone or high is not None)


def _bare_fits(heading: Heading, before: Heading | None, after: Heading | None, outline: FormOutline) -> bool:
    place = rank(heading, outline)
    return (
        heading.key in (*outline.required, "statistics")
        and (before is None or rank(before, outline) < place)
        and (after is None or place < rank(after, outline))
    )
