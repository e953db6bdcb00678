"""In: reports with headings and labels of forms. Out: the spans of what they say in their own words."""

from __future__ import annotations

from nlp_reports.corpus.own_words import own_words
from nlp_reports.parsing.report import parse_report
from nlp_reports.reading.document import read_data

REPORT = """青禾县水务局2022年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》编制本报告。
一、总体情况
全年通过网站发布水情通报。
五、存在的主要问题及改进情况
公开形式不够丰富。
规章 行政规范性文件 本年收费金额（单位：万元） 0
六、其他需要报告的事项
无其他事项。
"""


def test_own_words_leave_out_what_everybody_prints() -> None:
    """Title, preamble, headings and labels of the form are not the agency's; sentences of sections are."""
    report = parse_report(read_data(REPORT.encode(), name="青禾.txt"))
    text = report.document.text
    told = "".join(text[span.start : span.end] for span in own_words(report))
    assert "全年通过网站发布水情通报" in told and "公开形式不够丰富" in told
    assert not any(
        each in told for each in ("编制本报告", "存在的主要问题", "行政规范性文件", "本年收费金额")
    )


def test_a_text_without_sections_is_its_own() -> None:
    """Where no section is found, all paragraphs count."""
    report = parse_report(read_data("我局公开形式不够丰富。".encode(), name="a.txt"))
    assert [report.document.text[span.start : span.end] for span in own_words(report)] == [
        "我局公开形式不够丰富。"
    ]
