"""In: a table's header lines, a line's value cells. Out: which cell stands in which column.

The header's columns are trusted first; where a line does not keep to them, the number of its cells tells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp_reports.parsing.grids import width
from nlp_reports.parsing.labels import column_of, is_text, row_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from nlp_reports.parsing.grids import Line, Printed
    from nlp_reports.parsing.template import TableTemplate


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of the grid: its canonical key (None: not in the form), its extent, its label as printed."""

    key: str | None
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Header:
    """The lines above a table's values, and the columns that they name (None: they contradict each other)."""

    lines: tuple[Line, ...] = ()
    slots: tuple[Slot, ...] | None = None

    def fits(self, line: Line) -> bool:
        """Tell whether `line` has the header's width, so that its columns may be trusted."""
        return any(width(line) == width(each) for each in self.lines)

    def limit(self, line: Line) -> int | None:
        """Return the column at which the values of `line` begin, if the header tells."""
        return self.slots[0].start if self.slots and self.fits(line) else None


Placed = list[tuple[str, "Printed"]]
"""Value cells with the keys of their columns."""


def find_slots(lines: Sequence[Line], table: TableTemplate) -> tuple[Slot, ...] | None:
    """Return the columns that header `lines` name, left to right; None where they contradict each other.

    A name may be parted over cells that stand one above the other.
    """
    cells = [cell for line in lines for cell in line if is_text(cell.text)]
    named = [Slot(column_of(cell.text, table), cell.start, cell.end, cell.text) for cell in cells]
    named = [
        *(slot for slot in named if slot.key),
        *_stacked([slot for slot in named if not slot.key], table),
    ]
    slots = _united([slot for slot in named if slot.key])
    if not slots:
        return None
    unknown = [slot for slot in named if not slot.key and slot.start > slots[0].start]
    unknown = [slot for slot in unknown if not any(_overlap(slot, each) for each in slots)]
    return tuple(sorted((*slots, *dict.fromkeys(unknown)), key=lambda slot: slot.start))


def _stacked(unknown: Sequence[Slot], table: TableTemplate) -> list[Slot]:
    """Return `unknown` with those that stand above each other and together name a column made one."""
    stacks: dict[tuple[int, int], list[Slot]] = {}
    for slot in unknown:
        stacks.setdefault((slot.start, slot.end), []).append(slot)
    out: list[Slot] = []
    for (start, end), stack in stacks.items():
        labels = list(dict.fromkeys(slot.label for slot in stack))
        wholes = ("".join(labels[at:]) for at in range(len(labels)))
        whole = next((each for each in wholes if column_of(each, table)), None)
        out += [Slot(column_of(whole, table), start, end, whole)] if whole else stack
    return out


def find_column_slots(lines: Sequence[Line], table: TableTemplate) -> tuple[Slot, ...] | None:
    """Return the columns of a table whose rows are named above its columns; keys are `row.column`.

    None unless every row that is named has all of its columns, once each.
    """
    slots: dict[int, Slot] = {}
    marks: dict[int, str] = {}
    others: list[Slot] = []
    for cell in (cell for line in lines for cell in line):
        if column := column_of(cell.text, table):
            if slots.setdefault(cell.start, Slot(column, cell.start, cell.end, cell.text)).key != column:
                return None
        elif row := row_of(cell.text, table):
            marks[cell.start] = row.key
        elif is_text(cell.text):
            others.append(Slot(None, cell.start, cell.end, cell.text))
    keyed: list[Slot] = []
    for slot in sorted(slots.values(), key=lambda slot: slot.start):
        before = [start for start in marks if start <= slot.start]
        if not before:
            return None
        keyed.append(replace(slot, key=f"{marks[max(before)]}.{slot.key}"))
    wanted = {
        f"{row.key}.{column}" for row in table.rows if row.key in marks.values() for column in row.columns
    }
    keys = [slot.key for slot in keyed]
    if len(keys) > len(set(keys)) or set(keys) != wanted:
        return None
    unknown = [each for each in others if not any(_overlap(each, slot) for slot in keyed)]
    return tuple(sorted((*keyed, *dict.fromkeys(unknown)), key=lambda slot: slot.start))


