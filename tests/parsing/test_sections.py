"""In: reports of invented places in many layouts, and the real ones. Out: whether sections are found."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from nlp_reports.model import Block, Document, Form, GridCell, Issue, Section, Source, Span
from nlp_reports.parsing.sections import DOUBTFUL, parse_sections

if TYPE_CHECKING:
    from pathlib import Path

SIX = ["overview", "proactive", "applications", "review_litigation", "problems", "other"]
TITLES = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
]
BODIES = [
    "2023年，我镇认真落实条例。（一）主动公开方面。公开信息80条。（二）依申请公开方面。未收到申请。",
    "第二十条第（一）项信息内容本年制发件数规章0",
    "申请人情况自然人一、本年新收政府信息公开申请数量0二、上年结转政府信息公开申请数量0三、本年度办理结果"
    "（一）予以公开0（七）总计0四、结转下年度继续办理0",
    "行政复议行政诉讼结果维持0",
    "存在问题：一是公开不够及时。改进措施：一是加强培训。",
    "无。",
]
CHINESE = "一二三四五六七八九十"


def document(text: str) -> Document:
    return Document("0" * 16, Source("a.txt", None, "text/plain", "0" * 64), "", text, (), ())


def numbered(number: str, *, end: str = "\n", titles: list[str] | None = None) -> str:
    """A report whose headings are numbered as `number` says: `{c}` 一, `{n}` 1."""
    parts = []
    for place, (title, body) in enumerate(zip(titles or TITLES, BODIES, strict=True)):
        head = number.format(c=CHINESE[place], n=place + 1) + title
        parts.append(head + end + body)
    return ("\n" if end.endswith("\n") else "").join(parts)


def sections(text: str, form: Form | None = "2021") -> tuple[Section, ...]:
    found, _ = parse_sections(document(text), form=form)
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))
    assert [each.ordinal for each in found] == list(range(1, len(found) + 1))
    return found


def issues(text: str, form: Form | None = "2021") -> list[tuple[str, str]]:
    _, found = parse_sections(document(text), form=form)
    return [
        (each.code, dict(each.fields).get("section", dict(each.fields).get("title_zh", ""))) for each in found
    ]


def keys(text: str, form: Form | None = "2021") -> list[str]:
    return [each.key for each in sections(text, form)]


LAYOUTS = {
    "a line for each heading": numbered("{c}、"),
    "spaces behind the number": numbered("{c}、 "),
    "headings that end in a full stop": numbered("{c}、", end="。\n"),
    "headings that end in a colon, text behind": numbered("{c}、", end="："),
    "the whole report on one line": numbered("{c}、", end=""),
    "one line with spaces": numbered(" {c}、", end=" "),
    "arabic numbers": numbered("{n}."),
    "arabic numbers on one line": numbered("{n}、", end=""),
    "parts": numbered("第{c}部分 "),
    "numbers without a sign": numbered("{c} "),
    "no numbers": numbered(""),
    "no numbers, with colons": numbered("", end="：\n"),
    "bracketed numbers only": numbered("（{c}）")
    .replace("（一）主动公开方面", "")
    .replace("（二）依申请公开方面", ""),
    "Traditional characters": numbered("{c}、")
    .replace("总体情况", "總體情況")
    .replace("申请", "申請")
    .replace("问题", "問題")
    .replace("行政复议、行政诉讼", "行政復議、行政訴訟"),
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_the_six_sections_are_found_in_every_layout(text: str) -> None:
    """Numbering, line breaks and spelling vary; the sections and their bodies are the same."""
    found = sections(text)
    assert [each.key for each in found] == SIX
    assert text[found[3].body.start : found[3].body.end].strip() == BODIES[3].replace("复议", "复议")
    assert text[found[5].body.start : found[5].body.end].strip().endswith("无。")
    assert not issues(text)


def test_a_list_of_the_parts_in_the_preamble_is_passed_over() -> None:
    """The parts named in the preamble, with numbers or without, with or without commas, are no headings."""
    plain = "本报告包括" + "、".join(TITLES) + "等六个部分。\n"
    listed = (
        "本报告分六个部分：" + "；".join(f"{CHINESE[i]}、{each}" for i, each in enumerate(TITLES)) + "。\n"
    )
    contents = (
        "目录\n" + "\n".join(f"{CHINESE[i]}、{each}......{i + 1}" for i, each in enumerate(TITLES)) + "\n"
    )
    bare_contents = "目录\n" + "\n".join(f"{CHINESE[i]}、{each}" for i, each in enumerate(TITLES)) + "\n"
    for preamble in (plain, listed, contents, bare_contents):
        for body in (numbered("{c}、"), numbered("{c}、", end="")):
            found = sections(preamble + body)
            assert [each.key for each in found] == SIX
            assert found[0].span.start == len(preamble)


def test_a_table_flattened_into_the_text_makes_no_section() -> None:
    """一、本年新收… 四、结转… stand between the headings 三 and 四 and look like headings."""
    found = sections(numbered("{c}、", end=""))
    applications = numbered("{c}、", end="")[found[2].span.start : found[2].span.end]
    assert applications.startswith("三、收到和处理")
    assert applications.endswith("结转下年度继续办理0")


def test_numbered_parts_of_a_body_are_not_top_level() -> None:
    """1.主动公开情况 inside the first section does not end it."""
    text = (
        numbered("{c}、")
        .replace("（一）主动公开方面", "1.主动公开情况")
        .replace("（二）依申请公开方面", "2.依申请公开情况")
    )
    assert keys(text) == SIX
    assert sections(text)[1].title == "主动公开政府信息情况"


def test_problems_and_measures_under_two_headings_are_two_sections() -> None:
    """A separate top-level heading for the remedies has a key of its own."""
    text = (
        "一、总体情况\n2023年，认真落实。\n二、主动公开政府信息情况\n公开80条。\n三、收到和处理政府信息公开申请情况\n无。\n"
        "四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题\n公开不够及时。\n六、改进措施\n加强培训。\n"
        "七、其他需要报告的事项\n无。"
    )
    assert keys(text) == [*SIX[:5], "measures", "other"]
    assert not issues(text)


def test_problems_and_measures_inside_section_five_stay_there() -> None:
    """存在问题 and 改进措施 as lines below a heading that names both are parts of it."""
    text = (
        numbered("{c}、")
        .replace("存在问题：一是", "存在问题：\n一是")
        .replace("改进措施：一是", "\n改进措施：\n一是")
    )
    assert keys(text) == SIX


def test_a_numbered_list_inside_a_section_does_not_replace_its_heading() -> None:
    """一、存在的主要问题 and 二、改进措施 below the heading 五 start again at one: they are parts of it."""
    text = (
        numbered("{c}、")
        .replace("存在问题：", "一、存在的主要问题\n")
        .replace("改进措施：", "\n二、改进措施\n")
    )
    assert keys(text) == SIX


def test_the_older_form_is_found_with_its_own_parts() -> None:
    """Fees, consultation and statistics have keys; their order is free."""
    text = (
        "一、概述\n2010年，认真落实。\n二、政府信息主动公开情况\n公开80条。\n三、政府信息依申请公开情况\n未收到申请。\n"
        "四、咨询情况\n咨询12人次。\n五、复议、诉讼情况\n无。\n六、政府信息公开的收费及减免情况\n未收费。\n"
        "七、存在的不足和下一步打算\n公开不够及时。\n2011年1月10日\n附件：临川县2010年政府信息公开情况统计表\n指标名称\t数\n"
    )
    expected = [
        "overview",
        "proactive",
        "applications",
        "consultation",
        "review_litigation",
        "fees",
        "problems",
    ]
    assert keys(text, "free") == [*expected, "statistics"]
    assert not issues(text, "free")


def test_an_unknown_heading_ends_the_section_before_it() -> None:
    """A number in sequence alone on its line is a part of its own, even if nobody knows what it is."""
    text = (
        "一、概述\n2010年。\n二、推行阳光村务\n正文。\n三、主动公开政府信息情况\n公开80条。\n"
        "四、存在问题\n不及时。\n五、表彰先进\n正文。"
    )
    found = sections(text, "free")
    assert [each.key for each in found] == ["overview", "unknown", "proactive", "problems", "unknown"]
    assert found[1].matched_by == "ordinal+numbering+line"
    assert found[1].confidence < 0.6


def test_a_wrong_number_is_a_finding_and_hides_nothing() -> None:
    """一、三、三、… keeps all six sections and names the heading that is numbered wrongly."""
    text = numbered("{c}、").replace("二、主动公开政府信息", "三、主动公开政府信息")
    assert keys(text) == SIX
    assert issues(text) == [("heading_ordinal", "主动公开政府信息情况")]


def test_every_number_that_a_slip_shifts_is_a_finding() -> None:
    """一二三三四六: in a complete report of a fixed form, both the second 三 and the 四 are wrong."""
    text = numbered("{c}、").replace("四、政府", "三、政府").replace("五、存在", "四、存在")
    assert [code for code, _ in issues(text)] == ["heading_ordinal", "heading_ordinal"]


def test_a_missing_number_is_a_finding_and_hides_nothing() -> None:
    """A heading without a number on its own line is found between its numbered neighbours."""
    text = numbered("{c}、").replace("三、收到和处理", "收到和处理")
    assert keys(text) == SIX
    assert issues(text) == [("heading_unnumbered", "收到和处理政府信息公开申请情况")]


def test_a_number_in_another_style_hides_nothing() -> None:
    """One 3. among 一、二、四、 still starts section three."""
    assert keys(numbered("{c}、").replace("三、收到和处理", "3.收到和处理")) == SIX


def test_sections_out_of_order_are_kept_and_reported() -> None:
    """The order printed is the order kept; the statutory form's order is told as a finding."""
    text = numbered("{c}、", titles=[TITLES[0], TITLES[2], TITLES[1], TITLES[3], TITLES[4], TITLES[5]])
    assert keys(text) == ["overview", "applications", "proactive", *SIX[3:]]
    assert issues(text) == [("heading_order", "主动公开政府信息情况")]
    assert not issues(text, None)


