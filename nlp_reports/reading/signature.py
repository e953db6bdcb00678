"""In: the bytes of a file. Out: what it is, told by what it holds, never by its name alone."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "pdf", "zip", "image", "legacy_office", "legacy_spreadsheet", "slides", "encrypted", "rtf", "archive",
    "mhtml", "text",
]  # fmt: skip

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b\x08", "archive"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, Kind], ...] = (  # the first that is there decides: a text may hold a sheet
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "legacy_office"),
    ("PowerPoint Document", "slides"),
    ("Workbook", "legacy_spreadsheet"),
)
_BITMAP = re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)
_MHTML = re.compile(
    rb"\A(?:[A-Za-z-]{2,40}:[^\n]{0,400}\n|[ \t][^\n]{0,400}\n){0,20}?MIME-Version:", re.IGNORECASE
)
_HTML_START = re.compile(
    r"\s{0,200}<(?:!doctype html|!--|\?xml|html|head|body|meta|title|div|table|p|span|h[1-6])(?![a-z0-9])",
    re.IGNORECASE,
)
_HTML_TAG = re.compile(
    r"</(?:p|div|td|tr|table|body|html|span|h[1-6]|li)>|<br ?/?>|<(?:p|td|div)>", re.IGNORECASE
)
_LOOK_AT = 20_000
_SURE = 3


def kind_of(data: bytes) -> Kind:
    """Return what the bytes are; what has no signature is "text", to be decoded and judged then."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t \x00")
    if data.startswith(_OLE):
        named = (kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in data)
        return next(named, "legacy_office")
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if _BITMAP.match(head):
        return "image"
    if _MHTML.match(data[:4096].lstrip()) and b"multipart/related" in data[:4096].lower():
        return "mhtml"
    return "text"


def package_kind(names: frozenset[str]) -> Literal["docx", "spreadsheet", "slides", "ofd", "archive"]:
    """Return what a zip package with these names inside is."""
    if "word/document.xml" in names:
        return "docx"
    if "OFD.xml" in names:
        return "ofd"
    if "ppt/presentation.xml" in names:
        return "slides"
    return "spreadsheet" if names & {"xl/workbook.xml", "xl/workbook.bin"} else "archive"


def is_html(text: str) -> bool:
    """Tell whether decoded `text` is a page: it begins with a tag, or has several early on."""
    if _HTML_START.match(text):
        return _HTML_TAG.search(text) is not None
    tags = _HTML_TAG.finditer(text, 0, _LOOK_AT)
    return sum(1 for _, _ in zip(tags, range(_SURE), strict=False)) == _SURE
