"""In: a report description (`Sample`). Out: the same report as HTML, DOCX, PDF or TXT bytes.

Pure and deterministic: the same sample gives the same bytes. A sample is first laid out as a flow of
items (title, meta, heading, para, table), and each `build_*` prints that one flow in its format.
"""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from tests.sample_reports import MARK, Grid, Layout, Part, Placed, Sample, grid, unmerged

__all__ = [
    "BUILDERS",
    "MARK",
    "Layout",
    "Part",
    "Sample",
    "build_docx",
    "build_html",
    "build_pdf",
    "build_txt",
    "flow",
]

Item = tuple[Literal["title", "meta", "heading", "para", "table", "furniture"], Any]


def flow(sample: Sample) -> tuple[Item, ...]:
    """Return the report as the items that every format prints in this order."""
    items: list[Item] = [("title", sample.heading)]
    if sample.published:
        items.append(("meta", f"发布日期：{sample.published} 来源：{sample.agency}"))
    items += [("para", text) for text in sample.preamble]
    for part in sample.parts:
        paragraphs = list(part.paragraphs)
        if part.heading and sample.layout.run_in_headings and paragraphs:
            paragraphs[0] = part.heading + paragraphs[0]
        elif part.heading:
            items.append(("heading", part.heading))
        items += [("para", text) for text in paragraphs]
        if part.key in sample.tables or (part.key == "statistics" and sample.statistics):
            items.append(("table", grid(sample, part.key)))
    items += [("para", text) for text in sample.closing]
    return _furnished(sample, items) if sample.layout.furniture else tuple(items)


def _furnished(sample: Sample, items: list[Item]) -> tuple[Item, ...]:
    before: Item = ("furniture", "当前位置：首页 > 政务公开 > 政府信息公开年报 > 正文")
    share: Item = ("furniture", "【字体：大 中 小】 浏览次数：136 分享到：微信 微博 -->")
    after: Item = ("furniture", f"附件下载：{sample.heading}.docx 打印本页 关闭窗口 上一篇：没有了")
    return (before, *items[:1], share, *items[1:], after)


def grid_rows(cells: Grid) -> list[list[Placed]]:
    """Return the printed cells of a grid row by row."""
    height = max((cell.row + cell.rows for cell in cells), default=0)
    return [[cell for cell in cells if cell.row == row] for row in range(height)]


# ---------------------------------------------------------------- TXT


def build_txt(sample: Sample) -> bytes:
    """Return the report as plain text, one item a line, or the whole page on one line."""
    between = {"tab": "\t", "glued": "", "lines": "\n"}[sample.layout.txt_cells]
    lines = []
    for kind, content in flow(sample):
        if kind == "table":
            printed = unmerged(content, repeat=False) if sample.layout.txt_cells == "tab" else content
            lines += [between.join(cell.text for cell in row) for row in grid_rows(printed)]
        else:
            lines.append(content)
    return ("" if sample.layout.one_line else "\n").join(lines).encode(sample.layout.encoding)


# ---------------------------------------------------------------- HTML


def build_html(sample: Sample) -> bytes:
    """Return the report as a web page, with or without the furniture of a real site."""
    body = "\n".join(_html_item(sample, kind, content) for kind, content in flow(sample))
    if sample.layout.furniture:
        script = "<script>var views=function(){return 1<2}</script><style>.nav{color:#333}</style>"
        body = (
            f'{script}\n<div class="nav"><a href="/">网站首页</a> <a href="/zwgk/">政务公开</a></div>\n{body}'
        )
    charset = sample.layout.encoding.replace("gb18030", "gb2312")
    head = f'<meta charset="{charset}"><title>{html.escape(sample.heading)}</title>'
    page = f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'
    return page.encode(sample.layout.encoding)


def _html_item(sample: Sample, kind: str, content: Any) -> str:
    style = sample.layout.html_style
    if kind == "table":
        rows = "".join(
            f"<tr>{''.join(_html_cell(cell, style) for cell in row)}</tr>\n" for row in grid_rows(content)
        )
        return f'<table border="1" cellspacing="0">\n<tbody>\n{rows}</tbody>\n</table>'
    text = html.escape(content, quote=False)
    if kind == "title":
        return f"<h1>{text}</h1>"
    if kind in ("meta", "furniture"):
        return f'<div class="{kind}">{text}</div>'
    if style == "br":
        return f"　　{text}<br>"
    if style == "pasted":
        bold = "font-family:黑体;" if kind == "heading" else "font-family:仿宋_GB2312;"
        return f'<p class="MsoNormal"><span style="{bold}font-size:16pt">{text}</span></p>'
    return f"<p><strong>{text}</strong></p>" if kind == "heading" else f"<p>{text}</p>"


