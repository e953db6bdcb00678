"""Rules of reading DOCX files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nlp_reports.errors import UnreadableError
from nlp_reports.reading.document import read_document
from nlp_reports.reading.word.numbering import Numbering
from tests.reading.documents import (
    assert_sound,
    cells_of,
    paragraphs,
    read_bytes,
    save_docx,
    spans_of,
    tables,
)

NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def read(folder: Path, document):
    result = read_bytes(folder, save_docx(document), "report.docx")
    assert_sound(result)
    return result


def test_body_order_and_line_breaks(tmp_path: Path) -> None:
    """Paragraphs and tables come in the order of the body; a line break ends a paragraph."""
    document = docx.Document()
    document.add_paragraph("示例县2020年报告")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "规章\n制定", "3"
    document.add_paragraph("三、情况\n全年无申请。")
    result = read(tmp_path, document)
    assert [block.kind for block in result.blocks] == ["paragraph", "table", "paragraph", "paragraph"]
    assert cells_of(result, tables(result)[0])[0, 0] == "规章制定"
    assert result.title == "示例县2020年报告"


def test_merged_cells(tmp_path: Path) -> None:
    """Cells merged across rows and columns are one cell with its extent."""
    document = docx.Document()
    document.add_paragraph("表")
    table = document.add_table(4, 4)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "申请人情况"
    table.cell(0, 2).merge(table.cell(3, 2)).text = "总计"
    table.cell(3, 3).text = "7"
    result = read(tmp_path, document)
    (block,) = tables(result)
    assert spans_of(block)[0, 0] == (2, 2) and spans_of(block)[0, 2] == (4, 1)
    assert cells_of(result, block)[0, 0] == "申请人情况" and cells_of(result, block)[3, 3] == "7"
    assert (1, 0) not in cells_of(result, block)


def test_nested_tables_flow(tmp_path: Path) -> None:
    """A table that holds a table arranges the page; the inner one is a block of its own."""
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "正文一段。"
    inner = outer.cell(0, 1).add_table(2, 2)
    inner.cell(1, 1).text = "9"
    result = read(tmp_path, document)
    assert paragraphs(result) == ["正文一段。"]
    assert cells_of(result, tables(result)[0])[1, 1] == "9"


def test_deleted_hidden_and_inserted_text(tmp_path: Path) -> None:
    """What a tracked change deletes or a format hides is not shown; what is inserted is."""
    document = docx.Document()
    paragraph = document.add_paragraph("公开")
    moved = parse_xml(f"<w:moveFrom {nsdecls('w')}><w:r><w:t>旧处</w:t></w:r></w:moveFrom>")
    deleted = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删去</w:delText></w:r></w:del>")
    inserted = parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>信息</w:t></w:r></w:ins>")
    for element in (moved, deleted, inserted):
        paragraph._p.append(element)
    paragraph.add_run("隐藏").font.hidden = True
    paragraph.add_run("十条。")
    assert paragraphs(read(tmp_path, document)) == ["公开信息十条。"]


def wml(xml: str):
    """An element of a document, written with its usual prefixes."""
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    return parse_xml(xml.replace(" NS", f" {nsdecls('w')} {spaces}", 1))


def paragraph_of(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in runs) + "</w:p>"


def test_content_controls_hold_blocks_rows_and_cells(tmp_path: Path) -> None:
    """A content control around a paragraph, a row or a cell shows what is in it."""
    document = docx.Document()
    document.add_paragraph("前文。")
    table = document.add_table(2, 2)
    for at in range(4):
        table.cell(at // 2, at % 2).text = str(at)
    for element in (document.paragraphs[0]._p, table.rows[0]._tr, table.cell(1, 0)._tc):
        control = wml("<w:sdt NS><w:sdtPr><w:id w:val='1'/></w:sdtPr><w:sdtContent/></w:sdt>")
        element.addprevious(control)
        control[1].append(element)
    result = read(tmp_path, document)
    assert paragraphs(result) == ["前文。"]
    assert list(cells_of(result, tables(result)[0]).values()) == ["0", "1", "2", "3"]


BOX = f"<w:txbxContent>{paragraph_of('框内文字。')}</w:txbxContent>"
VML = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"
DRAWN = f"<w:drawing><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></w:drawing>"
CHOICE = '<mc:Choice Requires="wps">{}</mc:Choice>'


@pytest.mark.parametrize(
    "shape",
    [
        VML,
        DRAWN,
        f"<mc:AlternateContent>{CHOICE.format(DRAWN)}<mc:Fallback>{VML}</mc:Fallback></mc:AlternateContent>",
        f"<mc:AlternateContent>{CHOICE.format('')}<mc:Fallback>{VML}</mc:Fallback></mc:AlternateContent>",
    ],
    ids=["vml", "drawing", "both", "fallback"],
)
def test_a_text_box_is_read_once(tmp_path: Path, shape: str) -> None:
    """A text box follows its paragraph, once, however many ways the file has to draw it."""
    document = docx.Document()
    document.add_paragraph("前文。")._p.append(wml(f"<w:r NS>{shape}</w:r>"))
    document.add_paragraph("后文。")
    assert paragraphs(read(tmp_path, document)) == ["前文。", "框内文字。", "后文。"]


def test_a_box_in_a_box_and_a_table_in_a_box(tmp_path: Path) -> None:
    """Boxes nest, and hold tables; each is read once."""
    inner = f"<w:p><w:r><w:t>外框。</w:t>{VML}</w:r></w:p>"
    rows = "".join(
        f"<w:tr><w:tc>{paragraph_of(a)}</w:tc><w:tc>{paragraph_of(b)}</w:tc></w:tr>"
        for a, b in ("甲1", "乙2")
    )
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"
    document = docx.Document()
    box = f"<w:pict><v:textbox><w:txbxContent>{inner}{table}</w:txbxContent></v:textbox></w:pict>"
    document.add_paragraph("前文。")._p.append(wml(f"<w:r NS>{box}</w:r>"))
    result = read(tmp_path, document)
    assert paragraphs(result) == ["前文。", "外框。", "框内文字。"]
    assert cells_of(result, tables(result)[0]) == {(0, 0): "甲", (0, 1): "1", (1, 0): "乙", (1, 1): "2"}


def test_a_block_may_stand_in_alternatives(tmp_path: Path) -> None:
    """Where a whole paragraph is given in two ways, one is read."""
    document = docx.Document()
    document.add_paragraph("前文。")
    both = f"{CHOICE.format(paragraph_of('新式。'))}<mc:Fallback>{paragraph_of('旧式。')}</mc:Fallback>"
    document.paragraphs[0]._p.addnext(wml(f"<mc:AlternateContent NS>{both}</mc:AlternateContent>"))
    assert paragraphs(read(tmp_path, document)) == ["前文。", "新式。"]


def test_fields_show_their_result(tmp_path: Path) -> None:
    """Of a field its result is shown, not its code, nor a result inside its code; a link shows its text."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, separate, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    inner = f"{begin}{code}{separate}<w:r><w:t>内</w:t></w:r>{end}"
    document = docx.Document()
    paragraph = document.add_paragraph("受理")
    for element in wml(f"<w:p NS>{begin}{code}{inner}{separate}<w:r><w:t>12</w:t></w:r>{end}</w:p>"):
        paragraph._p.append(element)
    paragraph._p.append(wml("<w:fldSimple NS w:instr='X'><w:r><w:t>件</w:t></w:r></w:fldSimple>"))
    paragraph._p.append(wml("<w:hyperlink NS><w:r><w:t>详见网站</w:t></w:r></w:hyperlink>"))
    assert paragraphs(read(tmp_path, document)) == ["受理12件详见网站"]


