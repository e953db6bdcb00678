"""In: a Document and its form. Out: its ordered, non-overlapping Sections, and what is wrong with them.

`headings` finds candidates; here the best consistent sequence of them is chosen. Each candidate has
the worth of its own evidence, each step from one to the next the worth of being in sequence; the
sequence of greatest worth wins. Gaps that its numbering leaves are then filled with weaker candidates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Issue, Section, Span
from nlp_reports.parsing.closing import Ending, find_ending
from nlp_reports.parsing.headings import Heading, find_headings
from nlp_reports.parsing.naming import in_both, named
from nlp_reports.parsing.outline import FormOutline, load_outlines

if TYPE_CHECKING:
    from nlp_reports.model import Document, Fields, Form

UNKNOWN = "unknown"
"""The key of a top-level heading that fits no outline; it ends the section before it."""

DOUBTFUL = 0.75
"""Below this confidence a section's heading or bounds may be wrong; DESIGN.md tells how often they were."""

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

# Confidence: the share of these that speaks for a heading.
_SHARE = {"ordinal": 0.3, "title": 0.4, "core": 0.2, "line": 0.2, "stop": 0.1, "gap": 0.1, "content": 0.1}
_DOUBT = {"open_end": 0.7, "weak_end": 0.7, "nested": 0.7, "loose_end": 0.8, "listed": 0.5, "empty": 0.5}
"""What each doubt leaves of a section's confidence."""

_DEPTH = {"part": 0, "chinese": 1, "arabic": 2, "bracket": 3}
_LEADERS = " \n\t.-0123456789"

_FREE = FormOutline((), (), ordered=False)


def parse_sections(document: Document, *, form: Form | None) -> tuple[tuple[Section, ...], tuple[Issue, ...]]:
    """Return the sections of `document` in text order, and the findings about its headings.

    `Section.span` is heading and body, up to the next chosen heading; the last one, and one before an
    annex, ends before signature, date and the page's furniture. `body` is what stands behind the title;
    `title` the title without its number and without white space; `ordinal` the place in the report, from
    1. `matched_by` names the evidence, joined by `+`: ordinal (in sequence), title or core or numbering,
    line or stop or gap, content; then the doubts: open_end (a part that should follow was not found, so
    the section may run too far), weak_end (the next heading is numbered otherwise, or from one again),
    loose_end (short lines stand last that may be the page's), nested (numbered as parts of a part are),
    listed (as in a table of contents), empty (no section has text).

    `confidence` is the share of that evidence, from 0 to 1, lowered by each doubt: 1 is a known title on
    its own line, numbered in sequence, with the content that belongs there. Below `DOUBTFUL` a section
    should be looked at. Issues: no_sections, sections_empty, heading_missing, heading_order,
    heading_ordinal, heading_unnumbered.
    """
    outline = load_outlines().forms[form] if form else _FREE
    candidates = find_headings(document)
    chosen = _fill(_choose(candidates, outline), candidates, outline)
    if not chosen:
        return (), (Issue("parsing", "no_sections"),)
    missing = [key for key in outline.required if all(each.key != key for each in chosen)]
    sections = _sections(document, chosen, missing, outline)
    issues = (
        *_empty_issues(sections),
        *_missing_issues(missing, sections, outline),
        *_order_issues(sections, outline),
        *_ordinal_issues(chosen, sections, complete=outline.ordered and not missing),
    )
    return sections, issues


@dataclass(frozen=True, slots=True)
class _Path:
    """A sequence of headings, no key twice, and what it is worth."""

    worth: float
    headings: tuple[Heading, ...]
    keys: frozenset[str | None]


def _choose(candidates: tuple[Heading, ...], outline: FormOutline) -> list[Heading]:
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
            and not _is_annex(path.headings[-1])
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


def _is_annex(heading: Heading) -> bool:
    """Whether this is the table behind the report, whose rows are numbered and worded like headings."""
    return heading.key == "statistics" and heading.ordinal is None


def _step_worth(before: Heading, after: Heading, outline: FormOutline) -> float:
    worth = 0.0
    if _rank(after, outline) < _rank(before, outline):
        worth += _BACKWARD_ORDERED if outline.ordered else _BACKWARD_FREE
    if before.ordinal and after.ordinal:
        step = after.ordinal - before.ordinal
        worth += _NEXT if step == 1 else _SKIP if step > 1 else _BACK if step else _AGAIN
    elif after.key and load_outlines().section(after.key).core.search(before.words):
        worth += _COVERED  # 改进措施 below 存在问题及改进措施 is a part of it
    return worth


def _rank(heading: Heading, outline: FormOutline) -> int:
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
    if heading.listed or heading.style == "bracket" or (before and _is_annex(before)):
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
    place = _rank(heading, outline)
    return (
        heading.key in (*outline.required, "statistics")
        and (before is None or _rank(before, outline) < place)
        and (after is None or place < _rank(after, outline))
    )


