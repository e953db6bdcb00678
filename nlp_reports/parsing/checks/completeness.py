"""In: a Document with its form, sections and tables. Out: Checks of what should be there."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.errors import ResourceError
from nlp_reports.model import Check, Span
from nlp_reports.parsing.naming import in_both, named
from nlp_reports.parsing.sections.outline import load_outlines
from nlp_reports.parsing.tables import find_flattened
from nlp_reports.parsing.template import load_template
from nlp_reports.parsing.values import read_value
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import CheckStatus, Dimension, Document, Form, Section, StatutoryTable
    from nlp_reports.parsing.checks.prose_figures import Passage
    from nlp_reports.parsing.template import TableTemplate

PLACEHOLDERS = "placeholders.yaml"
MOST_PLACEHOLDERS = 20
"""How many places are reported at most; a form left blank has no more to say."""

WRITTEN = ("overview", "problems", "other")
"""The sections that are prose; those with tables need none."""

SURE = 0.6
"""The confidence from which on a section is taken to be one."""

_FIGURES = re.compile(r"[\d.,+\s|-]+")
_DIMENSION: Dimension = "completeness"


def check_sections(form: Form | None, sections: Sequence[Section]) -> Iterator[Check]:
    """Yield a check for each section that the form cannot do without; a FAIL points at the one before it."""
    outline = load_outlines().forms[form] if form else None
    found = {each.key for each in sections}
    for key in outline.required if outline and sections else ():
        if key in found:
            yield Check("heading_missing", _DIMENSION, "PASS", fields=(("section", key),))
            continue
        earlier = outline.order[: outline.order.index(key)] if outline else ()
        before = [each.span for each in sections if each.key in earlier]
        fields = (("section", key), *named("title", load_outlines().section(key)))
        yield Check("heading_missing", _DIMENSION, "FAIL", evidence=tuple(before[-1:]), fields=fields)


def check_written(passages: Sequence[Passage]) -> Iterator[Check]:
    """Yield a check for each section that should hold prose: whether it has any.

    An empty one is UNCERTAIN where the text may have been cut off, or its headings be a list of contents.
    """
    for place, passage in enumerate(passages):
        if passage.section.key not in WRITTEN:
            continue
        names = in_both("title", passage.section.title, load_outlines().section(passage.section.key).en)
        before, after = passages[:place], passages[place + 1 :]
        cut = not after and all(each.section.key != "problems" for each in before)
        listed = not any(each.sentences for each in (*before[-1:], *after[:1]))
        doubtful = cut or listed or passage.section.confidence < SURE
        empty: CheckStatus = "UNCERTAIN" if doubtful else "FAIL"
        status: CheckStatus = "PASS" if passage.sentences else empty
        yield Check("section_empty", _DIMENSION, status, evidence=(passage.section.span,), fields=names)


def check_presence(
    document: Document, form: Form | None, sections: Sequence[Section], tables: Sequence[StatutoryTable]
) -> Iterator[Check]:
    """Yield a check for each table of the form whose section is there; one without borders is not missing."""
    found = {table.key: table.span for table in tables}
    for template in load_template(form).tables if form else ():
        section = next((each for each in sections if each.key == template.key), None)
        if template.key in found:
            yield Check("table_missing", _DIMENSION, "PASS", evidence=(found[template.key],))
        elif section is None or find_flattened(document, sections, template):
            yield Check("table_missing", _DIMENSION, "NOT_ASSESSABLE")
        else:
            names = in_both("section", section.title, load_outlines().section(section.key).en)
            fields = (*names, *named("table", template))
            yield Check("table_missing", _DIMENSION, "FAIL", evidence=(section.span,), fields=fields)


def check_contents(table: StatutoryTable, template: TableTemplate) -> Iterator[Check]:
    """Yield what a table lacks: all values, whole rows, readable entries."""
    name = named("table", template)
    blank = all(cell.status == "blank" for cell in table.cells)
    yield Check("empty_table", _DIMENSION, "FAIL" if blank else "PASS", evidence=(table.span,), fields=name)
    found = {cell.row for cell in table.cells}
    lacking = [row for row in template.rows if row.key not in found]
    status: CheckStatus = "FAIL" if found and lacking else "PASS"
    fields = (*name, *named("rows", *lacking)) if lacking else ()
    yield Check("rows_missing", _DIMENSION, status, evidence=(table.span,), fields=fields)
    yield from _check_entries(table, template)


def _check_entries(table: StatutoryTable, template: TableTemplate) -> Iterator[Check]:
    """Yield a FAIL for each entry that is no number.

    Where figures stand that are not told apart, or not told whose, the page may be at fault and not the
    report: nothing can be said of these.
    """
    unknown = [cell for cell in table.cells if cell.status == "ambiguous"]
    for cell in unknown:
        key = f"{cell.table}.{cell.row}.{cell.column}"
        evidence = (cell.span,) if cell.span else ()
        if cell.readings or _FIGURES.fullmatch(fold(cell.raw)) or read_value(cell.raw)[1] != "ambiguous":
            yield Check("cell_unreadable", _DIMENSION, "NOT_ASSESSABLE", cells=(key,), evidence=evidence)
            continue
        place = (*named("row", template.row(cell.row)), *named("column", template.columns[cell.column]))
        entry = (*named("table", template), *place, ("raw", cell.raw))
        yield Check("cell_unreadable", _DIMENSION, "FAIL", cells=(key,), evidence=evidence, fields=entry)
    if not unknown:
        yield Check("cell_unreadable", _DIMENSION, "PASS", evidence=(table.span,))


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


def check_placeholders(document: Document, folded: str) -> Iterator[Check]:
    """Yield a FAIL for each place of `folded`, the folded text, that was never filled in, else a PASS."""
    number = 0
    for number, found in enumerate(load_placeholders().finditer(folded), 1):
        if number > MOST_PLACEHOLDERS:
            return
        fields = (("text", document.text[found.start() : found.end()]),)
        span = Span(*found.span())
        yield Check("placeholder", _DIMENSION, "FAIL", evidence=(span,), fields=fields)
    if not number:
        yield Check("placeholder", _DIMENSION, "PASS")