def test_a_field_that_never_ends_hides_nothing(tmp_path: Path) -> None:
    """Text after a field's begin that nothing ends is text."""
    document = docx.Document()
    paragraph = document.add_paragraph("受理")
    paragraph._p.append(wml('<w:r NS><w:fldChar w:fldCharType="begin"/></w:r>'))
    paragraph.add_run("12件。")
    assert paragraphs(read(tmp_path, document)) == ["受理12件。"]


def test_signs_that_are_elements(tmp_path: Path) -> None:
    """Tabs, breaks, hyphens and symbols are read; a soft hyphen and a reading above a character are not."""
    document = docx.Document()
    reading = "<w:rt><w:r><w:t>jìn</w:t></w:r></w:rt>"
    ruby = f"<w:ruby>{reading}<w:rubyBase><w:r><w:t>進</w:t></w:r></w:rubyBase></w:ruby>"
    signs = f"<w:t>A</w:t><w:tab/><w:t>B</w:t><w:noBreakHyphen/><w:t>C</w:t><w:softHyphen/><w:t>D</w:t>{ruby}"
    document.add_paragraph()._p.append(
        wml(f"<w:r NS>{signs}<w:sym w:char='2605'/><w:br/><w:t>后行。</w:t></w:r>")
    )
    document.add_paragraph()._p.append(wml("<m:oMath NS><m:r><m:t>3+4=7</m:t></m:r></m:oMath>"))
    assert paragraphs(read(tmp_path, document)) == ["A B-CD進★", "后行。", "3+4=7"]


