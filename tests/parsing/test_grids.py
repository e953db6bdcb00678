from __future__ import annotations

from pathlib import Path

from nlp_reports.model import Block, Document, GridCell, Source, Span
from nlp_reports.parsing.grids import MOST_ROWS, Grid, parse_grids

Rows = list[list[str | tuple[str, int, int]]]


def document(*parts: str | Rows) -> Document:
    """A document of paragraphs and tables; a cell is its text, or (text, rows, columns) it spans."""
    text, blocks = "", []
    for part in parts:
        text += "\n" if text else ""
        start = len(text)
        if isinstance(part, str):
            text += part
            blocks.append(Block("paragraph", Span(start, len(text)), (), None))
            continue
        cells: list[GridCell] = []
        taken: set[tuple[int, int]] = set()
        for row, printed in enumerate(part):
            text += "\n" if row else ""
            column = 0
            for number, cell in enumerate(printed):
                words, height, wide = cell if isinstance(cell, tuple) else (cell, 1, 1)
                while (row, column) in taken:
                    column += 1
                taken |= {(row + down, column + right) for down in range(height) for right in range(wide)}
                text += "\t" if number else ""
                cells.append(GridCell(row, column, height, wide, Span(len(text), len(text) + len(words))))
                text += words
        blocks.append(Block("table", Span(start, len(text)), tuple(cells), None))
    source = Source("a.html", None, "text/html", "0" * 64)
    return Document("0" * 16, source, "", text, tuple(blocks), ())


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_a_merged_cell_stands_in_every_row_it_reaches_into() -> None:
    """Each row holds all cells that cover it, once each; every one still points at its printed text."""
    doc = document([[("三、结果", 2, 1), ("（一）甲", 1, 2), "5"], ["（二）", "乙", "6"]])
    (grid,) = parse_grids(doc)
    assert texts(grid) == [["三、结果", "（一）甲", "5"], ["三、结果", "（二）", "乙", "6"]]
    assert [(cell.start, cell.end) for cell in grid.rows[0]] == [(0, 1), (1, 3), (3, 4)]
    assert grid.rows[0][0].span == grid.rows[1][0].span
    assert (grid.rows[0][0].first, grid.rows[1][0].first) == (True, False)
    assert all(doc.text[cell.span.start : cell.span.end] == cell.text for row in grid.rows for cell in row)


def test_tables_with_nothing_between_them_are_one() -> None:
    """A page break leaves two table blocks in a row: one table. Words between them keep them apart."""
    upper: Rows = [["信息内容", "数量"], ["规章", "1"]]
    lower: Rows = [["行政许可", "2"]]
    assert [texts(grid) for grid in parse_grids(document(upper, lower))] == [
        [["信息内容", "数量"], ["规章", "1"], ["行政许可", "2"]]
    ]
    assert len(parse_grids(document(upper, "四、其他", lower))) == 2


def test_a_label_cut_by_the_page_break_is_made_whole() -> None:
    """The rest of a merged label on the next page joins its beginning; an empty one stands for it."""
    (grid,) = parse_grids(
        document(
            [[("三、办理结果", 1, 1), "（四）无", "1.不掌握", "7"]],
            [[("", 2, 1), ("法提供", 2, 1), "2.另行制作", "8"], ["3.不明确", "9"]],
        )
    )
    assert texts(grid)[1:] == [
        ["三、办理结果", "（四）无法提供", "2.另行制作", "8"],
        ["三、办理结果", "（四）无法提供", "3.不明确", "9"],
    ]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    """A first row that only carries on the last row's label is no row of its own."""
    (grid,) = parse_grids(
        document([["1.国家秘密", "4"], ["2.保护第三方合法", ""]], [["权益", "5"], ["3.丙", "6"]])
    )
    assert texts(grid) == [["1.国家秘密", "4"], ["2.保护第三方合法权益", "5"], ["3.丙", "6"]]


def test_a_new_row_on_the_next_page_stays_a_row() -> None:
    """Numbered rows, rows below unnumbered ones, and pieces of another width are left as they are."""
    for upper, lower in (
        ([["1.甲", "4"]], [["2.乙", "5"]]),
        ([["行政许可", "4"]], [["行政处罚", "5"]]),
        ([["四、结转", "4"]], [["行政复议", ("行政诉讼", 1, 2)]]),
        ([["四、结转", "4"]], [["结果维持", "结果纠正"]]),
    ):
        (grid,) = parse_grids(document(upper, lower))  # type: ignore[arg-type]
        assert len(grid.rows) == 2
        assert [cell.text for cell in grid.rows[0]] == upper[0]


def test_real_page_breaks(real_reports: Path) -> None:
    """The tables of huaian_2024 and haidong_transport_2023 that run over pages are whole again."""
    from nlp_reports.reading.document import read_document

    grids = parse_grids(read_document(real_reports / "huaian_2024.pdf"))
    assert [len(grid.rows) for grid in grids] == [14, 28, 4]
    assert [cell.text for cell in grids[1].rows[17][:2]] == ["三、本年度办理结果", "（四）无法提供"]
    grids = parse_grids(read_document(real_reports / "haidong_transport_2023.txt"))
    assert [len(grid.rows) for grid in grids] == [18, 26, 3]


def test_a_table_without_end_is_cut() -> None:
    """A table of many rows under cells that span them all takes no more memory than its first rows."""
    wide: Rows = [[("甲", 5000, 1), "1"], *[["2"] for _ in range(4999)]]
    (grid,) = parse_grids(document(wide))
    assert len(grid.rows) == MOST_ROWS