def test_a_missing_section_is_reported_and_the_one_before_is_doubted() -> None:
    """No section runs silently into one whose heading was not found."""
    text = numbered("{c}、").replace("五、存在的主要问题及改进情况", "")
    found = sections(text)
    assert [each.key for each in found] == [*SIX[:4], "other"]
    assert found[3].matched_by.endswith("+open_end")
    assert found[3].confidence < found[2].confidence
    assert ("heading_missing", "problems") in issues(text)


def test_a_text_without_headings_has_no_sections() -> None:
    """A text that names no part of a report gives one finding, no section."""
    assert sections("今天天气晴朗。一、二、三，预备，起！") == ()
    assert issues("今天天气晴朗。") == [("no_sections", "")]
    assert issues("") == [("no_sections", "")]


def test_the_furniture_of_the_page_is_no_part_of_the_last_section() -> None:
    """附件下载, 扫一扫 and the like end the report; the same words in a sentence do not."""
    text = (
        numbered("{c}、").replace("无。", "群众可扫一扫二维码下载。")
        + "\n扫一扫在手机打开当前页\n上一篇：公告"
    )
    last = sections(text)[-1]
    assert text[last.body.start : last.body.end].strip() == "群众可扫一扫二维码下载。"


SIGNATURE = "临川县青溪镇人民政府\n2024年1月20日"
CLOSINGS = {
    "signature and date": f"\n{SIGNATURE}",
    "signature and date on one line": "\n临川县青溪镇人民政府 2024年1月20日",
    "signature and date behind a space": " 临川县青溪镇人民政府 2024年1月20日",
    "a date in characters": "\n二〇二四年一月二十日",
    "a signature alone": "\n临川县青溪镇人民政府",
    "attachments": "\n附件：\n1.临川县青溪镇2023年报告.pdf\n",
    "an attachment without a label": "\n青溪镇2023年政府信息公开工作年度报告.docx",
    "signature, then the page": f"\n{SIGNATURE}\n扫一扫在手机打开当前页\n上一篇：公告。",
    "entries of a menu": "\n\n政府信息公开年报\n",
    "Traditional, with pinyin": "\n相關(guān)附件：\n2023年報(bào)告.pdf",
    "the record of a site": "\n川公网安备 51152602000004号",
    "bars of a lost table": "\n|\n| |\n【打印本页】 【关闭本页】 |",
}


