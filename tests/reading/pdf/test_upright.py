"""Rules of pages that are not upright."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.reading.documents import assert_sound, cells_of, paragraphs, read_bytes, tables

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
WIDTH, HEIGHT = A4


def turned(canvas: Canvas, turn: int) -> None:
    """Turn all that is drawn next by `turn` degrees against the clock, on the page."""
    canvas.setFont("STSong-Light", 12)
    canvas.translate(*{0: (0, 0), 90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[turn])
    canvas.rotate(turn)


def read(folder: Path, canvas: Canvas):
    canvas.save()
    document = read_bytes(folder, (folder / "a.pdf").read_bytes(), "report.pdf")
    assert_sound(document)
    return document


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_set_sideways_is_read_upright(tmp_path: Path, turn: int) -> None:
    """Prose and table of a page are read whichever way they are set, and nothing is left in doubt."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    turned(canvas, turn)
    canvas.drawString(80, 520, "三、收到和处理政府信息公开申请情况")
    for at, (label, number) in enumerate((("本年新收", "31"), ("上年结转", "4"))):
        for x, text in ((80, label), (180, number)):
            canvas.rect(x, 460 - 24 * at, 100, 24)
            canvas.drawString(x + 4, 468 - 24 * at, text)
    document = read(tmp_path, canvas)
    assert paragraphs(document) == ["三、收到和处理政府信息公开申请情况"]
    expected = {(0, 0): "本年新收", (0, 1): "31", (1, 0): "上年结转", (1, 1): "4"}
    assert cells_of(document, tables(document)[0]) == expected
    assert document.notes == ()


def test_sideways_text_on_an_upright_page_is_noted(tmp_path: Path) -> None:
    """What is set sideways beside upright text may be lost, and that is said; a watermark is none."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for text, turn in (("本镇全年公开信息一百二十条。", 0), ("年度报告附表", 90)):
        canvas.saveState()
        turned(canvas, turn)
        canvas.drawString(100, 500, text)
        canvas.restoreState()
    canvas.showPage()
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(100, 700, "均按时公开。")
    canvas.rotate(45)
    canvas.drawString(300, 100, "内部资料请勿外传")
    document = read(tmp_path, canvas)
    assert [(note.code, note.fields) for note in document.notes] == [("sideways_text", (("pages", "1"),))]
