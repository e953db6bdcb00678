"""In: what reports gave, each with a key. Out: a file that keeps it, whatever interrupts the run.

Records are appended one after another, each with its length and check sum; a record that a dying process left
half written is cut off when the file is opened again. They are data (msgpack, packed) and read into our own
types only, so that a foreign file cannot run code.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, Self, overload

from nlp_reports.errors import OutputError
from nlp_reports.model import Analysis, SetAside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

KEY = 32
"""Bytes of a key."""


_BEGIN = b"nlp_reports journal 1\n"
_HEAD = struct.Struct("<II")
"""Length and CRC-32 of what follows: key, report id with its length in front, packed result."""
_LARGEST = 1 << 28
"""Bytes that one report may unpack to."""


class Journal:
    """Results by key, in a file that only grows. Raises OutputError where it cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[bytes, tuple[int, int]] = {}
        self._ids: dict[bytes, str] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("r+b" if path.exists() else "w+b", buffering=0)
            self._end = self._find_records()
            self._file.truncate(self._end)
        except OSError as error:
            raise _unwritable(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def add(self, key: bytes, result: Analysis | SetAside) -> None:
        """Keep `result`; the same key again replaces what it had."""
        name = _id_of(result).encode()
        record = key + bytes([len(name)]) + name + pack(result)
        left = memoryview(_HEAD.pack(len(record), zlib.crc32(record)) + record)
        size = len(left)
        try:
            self._file.seek(self._end)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise _unwritable(self._path, error) from error
        self._note(record, self._end + _HEAD.size)
        self._end += size

    def __getitem__(self, key: bytes) -> Analysis | SetAside:
        return _read(self._file, self._places[key])

    def report_id(self, key: bytes) -> str | None:
        """Return the id of the report that `key` has; None for a file that was set aside."""
        return self._ids[key] or None

    def analyses(self, keys: Iterable[bytes]) -> Analyses:
        """Return the analyses that `keys` have, in their order, to be read when they are asked for."""
        return Analyses(self._path, tuple(self._places[key] for key in keys))

    def _find_records(self) -> int:
        """Note where each whole record stands; return where the last one ends."""
        if self._file.read(len(_BEGIN)) != _BEGIN:
            self._file.seek(0)
            self._file.truncate(0)
            self._file.write(_BEGIN)
            return len(_BEGIN)
        end = len(_BEGIN)
        for at, record in self._records():
            self._note(record, at)
            end = at + len(record)
        return end

    def _note(self, record: bytes, at: int) -> None:
        key, begin = record[:KEY], KEY + 1 + record[KEY]
        self._places[key] = (at + begin, len(record) - begin)
        self._ids[key] = record[KEY + 1 : begin].decode()

    def _records(self) -> Iterator[tuple[int, bytes]]:
        while len(head := self._file.read(_HEAD.size)) == _HEAD.size:
            length, check = _HEAD.unpack(head)
            at = self._file.tell()
            record = self._file.read(length)
            if len(record) < max(length, KEY + 1) or zlib.crc32(record) != check:
                return
            yield at, record


class Memory(dict[bytes, "Analysis | SetAside"]):
    """The same without a file: results by key, kept as they are."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def add(self, key: bytes, result: Analysis | SetAside) -> None:
        """Keep `result`."""
        self[key] = result

    def report_id(self, key: bytes) -> str | None:
        """Return the id of the report that `key` has; None for a file that was set aside."""
        return _id_of(self[key]) or None

    def analyses(self, keys: Iterable[bytes]) -> tuple[Analysis, ...]:
        """Return the analyses that `keys` have, in their order."""
        return tuple(each for each in map(self.__getitem__, keys) if isinstance(each, Analysis))


class Analyses(Sequence[Analysis]):
    """Analyses in a journal, read from it each time one is asked for, so that none is held."""

    def __init__(self, path: Path, places: tuple[tuple[int, int], ...]) -> None:
        self._path = path
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Analysis: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Analysis]: ...

    def __getitem__(self, at: int | slice) -> Analysis | Sequence[Analysis]:
        if isinstance(at, slice):
            return Analyses(self._path, self._places[at])
        with self._path.open("rb") as file:
            return self._analysis(file, self._places[at])

    def __iter__(self) -> Iterator[Analysis]:
        with self._path.open("rb") as file:
            for place in self._places:
                yield self._analysis(file, place)

    def _analysis(self, file: BinaryIO, place: tuple[int, int]) -> Analysis:
        result = _read(file, place)
        if not isinstance(result, Analysis):
            raise OutputError("errors.journal_changed", path=self._path)
        return result


def _id_of(result: Analysis | SetAside) -> str:
    return result.report.id if isinstance(result, Analysis) else ""


def _read(file: BinaryIO, place: tuple[int, int]) -> Analysis | SetAside:
    at, length = place
    file.seek(at)
    return unpack(file.read(length))


def pack(result: Analysis | SetAside) -> bytes:
    """Return `result` as bytes."""
    told: tuple[Analysis | None, SetAside | None] = (
        (result, None) if isinstance(result, Analysis) else (None, result)
    )
    encoder, _ = _codec()
    return zlib.compress(encoder.encode(told), 1)


def unpack(packed: bytes) -> Analysis | SetAside:
    """Return what `pack` made bytes of. Raises ValueError for anything else."""
    _, decoder = _codec()
    inflate = zlib.decompressobj()
    told = inflate.decompress(packed, _LARGEST)
    analysis, set_aside = decoder.decode(told)
    result: Analysis | SetAside = analysis or set_aside
    return result


@cache
def _codec() -> tuple[Any, Any]:
    from msgspec import msgpack

    return msgpack.Encoder(), msgpack.Decoder(tuple[Analysis | None, SetAside | None])


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError("errors.cannot_write", path=path, reason=error.strerror or error)