def _html_cell(cell: Placed, style: str) -> str:
    spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
        f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    )
    text = html.escape(cell.text, quote=False) or "&nbsp;"
    return f"<td{spans}>{f'<p><span>{text}</span></p>' if style == 'pasted' else text}</td>"


# ---------------------------------------------------------------- DOCX


def build_docx(sample: Sample) -> bytes:
    """Return the report as a Word document, its cells really merged, its dates fixed."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime(
        sample.year + 1, 1, 20, tzinfo=UTC
    )
    for kind, content in flow(sample):
        if kind == "table":
            _word_table(document, content)
            continue
        paragraph = document.add_paragraph()
        run = paragraph.add_run(content)
        run.bold = kind in ("title", "heading")
        if kind == "title":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    target = io.BytesIO()
    document.save(target)
    return _still(target.getvalue())


def _word_table(document: Any, cells: Grid) -> None:
    width = max(cell.column + cell.columns for cell in cells)
    table = document.add_table(rows=len(grid_rows(cells)), cols=width, style="Table Grid")
    places = [list(row.cells) for row in table.rows]
    for cell in cells:
        place = places[cell.row][cell.column]
        if cell.rows > 1 or cell.columns > 1:
            place = place.merge(places[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
        place.text = cell.text


def _still(package: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return target.getvalue()


# ---------------------------------------------------------------- PDF


def build_pdf(sample: Sample) -> bytes:
    """Return the report as a PDF with a text layer and ruled tables; merged cells have no inner rules."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    base = ParagraphStyle(
        "para", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22
    )
    styles = {
        "title": ParagraphStyle("title", base, fontSize=16, leading=26, alignment=1, firstLineIndent=0),
        "heading": ParagraphStyle("heading", base, fontSize=12.5, spaceBefore=6),
    }
    story: list[Any] = []
    for kind, content in flow(sample):
        if kind != "table":
            story.append(Paragraph(html.escape(content, quote=False), styles.get(kind, base)))
            continue
        cut = sample.layout.break_after if len(grid_rows(content)) > 20 else None
        for index, half in enumerate(_halves(content, cut)):
            story += [PageBreak()] if index else [Spacer(1, 4)]
            story.append(
                _pdf_table(half, ParagraphStyle("cell", base, fontSize=8, leading=10, firstLineIndent=0))
            )
        story.append(Spacer(1, 6))
    target = io.BytesIO()
    number = _page_number if sample.layout.page_numbers else _no_page_number
    SimpleDocTemplate(target, title=sample.heading, invariant=1, topMargin=56, bottomMargin=56).build(
        story, onFirstPage=number, onLaterPages=number
    )
    return target.getvalue()


def _halves(cells: Grid, cut: int | None) -> list[Grid]:
    if cut is None:
        return [cells]
    upper = [replace(cell, rows=min(cell.rows, cut - cell.row)) for cell in cells if cell.row < cut]
    lower = [replace(cell, row=cell.row - cut) for cell in cells if cell.row >= cut]
    over = [cell for cell in cells if cell.row < cut < cell.row + cell.rows]
    lower += [replace(cell, row=0, rows=cell.row + cell.rows - cut, text="") for cell in over]
    return [tuple(upper), tuple(sorted(lower, key=lambda cell: (cell.row, cell.column)))]


def _pdf_table(cells: Grid, style: Any) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    width = max(cell.column + cell.columns for cell in cells)
    rows: list[list[Any]] = [[""] * width for _ in grid_rows(cells)]
    commands: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    for cell in cells:
        rows[cell.row][cell.column] = Paragraph(html.escape(cell.text, quote=False), style)
        corner = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        commands.append(("SPAN", (cell.column, cell.row), corner))
    labels = {4: [150, 100, 100, 100], 10: [40, 62, 122, *[34] * 7], 3: [260, 60, 90]}
    return Table(rows, colWidths=labels.get(width, [460 / width] * width), style=commands)


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont("STSong-Light", 9)
    canvas.drawCentredString(canvas._pagesize[0] / 2, 34, f"- {document.page} -")


def _no_page_number(canvas: Any, document: Any) -> None:
    return None


BUILDERS = {
    ".html": build_html,
    ".htm": build_html,
    ".docx": build_docx,
    ".pdf": build_pdf,
    ".txt": build_txt,
}
