"""In: the bytes of a text file. Out: its text, and whether the encoding is beyond doubt."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Literal

from nlp_reports.model import Issue

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_CODECS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "hz-gb-2312": "hz",
}  # fmt: skip
_WIDE = ("utf-16-le", "utf-16-be")
_SAMPLE = 20_000
_SURE = 0.75
"""Share of ordinary characters from which a decoding is believed."""
LEGIBLE = 0.5
"""Share of ordinary characters below which what was decoded is no text to work with."""


def decode(data: bytes) -> tuple[str, tuple[Issue, ...]]:
    """Return the text of `data`, with a note when some bytes fit no encoding or make little sense.

    A byte order mark is believed, then strict UTF-8; else, of the encodings that fit, the one that
    gives the most ordinary text. If none fits, the same among all, with U+FFFD for what is lost.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _forgiving(data[len(mark) :], name)
            return text, _doubts(name, text)
    utf8 = _strictly(data, "utf-8")
    if utf8 is not None and "\x00" not in utf8[:_SAMPLE]:
        return utf8, ()
    best = max(_strict_readings(data, utf8), key=ordinary_share, default=None)
    if best is not None and ordinary_share(best) >= _SURE:
        return best, ()
    return _decode_damaged(data)


def _strict_readings(data: bytes, utf8: str | None) -> Iterator[str]:
    names = ["gb18030", "big5hkscs"]
    if declared := _DECLARED.search(data[:4096]):
        name = _CODECS.get(declared[1].decode("ascii").lower())
        names.sort(key=lambda other: other != name)
        names += ["hz"] if name == "hz" else []
    if b"\x00" in data:
        names += [*_WIDE, "utf-32-le", "utf-32-be"]
    if utf8 is not None:
        yield utf8
    yield from (text for name in names if (text := _strictly(data, name)) is not None)


def _decode_damaged(data: bytes) -> tuple[str, tuple[Issue, ...]]:
    names = ("utf-8", "gb18030", "big5hkscs", *(_WIDE if b"\x00" in data else ()))
    readings = {name: _forgiving(data, name) for name in names}
    name = max(readings, key=lambda name: ordinary_share(readings[name]))
    return readings[name], _doubts(name, readings[name])


def _forgiving(data: bytes, name: str) -> str:
    """Return `data` decoded, with U+FFFD for what does not fit."""
    if name not in _WIDE or len(data) % 2 == 0:
        return data.decode(name, errors="replace")
    at = _missing_byte(data, name)
    head, tail = data[: 2 * at], data[2 * at + 1 :]
    return f"{head.decode(name, errors='replace')}\ufffd{tail.decode(name, errors='replace')}"


def _missing_byte(data: bytes, name: str) -> int:
    """Return the index of the character of UTF-16 text that lost one of its two bytes.

    Up to it characters begin at even bytes, beyond it at odd ones: it is where both halves, each read
    so, hold the most ordinary characters.
    """
    order: Literal["little", "big"] = "little" if name == "utf-16-le" else "big"
    even, odd = (
        [_is_ordinary(chr(int.from_bytes(data[at : at + 2], order))) for at in range(first, len(data) - 1, 2)]
        for first in (0, 1)
    )
    gains = accumulate((before - after for before, after in zip(even, odd, strict=True)), initial=0)
    return max(enumerate(gains), key=lambda gain: gain[1])[0]


def _doubts(name: str, text: str) -> tuple[Issue, ...]:
    share = ordinary_share(text)
    if share < _SURE:
        return (Issue("reading", "encoding_doubtful", (("encoding", name), ("share", f"{share:.0%}"))),)
    if lost := text.count("\ufffd"):
        return (Issue("reading", "encoding_uncertain", (("encoding", name), ("count", str(lost)))),)
    return ()


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def ordinary_share(text: str) -> float:
    """Return the share, 0 to 1, of characters of the text's beginning that Chinese texts are made of."""
    sample = Counter(text[:_SAMPLE])
    total = sum(sample.values())
    return sum(count for char, count in sample.items() if _is_ordinary(char)) / total if total else 0.0


@cache
def _is_ordinary(char: str) -> bool:
    """Tell whether `char` is printable ASCII, a usual sign, or on the first level of GB 2312 or Big5.

    Both standards put the characters of daily use first; bytes read in the wrong encoding land far off.
    """
    if char < "\x80":
        return char.isprintable() or char in "\t\n\r\f"
    for name, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            return char.encode(name)[0] <= last
        except UnicodeError:
            continue
    return char in "\u00a0\u2002\u2003\u200b\ufeff"
