"""In: reports' texts, sections and statements. Out: Passages, the parts of a text that a reader needs.

They are the sections in which statements stand, so that a quote is read where it was said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

LONGEST_PASSAGE = 4000
"""Characters of a section that are shown; of a longer one, what lies around its statements."""

AROUND = 300
"""Characters shown before the first and after the last statement of a section that is cut."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a report's text, `start` to `end`; `section` is a section's key, None outside of sections."""

    section: str | None
    start: int
    end: int
    text: str
    cut_before: bool
    cut_after: bool


def cut_passages(
    tables: Mapping[str, pd.DataFrame], *, texts: Mapping[str, str]
) -> defaultdict[str, tuple[Passage, ...]]:
    """Return report_id → its passages, in order; none for a report without text."""
    sections: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    spans: defaultdict[str, list[_Span]] = defaultdict(list)
    for row in rows_of(tables["sections"][["report_id", "key", "start", "end"]]):
        sections[row["report_id"]].append(row)
    for row in rows_of(tables["statements"][["report_id", "start", "end"]]):
        spans[row["report_id"]].append((row["start"], row["end"]))
    found = {
        name: tuple(_passages(text, sections[name], sorted(spans[name]))) for name, text in texts.items()
    }
    return defaultdict(tuple, found)


def _passages(text: str, sections: Iterable[Mapping[str, Any]], spans: list[_Span]) -> Iterable[Passage]:
    """The sections that hold statements, and a window around each statement outside of them."""
    left = spans
    for section in sorted(sections, key=lambda each: each["start"]):
        inside = [each for each in left if section["start"] <= each[0] < section["end"]]
        left = [each for each in left if each not in inside]
        if inside or section["key"] == "problems":
            yield _passage(text, section["key"], (section["start"], section["end"]), inside)
    for start, end in left:
        yield _passage(text, None, (max(0, start - AROUND), min(len(text), end + AROUND)), [(start, end)])


def _passage(text: str, section: str | None, bounds: _Span, inside: list[_Span]) -> Passage:
    start, end = first, last = bounds
    if end - start > LONGEST_PASSAGE:
        first = max(start, inside[0][0] - AROUND) if inside else start
        last = min(end, first + LONGEST_PASSAGE, (inside[-1][1] if inside else first) + AROUND)
    cut_before, cut_after = (first > start, last < end) if section else (first > 0, last < len(text))
    return Passage(section, first, last, text[first:last], cut_before, cut_after)
