"""In: a report with its form, and what its parsing found odd. Out: Checks of form and numbering."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nlp_reports.model import Check
from nlp_reports.parsing.naming import named
from nlp_reports.parsing.template import load_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import Dimension, Form, Identity, Issue, Section

_HEADINGS = ("heading_order", "heading_ordinal", "heading_unnumbered")
_FORM = ("form_mixed", "row_unexpected", "row_repeated", "column_unexpected")
_RECOVERY = ("recovery_fault", "recovery_contradiction")
"""Sums that hold in no reading of a table without borders; where they hold, the sums' own checks say it."""

_YEAR, _AGENCY = "identity_year_contradiction", "identity_contradiction"
"""Another agency may be the one that keeps the site, so that it is no fault for certain."""


def check_form(
    form: Form | None, identity: Identity, sections: Sequence[Section], issues: Sequence[Issue]
) -> Iterator[Check]:
    """Yield whether the form is the year's and unmixed, headings in order, agency and year the same."""
    yield _stale_form(form, identity)
    for code in _HEADINGS:
        yield from _found(code, issues, assessable=bool(sections))
    for code in _FORM:
        yield from _found(code, issues, assessable=bool(form and load_template(form).tables))
    yield from _found(_YEAR, issues, assessable=identity.year is not None, dimension="consistency")
    for check in _found(_AGENCY, issues, assessable=identity.agency is not None, dimension="consistency"):
        yield replace(check, status="UNCERTAIN") if check.status == "FAIL" else check
    for code in _RECOVERY:
        yield from _found(code, issues, assessable=False, dimension="consistency")


def _stale_form(form: Form | None, identity: Identity) -> Check:
    if form is None or identity.year is None:
        return Check("stale_form", "form", "NOT_ASSESSABLE")
    template = load_template(form)
    if template.stale_from is None or identity.year < template.stale_from:
        return Check("stale_form", "form", "PASS")
    if template.fallback:  # told by what every report says, not by a table that is out of date
        return Check("stale_form", "form", "NOT_ASSESSABLE")
    years = (("year", str(identity.year)), ("since", str(template.stale_from)))
    return Check("stale_form", "form", "FAIL", fields=(*years, *named("form", template)))


def _found(
    code: str, issues: Sequence[Issue], *, assessable: bool, dimension: Dimension = "form"
) -> Iterator[Check]:
    """Yield a FAIL for each issue of this code; where there is none, whether it could have been found."""
    faults = [issue for issue in issues if issue.code == code]
    for issue in faults:
        evidence = (issue.span,) if issue.span else ()
        yield Check(code, dimension, "FAIL", evidence=evidence, fields=issue.fields)
    if not faults:
        yield Check(code, dimension, "PASS" if assessable else "NOT_ASSESSABLE")
