"""In: the CSV of `--meta`, or a row of a table of reports. Out: what it says of a report, value by value."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import dropwhile
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.delimited import BrokenRowError, column_key, find_encoding, open_text, read_delimited
from nlp_reports.errors import InputError
from nlp_reports.model import Issue
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from nlp_reports.model import Fields

FIRST_YEAR, LAST_YEAR = 2008, 2100
"""Years that a report may be about: the first there was, and one that no report will reach."""

_YEAR = re.compile(r"([0-9]{4})(?:\.0|年度?)?")
_ADCODE = re.compile(r"([0-9]{6})(?:\.0)?")
_DAY = re.compile(
    r"(?P<year>20[0-9]{2})(?:(?P<sign>[-/.])(?P<month>[0-9]{1,2})(?P=sign)|年(?P<month_zh>[0-9]{1,2})月)"
    r"(?P<day>[0-9]{1,2})日?(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)


def load_metadata(path: Path) -> dict[str, dict[str, str]]:
    """Return what the CSV `path` knows of each report: name → column → value, empty cells left out.

    UTF-8, with or without a byte order mark, GB18030, or UTF-16 with one; separated by comma, semicolon
    or tab. Column names may be English or Chinese (路径, 单位, 地区, 层级, 行业, 年份); others are kept under
    their own. Levels and sectors may be given in Chinese. Raises InputError naming file, line and remedy.
    """
    rows = _rows(path)
    header = [_column(cell) for cell in next(rows, (0, [""]))[1]]
    _check_header(header, path)
    known: dict[str, dict[str, str]] = {}
    for line, cells in rows:
        row = _row(header, cells, path, line)
        name = row.pop("path", "").replace("\\", "/").removeprefix("./")
        if not name:
            if row:
                raise InputError("corpus.meta_no_path", file=path, line=line)
            continue
        if name in known:
            raise InputError("corpus.meta_path_twice", file=path, line=line, path=name)
        known[name] = {column: _checked(column, value, path, line) for column, value in row.items()}
    return known


def read_facts(facts: Fields) -> tuple[dict[str, str], dict[str, str], tuple[Issue, ...]]:
    """Return what the columns of a row say: who reports, by column; all else, by printed name; and doubts.

    A value that is none of its kind (a year 未知) is kept with all else, and an issue says so. Where two
    columns have one meaning, the first counts.
    """
    known: dict[str, str] = {}
    others: dict[str, str] = {}
    issues: list[Issue] = []
    for name, value in facts:
        column = _spellings("columns").get(column_key(name))
        read = _read(column, value.strip()) if column else value
        if read and column and column != "path" and column not in known:
            known[column] = read
        else:
            others[name] = value.strip()
        if read is None:
            issues.append(Issue("reading", "table_value", (("column", name), ("value", value.strip()[:50]))))
    return known, others, tuple(issues)


def split_row(row: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a row of `load_metadata` says of who reports, and what else its columns hold."""
    identity = set(load_yaml("metadata.yaml")["columns"])
    return (
        {column: value for column, value in row.items() if column in identity},
        {column: value for column, value in row.items() if column not in identity},
    )


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the CSV's lines with their numbers, from the header on."""
    try:
        with path.open("rb") as file:
            encoding = find_encoding(file)
            if encoding is None:
                raise InputError("corpus.meta_encoding", file=path)
            rows = read_delimited(open_text(file, encoding=encoding))
            yield from dropwhile(lambda row: not any(cell.strip() for cell in row[1]), rows)
    except OSError as error:
        raise InputError("corpus.meta_unreadable", file=path, reason=error.strerror or error) from error
    except BrokenRowError as error:
        raise InputError("corpus.meta_broken", file=path, line=error.line, reason=error.reason) from error


def _column(printed: str) -> str:
    bare = printed.strip()
    return _spellings("columns").get(column_key(bare), bare)


def _check_header(header: list[str], path: Path) -> None:
    columns = ", ".join(filter(None, header))
    if "path" not in header:
        raise InputError("corpus.meta_no_path_column", file=path, columns=columns)
    if repeated := next((name for name in header if name and header.count(name) > 1), None):
        raise InputError("corpus.meta_column_twice", file=path, column=repeated)
    known = [name for name in load_yaml("metadata.yaml")["columns"] if name != "path"]
    if not set(known) & set(header):
        names = {"known_zh": "、".join(known), "known_en": ", ".join(known)}
        raise InputError("corpus.meta_no_known_column", file=path, columns=columns, **names)


def _row(header: list[str], cells: list[str], path: Path, line: int) -> dict[str, str]:
    """Return the filled cells of a line by their columns; refuse one that stands in no named column."""
    row: dict[str, str] = {}
    for place, cell in enumerate(cells):
        if value := cell.strip():
            name = header[place] if place < len(header) else ""
            if not name:
                raise InputError("corpus.meta_too_many_cells", file=path, line=line, value=value)
            row[name] = value
    return row


def _checked(column: str, value: str, file: Path, line: int) -> str:
    """Return the value as the package writes it; refuse one that is none of its kind."""
    plain = _read(column, value)
    if plain is None:
        allowed = _allowed(column)
        raise InputError(f"corpus.meta_bad_{column}", file=file, line=line, value=value, **allowed)
    return plain


def _read(column: str, value: str) -> str | None:
    """Return the value of a column as the package writes it, or None where it is none of its kind."""
    read = _KINDS.get(column)
    return read(fold(value)) if read else value


def _level(value: str) -> str | None:
    return _spellings("levels").get(column_key(value))


def _sector(value: str) -> str | None:
    return _sectors().get(value.lower())


def _year(value: str) -> str | None:
    match = _YEAR.fullmatch(value)
    return match[1] if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR else None


def _adcode(value: str) -> str | None:
    match = _ADCODE.fullmatch(value)
    return match[1] if match else None


def _published(value: str) -> str | None:
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"] or match["month_zh"]), int(match["day"]))
    except ValueError:
        return None
    return day.isoformat()


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
    names = load_yaml("metadata.yaml")[kind]
    return {column_key(each): name for name, spellings in names.items() for each in spellings}


@cache
def _sectors() -> dict[str, str]:
    """Sector ids by id, Chinese and English name."""
    entries = load_yaml("sectors.yaml")["sectors"]
    return {fold(entry[key]).lower(): entry["id"] for entry in entries for key in ("id", "zh", "en")}


def _allowed(column: str) -> dict[str, str]:
    """Return what may stand in a column of closed values, as each language lists it."""
    if column == "level":
        levels = load_yaml("metadata.yaml")["levels"].items()
        zh = "、".join(f"{name}（{'、'.join(spellings[1:])}）" for name, spellings in levels)
        return {"allowed_zh": zh, "allowed_en": ", ".join(name for name, _ in levels)}
    if column == "sector":
        sectors = load_yaml("sectors.yaml")["sectors"]
        zh = "、".join(f"{each['id']}（{each['zh']}）" for each in sectors)
        return {"allowed_zh": zh, "allowed_en": ", ".join(f"{each['id']} ({each['en']})" for each in sectors)}
    return {}
