"""In: old Word files, and commands that stand in for LibreOffice. Out: documents, or the reason why not."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import docx
import pytest

from nlp_reports.errors import UnreadableError
from nlp_reports.reading import office
from nlp_reports.reading.document import readable_suffixes
from nlp_reports.reading.office import convert_to_docx, find_office
from tests.reading.documents import paragraphs, read_bytes, save_docx

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le")
RTF = rb"{\rtf1\ansi\ansicpg936 \u31034?\u20363?\u23616?2020\u24180?\u25253?\u21578?\par \u27491?\u25991?}"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of this Python")


def put_on_path(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let `soffice` be a script with this body; `profile`, `out` and `given` are what it was told."""
    script = folder / "soffice"
    script.write_text(
        f"#!{sys.executable}\n"
        "import os, pathlib, shutil, sys, time\n"
        "profile = sys.argv[1].removeprefix('-env:UserInstallation=file://')\n"
        "out, given = (pathlib.Path(each) for each in sys.argv[-2:])\n" + body,
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.fixture()
def converted(tmp_path: Path) -> Path:
    """What the stand-in gives out as the document it was given."""
    document = docx.Document()
    document.add_paragraph("示例局2020年报告")
    path = tmp_path / "converted.docx"
    path.write_bytes(save_docx(document))
    return path


@posix_only
@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [("a.doc", OLD_WORD, "application/msword"), ("a.wps", OLD_WORD, "application/msword"),
     ("a.rtf", RTF, "application/rtf")],
)  # fmt: skip
def test_a_converted_file_keeps_its_own_name_and_hash(
    name: str, data: bytes, media_type: str, converted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The source is the file the user has, not what it was converted to."""
    put_on_path(tmp_path, monkeypatch, f"out.mkdir(); shutil.copy({str(converted)!r}, out / 'report.docx')")
    document = read_bytes(tmp_path, data, name)
    assert paragraphs(document) == ["示例局2020年报告"]
    assert (document.source.path, document.source.media_type) == (name, media_type)
    assert document.source.sha256 != read_bytes(tmp_path, converted.read_bytes(), "b.docx").source.sha256


@posix_only
def test_the_conversion_is_private(converted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice finds a profile of its own, without macros, and nothing of it is left behind."""
    told = tmp_path / "told"
    put_on_path(
        tmp_path,
        monkeypatch,
        f"told = pathlib.Path({str(told)!r})\n"
        "settings = pathlib.Path(profile, 'user/registrymodifications.xcu').read_text()\n"
        "assert 'DisableMacrosExecution' in settings and os.environ['HOME'] in profile\n"
        "told.write_text(os.environ['HOME'])\n"
        f"out.mkdir(); shutil.copy({str(converted)!r}, out / 'report.docx')",
    )
    assert convert_to_docx(OLD_WORD, kind="legacy_office", name="a.doc") == converted.read_bytes()
    assert not Path(told.read_text()).exists()


@posix_only
@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("sys.exit(1)", "office_failed"),
        ("", "office_failed"),
        ("out.mkdir(); (out / 'report.docx').write_bytes(b'x' * 50)", "too_large"),
        ("out.mkdir(); (out / 'report.docx').write_bytes(b'x')", "broken_docx"),
    ],
)
def test_a_conversion_that_fails_is_one_sentence(
    body: str, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing, too much or rubbish: the user is told with the file's name."""
    monkeypatch.setattr(office, "MAX_BYTES", 20)
    put_on_path(tmp_path, monkeypatch, body)
    with pytest.raises(UnreadableError) as caught:
        read_bytes(tmp_path, OLD_WORD, "a.doc")
    assert caught.value.key == f"reading.{key}" and "a.doc" in str(caught.value)


@posix_only
def test_a_conversion_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time limit nothing of it goes on, not even what it started itself."""
    monkeypatch.setattr(office, "TIMEOUT", 1.5)
    beats = tmp_path / "beats"
    put_on_path(
        tmp_path,
        monkeypatch,
        f"beats = open({str(beats)!r}, 'ab', buffering=0)\n"
        "os.fork()\n"
        "while True:\n    beats.write(b'.'); time.sleep(0.2)\n",
    )
    begun = time.perf_counter()
    with pytest.raises(UnreadableError) as caught:
        read_bytes(tmp_path, OLD_WORD, "a.doc")
    assert caught.value.key == "reading.office_too_slow" and time.perf_counter() - begun < 20
    size = beats.stat().st_size
    time.sleep(0.6)
    assert size and beats.stat().st_size == size


@pytest.mark.parametrize(("data", "key"), [(OLD_WORD, "legacy_office"), (RTF, "rtf")])
def test_without_libreoffice_the_user_is_told_of_it(
    data: bytes, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names what to install, and what to do otherwise; such files are not called readable."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError) as caught:
        read_bytes(tmp_path, data, "a.doc")
    assert caught.value.key == f"reading.{key}"
    assert all("LibreOffice" in caught.value.message(lang) for lang in ("zh", "en"))
    assert not {".doc", ".wps", ".rtf"} & readable_suffixes() and ".docx" in readable_suffixes()


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed on this machine")
def test_the_real_libreoffice(tmp_path: Path) -> None:
    """LibreOffice itself reads RTF and gives its paragraphs."""
    document = read_bytes(tmp_path, RTF, "a.rtf")
    assert paragraphs(document) == ["示例局2020年报告", "正文"]
    assert document.source.media_type == "application/rtf"
