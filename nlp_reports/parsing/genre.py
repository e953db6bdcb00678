"""In: a Report. Out: whether it is an annual report on information disclosure at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp_reports.model import Report

_TITLE = re.compile(r"(?:政府信息公开|政务公开)[^。；\n]{0,12}(?:年度报告|年报|工作报告)")


def is_annual_report(report: Report) -> bool:
    """Tell whether a report is of the genre: by its tables, its sections or its title."""
    head = f"{report.document.title}\n{report.document.text[:400]}"
    return report.form is not None or len(report.sections) > 1 or _TITLE.search(head) is not None
