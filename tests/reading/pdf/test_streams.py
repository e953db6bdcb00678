"""Rules of telling what a PDF file would unpack to."""

from __future__ import annotations

import base64
import time
import zlib

import pytest

from nlp_reports.errors import UnreadableError
from nlp_reports.reading.pdf import MAX_UNPACKED, read_pdf
from nlp_reports.reading.pdf.streams import unpacks_beyond


def stream(about: bytes, body: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj <<" + about + b">> stream\n" + body + b"\nendstream endobj"


BLANKS = zlib.compress(b" " * (MAX_UNPACKED + 1), 9)


@pytest.mark.parametrize(
    "data",
    [
        stream(b"/Filter[/Fl/Fl]", zlib.compress(BLANKS, 9)),
        stream(b"/Filter[/Fl#61teDecode/Fl#61teDecode]", zlib.compress(BLANKS, 9)),
        stream(b"/Filter 5 0 R", zlib.compress(BLANKS, 9)),
        stream(b"/Filter[/FlateDecode/FlateDecode]" + b" " * 2000, zlib.compress(BLANKS, 9)),
        stream(b"/Filter[/A85/Fl]", base64.a85encode(BLANKS) + b"~>"),
        stream(b"/Filter[/AHx/Fl]", BLANKS.hex().encode() + b">"),
        stream(b"/Filter/LZWDecode", bytes(100_000)),
        stream(b"/Filter/RunLengthDecode", b"\x81 " * (MAX_UNPACKED // 128 + 1)),
        stream(b"/Filter[/LZWDecode/RunLengthDecode]", b" "),
    ],
    ids=["short", "escaped", "elsewhere", "far", "ascii85", "hex", "lzw", "run length", "both"],
)
def test_every_layer_of_packing_counts(data: bytes) -> None:
    """However a stream's filters are written, what they would unpack to is counted."""
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data, name="a.pdf")
    assert caught.value.key == "reading.zip_bomb"


@pytest.mark.parametrize(
    "data",
    [
        stream(b"/Subtype/Image/Filter/FlateDecode", BLANKS),
        stream(b"/Filter/FlateDecode", zlib.compress(b"80 0 0 80 0 0 cm BT ET " * 200)),
        stream(b"/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(b"BT ET ")) + b"~>"),
        stream(b"/Resources<</Font<</Fl 3 0 R/RL 4 0 R>>>>/Filter/FlateDecode", zlib.compress(b"BT ET ")),
        stream(b"/Filter/LZWDecode", b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"),
    ],
    ids=["picture", "numbers", "ascii85", "names", "lzw"],
)
def test_ordinary_packing_is_no_bomb(data: bytes) -> None:
    """Pictures are not unpacked for their text, and what unpacks to little is let through."""
    assert not unpacks_beyond(data, MAX_UNPACKED)


@pytest.mark.parametrize(
    "part",
    [
        b"stream\n",
        b"/Subtype/Image stream\n",
        b"stream\n\x78\x01\x00\xff\xff\x00\x00" + b" " * 20,
        b"stream\n" + b"!" * 30 + b"~>",
    ],
    ids=["bare", "pictures", "packed", "ascii85"],
)
def test_looking_for_bombs_costs_no_more_than_the_file(part: bytes) -> None:
    """Streams begun over and over are looked at once each, not up to the end each time."""
    begun = time.perf_counter()
    unpacks_beyond(b"%PDF-1.4\n" + part * 19_000, MAX_UNPACKED)
    assert time.perf_counter() - begun < 5