@pytest.mark.parametrize("closing", CLOSINGS.values(), ids=CLOSINGS)
def test_what_closes_a_report_is_no_part_of_its_last_section(closing: str) -> None:
    """Signature, date, attachments and the page stand behind the last sentence, and outside the section."""
    for body in ("没有其他需要报告的事项。", "无"):
        text = numbered("{c}、").removesuffix("无。") + body + closing
        last = sections(text)[-1]
        assert text[last.body.start : last.body.end].strip() == body
        assert last.confidence >= 0.9


def test_a_signature_before_the_annex_is_no_part_of_a_section() -> None:
    """The annex follows the date; the section before the date ends there, the annex is kept."""
    text = (
        "一、概述\n2010年，认真落实。\n二、主动公开政府信息情况\n公开80条。\n三、政府信息依申请公开情况\n无。\n"
        f"四、存在问题\n公开不及时。\n{SIGNATURE}\n附件1：2010年政府信息公开情况统计表\n指标\t数\n"
    )
    found = sections(text, "free")
    assert [each.key for each in found][-2:] == ["problems", "statistics"]
    assert text[found[-2].body.start : found[-2].body.end].strip() == "公开不及时。"
    assert found[-1].matched_by.startswith("annex+title")
    assert all(each.confidence >= 0.9 for each in found)


