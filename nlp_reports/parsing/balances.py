"""In: a StatutoryTable and its template. Out: the sums in it that do not agree, as Issues.

An identity is checked where the total is printed and at least one part is; blanks and dashes then count
as nothing, and the issue says how many there were. Where a cell is ambiguous, or a row was not found,
nothing can be said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.model import Cell, Issue
from nlp_reports.parsing.naming import in_both, named
from nlp_reports.parsing.template import is_under
from nlp_reports.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nlp_reports.model import Fields, StatutoryTable
    from nlp_reports.parsing.template import Balance, TableTemplate

_READ = ("read", "recovered")
_EMPTY = ("blank", "dash")


def check_balances(table: StatutoryTable, template: TableTemplate) -> Iterator[Issue]:
    """Yield an issue for each sum that is not what the table prints; its span is the total's cell."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    for balance in template.balances:
        if balance.across == "columns":
            for row in template.rows:
                if set(balance.right) <= set(row.columns):
                    line = {column: cells.get((row.key, column)) for column in row.columns}
                    yield from _check(balance, line, template, named("row", row))
        else:
            for column in template.columns.values():
                line = {row.key: cells.get((row.key, column.key)) for row in template.rows}
                yield from _check(balance, line, template, named("column", column))


def _check(
    balance: Balance, line: Mapping[str, Cell | None], template: TableTemplate, place: Fields
) -> Iterator[Issue]:
    left = [cell for key, cell in line.items() if any(is_under(key, name) for name in balance.left)]
    right = [line[name] for name in balance.right]
    total = right[0]
    cells = [cell for cell in (*left, *right) if cell is not None]
    if len(cells) < len(left) + len(right) or any(cell.status not in (*_READ, *_EMPTY) for cell in cells):
        return
    if total is None or total.status not in _READ or not any(cell and cell.status in _READ for cell in left):
        return
    sums = _sum(left), _sum(right)
    if sums[0] != sums[1]:
        blanks = sum(cell.status in _EMPTY for cell in cells)
        printed = (("left", f"{sums[0]:.15g}"), ("right", f"{sums[1]:.15g}"), ("blanks", str(blanks)))
        fields = (*named("table", template), *place, *printed, *_remark(blanks))
        yield Issue("checks", balance.code, fields, total.span)


def _remark(blanks: int) -> Fields:
    """What is said of empty cells; nothing where there are none."""
    if not blanks:
        return in_both("remark", "", "")
    chinese, english = (say("asides.blanks", lang=lang, blanks=blanks) for lang in ("zh", "en"))
    return in_both("remark", chinese, english)


def _sum(cells: Sequence[Cell | None]) -> float:
    return round(sum(cell.value or 0.0 for cell in cells if cell), 6)