def _sections(
    document: Document, chosen: list[Heading], missing: list[str], outline: FormOutline
) -> tuple[Section, ...]:
    spelt = fold(document.text)
    ends = _ends(spelt, chosen)
    empty = len(chosen) >= 3 and not any(
        spelt[heading.span.end : end.place].strip(_LEADERS) for heading, end in zip(chosen, ends, strict=True)
    )
    complete = outline.ordered and not missing
    sections = []
    for place, (heading, end) in enumerate(zip(chosen, ends, strict=True)):
        following = chosen[place + 1] if place + 1 < len(chosen) else None
        evidence = _evidence(heading, chosen[place - 1] if place else None)
        doubts = {
            "open_end": _open_end(heading, following, missing, outline, complete=complete),
            "weak_end": _weak_end(heading, following),
            "nested": heading.style == "bracket" and bool(missing),
            "loose_end": not end.sure,
            "listed": heading.listed,
            "empty": empty,
        }
        held = [name for name, true in doubts.items() if true]
        confidence = sum(_SHARE[name] for name in evidence if name in _SHARE)
        confidence *= prod(_DOUBT[name] for name in held)
        sections.append(
            Section(
                key=heading.key or UNKNOWN,
                title="".join(document.text[heading.title.start : heading.title.end].split()),
                ordinal=place + 1,
                span=Span(heading.span.start, end.place),
                body=Span(heading.span.end, end.place),
                confidence=round(confidence, 3),
                matched_by="+".join((*evidence, *held)),
            )
        )
    return tuple(sections)


def _ends(spelt: str, chosen: list[Heading]) -> list[Ending]:
    """Each section ends where the next begins; the last one, and one before an annex, where its text ends."""
    ends = [Ending(after.span.start, sure=True) for after in chosen[1:]] + [Ending(len(spelt), sure=True)]
    for place, (heading, after) in enumerate(zip(chosen, [*chosen[1:], None], strict=True)):
        if after is None or _is_annex(after):
            found = find_ending(spelt, start=heading.span.end, limit=ends[place].place)
            ends[place] = replace(found, sure=found.sure or heading.key == "statistics")
    return ends


def _evidence(heading: Heading, before: Heading | None) -> list[str]:
    expected = (before.ordinal or 0) + 1 if before else 1
    facts = {
        "ordinal": heading.ordinal is not None and heading.ordinal == expected,
        heading.match if heading.key else "numbering": True,
        heading.position: heading.position != "inside",
        "content": heading.content,
    }
    return [name for name, true in facts.items() if true]


def _open_end(
    heading: Heading, following: Heading | None, missing: list[str], outline: FormOutline, *, complete: bool
) -> bool:
    """Whether a part that should follow was not found: a required one, or one that a number is left for."""
    numbers = heading.ordinal, following.ordinal if following else None
    if numbers[0] and numbers[1] and numbers[1] - numbers[0] > 1 and not complete:
        return True
    if heading.key is None:
        return False
    last = _rank(following, outline) if following and following.key else len(outline.order)
    return any(_rank(heading, outline) < outline.order.index(key) < last for key in missing)


def _weak_end(heading: Heading, following: Heading | None) -> bool:
    """Whether the next heading, where this one ends, is numbered in another style or from the start again."""
    if following is None or heading.ordinal is None:
        return False
    again = following.ordinal is not None and following.ordinal < heading.ordinal
    return again or following.style not in (heading.style, "annex")


def _empty_issues(sections: tuple[Section, ...]) -> tuple[Issue, ...]:
    if not all(section.matched_by.endswith("+empty") for section in sections):
        return ()
    return (Issue("parsing", "sections_empty", (), Span(sections[0].span.start, sections[-1].span.end)),)


def _missing_issues(
    missing: list[str], sections: tuple[Section, ...], outline: FormOutline
) -> tuple[Issue, ...]:
    issues = []
    for key in missing:
        place = outline.order.index(key)
        earlier = [each for each in sections if each.key in outline.order[:place]]
        fields = (("section", key), *named("title", load_outlines().section(key)))
        span = earlier[-1].span if earlier else None
        issues.append(Issue("parsing", "heading_missing", fields, span))
    return tuple(issues)


def _order_issues(sections: tuple[Section, ...], outline: FormOutline) -> tuple[Issue, ...]:
    if not outline.ordered:
        return ()
    known = [each for each in sections if each.key in outline.order]
    return tuple(
        Issue("parsing", "heading_order", (*_called("title", after), *_called("before", before)), after.span)
        for before, after in pairwise(known)
        if outline.order.index(after.key) < outline.order.index(before.key)
    )


def _called(gap: str, section: Section) -> Fields:
    """The heading as printed; in English what a section of its kind is called, where the kind is known."""
    if section.key == UNKNOWN:
        return in_both(gap, section.title, section.title)
    return in_both(gap, section.title, load_outlines().section(section.key).en)


def _ordinal_issues(
    chosen: list[Heading], sections: tuple[Section, ...], *, complete: bool
) -> tuple[Issue, ...]:
    """Numbers out of sequence, and numbers left out where the other headings have them.

    Where the report is not `complete`, a number may also be right because it follows the one before it.
    """
    if sum(each.ordinal is not None for each in chosen) * 2 <= len(chosen):
        return ()
    issues = []
    before = 0
    for heading, section in zip(chosen, sections, strict=True):
        fields: Fields = (*_called("title", section), ("expected", str(section.ordinal)))
        if heading.ordinal is None:
            if heading.style == "bare" and heading.key != "statistics":
                issues.append(Issue("parsing", "heading_unnumbered", fields, heading.span))
            before += 1
            continue
        if heading.ordinal != section.ordinal and (complete or heading.ordinal != before + 1):
            fields += (("printed", str(heading.ordinal)),)
            issues.append(Issue("parsing", "heading_ordinal", fields, heading.span))
        before = heading.ordinal
    return tuple(issues)
