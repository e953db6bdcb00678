"""In: a ZIP archive. Out: its members in turn, or why one cannot be read; nothing is written to disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from nlp_reports.errors import UnreadableError

MAX_MEMBERS = 100_000
MAX_MEMBER = 64 * 2**20
"""Bytes of one member."""
MAX_UNPACKED = 4 * 2**30
"""Bytes of all members together."""
MAX_RATIO = 200
"""Unpacked to packed bytes, above which an archive of more than 20 MiB is taken for a bomb."""

_DIRECTORY_ENTRY = 46
_LONGEST_NAME = 200
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_BIG_END = b"PK\x06\x06"
_NAME_IS_UTF8, _ENCRYPTED = 0x800, 0x1
_JUNK = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there, and its bytes or the error that says why there are none."""

    name: str
    data: bytes = b""
    error: UnreadableError | None = None


def read_names(file: BinaryIO, *, name: str) -> frozenset[str]:
    """Return the names in the archive `file`, called `name`. Raises UnreadableError if it is broken."""
    with _open(file, name) as archive:
        return frozenset(archive.namelist())


def read_members(file: BinaryIO, *, name: str, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """Yield the members of the archive `file`, called `name`, sorted, those not `wanted` as refused.

    Folders, hidden files and what systems leave behind (`__MACOSX`, `Thumbs.db`) are passed over. Raises
    UnreadableError for a broken archive, or one with too many members, or a bomb.
    """
    with _open(file, name) as archive:
        _check_sizes(archive, file, name)
        entries = [(_name_of(entry), entry) for entry in archive.infolist()]
        seen: set[str] = set()
        for inner, entry in sorted(entries, key=lambda each: each[0]):
            if entry.is_dir() or inner.endswith("/") or _is_junk(inner):
                continue
            inner = PurePosixPath(inner).as_posix()
            yield _member(archive, entry, inner, f"{name}/{inner}", seen, wanted)
            seen.add(inner)


def _member(
    archive: ZipFile, entry: ZipInfo, inner: str, path: str, seen: set[str], wanted: Callable[[str], bool]
) -> Member:
    try:
        if ".." in PurePosixPath(inner).parts or inner.startswith("/") or ":" in inner[:2]:
            raise UnreadableError("reading.member_path", path=path)
        if inner in seen:
            raise UnreadableError("reading.member_twice", path=path)
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError("reading.encrypted", path=path)
        if not wanted(inner):
            raise UnreadableError("reading.member_kind", path=path, kind=PurePosixPath(inner).suffix or "—")
        if entry.file_size > MAX_MEMBER:
            sizes = {"size": f"{entry.file_size / 2**20:.0f}", "limit": f"{MAX_MEMBER / 2**20:.0f}"}
            raise UnreadableError("reading.too_large", path=path, **sizes)
        return Member(inner, _unpacked(archive, entry, path))
    except UnreadableError as error:
        return Member(inner, error=error)


def _is_junk(inner: str) -> bool:
    parts = PurePosixPath(inner).parts
    return any(part in _JUNK or (part.startswith((".", "~$")) and part != "..") for part in parts)


def _unpacked(archive: ZipFile, entry: ZipInfo, path: str) -> bytes:
    try:
        with archive.open(entry) as member:
            return member.read(MAX_MEMBER)
    except Exception as error:  # whatever the unpackers meet, down to memory they cannot have
        raise UnreadableError("reading.broken_member", path=path) from error


def _open(file: BinaryIO, name: str) -> ZipFile:
    try:
        if _directory_size(file) > MAX_MEMBERS * (_DIRECTORY_ENTRY + _LONGEST_NAME):
            raise UnreadableError("reading.too_many_members", path=name, limit=MAX_MEMBERS)
        file.seek(0)
        return ZipFile(file)
    except UnreadableError:
        raise
    except Exception as error:  # whatever a torn list of members brings
        raise UnreadableError("reading.broken_archive", path=name) from error


def _directory_size(file: BinaryIO) -> int:
    """Return the bytes of the archive's list of members, which `ZipFile` would read whole."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - 100))
    tail = file.read()
    big, end = tail.rfind(_BIG_END), tail.rfind(_END)
    if big >= 0:
        return int.from_bytes(tail[big + 40 : big + 48], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def _check_sizes(archive: ZipFile, file: BinaryIO, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:
        raise UnreadableError("reading.too_many_members", path=name, limit=MAX_MEMBERS)
    packed, unpacked = file.seek(0, 2), sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or (unpacked > 20 * 2**20 and unpacked > MAX_RATIO * packed):
        limit, size = MAX_UNPACKED // 2**20, unpacked // 2**20
        raise UnreadableError("reading.zip_bomb", path=name, size=size, limit=limit)


def _name_of(entry: ZipInfo) -> str:
    """Return a member's name with `/`; where the archive does not say UTF-8, it is that or GB18030."""
    name = entry.orig_filename.split("\x00")[0]
    if not entry.flag_bits & _NAME_IS_UTF8:
        name = _decoded(name)
    return "".join(char if char.isprintable() else "\ufffd" for char in name.replace("\\", "/"))


def _decoded(name: str) -> str:
    """Return a name that `zipfile` took for CP437."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
