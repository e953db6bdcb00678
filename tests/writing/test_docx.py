"""In: Markdown of our making. Out: a Word document that its own library reads back, footnotes and all."""

from __future__ import annotations

import zipfile
from pathlib import Path

from docx import Document
from lxml import etree

from nlp_reports.writing.docx import write_docx

TEXT = """# 综述

## 一、概况

共 3 份\\_报告 &lt;局&gt;。

> “更新不及时”[^1]

- 甲：没有读入
- 乙：空白

又如“形式单一”[^2]，完。

[^1]: 云岭市人民政府 2021 年度报告，a\\_b.html
[^2]: 青禾县，b.html
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_blocks_keep_their_style_and_characters(tmp_path: Path) -> None:
    """Headings, text, quotations and lists come back with the characters that the Markdown shows."""
    document = Document(str(write_docx(TEXT, tmp_path / "a.docx")))
    assert [(each.style.name, each.text) for each in document.paragraphs] == [
        ("Title", "综述"),
        ("Heading 1", "一、概况"),
        ("Normal", "共 3 份_报告 <局>。"),
        ("Quote", "“更新不及时”"),
        ("List Bullet", "甲：没有读入"),
        ("List Bullet", "乙：空白"),
        ("Normal", "又如“形式单一”，完。"),
    ]
    assert document.core_properties.title == "综述"


def test_footnotes_are_footnotes(tmp_path: Path) -> None:
    """Each reference in the text has its note, in order, in the part where Word looks for it."""
    with zipfile.ZipFile(write_docx(TEXT, tmp_path / "a.docx")) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))
        notes = etree.fromstring(packed.read("word/footnotes.xml"))
        assert b"footnotes.xml" in packed.read("[Content_Types].xml")
    cited = [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")]
    told = {
        each.get(f"{W}id"): "".join(each.itertext()).strip() for each in notes if not each.get(f"{W}type")
    }
    assert cited == ["1", "2"] == list(told)
    assert told == {"1": "云岭市人民政府 2021 年度报告，a_b.html", "2": "青禾县，b.html"}


def test_same_text_same_bytes(tmp_path: Path) -> None:
    """A document does not depend on when it was written."""
    first, second = (write_docx(TEXT, tmp_path / name).read_bytes() for name in ("a.docx", "b.docx"))
    assert first == second
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
