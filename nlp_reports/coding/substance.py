"""In: a Report with its statements. Out: Checks of whether its part on problems says anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.coding import phrases
from nlp_reports.coding.statements import SECTIONS
from nlp_reports.model import Check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import Report, Span, Statement

_NAMES = {"problem": "problems_named", "measure": "measures_named"}
_SPACE = re.compile(r"\s+")


def check_substance(report: Report, statements: Sequence[Statement]) -> tuple[Check, ...]:
    """Return two checks: `problems_named` and `measures_named`, each with its statements as evidence.

    They fail where the part on problems is there and names none (says 无, or holds other things only);
    nothing can be said where that part was not found.
    """
    place = next((each.span for each in report.sections if each.key in SECTIONS), None)
    if place is None:
        return tuple(Check(name, "substance", "NOT_ASSESSABLE") for name in _NAMES.values())
    bodies = [each.body for each in report.sections if each.key in SECTIONS]
    said = [each for each in statements if any(body.start <= each.span.start < body.end for body in bodies)]
    checks = []
    for role, name in _NAMES.items():
        found = tuple(_named(said, role))
        checks.append(Check(name, "substance", "PASS" if found else "FAIL", evidence=found or (place,)))
    return tuple(checks)


def _named(statements: Sequence[Statement], role: str) -> Iterator[Span]:
    for each in statements:
        if each.role == role and not phrases.says("nothing", _SPACE.sub("", fold(each.text))):
            yield each.span
