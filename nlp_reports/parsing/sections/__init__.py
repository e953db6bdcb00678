"""In: a Document and its form. Out: its ordered, non-overlapping Sections, and what is wrong with them.

`headings` finds candidates, `sequence` chooses among them, `closing` finds where the last section ends;
here the chosen ones become sections, each with what speaks for it and what against.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Issue, Section, Span
from nlp_reports.parsing.naming import in_both, named
from nlp_reports.parsing.sections.closing import Ending, find_ending
from nlp_reports.parsing.sections.headings import Heading, find_headings
from nlp_reports.parsing.sections.outline import FormOutline, load_outlines
from nlp_reports.parsing.sections.sequence import choose_headings, is_annex, rank

if TYPE_CHECKING:
    from nlp_reports.model import Document, Fields, Form

UNKNOWN = "unknown"
"""The key of a top-level heading that fits no outline; it ends the section before it."""

DOUBTFUL = 0.75
"""Below this confidence a section's heading or bounds may be wrong; DESIGN.md tells how often they were."""

# Confidence: the share of these that speaks for a heading.
_SHARE = {
    **{"ordinal": 0.3, "annex": 0.3, "title": 0.4, "core": 0.2},
    **{"line": 0.2, "stop": 0.1, "gap": 0.1, "content": 0.1},
}
_DOUBT = {"open_end": 0.7, "weak_end": 0.7, "nested": 0.7, "loose_end": 0.8, "listed": 0.5, "empty": 0.5}
"""What each doubt leaves of a section's confidence."""

_LEADERS = " \n\t.-0123456789"

_FREE = FormOutline((), (), ordered=False)


def parse_sections(document: Document, *, form: Form | None) -> tuple[tuple[Section, ...], tuple[Issue, ...]]:
    """Return the sections of `document` in text order, and the findings about its headings.

    `Section.span` is heading and body, up to the next chosen heading; the last one, and one before an
    annex, ends before signature, date and the page's furniture. `body` is what stands behind the title;
    `title` the title without its number and without white space; `ordinal` the place in the report, from
    1. `matched_by` names the evidence, joined by `+`: ordinal (in sequence) or annex, title or core or
    numbering, line or stop or gap, content; then the doubts: open_end (a part that should follow was not
    found, so the section may run too far), weak_end (the next heading is numbered otherwise, or from one
    again), loose_end (short lines stand last that may be the page's), nested (numbered as parts of a part
    are), listed (as in a table of contents), empty (no section has text).

    `confidence` is the share of that evidence, from 0 to 1, lowered by each doubt: 1 is a known title on
    its own line, numbered in sequence, with the content that belongs there. Below `DOUBTFUL` a section
    should be looked at. Issues: no_sections, sections_empty, heading_missing, heading_order,
    heading_ordinal, heading_unnumbered.
    """
    outline = load_outlines().forms[form] if form else _FREE
    chosen = choose_headings(find_headings(document), outline)
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
        if after is None or is_annex(after):
            found = find_ending(spelt, start=heading.span.end, limit=ends[place].place)
            ends[place] = replace(found, sure=found.sure or heading.key == "statistics")
    return ends


def _evidence(heading: Heading, before: Heading | None) -> list[str]:
    expected = (before.ordinal or 0) + 1 if before else 1
    facts = {
        "ordinal": heading.ordinal is not None and heading.ordinal == expected,
        "annex": is_annex(heading),
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
    last = rank(following, outline) if following and following.key else len(outline.order)
    return any(rank(heading, outline) < outline.order.index(key) < last for key in missing)


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
