"""Rules of reading text without markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.documents import assert_sound, cells_of, paragraphs, read_bytes, tables


def read(folder: Path, text: str):
    document = read_bytes(folder, text.encode(), "report.txt")
    assert_sound(document)
    return document


def test_lines_are_paragraphs(tmp_path: Path) -> None:
    """Each line that is not blank is a paragraph; blank lines leave nothing."""
    document = read(tmp_path, "示例县教育局2021年报告\n\n一、总体情况\n全年公开信息十条。\n")
    assert paragraphs(document) == ["示例县教育局2021年报告", "一、总体情况", "全年公开信息十条。"]
    assert document.title == "示例县教育局2021年报告"


def test_runs_of_tabbed_lines_are_tables(tmp_path: Path) -> None:
    """Cells between tabs keep their columns, blanks included; a blank line ends a table, no more."""
    document = read(
        tmp_path, "二、情况\n信息内容\t本年\t现行\n规章\t\t3\n\n行政许可\t7\t\n行政处罚\t0\t/\n三、其他\n"
    )
    first, second = tables(document)
    assert cells_of(document, first)[1, 1] == "" and cells_of(document, first)[1, 2] == "3"
    assert cells_of(document, second)[1, 2] == "/"
    assert document.blocks.index(second) == document.blocks.index(first) + 1
    assert paragraphs(document) == ["二、情况", "三、其他"]


def test_a_row_of_blank_cells_is_nothing_but_tabs(tmp_path: Path) -> None:
    """A line of tabs below a table is its last row, all blank; by itself it is no table."""
    document = read(tmp_path, "信息内容\t本年\t现行\n\t\t\n正文一段。\n\t\t\n\t\n正文二段。\n")
    (table,) = tables(document)
    assert [cells_of(document, table)[1, at] for at in range(3)] == ["", "", ""]
    assert paragraphs(document) == ["正文一段。", "正文二段。"]


def test_tabs_as_indents_are_no_table(tmp_path: Path) -> None:
    """A tab before a paragraph indents it."""
    document = read(tmp_path, "\t全年公开信息十条。\n\t全年培训两次。\n")
    assert paragraphs(document) == ["全年公开信息十条。", "全年培训两次。"]


def test_markdown_tables(tmp_path: Path) -> None:
    """Pipes part cells, with or without one at the line's start; the rule below the header is none."""
    document = read(
        tmp_path, "# 报告\n| 内容 | 本年 |\n|---|:---:|\n| 规章 | 0 |\n\n许可 | 5 | 件 |\n处罚 | | 件 |\n"
    )
    first, second = tables(document)
    assert cells_of(document, first) == {(0, 0): "内容", (0, 1): "本年", (1, 0): "规章", (1, 1): "0"}
    assert cells_of(document, second)[1, 1] == ""


def test_a_navigation_bar_is_no_table(tmp_path: Path) -> None:
    """One line with pipes is a line."""
    document = read(tmp_path, "首页 | 政务公开 | 年报\n示例镇的报告正文。\n")
    assert tables(document) == []


def test_sentences_cut_by_a_page_are_made_whole(tmp_path: Path) -> None:
    """A line that ends in mid-sentence goes on with the next, over blank lines and page numbers."""
    document = read(
        tmp_path,
        "期望仍有差距，主要是栏目更新、\n\n- 3 -\n\n解读形式和上级\n\n的要求不相称。\n"
        "改进情况如下，\n一、下一步\n",
    )
    assert paragraphs(document) == [
        "期望仍有差距，主要是栏目更新、解读形式和上级的要求不相称。",
        "改进情况如下，",
        "一、下一步",
    ]


def test_bare_digits_on_a_line_are_kept(tmp_path: Path) -> None:
    """Without dashes a number may be a cell of a table that lost its borders."""
    assert paragraphs(read(tmp_path, "总计\n12\n0\n")) == ["总计", "12", "0"]


def test_archive_header_is_kept_and_understood(tmp_path: Path) -> None:
    """Header lines of a page archive stay as paragraphs, and give title and address."""
    document = read(
        tmp_path,
        "标题: 示例区2020年报告\n文号:\n原文链接: https://example.org/a.htm\n"
        "=== 正文 ===\n一、总体情况 略。\n",
    )
    assert document.title == "示例区2020年报告"
    assert document.source.url == "https://example.org/a.htm"
    assert len(paragraphs(document)) == 5


def test_a_report_on_one_line_stays_one_paragraph(tmp_path: Path) -> None:
    """Nothing is cut that is printed on one line, and the title is kept short."""
    document = read(tmp_path, "示例区2019年报告 一、总体情况 " + "公开信息。" * 200)
    assert len(document.blocks) == 1
    assert len(document.title) <= 100


def test_real_tabbed_report(real_reports: Path) -> None:
    """The tables of a tabbed report are rows of equal length, and its cut sentence is whole."""
    from nlp_reports.reading.document import read_document

    document = read_document(real_reports / "haidong_transport_2023.txt")
    assert_sound(document)
    grids = tables(document)
    assert [max(c.column for c in grid.grid) + 1 for grid in grids] == [4, 4, 10, 10, 16]
    assert cells_of(document, grids[1])[0, 3].startswith("7007")
    assert cells_of(document, grids[3])[0, 1] == "权益"
    assert document.blocks.index(grids[3]) == document.blocks.index(grids[2]) + 1
    assert "但与上级的要求" in document.text


def test_real_page_texts(real_reports: Path) -> None:
    """Saved page texts keep their header lines and know their address."""
    from nlp_reports.reading.document import read_document

    for path in sorted(real_reports.glob("pingtan_*.txt")):
        document = read_document(path)
        assert_sound(document)
        assert len(document.blocks) in (9, 10)
        assert document.source.url and document.source.url.endswith(".htm")
        assert "年政府信息公开工作年度报告" in document.title.replace("年度政", "年政")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("（一）存在的主要问题和不足之处", "的确存在栏目更新不及时的问题。"),
        ("（二）改进的具体措施", "了解群众需求，丰富公开内容。"),
        ("工作取得了进展", "了解群众需求仍不充分。"),
    ],
)
def test_a_paragraph_that_begins_with_a_word_is_not_glued_on(tmp_path: Path, before: str, after: str) -> None:
    """的 and 了 carry a sentence on only where they are particles, and never a heading."""
    assert paragraphs(read_bytes(tmp_path, f"{before}\n{after}".encode(), "a.txt")) == [before, after]