def test_text_hidden_by_a_style(tmp_path: Path) -> None:
    """A style may hide its text, also by the style it is based on; what a run says itself goes first."""
    document = docx.Document()
    hidden = document.styles.add_style("暗", WD_STYLE_TYPE.CHARACTER)
    hidden.font.hidden = True
    heir = document.styles.add_style("更暗", WD_STYLE_TYPE.CHARACTER)
    heir.base_style = hidden
    paragraph = document.add_paragraph("公开")
    paragraph.add_run("暗处", style=hidden)
    paragraph.add_run("暗处", style=heir)
    paragraph.add_run("十条。", style=hidden).font.hidden = False
    assert paragraphs(read(tmp_path, document)) == ["公开十条。"]


def test_a_deleted_paragraph_end_joins_two_paragraphs(tmp_path: Path) -> None:
    """Where a tracked change deletes a paragraph's end, the next goes on with it; one all deleted is gone."""
    document = docx.Document()
    document.part.numbering_part._element[:] = list(parse_xml(NUMBERING))
    for text, numbered in (("总体", True), ("删去", True), ("公开", False), ("十条。", True)):
        paragraph = document.add_paragraph(text)
        if numbered:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = 3
    for paragraph in document.paragraphs[1:3]:
        mark = wml("<w:rPr NS><w:del w:id='1' w:author='a'/></w:rPr>")
        paragraph._p.get_or_add_pPr().append(mark)
    run = document.paragraphs[1]._p.r_lst[0]
    run.addprevious(deleted := wml("<w:del NS/>"))
    deleted.append(run)
    assert paragraphs(read(tmp_path, document)) == ["一、总体", "二、公开十条。"]


def test_rows_deleted_by_a_tracked_change(tmp_path: Path) -> None:
    """A deleted row is not shown, and a merge goes on past it."""
    document = docx.Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(2, 0)).text = "甲"
    for row, text in enumerate("123"):
        table.cell(row, 1).text = text
    table.rows[1]._tr.get_or_add_trPr().append(wml("<w:del NS w:id='1' w:author='a'/>"))
    result = read(tmp_path, document)
    assert cells_of(result, tables(result)[0]) == {(0, 0): "甲", (0, 1): "1", (1, 1): "3"}
    assert spans_of(tables(result)[0])[0, 0] == (2, 1)


def test_cells_merged_the_old_way(tmp_path: Path) -> None:
    """Cells merged to the right by hMerge are one cell."""
    document = docx.Document()
    table = document.add_table(1, 3)
    for cell, text, merge in zip(table.row_cells(0), ("甲", "", "乙"), ("restart", "", None), strict=True):
        cell.text = text
        if merge is not None:
            value = f'w:val="{merge}"' if merge else ""
            cell._tc.get_or_add_tcPr().append(wml(f"<w:hMerge NS {value}/>"))
    result = read(tmp_path, document)
    assert cells_of(result, tables(result)[0]) == {(0, 0): "甲", (0, 2): "乙"}
    assert spans_of(tables(result)[0])[0, 0] == (1, 2)


def with_notes(document, *notes: str, kind: str = "footnote") -> None:
    """Give the document notes 1, 2, … and the rule that stands above notes."""
    rule = f'<w:{kind} w:type="separator" w:id="0">{paragraph_of("——")}</w:{kind}>'
    body = "".join(f'<w:{kind} w:id="{at}">{note}</w:{kind}>' for at, note in enumerate(notes, 1))
    blob = f"<w:{kind}s {nsdecls('w')}>{rule}{body}</w:{kind}s>".encode()
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    part = Part(PackURI(f"/word/{kind}s.xml"), content, blob, document.part.package)
    document.part.relate_to(
        part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
    )


