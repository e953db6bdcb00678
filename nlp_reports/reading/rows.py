"""In: a table as CSV, JSON Lines, XLSX or Parquet. Out: its sheets with their columns, and row after row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, BinaryIO, Literal, TypeVar

from nlp_reports.delimited import BrokenRowError, find_encoding, open_text, read_delimited, read_lines
from nlp_reports.errors import UnreadableError
from nlp_reports.model import Issue
from nlp_reports.reading.encoding import decode, ordinary_share
from nlp_reports.reading.word import check_package

Item = TypeVar("Item")
TableKind = Literal["csv", "jsonl", "workbook", "parquet"]

MAX_ROWS = 1_000_000
MAX_COLUMNS = 256
"""Columns of a sheet that are looked at."""
MAX_WORKBOOK = 256 * 2**20
"""Bytes of an XLSX, which is held in memory."""
MAX_UNPACKED = 2**30
"""Bytes that a row group of a Parquet file, which is unpacked as one, says it unpacks to."""

_HEADER_WITHIN = 10
_BATCH = 16
_SAMPLE = 2**20


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` counts from 1 below the header; `cells` are its filled cells by column.

    Where its cells cannot be told apart, `fault` says why.
    """

    number: int
    cells: Mapping[str, str]
    fault: Issue | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its `name` where the file has several, and its rows, to be gone through once."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


def read_sheets(
    file: BinaryIO, *, kind: TableKind, name: str, is_header: Callable[[Sequence[str]], bool]
) -> Iterator[Sheet]:
    """Yield the sheets of the table `file`, called `name`; `is_header` knows a header that is not on top.

    Rows are read as they are asked for. Raises UnreadableError, also from the rows, where the table is
    broken, from there on.
    """
    read = {
        "csv": _csv_sheets,
        "jsonl": _json_sheets,
        "workbook": _workbook_sheets,
        "parquet": _parquet_sheets,
    }
    with _told_as_unreadable(name):
        for sheet in read[kind](file, name, is_header):
            yield Sheet(sheet.name, sheet.columns, _guarded(sheet.rows, name))


def peek(
    items: Iterator[Item], *, is_enough: Callable[[Sequence[Item]], bool]
) -> tuple[list[Item], Iterator[Item]]:
    """Return the first items, until there are enough, and the rest; a fault among them is raised there."""
    first: list[Item] = []
    try:
        for item in items:
            first.append(item)
            if is_enough(first):
                break
    except Exception as error:  # whatever it is, what stands before it is to be read
        return first, _raising(error)
    return first, items


def _raising(error: Exception) -> Iterator[Any]:
    raise error
    yield


def _guarded(rows: Iterator[Row], name: str) -> Iterator[Row]:
    with _told_as_unreadable(name):
        yield from islice(rows, MAX_ROWS)
        if next(rows, None) is not None:
            raise UnreadableError("reading.too_many_rows", path=name, limit=MAX_ROWS)


