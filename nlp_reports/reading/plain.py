"""In: text without markup. Out: its paragraphs, and its tables by tab or pipe, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from nlp_reports.reading.changes import Held, Strip
from nlp_reports.reading.draft import LONG_CELL, Draft, Placement, Reading, draft_of, lay_table
from nlp_reports.reading.lines import is_page_number
from nlp_reports.reading.normalise import LINE_BREAKS, normalise, split_lines
from nlp_reports.reading.wrapping import carry_on

Kind = Literal["tab", "pipe", "prose"]
Row = list[list[Held]]
"""What the file holds of each cell of a row."""

_TITLE = re.compile(r"^标题 ?[:：] ?(.{1,200})$", re.MULTILINE)
_ADDRESS = re.compile(r"原文(?:链接|地址|网址) ?[:：] ?(https?://[^\s<>\"']{1,2000})")
_RULE = re.compile(r"[|\s:+-]+")
_HEAD = 4000


def read_plain(text: str) -> Reading:
    """Return what `text` holds; header lines of an archive (标题:, 原文链接:) stay in it as paragraphs."""
    head = normalise(text[:_HEAD])
    title, address = _TITLE.search(head), _ADDRESS.search(head)
    return Reading(
        list(draft_lines(text)),
        title=title[1] if title else "",
        url=address[1] if address else None,
    )


def draft_lines(text: str) -> Iterator[Draft]:
    """Yield a paragraph for each line of `text`, and a table for each run of table rows."""
    for kind, run in groupby(_lines(text), key=lambda line: _kind(line.text)):
        if kind == "prose":
            yield from _draft_prose(list(run))
        else:
            yield from _draft_rows(kind, list(run))


def _draft_prose(lines: list[_Line]) -> Iterator[Draft]:
    """Yield a paragraph for each line, or for the lines that were one before a column broke it."""
    held: list[Held] = []
    goes_on = carry_on([line.printed for line in lines])
    for line, carried in zip(lines, goes_on, strict=True):
        flowing = bool(held) or carried
        held += line.held
        if not carried:
            yield draft_of(held, flowing=flowing)
            held = []


@dataclass(slots=True)
class _Line:
    """A line: normalised and `printed` with its line end; page numbers left out before and after it."""

    text: str
    printed: str
    before: list[Held]
    after: list[Held] = field(default_factory=list)

    @property
    def held(self) -> list[Held]:
        """What the file holds of it."""
        return [*self.before, self.printed, *self.after]

    def around(self, cells: Row) -> Row:
        """Return the line's `cells` with the page numbers in the first and the last one."""
        cells[0][:0] = self.before
        cells[-1] += self.after
        return cells


def _lines(text: str) -> list[_Line]:
    """Return the lines of `text`; a page number is left out after the line before it, if there is one."""
    lines: list[_Line] = []
    numbers: list[Held] = []
    for printed in split_lines(text):
        line = normalise(printed.rstrip(LINE_BREAKS))
        if is_page_number(line):
            (lines[-1].after if lines else numbers).append(Strip(printed, "page_number"))
        else:
            lines.append(_Line(line, printed, [] if lines else numbers))
    return lines or [_Line("", "", numbers)]


def _kind(line: str) -> Kind:
    if line.count("|") >= 2:
        return "pipe"
    indented = line.lstrip(" \t") or line  # a row of blank cells is nothing but tabs
    if "\t" in indented and max(map(len, indented.split("\t"))) <= LONG_CELL:
        return "tab"
    return "prose"


def _draft_rows(kind: Kind, run: list[_Line]) -> Iterable[Draft]:
    if not any(line.text.strip() for line in run):
        return [draft_of(line.held) for line in run]
    rows, above = ([_tabbed(line) for line in run], []) if kind == "tab" else _pipe_rows(run)
    if len(rows) == 1 and (kind == "pipe" or len(rows[0]) < 3):  # an aligned line, a navigation bar
        return [draft_of(line.held) for line in run]
    placement = Placement()
    for row in rows:
        placement.next_row()
        for cell in row:
            placement.place([draft_of(cell)])
    return [draft_of(above), *lay_table(placement.cells())]


def _tabbed(line: _Line) -> Row:
    """Return what the file holds of each cell, with the tab or line end that ends it."""
    *cells, last = line.printed.split("\t")
    row: Row = [[f"{cell}\t"] for cell in cells]
    return line.around([*row, [last]])


def _pipe_rows(run: Iterable[_Line]) -> tuple[list[Row], list[Held]]:
    """Return the cells of the lines `| a | b |` or `a | b |`, and what of rules stands above them.

    The rule below a header is left out with the line above it.
    """
    rows: list[Row] = []
    above: list[Held] = []
    for line in run:
        if _RULE.fullmatch(line.text) and "-" in line.text:
            rule = [Strip(each, "blank") if isinstance(each, str) else each for each in line.held]
            (rows[-1][-1] if rows else above).extend(rule)
        else:
            rows.append(line.around(_piped(line)))
    return rows, above


def _piped(line: _Line) -> Row:
    """Return what the file holds of each cell; a pipe is shown as the tab that parts cells."""
    text, first, last = line.printed, 0, None
    if line.text.strip().startswith("|"):
        first = text.index("|") + 1
    if line.text.strip().endswith("|") and text.rindex("|") >= first:
        last = text.rindex("|")
    cells: Row = [[cell, Strip("|", "blank", "\t")] for cell in text[first:last].split("|")]
    cells[-1][1:] = [] if last is None else [Strip("|", "blank"), text[last + 1 :]]
    if first:
        cells[0][:0] = [text[: first - 1], Strip("|", "blank")]
    return cells
