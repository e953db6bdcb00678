"""In: bytes of separated values. Out: their encoding and rows, or the line that is broken."""

from __future__ import annotations

from io import BytesIO

import pytest

from nlp_reports import delimited
from nlp_reports.delimited import BrokenRowError, find_encoding, open_text, read_delimited, read_lines


def rows_of(data: bytes) -> list[tuple[int, list[str]]]:
    file = BytesIO(data)
    return list(read_delimited(open_text(file, encoding=find_encoding(file) or "utf-8")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_rows_in_every_encoding(encoding: str) -> None:
    """However a spreadsheet program saved it, the rows are the same."""
    data = '年份,正文\r\n2023,"一,二\n三"\r\n'.encode(encoding)
    assert rows_of(data) == [(1, ["年份", "正文"]), (3, ["2023", "一,二\n三"])]


def test_a_character_cut_by_a_block_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoding is told a little at a time, wherever the cuts fall."""
    monkeypatch.setattr(delimited, "_STEP", 7)
    for encoding in ("utf-8", "gb18030"):
        assert find_encoding(BytesIO("序号,正文\n一,二二二\n".encode(encoding))) == encoding


def test_bytes_in_no_encoding() -> None:
    """What is neither UTF-8 nor GB18030 is said to be neither, not guessed."""
    assert find_encoding(BytesIO(b"a,b\n\xff\xff,1\n")) is None


@pytest.mark.parametrize(
    ("text", "line"), [('a,b\n"1"2,3\n', 2), ('sep=;\na;b\n1;2\n"3;4\n', 4), ("a,b\n" + "x" * 99, 2)]
)
def test_a_broken_row_is_named_by_its_line(text: str, line: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotes that do not pair and lines without end are faults with a place, never a silent misreading."""
    monkeypatch.setattr(delimited, "MAX_LINE", 50)
    with pytest.raises(BrokenRowError) as caught:
        rows_of(text.encode())
    assert caught.value.line == line and caught.value.reason


def test_lines_are_read_one_at_a_time() -> None:
    """A line is handed on before the next is read."""
    text = open_text(BytesIO("甲\r\n乙".encode()), encoding="utf-8")
    assert list(read_lines(text)) == ["甲\r\n", "乙"]
