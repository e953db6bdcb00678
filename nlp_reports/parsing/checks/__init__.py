"""In: a Document with all that was parsed from it. Out: its Checks, and the Issues of those that failed.

Nothing here changes a number; what does not agree is a finding about the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Check, Issue
from nlp_reports.parsing.checks.balances import check_balances
from nlp_reports.parsing.checks.completeness import (
    check_contents,
    check_placeholders,
    check_presence,
    check_sections,
    check_written,
)
from nlp_reports.parsing.checks.formality import check_form
from nlp_reports.parsing.checks.ledger import load_ledger
from nlp_reports.parsing.checks.prose_checks import check_prose
from nlp_reports.parsing.checks.prose_figures import find_passages
from nlp_reports.parsing.checks.strangers import check_strangers
from nlp_reports.parsing.checks.telltales import check_telltales
from nlp_reports.parsing.checks.timeliness import check_timeliness
from nlp_reports.parsing.template import fitting_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp_reports.model import Document, Form, Identity, Section, StatutoryTable


def parse_checks(
    document: Document,
    *,
    identity: Identity,
    form: Form | None,
    sections: Sequence[Section],
    tables: Sequence[StatutoryTable],
    issues: Sequence[Issue] = (),
) -> tuple[Check, ...]:
    """Return what was tested about the report without any other report, and how it came out.

    `issues` are the findings of the stages before, some of which are faults of form as well. Raises
    ResourceError.
    """
    checks = [
        *check_form(form, identity, sections, issues),
        *check_sections(form, sections),
        *check_presence(document, form, sections, tables),
    ]
    for table in tables:
        cells = {(cell.row, cell.column) for cell in table.cells}
        if template := fitting_table(table.key, cells, form):
            checks += [*check_contents(table, template), *check_balances(table, template)]
    folded = fold(document.text)
    passages = find_passages(document, folded, sections=sections, tables=tables)
    ledger = load_ledger(tables, form)
    return (
        *checks,
        *check_written(passages),
        *check_prose(document, passages, identity=identity, ledger=ledger),
        *check_placeholders(document, folded),
        *check_telltales(document, passages, identity=identity, ledger=ledger),
        *check_strangers(passages, identity),
        check_timeliness(identity),
    )


def failed_issues(checks: Sequence[Check], *, told: Sequence[Issue] = ()) -> tuple[Issue, ...]:
    """Return an issue for each check that failed, but for those that the issues `told` already name."""
    known = {(issue.code, issue.fields) for issue in told}
    return tuple(
        Issue("checks", each.check, each.fields, each.evidence[0] if each.evidence else None)
        for each in checks
        if each.status == "FAIL" and (each.check, each.fields) not in known
    )
