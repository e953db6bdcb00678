"""In: Markdown as our summary writes it. Out: a Word document with headings, quotations and footnotes.

python-docx makes the document; footnotes, which it does not know, are a part of the package of their own.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from nlp_reports.saving import repack, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from markdown_it.token import Token

_BODY, _HEAD = ("Times New Roman", "宋体"), ("Arial", "黑体")
FACES = {"Normal": _BODY, "Quote": _BODY, "Title": _HEAD, "Heading 1": _HEAD}
"""Style → Latin and Chinese typeface, which every Chinese Windows has and others have a substitute for."""

_STYLES = {"h1": "Title", "h2": "Heading 1", "blockquote": "Quote", "li": "List Bullet"}
_NOTE, _MARK = "footnote text", "footnote reference"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def write_docx(markdown: str, path: Path) -> Path:
    """Write `markdown` (headings, paragraphs, quotations, lists, footnotes) as a Word document to `path`.

    The same text gives the same bytes. Raises OutputError where the file cannot be written.
    """
    from docx import Document

    document = Document()
    _set_page(document)
    _set_styles(document)
    tokens = _parse(markdown)
    end = next((at for at, each in enumerate(tokens) if each.type == "footnote_block_open"), len(tokens))
    _fill(document, tokens[:end])
    _add_notes(document, [each.content for each in tokens[end:] if each.type == "inline"])
    document.core_properties.title = next(each.content for each in tokens if each.type == "inline")
    document.core_properties.author = "nlp-reports"
    packed = io.BytesIO()
    document.save(packed)
    return write_whole(path, lambda draft: draft.write_bytes(repack(packed.getvalue())))


def _parse(markdown: str) -> list[Token]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    return MarkdownIt("commonmark", {"html": False}).use(footnote_plugin).parse(markdown)


def _fill(document: Document, tokens: Iterable[Token]) -> None:
    """Append a paragraph for each block of text, in the style of what it stands in."""
    around: list[str] = []
    for token in tokens:
        if token.nesting > 0:
            around.append(token.tag)
        elif token.nesting < 0:
            around.pop()
        elif token.type == "inline":
            style = next((_STYLES[tag] for tag in around if tag in _STYLES), "Normal")
            _write(document.add_paragraph(style=style), token.children or ())


def _write(paragraph: Paragraph, children: Iterable[Token]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for child in children:
        if child.type == "footnote_ref":
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(child.meta["id"] + 1))
            paragraph.add_run(style=_MARK)._r.append(mark)
        else:
            paragraph.add_run(child.content or " ")


def _add_notes(document: Document, notes: Sequence[str]) -> None:
    """Add the part of the package that holds the footnotes, 1 and following."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.ns import nsmap
    from lxml import etree

    def element(parent: Any, tag: str, **attributes: str) -> Any:
        names = {f"{{{nsmap['w']}}}{name}": value for name, value in attributes.items()}
        return etree.SubElement(parent, f"{{{nsmap['w']}}}{tag}", names)

    root = etree.Element(f"{{{nsmap['w']}}}footnotes", nsmap={"w": nsmap["w"]})
    for number, kind in enumerate(("separator", "continuationSeparator"), -1):
        note = element(root, "footnote", type=kind, id=str(number))
        element(element(element(note, "p"), "r"), kind)
    styles = {name: document.styles[name].style_id for name in (_NOTE, _MARK)}
    for number, text in enumerate(notes, 1):
        paragraph = element(element(root, "footnote", id=str(number)), "p")
        element(element(paragraph, "pPr"), "pStyle", val=styles[_NOTE])
        mark = element(paragraph, "r")
        element(element(mark, "rPr"), "rStyle", val=styles[_MARK])
        element(mark, "footnoteRef")
        words = element(element(paragraph, "r"), "t")
        words.text = f" {_plain(text)}"
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _CONTENT, blob, document.part.package)
    document.part.relate_to(part, _RELATION)


def _plain(inline: str) -> str:
    """Return the characters that a line of Markdown shows."""
    from markdown_it import MarkdownIt

    return "".join(each.content for each in MarkdownIt().parseInline(inline)[0].children or ())


def _set_page(document: Document) -> None:
    """A4, and the number of the page at its foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)


def _set_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = document.styles
    note = styles.add_style(_NOTE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style, note.font.size = styles["Normal"], Pt(9)
    note.paragraph_format.line_spacing, note.paragraph_format.space_after = 1, Pt(0)
    styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER).font.superscript = True
    for name, (latin, chinese) in FACES.items():
        style = styles[name]
        style.font.name, style.font.italic = latin, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        faces = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            faces.attrib.pop(qn(f"w:{theme}"), None)
        faces.set(qn("w:eastAsia"), chinese)
    styles["Title"].font.size, styles["Heading 1"].font.size = Pt(20), Pt(14)
    styles["Normal"].font.size = Pt(11)
    styles["Normal"].paragraph_format.line_spacing = 1.4
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Quote"].paragraph_format.left_indent = Pt(22)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "en-US")
    tongue.set(qn("w:eastAsia"), "zh-CN")
    styles["Normal"].element.rPr.append(tongue)
