"""In: a Document and its Sections. Out: its StatutoryTables, and what is odd about them.

A table is recognised by its labels, wherever it stands; one grid may hold several, several may hold one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Span
from nlp_reports.parsing.annex import find_head
from nlp_reports.parsing.flattened import parse_flattened, parse_flattened_list
from nlp_reports.parsing.gathering import Gathered
from nlp_reports.parsing.grids import parse_grids
from nlp_reports.parsing.indicators import read_indicators
from nlp_reports.parsing.labels import count_labels
from nlp_reports.parsing.lines import read_grid
from nlp_reports.parsing.template import load_templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp_reports.model import Document, Form, Issue, Section, StatutoryTable
    from nlp_reports.parsing.grids import Grid, Printed
    from nlp_reports.parsing.template import TableTemplate

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
        gathered = Gathered(template)
        for grid in grids:
            if _holds(grid, template, sections):
                (read_indicators if template.layout == "list" else read_grid)(grid, gathered)
        table, odd = gathered.table(), tuple(gathered.issues())
        if table is None:
            table, odd = _parse_text(document, sections, template)
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


def _parse_text(
    document: Document, sections: Sequence[Section], table: TableTemplate
) -> tuple[StatutoryTable | None, tuple[Issue, ...]]:
    """Return a table that stands in running text, if there is one, and what is doubtful about it."""
    if table.layout == "list":
        head = find_head(document, sections, table)
        return parse_flattened_list(document, head) if head else (None, ())
    place = find_flattened(document, sections, table)
    return parse_flattened(document, place, table) if place else (None, ())


def _cells(grids: Sequence[Grid]) -> list[Printed]:
    return [cell for grid in grids for line in grid.rows for cell in line if cell.first]


def _holds(grid: Grid, table: TableTemplate, sections: Sequence[Section]) -> bool:
    """Tell whether a grid holds the table, or a piece of it: of one row and one column where it belongs."""
    rows, columns = count_labels([cell.text for cell in _cells([grid])], table)
    if table.layout == "list":
        return rows >= ENOUGH
    at_home = any(
        each.key == table.key and each.span.start <= grid.span.start < each.span.end for each in sections
    )
    return rows >= 1 and (rows + columns >= ENOUGH or (at_home and columns >= 1))
