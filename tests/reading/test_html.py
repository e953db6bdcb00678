"""Rules of reading HTML pages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nlp_reports.reading.document import read_document
from tests.reading.documents import (
    assert_sound,
    cells_of,
    paragraphs,
    read_bytes,
    read_page,
    spans_of,
    tables,
)

TABLE = "<table><tr><td>规章</td><td>3</td></tr><tr><td>处罚</td><td>0</td></tr></table>"


def test_blocks_and_breaks_make_paragraphs(tmp_path: Path) -> None:
    """Block elements and line breaks end a paragraph; inline elements do not."""
    document = read_page(tmp_path, "<div>一、<b>总体</b>情况<p>甲。<br>乙。</p>丙<span>。</span></div>")
    assert paragraphs(document) == ["一、总体情况", "甲。", "乙。", "丙。"]


def test_line_ends_of_the_source_are_no_blanks_between_chinese(tmp_path: Path) -> None:
    """A source line may end in mid-word; between Chinese characters that leaves nothing."""
    document = read_page(tmp_path, "<p>政府信\n  息公开 annual\nreport 2020\n年</p>")
    assert paragraphs(document) == ["政府信息公开 annual report 2020 年"]


def test_what_is_not_shown_is_not_read(tmp_path: Path) -> None:
    """Scripts, styles, comments, hidden elements, menus and footers are left out."""
    document = read_page(
        tmp_path,
        "<script>var a='甲'</script><style>p{}</style><!-- 乙 --><nav>首页</nav>"
        "<p style='display: none'>丙</p>"
        "<div class='bread-crumb crumbs'>您的位置</div><ul><li><a href=1>一</a><li><a href=2>二</a>"
        "<li><a href=3>三</a></ul><p>示例县报告的正文在这里，比菜单长。</p><footer>版权</footer>",
    )
    assert paragraphs(document) == ["示例县报告的正文在这里，比菜单长。"]


def test_report_text_in_a_suspicious_place_is_kept(tmp_path: Path) -> None:
    """A form around the page, a footer with the tables, a body hidden until a script runs: all are read."""
    wrapped = read_page(tmp_path, f"<form><p>正文一段。</p></form><div class='footer'>{TABLE}</div>")
    assert "正文一段。" in wrapped.text and len(tables(wrapped)) == 1
    late = read_page(tmp_path, "<p>加载中</p><div style='display:none'><p>示例县报告的全部正文。</p></div>")
    assert "示例县报告的全部正文。" in late.text


def test_merged_cells(tmp_path: Path) -> None:
    """Cells keep their place and extent; a line break in a cell is no blank between Chinese characters."""
    document = read_page(
        tmp_path,
        "<table><tr><td rowspan=2>本年<br>新收</td><td colspan=2><p>申请人</p><p>情况</p></td></tr>"
        "<tr><td>甲</td><td>乙</td></tr></table>",
    )
    assert_sound(document)
    (table,) = tables(document)
    assert cells_of(document, table) == {(0, 0): "本年新收", (0, 1): "申请人情况", (1, 1): "甲", (1, 2): "乙"}
    assert spans_of(table)[0, 0] == (2, 1) and spans_of(table)[0, 1] == (1, 2)
    assert document.text == "本年新收\t申请人情况\n甲\t乙"


@pytest.mark.parametrize("span", ["99999999999999", "-3", "0", "x", "²", "65534"])
def test_hostile_spans_are_bounded(tmp_path: Path, span: str) -> None:
    """No span reaches over another cell, beyond the last row, or makes the grid huge."""
    document = read_page(
        tmp_path,
        f"<table><tr><td rowspan='{span}' colspan='{span}'>甲</td><td>乙</td></tr>"
        f"<tr><td>丙</td><td colspan='{span}'>丁</td></tr></table>",
    )
    assert_sound(document)
    assert all(c.row + c.row_span <= 2 for t in tables(document) for c in t.grid)


def test_layout_tables_flow(tmp_path: Path) -> None:
    """A table that holds a table, has one column or holds long prose only arranges: its text flows on."""
    outer = read_page(
        tmp_path, f"<table><tr><td>左栏</td><td><p>前言。</p>{TABLE}<p>后记。</p></td></tr></table>"
    )
    assert paragraphs(outer) == ["左栏", "前言。", "后记。"]
    assert [len(table.grid) for table in tables(outer)] == [4]
    prose = "公开工作有序。" * 100
    beside = read_page(tmp_path, f"<table><tr><td>左栏</td><td><p>{prose}</p><p>完。</p></td></tr></table>")
    assert paragraphs(beside) == ["左栏", prose, "完。"]
    single = read_page(tmp_path, "<table><tr><td>甲。</td></tr><tr><td>乙。</td></tr></table>")
    assert paragraphs(single) == ["甲。", "乙。"]


def test_title_and_address(tmp_path: Path) -> None:
    """The article's own name comes before the title element; the address is what the page says it is."""
    head = (
        "<!DOCTYPE html><!-- saved from url=(0023)https://example.org/a.html --><html><head>"
        "<meta name='articletitle' content='示例局2020年报告'><title>示例局</title></head>"
        "<body><p>正文。</p></body>"
    )
    document = read_bytes(tmp_path, head.encode(), "a.html")
    assert (document.title, document.source.url) == ("示例局2020年报告", "https://example.org/a.html")
    linked = "<html><head><title>示例局2021年报告</title><link rel=canonical href='https://example.org/b'></head><p>文。"
    document = read_bytes(tmp_path, linked.encode(), "b.html")
    assert (document.title, document.source.url) == ("示例局2021年报告", "https://example.org/b")


