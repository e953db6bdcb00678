"""In: a Word document being built. Out: its headings and blocks as the ways of word processors have them."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

_ORDINAL = re.compile("^[一二三四五六七八九十]+、")
_LIST = 77


def number_heading(document: Any, paragraph: Any, text: str) -> None:
    """Give `paragraph` a heading whose number Word counts; the number in `text` goes."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    root = document.part.numbering_part.element
    if not root.xpath(f"w:num[@w:numId='{_LIST}']"):
        space = nsdecls("w")
        level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        level += '<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
        abstract = f'<w:abstractNum {space} w:abstractNumId="{_LIST}">{level}</w:abstractNum>'
        root.insert(0, parse_xml(abstract))
        target = f'<w:abstractNumId w:val="{_LIST}"/>'
        root.append(parse_xml(f'<w:num {space} w:numId="{_LIST}">{target}</w:num>'))
    numbers = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbers.get_or_add_ilvl().val = 0
    numbers.get_or_add_numId().val = _LIST
    paragraph.add_run(_ORDINAL.sub("", text)).bold = True


def box_heading(document: Any, paragraph: Any, text: str) -> None:
    """Anchor in the empty `paragraph` a text box that holds a heading, drawn in the new way and the old."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    wps = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    shape = parse_xml(
        f'<mc:AlternateContent xmlns:mc="{mc}" xmlns:wps="{wps}" xmlns:v="urn:schemas-microsoft-com:vml"'
        f' {nsdecls("w")}><mc:Choice Requires="wps"><w:drawing><wps:txbx/></w:drawing></mc:Choice>'
        "<mc:Fallback><w:pict><v:shape><v:textbox/></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    box = parse_xml(f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t/></w:r></w:p></w:txbxContent>")
    box[0][0][0].text = text
    shape[0][0][0].append(box)
    shape[1][0][0][0].append(deepcopy(box))
    paragraph.add_run()._r.append(shape)


def control_blocks(document: Any) -> None:
    """Put every block of the document into a content control of its own."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for block in list(document.element.body)[:-1]:
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
        block.addprevious(control)
        control[1].append(block)
