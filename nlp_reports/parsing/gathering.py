"""In: printed cells with the rows and columns they stand in. Out: a StatutoryTable, and what is odd about it.

What is printed twice and differently, or in one cell for several, is ambiguous.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nlp_reports.model import Cell, Issue, Span, StatutoryTable
from nlp_reports.parsing.naming import named
from nlp_reports.parsing.values import MONEY, printed_units, read_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp_reports.model import Fields
    from nlp_reports.parsing.alignment import Header
    from nlp_reports.parsing.grids import Printed
    from nlp_reports.parsing.template import Row, TableTemplate

Key = tuple[str, str]
"""A cell's row and column."""


@dataclass(slots=True)
class Gathered:
    """The cells of one table, gathered from grid after grid; `spans` are what it was read from.

    `headers` are the last ones of each width, `group` is the last one in force: a page may break below them.
    `units` are those last printed above lines, of money (True) and of things.
    """

    template: TableTemplate
    cells: dict[Key, Cell] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    odd: dict[tuple[str, Fields], Span] = field(default_factory=dict)
    places: dict[Span, dict[Key, None]] = field(default_factory=dict)
    headers: dict[int, Header] = field(default_factory=dict)
    group: str | None = None
    units: dict[bool, str] = field(default_factory=dict)

    def hear(self, title: str) -> None:
        """Keep the units that a title names for the lines below it."""
        self.units |= {unit in MONEY: unit for unit in printed_units(title)}

    def cover(self, cells: Iterable[Printed]) -> None:
        """Count `cells` to the table: its labels, headers and values."""
        self.spans += [cell.span for cell in cells]

    def note(self, code: str, place: Fields, cells: Sequence[Printed]) -> None:
        """Keep what is odd about `cells`, once for each kind and place."""
        span = Span(cells[0].span.start, cells[-1].span.end) if cells else self.spans[-1]
        self.odd.setdefault((code, place), span)

    def add(self, row: Row, column: str, printed: Printed, *, sure: bool, unit: str | None = None) -> bool:
        """Keep a cell whose header or label prints `unit`; one whose place is not `sure` is ambiguous.

        False where the same cell was printed before and differently: then it is ambiguous.
        """
        known = self.template.columns[column]
        own = row.unit or known.unit
        entry = read_entry(
            printed.text,
            unit=own,
            printed=unit or self.units.get(own in MONEY),
            presumed=known.presumed,
        )
        value, status, readings = entry.value, entry.status, entry.readings
        if not sure:
            value, status, readings = None, "ambiguous", ()
        cell = Cell(
            self.template.key,
            row.key,
            column,
            value,
            printed.text,
            status,
            printed.span,
            entry.unit,
            readings,
        )
        before = self.cells.get((row.key, column))
        if printed.text:
            self.places.setdefault(printed.span, {})[row.key, column] = None
        if before is None or before.status == "blank":
            self.cells[row.key, column] = cell
        elif cell.status != "blank" and not _alike(before, cell):
            self.cells[row.key, column] = _opened(before, cell)
            return False
        return True

    def table(self) -> StatutoryTable | None:
        """Return the table with its cells in the form's order; None where nothing of it was found."""
        if not self.spans:
            return None
        self._open_shared()
        order = [(row.key, column) for row in self.template.rows for column in row.columns]
        cells = tuple(self.cells[key] for key in order if key in self.cells)
        span = Span(min(each.start for each in self.spans), max(each.end for each in self.spans))
        return StatutoryTable(self.template.key, span, cells)

    def issues(self) -> list[Issue]:
        """Return what is odd about the table."""
        return [
            Issue("checks", code, (*named("table", self.template), *place), span)
            for (code, place), span in self.odd.items()
        ]

    def _open_shared(self) -> None:
        """Open the cells that one printed number stands for, merged over several; a merged 0 is 0 in each."""
        for span, keys in self.places.items():
            cells = [self.cells[key] for key in keys]
            if len(cells) < 2 or not any(cell.value and cell.span == span for cell in cells):
                continue
            for key, cell in zip(keys, cells, strict=True):
                self.cells[key] = _opened(cell, cell)
            rows = dict.fromkeys(row for row, _ in keys)
            place = (*named("row", *(self.template.row(row) for row in rows)), ("raw", cells[0].raw))
            self.odd.setdefault(("cell_shared", place), span)


def _alike(one: Cell, other: Cell) -> bool:
    return one.raw == other.raw or (one.status, one.value) == (other.status, other.value) != (
        "ambiguous",
        None,
    )


def _opened(one: Cell, other: Cell) -> Cell:
    """Return `one` as ambiguous, with what both may say."""
    values = (*one.readings, *other.readings, one.value, other.value)
    readings = tuple(sorted({value for value in values if value is not None}))
    return replace(one, value=None, status="ambiguous", readings=readings)