def align(
    cells: Sequence[Printed],
    wanted: Sequence[str],
    *,
    slots: tuple[Slot, ...] | None,
    in_place: bool,
    used: Collection[int] = (),
) -> Placed | None:
    """Return which of `cells` stands in which of the `wanted` columns; None where it cannot be told.

    `in_place` says that the line has the header's width, so that its columns may be trusted; the number of
    cells must not contradict them. A column of the header that is not wanted takes its cell with it.
    `used` are the columns of the grid in which any line like this one prints something: where there are
    more cells than columns wanted, these must be as many.
    """
    if slots and not any(slot.key in wanted for slot in slots):
        slots = None
    by_place = _by_place(cells, slots) if slots and in_place else None
    by_number = None
    if by_place is None or len(cells) == len(slots or ()):
        by_number = _by_number(cells, wanted, slots, used)
    if by_place and by_number and _told(by_place) != _told(by_number):
        return None
    if by_number and slots and in_place and cells[0].start <= slots[0].start and _is_beside(by_number, slots):
        return None
    placed = by_place or by_number
    return None if placed is None else [(key, cell) for key, cell in placed if key and key in wanted]


_Placing = list[tuple[str | None, "Printed"]]


def _is_beside(placed: _Placing, slots: Sequence[Slot]) -> bool:
    """Tell whether something is printed beside the column it is given to."""
    places = {slot.key: slot for slot in slots if slot.key}
    return any(
        cell.text and key in places and (cell.end <= places[key].start or places[key].end <= cell.start)
        for key, cell in placed
    )


def _told(placed: _Placing) -> dict[str | None, str]:
    """Return what is printed in each column of a placing."""
    return {key: cell.text for key, cell in placed if key and cell.text}


def _by_number(
    cells: Sequence[Printed], wanted: Sequence[str], slots: Sequence[Slot] | None, used: Collection[int]
) -> _Placing | None:
    """Place as many cells as there are columns, in the header's order, else in the form's."""
    order: Sequence[str | None] = wanted
    if slots:
        order = [slot.key for slot in slots]
        if not set(wanted) <= set(order):
            known = [key for key in order if key in wanted]
            if len(cells) == len(order) and not {wanted[0], wanted[-1]} <= set(order):
                return None  # one line of a header of several, which a row cut short happens to match
            if len(cells) != len(order) and known != [key for key in wanted if key in order]:
                return None
            order = order if len(cells) == len(order) else wanted
    if len(cells) > len(order):
        blank = not any(cell.text for cell in cells)
        cells = cells[-len(order) :] if blank else [cell for cell in cells if cell.start in used]
    return list(zip(order, cells, strict=True)) if len(cells) == len(order) else None


def _by_place(cells: Sequence[Printed], slots: Sequence[Slot]) -> _Placing | None:
    """Place each cell in the columns that it lies below; a merged one may lie below several."""
    placed: _Placing = []
    left = {cell for cell in cells if cell.text}
    if not cells or cells[0].start > slots[0].start:
        return None
    for slot in slots:
        inside = [cell for cell in cells if cell.start < slot.end and slot.start < cell.end]
        if len({cell.text for cell in inside if cell.text}) > 1:
            return None
        left -= set(inside)
        if inside:
            placed.append((slot.key, max(inside, key=lambda cell: bool(cell.text))))
    return None if left else placed


def _united(slots: Sequence[Slot]) -> list[Slot] | None:
    """Return `slots` with the repetitions of a merged cell's label made one; None on a contradiction."""
    united: list[Slot] = []
    for slot in sorted(slots, key=lambda slot: slot.start):
        last = united[-1] if united else None
        if last and last.key == slot.key and slot.start <= last.end:
            united[-1] = replace(last, end=max(last.end, slot.end))
        elif last and slot.start < last.end:
            return None
        else:
            united.append(slot)
    keys = [slot.key for slot in united]
    return united if len(keys) == len(set(keys)) else None


def _overlap(one: Slot, other: Slot) -> bool:
    return one.start < other.end and other.start < one.end