def test_a_date_within_the_last_section_does_not_end_it() -> None:
    """A line that is a date, with several sentences behind it, is a part of the text."""
    body = "2023年5月4日\n召开培训会。印发要点。开展检查。收取信息处理费0元。"
    text = numbered("{c}、").removesuffix("无。") + body
    last = sections(text)[-1]
    assert text[last.body.start : last.body.end].strip() == body


def test_short_lines_of_unknown_kind_at_the_end_are_doubted() -> None:
    """What may be the page's or the report's is kept, and the section's confidence tells the doubt."""
    text = numbered("{c}、") + "\n便民热线\n走进青溪"
    last = sections(text)[-1]
    assert text[last.span.start : last.span.end].endswith("走进青溪")
    assert last.matched_by.endswith("+loose_end")
    assert last.confidence <= 0.8


def test_a_table_of_contents_alone_is_no_report() -> None:
    """Headings without text are reported; no section of them is trusted."""
    text = "目录\n" + "\n".join(f"{CHINESE[i]}、{each}......{i + 1}" for i, each in enumerate(TITLES))
    assert ("sections_empty", "") in issues(text)
    assert all(each.confidence < DOUBTFUL for each in sections(text))
    assert ("sections_empty", "") in issues(
        "\n".join(f"{CHINESE[i]}、{each}" for i, each in enumerate(TITLES))
    )


@pytest.mark.parametrize("nested", ["（{}）", "{}."])
def test_parts_of_a_part_are_no_sections_where_the_report_breaks_off(nested: str) -> None:
    """（一）主动公开情况 below the only heading 一、 stays below it, in a sequence or not."""
    text = (
        "一、总体情况\n2023年，认真落实。\n"
        f"{nested.format('一' if nested[0] == '（' else 1)}主动公开情况\n公开80条。\n"
        f"{nested.format('二' if nested[0] == '（' else 2)}依申请公开情况\n未收到申请。\n"
    )
    found = sections(text)
    assert [each.key for each in found] == ["overview"]
    assert found[0].confidence < DOUBTFUL


