"""In: the text of a table's cells, a TableTemplate. Out: which row, column or group each label names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.parsing.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp_reports.parsing.grids import Line, Printed
    from nlp_reports.parsing.template import Row, TableTemplate

_ORDINAL = re.compile(
    r"(?:[①-⑳]|[(][一二三四五六七八九十0-9]{1,3}[)]|[一二三四五六七八九十0-9]{1,3}[、.,:)])[、.]?|其中[:、,]?"
)
_SERIAL = re.compile(r"[0-9]{1,3}")
_REMARK = re.compile(r"[(][^()]*(?:[)]|$)")
_SIGNS = re.compile(r"[^\w/]+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Label:
    """What the left of a line says: its row if any, the group in force, how many cells it takes."""

    row: Row | None
    group: str | None
    cells: int
    known: bool


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a label as templates match it: folded; without spaces, signs, remarks, leading numbers, 其中."""
    plain = "".join(fold(text[:_LONGEST]).split())
    while ordinal := _ORDINAL.match(plain):
        plain = plain[ordinal.end() :]
    without = _REMARK.sub("", _REMARK.sub("", plain))
    return _SIGNS.sub("", without) or _SIGNS.sub("", plain)


def column_of(text: str, table: TableTemplate) -> str | None:
    """Return the key of the column that `text` names, or None."""
    return _named(bare(text), table)[1]


def row_of(text: str, table: TableTemplate, *, group: str | None = None, clean: bool = True) -> Row | None:
    """Return the row that `text` names, standing in `group`; `clean` lets weak labels count."""
    for row in _named(bare(text), table)[0]:
        if (clean or not row.weak) and row.group in (None, group):
            return row
    return None


def names_row(text: str, table: TableTemplate) -> bool:
    """Tell whether `text` names a row, in whatever group."""
    return bool(_named(bare(text), table)[0])


def group_of(text: str, table: TableTemplate) -> str | None:
    """Return the key of the group that `text` names, or None."""
    return _named(bare(text), table)[2]


@lru_cache(maxsize=8192)
def _named(words: str, table: TableTemplate) -> tuple[tuple[Row, ...], str | None, str | None]:
    """Return all rows that `words` may name, the column and the group; reports repeat their labels.

    A row may follow its group in one label: （三）不予公开1.属于国家秘密.
    """
    if not words or words.isascii():
        return (), None, None
    heads = ((each.key, each.pattern.search(words)) for each in table.groups)
    group, head = next(((key, found) for key, found in heads if found), (None, None))
    rest = words[head.end() :].lstrip("0123456789") if head else ""
    rows = (row for row in table.rows if row.pattern.search(words) or (rest and row.pattern.search(rest)))
    column = next((key for key, each in table.columns.items() if each.pattern.search(words)), None)
    return tuple(rows), column, group


def count_labels(texts: Iterable[str], table: TableTemplate) -> tuple[int, int]:
    """Return how many of the table's rows and how many of its columns are named among `texts`."""
    rows, columns = set(), set()
    for text in texts:
        if row := row_of(text, table):
            rows.add(row.key)
        elif column := column_of(text, table):
            columns.add(column)
    return len(rows), len(columns)


@lru_cache(maxsize=8192)
def is_text(text: str) -> bool:
    """Tell whether a cell holds words: neither blank, nor a dash, nor a number."""
    return read_value(text)[1] == "ambiguous"


def read_label(line: Line, table: TableTemplate, *, group: str | None, limit: int | None = None) -> Label:
    """Return what the left of `line` says, where `group` is in force.

    Words that follow a label and belong to no column (they start before column `limit`, or at once where
    that is not known) are part of it: a page break may leave the end of a label in a cell of its own.
    A serial number may stand before it.
    """
    row: Row | None = None
    cells, known, clean = 0, False, True
    first = next((index for index, cell in enumerate(line) if cell.text), 0)
    first += is_serial(line[first:])
    for index, cell in enumerate(line):
        if index < first or not cell.text:
            continue
        if not is_text(cell.text):
            break
        heads = group_of(cell.text, table)
        group = heads or group
        named = row_of(cell.text, table, group=group, clean=clean)
        row = named or row
        if heads or named:
            pass
        elif not known:
            clean = False
            continue
        elif cell.start >= (line[cells - 1].end + 1 if limit is None else limit):
            break
        cells, known = index + 1, True
    if row and (above := row.key.partition(".")[0]) in {each.key for each in table.groups}:
        group = above
    return Label(row, group, cells, known)


def is_serial(line: Sequence[Printed]) -> bool:
    """Tell whether the first cell of `line` may be its number, because words follow it."""
    words = len(line) > 1 and next((is_text(cell.text) for cell in line[1:] if cell.text), False)
    return words and _SERIAL.fullmatch(fold(line[0].text)) is not None
