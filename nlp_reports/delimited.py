"""In: a file of separated values, as spreadsheets write them. Out: its encoding, and its numbered rows."""

from __future__ import annotations

import codecs
import csv
import re
from io import TextIOWrapper
from itertools import chain, count
from typing import TYPE_CHECKING, BinaryIO, TextIO

from nlp_reports.chinese.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = ",;\t"
MAX_LINE = 8 * 2**20
"""Characters of a line or a cell, above which a file is taken for broken."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATOR_LINE = re.compile(rf'[ \t]{{0,20}}"?sep=([{SEPARATORS}])"?\s{{0,20}}', re.IGNORECASE)
_STEP = 2**20
_ZEROS = 0.05
"""The share of zero bytes above which a text without a mark is UTF-16; a stray one is a fault of UTF-8."""
_IGNORED = dict.fromkeys(map(ord, " -_"))


def column_key(name: str) -> str:
    """Return a column's name as names are compared: width, capitals, spaces, `-` and `_` do not matter."""
    return fold(name).lower().translate(_IGNORED)


def find_encoding(file: BinaryIO) -> str | None:
    """Return the encoding that all of `file` is in: by its mark, else UTF-8 or GB18030; None if neither fits.

    UTF-16 without a mark is known by its zero bytes. The file is read once or twice, a little at a time,
    and left at its beginning.
    """
    head = file.read(_STEP)
    file.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.count(0) > _ZEROS * len(head):
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    return next((name for name in ("utf-8", "gb18030") if _fits(file, name)), None)


def _fits(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while part := file.read(_STEP):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def open_text(file: BinaryIO, *, encoding: str) -> TextIO:
    """Return `file` as text with its line ends as they are; bytes that do not fit become U+FFFD."""
    return TextIOWrapper(file, encoding=encoding, errors="replace", newline="")


def read_lines(text: TextIO) -> Iterator[str]:
    """Yield the lines of `text` with their ends. Raises BrokenRowError for one longer than MAX_LINE."""
    for number in count(1):
        line = text.readline(MAX_LINE)
        if len(line) == MAX_LINE:
            raise BrokenRowError(number, f"more than {MAX_LINE} characters")
        if not line:
            return
        yield line


def read_delimited(text: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's last line, counted from 1, and its cells; blank lines have none.

    The separator is what Excel's `sep=` line names, else the one of comma, semicolon and tab that the
    first line has most of. Raises BrokenRowError where a row is no proper CSV.
    """
    csv.field_size_limit(MAX_LINE)
    lines = read_lines(text)
    above, held, first = 0, [], ""
    for line in lines:
        held.append(line)
        if told := _SEPARATOR_LINE.fullmatch(line):
            above, held, first = len(held), [], told[1]
            break
        if line.strip(f"{SEPARATORS} \r\n"):
            first = line
            break
    reader = csv.reader(chain(held, lines), delimiter=max(SEPARATORS, key=first.count), strict=True)
    try:
        for cells in reader:
            yield above + reader.line_num, cells
    except csv.Error as error:
        raise BrokenRowError(above + reader.line_num, str(error)) from error


class BrokenRowError(ValueError):
    """A row that is no proper CSV: its `line`, counted from 1, and the `reason`."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason
