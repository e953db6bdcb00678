"""In: a report's text, sections, statements and codes. Out: Places, the text to read with its marks.

The passages are the sections in which statements stand, so that a reader sees a quote where it was said.
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


@dataclass(frozen=True, slots=True)
class Mark:
    """A code on a statement, the words (`start` to `end`) that made the machine say so, and the votes."""

    code: str
    score: float | None
    evidence: str | None
    start: int | None
    end: int | None
    votes: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement with its offsets in the report's text and its codes."""

    statement_id: str
    ordinal: int
    role: str
    text: str
    start: int
    end: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of a passage: a statement or the text between; pieces are (text, whether it is evidence)."""

    statement: Placed | None
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a report's text, `start` to `end`; `section` is a section's key, None outside of sections."""

    section: str | None
    start: int
    end: int
    cut_before: bool
    cut_after: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What a reader needs of one report: its passages, and the statements in them."""

    passages: tuple[Passage, ...]
    statements: tuple[Placed, ...]

    @property
    def shown(self) -> frozenset[str]:
        """The ids of the statements that stand in a passage."""
        return frozenset(
            stretch.statement.statement_id
            for passage in self.passages
            for stretch in passage.stretches
            if stretch.statement
        )


def cut_places(
    tables: Mapping[str, pd.DataFrame], *, texts: Mapping[str, str], report_ids: Iterable[str]
) -> dict[str, Place]:
    """Return report_id → Place for the wanted reports; one without text has statements but no passages."""
    wanted = set(report_ids)
    sections, statements, codes = (
        _by(tables[name], key, wanted)
        for name, key in (("sections", "report_id"), ("statements", "report_id"), ("codes", "statement_id"))
    )
    places = {}
    for report_id in sorted(wanted):
        placed = tuple(_placed(row, codes[row["statement_id"]]) for row in statements[report_id])
        passages = _passages(texts.get(report_id, ""), sections[report_id], placed)
        places[report_id] = Place(passages, placed)
    return places


def _by(table: pd.DataFrame, key: str, wanted: set[str]) -> defaultdict[str, list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(table[table["report_id"].isin(wanted)]):
        found[row[key]].append(row)
    return found


def _placed(row: Mapping[str, Any], codes: Iterable[Mapping[str, Any]]) -> Placed:
    names = ("statement_id", "ordinal", "role", "text", "start", "end")
    marks = tuple(Mark(*(each[name] for name in Mark.__slots__)) for each in codes)
    return Placed(**{name: row[name] for name in names}, marks=marks)


def _passages(
    text: str, sections: Iterable[Mapping[str, Any]], statements: tuple[Placed, ...]
) -> tuple[Passage, ...]:
    """Return the sections that hold statements, and a window around each statement outside of them."""
    if not text:
        return ()
    left = sorted(statements, key=lambda each: each.start)
    found = []
    for section in sorted(sections, key=lambda each: each["start"]):
        inside = [each for each in left if section["start"] <= each.start < section["end"]]
        left = [each for each in left if each not in inside]
        if inside or section["key"] == "problems":
            found.append(_passage(text, section["key"], section["start"], section["end"], inside))
    for lone in left:
        start, end = max(0, lone.start - AROUND), min(len(text), lone.end + AROUND)
        found.append(_passage(text, None, start, end, [lone]))
    return tuple(found)


def _passage(text: str, section: str | None, start: int, end: int, inside: list[Placed]) -> Passage:
    first, last = start, end
    if end - start > LONGEST_PASSAGE:
        first = max(start, inside[0].start - AROUND) if inside else start
        last = min(end, first + LONGEST_PASSAGE, (inside[-1].end if inside else first) + AROUND)
    cut_before, cut_after = (first > start, last < end) if section else (first > 0, last < len(text))
    return Passage(section, first, last, cut_before, cut_after, tuple(_stretches(text, first, last, inside)))


def _stretches(text: str, start: int, end: int, inside: list[Placed]) -> Iterable[Stretch]:
    at = start
    for statement in inside:
        begin, stop = max(at, statement.start), min(end, statement.end)
        if begin >= stop:  # overlaps what is shown already, or lies beyond the cut
            continue
        if at < begin:
            yield Stretch(None, ((text[at:begin], False),))
        yield Stretch(statement, tuple(_pieces(text, begin, stop, statement.marks)))
        at = stop
    if at < end:
        yield Stretch(None, ((text[at:end], False),))


def _pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterable[tuple[str, bool]]:
    spans = sorted(
        (mark.start, mark.end) for mark in marks if mark.start is not None and mark.end is not None
    )
    at = start
    for begin, stop in spans:
        begin, stop = max(at, begin), min(end, stop)
        if begin >= stop:
            continue
        if at < begin:
            yield text[at:begin], False
        yield text[begin:stop], True
        at = stop
    if at < end:
        yield text[at:end], False