class _told_as_unreadable:  # noqa: N801 - used as a context, like those of contextlib
    """Turns whatever a library meets in a broken table into one sentence that names the table."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BrokenRowError):
            where = {"line": error.line, "reason": error.reason}
            raise UnreadableError("reading.broken_rows", path=self._name, **where) from error
        if isinstance(error, Exception) and not isinstance(error, UnreadableError):
            raise UnreadableError("reading.broken_table", path=self._name) from error


def _csv_sheets(file: BinaryIO, name: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Sheet]:
    text = open_text(file, encoding=_encoding(file))
    yield _headed("", (cells for _, cells in read_delimited(text) if cells), is_header)


def _encoding(file: BinaryIO) -> str:
    """Return a table's encoding: one that fits, but of GB18030 and Big5 the one that makes more sense.

    Most bytes of either are something in the other. Where none fits, the one that loses least.
    """
    sample = file.read(_SAMPLE)
    file.seek(0)
    readings = {name: sample.decode(name, "replace") for name in ("utf-8", "gb18030", "big5hkscs")}
    fitting = find_encoding(file) or min(readings, key=lambda name: readings[name].count("\ufffd"))
    if fitting in ("gb18030", "big5hkscs"):
        return max(("gb18030", "big5hkscs"), key=lambda name: ordinary_share(readings[name]))
    return fitting


def _workbook_sheets(
    file: BinaryIO, name: str, is_header: Callable[[Sequence[str]], bool]
) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    data = file.read(MAX_WORKBOOK + 1)
    if len(data) > MAX_WORKBOOK:
        sizes = {"size": f"{len(data) / 2**20:.0f}", "limit": f"{MAX_WORKBOOK / 2**20:.0f}"}
        raise UnreadableError("reading.too_large", path=name, **sizes)
    check_package(data, name=name)
    file.seek(0)
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    several = len(book.worksheets) > 1
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        lines = sheet.iter_rows(min_row=1, max_col=MAX_COLUMNS, values_only=True)
        printed = ([_printed_cell(value) for value in line] if any(line) else [] for line in lines)
        yield _headed(sheet.title if several else "", printed, is_header)


def _headed(name: str, lines: Iterator[list[str]], is_header: Callable[[Sequence[str]], bool]) -> Sheet:
    """Return the sheet of `lines`; its header is the first that `is_header`, else the first with a word."""
    first, lines = peek(lines, is_enough=lambda held: len(held) == _HEADER_WITHIN)
    filled = (at for at, cells in enumerate(first) if any(cell.strip() for cell in cells))
    at = next((at for at, cells in enumerate(first) if is_header(cells)), next(filled, None))
    if at is None:
        return Sheet(name, (), iter(()))
    header = _distinct(cell.strip() for cell in first[at])
    rows = (_row(number, header, cells) for number, cells in enumerate(chain(first[at + 1 :], lines), 1))
    return Sheet(name, tuple(filter(None, header)), rows)


def _distinct(names: Iterable[str]) -> list[str]:
    """Return the names, those that stood before with a number behind; trailing blanks are left out."""
    found: list[str] = []
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        found.append(f"{name}.{seen[name]}" if name and seen[name] > 1 else name)
    while found and not found[-1]:
        found.pop()
    return found


def _row(number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    stray = next((cell for cell in cells[len(header) :] if cell.strip()), None)
    if stray is not None:
        return Row(number, {}, Issue("reading", "row_too_many_cells", (("value", stray[:50]),)))
    filled = {column: cell for column, cell in zip(header, cells, strict=False) if column and cell.strip()}
    return Row(number, filled)


def _json_sheets(file: BinaryIO, name: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Sheet]:
    text = open_text(file, encoding=_encoding(file))
    lines = (line for line in read_lines(text) if line.strip())
    rows = (_json_row(number, line) for number, line in enumerate(lines, 1))
    first, rest = peek(rows, is_enough=lambda held: len(held) == _HEADER_WITHIN)
    columns = dict.fromkeys(column for row in first for column in row.cells)
    yield Sheet("", tuple(columns), chain(first, rest))


def _json_row(number: int, line: str) -> Row:
    try:
        values = json.loads(line)
        cells = {str(column): _printed(value) for column, value in values.items()}
    except (ValueError, AttributeError, RecursionError):
        return Row(number, {}, Issue("reading", "row_broken", (("value", line.strip()[:50]),)))
    return Row(number, {column: value for column, value in cells.items() if value.strip()})


def _parquet_sheets(file: BinaryIO, name: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Sheet]:
    from pyarrow.parquet import ParquetFile

    table = ParquetFile(file)
    groups = (table.metadata.row_group(place) for place in range(table.num_row_groups))
    largest = max((group.total_byte_size for group in groups), default=0)
    if largest > MAX_UNPACKED:
        size, limit = largest // 2**20, MAX_UNPACKED // 2**20
        raise UnreadableError("reading.zip_bomb", path=name, size=size, limit=limit)
    records = (row for batch in table.iter_batches(batch_size=_BATCH) for row in batch.to_pylist())
    rows = (
        Row(number, {column: cell for column, value in each.items() if (cell := _printed(value)).strip()})
        for number, each in enumerate(records, 1)
    )
    yield Sheet("", tuple(table.schema_arrow.names), rows)


def _printed_cell(value: Any) -> str:
    """Return a cell of a workbook as text, its coded signs (`_x000D_`) read."""
    if value is None:
        return ""
    from openpyxl.utils.escape import unescape

    return unescape(value) if isinstance(value, str) and "_x" in value else _printed(value)


def _printed(value: Any) -> str:
    """Return a value as a spreadsheet shows it: 2023.0 as 2023, a day without its midnight."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return decode(value)[0]
    if isinstance(value, dict | list | bool):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
