"""In: the bytes of a PDF file. Out: whether its packed streams unpack to more than they may.

Told before anything is unpacked whole, and without trusting what the file says of itself: packing is
known by its bytes, and where it is not, by its name and the most it can hold.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from math import prod

_STREAM = re.compile(rb"(end)stream|stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s{0,4}/Image\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTERS = re.compile(rb"/F(?:ilter)?\s{0,9}(\[[^\]]{0,200}\]|/\w{1,20})")
_PACKER = re.compile(rb"/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)(?![A-Za-z0-9])")
_GROWTH = {b"LZW": 2560, b"LZWDecode": 2560, b"RL": 64, b"RunLengthDecode": 64}
"""The most bytes that one byte can stand for in the packings which have no mark to know them by."""
_ZERO_GROWTH = 4  # a single sign of ASCII85 may stand for four bytes
_HEX = re.compile(rb"[0-9A-Fa-f\s]{16,64}")
_ASCII85_END = re.compile(rb"~\s{0,4}>?\s{0,4}\Z")
_NEAR = 1000  # bytes before a stream in which its dictionary stands
_MOST_STREAMS = 20_000
_STEP = 2**20
_PROBE = 4096


def unpacks_beyond(data: bytes, limit: int) -> bool:
    """Tell whether the file's packed streams, its pictures aside, unpack to more than `limit` bytes.

    Packing a packed stream again serves nobody but a bomb, so two layers are beyond any limit.
    """
    left, view = limit, memoryview(data)
    for count, (start, end) in enumerate(_streams(data)):
        about = data[max(0, start - _NEAR) : start].rpartition(b"obj")[2]
        if _PICTURE.search(about):
            continue
        packers = _packers(about)
        if count > _MOST_STREAMS or len(packers) > 1:
            return True
        grown = prod(_GROWTH.get(packer, 0) for packer in packers) * (end - start) if packers else 0
        left -= max(grown, _unpacked_size(view[start:end], left))
        if left < 0:
            return True
    return False


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where streams may begin, each with the next end, in one pass over the file."""
    open_starts: list[int] = []
    for mark in _STREAM.finditer(data):
        if not mark[1]:
            open_starts.append(mark.end())
            continue
        yield from ((start, mark.start()) for start in open_starts)
        open_starts.clear()
    yield from ((start, len(data)) for start in open_starts)


def _packers(about: bytes) -> list[bytes]:
    """Return the names of the packings that a stream's dictionary names as its filters."""
    plain = _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), about)
    return [packer for value in _FILTERS.findall(plain) for packer in _PACKER.findall(value)]


def _unpacked_size(body: bytes | memoryview, limit: int) -> int:
    """Return the bytes a stream takes to read, or any number over `limit` once they are more."""
    size, body = _unarmoured(body, limit)
    unpacker = zlib.decompressobj()
    try:
        while body and size <= limit:
            part = unpacker.decompress(body, _STEP)
            if _is_packed(part):
                return limit + 1
            size += len(part)
            body = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return size


def _unarmoured(body: bytes | memoryview, limit: int) -> tuple[int, bytes | memoryview]:
    """Return the bytes it takes to read a stream written in letters, and what it stands for."""
    from pdfminer.ascii85 import ascii85decode, asciihexdecode

    in_hex = _HEX.fullmatch(body[:64]) is not None
    if not in_hex and not _ASCII85_END.search(bytes(body[-16:])):
        return 0, body
    size = _ZERO_GROWTH * len(body)
    if size > limit:
        return size, b""
    try:
        return size, (asciihexdecode if in_hex else ascii85decode)(bytes(body))
    except ValueError:
        return size, body


def _is_packed(part: bytes) -> bool:
    """Tell whether what came out of a packed stream is packed once more."""
    try:
        return len(zlib.decompressobj().decompress(part[:_PROBE], _STEP)) > _PROBE // 64
    except zlib.error:
        return False
