"""Rules of decoding text files."""

from __future__ import annotations

import codecs
import time

import pytest

from nlp_reports.reading.encoding import decode

SIMPLIFIED = (
    "示例市档案局2022年政府信息公开工作年度报告\n一、总体情况\n全年公开信息120条，比上年增长8%。\n" * 3
)
TRADITIONAL = (
    "示例市檔案局2022年政府資訊公開工作年度報告\n一、總體情況\n全年公開資訊120條，比上年增長8%。\n" * 3
)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_simplified_text_in_every_usual_encoding(name: str) -> None:
    """The same text comes out of every encoding, with or without a byte order mark, with no note."""
    assert decode(SIMPLIFIED.encode(name)) == (SIMPLIFIED, ())


def test_big_endian_with_mark() -> None:
    """A big-endian byte order mark is believed."""
    assert decode(codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"))[0] == SIMPLIFIED


def test_big5_is_not_taken_for_gb18030() -> None:
    """Big5 bytes are nearly always valid GB18030 too; the reading with ordinary characters is chosen."""
    assert decode(TRADITIONAL.encode("big5")) == (TRADITIONAL, ())


def test_traditional_characters_in_gb18030_stay_gb18030() -> None:
    """Traditional characters alone do not make a text Big5."""
    assert decode(TRADITIONAL.encode("gb18030")) == (TRADITIONAL, ())


def test_declared_charset_that_lies_is_not_believed() -> None:
    """A page that says gb2312 and is UTF-8 is read as UTF-8, and the other way round."""
    page = '<meta charset="{}"><p>' + SIMPLIFIED
    assert decode(page.format("gb2312").encode("utf-8"))[0] == page.format("gb2312")
    assert decode(page.format("utf-8").encode("gb18030"))[0] == page.format("utf-8")


@pytest.mark.parametrize("name", ["utf-8", "gb18030"])
def test_damaged_bytes_are_marked_and_noted(name: str) -> None:
    """A file cut in mid-character is still read, the lost place shows, and a note counts it."""
    text, notes = decode(SIMPLIFIED.encode(name)[:-2] + b"\xff")
    assert text.startswith(SIMPLIFIED[:60])
    assert [note.code for note in notes] == ["encoding_uncertain"]
    assert dict(notes[0].fields) == {"encoding": name, "count": str(text.count("\ufffd"))}


@pytest.mark.parametrize("name", ["utf-32", "utf-32-le", "utf-32-be"])
def test_four_byte_unicode_is_known(name: str) -> None:
    """UTF-32 is read with or without its mark, which begins like that of UTF-16."""
    assert decode(SIMPLIFIED.encode(name)) == (SIMPLIFIED, ())
    assert decode(codecs.BOM_UTF32_BE + SIMPLIFIED.encode("utf-32-be"))[0] == SIMPLIFIED


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("lost", [0, 61, 160, -1])
def test_utf16_that_lost_a_byte_is_read_to_its_end(name: str, mark: bool, lost: int) -> None:
    """One missing byte costs one character, wherever it is missing; that one shows, and a note counts it."""
    data = bytearray(SIMPLIFIED.encode(name))
    del data[lost]
    begin = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[name] if mark else b""
    text, notes = decode(begin + bytes(data))
    assert len(text) == len(SIMPLIFIED) and text.count("\ufffd") == 1
    assert sum(1 for read, printed in zip(text, SIMPLIFIED, strict=True) if read != printed) <= 2
    assert [(note.code, dict(note.fields)) for note in notes] == [
        ("encoding_uncertain", {"encoding": name, "count": "1"})
    ]


def test_a_long_text_that_lost_a_byte_takes_no_long_time() -> None:
    """Finding the missing byte costs no more than the size of the file."""
    begun = time.perf_counter()
    text, _ = decode((SIMPLIFIED * 5000).encode("utf-16-le")[1:])
    assert text.endswith(SIMPLIFIED) and time.perf_counter() - begun < 5


def test_few_ordinary_characters_are_told() -> None:
    """Bytes that fit an encoding and make little sense in it are not passed on without a word."""
    rare = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 300))
    _, notes = decode((rare + SIMPLIFIED).encode("gb18030"))
    assert [note.code for note in notes] == ["encoding_doubtful"]
    assert dict(notes[0].fields)["encoding"] == "gb18030"
