"""Rules of reading PDF files."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from nlp_reports.errors import UnreadableError
from nlp_reports.model import Span
from nlp_reports.reading.document import read_document
from nlp_reports.reading.draft import assemble
from nlp_reports.reading.pdf import MAX_UNPACKED, read_pdf
from nlp_reports.reading.pdf.paragraphs import Line, Page, join_pages
from tests.reading.documents import (
    assert_sound,
    cells_of,
    paragraphs,
    read_bytes,
    spans_of,
    tables,
    text_of,
)

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
LEFT, SIZE, WIDTH = 80, 16, 27  # points, points, characters a line


class Paper:
    """Sets lines as a word processor does: full justified lines, first line indented by two characters."""

    def __init__(self, **options) -> None:
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, **options)
        self.y = A4[1] - 90

    def line(self, text: str, *, indent: int = 0, size: int = SIZE) -> None:
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(LEFT + indent * size, self.y, text)
        self.y -= 28

    def paragraph(self, text: str) -> None:
        first, rest = text[: WIDTH - 2], text[WIDTH - 2 :]
        self.line(first, indent=2)
        for at in range(0, len(rest), WIDTH):
            self.line(rest[at : at + WIDTH])

    def grid(self, columns: list[int], rows: list[list[tuple[str, int]]]) -> None:
        """Draw a table: column widths in points, rows of (text, columns covered)."""
        for row in rows:
            x, at = LEFT, 0
            for text, covered in row:
                width = sum(columns[at : at + covered])
                self.canvas.rect(x, self.y - 24, width, 24)
                self.canvas.setFont("STSong-Light", 9)
                self.canvas.drawString(x + 3, self.y - 15, text)
                x, at = x + width, at + covered
            self.y -= 24
        self.y -= 28

    def turn(self, furniture: str = "") -> None:
        self.canvas.setFont("STSong-Light", 12)
        self.canvas.drawString(A4[0] / 2, 30, furniture)
        self.canvas.showPage()
        self.y = A4[1] - 90

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()


def read(folder: Path, paper: Paper):
    document = read_bytes(folder, paper.bytes(), "report.pdf")
    assert_sound(document)
    return document


LONG = (
    "全年围绕群众关心的事项公开信息一百二十条并对栏目逐一核对更新，"
    "同时组织培训两次，参加人员六十名，没有收到意见。"
)


def test_lines_are_joined_to_paragraphs(tmp_path: Path) -> None:
    """A full line goes on with the next, a short line ends the paragraph, an indent begins one."""
    paper = Paper()
    paper.line("示例县档案局2020年报告", indent=4, size=22)
    paper.line("一、总体情况", indent=2)
    paper.paragraph(LONG)
    paper.paragraph(LONG[:40] + "甲。")
    document = read(tmp_path, paper)
    assert paragraphs(document) == ["示例县档案局2020年报告", "一、总体情况", LONG, LONG[:40] + "甲。"]
    assert document.title == "示例县档案局2020年报告"


@pytest.mark.parametrize("style", ["- {} -", "{}", "第{}页 共3页", "— {} —"])
def test_paragraphs_cross_pages(tmp_path: Path, style: str) -> None:
    """Page numbers and running headers go, and a paragraph goes on over the page's end."""
    paper = Paper()
    for number in (1, 2, 3):
        paper.canvas.setFont("STSong-Light", 9)
        paper.canvas.drawString(LEFT, A4[1] - 40, "示例县人民政府公报")
        paper.line(LONG[: WIDTH - 3] + "。", indent=2)
        paper.turn(style.format(number))
    assert paragraphs(read(tmp_path, paper)) == [LONG[: WIDTH - 3] + "。"] * 3
    paper = Paper()
    paper.line(LONG[: WIDTH - 2], indent=2)
    paper.turn(style.format(1))
    paper.line(LONG[WIDTH - 2 : 2 * WIDTH - 2])
    paper.turn(style.format(2))
    assert paragraphs(read(tmp_path, paper)) == [LONG[: 2 * WIDTH - 2]]


