"""In: a Grid, a table's template. Out: its cells in a Gathered, line by line, or from below its labels.

A line's cells are those right of its label; where all labels stand above, those of the line below them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.parsing.alignment import Header, align, find_column_slots, find_slots
from nlp_reports.parsing.grids import transposed, width
from nlp_reports.parsing.labels import column_of, group_of, is_text, read_label, row_of
from nlp_reports.parsing.naming import named
from nlp_reports.parsing.shapes import Shape, count_lines, find_shapes, is_header
from nlp_reports.parsing.template import load_templates
from nlp_reports.parsing.values import printed_unit, read_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.parsing.alignment import Placed, Slot
    from nlp_reports.parsing.gathering import Gathered
    from nlp_reports.parsing.grids import Grid, Line, Printed
    from nlp_reports.parsing.labels import Label
    from nlp_reports.parsing.shapes import Shapes
    from nlp_reports.parsing.template import Row, TableTemplate

TALLEST = 8
"""Lines that a header has at most; those of the forms have three."""
MANY = 3
"""Columns that a line must name to be the header of a table whose labels stand to the left of its lines."""


def read_grid(grid: Grid, found: Gathered) -> None:
    """Read the cells of `found`'s table in `grid`, upright or lying on its side."""
    table = found.template
    if table.layout == "columns" and not _has_lines(grid, table):
        for line in grid.rows:
            found.cover(line if _names_columns(line, table) else ())
        lying = (sheet for sheet in _sheets(transposed(grid), table) if any(cell.text for cell in sheet[1]))
        for header, line in list(_sheets(grid, table)) or lying:
            _read_below(header, line, found)
    elif (upright := count_lines(grid, table)) < MANY and count_lines(transposed(grid), table) > upright:
        _read_lines(transposed(grid), found)
    else:
        _read_lines(grid, found)


def _read_lines(grid: Grid, found: Gathered) -> None:
    """Read lines with a label to the left and, if the table has one, a header above.

    A table that begins without a header has that of the one before, which a page number may part from it.
    """
    table = found.template
    header = found.headers.get(max(map(width, grid.rows), default=0), Header())
    shapes = find_shapes(grid, table, group=found.group)
    above: list[Line] = []
    below = False
    found.hear(grid.title)
    for line in grid.rows:
        label = read_label(line, table, group=found.group, limit=header.limit(line))
        found.group = label.group
        if label.row is None:
            _hear(line, found)
        if is_header(line, label, table):
            lines = [line] if below else [*header.lines, *above, line][-TALLEST:]
            header = Header(tuple(lines), find_slots(lines, table) or find_slots([line], table))
            found.headers[width(line)] = header
            above, below = [], False
            found.cover(line)
        elif label.row and any(cell.first for cell in line):
            if not below:
                _note_columns(header, found)
            below = True
            _take(line, label, label.row, found, header=header, shapes=shapes)
        elif below and not label.row:
            _note_unexpected(label, line, found)
        elif not header.lines:
            above.append(line)


def _hear(line: Line, found: Gathered) -> None:
    """Keep the units that a line of titles names; those beside numbers or columns are theirs alone."""
    if not any(read_value(cell.text)[1] == "read" for cell in line):
        for cell in line:
            found.hear("" if column_of(cell.text, found.template) else cell.text)


def _take(line: Line, label: Label, row: Row, found: Gathered, *, header: Header, shapes: Shapes) -> None:
    """Keep the cells right of a line's label, in the columns they stand in."""
    found.cover(line)
    in_place = header.fits(line)
    shape = shapes.shapes.get((width(line), row.columns)) or Shape(row.columns)
    cells = shapes.values(line, label, in_place=in_place)
    placed = None
    if header.slots or shape.adds_up(found.template):
        used = shape.used if shape.sums(found.template) else ()
        placed = align(cells, row.columns, slots=header.slots, in_place=in_place, used=used)
    if placed is None:
        found.note("row_unaligned", named("row", row), cells)
    units = _units(header.slots, line[: label.cells])
    for column, cell in placed if placed is not None else _unplaced(cells, row.columns):
        unit = units.get(column) or units.get("")
        if not found.add(row, column, cell, sure=placed is not None, unit=unit):
            found.note("row_repeated", named("row", row), cells)