def test_nested_headings_with_the_words_of_a_section_are_passed_over() -> None:
    """（一）主动公开政府信息情况 and the like under 一、 are parts of it, whatever they are called."""
    inner = "".join(f"\n（{CHINESE[i]}）{each}\n正文。" for i, each in enumerate(TITLES))
    text = numbered("{c}、").replace("2023年，我镇认真落实条例。", f"2023年，我镇认真落实条例。{inner}\n")
    assert keys(text) == SIX
    assert not issues(text)


def test_headings_in_the_first_cell_of_a_row_are_found() -> None:
    """Pages set in a table print the heading in a row's first cell, the others empty."""
    text = "二、主动公开政府信息情况\t\t\n规章\t0\t1\n三、收到和处理政府信息公开申请情况\t\t\n自然人\t0\t1"
    cells, start = [], 0
    for row, line in enumerate(text.split("\n")):
        for column, cell in enumerate(line.split("\t")):
            cells.append(GridCell(row, column, 1, 1, Span(start, start + len(cell))))
            start += len(cell) + 1
    table = Block("table", Span(0, len(text)), tuple(cells), None)
    found, _ = parse_sections(replace(document(text), blocks=(table,)), form="2021")
    assert [each.key for each in found] == ["proactive", "applications"]


def test_problems_and_measures_need_not_be_neighbours() -> None:
    """存在的困难 as 四 and 下一步工作打算 as 七, other parts between them, are two sections of their own."""
    text = (
        "一、概述\n2012年，认真落实。\n二、主动公开政府信息情况\n公开80条。\n三、依申请公开政府信息情况\n无。\n"
        "四、存在的困难\n公开不够及时。\n五、收费及减免情况\n未收费。\n六、行政复议、行政诉讼情况\n无。\n"
        "七、下一步工作打算\n加强培训。"
    )
    expected = ["overview", "proactive", "applications", "problems", "fees", "review_litigation", "measures"]
    assert keys(text, "free") == expected
    assert not issues(text, "free")
    for title in ("工作展望", "今后努力方向", "2013年工作展望"):
        assert keys(text.replace("下一步工作打算", title), "free") == expected


def test_problems_under_the_last_heading_are_reported_as_out_of_order() -> None:
    """A section six that holds the problems is kept as printed, with its own key."""
    text = numbered("{c}、", titles=[*TITLES[:4], TITLES[5], TITLES[4]])
    assert keys(text) == [*SIX[:4], "other", "problems"]
    assert issues(text) == [("heading_order", "存在的主要问题及改进情况")]


def test_a_number_left_out_lowers_the_section_before_it() -> None:
    """Between 三 and 五 of the older form a heading may be missed: the section in front may run too far."""
    text = (
        "一、概述\n2012年，认真落实。\n二、主动公开政府信息情况\n公开80条。\n三、依申请公开政府信息情况\n无。\n"
        "五、存在的问题\n公开不够及时。"
    )
    found = sections(text, "free")
    assert found[2].matched_by.endswith("+open_end")
    assert found[2].confidence < DOUBTFUL
    assert ("heading_ordinal", "存在的问题") in issues(text, "free")