def test_ruled_tables_are_grids(tmp_path: Path) -> None:
    """Cells stand at their places with their extents; a table's text is no prose; pages are known."""
    paper = Paper()
    paper.line("二、主动公开情况", indent=2)
    paper.grid([120, 80, 80], [[("第二十条", 3)], [("规章", 1), ("0", 1), ("", 1)], [("许可", 1), ("/", 2)]])
    paper.turn("1")
    paper.grid([120, 80, 80], [[("处罚", 1), ("5", 1), ("6", 1)], [("强制", 1), ("", 1), ("8", 1)]])
    paper.line("三、申请情况", indent=2)
    document = read(tmp_path, paper)
    assert [(b.kind, b.page) for b in document.blocks] == [
        ("paragraph", 1),
        ("table", 1),
        ("table", 2),
        ("paragraph", 2),
    ]
    first, second = tables(document)
    assert cells_of(document, first) == {
        (0, 0): "第二十条",
        (1, 0): "规章",
        (1, 1): "0",
        (1, 2): "",
        (2, 0): "许可",
        (2, 1): "/",
    }
    assert spans_of(first)[0, 0] == (1, 3) and spans_of(first)[2, 1] == (1, 2)
    assert cells_of(document, second)[1, 2] == "8"


def test_prose_on_a_background_is_no_table(tmp_path: Path) -> None:
    """Boxes drawn behind the lines of a paragraph do not make it a table."""
    paper = Paper()
    top = paper.y
    paper.paragraph(LONG)
    for at in range(3):
        paper.canvas.rect(LEFT, top + 18 - 28 * (at + 1), WIDTH * SIZE, 28)
    document = read(tmp_path, paper)
    assert tables(document) == [] and paragraphs(document) == [LONG]


def test_bold_by_printing_twice_is_printed_once(tmp_path: Path) -> None:
    """Characters set twice on one spot are one."""
    paper = Paper()
    for _ in range(2):
        paper.canvas.setFont("STSong-Light", SIZE)
        paper.canvas.drawString(LEFT, paper.y, "一、总体情况")
    assert read(tmp_path, paper).text == "一、总体情况"


def test_a_scan_is_refused(tmp_path: Path) -> None:
    """Pictures without a text layer need text recognition, and the sentence says so."""
    paper = Paper()
    paper.canvas.drawImage(ImageReader(_picture()), 0, 0, 200, 200)
    with pytest.raises(UnreadableError, match="OCR") as caught:
        read(tmp_path, paper)
    assert caught.value.key == "reading.scanned_pdf"


def test_a_scanned_page_among_others_is_noted(tmp_path: Path) -> None:
    """The rest is read, and a note names the page that is missing."""
    paper = Paper()
    paper.line("一、总体情况")
    paper.turn()
    paper.canvas.drawImage(ImageReader(_picture()), 0, 0, 200, 200)
    document = read(tmp_path, paper)
    assert [(note.code, dict(note.fields)) for note in document.notes] == [
        ("pages_without_text", {"pages": "2"})
    ]


def _picture():
    from PIL import Image

    return Image.new("RGB", (20, 20), "white")


def test_a_password_is_refused_and_an_empty_one_is_none(tmp_path: Path) -> None:
    """A file that needs a password is refused by name; one that only forbids printing is read."""
    locked = Paper(encrypt=StandardEncryption("geheim", strength=128))
    locked.line("一、总体情况")
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, locked)
    assert caught.value.key == "reading.encrypted"
    guarded = Paper(encrypt=StandardEncryption("", ownerPassword="geheim", canPrint=0, strength=128))
    guarded.canvas.drawString(80, 700, "Annual report 2020")  # reportlab garbles Chinese when it encrypts
    assert read(tmp_path, guarded).text == "Annual report 2020"