def cite(paragraph, number: int, kind: str = "footnote") -> None:
    paragraph._p.append(wml(f'<w:r NS><w:{kind}Reference w:id="{number}"/></w:r>'))


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_follows_what_refers_to_it(tmp_path: Path, kind: str) -> None:
    """A note is a paragraph behind the one, or the table, that refers to it; figures stay as printed."""
    document = docx.Document()
    paragraph = document.add_paragraph("全年收到申请5件")
    cite(paragraph, 1, kind)
    paragraph.add_run("。")
    table = document.add_table(2, 2)
    table.cell(1, 1).text = "9"
    cite(table.cell(1, 1).paragraphs[0], 2, kind)
    document.add_paragraph("后文。")
    with_notes(
        document,
        paragraph_of("含上年结转。"),
        paragraph_of("单位：件。"),
        paragraph_of("无人引用。"),
        kind=kind,
    )
    result = read(tmp_path, document)
    assert paragraphs(result) == ["全年收到申请5件。", "含上年结转。", "单位：件。", "后文。"]
    assert cells_of(result, tables(result)[0])[1, 1] == "9"


def test_notes_that_refer_to_each_other_are_read_once(tmp_path: Path) -> None:
    """A circle of notes ends."""
    document = docx.Document()
    cite(document.add_paragraph("正文。"), 1)
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r></w:p>'
    notes = (
        paragraph_of(text).replace("</w:p>", reference.format(at))
        for text, at in (("注一。", 2), ("注二。", 1))
    )
    with_notes(document, *notes)
    assert paragraphs(read(tmp_path, document)) == ["正文。", "注一。", "注二。"]


def changes_of(result) -> list[tuple[str, str, str]]:
    """What the file holds, what stands for it in the text, and why, of every change."""
    return [
        (each.printed, result.text[each.span.start : each.span.end], each.reason) for each in result.changes
    ]


def test_what_is_left_out_is_in_the_ledger(tmp_path: Path) -> None:
    """Hidden text, lines of contents, running heads and what merged cells cover are kept with a reason."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部稿"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_paragraph("公开").add_run("暗处").font.hidden = True
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、总体情况\t1", style=style)
    table = document.add_table(2, 2)
    for at, text in enumerate(("甲", "1", "乙", "2")):
        table.cell(at // 2, at % 2).text = text
    for row, merge in ((0, ' w:val="restart"'), (1, "")):
        table.cell(row, 0)._tc.get_or_add_tcPr().append(wml(f"<w:vMerge NS{merge}/>"))
    result = read(tmp_path, document)
    assert changes_of(result) == [
        ("内部稿", "", "running_line"),
        ("暗处", "", "furniture"),
        ("一、总体情况\t1", "", "furniture"),
        ("乙", "", "furniture"),
        ("第1页", "", "running_line"),
    ]


def test_what_word_prints_by_itself_is_in_the_ledger(tmp_path: Path) -> None:
    """The number of a list stands for nothing that the file holds."""
    document = docx.Document()
    document.part.numbering_part._element[:] = list(parse_xml(NUMBERING))
    document.add_paragraph("总体情况")._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 3
    assert changes_of(read(tmp_path, document)) == [("", "一、", "spelling")]


def import_part(document, content_type: str, blob: bytes) -> None:
    """Put at the document's end a part of another format, which Word shows in its place."""
    name = PackURI(f"/word/chunk{len(document.part.rels)}")
    part = Part(name, content_type, blob, document.part.package)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    key = document.part.relate_to(part, kind)
    document.element.body[-1].addprevious(wml(f'<w:altChunk NS xmlns:r="{space}" r:id="{key}"/>'))


def test_a_web_page_inside_a_document_is_read(tmp_path: Path) -> None:
    """Programs that turn pages into documents leave them as they are, for Word to read."""
    document = docx.Document()
    document.add_paragraph("前文。")
    import_part(document, "text/html", "<p>页内文字。</p><p>又一段。</p>".encode("gb18030"))
    result = read(tmp_path, document)
    assert paragraphs(result) == ["前文。", "页内文字。", "又一段。"] and result.notes == ()


