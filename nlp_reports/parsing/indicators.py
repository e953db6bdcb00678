"""In: a Grid of indicators with their units and values, its template. Out: the values in a Gathered.

What stands between two labels belongs to the first; halves side by side are read one below the other.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.parsing.alignment import Slot
from nlp_reports.parsing.grids import width
from nlp_reports.parsing.labels import column_of, group_of, is_text, names_row, row_of
from nlp_reports.parsing.lines import is_elsewhere
from nlp_reports.parsing.naming import named
from nlp_reports.parsing.values import printed_unit, read_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.parsing.gathering import Gathered
    from nlp_reports.parsing.grids import Grid, Line, Printed
    from nlp_reports.parsing.template import Row, TableTemplate

VALUE = "value"
"""The column that every list has."""

FEW = 2
"""Lines that must name two indicators for a list to be set in halves side by side."""

_DIGIT = re.compile(r"[0-9]")


@dataclass(slots=True)
class Indicator:
    """A label with the cells that follow it up to the next one, which begins at column `end`."""

    label: Printed
    row: Row | None
    cells: list[Printed] = field(default_factory=list)
    end: int = 0


def read_indicators(grid: Grid, found: Gathered) -> None:
    """Read every indicator of `grid` that the template has; note those with numbers that it does not have."""
    table = found.template
    header: tuple[Slot, ...] = ()
    across = 0
    for line in _one_below_the_other(grid.rows, table):
        if _is_header(line, table):
            header, across = _slots(line, table), width(line)
            found.cover(line)
            continue
        slots = header if width(line) == across else ()
        for each in _indicators(line, table, group=found.group, slots=slots):
            found.group = _group_after(each, table) or found.group
            if each.row:
                found.cover((each.label, *each.cells))
                _take(each, each.row, found, slots=slots, header=header)
            elif _is_unexpected(each, table):
                found.note("row_unexpected", (("label", each.label.text),), (each.label,))


def _one_below_the_other(lines: Sequence[Line], table: TableTemplate) -> list[Line]:
    """Return the lines of a list that was set in two or more halves side by side as those of one."""
    starts = Counter(
        cell.start
        for line in lines
        if sum(names_row(cell.text, table) for cell in line) > 1
        for cell in line
        if names_row(cell.text, table)
    )
    edges = sorted(start for start, lines_of_it in starts.items() if lines_of_it >= FEW)[1:]
    parts = zip((0, *edges), (*edges, None), strict=True)
    return [
        tuple(cell for cell in line if start <= cell.start and (end is None or cell.start < end))
        for start, end in parts
        for line in lines
    ]


def _is_header(line: Line, table: TableTemplate) -> bool:
    if any(read_value(cell.text)[1] == "read" for cell in line):
        return False
    return any(column_of(cell.text, table) for cell in line) and not any(
        row_of(cell.text, table) for cell in line
    )


def _slots(line: Line, table: TableTemplate) -> tuple[Slot, ...]:
    return tuple(
        Slot(column_of(cell.text, table), cell.start, cell.end, cell.text) for cell in line if cell.text
    )


def _indicators(
    line: Line, table: TableTemplate, *, group: str | None, slots: Sequence[Slot]
) -> Iterator[Indicator]:
    """Yield the labels of a line with what follows each; `group` is in force where the line begins."""
    current: Indicator | None = None
    for cell in line:
        row = row_of(cell.text, table, group=group)
        if row or (cell.text and not _follows(cell, current, table, slots)):
            if current:
                current.end = cell.start
                yield current
            current = Indicator(cell, row)
            group = _group_after(current, table) or group
        elif current and (cell.text or cell.first):
            current.cells.append(cell)
    if current:
        current.end = width(line)
        yield current


def _follows(cell: Printed, current: Indicator | None, table: TableTemplate, slots: Sequence[Slot]) -> bool:
    """Tell whether a cell that names no row goes with the label before it: a number, a unit, an entry."""
    if not is_text(cell.text) or _is_unit(cell):
        return True
    if current is None or current.row is None or group_of(cell.text, table):
        return False
    below = next((slot for slot in slots if slot.start <= cell.start < slot.end), None)
    if below is not None:
        return below.key is not None or below.label != _heading(slots)
    return _DIGIT.search(fold(cell.text)) is not None or not any(each.text for each in current.cells)


def _heading(slots: Sequence[Slot]) -> str:
    """Return what stands above the labels."""
    return slots[0].label


def _is_unit(cell: Printed) -> bool:
    return printed_unit(cell.text) == "".join(fold(cell.text).split())


def _group_after(indicator: Indicator, table: TableTemplate) -> str | None:
    """Return the group that a label puts in force, if any."""
    above = indicator.row.key.partition(".")[0] if indicator.row else None
    return above if above in {each.key for each in table.groups} else group_of(indicator.label.text, table)


def _take(
    indicator: Indicator, row: Row, found: Gathered, *, slots: Sequence[Slot], header: Sequence[Slot]
) -> None:
    units = [cell for cell in indicator.cells if _is_unit(cell)]
    cells = [cell for cell in indicator.cells if not _is_unit(cell)]
    unit = next(
        (printed_unit(cell.text) for cell in (*units, indicator.label) if printed_unit(cell.text)), None
    )
    placed = _by_header(indicator, cells, slots) if slots else None
    placed = placed if placed is not None else _by_number(cells, row, header)
    if placed is None:
        found.note("row_unaligned", named("row", row), cells)
        placed = [(VALUE, cell) for cell in cells if cell.text]
        sure = False
    else:
        sure = True
    for column, cell in placed:
        if not found.add(row, column, cell, sure=sure, unit=unit):
            found.note("row_repeated", named("row", row), [cell])


def _by_header(
    indicator: Indicator, cells: Sequence[Printed], slots: Sequence[Slot]
) -> list[tuple[str, Printed]] | None:
    """Place the cells below the columns that the header names; None where a number stands below none."""
    placed: list[tuple[str, Printed]] = []
    reached = [slot for slot in slots if indicator.label.end <= slot.start < indicator.end]
    for cell in cells:
        above = [slot for slot in reached if cell.start < slot.end and slot.start < cell.end]
        if not above and cell.text:
            return None
        placed += [(slot.key, cell) for slot in above if slot.key]
    return placed if placed or not any(cell.text for cell in cells) else None


def _by_number(
    cells: Sequence[Printed], row: Row, header: Sequence[Slot]
) -> list[tuple[str, Printed]] | None:
    """Place as many printed cells as there are columns; a line without any is blank."""
    printed = [cell for cell in cells if cell.text]
    if not printed:
        return [(VALUE, cell) for cell in cells[-1:]]
    keys = [slot.key for slot in header if slot.key]
    columns = [column for column in row.columns if column in keys or column == VALUE]
    if len(printed) != len(columns) or len(set(keys)) < len(keys):
        return None
    return list(zip(columns, printed, strict=True))


def _is_unexpected(indicator: Indicator, table: TableTemplate) -> bool:
    """Tell whether numbers follow a label that neither this table nor another has."""
    words = indicator.label.text
    numbers = any(read_value(cell.text)[1] == "read" for cell in indicator.cells)
    return numbers and len(words) > 1 and (bool(group_of(words, table)) or not is_elsewhere(words, table))
