"""In: a report description (`Sample`). Out: the same report as HTML, DOCX, PDF or TXT bytes.

Pure and deterministic: the same sample gives the same bytes. A sample is first laid out as a flow of
items (title, meta, heading, para, table), and each `build_*` prints that one flow in its format.
"""

from __future__ import annotations

import base64
import csv
import html
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from tests.sample_reports import MARK, Grid, Layout, Part, Placed, Sample, grid, unmerged
from tests.spellings import respell
from tests.word_dress import box_heading, control_blocks, number_heading

__all__ = [
    "BUILDERS",
    "MARK",
    "Layout",
    "Part",
    "Sample",
    "build_csv",
    "build_docx",
    "build_html",
    "build_mht",
    "build_pdf",
    "build_txt",
    "flow",
]

Kind = Literal["title", "meta", "heading", "para", "table", "rest", "furniture"]
"""The `rest` is a table that goes on where the `table` before it was broken."""
Item = tuple[Kind, Any]


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
    spelt = tuple(_respelt(sample, kind, content) for kind, content in _cut(sample, items))
    return _furnished(sample, spelt) if sample.layout.furniture else spelt


def _cut(sample: Sample, items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items, the long table as two where the layout breaks it."""
    for kind, content in items:
        if kind == "table" and len(grid_rows(content)) > 20:
            first, *rest = _halves(content, sample.layout.break_after)
            yield kind, first
            yield from (("rest", half) for half in rest)
        else:
            yield kind, content


def _respelt(sample: Sample, kind: Kind, content: Any) -> Item:
    spelling = sample.layout.spelling
    if kind in ("table", "rest"):
        return kind, tuple(replace(cell, text=respell(cell.text, spelling)) for cell in content)
    return kind, respell(content, spelling)


def _furnished(sample: Sample, items: tuple[Item, ...]) -> tuple[Item, ...]:
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
        if kind in ("table", "rest"):
            printed = unmerged(content, repeat=False) if sample.layout.txt_cells == "tab" else content
            lines += [between.join(cell.text for cell in row) for row in grid_rows(printed)]
        else:
            lines += _wrapped(content, sample.layout.wrap)
    if sample.layout.wrap and sample.layout.page_numbers:
        lines = [
            line
            for at, text in enumerate(lines, 1)
            for line in ([text, f"- {at // 25} -"] if at % 25 == 0 else [text])
        ]
    return ("" if sample.layout.one_line else "\n").join(lines).encode(sample.layout.encoding)


def _wrapped(text: str, width: int | None) -> list[str]:
    width = width or len(text)
    return [text[at : at + width] for at in range(0, len(text), width)]


# ---------------------------------------------------------------- HTML


def build_html(sample: Sample) -> bytes:
    """Return the report as a web page, with or without the furniture of a real site."""
    between = "　　" if sample.layout.html_style == "flat" else "\n"
    body = between.join(_html_item(sample, kind, content) for kind, content in flow(sample))
    if sample.layout.html_style == "framed":
        menu = "<td><a href='/a'>机构概况</a><br><a href='/b'>政策文件</a></td>"
        body = f"<table><tr>{menu}<td>{body}</td></tr></table>"
    if sample.layout.furniture:
        script = "<script>var views=function(){return 1<2}</script><style>.nav{color:#333}</style>"
        body = (
            f'{script}\n<div class="nav"><a href="/">网站首页</a> <a href="/zwgk/">政务公开</a></div>\n{body}'
        )
    charset = sample.layout.declared or sample.layout.encoding.replace("gb18030", "gb2312")
    title = html.escape(respell(sample.heading, sample.layout.spelling))
    head = f'<meta charset="{charset}"><title>{title}</title>'
    page = f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'
    return page.encode(sample.layout.encoding)


def _html_item(sample: Sample, kind: str, content: Any) -> str:
    style = sample.layout.html_style
    if style == "flat":
        texts = [content] if isinstance(content, str) else [cell.text for cell in content]
        return html.escape(" ".join(texts), quote=False)
    if kind in ("table", "rest"):
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
    if sample.layout.running:
        document.sections[0].header.paragraphs[0].text = sample.layout.running
    for kind, content in flow(sample):
        if kind in ("table", "rest"):
            _word_table(document, content)
            continue
        paragraph = document.add_paragraph()
        if kind == "heading" and sample.layout.docx_style in ("numbered", "boxed"):
            dress = {"numbered": number_heading, "boxed": box_heading}[sample.layout.docx_style]
            dress(document, paragraph, content)
            continue
        run = paragraph.add_run(content)
        run.bold = kind in ("title", "heading")
        if kind == "title":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if sample.layout.docx_style == "controls":
        control_blocks(document)
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
    from reportlab.platypus import PageBreak, Paragraph, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    base = ParagraphStyle(
        "para", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22
    )
    styles = {
        "title": ParagraphStyle("title", base, fontSize=16, leading=26, alignment=1, firstLineIndent=0),
        "heading": ParagraphStyle("heading", base, fontSize=12.5, spaceBefore=6),
    }
    cell = ParagraphStyle("cell", base, fontSize=8, leading=10, firstLineIndent=0)
    story: list[Any] = []
    items = flow(sample)
    for at, (kind, content) in enumerate(items):
        if kind not in ("table", "rest"):
            story.append(Paragraph(html.escape(content, quote=False), styles.get(kind, base)))
            continue
        story += [PageBreak()] if kind == "rest" else [Spacer(1, 4)]
        story.append(_pdf_table(content, cell, sample.layout.pdf_style))
        if at + 1 == len(items) or items[at + 1][0] != "rest":
            story.append(Spacer(1, 6))
    target = io.BytesIO()
    _press(sample, target).build(story)
    return target.getvalue()


def _press(sample: Sample, target: io.BytesIO) -> Any:
    """Return what sets a story on the pages that the layout asks for."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    width, height = A4
    style = sample.layout.pdf_style
    shown = {"pagesize": (height, width), "rotation": 90} if style == "turned" else {}
    press = BaseDocTemplate(target, title=sample.heading, invariant=1, topMargin=56, bottomMargin=56, **shown)
    frames = [Frame(press.leftMargin, 56, press.width, press.height, id="normal")]
    if style == "columns":
        frames = [Frame(left, 56, 235, press.height, id=str(left)) for left in (56, 305)]
    elif style in ("turned", "sideways"):
        frames = [Frame(72, 56, height - 144, width - 112, id="turned")]

    def furnish(canvas: Any, document: Any) -> None:
        if style in ("turned", "sideways"):
            canvas.translate(width, 0)
            canvas.rotate(90)
        if sample.layout.page_numbers:
            canvas.setFont("STSong-Light", 9)
            canvas.drawCentredString(width / 2, 34, f"- {document.page} -")
        if sample.layout.running:
            canvas.setFont("STSong-Light", 9)
            canvas.drawString(72, height - 40, sample.layout.running)

    press.addPageTemplates(PageTemplate(id="all", frames=frames, onPage=furnish))
    return press


def _halves(cells: Grid, cut: int | None) -> list[Grid]:
    if cut is None:
        return [cells]
    upper = [replace(cell, rows=min(cell.rows, cut - cell.row)) for cell in cells if cell.row < cut]
    lower = [replace(cell, row=cell.row - cut) for cell in cells if cell.row >= cut]
    over = [cell for cell in cells if cell.row < cut < cell.row + cell.rows]
    lower += [replace(cell, row=0, rows=cell.row + cell.rows - cut, text="") for cell in over]
    return [tuple(upper), tuple(sorted(lower, key=lambda cell: (cell.row, cell.column)))]


def _pdf_table(cells: Grid, style: Any, make: str) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    width = max(cell.column + cell.columns for cell in cells)
    rows: list[list[Any]] = [[""] * width for _ in grid_rows(cells)]
    rules = [] if make == "borderless" else [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    commands: list[Any] = [*rules, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for cell in cells:
        rows[cell.row][cell.column] = Paragraph(html.escape(cell.text, quote=False), style)
        corner = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        commands.append(("SPAN", (cell.column, cell.row), corner))
    labels = {4: [150, 100, 100, 100], 10: [40, 62, 122, *[34] * 7], 3: [260, 60, 90]}
    widths: list[float] = labels.get(width, [460 / width] * width)
    if make == "columns":
        widths = [each / 2 for each in widths]
        commands += [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 1)]
    return Table(rows, colWidths=widths, style=commands)


def build_mht(sample: Sample) -> bytes:
    """Return the report's page as a browser saves it with all that belongs to it."""
    page = base64.encodebytes(build_html(sample)).decode("ascii")
    head = "MIME-Version: 1.0\nSnapshot-Content-Location: http://www.example.gov.cn/xxgk/t20230120_1.html\n"
    kind = 'Content-Type: multipart/related; type="text/html"; boundary="----=_Part_1"\n\n'
    part = f"------=_Part_1\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n{page}\n"
    return f"{head}{kind}{part}------=_Part_1--\n".encode("ascii")


def build_csv(samples: Iterable[Sample]) -> bytes:
    """Return a table with a report in each row: its body, its year, its whole text."""
    target = io.StringIO()
    rows = csv.writer(target)
    rows.writerow(("单位", "年份", "标题", "正文"))
    for sample in samples:
        text = build_txt(sample).decode(sample.layout.encoding)
        rows.writerow((sample.agency, sample.year, sample.heading, text))
    return target.getvalue().encode("utf-8-sig")


BUILDERS = {
    ".html": build_html,
    ".htm": build_html,
    ".docx": build_docx,
    ".pdf": build_pdf,
    ".txt": build_txt,
    ".mht": build_mht,
}