def test_a_part_that_is_not_read_is_noted(tmp_path: Path) -> None:
    """A part in a format that is not read here, or that is not there, is said to be left out."""
    document = docx.Document()
    document.add_paragraph("前文。")
    import_part(document, "application/rtf", b"{\\rtf1 text}")
    document.element.body[-1].addprevious(wml("<w:altChunk NS/>"))
    result = read(tmp_path, document)
    assert paragraphs(result) == ["前文。"]
    assert [(note.code, note.fields) for note in result.notes] == [("imported_parts", (("count", "2"),))]


def test_the_number_of_a_list_keeps_apart_from_figures(tmp_path: Path) -> None:
    """A number that ends in a digit or a point is not glued to a text that begins with one."""
    document = docx.Document()
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        NUMBERING[: NUMBERING.index("<w:lvl")] + level + NUMBERING[NUMBERING.index("</w:abstractNum>") :]
    )
    document.part.numbering_part._element[:] = list(parse_xml(numbering))
    for text in ("2023年以来", "公开"):
        document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 3
    assert paragraphs(read(tmp_path, document)) == ["1. 2023年以来", "2.公开"]


def test_a_style_numbers_its_paragraphs(tmp_path: Path) -> None:
    """A style, or what it is based on, may put its paragraphs in a list, on the level for the style."""
    document = docx.Document()
    numbering = NUMBERING.replace(
        '<w:lvl w:ilvl="1"><w:start w:val="1"/>',
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="two"/>',
    )
    document.part.numbering_part._element[:] = list(parse_xml(numbering))
    styles = {}
    for name, base in (("one", None), ("heir", "one"), ("two", None)):
        styles[name] = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            styles[name].base_style = styles[base]
        else:
            styles[name].element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 3
    for text, name in (("总体情况", "one"), ("组织", "two"), ("主动公开", "heir")):
        document.add_paragraph(text, style=styles[name])
    assert paragraphs(read(tmp_path, document)) == ["一、总体情况", "（1）组织", "二、主动公开"]


def test_word_counts_what_it_numbers(tmp_path: Path) -> None:
    """Numbers that Word prints by itself stand in the text as a reader sees them."""
    document = docx.Document()
    part = document.part.numbering_part
    part._element[:] = list(parse_xml(NUMBERING))
    for text, level in (("总体情况", 0), ("组织", 1), ("培训", 1), ("主动公开", 0), ("目录", 1), ("要点", 2)):
        properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 3
    expected = ["一、总体情况", "（1）组织", "（2）培训", "二、主动公开", "（1）目录", "要点"]
    assert paragraphs(read(tmp_path, document)) == expected


def test_chinese_numbers_of_a_list() -> None:
    """Chinese counting writes 十, 十一, 二十, 九十九; an unknown list has no number."""
    numbering = Numbering(parse_xml(NUMBERING))
    labels = [numbering.label("3", 0) for _ in range(99)]
    assert [labels[at - 1] for at in (1, 10, 11, 20, 99)] == ["一、", "十、", "十一、", "二十、", "九十九、"]
    assert numbering.label("5", 0) == "" and Numbering(None).label("3", 0) == ""