def _read_below(header: Sequence[Line], line: Line, found: Gathered) -> None:
    """Read a line of values below all the labels."""
    table = found.template
    found.cover(line)
    slots = find_column_slots(header, table)
    in_place = any(width(line) == width(each) for each in header)
    keys = {f"{row.key}.{column}": (row, column) for row in table.rows for column in row.columns}
    names = sum(cell.first and column_of(cell.text, table) is not None for each in header for cell in each)
    placed = None
    if slots or names == len(keys):
        placed = align(line, list(keys), slots=slots, in_place=in_place)
    if placed is None:
        found.note("row_unaligned", named("row", *table.rows), line)
    for key, cell in placed if placed is not None else _unplaced(line, list(keys)):
        row, column = keys[key]
        if not found.add(row, column, cell, sure=placed is not None):
            found.note("row_repeated", named("row", row), line)


def _units(slots: Sequence[Slot] | None, label: Sequence[Printed]) -> dict[str, str | None]:
    """Return the units that the header prints for each column, and under "" the one of the line's label."""
    units = {slot.key: printed_unit(slot.label) for slot in slots or () if slot.key}
    return units | {"": next((unit for cell in label if (unit := printed_unit(cell.text))), None)}


def _note_columns(header: Header, found: Gathered) -> None:
    for slot in header.slots or ():
        if slot.key is None:
            found.note("column_unexpected", (("label", slot.label),), header.lines[-1])


def _note_unexpected(label: Label, line: Line, found: Gathered) -> None:
    """Report numbers under a label that the table does not have, or under a group's own label."""
    words = [cell.text for cell in line[: label.cells or 1] if is_text(cell.text)]
    numbers = any(read_value(cell.text)[1] == "read" for cell in line[label.cells :])
    if words and numbers and (label.known or not is_elsewhere(words[0], found.template)):
        found.note("row_unexpected", (("label", words[-1]),), line)


def is_elsewhere(text: str, table: TableTemplate) -> bool:
    """Tell whether a statutory table of another kind has a row, column or group of this name."""
    tables = [each for form in load_templates() for each in form.tables if each.key != table.key]
    return any(row_of(text, each) or column_of(text, each) or group_of(text, each) for each in tables)


def _names_columns(line: Line, table: TableTemplate) -> bool:
    """Tell whether a line of a table whose labels all stand above is one of these labels."""
    columns = {column_of(cell.text, table) for cell in line} - {None}
    return len(columns) >= 2 or any(row_of(cell.text, table) for cell in line)


def _has_lines(grid: Grid, table: TableTemplate) -> bool:
    """Tell whether a table whose labels all stand above in the form has them left of its lines here."""
    header = False
    for line, after in zip(grid.rows, (*grid.rows[1:], ()), strict=True):
        columns = {column_of(cell.text, table) for cell in line} - {None}
        words = [cell for cell in line if cell.text and is_text(cell.text)]
        rest = sum(not is_text(cell.text) for cell in line)
        if header and len(words) == 1 and row_of(words[0].text, table) and rest >= MANY:
            return not _names_columns(after, table) or read_label(after, table, group=None).row is not None
        header = header or len(columns) >= MANY
    return False


def _sheets(grid: Grid, table: TableTemplate) -> Iterator[tuple[Sequence[Line], Line]]:
    """Yield labels that stand together with the line of values below them, the first that is not blank."""
    header: list[Line] = []
    lines: list[Line] = []
    for line in (*grid.rows, None):
        if line is not None and not _names_columns(line, table):
            values = header and len(line) >= MANY and not any(column_of(cell.text, table) for cell in line)
            lines += [line] if values else []
            continue
        if lines:
            yield header, next((each for each in lines if any(cell.text for cell in each)), lines[0])
            header, lines = [], []
        header += [line] if line else []


def _unplaced(cells: Sequence[Printed], columns: Sequence[str]) -> Placed:
    """Return the last cells of a line that cannot be aligned, each in the column it may stand in."""
    size = min(len(cells), len(columns))
    return list(zip(columns[:size], cells[len(cells) - size :], strict=True))
