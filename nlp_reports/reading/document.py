"""In: a file, or its bytes. Out: a Document, or an UnreadableError that says why there is none."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

from nlp_reports.errors import UnreadableError
from nlp_reports.model import Document, Issue, Source
from nlp_reports.reading.draft import Reading, assemble
from nlp_reports.reading.encoding import LEGIBLE, decode, ordinary_share
from nlp_reports.reading.normalise import normalise
from nlp_reports.reading.office import convert_to_docx, find_office
from nlp_reports.reading.signature import is_html, kind_of, package_kind

SUFFIXES = frozenset({
    ".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".docx", ".pdf", ".txt", ".text",
    ".doc", ".wps", ".rtf", ".zip", ".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".parquet",
    ".xls", ".ofd",
})  # fmt: skip
"""Suffixes of the files worth opening in a folder; the last two are refused with the way to convert them."""

MAX_BYTES = 64 * 2**20
"""Size above which a file is refused."""
MAX_TEXT_BYTES = 8 * 2**20
"""Size above which a page or a plain text is refused; a long report has a fiftieth of it."""

MAX_CHARS = 500_000
"""Characters of text above which a file is refused; a long report has a tenth of it."""

MAX_LINES = 100_000
"""Lines above which a plain text is refused; a long report has a fiftieth of it."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "mhtml": "multipart/related",
    "plain": "text/plain",
    "legacy_office": "application/msword",
    "rtf": "application/rtf",
}
_BY_OFFICE = frozenset({".doc", ".wps", ".rtf"})
_REFUSED = frozenset({
    "image", "legacy_spreadsheet", "slides", "encrypted", "archive", "spreadsheet", "ofd",
})  # fmt: skip
_TITLE_WORDS = re.compile(r"(?:报告|報告|年报|年報)")
_MAX_LOST = 0.1
_TITLE_LENGTH = 100


def readable_suffixes() -> frozenset[str]:
    """Return the suffixes of the files that can be read here: old Word files only with LibreOffice."""
    refused = {".xls", ".ofd"} | (set() if find_office() else _BY_OFFICE)
    return SUFFIXES - refused


def read_document(path: str | Path, *, name: str | None = None) -> Document:
    """Return the document in the file `path`, which `name` stands for in its source and in errors.

    The format is told by the content. Raises UnreadableError, and nothing else, for a file that cannot
    be opened or holds no text: empty, too large, scanned, encrypted, broken, or of another format. An
    archive or a table holds several documents: `unfold` gives them.
    """
    path = Path(path)
    name = path.name if name is None else name
    return read_data(_read_bytes(path, name), name=name)


def read_data(data: bytes, *, name: str, url: str | None = None, title: str = "") -> Document:
    """Return the document in `data`, a file's content, called `name`.

    `url` and `title`, where given, are known from elsewhere and stand before what the content says.
    Raises UnreadableError as `read_document` does.
    """
    if not data.strip(b"\x00\r\n\t "):
        raise UnreadableError("reading.empty_file", path=name)
    kind, reading = _read(data, name)
    text, blocks, changes = assemble(reading.drafts)
    if not text.strip():
        raise UnreadableError("reading.no_text", path=name)
    if len(text) > MAX_CHARS:
        raise UnreadableError("reading.too_long", path=name, chars=len(text), limit=MAX_CHARS)
    digest = hashlib.sha256(data).hexdigest()
    paragraphs = [text[b.span.start : b.span.end] for b in blocks[:12] if b.kind == "paragraph"]
    return Document(
        id=digest[:16],
        source=Source(name, url or reading.url, MEDIA_TYPES[kind], digest),
        title=_title(title or reading.title, paragraphs),
        text=text,
        blocks=blocks,
        notes=reading.notes,
        changes=changes,
    )


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise FileNotFoundError(2, "not a file")
        size = path.stat().st_size
        data = b"" if size > MAX_BYTES else path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UnreadableError("reading.cannot_open", path=name, reason=reason) from error
    if size > MAX_BYTES:
        raise UnreadableError(
            "reading.too_large", path=name, size=_mebibytes(size), limit=_mebibytes(MAX_BYTES)
        )
    return data


