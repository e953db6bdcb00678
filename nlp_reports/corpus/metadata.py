"""In: the CSV of `--meta`. Out: what it says of each report, checked value by value."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from typing import TYPE_CHECKING

from nlp_reports.errors import InputError
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_YEAR = re.compile(r"(20\d\d)(?:\.0|年度?)?")
_ADCODE = re.compile(r"(\d{6})(?:\.0)?")
_DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def load_metadata(path: Path) -> dict[str, dict[str, str]]:
    """Return what the CSV `path` knows of each report: name → column → value, empty cells left out.

    UTF-8, with or without a byte order mark, GB18030, or UTF-16 with one; separated by comma, semicolon
    or tab. Column names may be English or Chinese (路径, 单位, 地区, 层级, 行业, 年份); others are kept under
    their own. Levels and sectors may be given in Chinese. Raises InputError naming file, line and remedy.
    """
    rows = _rows(path)
    header = [_column(cell) for cell in next(rows, (0, [""]))[1]]
    if "path" not in header:
        raise InputError("corpus.meta_no_path_column", file=path, columns=", ".join(filter(None, header)))
    if repeated := next((name for name in header if name and header.count(name) > 1), None):
        raise InputError("corpus.meta_column_twice", file=path, column=repeated)
    known: dict[str, dict[str, str]] = {}
    for line, cells in rows:
        row = {
            name: value.strip() for name, value in zip(header, cells, strict=False) if name and value.strip()
        }
        name = row.pop("path", "").replace("\\", "/").removeprefix("./")
        if not name:
            if row:
                raise InputError("corpus.meta_no_path", file=path, line=line)
            continue
        if name in known:
            raise InputError("corpus.meta_path_twice", file=path, line=line, path=name)
        known[name] = {column: _checked(column, value, path, line) for column, value in row.items()}
    return known


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the CSV's lines with their numbers."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("corpus.meta_unreadable", file=path, reason=error.strerror or error) from error
    text = _decode(content, path)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise InputError("corpus.meta_broken", file=path, line=reader.line_num, reason=error) from error


def _decode(content: bytes, path: Path) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("corpus.meta_encoding", file=path)


def _column(printed: str) -> str:
    bare = printed.strip()
    return _spellings("columns").get(bare.lower(), bare)


def _checked(column: str, value: str, file: Path, line: int) -> str:
    """Return the value as the package writes it; refuse one that is none of its kind."""
    read = _KINDS.get(column)
    plain = read(value) if read else value
    if plain is None:
        raise InputError(f"corpus.meta_bad_{column}", file=file, line=line, value=value)
    return plain


def _level(value: str) -> str | None:
    return _spellings("levels").get(value)


def _sector(value: str) -> str | None:
    return _sectors().get(value)


def _year(value: str) -> str | None:
    match = _YEAR.fullmatch(value)
    return match[1] if match else None


def _adcode(value: str) -> str | None:
    match = _ADCODE.fullmatch(value)
    return match[1] if match else None


def _published(value: str) -> str | None:
    match = _DAY.match(value)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


_KINDS: dict[str, Callable[[str], str | None]] = {
    "level": _level,
    "sector": _sector,
    "year": _year,
    "adcode": _adcode,
    "published": _published,
}


@cache
def _spellings(kind: str) -> dict[str, str]:
    """Spelling → name, for the `columns` or the `levels` of the CSV."""
    return {each: name for name, spellings in load_yaml("metadata.yaml")[kind].items() for each in spellings}


@cache
def _sectors() -> dict[str, str]:
    """Sector ids by id, Chinese and English name."""
    entries = load_yaml("sectors.yaml")["sectors"]
    return {entry[key]: entry["id"] for entry in entries for key in ("id", "zh", "en")}
