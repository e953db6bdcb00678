"""In: a Document. Out: the Report it holds: who speaks, in which form, its sections, tables and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.model import Report
from nlp_reports.parsing.checks import failed_issues, parse_checks
from nlp_reports.parsing.identity import parse_identity
from nlp_reports.parsing.sections import parse_sections
from nlp_reports.parsing.tables import parse_tables
from nlp_reports.parsing.template import parse_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp_reports.model import Document


def parse_report(document: Document, *, metadata: Mapping[str, str] | None = None) -> Report:
    """Return the report that `document` holds; what is doubtful or wrong in it is in `issues`.

    `metadata` overrides what the report says of itself: agency, region, level, sector, year and the
    like. The form comes first, told by what the document contains; the sections follow its outline; the
    tables lie in the sections; the checks see all of it. Issues stand in that order, those of the
    reading before them. A document that is no report gives a Report without sections, never an error.
    """
    form, form_issues = parse_form(document)
    identity, identity_issues = parse_identity(document, metadata=metadata)
    sections, section_issues = parse_sections(document, form=form)
    tables, table_issues = parse_tables(document, sections, form=form)
    told = (*document.notes, *form_issues, *identity_issues, *section_issues, *table_issues)
    checks = parse_checks(
        document, identity=identity, form=form, sections=sections, tables=tables, issues=told
    )
    return Report(
        id=document.id,
        document=document,
        identity=identity,
        form=form,
        sections=sections,
        tables=tables,
        issues=(*told, *failed_issues(checks, told=told)),
        checks=checks,
    )