def test_preformatted_text_is_read_as_plain_text(tmp_path: Path) -> None:
    """Inside pre, lines are lines and tabs make tables."""
    document = read_page(tmp_path, "<pre>一、情况\n规章\t0\t3\n处罚\t1\t2\n</pre>")
    assert paragraphs(document) == ["一、情况"]
    assert cells_of(document, tables(document)[0])[1, 2] == "2"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 30_000 + "甲",
        "<table><tr><td>" * 3_000 + "甲",
        "<ul><li>" * 20_000 + "甲",
        "<div>" + "".join(f"<font size={n}>" for n in range(2500)) + "</div>" + "<p>甲" * 2500,
        "<" * 200_000 + "甲",
        "<font " * 60_000 + ">甲",
        "<table>" + ("<tr>" + "<td rowspan=1000>甲" * 100) * 100 + "</table>",
    ],
    ids=["div", "table", "list", "font", "signs", "tags", "spans"],
)
def test_hostile_pages_cost_no_more_than_their_size(tmp_path: Path, body: str) -> None:
    """Deep nesting and unclosed formatting neither fail nor take long."""
    begun = time.perf_counter()
    document = read_page(tmp_path, body + "正文。")
    assert "甲" in document.text
    assert time.perf_counter() - begun < 5


def test_real_page(real_reports: Path) -> None:
    """Every table of the municipal page stands cell by cell where it is printed."""
    document = read_document(real_reports / "shanghai_office_2019.html")
    assert_sound(document)
    proactive, applications, review = tables(document)
    assert cells_of(document, proactive)[0, 0] == "第二十条第（一）项" and spans_of(proactive)[0, 0] == (1, 5)
    assert cells_of(document, proactive)[1, 1] == "本年新制作数量"
    assert cells_of(document, proactive)[2, 4] == "524"
    last = max(row for row, _ in cells_of(document, proactive))
    assert cells_of(document, proactive)[last, 3] == "251000元"
    cells = cells_of(document, applications)
    assert spans_of(applications)[0, 0] == (3, 3)
    assert cells[2, 4] == "商业企业" and cells[1, 9] == "总计"
    rows = max(row for row, _ in cells)
    assert (cells[rows, 0], cells[rows, 3], cells[rows, 4], cells[rows, 9]) == (
        "四、结转下年度继续办理",
        "72",
        "",
        "72",
    )
    assert [cells_of(document, review)[3, column] for column in (0, 3, 4, 5)] == ["5", "2", "7", "8"]


def test_one_page_takes_milliseconds(real_reports: Path) -> None:
    """An ordinary page is read in well under a tenth of a second once the parser is loaded."""
    path = real_reports / "shanghai_office_2019.html"
    read_document(path)
    begun = time.perf_counter()
    read_document(path)
    assert time.perf_counter() - begun < 0.1


@pytest.mark.parametrize(
    "markup",
    [
        "<ul>" + "".join(f"<li><a href='#'>{n}是栏目更新不够及时</a></li>" for n in "一二三") + "</ul>",
        "<div class='share'><p>五、存在的主要问题及改进情况</p><p>栏目更新不够及时。</p></div>",
    ],
)
def test_what_only_a_report_says_is_no_furniture(tmp_path: Path, markup: str) -> None:
    """Points and headings stay, also where a page makes links of them or puts them into its own parts."""
    page = f"<html><body><p>示例县年度报告</p>{markup}</body></html>"
    document = read_bytes(tmp_path, page.encode(), "a.html")
    assert "更新不够及时" in document.text


LONG = "<p>示例县报告的正文在这里，写得比菜单长得多，足以说明其余部分是否略去。</p>" * 3


def links(*texts: str) -> str:
    """A list of links as menus have it."""
    return "<ul>" + "".join(f"<li><a href='#'>{text}</a></li>" for text in texts) + "</ul>"


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        (links("栏目更新不及时；", "解读形式单一；", "业务培训不足。"), "解读形式单一；"),
        (links("（一）栏目更新不够及时", "（二）解读形式单一", "（三）培训不足"), "（二）解读形式单一"),
        (links("第一，栏目更新不及时", "第二，解读形式单一", "第三，培训不足"), "第二，解读形式单一"),
        ("<div class='share'><p>本年度未收取任何费用。</p></div>", "本年度未收取任何费用。"),
        ("<div class='share'><h3>存在的主要问题及改进情况</h3></div>", "存在的主要问题及改进情况"),
        ("<aside><p>（二）改进<b>措施</b></p></aside>", "（二）改进措施"),
    ],
)
def test_sentences_and_headings_are_never_furniture(tmp_path: Path, markup: str, kept: str) -> None:
    """What ends a sentence, is counted in words or is titled like a section is kept wherever it stands."""
    assert kept in paragraphs(read_page(tmp_path, LONG + markup))


@pytest.mark.parametrize(
    "markup",
    [
        links("首页", "政务公开", "互动交流"),
        links("政府信息公开指南", "依申请公开情况", "政府信息公开年报"),
        links("一、总体情况", "二、主动公开", "三、申请").replace("#", "#part"),
        "<nav><a href='a'>总体情况</a></nav>",
        "<div class='share'>分享到<script>say('复制成功。')</script></div>",
        "<footer>版权所有：示例县人民政府　地址：示例路1号　电话：000-0000000</footer>",
    ],
)
def test_menus_and_tables_of_contents_go(tmp_path: Path, markup: str) -> None:
    """Links that only name pages or repeat the page's own headings go, and what signs the site."""
    assert paragraphs(read_page(tmp_path, LONG + markup)) == paragraphs(read_page(tmp_path, LONG))
