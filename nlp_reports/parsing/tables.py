"""In: a Document and its Sections. Out: its StatutoryTables, and what is odd about them.

A table is recognised by its labels, wherever it stands; one grid may hold several, several may hold one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Cell, Issue, Span, StatutoryTable
from nlp_reports.parsing.alignment import align, find_column_slots, find_slots
from nlp_reports.parsing.flattened import parse_flattened
from nlp_reports.parsing.grids import parse_grids, width
from nlp_reports.parsing.labels import column_of, count_labels, group_of, is_text, read_label, row_of
from nlp_reports.parsing.naming import named
from nlp_reports.parsing.template import load_templates
from nlp_reports.parsing.values import read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp_reports.model import Document, Fields, Form, Section
    from nlp_reports.parsing.alignment import Placed, Slot
    from nlp_reports.parsing.grids import Grid, Line, Printed
    from nlp_reports.parsing.labels import Label
    from nlp_reports.parsing.template import Row, TableTemplate

ENOUGH = 3
"""Labels of a statutory table that a grid must hold to be taken for it."""
FEW = 2
"""Labels of rows, and labels of columns, that a passage without borders must hold to be taken for a table."""


def parse_tables(
    document: Document, sections: Sequence[Section], *, form: Form | None
) -> tuple[tuple[StatutoryTable, ...], tuple[Issue, ...]]:
    """Return the statutory tables in the order of the form, and what is odd about them.

    Every cell of the form that was found is there, blank ones too. A table whose labels stand in the
    text without borders gives the cells that its sums determine.
    """
    grids = parse_grids(document)
    tables: list[StatutoryTable] = []
    issues: list[Issue] = []
    for template in choose_tables([cell.text for cell in _cells(grids)], form):
        reader = _Reader(template)
        for grid in grids:
            if _holds(grid, template):
                reader.read(grid)
        if reader.spans:
            tables.append(reader.table())
            issues += reader.issues()
        elif (flat := find_flattened(document, sections, template)) is not None:
            table, odd = parse_flattened(document, flat, template)
            tables += [table] if table else []
            issues += odd
    return tuple(tables), tuple(issues)


def choose_tables(texts: Sequence[str], form: Form | None) -> tuple[TableTemplate, ...]:
    """Return for each kind of table the template with most labels in `texts`; on a tie that of `form`."""
    best: dict[str, tuple[int, bool, TableTemplate]] = {}
    distinct = list(dict.fromkeys(text for text in texts if text))
    for template in load_templates():
        for table in template.tables:
            rank = (sum(count_labels(distinct, table)), template.form == form, table)
            if table.key not in best or rank[:2] > best[table.key][:2]:
                best[table.key] = rank
    return tuple(table for *_, table in best.values())


def find_flattened(document: Document, sections: Sequence[Section], table: TableTemplate) -> Span | None:
    """Return where the table's labels stand in running text: its section, or the text if it has none."""
    place = next((each.body for each in sections if each.key == table.key), None)
    place = place or Span(0, len(document.text))
    text = "".join(fold(document.text[place.start : place.end]).split())
    rows = sum(fold(row.label) in text for row in table.rows)
    columns = sum(column.label in text for column in table.columns.values())
    return place if rows >= FEW and columns >= FEW else None


def _cells(grids: Sequence[Grid]) -> list[Printed]:
    return [cell for grid in grids for line in grid.rows for cell in line if cell.first]


def _holds(grid: Grid, table: TableTemplate) -> bool:
    rows, columns = count_labels([cell.text for cell in _cells([grid])], table)
    return rows >= 1 and rows + columns >= ENOUGH