def numbering_of(*lists: str) -> Numbering:
    """Lists 1, 2, ... of one definition (1. and 1.1), each with what its element holds."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in enumerate(("%1.", "%1.%2"))
    )
    numbers = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="0"/>{inner}</w:num>'
        for at, inner in enumerate(lists, start=1)
    )
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    return Numbering(parse_xml(f"<w:numbering {nsdecls('w')}>{abstract}{numbers}</w:numbering>"))


def test_lists_of_one_definition_go_on_counting() -> None:
    """Lists that share a definition are one to Word, as long as none says where it begins."""
    numbering = numbering_of("", "")
    assert [numbering.label(key, 0) for key in "1122"] == ["1.", "2.", "3.", "4."]


def test_a_list_that_says_where_it_begins_begins_there() -> None:
    """A start of its own counts once, when the list is first met; its sublists begin anew with it."""
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    numbering = numbering_of("", override.format(1), override.format(5))
    printed = [
        numbering.label(key, level) for key, level in (("1", 0), ("1", 1), ("1", 0), ("2", 0), ("2", 1))
    ]
    assert printed == ["1.", "1.1", "2.", "1.", "1.1"]
    assert [numbering.label(key, 0) for key in "2233"] == ["2.", "3.", "5.", "6."]


def test_a_sublist_begins_where_its_list_says_each_time() -> None:
    """A start given for a lower level holds under every number above it."""
    numbering = numbering_of('<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride>')
    printed = [numbering.label("1", level) for level in (0, 1, 1, 0, 1)]
    assert printed == ["1.", "1.3", "1.4", "2.", "2.3"]


def test_a_list_may_write_its_numbers_in_its_own_way() -> None:
    """A level that a list replaces is written as the list says; what it leaves alone is as defined."""
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = numbering_of(
        "", f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>{level}</w:lvlOverride>'
    )
    assert [numbering.label(key, 0) for key in "1122"] == ["1.", "2.", "一、", "二、"]
    assert numbering.label("2", 1) == "二.1"


def test_a_legal_level_writes_all_numbers_in_digits() -> None:
    """Below a chapter in Chinese numbers Word may print 1.1."""
    chapter = '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl>'
    legal = '<w:lvl w:ilvl="1"><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'
    override = '<w:lvlOverride w:ilvl="{}">{}</w:lvlOverride>'
    numbering = numbering_of(override.format(0, chapter) + override.format(1, legal))
    printed = [numbering.label("1", level) for level in (0, 1, 1, 0, 1)]
    assert printed == ["第一章", "1.1", "1.2", "第二章", "2.1"]


def test_a_definition_may_borrow_from_a_list_style() -> None:
    """Levels and count of a definition that names a list style are those of the definition the style has."""
    link = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="本级"/></w:abstractNum>'
    root = NUMBERING.replace('"7">', '"7"><w:styleLink w:val="本级"/>', 1)
    root = root.replace("<w:num ", f'{link}<w:num w:numId="4"><w:abstractNumId w:val="8"/></w:num><w:num ', 1)
    numbering = Numbering(parse_xml(root))
    assert [numbering.label(key, 0) for key in "3443"] == ["一、", "二、", "三、", "四、"]


def test_table_of_contents_is_left_out(tmp_path: Path) -> None:
    """Lines of a table of contents end in a page number and are no headings."""
    document = docx.Document()
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、总体情况\t1", style=style)
    document.add_paragraph("一、总体情况")
    assert paragraphs(read(tmp_path, document)) == ["一、总体情况"]


def test_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    """A package that unpacks to hundreds of times its size is refused before it is unpacked."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\x00" * (30 * 2**20))
    with pytest.raises(UnreadableError) as caught:
        read_bytes(tmp_path, out.getvalue(), "bomb.docx")
    assert caught.value.key == "reading.zip_bomb"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    """A document type with entities neither expands nor reads other files."""
    body = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "爆炸"><!ENTITY b "&a;&a;&a;&a;">]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>正文&b;。</w:t></w:r></w:p></w:body></w:document>"
    )
    source = ZipFile(BytesIO(save_docx(docx.Document())))
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for entry in source.infolist():
            name = entry.filename
            package.writestr(name, body if name == "word/document.xml" else source.read(name))
    try:
        assert "爆炸" not in read_bytes(tmp_path, out.getvalue(), "a.docx").text
    except UnreadableError as error:
        assert error.key in ("reading.broken_docx", "reading.no_text")


def test_real_blank_form(real_reports: Path) -> None:
    """The blank form's three tables keep their merged cells: 14×4, 28×10 and 4×15."""
    document = read_document(real_reports / "form_2021_blank.docx")
    assert_sound(document)
    sizes = [
        (max(c.row + c.row_span for c in t.grid), max(c.column + c.column_span for c in t.grid))
        for t in tables(document)
    ]
    assert sizes == [(14, 4), (28, 10), (4, 15)]
    applications = tables(document)[1]
    cells, spans = cells_of(document, applications), spans_of(applications)
    assert cells[2, 4] == "商业企业"
    assert cells[5, 0] == "三、本年度办理结果" and spans[5, 0] == (22, 1)
    assert cells[7, 1] == "（三）不予公开" and spans[7, 1] == (8, 1)
    assert spans[0, 0] == (3, 3) and cells[27, 3] == ""
