"""In: StatutoryTables. Out: a Ledger that answers what a named row, cell or sum of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from nlp_reports.parsing.template import fitting_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp_reports.model import Cell, Form, StatutoryTable
    from nlp_reports.parsing.template import TableTemplate


@dataclass(frozen=True, slots=True)
class Reading:
    """What some cells add up to. `value` is None where that cannot be told.

    `blank`: a cell among them is blank where its table prints zeros, so that it may be anything.
    """

    value: float | None
    cells: tuple[Cell, ...]
    blank: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """The cells of a report by canonical key, None for one that its table lacks.

    `totals` names, for a row or what stands above rows (`applications.denied`), the totals at and below it.
    """

    cells: Mapping[str, Cell | None]
    totals: Mapping[str, Sequence[str]]
    templates: Mapping[str, TableTemplate]
    zeros: frozenset[str]

    def has(self, names: Sequence[str]) -> bool:
        """Tell whether the report's tables have a place for all that `names` stand for."""
        return all(name in self.cells or name in self.totals for name in names)

    def read(self, names: Sequence[str]) -> Reading:
        """Return the sum of what `names` stand for: a cell's key, or rows whose totals are meant.

        `applications.denied` stands for all rows below it. Where a total is blank its parts are added.
        Blanks and dashes count as nothing beside cells that are read.
        """
        places = [place for name in names for cell in self._named(name) for place in self._filled(cell)]
        cells = tuple(cell for cell in places if cell is not None)
        unread = len(cells) < len(places) or any(cell.status == "ambiguous" for cell in cells)
        if unread or all(cell.value is None for cell in cells):
            return Reading(None, cells, False)
        blank = any(cell.status == "blank" and cell.table in self.zeros for cell in cells)
        return Reading(round(sum(cell.value or 0.0 for cell in cells), 6), cells, blank)

    def equals(self, value: float, reading: Reading) -> Cell | None:
        """Return a cell of the rows of `reading` that holds `value`."""
        rows = {(cell.table, cell.row) for cell in reading.cells}
        return next(
            (
                cell
                for cell in self.cells.values()
                if cell and cell.value == value and (cell.table, cell.row) in rows
            ),
            None,
        )

    def _filled(self, cell: Cell | None) -> list[Cell | None]:
        """The cell itself; for a blank total the parts of its row that are not blank, if any."""
        if cell is None or cell.status != "blank" or cell.column != "total":
            return [cell]
        row = f"{cell.table}.{cell.row}."
        parts = [
            each
            for key, each in self.cells.items()
            if key.startswith(row) and key.count(".") == row.count(".")
        ]
        return [each for each in parts if each is None or each.status != "blank"] or [cell]

    def _named(self, name: str) -> list[Cell | None]:
        keys = [name] if name in self.cells else self.totals.get(name, ())
        return [self.cells[key] for key in keys]


def load_ledger(tables: Sequence[StatutoryTable], form: Form | None) -> Ledger:
    """Return the ledger of `tables`, with a place for every cell of the forms that they fill."""
    cells: dict[str, Cell | None] = {}
    totals: dict[str, list[str]] = {}
    templates = {}
    for table in tables:
        found = {(cell.row, cell.column): cell for cell in table.cells}
        template = fitting_table(table.key, found, form)
        if template is None:
            continue
        templates[table.key] = template
        for row in template.rows:
            for column in row.columns:
                cells[f"{table.key}.{row.key}.{column}"] = found.get((row.key, column))
            if "total" in row.columns:
                for name in accumulate((table.key, *row.key.split(".")), "{}.{}".format):
                    totals.setdefault(name, []).append(f"{table.key}.{row.key}.total")
    zeros = {cell.table for cell in cells.values() if cell and cell.value == 0}
    return Ledger(cells, totals, templates, frozenset(zeros))