def test_the_rows_of_the_annex_are_no_sections() -> None:
    """The unified table's rows 一、主动公开情况 … 八、机构建设… are numbered and worded like headings."""
    rows = (
        "一、主动公开情况\t\t\n（一）主动公开政府信息数\t条\t80\n二、回应解读情况\t\t\n（一）回应公众关注热点\t次\t0\n"
        "三、依申请公开情况\t\t\n（一）收到申请数\t件\t0\n四、行政复议数量\t件\t0\n五、行政诉讼数量\t件\t0\n"
        "六、举报投诉数量\t件\t0\n七、依申请公开信息收取的费用\t万元\t0\n八、机构建设和保障经费情况\t\t\n"
        "（一）政府信息公开工作专门机构数\t个\t1\n九、政府信息公开会议和培训情况\t\t\n"
    )
    report = (
        "一、概述\n2016年，认真落实。\n二、主动公开政府信息情况\n公开80条。\n三、依申请公开政府信息情况\n无。\n"
        "四、因政府信息公开申请行政复议、提起行政诉讼情况\n无。\n五、存在的主要问题\n公开不够及时。\n"
    )
    expected = ["overview", "proactive", "applications", "review_litigation", "problems", "statistics"]
    for title in ("附表：2016年政府信息公开情况统计表\n", "六、2016年政府信息公开情况统计表\n"):
        for text in (report + title + rows, (report + title + rows).replace("\n", "").replace("\t", " ")):
            found = sections(text, "2014")
            assert [each.key for each in found] == expected
            assert text[found[-1].span.start : found[-1].span.end].rstrip().endswith("会议和培训情况")


def test_a_numbered_list_of_all_parts_in_the_preamble_is_passed_over() -> None:
    """Whatever its numbers: items that end in ; and the last that ends in 。 are a list, not the report."""
    for number in ("（{c}）", "{n}.", "{c}、", "（{n}）"):
        items = [number.format(c=CHINESE[i], n=i + 1) + each for i, each in enumerate(TITLES)]
        preamble = "本报告共六个部分：\n" + ";\n".join(items) + "。\n"
        found = sections(preamble + numbered("{c}、"))
        assert [each.key for each in found] == SIX
        assert found[0].span.start == len(preamble)


def test_a_second_heading_of_one_kind_is_a_section_of_its_own() -> None:
    """概述 and then 基本工作情况: neither is lost; one of them has no key, and says so by its confidence."""
    text = (
        "一、概述\n编制本报告。\n二、基本工作情况\n2015年，认真落实。\n三、主动公开政府信息情况\n公开80条。\n"
        "四、依申请公开政府信息情况\n无。\n五、存在的问题\n公开不够及时。"
    )
    found = sections(text, "free")
    assert sorted(each.key for each in found[:2]) == ["overview", "unknown"]
    assert [each.key for each in found[2:]] == ["proactive", "applications", "problems"]
    assert all(each.confidence < DOUBTFUL for each in found[:2] if each.key == "unknown")


def test_a_list_that_starts_again_where_a_heading_is_missed_is_doubted() -> None:
    """一、存在的问题 behind 四 may stand below a heading that nobody knows: four may run too far."""
    text = (
        numbered("{c}、")
        .replace("五、存在的主要问题及改进情况", "五、几点体会")
        .replace("存在问题：", "一、存在的主要问题\n")
        .replace("改进措施：", "\n二、改进措施\n")
    )
    found = sections(text)
    assert "weak_end" in found[3].matched_by
    assert found[3].confidence < DOUBTFUL


def test_confidence_falls_with_the_evidence() -> None:
    """1 is full evidence; a heading run into the text has less, a guessed one least; none leaves [0, 1]."""
    clear = sections(numbered("{c}、"))
    run_in = sections(numbered("{c}、", end=""))
    guessed = sections(numbered("{c}、").replace("二、主动公开政府信息情况", "二、突出主动公开，扎实推进"))
    assert clear[1].confidence == 1.0
    assert clear[1].matched_by == "ordinal+title+line+content"
    assert guessed[1].key == "proactive"
    assert 0 < guessed[1].confidence < clear[1].confidence
    assert 0 < run_in[1].confidence < clear[1].confidence


