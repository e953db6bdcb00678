"""In: a Document. Out: its tables as grids: rows of printed cells, page breaks healed.

A merged cell stands in every row it reaches into, with the columns it covers there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Span
from nlp_reports.parsing.values import COUNTS

if TYPE_CHECKING:
    from nlp_reports.model import Block, Document

LONGEST_TITLE = 60
"""Characters of a paragraph that may be a table's title."""
MOST_ROWS = 400
"""Rows of a table block that are looked at; all statutory tables together have not a quarter of it."""

_NUMBERED = re.compile(r"\s*(?:[(][一二三四五六七八九十0-9]{1,3}[)]|[一二三四五六七八九十0-9]{1,3}[、.])")
_UNIT = re.compile(COUNTS)
_DIGIT = re.compile(r"[0-9]")
_VALUE = re.compile(r"[\s0-9./,+%元万件条项-]*")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed cell in one row: its text, the columns `start` to `end` (half-open) it covers, its span.

    `first` is False in the rows below the one where a cell that spans rows begins.
    """

    text: str
    start: int
    end: int
    span: Span
    first: bool = True


Line = tuple[Printed, ...]
"""The printed cells of one row, left to right."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, the span from its first cell to its last, the title in the paragraph before it."""

    rows: tuple[Line, ...]
    span: Span
    title: str = ""


def width(line: Line) -> int:
    """Return the number of columns up to the end of the line's last cell."""
    return max((cell.end for cell in line), default=0)


def parse_grids(document: Document) -> tuple[Grid, ...]:
    """Return the document's tables in order; table blocks with nothing between them are one table."""
    grids: list[Grid] = []
    before: Block | None = None
    for block in document.blocks:
        if block.kind == "table":
            grid = lay_grid(document, block)
            if before is not None and before.kind == "table":
                grid = replace(join(grids[-1], grid), title=grids.pop().title)
            elif before is not None and before.span.end - before.span.start <= LONGEST_TITLE:
                grid = replace(grid, title=document.text[before.span.start : before.span.end])
            grids.append(grid)
        before = block
    return tuple(grids)


def transposed(grid: Grid) -> Grid:
    """Return `grid` with its rows as columns: indicators above, applicants to the left, put upright."""
    wide = min(max((width(line) for line in grid.rows), default=0), MOST_ROWS)
    lines: list[list[Printed]] = [[] for _ in range(wide)]
    for row, line in enumerate(grid.rows):
        for cell in line:
            for column in range(cell.start, min(cell.end, wide)):
                turned = replace(cell, start=row, end=row + 1, first=cell.start == column)
                lines[column].append(turned)
    return replace(grid, rows=tuple(map(tuple, lines)))


def lay_grid(document: Document, block: Block) -> Grid:
    """Return the first MOST_ROWS of a table block; a cell that spans rows stands in each of them."""
    height = min(max((cell.row + cell.row_span for cell in block.grid), default=0), MOST_ROWS)
    rows: list[list[Printed]] = [[] for _ in range(height)]
    for cell in block.grid:
        text = " ".join(document.text[cell.span.start : cell.span.end].split())
        end = cell.column + cell.column_span
        for row in range(cell.row, min(cell.row + cell.row_span, height)):
            rows[row].append(Printed(text, cell.column, end, cell.span, row == cell.row))
    return Grid(tuple(tuple(sorted(row, key=lambda cell: cell.start)) for row in rows), block.span)


def join(upper: Grid, lower: Grid) -> Grid:
    """Return two pieces of a table as one, with the row or label that the break cut made whole."""
    span = Span(upper.span.start, lower.span.end)
    if not (upper.rows and lower.rows) or width(upper.rows[-1]) != width(lower.rows[0]):
        return Grid(upper.rows + lower.rows, span)
    last, first = upper.rows[-1], lower.rows[0]
    if _is_rest(last, first):
        return Grid((*upper.rows[:-1], _merge(last, first), *lower.rows[1:]), span)
    whole = _is_whole(last) and _is_whole(first)
    healed = {} if whole else {cell.span: text for cell in first if (text := _continued(cell, last))}
    rows = tuple(
        tuple(replace(cell, text=healed.get(cell.span, cell.text), first=cell.first) for cell in row)
        for row in lower.rows
    )
    return Grid(upper.rows + rows, span)


def _is_rest(last: Line, first: Line) -> bool:
    """Tell whether `first` is the rest of `last`: a single unnumbered label below a numbered one."""
    printed = [cell for cell in first if cell.text]
    labels = [cell for cell in printed if not _is_value(cell)]
    if len(labels) != 1 or _is_numbered(labels[0]) or not any(map(_is_numbered, last)):
        return False
    values_above = any(cell.text and _is_value(cell) for cell in last)
    return len(printed) == 1 or not values_above


def _is_whole(line: Line) -> bool:
    """Tell whether a line is a label with its unit and numbers, and nothing else."""
    words = [cell for cell in line if cell.text and not _is_value(cell)]
    units = [cell for cell in words if _UNIT.fullmatch(fold(cell.text))]
    return len(words) - len(units) == 1 and any(_DIGIT.search(fold(c.text)) for c in line if c not in words)


def _merge(last: Line, first: Line) -> Line:
    """Return the two halves of a row as one; a cell's span is that of the half which holds its text."""
    below = {cell.start: cell for cell in first if cell.text}
    return tuple(
        replace(below[cell.start], text=cell.text + below[cell.start].text, end=cell.end)
        if cell.start in below
        else cell
        for cell in last
    )


def _continued(cell: Printed, last: Line) -> str | None:
    """Return the whole label that `cell`, at the top of a page, is the rest of; None if it is none."""
    above = next((each for each in last if (each.start, each.end) == (cell.start, cell.end)), None)
    if above is None or not _is_numbered(above) or _is_numbered(cell) or _is_value(above):
        return None
    return above.text + cell.text if not _is_value(cell) or not cell.text else None


def _is_numbered(cell: Printed) -> bool:
    return _NUMBERED.match(fold(cell.text)) is not None and not _is_value(cell)


def _is_value(cell: Printed) -> bool:
    return _VALUE.fullmatch(fold(cell.text)) is not None