def test_broken_files_are_refused(tmp_path: Path) -> None:
    """A file cut short or with a torn body gives a sentence, or what text it still holds."""
    paper = Paper()
    paper.paragraph(LONG)
    whole = paper.bytes()
    for size in range(6, len(whole), max(1, len(whole) // 25)):
        try:
            assert_sound(read_bytes(tmp_path, whole[:size], "cut.pdf"))
        except UnreadableError as error:
            assert error.key in ("reading.broken_pdf", "reading.no_text")


def test_real_report_cell_for_cell(real_reports: Path) -> None:
    """Every number of the three statutory tables stands in a cell, also where a page splits the table."""
    document = read_document(real_reports / "huaian_2024.pdf")
    assert_sound(document)
    truth = json.loads((real_reports / "expected" / "huaian_2024.json").read_text("utf-8"))["cells"]
    grids = tables(document)
    assert [grid.page for grid in grids] == [3, 4, 4, 5, 5]
    printed = {
        table: [text_of_cells(document, grid) for grid in grids[start:end]]
        for table, start, end in (("proactive", 0, 2), ("applications", 2, 4), ("review_litigation", 4, 5))
    }
    for table, lists in printed.items():
        numbers = [float(text) for texts in lists for text in texts if re.fullmatch(r"\d+(\.\d+)?", text)]
        wanted = [value for key, value in truth.items() if key.startswith(table + ".") and value is not None]
        assert sorted(numbers) == sorted(wanted), table
    assert document.blocks.index(grids[1]) == document.blocks.index(grids[0]) + 1
    assert spans_of(grids[2])[0, 0] == (3, 3)


def text_of_cells(document, block) -> list[str]:
    return [document.text[c.span.start : c.span.end] for c in block.grid]


def test_real_report_prose_is_whole(real_reports: Path) -> None:
    """No paragraph breaks off in mid-sentence, no page number is left, no prose became a table."""
    document = read_document(real_reports / "huaian_2024.pdf")
    texts = paragraphs(document)
    assert not [text for text in texts if re.fullmatch(r"[-—\s\d]+", text)]
    long = [text for text in texts if len(text) > 30]
    assert all(text[-1] in "。！？；：" for text in long)
    assert all(re.match(r"[一二三四五六]、|淮安|2024", text) for text in texts if len(text) <= 30)
    assert len(long) == 10
    assert all(len(text_of(document, table)) > 50 for table in tables(document))


def packed_twice(size: int) -> bytes:
    bomb = zlib.compress(zlib.compress(b" " * size, 9), 9)
    return b"%PDF-1.4\n1 0 obj <</Filter[/FlateDecode/FlateDecode]>> stream\n" + bomb + b"\nendstream endobj"


@pytest.mark.parametrize(
    "data",
    [
        packed_twice(1000),
        b"%PDF-1.4\n1 0 obj <</X/Image/Filter/FlateDecode>> stream\n"
        + zlib.compress(b" " * (MAX_UNPACKED + 1), 9)
        + b"\nendstream",
        b"%PDF-1.4\n0 0 obj stream\n1 0 obj <</Filter/FlateDecode>> stream\n"
        + zlib.compress(b" " * (MAX_UNPACKED + 1), 9)
        + b"\nendstream",
        b"%PDF-1.4\n" + b"stream\n" * 80_000,
    ],
    ids=["two layers", "no picture", "false start", "many streams"],
)
def test_bombs_are_refused_before_they_are_opened(data: bytes) -> None:
    """What would unpack beyond measure is refused, however it is wrapped, and at once."""
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data, name="a.pdf")
    assert caught.value.key == "reading.zip_bomb"


def test_what_a_page_prints_beside_the_report_is_kept_with_its_reason(tmp_path: Path) -> None:
    """Page numbers, running headers and watermarks are changes, and so are the ends of printed lines."""
    paper = Paper()
    for number in (1, 2, 3):
        paper.canvas.setFont("STSong-Light", 9)
        paper.canvas.drawString(LEFT, A4[1] - 40, "示例县人民政府公报")
        paper.canvas.saveState()
        paper.canvas.rotate(40)
        paper.canvas.drawString(400, 100, "内部")
        paper.canvas.restoreState()
        paper.paragraph(LONG)
        paper.turn(f"- {number} -")
    document = read(tmp_path, paper)
    assert paragraphs(document) == [LONG] * 3
    assert Counter((c.printed, c.reason) for c in document.changes if c.reason != "line_break") == {
        ("示例县人民政府公报", "running_line"): 3,
        ("内部", "furniture"): 3,
        **{(f"- {number} -", "page_number"): 1 for number in (1, 2, 3)},
    }


def test_a_character_that_no_font_maps_is_kept_as_the_file_has_it() -> None:
    """It is shown as U+FFFD, where it stands, and the rest of its line stays what it is."""
    line = Line("政府(cid:17)信息", 1, 80, 300, 100, 116, 16)
    text, _, changes = assemble(join_pages([Page(1, 800, ((100, line),))]))
    assert text == "政府\ufffd信息"
    assert [(c.span, c.printed, c.reason) for c in changes] == [(Span(2, 3), "(cid:17)", "spelling")]
