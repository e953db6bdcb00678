"""In: documents of every kind. Out: whether they become whole reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlp_reports.model import Document, Issue, Report, Source
from nlp_reports.parsing.report import parse_report

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "临川市青石镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n2023年，我镇公开信息80条。\n"
    "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容本年制发件数本年废止件数现行有效件数\n规章000\n"
    "三、收到和处理政府信息公开申请情况\n无。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n"
    "五、存在的主要问题及改进情况\n公开不够及时。下一步加强培训。\n六、其他需要报告的事项\n无。\n"
)

REAL = [
    "haidong_transport_2023.txt",
    "shanghai_office_2019.html",
    "huaian_2024.pdf",
    "form_2021_blank.docx",
    "pingtan_2012_qu.txt",
    "pingtan_2013_xian.txt",
    "pingtan_2015_qu.txt",
    "pingtan_2017_qu.txt",
    "pingtan_2019_qu.txt",
    "pingtan_2021_qu.txt",
    "pingtan_2023_qu.txt",
    "pingtan_2025_qu.txt",
]


def document(text: str, *, notes: tuple[Issue, ...] = ()) -> Document:
    return Document("0" * 16, Source("a.txt", None, "text/plain", "0" * 64), "", text, (), notes)


def test_a_document_becomes_a_whole_report() -> None:
    """Form, identity and sections are found together; the report keeps its document and its id."""
    given = document(TEXT)
    report = parse_report(given)
    assert (report.id, report.document) == (given.id, given)
    assert report.form == "2021"
    assert report.identity.year == 2023
    assert [each.key for each in report.sections][-2:] == ["problems", "other"]


def test_metadata_override_what_the_report_says() -> None:
    """A year given by the user stands against the year printed."""
    assert parse_report(document(TEXT), metadata={"year": "2022"}).identity.year == 2022


def test_notes_of_the_reading_are_findings_of_the_report() -> None:
    """What the reading stage noted comes first among the issues."""
    note = Issue("reading", "note")
    assert parse_report(document(TEXT, notes=(note,))).issues[0] == note


@pytest.mark.parametrize("text", ["", " \n", "今天天气晴朗。", "一、" * 500, "\t\t\n" * 50])
def test_a_text_that_is_no_report_raises_nothing(text: str) -> None:
    """Faults of the document are issues, never exceptions."""
    report = parse_report(document(text))
    assert report.sections == ()
    assert "no_sections" in [each.code for each in report.issues]


@pytest.mark.parametrize("name", REAL)
def test_every_real_report_is_parsed(name: str, real_reports: Path) -> None:
    """Each gives a form, a year and its sections; spans lie in the text and do not overlap."""
    from nlp_reports.reading.document import read_document

    report: Report = parse_report(read_document(real_reports / name))
    assert report.form is not None
    assert len(report.sections) >= 5
    assert {"proactive", "applications", "problems"} <= {each.key for each in report.sections}
    end = 0
    for section in report.sections:
        assert end <= section.span.start < section.body.start <= section.body.end == section.span.end
        end = section.span.end
        assert 0 <= section.confidence <= 1
    assert end <= len(report.document.text)
    if "blank" not in name:
        assert str(report.identity.year) in name
