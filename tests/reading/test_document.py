"""Rules that hold for a file of any kind."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_reports.errors import UnreadableError
from nlp_reports.reading import document as reading_document
from nlp_reports.reading.document import SUFFIXES, read_data, read_document
from tests.reading.documents import assert_sound, paragraphs, read_bytes, save_docx

PAGE = "<html><body><h1>示例局2020年报告</h1><p>一、总体情况</p></body></html>"


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("示例局2020年报告")
    return save_docx(document)


def zipped(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.txt", PAGE.encode(), "text/html"),
        ("a.doc", PAGE.encode("gb18030"), "text/html"),
        ("a.html", "示例局2020年报告\n正文".encode(), "text/plain"),
        ("a.pdf", word_file(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a", b"\r\n" + PAGE.encode("utf-16"), "text/html"),
    ],
)
def test_content_decides_not_the_suffix(tmp_path: Path, name: str, data: bytes, media_type: str) -> None:
    """A wrong or missing suffix does not matter."""
    if name == "a":
        data = data[2:]
    document = read_bytes(tmp_path, data, name)
    assert document.source.media_type == media_type
    assert document.title == "示例局2020年报告"


def test_identity_is_that_of_the_bytes(tmp_path: Path) -> None:
    """The id comes from the bytes alone, the path is the name given; no place on a machine gets in."""
    path = tmp_path / "deep" / "a.html"
    path.parent.mkdir()
    path.write_bytes(PAGE.encode())
    document = read_document(path, name="市/局/a.html")
    digest = hashlib.sha256(PAGE.encode()).hexdigest()
    assert (document.id, document.source.sha256, document.source.path) == (
        digest[:16],
        digest,
        "市/局/a.html",
    )
    assert read_document(path).source.path == "a.html"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\x00", "empty_file"),
        ("\u200b \u3000\n".encode(), "no_text"),
        (b"<html><body><script>1</script></body></html>", "no_text"),
        (b"%PDF-1.7\nnothing", "broken_pdf"),
        (b"PK\x03\x04 torn", "broken_docx"),
        (zipped("word/document.xml"), "broken_docx"),
        (zipped("xl/workbook.xml"), "spreadsheet"),
        (zipped("OFD.xml"), "ofd"),
        (zipped("a.txt"), "archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "legacy_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "legacy_spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), "slides"),
        (zipped("ppt/presentation.xml"), "slides"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"{\\rtf1 a}", "rtf"),
        (b"\x7fELF" + bytes(range(256)) * 4, "unknown_binary"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(
    tmp_path: Path, data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every refusal names the file in both languages, and its code names the fault."""
    monkeypatch.setenv("PATH", "")  # no LibreOffice
    with pytest.raises(UnreadableError) as caught:
        read_bytes(tmp_path, data, "坏.bin")
    assert caught.value.key == f"reading.{code}"
    for lang in ("zh", "en"):
        message = caught.value.message(lang)
        assert "坏.bin" in message and "\n" not in message and "{" not in message


def test_text_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    """Text that no encoding makes sense of is refused: as a page, as plain text, in a web archive."""
    garbled = "".join(chr(code) for code in range(0x5000, 0x9000, 7)).encode("gb18030")
    archive = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
    )
    for data in (garbled, b"<p>" + garbled + b"</p>", archive + b"<p>" + garbled + b"\n--x--\n"):
        with pytest.raises(UnreadableError) as caught:
            read_bytes(tmp_path, data, "a.txt")
        assert caught.value.key == "reading.unknown_encoding"


def test_a_damaged_web_archive_has_its_note(tmp_path: Path) -> None:
    """What is in doubt of the page inside an archive is noted like that of a page."""
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.add_related(PAGE.encode() * 9 + b"\xff", "text", "html", cte="base64")
    assert [note.code for note in read_bytes(tmp_path, message.as_bytes(), "a.mhtml").notes] == [
        "encoding_uncertain"
    ]


def test_missing_file_and_folder(tmp_path: Path) -> None:
    """What cannot be opened is refused like any other file."""
    for path in (tmp_path, tmp_path / "none.txt", tmp_path / ("x" * 300)):
        with pytest.raises(UnreadableError) as caught:
            read_document(path)
        assert caught.value.key == "reading.cannot_open"


def test_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit is not read into memory; the sentence states the limit."""
    monkeypatch.setattr(reading_document, "MAX_TEXT_BYTES", 2**20)
    with pytest.raises(UnreadableError, match="1 MiB") as caught:
        read_bytes(tmp_path, "报告。".encode() * 200_000, "big.txt")
    assert caught.value.key == "reading.too_large"
    monkeypatch.setattr(reading_document, "MAX_BYTES", 2**20)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read a file over the limit"))
    with pytest.raises(UnreadableError, match="1 MiB"):
        read_document(tmp_path / "big.txt")


def test_a_library_that_fails_is_a_broken_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a library raises reaches the user as one sentence."""

    def fail(*args: object, **kwargs: object) -> None:
        raise RecursionError

    monkeypatch.setattr("nlp_reports.reading.html.read_html", fail)
    with pytest.raises(UnreadableError) as caught:
        read_bytes(tmp_path, PAGE.encode(), "a.html")
    assert caught.value.key == "reading.broken_page"


def test_saved_web_archives(tmp_path: Path) -> None:
    """The page inside an MHTML archive is read, with the address it was saved from."""
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = "https://example.org/a.html"
    message["MIME-Version"] = "1.0"
    message.add_related(PAGE.encode("gb18030"), "text", "html", cte="quoted-printable")
    document = read_bytes(tmp_path, message.as_bytes(), "a.mhtml")
    assert paragraphs(document) == ["示例局2020年报告", "一、总体情况"]
    assert document.source.url == "https://example.org/a.html"


def test_suffixes() -> None:
    """Suffixes are lower case with a dot, and hold those of the four formats."""
    assert {".html", ".htm", ".docx", ".pdf", ".txt"} <= SUFFIXES
    assert all(suffix.startswith(".") and suffix.islower() for suffix in SUFFIXES)


SIGNED = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><p>", b"<table><tr><td rowspan=9>", b"\xff\xfe",
     b"MIME-Version: 1.0\n",
     b"\xef\xbb\xbf", "标题:\t甲|乙|丙\n".encode("gb18030"), word_file(), word_file()[:900]]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    SIGNED,
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore"))),
)
def test_any_bytes_give_a_sound_document_or_a_refusal(start: bytes, rest: bytes) -> None:
    """No bytes whatever bring a traceback or a document whose spans are wrong."""
    with TemporaryDirectory() as folder:
        try:
            assert_sound(read_bytes(Path(folder), start + rest))
        except UnreadableError as error:
            assert str(error)


def test_real_reports_are_sound(real_reports: Path) -> None:
    """Every real report gives a document with text, a title and spans that hold."""
    for path in sorted(real_reports.iterdir()):
        if path.suffix in (".txt", ".html", ".pdf", ".docx"):
            document = read_document(path)
            assert_sound(document)
            assert len(document.text) > 900 and "报告" in document.title and not document.notes


def test_a_text_of_endless_lines_is_refused() -> None:
    """What has far more lines than any report is refused before it costs time."""
    with pytest.raises(UnreadableError) as refused:
        read_data(b"1\n" * 200_000, name="a.txt")
    assert refused.value.key == "reading.too_many_lines"