def _read(data: bytes, name: str) -> tuple[str, Reading]:
    """Return the format's name, a key of MEDIA_TYPES, and what it holds."""
    from nlp_reports.reading.word import check_package

    kind: str = kind_of(data)
    if kind == "zip":
        kind = package_kind(check_package(data, name=name))
    if kind in _REFUSED:
        raise UnreadableError(f"reading.{kind}", path=name)
    try:
        return _dispatch(kind, data, name)
    except UnreadableError:
        raise
    except Exception as error:  # whatever a library meets in a broken file, the user gets one sentence
        code = {"pdf": "broken_pdf", "docx": "broken_docx"}.get(kind, "broken_page")
        raise UnreadableError(f"reading.{code}", path=name) from error


def _dispatch(kind: str, data: bytes, name: str) -> tuple[str, Reading]:
    if kind == "pdf":
        from nlp_reports.reading.pdf import read_pdf

        return kind, read_pdf(data, name=name)
    if kind in ("docx", "legacy_office", "rtf"):
        from nlp_reports.reading.word import check_package, read_word

        if kind != "docx":
            data = convert_to_docx(data, kind=kind, name=name)
            check_package(data, name=name)
        return kind, read_word(data)
    if len(data) > MAX_TEXT_BYTES:
        size, limit = _mebibytes(len(data)), _mebibytes(MAX_TEXT_BYTES)
        raise UnreadableError("reading.too_large", path=name, size=size, limit=limit)
    if kind == "mhtml":
        from nlp_reports.reading.html import read_html

        markup, url = _unpack_mhtml(data)
        text, doubts = _decoded(markup, name)
        reading = _noted(read_html(text), doubts)
        return kind, replace(reading, url=url or reading.url)
    return _read_text(data, name)


def _read_text(data: bytes, name: str) -> tuple[str, Reading]:
    text, doubts = _decoded(data, name)
    if is_html(text):
        from nlp_reports.reading.html import read_html

        return "html", _noted(read_html(text), doubts)
    if (lines := text.count("\n")) > MAX_LINES:
        raise UnreadableError("reading.too_many_lines", path=name, lines=lines, limit=MAX_LINES)
    from nlp_reports.reading.plain import read_plain

    return "plain", _noted(read_plain(text), doubts)


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Issue, ...]]:
    """Return the text of `data` and what is in doubt of it; refuse what is none in any encoding."""
    text, doubts = decode(data)
    if _lost_share(text) > _MAX_LOST:
        raise UnreadableError("reading.unknown_binary", path=name)
    if doubts and ordinary_share(text) < LEGIBLE:
        raise UnreadableError("reading.unknown_encoding", path=name)
    return text, doubts


def _noted(reading: Reading, notes: tuple[Issue, ...]) -> Reading:
    return replace(reading, notes=reading.notes + notes)


def _lost_share(text: str) -> float:
    """Return the share of characters that no text has: control characters, and what did not decode."""
    odd = sum(1 for char in text if char == "\ufffd" or (char < " " and char not in "\t\n\r\f\x0b"))
    return odd / max(len(text), 1)


def _unpack_mhtml(data: bytes) -> tuple[bytes, str | None]:
    """Return the page inside a saved web archive, and the address it was saved from."""
    message = message_from_bytes(data, policy=policy.compat32)
    address = message.get("Snapshot-Content-Location")
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            url = str(address or part.get("Content-Location") or "")
            return (
                payload if isinstance(payload, bytes) else b"",
                url if url.startswith(("http://", "https://")) else None,
            )
    return b"", None


def _title(said: str, paragraphs: list[str]) -> str:
    """Return the file's own title, else an early paragraph that names a report, else the first."""
    said = " ".join(normalise(said).split())
    named = (text for text in paragraphs if len(text) <= _TITLE_LENGTH and _TITLE_WORDS.search(text))
    return (said or next(named, "") or next(iter(paragraphs), ""))[:_TITLE_LENGTH]


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.0f}"
