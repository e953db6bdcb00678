"""In: short texts of invented places. Out: whether the places that may be headings are seen as such."""

from __future__ import annotations

import time

import pytest

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Block, Document, GridCell, Source, Span
from nlp_reports.parsing.sections.headings import Heading, find_headings
from nlp_reports.parsing.sections.outline import load_outlines, parse_outlines


def document(text: str, *, blocks: tuple[Block, ...] = ()) -> Document:
    return Document("0" * 16, Source("a.txt", None, "text/plain", "0" * 64), "", text, blocks, ())


def only(text: str) -> Heading:
    (heading,) = find_headings(document(text))
    return heading


@pytest.mark.parametrize(
    ("key", "titles"),
    {
        "overview": "总体情况 概述 基本概况 基本情况 工作概述 政府信息公开工作基本情况 "
        "政府信息公开总体工作情况 "
        "本年度政府信息公开工作的基本情况 全市政府信息公开工作推进情况",
        "proactive": "主动公开政府信息情况 政府信息主动公开情况 主动公开政府信息的情况 "
        "行政机关主动公开政府信息情况 主动公开信息情况",
        "applications": "收到和处理政府信息公开申请情况 收到与处理政府信息公开申请的情况 "
        "收到及处理信息公开申请情况 政府信息公开申请的办理情况 "
        "政府信息依申请公开情况 政府信息依申请公开办理情况 依申请公开政府信息和不予公开政府信息的情况",
        "fees": "政府信息公开的收费及减免情况 收费和减免情况 政府信息公开支出与收费情况 信息公开相关费用情况",
        "review_litigation": "政府信息公开行政复议、行政诉讼情况 政府信息公开行政法复议、行政诉讼情况 "
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况 因政府信息公开申请行政复议和提起行政诉讼的情况 "
        "政府信息公开行政复议及行政诉讼情况 行政复议、行政诉讼、举报投诉情况 复议与诉讼情况",
        "consultation": "咨询情况 政府信息公开咨询处理情况",
        "problems": "存在的主要问题及改进情况 政府信息公开工作存在的主要问题及改进情况 存在问题 存在的问题 "
        "主要问题和改进措施 存在的主要问题与改进措施 存在的不足 存在的困难和不足 存在不足及改进措施 "
        "存在问题及下步打算 存在的问题及改进意见",
        "measures": "改进措施 下一步打算 下一步工作打算 下步工作计划 今后改进措施 整改措施 改进情况",
        "other": "其他需要报告的事项 其它需要报告的事项 需要报告的其他事项 其他应当报告的事项 "
        "需要说明的事项 有关说明",
        "statistics": "政府信息公开情况统计表 临川县2015年政府信息公开情况统计表",
        "key_areas": "重点领域政府信息公开情况 推进重点领域信息公开工作情况",
        "interpretation": "政策解读和回应关切情况 回应解读情况",
    }.items(),
)
def test_every_wording_of_a_title_is_known(key: str, titles: str) -> None:
    """A known title has the same key behind a number, run into the text, and bare on its line."""
    for title in titles.split():
        assert (only(f"一、{title}\n").key, only(f"一、{title}\n").words) == (key, title)
        assert (only(f"二、{title}2023年，我局").key, only(f"二、{title}2023年，我局").words) == (key, title)
        assert only(title).style == "bare"
        assert only(title).key == key


@pytest.mark.parametrize(
    ("printed", "style", "ordinal"),
    [
        ("一、总体情况", "chinese", 1),
        ("一. 总体情况", "chinese", 1),
        ("十二、总体情况", "chinese", 12),
        ("1.总体情况", "arabic", 1),
        ("２、总体情况", "arabic", 2),
        ("第三部分 总体情况", "part", 3),
        ("（四）总体情况", "bracket", 4),
        ("附件2：统计附表", "annex", None),
        ("⼀、总体情况", "chinese", 1),
        ("一 概 述", "chinese", 1),
        ("十二 总体情况", "chinese", 12),
    ],
)
def test_numbers_are_read_in_every_style(printed: str, style: str, ordinal: int | None) -> None:
    """一、 1. 第三部分 and the like are told apart; radicals and full-width digits count as themselves."""
    assert (only(printed).style, only(printed).ordinal) == (style, ordinal)


def test_spaces_and_line_breaks_inside_a_heading_do_not_hide_it() -> None:
    """The span is the printed one; the words are free of white space."""
    text = "正文。\n四、 政府信息公开行政复\n议、行政 诉讼情况。\n无。"
    heading = only(text)
    assert heading.key == "review_litigation"
    assert heading.words == "政府信息公开行政复议、行政诉讼情况"
    assert text[heading.span.start : heading.span.end].endswith("情况。")
    assert heading.alone


def test_traditional_characters_and_pinyin_residue_match_at_their_printed_place() -> None:
    """Spelling is folded for matching only; the spans stay those of the printed text."""
    text = "本鄉概要。\n五、存在的主要問題(tí)及改進(jìn)情況\n無。"
    heading = only(text)
    assert heading.key == "problems"
    assert text[heading.title.start : heading.title.end] == "存在的主要問題(tí)及改進(jìn)情況"