@dataclass(slots=True)
class _Reader:
    """Gathers one table's cells from grid after grid."""

    template: TableTemplate
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    odd: dict[tuple[str, Fields], Span] = field(default_factory=dict)

    def read(self, grid: Grid) -> None:
        if self.template.layout == "columns":
            self._read_columns(grid)
        else:
            self._read_rows(grid)

    def table(self) -> StatutoryTable:
        order = [(row.key, column) for row in self.template.rows for column in row.columns]
        cells = tuple(self.cells[key] for key in order if key in self.cells)
        span = Span(min(each.start for each in self.spans), max(each.end for each in self.spans))
        return StatutoryTable(self.template.key, span, cells)

    def issues(self) -> list[Issue]:
        return [
            Issue("checks", code, (*named("table", self.template), *place), span)
            for (code, place), span in self.odd.items()
        ]

    def _read_rows(self, grid: Grid) -> None:
        """Read lines with a label to the left and, if the table has one, a header above."""
        header: list[Line] = []
        slots: tuple[Slot, ...] | None = None
        group: str | None = None
        reach = _label_reach(grid, self.template)
        below = False
        for line in grid.rows:
            in_place = any(width(line) == width(each) for each in header)
            label = read_label(line, self.template, group=group, limit=_limit(slots, in_place))
            group = label.group
            if _is_header(line, label, self.template):
                header, below = [line] if below else [*header, line], False
                slots = find_slots(header, self.template) or find_slots([line], self.template)
                self.spans += [cell.span for cell in line]
            elif label.row and any(cell.first for cell in line):
                if not below:
                    self._note_columns(slots, header)
                below = True
                values = [
                    c for c in line[label.cells :] if c.text or in_place or c.start >= reach[width(line)]
                ]
                self.spans += [cell.span for cell in line]
                self._take(
                    label.row, values, align(values, label.row.columns, slots=slots, in_place=in_place)
                )
            elif below and not label.row:
                self._note_unexpected(label, line)

    def _read_columns(self, grid: Grid) -> None:
        """Read a line of values below all the labels."""
        keys = [f"{row.key}.{column}" for row in self.template.rows for column in row.columns]
        labelled = [i for i, line in enumerate(grid.rows) if _names_columns(line, self.template)]
        if not labelled:
            return
        header = grid.rows[labelled[0] : labelled[-1] + 1]
        self.spans += [cell.span for line in header for cell in line]
        lines = [line for line in grid.rows[labelled[-1] + 1 :] if len(line) >= ENOUGH]
        line = next((each for each in lines if any(cell.text for cell in each)), lines[0] if lines else None)
        if line is None:
            return
        self.spans += [cell.span for cell in line]
        slots = find_column_slots(header, self.template)
        in_place = any(width(line) == width(each) for each in header)
        placed = align(line, keys, slots=slots, in_place=in_place)
        if placed is None:
            self._note("row_unaligned", named("row", *self.template.rows), line)
        for key, cell in placed if placed is not None else _unplaced(line, keys):
            row, column = key.rsplit(".", 1)
            self._add(row, column, cell, sure=placed is not None)

    def _take(self, row: Row, line: Sequence[Printed], placed: Placed | None) -> None:
        if placed is None:
            self._note("row_unaligned", named("row", row), line)
        for column, cell in placed if placed is not None else _unplaced(line, row.columns):
            if not self._add(row.key, column, cell, sure=placed is not None):
                self._note("row_repeated", named("row", row), line)

    def _add(self, row: str, column: str, printed: Printed, *, sure: bool) -> bool:
        """Keep a cell; False where the same cell was printed before and differently."""
        value, status = read_value(printed.text, unit=self.template.columns[column].unit)
        if not sure and status != "blank":
            value, status = None, "ambiguous"
        cell = Cell(self.template.key, row, column, value, printed.text, status, printed.span)
        before = self.cells.setdefault((row, column), cell)
        if before.status == "blank":
            self.cells[row, column] = cell
        return before.status == "blank" or cell.status == "blank" or before.raw == cell.raw

    def _note(self, code: str, place: Fields, line: Sequence[Printed]) -> None:
        span = Span(line[0].span.start, line[-1].span.end) if line else self.spans[-1]
        self.odd.setdefault((code, place), span)

    def _note_columns(self, slots: Sequence[Slot] | None, header: Sequence[Line]) -> None:
        for slot in slots or ():
            if slot.key is None:
                self._note("column_unexpected", (("label", slot.label),), header[-1])

    def _note_unexpected(self, label: Label, line: Line) -> None:
        """Report numbers under a label that the table does not have, or under a group's own label."""
        words = [cell.text for cell in line[: label.cells or 1] if is_text(cell.text)]
        numbers = any(read_value(cell.text)[1] == "read" for cell in line[label.cells :])
        if words and numbers and (label.known or not _is_statutory(words[0])):
            self._note("row_unexpected", (("label", words[-1]),), line)


def _is_statutory(text: str) -> bool:
    """Tell whether any table of any form has a row, column or group of this name."""
    tables = [table for template in load_templates() for table in template.tables]
    return any(row_of(text, each) or column_of(text, each) or group_of(text, each) for each in tables)


def _is_header(line: Line, label: Label, table: TableTemplate) -> bool:
    """Tell whether a line names columns and holds no numbers."""
    if any(read_value(cell.text)[1] == "read" for cell in line):
        return False
    columns = {column_of(cell.text, table) for cell in line if is_text(cell.text)} - {None}
    return len(columns) >= 2 or (bool(columns) and label.row is None)


def _names_columns(line: Line, table: TableTemplate) -> bool:
    """Tell whether a line of a table whose labels all stand above is one of these labels."""
    columns = {column_of(cell.text, table) for cell in line} - {None}
    return len(columns) >= 2 or any(row_of(cell.text, table) for cell in line)


def _limit(slots: Sequence[Slot] | None, in_place: bool) -> int | None:
    return slots[0].start if slots and in_place else None


def _label_reach(grid: Grid, table: TableTemplate) -> dict[int, int]:
    """Return, for lines of each width, the column up to which labels reach."""
    reach: dict[int, int] = {}
    group: str | None = None
    for line in grid.rows:
        label = read_label(line, table, group=group)
        group = label.group
        if label.row and not _is_header(line, label, table):
            end = line[label.cells - 1].end
            reach[width(line)] = max(reach.get(width(line), 0), end)
    return reach


def _unplaced(cells: Sequence[Printed], columns: Sequence[str]) -> Placed:
    """Return the last cells of a line that cannot be aligned, each in the column it may stand in."""
    size = min(len(cells), len(columns))
    return list(zip(columns[:size], cells[len(cells) - size :], strict=True))
