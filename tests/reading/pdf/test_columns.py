"""Rules of pages in two columns."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from nlp_reports.reading.pdf.columns import Box, Gutter, reading_order
from tests.reading.documents import assert_sound, paragraphs, read_bytes

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
SIZE = 11
LEFT, RIGHT = 60, 310


def draw(path: Path, *pages: list[tuple[float, float, str]]):
    """Read a PDF with these (x, y, text) on its pages."""
    canvas = Canvas(str(path), pagesize=A4)
    for page in pages:
        canvas.setFont("STSong-Light", SIZE)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    document = read_bytes(path.parent, path.read_bytes(), "report.pdf")
    assert_sound(document)
    return document


def column(x: float, text: str, *, top: float = 700) -> list[tuple[float, float, str]]:
    """A paragraph in lines of twenty characters, its first line indented."""
    lines = [text[:18], *(text[at : at + 20] for at in range(18, len(text), 20))]
    return [(x + 2 * SIZE * (at == 0), top - 18 * at, line) for at, line in enumerate(lines)]


FIRST = "本镇全年公开信息一百二十条，" * 12 + "均按时公开。"
SECOND = "本镇另办理申请三十件，" * 14 + "均按时答复。"


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """The left column comes whole before the right one, each with its lines joined."""
    page = [*column(LEFT, FIRST), *column(RIGHT, SECOND)]
    assert paragraphs(draw(tmp_path / "a.pdf", page)) == [FIRST, SECOND]


def test_what_runs_across_parts_above_from_below(tmp_path: Path) -> None:
    """A line across both columns comes after what is above it on either side, before what is below."""
    across = "以下为本镇各站所全年公开政府信息的有关情况说明以及下一步打算共两个部分。"
    half = len(FIRST) // 2
    page = [*column(LEFT, FIRST), *column(RIGHT, SECOND), (LEFT, 400, across)]
    page += [*column(LEFT, FIRST[:half] + "。", top=370), *column(RIGHT, SECOND, top=370)]
    expected = [FIRST, SECOND, across, FIRST[:half] + "。", SECOND]
    assert paragraphs(draw(tmp_path / "a.pdf", page)) == expected


def test_a_short_second_column_is_one_when_earlier_pages_had_two(tmp_path: Path) -> None:
    """Where the columns part is known from the page on which it is plain."""
    full = [*column(LEFT, FIRST), *column(RIGHT, SECOND)]
    last = [*column(LEFT, FIRST), (RIGHT + 2 * SIZE, 700, "特此报告。")]
    assert paragraphs(draw(tmp_path / "a.pdf", full, last)) == [FIRST, SECOND, FIRST, "特此报告。"]


def test_labels_and_figures_side_by_side_are_no_columns(tmp_path: Path) -> None:
    """A table without rules is read row by row: its figures are no prose."""
    page = [(LEFT, 700 - 18 * at, f"第{at}类政府信息公开申请的数量") for at in range(10, 30)]
    page += [(RIGHT + 60, y, "12") for _, y, _ in page]
    assert all(line.endswith("数量 12") for line in paragraphs(draw(tmp_path / "a.pdf", page)))


def test_order_of_boxes() -> None:
    """Across, left and right boxes, by hand; without a gutter the top edge alone decides."""
    title, left, right, table = Box(50, 500, 0), Box(50, 200, 20), Box(310, 500, 10), Box(50, 500, 40, 5)
    keys = reading_order([right, table, left, title], Gutter(300, 260))
    assert [key[:2] for key in keys] == [(1, 1), (2, -1), (1, 0), (1, -1)]
    assert [key[2] for key in reading_order([right, left], None)] == [10, 20]
