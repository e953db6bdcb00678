"""In: files of every kind. Out: the reports in each, by name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_reports.reading.piece import Piece, read_piece
from nlp_reports.reading.unfold import unfold
from nlp_reports.wording import describe_issue
from tests.reading.documents import save_docx
from tests.reading.tables import FORMATS, as_csv, as_jsonl, as_parquet, as_xlsx
from tests.reading.test_archive import packed

TEXT = "青禾县水务局2023年政府信息公开工作年度报告\n一、总体情况\n" + "全年公开信息一百二十条。" * 30


def unfolded(folder: Path, data: bytes, name: str) -> list[Piece]:
    (folder / name).write_bytes(data)
    return list(unfold(folder / name, name=name))


def outcome(piece: Piece) -> str:
    """The reason why a piece is none, or how it is held."""
    return piece.issue.code if piece.issue else "path" if piece.path else "data"


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("示例局2020年报告")
    return save_docx(document)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", TEXT.encode()), ("a.zip", word_file()), ("a.docx", b"PK\x03\x04 torn"), ("a.csv", b""),
     ("a.csv", b"%PDF-1.4"), ("a.pdf", b"%PDF-1.4")],
)  # fmt: skip
def test_a_file_that_holds_one_report_is_itself(tmp_path: Path, name: str, data: bytes) -> None:
    """What is no archive and no table by its content is left to its reader, whatever its name."""
    (piece,) = unfolded(tmp_path, data, name)
    assert (piece.name, piece.path) == (name, tmp_path / name)


@pytest.mark.parametrize("suffix", FORMATS)
def test_tables_alone_and_in_an_archive(tmp_path: Path, suffix: str) -> None:
    """A table in an archive gives the same reports as the table alone."""
    table = FORMATS[suffix](("正文", "编号"), [(TEXT, "1"), (TEXT + "。", "2")])
    alone = unfolded(tmp_path, table, f"t{suffix}")
    inside = unfolded(tmp_path, packed((f"b/t{suffix}", table)), "a.zip")
    assert [piece.name for piece in inside] == [f"a.zip/b/{piece.name}" for piece in alone]
    assert [piece.data for piece in inside] == [piece.data for piece in alone]
    assert [piece.facts for piece in inside] == [piece.facts for piece in alone]


def test_what_an_archive_holds(tmp_path: Path) -> None:
    """Each member is a report or a reason: other kinds, archives inside, tables that are none of reports."""
    data = packed(
        ("a.txt", TEXT.encode()),
        ("b.docx", word_file()),
        ("c.jpg", b"\xff\xd8\xff"),
        ("d.zip", packed(("a.txt", b"x"))),
        ("e.csv", b"code,label\n1,a\n"),
        ("f.xlsx", b"PK\x03\x04 torn"),
    )
    found = {piece.name: outcome(piece) for piece in unfolded(tmp_path, data, "年报.zip")}
    assert found == {
        "年报.zip/a.txt": "data",
        "年报.zip/b.docx": "data",
        "年报.zip/c.jpg": "member_kind",
        "年报.zip/d.zip": "archive",
        "年报.zip/e.csv": "table_without_texts",
        "年报.zip/f.xlsx": "data",
    }


def test_a_member_is_read_as_the_file_would_be(tmp_path: Path) -> None:
    """The document of a member is that of the loose file, but for its path."""
    member = unfolded(tmp_path, packed(("a.txt", TEXT.encode())), "a.zip")[0]
    loose = unfolded(tmp_path, TEXT.encode(), "a.txt")[0]
    assert read_piece(member).text == read_piece(loose).text
    assert read_piece(member).id == read_piece(loose).id


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("a.zip", b"PK\x03\x04 torn", "broken_archive"), ("a.zip", packed(), "empty_archive"),
     ("a.zip", packed((".DS_Store", b"x")), "empty_archive"), ("t.parquet", b"PAR1 torn", "broken_table")],
)  # fmt: skip
def test_a_broken_container_is_one_reason(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """The file itself is set aside, in a sentence that names it."""
    (piece,) = unfolded(tmp_path, data, name)
    assert piece.issue is not None and piece.issue.code == code
    assert all(name in describe_issue(piece.issue, lang=lang) for lang in ("zh", "en"))


def test_a_file_that_is_gone_is_left_to_its_reader(tmp_path: Path) -> None:
    """Nothing is raised; whoever reads it says why it cannot."""
    (piece,) = unfold(tmp_path / "gone.zip", name="gone.zip")
    assert piece.path == tmp_path / "gone.zip"


TABLE = (("正文", "年份"), [(TEXT, "2023"), (TEXT + "。", "2022")])
WHOLE = [
    ("a.zip", packed(("a.txt", TEXT.encode()), ("b.txt", b"x"))),
    ("a.csv", as_csv(*TABLE)),
    ("a.jsonl", as_jsonl(*TABLE)),
    ("a.xlsx", as_xlsx(*TABLE)),
    ("a.parquet", as_parquet(*TABLE)),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.integers(0, 10_000), st.binary(max_size=40))
def test_any_bytes_give_reports_or_reasons(whole: tuple[str, bytes], at: int, harm: bytes) -> None:
    """A container harmed anywhere gives pieces, each a report or a reason, and no exception."""
    name, data = whole
    at %= len(data)
    with TemporaryDirectory() as folder:
        found = unfolded(Path(folder), data[:at] + harm + data[at + len(harm) :], name)
    assert found and all(piece.name.startswith("a.") for piece in found)
    assert all(piece.issue or piece.path or piece.data for piece in found)


@pytest.mark.parametrize("folder", ["xl", "ppt"])
def test_a_folder_does_not_make_an_office_file(tmp_path: Path, folder: str) -> None:
    """Only a package with the part that makes it a workbook or slides is one."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(f"{folder}/a.txt", "一、总体情况")
    assert [piece.name for piece in unfolded(tmp_path, buffer.getvalue(), "a.zip")] == [
        f"a.zip/{folder}/a.txt"
    ]
