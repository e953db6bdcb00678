"""In: an input file. Out: the reports in it: itself, the members of an archive, the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from nlp_reports.errors import UnreadableError
from nlp_reports.reading.archive import read_members, read_names
from nlp_reports.reading.document import SUFFIXES
from nlp_reports.reading.listing import read_listing
from nlp_reports.reading.piece import Piece, refused
from nlp_reports.reading.rows import TableKind
from nlp_reports.reading.signature import kind_of, package_kind

ContainerKind = Literal["archive", "csv", "jsonl", "workbook", "parquet"]

_TABLES: dict[str, TableKind] = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_HEAD = 1024


def unfold(path: Path, *, name: str, text_column: str | None = None) -> Iterator[Piece]:
    """Yield the reports in the file `path`, called `name`: itself, unless it is an archive or a table.

    A member of an archive is called `name/INNER`, a row of a table `name#ROW`. A table in an archive is
    unfolded too, an archive in an archive is not. What cannot be read is a piece with an issue; nothing is
    raised, and a file that cannot be opened is left to whoever reads it.
    """
    try:
        with path.open("rb") as file:
            kind = _container_kind(file, name)
            if kind is None:
                yield Piece(name, path=path)
            elif kind == "archive":
                yield from _members(file, name, text_column)
            else:
                yield from read_listing(file, kind=kind, name=name, text_column=text_column)
    except OSError:
        yield Piece(name, path=path)
    except UnreadableError as error:
        yield refused(error, name=name)


def _members(file: BinaryIO, name: str, text_column: str | None) -> Iterator[Piece]:
    """Yield the archive's reports. Raises UnreadableError where the archive itself cannot be read."""
    empty = True
    for member in read_members(file, name=name, wanted=_is_wanted):
        empty = False
        called = f"{name}/{member.name}"
        if member.error is not None:
            yield refused(member.error, name=called)
            continue
        try:
            yield from _member(member.data, called, text_column)
        except UnreadableError as error:
            yield refused(error, name=called)
    if empty:
        raise UnreadableError("reading.empty_archive", path=name)


def _member(data: bytes, name: str, text_column: str | None) -> Iterator[Piece]:
    file = BytesIO(data)
    kind = _container_kind(file, name)
    if kind == "archive":
        raise UnreadableError("reading.archive", path=name)
    if kind is None:
        yield Piece(name, data=data)
    else:
        yield from read_listing(file, kind=kind, name=name, text_column=text_column)


def _is_wanted(inner: str) -> bool:
    return PurePosixPath(inner).suffix.lower() in SUFFIXES


def _container_kind(file: BinaryIO, name: str) -> ContainerKind | None:
    """Return what holds several reports, by its content, or, as text has no signature, by its suffix."""
    head = file.read(_HEAD)
    file.seek(0)
    suffix = PurePosixPath(name).suffix.lower()
    if head.startswith(b"PAR1"):
        return "parquet"
    kind = kind_of(head)
    if kind == "zip":
        return _package(file, name, suffix)
    return _TABLES.get(suffix) if kind == "text" and head.strip() else None


def _package(file: BinaryIO, name: str, suffix: str) -> ContainerKind | None:
    """Return what a ZIP package is; one that is broken is left to its reader, unless it is an archive."""
    try:
        kind = package_kind(read_names(file, name=name))
    except UnreadableError:
        if suffix == ".zip":
            raise
        return None
    finally:
        file.seek(0)
    if kind == "spreadsheet":
        return "workbook"
    return "archive" if kind == "archive" else None
