"""In: a table with a report in each row. Out: the reports, each with what the other columns say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from statistics import median
from typing import BinaryIO

from nlp_reports.delimited import column_key
from nlp_reports.errors import UnreadableError
from nlp_reports.model import Issue
from nlp_reports.reading.piece import Piece, refused
from nlp_reports.reading.rows import Row, Sheet, TableKind, peek, read_sheets
from nlp_reports.resource import load_yaml

LONG = 200
"""Characters; a column whose values are mostly shorter holds no reports."""
EXCEL_LIMIT = 32_767
"""Characters that a cell of Excel holds; a text of this length has lost its end."""
MAX_RATIO = 200
"""Text to file in bytes, above which a table with more than 20 MiB of text is taken for a bomb."""

MOST_TOLD, LONGEST_NAME = 12, 30
"""Columns, and characters of a name, that are told where no column of texts is found."""
_SAMPLE_ROWS, _SAMPLE_SIZE = 100, 4 * 2**20
_SMALL = 20 * 2**20
_SURROGATE = re.compile("[\ud800-\udfff]")
NO_TEXTS = "table_without_texts"
"""The issue's code of a table in which no column is long enough to hold reports."""


def read_listing(
    file: BinaryIO, *, kind: TableKind, name: str, text_column: str | None = None
) -> Iterator[Piece]:
    """Yield the reports in the table `file`, each called `name#ROW`, or `name/SHEET#ROW` among several.

    The column of the texts is `text_column`, or found by its name (`resources/metadata.yaml`) and length;
    where there are several, each row's first filled one counts, HTML before text. What cannot be read, a
    row or the table from some row on, is a piece with an issue.
    """
    size = file.seek(0, 2)
    file.seek(0)
    without: list[Piece] = []
    found = False
    try:
        for sheet in read_sheets(
            file, kind=kind, name=name, is_header=lambda cells: _is_header(cells, text_column)
        ):
            called = f"{name}/{sheet.name}" if sheet.name else name
            for piece in _sheet_reports(sheet, called, text_column, size):
                if piece.issue is not None and piece.issue.code == NO_TEXTS:
                    without.append(piece)  # a sheet of other things, beside one of reports
                else:
                    found = True
                    yield piece
    except UnreadableError as error:
        yield refused(error, name=name)
    else:
        if not found:
            yield without[0] if without else refused(_without_texts(name, ()), name=name)


def _sheet_reports(sheet: Sheet, name: str, text_column: str | None, size: int) -> Iterator[Piece]:
    sample, rest = peek(sheet.rows, is_enough=_tells_the_columns)
    try:
        known = tuple(dict.fromkeys(chain(sheet.columns, *(row.cells for row in sample))))
        columns = _text_columns(known, sample, name, text_column)
    except UnreadableError as error:
        yield refused(error, name=name)
        return
    unpacked = 0
    for row in chain(sample, rest):
        piece = _report(row, columns, f"{name}#{row.number}")
        if piece is None:
            continue
        unpacked += len(piece.data or b"")
        if unpacked > max(_SMALL, MAX_RATIO * size):
            limit, so_far = MAX_RATIO * size // 2**20, unpacked // 2**20
            raise UnreadableError("reading.zip_bomb", path=name, size=so_far, limit=limit)
        yield piece


def _tells_the_columns(rows: Sequence[Row]) -> bool:
    """Tell whether the rows suffice to know a table's columns, or are as many as should be held at once."""
    return len(rows) == _SAMPLE_ROWS or sum(len(c) for row in rows for c in row.cells.values()) > _SAMPLE_SIZE


def _text_columns(
    columns: Sequence[str], sample: Sequence[Row], name: str, text_column: str | None
) -> list[str]:
    """Return the columns that hold the texts, the best first. Raises UnreadableError if there are none."""
    long = [column for column in columns if _length(column, sample) >= LONG]
    if text_column is not None:
        named = [column for column in columns if column_key(column) == column_key(text_column)]
    else:
        texts = [each for each in columns if column_key(each) in _names("text")]
        named = sorted((each for each in texts if _has_text(each, sample)), key=_rank)
    if named:
        return named
    if text_column is not None and long:
        raise UnreadableError("reading.table_lacks_column", path=name, column=text_column, **_listed(columns))
    if long:
        raise UnreadableError("reading.table_no_text_column", path=name, **_listed(columns))
    raise _without_texts(name, columns)