def test_a_heading_in_the_middle_of_a_line_is_a_candidate() -> None:
    """A report on one line has its headings behind full stops, digits and words."""
    headings = find_headings(
        document("共公开80条。二、主动公开政府信息情况第二十条规章00三、收到和处理政府信息公开申请情况无")
    )
    assert [(each.key, each.position) for each in headings] == [
        ("proactive", "stop"),
        ("applications", "inside"),
    ]


def test_a_title_ends_where_the_text_begins() -> None:
    """Words of another title in the text behind it do not draw the heading on."""
    assert only("六、其他需要报告的事项无收费情况。").words == "其他需要报告的事项"
    assert only("一、概述推进主动公开工作是我乡的任务").words == "概述"
    assert only("五、存在的主要问题及改进情况存在的问题主要有").words == "存在的主要问题及改进情况"


def test_a_title_may_go_on_to_the_end_of_its_line() -> None:
    """A joined word or a bracket belongs to the heading; words of the section's text do not."""
    for title in ("复议、诉讼和申诉", "总体情况（单位：件）", "咨询情况及投诉举报"):
        assert only(f"五、{title}\n无。").words == fold(title)
    assert only("六、其他需要报告的事项无").words == "其他需要报告的事项"


def test_a_list_of_headings_in_the_preamble_is_no_heading() -> None:
    """Titles between commas are not candidates; numbered ones are marked as items of a list."""
    assert not find_headings(document("全文包括总体情况、主动公开政府信息情况、其他需要报告的事项等部分。"))
    listed = find_headings(document("本报告分三部分：一、总体情况；二、主动公开政府信息情况；"))
    assert [each.listed for each in listed] == [True, True]


def test_numbered_rows_of_the_table_are_no_headings() -> None:
    """一、本年新收… and the like are rows, on a line of their own or not."""
    assert not find_headings(
        document("一、本年新收政府信息公开申请数量\n0\n三、本年度办理结果\n四、结转下年度继续办理\n0")
    )


def test_tables_hold_no_headings_but_a_row_of_one_cell_may() -> None:
    """A page laid out with tables, or a heading printed as the table's first row, is not lost."""
    text = "二、主动公开政府信息情况\n三、其他需要报告的事项\t0\n正文"
    cells = ((0, 0, 0, 12), (1, 0, 13, 24), (1, 1, 25, 26))
    grid = tuple(GridCell(row, column, 1, 1, Span(start, end)) for row, column, start, end in cells)
    table = Block("table", Span(0, 26), grid, None)
    assert [each.key for each in find_headings(document(text, blocks=(table,)))] == ["proactive"]
    assert len(find_headings(document(text))) == 2


def test_a_page_number_before_an_ordinal_is_no_part_of_it() -> None:
    """`12` on one line and `3.` on the next are not 123."""
    headings = find_headings(document("正文\n12\n3.存在的问题\n正文"))
    assert [each.ordinal for each in headings] == [3]


def test_a_numbered_line_that_nobody_knows_is_an_unknown_heading() -> None:
    """A short numbered line with telling words takes their key; without any it stays unknown."""
    known, unknown = find_headings(document("二、突出主动公开，推进阳光政务\n正文\n三、开展区域协作\n正文"))
    assert (known.key, known.match) == ("proactive", "core")
    assert (unknown.key, unknown.match) == (None, "unknown")


def test_headings_are_found_in_linear_time() -> None:
    """A hundred thousand characters on one line, kindly or hostile, are looked through at once."""
    report = "一、总体情况2023年，临川县公开信息80条，其中第20条1.规章3件；二是加强解读。（一）主动公开方面。"
    for unit in (report, "一、", "1.", "存在的", "，", "因政府信息公开", "主 ", "(一)", "附件"):
        text = unit * (100_000 // len(unit))
        begin = time.perf_counter()
        find_headings(document(text))
        assert time.perf_counter() - begin < 2.0, unit


def test_the_outlines_are_well_formed() -> None:
    """Forms name known sections only, keys are unique, and no section matches the empty title."""
    outlines = load_outlines()
    keys = [each.key for each in outlines.sections]
    assert len(keys) == len(set(keys))
    assert not any(each.titles.match("") for each in outlines.sections)
    assert outlines.forms["2019"].required == outlines.forms["2021"].required
    with pytest.raises(KeyError):
        outlines.section("nonsense")


def test_an_outline_with_an_unknown_section_is_refused() -> None:
    """A form that orders a section nobody describes is a fault of the resource."""
    data = {
        "fragments": {},
        "sections": [],
        "forms": {"2021": {"order": ["overview"], "required": [], "ordered": True}},
        "table_rows": "x",
        "closing": dict.fromkeys(("furniture", "page", "date", "signer", "item"), "x"),
        "more": "x",
        "rest": "x",
        "run_in": "x",
    }
    with pytest.raises(ValueError, match="overview"):
        parse_outlines(data)
