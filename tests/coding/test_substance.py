"""Whether the part on problems says anything."""

from __future__ import annotations

import pytest

from nlp_reports.coding.statements import extract_statements
from nlp_reports.coding.substance import check_substance
from tests.coding.test_statements import report_of


@pytest.mark.parametrize(
    ("body", "problems", "measures"),
    [
        ("一是公开不够及时。下一步，我镇将明确更新时限，每周巡查。", "PASS", "PASS"),
        ("主要问题是公开不够及时，解读形式单一。", "PASS", "FAIL"),
        ("无。", "FAIL", "FAIL"),
        ("", "FAIL", "FAIL"),
    ],
)
def test_problems_and_measures_are_looked_for(body: str, problems: str, measures: str) -> None:
    """A part that says 无, or nothing, names none."""
    report = report_of(problems=body)
    found = {each.check: each.status for each in check_substance(report, extract_statements(report))}
    assert found == {"problems_named": problems, "measures_named": measures}


def test_evidence_is_the_statements() -> None:
    """What names problems is shown; where nothing does, the part itself."""
    report = report_of(problems="主要问题是公开不够及时。")
    statements = extract_statements(report)
    named, missing = check_substance(report, statements)
    assert named.evidence == tuple(each.span for each in statements if each.role == "problem")
    assert missing.evidence == (report.sections[0].span,)


def test_nothing_is_said_of_a_part_that_was_not_found() -> None:
    """Without the section, nothing could be tested."""
    report = report_of(overview="全年公开信息四十条。")
    assert {each.status for each in check_substance(report, ())} == {"NOT_ASSESSABLE"}