def _without_texts(name: str, columns: Sequence[str]) -> UnreadableError:
    return UnreadableError(f"reading.{NO_TEXTS}", path=name, **_listed(columns))


def _listed(columns: Sequence[str]) -> dict[str, str]:
    told = [_shortened(each) for each in columns[:MOST_TOLD]] + ["…"] * (len(columns) > MOST_TOLD)
    return {"columns_zh": "、".join(told) or "无", "columns_en": ", ".join(told) or "none"}


def _has_text(column: str, sample: Sequence[Row]) -> bool:
    """Tell whether a column that is named after texts holds one, be the others as short as 见附件."""
    return any(len(row.cells.get(column, "")) >= LONG for row in sample)


def _shortened(name: str) -> str:
    """Return a column's name on one line; where there is no header it may be a whole report."""
    words = " ".join(name.split())
    return words if len(words) <= LONGEST_NAME else f"{words[:LONGEST_NAME]}…"


def _length(column: str, sample: Sequence[Row]) -> float:
    """Return the median length of the column's values."""
    lengths = [len(row.cells[column]) for row in sample if column in row.cells]
    return median(lengths) if lengths else 0


def _report(row: Row, columns: Sequence[str], name: str) -> Piece | None:
    """Return a row's report; a row with nothing in it is none."""
    if row.fault is not None:
        return Piece(name, issue=Issue("reading", row.fault.code, (("path", name), *row.fault.fields)))
    if not row.cells:
        return None
    printed = next((row.cells[column] for column in columns if column in row.cells), None)
    if printed is None:
        fields = (("path", name), ("column", columns[0]))
        return Piece(name, issue=Issue("reading", "row_without_text", fields))
    text = _SURROGATE.sub("\ufffd", printed)
    title, url = (_first(row, kind) for kind in ("title", "url"))
    is_address = url is not None and row.cells[url].startswith(("http://", "https://"))
    used = {title, url if is_address else None, *columns}
    return Piece(
        name,
        data=text.encode(),
        title=row.cells[title] if title else "",
        url=row.cells[url] if url and is_address else None,
        facts=tuple((column, value) for column, value in row.cells.items() if _is_fact(column, used)),
        notes=_doubts(text),
    )


def _is_fact(column: str, used: set[str | None]) -> bool:
    return column not in used and column_key(column) not in _names("text")


def _doubts(text: str) -> tuple[Issue, ...]:
    """Say where a row's text is not all there: characters lost, or an end cut off."""
    notes: list[Issue] = []
    if lost := text.count("\ufffd"):
        notes.append(Issue("reading", "characters_lost", (("count", str(lost)),)))
    if len(text) == EXCEL_LIMIT:
        notes.append(Issue("reading", "cut_by_excel", (("limit", str(EXCEL_LIMIT)),)))
    return tuple(notes)


def _is_header(cells: Sequence[str], text_column: str | None) -> bool:
    names = _names("text") if text_column is None else {column_key(text_column): 0}
    return any(column_key(cell) in names for cell in cells)


def _first(row: Row, kind: str) -> str | None:
    """Return the filled column of a row that is best called a `kind` (title, url)."""
    names = _names(kind)
    return min(
        (each for each in row.cells if column_key(each) in names),
        key=lambda c: names[column_key(c)],
        default=None,
    )


def _rank(column: str) -> int:
    return _names("text")[column_key(column)]


@cache
def _names(kind: str) -> dict[str, int]:
    """Name → place among the names of a `kind` of column, as they are compared."""
    return {column_key(name): place for place, name in enumerate(load_yaml("metadata.yaml")["listing"][kind])}