def test_a_hostile_text_costs_no_time() -> None:
    """Twenty reports on one line, or nothing but headings, end in well under a second or two."""
    for unit in (numbered("{c}、", end=""), "一、概述", "概述\n", "1.改进措施", "（一）主动公开情况"):
        text = unit * (100_000 // len(unit))
        begin = time.perf_counter()
        parse_sections(document(text), form="2021")
        assert time.perf_counter() - begin < 3.0, unit


def test_more_candidates_than_any_report_has_leave_the_best() -> None:
    """A report followed by a thousand stray headings still has its six sections."""
    text = numbered("{c}、") + "\n" + "六、其他需要报告的事项无" * 1000
    assert keys(text)[:5] == SIX[:5]


def test_what_follows_a_heading_counts_as_evidence_in_a_table_too() -> None:
    """A section that is nothing but its table is as certain as one in prose."""
    text = "二、主动公开政府信息情况\n第二十条第（一）项\t\n规章\t0"
    grid = tuple(GridCell(row, 0, 1, 1, Span(*span)) for row, span in enumerate([(13, 23), (25, 27)]))
    table = Block("table", Span(13, len(text)), grid, None)
    (found,), _ = parse_sections(replace(document(text), blocks=(table,)), form=None)
    assert "content" in found.matched_by


REAL: dict[str, tuple[Form, str]] = {
    "pingtan_2012_qu.txt": (
        "free",
        "overview 816 一、 概述|key_areas 1366 二、重点领域|proactive 3058 三、主动公开|"
        "applications 4038 四、政府信息依申|"
        "problems 4095 五、政府信息公开|statistics 4762 平潭综合实验区",
    ),
    "pingtan_2013_xian.txt": (
        "free",
        "overview 662 一、 概述|proactive 1208 二、主动公开|applications 2105 三、政府信息依申|"
        "problems 2215 四、政府信息公开|statistics 2897 附件1：",
    ),
    "pingtan_2015_qu.txt": (
        "2014",
        "overview 733 一、 概述|proactive 4090 二、主动公开|applications 4728 三、政府信息依申|"
        "fees 4765 四、政府信息公开|"
        "review_litigation 4808 五、因政府信息|problems 4866 六、主要问题|statistics 5357 七、平潭",
    ),
    "pingtan_2017_qu.txt": (
        "2014",
        "overview 896 一、概述|proactive 3429 二、主动公开|applications 4438 三、政府信息依申|"
        "review_litigation 4473 四、因政府信息|problems 4529 五、存在的主要|statistics 4995 六、政府信息公开",
    ),
    "pingtan_2019_qu.txt": (
        "2019",
        "overview 743 一、总体情况|proactive 4579 二、主动公开|applications 4833 三、收到和处理|"
        "review_litigation 5423 四、政府信息公开|problems 5533 五、存在的主要|other 6284 六、其他需要",
    ),
    "pingtan_2021_qu.txt": (
        "2021",
        "overview 797 一、总体情况|proactive 2356 二、主动公开|applications 2531 三、收到和处理|"
        "review_litigation 3191 四、政府信息公开|problems 3303 五、存在的主要|other 3614 六、其他需要",
    ),
    "pingtan_2023_qu.txt": (
        "2021",
        "overview 626 一、总体情况|proactive 2087 二、主动公开|applications 2258 三、收到和处理|"
        "review_litigation 2917 四、政府信息公开|problems 3026 五、存在的主要|other 3387 六、其他需要",
    ),
    "pingtan_2025_qu.txt": (
        "2021",
        "overview 545 一、总体情况|proactive 1548 二、主动公开|applications 1717 三、收到和处理|"
        "review_litigation 2388 四、政府信息公开|problems 2499 五、存在的主要|other 2748 六、其他需要",
    ),
    "haidong_transport_2023.txt": (
        "2019",
        "overview 44 一、总体情况|proactive 899 二、主动公开|applications 1218 三、收到和处理|"
        "review_litigation 1923 四、政府信息公开|problems 2068 五、存在的主要|other 2361 六、其他需要",
    ),
}
"""File → its form, and its headings as read by a person: key, offset in the file, first characters."""


SIGNED = {"pingtan_2012_qu.txt": "二○一三年一月二十日", "pingtan_2013_xian.txt": "平潭县人民政府"}
"""File → what signs the report before its table of statistics, and belongs to no section."""


@pytest.mark.parametrize("name", REAL)
def test_the_sections_of_a_real_report_start_where_a_person_finds_them(name: str, real_reports: Path) -> None:
    """Exactly the headings read by a person, at exactly their places, each up to the next."""
    form, truth = REAL[name]
    text = (real_reports / name).read_text(encoding="utf-8")
    found = sections(text, form)
    assert [(each.key, each.span.start) for each in found] == [
        (line.split(" ", 2)[0], int(line.split(" ", 2)[1])) for line in truth.split("|")
    ]
    for section, line in zip(found, truth.split("|"), strict=True):
        assert text[section.span.start :].startswith(line.split(" ", 2)[2])
    between = {text[one.span.end : two.span.start].strip() for one, two in pairwise(found)}
    assert between <= {"", SIGNED.get(name, "")}
    assert "附件下载" not in text[found[-1].span.start : found[-1].span.end]
    assert not issues(text, form)


READ: dict[str, Form] = {
    **{name: form for name, (form, _) in REAL.items()},
    "shanghai_office_2019.html": "2019",
    "huaian_2024.pdf": "2021",
    "form_2021_blank.docx": "2021",
}


LENGTHS = {
    "form_2021_blank.docx": "12 139 474 94 20 33",
    "haidong_transport_2023.txt": "844 240 400 94 284 20",
    "huaian_2024.pdf": "1296 173 709 120 302 63",
    "pingtan_2012_qu.txt": "546 1682 965 55 648 227",
    "pingtan_2013_xian.txt": "545 897 109 673 250",
    "pingtan_2015_qu.txt": "3355 638 36 43 58 491 247",
    "pingtan_2017_qu.txt": "2533 1009 34 56 465 227",
    "pingtan_2019_qu.txt": "3831 253 574 109 751 21",
    "pingtan_2021_qu.txt": "1559 170 657 111 311 28",
    "pingtan_2023_qu.txt": "1459 171 659 109 361 28",
    "pingtan_2025_qu.txt": "1002 169 663 111 248 28",
    "shanghai_office_2019.html": "4054 235 461 100 588 13",
}
"""File → how many characters, white space apart, each section has by a person's bounds, heading included."""


@pytest.mark.parametrize("name", READ)
def test_the_sections_of_a_real_file_are_found_after_reading(name: str, real_reports: Path) -> None:
    """What reading gives, in every format, keeps its headings; each section begins with its number."""
    read_document = pytest.importorskip("nlp_reports.reading.document").read_document
    document = read_document(real_reports / name)
    found, findings = parse_sections(document, form=READ[name])
    expected = SIX
    if name in REAL:
        expected = [line.split()[0] for line in REAL[name][1].split("|")]
    assert [each.key for each in found] == expected
    assert findings == ()
    held = [len("".join(document.text[each.span.start : each.span.end].split())) for each in found]
    assert held == [int(length) for length in LENGTHS[name].split()]
    for place, section in enumerate(found):
        if section.key != "statistics":
            assert document.text[section.span.start] == CHINESE[place]


def test_every_finding_has_its_sentence_in_both_languages() -> None:
    """An issue's fields fill its sentence, in Chinese and in English."""
    from nlp_reports.wording import say

    messy = (
        numbered("{c}、", titles=[TITLES[0], TITLES[2], TITLES[1], *TITLES[3:]])
        .replace("五、存在的主要问题及改进情况", "")
        .replace("四、政府", "政府")
        .replace("六、其他", "八、其他")
    )
    found: list[Issue] = [*parse_sections(document(messy), form="2021")[1]]
    found += parse_sections(document(""), form="2021")[1]
    assert {each.code for each in found} >= {
        "heading_missing",
        "heading_order",
        "heading_ordinal",
        "no_sections",
    }
    for issue in found:
        for lang in ("zh", "en"):
            assert "{" not in say(f"parsing.{issue.code}", lang=lang, **dict(issue.fields))
