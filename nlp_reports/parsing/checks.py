"""In: a Document with its form, sections and tables. Out: Issues: sums, empty or missing parts, stale form.

Nothing here changes a number; what does not agree is a finding about the report.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.errors import ResourceError
from nlp_reports.model import Issue, Span
from nlp_reports.parsing.balances import check_balances
from nlp_reports.parsing.naming import in_both, named
from nlp_reports.parsing.outline import load_outlines
from nlp_reports.parsing.tables import find_flattened
from nlp_reports.parsing.template import fitting_table, load_template
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import Document, Form, Identity, Section, StatutoryTable
    from nlp_reports.parsing.template import TableTemplate

PLACEHOLDERS = "placeholders.yaml"
MOST_PLACEHOLDERS = 20
"""How many places are reported at most; a form left blank has no more to say."""


def parse_checks(
    document: Document,
    *,
    identity: Identity,
    form: Form | None,
    sections: Sequence[Section],
    tables: Sequence[StatutoryTable],
) -> tuple[Issue, ...]:
    """Return what the report gets wrong, found without any other report. Raises ResourceError."""
    issues = [*_stale_form(identity, form), *_missing_tables(document, form, sections, tables)]
    for table in tables:
        cells = {(cell.row, cell.column) for cell in table.cells}
        if template := fitting_table(table.key, cells, form):
            issues += [*_contents(table, template), *check_balances(table, template)]
    return (*issues, *_placeholders(document))


def _stale_form(identity: Identity, form: Form | None) -> Iterator[Issue]:
    if form is None or identity.year is None:
        return
    template = load_template(form)
    if template.stale_from is not None and identity.year >= template.stale_from:
        years = (("year", str(identity.year)), ("since", str(template.stale_from)))
        yield Issue("checks", "stale_form", (*years, *named("form", template)))


def _missing_tables(
    document: Document, form: Form | None, sections: Sequence[Section], tables: Sequence[StatutoryTable]
) -> Iterator[Issue]:
    found = {table.key for table in tables}
    for template in load_template(form).tables if form else ():
        section = next((each for each in sections if each.key == template.key), None)
        if section is None or template.key in found or find_flattened(document, sections, template):
            continue
        names = in_both("section", section.title, load_outlines().section(section.key).en)
        fields = (*names, *named("table", template))
        yield Issue("checks", "table_missing", fields, section.span)


def _contents(table: StatutoryTable, template: TableTemplate) -> Iterator[Issue]:
    """Yield what a table lacks: all values, whole rows, readable entries."""
    if all(cell.status == "blank" for cell in table.cells):
        yield Issue("checks", "empty_table", named("table", template), table.span)
    found = {cell.row for cell in table.cells}
    lacking = [row for row in template.rows if row.key not in found]
    if found and lacking:
        fields = (*named("table", template), *named("rows", *lacking))
        yield Issue("checks", "rows_missing", fields, table.span)
    for cell in table.cells:
        if cell.status == "ambiguous":
            place = (*named("row", template.row(cell.row)), *named("column", template.columns[cell.column]))
            entry = (*named("table", template), *place, ("raw", cell.raw))
            yield Issue("checks", "cell_unreadable", entry, cell.span)


@cache
def load_placeholders() -> re.Pattern[str]:
    """Return the pattern of what an unfilled form leaves in a text. Raises ResourceError if malformed."""
    data = load_yaml("templates", PLACEHOLDERS)
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in data["patterns"]))
    except (KeyError, TypeError, re.error) as error:
        raise ResourceError(
            "checks.bad_template", file=PLACEHOLDERS, place="patterns", reason=error
        ) from error


def _placeholders(document: Document) -> Iterator[Issue]:
    text = fold(document.text)
    for number, found in enumerate(load_placeholders().finditer(text)):
        if number == MOST_PLACEHOLDERS:
            return
        printed = document.text[found.start() : found.end()]
        yield Issue("checks", "placeholder", (("text", printed),), Span(*found.span()))
