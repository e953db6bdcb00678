"""Rules of reading DOCX files."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from nlp_reports.errors import UnreadableError
from nlp_reports.reading.document import read_document
from nlp_reports.reading.numbering import Numbering
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


def test_content_controls_and_text_boxes(tmp_path: Path) -> None:
    """Blocks inside a content control, and each text box once, are read."""
    document = docx.Document()
    document.add_paragraph("前文。")
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    content.append(deepcopy(document.paragraphs[0]._p))
    content[0].findall(".//" + qn("w:t"))[0].text = "控件内文字。"
    control.append(content)
    document.paragraphs[0]._p.addnext(control)
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>框内文字。</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    run = f"<w:r {nsdecls('w')}><mc:AlternateContent {mc}>{both}</mc:AlternateContent></w:r>"
    document.paragraphs[0]._p.append(parse_xml(run))
    assert paragraphs(read(tmp_path, document)) == ["前文。", "框内文字。", "控件内文字。"]


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


def test_table_of_contents_is_left_out(tmp_path: Path) -> None:
    """Lines of a table of contents end in a page number and are no headings."""
    document = docx.Document()
    style = document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
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
