"""In: a StatutoryTable and its template. Out: its sums (勾稽关系) as Checks.

A sum is assessable where its total is printed and at least one part is; blanks and dashes count as
nothing. It is not where a cell is ambiguous or was not found. Sums over recovered cells that agree
prove nothing, since the cells were chosen so that sums agree; those that do not agree are findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.model import Cell, Check
from nlp_reports.parsing.naming import in_both, named
from nlp_reports.parsing.template import is_under
from nlp_reports.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import CheckStatus, Fields, StatutoryTable
    from nlp_reports.parsing.template import Balance, Column, Row, TableTemplate

_READ = ("read", "recovered")
_EMPTY = ("blank", "dash")

Key = tuple[str, str]
"""A cell's row and column."""


def check_balances(table: StatutoryTable, template: TableTemplate) -> Iterator[Check]:
    """Yield a check for each sum that the form has; evidence are the totals, then the parts that count."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    zeros = any(cell.value == 0 for cell in table.cells)
    for balance, place, left, right in _sums(template):
        parts, totals = [cells.get(key) for key in left], [cells.get(key) for key in right]
        sums = _sum(parts), _sum(totals)
        status = _status(parts, totals, sums, zeros=zeros)
        fields: Fields = ()
        if status in ("FAIL", "UNCERTAIN"):
            row_or_column = named("row" if balance.across == "columns" else "column", place)
            if template.layout == "list":
                row_or_column += named("whole", *(template.row(key) for key in balance.right))
            fields = (*named("table", template), *row_or_column, *_printed(sums, parts, totals))
        yield Check(
            check=balance.code,
            dimension="consistency",
            status=status,
            left=sums[0],
            right=sums[1],
            cells=tuple(f"{template.key}.{row}.{column}" for row, column in (*left, *right)),
            evidence=tuple(
                cell.span
                for cell in (*totals, *(part for part in parts if part and part.value))
                if cell and cell.span and cell.raw.strip()
            ),
            fields=fields,
        )


def _sums(template: TableTemplate) -> Iterator[tuple[Balance, Row | Column, list[Key], list[Key]]]:
    """Yield each sum of the form: where it is taken, its parts and its totals."""
    for balance in template.balances:
        if balance.across == "columns":
            for row in template.rows:
                if set(balance.right) <= set(row.columns):
                    left = [(row.key, name) for name in row.columns if _among(name, balance.left)]
                    yield balance, row, left, [(row.key, name) for name in balance.right]
        else:
            for column in template.columns.values():
                left = [(row.key, column.key) for row in template.rows if _among(row.key, balance.left)]
                yield balance, column, left, [(name, column.key) for name in balance.right]


def _among(key: str, names: Sequence[str]) -> bool:
    return any(is_under(key, name) for name in names)


def _status(
    parts: Sequence[Cell | None], totals: Sequence[Cell | None], sums: tuple[float, float], *, zeros: bool
) -> CheckStatus:
    """Tell whether a sum holds; where the table prints zeros, a blank is none and may hold the rest."""
    everything = (*parts, *totals)
    if any(cell is None or cell.status not in (*_READ, *_EMPTY) for cell in everything):
        return "NOT_ASSESSABLE"
    if not _is_read(totals[0]) or not any(map(_is_read, parts)):
        return "NOT_ASSESSABLE"
    if sums[0] == sums[1]:
        recovered = any(cell and cell.status == "recovered" for cell in everything)
        return "NOT_ASSESSABLE" if recovered else "PASS"
    less = parts if sums[0] < sums[1] else totals
    return "UNCERTAIN" if zeros and any(cell and cell.status == "blank" for cell in less) else "FAIL"


def _is_read(cell: Cell | None) -> bool:
    return cell is not None and cell.status in _READ


def _printed(
    sums: tuple[float, float], parts: Sequence[Cell | None], totals: Sequence[Cell | None]
) -> Fields:
    """Both sides, and what is said of empty cells; nothing where there are none."""
    blanks = sum(cell is not None and cell.status in _EMPTY for cell in (*parts, *totals))
    figures = (("left", f"{sums[0]:.15g}"), ("right", f"{sums[1]:.15g}"), ("blanks", str(blanks)))
    chinese, english = (say("asides.blanks", lang=lang, blanks=blanks) for lang in ("zh", "en"))
    return (*figures, *(in_both("remark", chinese, english) if blanks else in_both("remark", "", "")))


def _sum(cells: Sequence[Cell | None]) -> float:
    return round(sum(cell.value or 0.0 for cell in cells if cell), 6)
