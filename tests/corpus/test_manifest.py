"""In: folders built in a temporary folder. Out: which files are found."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from nlp_reports.corpus.manifest import InputFile, find_inputs
from nlp_reports.errors import InputError

SUFFIXES = frozenset({".html", ".docx", ".pdf", ".txt"})


def make(folder: Path, *names: str) -> Path:
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(name, encoding="utf-8")
    return folder


def names(files: tuple[InputFile, ...]) -> list[str]:
    return [file.name for file in files]


def test_folders_are_searched_to_the_bottom_and_sorted(tmp_path: Path) -> None:
    """Names are relative to the folder given, with slashes, in order, whatever the suffix's case."""
    make(tmp_path, "乙市/2023.HTML", "甲县/镇/2022.pdf", "a.txt", "notes.md", "data.csv")
    assert names(find_inputs([tmp_path], suffixes=SUFFIXES).files) == [
        "a.txt",
        "乙市/2023.HTML",
        "甲县/镇/2022.pdf",
    ]


def test_hidden_and_lock_files_are_passed_over(tmp_path: Path) -> None:
    """Hidden files and folders and Office's lock files are no reports."""
    make(tmp_path, "a.docx", "~$a.docx", ".b.txt", ".git/c.txt")
    assert names(find_inputs([tmp_path], suffixes=SUFFIXES).files) == ["a.docx"]


def test_a_file_named_outright_is_taken(tmp_path: Path) -> None:
    """Whoever names a file means it, hidden or with a strange suffix."""
    make(tmp_path, "report.xyz", ".hidden.txt")
    given = [tmp_path / "report.xyz", tmp_path / ".hidden.txt"]
    assert names(find_inputs(given, suffixes=SUFFIXES).files) == [".hidden.txt", "report.xyz"]


def test_each_file_once(tmp_path: Path) -> None:
    """A file that is both named and in a folder given is read once."""
    make(tmp_path, "a.txt", "b.txt")
    given = [tmp_path, tmp_path / "a.txt", tmp_path]
    assert names(find_inputs(given, suffixes=SUFFIXES).files) == ["a.txt", "b.txt"]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Only the names that clash grow, by their folder's name."""
    make(tmp_path, "甲/2023.txt", "乙/2023.txt", "乙/2022.txt")
    files = find_inputs([tmp_path / "甲", tmp_path / "乙"], suffixes=SUFFIXES).files
    assert names(files) == ["2022.txt", "乙/2023.txt", "甲/2023.txt"]
    assert {file.path.read_text(encoding="utf-8") for file in files} == {
        "甲/2023.txt",
        "乙/2023.txt",
        "乙/2022.txt",
    }


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A link to a folder above itself does not send the search round for ever, nor give a file twice."""
    make(tmp_path, "a.txt", "sub/b.txt")
    (tmp_path / "sub" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    assert names(find_inputs([tmp_path], suffixes=SUFFIXES).files) == ["a.txt", "sub/b.txt"]


def test_earlier_results_are_left_out(tmp_path: Path) -> None:
    """The files of an earlier run are not read as reports, in a folder of their own or among the inputs."""
    ours = ["report.html", "summary.md", "run.json", "tables/reports.parquet", "tables/x.html"]
    make(tmp_path, "a.txt", "plain/report.html", *ours, *(f"old/{name}" for name in ours))
    assert names(find_inputs([tmp_path], suffixes=SUFFIXES).files) == ["a.txt", "plain/report.html"]


def test_an_empty_folder_beside_a_full_one_is_named(tmp_path: Path) -> None:
    """A folder without reports does not stop the others; it is named."""
    make(tmp_path, "full/a.txt", "hollow/b.xlsx")
    found = find_inputs([tmp_path / "full", tmp_path / "hollow"], suffixes=SUFFIXES)
    assert names(found.files) == ["a.txt"]
    assert [Path(name).name for name in found.hollow] == ["hollow"]


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A broken link is not passed over in silence."""
    make(tmp_path, "a.txt")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    assert find_inputs([tmp_path], suffixes=SUFFIXES).closed == ("gone.pdf",)


@pytest.mark.skipif(sys.platform != "linux", reason="names of other bytes exist on Linux only")
def test_names_that_are_no_utf8_can_be_written(tmp_path: Path) -> None:
    """A name in GB18030, as archives leave them on Linux, is shown in Chinese; other bytes are escaped."""
    for raw in ("报告.txt".encode("gb18030"), b"\xff\xff.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_text("x", encoding="utf-8")
    found = names(find_inputs([tmp_path], suffixes=SUFFIXES).files)
    assert "报告.txt" in found and all(name.encode("utf-8") for name in found)


def test_a_path_too_long_is_misuse(tmp_path: Path) -> None:
    """A path the system refuses gets the sentence of a path that is not there."""
    with pytest.raises(InputError):
        find_inputs([tmp_path / ("x" * 400)], suffixes=SUFFIXES)


@pytest.mark.parametrize(("given", "key"), [("gone", "no_such_path"), ("empty", "nothing_to_read")])
def test_nothing_to_read_is_said(tmp_path: Path, given: str, key: str) -> None:
    """A path that is not there and a folder without reports each get a sentence that names them."""
    make(tmp_path, "empty/readme.md")
    with pytest.raises(InputError) as caught:
        find_inputs([tmp_path / given], suffixes=SUFFIXES)
    assert caught.value.key == f"corpus.{key}"
    for lang in ("zh", "en"):
        assert given in caught.value.message(lang)


def test_files_of_other_kinds_are_counted(tmp_path: Path) -> None:
    """What a folder holds beside reports is not lost in silence: it is counted by suffix."""
    for name in ("a.txt", "b.xlsx", "c.XLSX", "d", ".hidden.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert find_inputs([tmp_path, tmp_path], suffixes=SUFFIXES).others == {"": 1, ".xlsx": 2}


def test_what_was_named_is_told_from_what_was_found(tmp_path: Path) -> None:
    """A file that the user gave itself is marked, also where a folder given holds it."""
    make(tmp_path, "a.txt", "b.txt")
    files = find_inputs([tmp_path, tmp_path / "b.txt"], suffixes=SUFFIXES).files
    assert [(file.name, file.named) for file in files] == [("a.txt", False), ("b.txt", True)]


def test_only_what_can_be_read_is_offered(tmp_path: Path) -> None:
    """Suffixes that are looked for only to be refused are not named as a remedy."""
    with pytest.raises(InputError) as caught:
        find_inputs([tmp_path], suffixes=SUFFIXES, readable=frozenset({".txt"}))
    assert ".txt" in str(caught.value) and ".pdf" not in str(caught.value)
