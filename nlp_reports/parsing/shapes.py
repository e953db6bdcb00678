"""In: a Grid, a table's template. Out: its lines of like shape, which tell columns where no header does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp_reports.parsing.alignment import align
from nlp_reports.parsing.grids import width
from nlp_reports.parsing.labels import column_of, is_serial, is_text, read_label
from nlp_reports.parsing.values import read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp_reports.parsing.grids import Grid, Line, Printed
    from nlp_reports.parsing.labels import Label
    from nlp_reports.parsing.template import Balance, TableTemplate


@dataclass(slots=True)
class Shape:
    """Lines of one width that fill the same `columns` of the form: what stands right of their labels.

    `used` are the columns of the grid in which any of them prints something; `steps` are the numbers
    of cells from a label to those that print something.
    """

    columns: tuple[str, ...]
    lines: list[Sequence[Printed]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    steps: set[int] = field(default_factory=set)
    sound: bool | None = None

    @property
    def flush(self) -> bool:
        """Tell whether values follow labels at once, filled up at the end, as where merged cells are lost."""
        return bool(self.steps) and (min(self.steps), max(self.steps)) == (1, len(self.columns))

    def adds_up(self, table: TableTemplate) -> bool:
        """Tell whether the sums of these lines, read in the form's order, hold more often than not.

        Where there is no header, they are all that speaks for that order.
        """
        if self.sound is None:
            self.sound = self._sums_hold(table)
        return self.sound

    def sums(self, table: TableTemplate) -> list[Balance]:
        """Return the sums that the numbers of each of these lines should keep."""
        return [
            each
            for each in table.balances
            if each.across == "columns" and set(each.right) <= set(self.columns)
        ]

    def _sums_hold(self, table: TableTemplate) -> bool:
        sums = self.sums(table)
        held = failed = 0
        for cells in self.lines if sums else ():
            placed = align(cells, self.columns, slots=None, in_place=False, used=self.used)
            values = {key: read_value(cell.text)[0] or 0 for key, cell in placed or ()}
            for each in sums if any(values.values()) else ():
                agrees = sum(values.get(key, 0) for key in each.left) == sum(
                    values.get(key, 0) for key in each.right
                )
                held, failed = held + agrees, failed + (not agrees)
        return held >= failed


@dataclass(slots=True)
class Shapes:
    """The shapes of a grid's lines, and for lines of each width the column up to which labels reach."""

    reach: dict[int, int] = field(default_factory=dict)
    shapes: dict[tuple[int, tuple[str, ...]], Shape] = field(default_factory=dict)

    def values(self, line: Line, label: Label, *, in_place: bool) -> list[Printed]:
        """Return the cells right of a line's label; without a header, blank ones may belong to labels."""
        shape = self.shapes.get((width(line), label.row.columns)) if label.row else None
        if shape and shape.flush:
            return list(line[label.cells :][: len(shape.columns)])
        reach = self.reach.get(width(line), 0)
        return [cell for cell in line[label.cells :] if cell.text or in_place or cell.start >= reach]


def find_shapes(grid: Grid, table: TableTemplate, *, group: str | None) -> Shapes:
    """Return the shapes of the lines that a row's label begins; `group` is in force above them."""
    found = Shapes()
    labelled: list[tuple[Line, Label]] = []
    for line in grid.rows:
        label = read_label(line, table, group=group)
        group = label.group
        if label.row and not is_header(line, label, table):
            end = line[label.cells - 1].end
            found.reach[width(line)] = max(found.reach.get(width(line), 0), end)
            labelled.append((line, label))
    for line, label in labelled:
        columns = label.row.columns if label.row else ()
        shape = found.shapes.setdefault((width(line), columns), Shape(columns))
        values = line[label.cells :]
        shape.used.update(cell.start for cell in values if cell.text)
        shape.steps.update(at for at, cell in enumerate(values, 1) if cell.text)
    for line, label in labelled:
        columns = label.row.columns if label.row else ()
        found.shapes[width(line), columns].lines.append(found.values(line, label, in_place=False))
    return found


def count_lines(grid: Grid, table: TableTemplate) -> int:
    """Return how many rows of the table begin a line of `grid` that has values too."""
    group: str | None = None
    rows = set()
    for line in grid.rows:
        label = read_label(line, table, group=group)
        group = label.group
        if label.row and label.cells < len(line) and not is_header(line, label, table):
            rows.add(label.row.key)
    return len(rows)


def is_header(line: Line, label: Label, table: TableTemplate) -> bool:
    """Tell whether a line names columns, and holds fewer numbers than names, but for its own."""
    printed = [cell for cell in line if cell.text]
    numbers = sum(read_value(cell.text)[1] == "read" for cell in printed[is_serial(printed) :])
    columns = {column_of(cell.text, table) for cell in printed if is_text(cell.text)} - {None}
    if numbers:
        return label.row is None and len(columns) > max(numbers, 1)
    return len(columns) >= 2 or (bool(columns) and label.row is None)
