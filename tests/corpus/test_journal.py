"""In: results of reports. Out: a journal that has them again, cut or damaged wherever it may be."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from nlp_reports.corpus.journal import Journal, Memory
from nlp_reports.errors import OutputError
from nlp_reports.model import Analysis, Issue, SetAside
from nlp_reports.pipeline import analyze

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"


@pytest.fixture(scope="module")
def results() -> list[Analysis | SetAside]:
    analyses = analyze(*sorted(SAMPLES.rglob("*.html"))[:3]).analyses
    return [*analyses, SetAside("坏.pdf", None, Issue("reading", "broken", (("path", "坏.pdf"),)))]


def key(number: int) -> bytes:
    return hashlib.sha256(bytes([number])).digest()


def fill(path: Path, results: list[Analysis | SetAside]) -> None:
    with Journal(path) as journal:
        for number, result in enumerate(results):
            journal.add(key(number), result)


def test_what_was_kept_is_there_again(tmp_path: Path, results: list[Analysis | SetAside]) -> None:
    """Every field of every object, after the file was closed and opened."""
    fill(tmp_path / "journal", results)
    with Journal(tmp_path / "journal") as journal:
        assert len(journal) == len(results)
        assert [journal[key(number)] for number in range(len(results))] == results
        told = [journal.report_id(key(number)) for number in range(len(results))]
        kept = journal.analyses([key(2), key(0)])
    assert told == [each.report.id if isinstance(each, Analysis) else None for each in results]
    assert (
        list(kept) == [results[2], results[0]] and kept[-1] == results[0] and list(kept[1:]) == [results[0]]
    )


def test_a_torn_end_is_cut_off(tmp_path: Path, results: list[Analysis | SetAside]) -> None:
    """Wherever the last record ends too soon, the ones before it are whole, and the next goes behind them."""
    path = tmp_path / "journal"
    fill(path, results[:2])
    whole = path.stat().st_size
    with Journal(path) as journal:
        journal.add(key(2), results[2])
    content = path.read_bytes()
    for size in range(whole, len(content), (len(content) - whole) // 40):
        path.write_bytes(content[:size])
        with Journal(path) as journal:
            assert len(journal) == 2 and path.stat().st_size == whole
            journal.add(key(9), results[2])
        with Journal(path) as journal:
            assert journal[key(9)] == results[2] and journal[key(1)] == results[1]


def test_damage_ends_what_is_believed(tmp_path: Path, results: list[Analysis | SetAside]) -> None:
    """A record whose check sum is wrong is not read, nor what follows it."""
    path = tmp_path / "journal"
    fill(path, results)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with Journal(path) as journal:
        assert 0 < len(journal) < len(results)
        assert all(journal[key(number)] == results[number] for number in range(len(journal)))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"nlp_reports journal 0\nxx", b"\x80\x04\x95pickle"])
def test_a_foreign_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    """It is ours by its place; what it holds is not read."""
    (tmp_path / "journal").write_bytes(content)
    with Journal(tmp_path / "journal") as journal:
        assert len(journal) == 0


def test_the_last_result_of_a_key_counts(tmp_path: Path, results: list[Analysis | SetAside]) -> None:
    """A file that was set aside may be read later."""
    for store in (Journal(tmp_path / "journal"), Memory()):
        with store:
            store.add(key(0), results[-1])
            assert store.report_id(key(0)) is None
            store.add(key(0), results[0])
            assert store[key(0)] == results[0] and store.report_id(key(0))


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """One sentence, no traceback."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        Journal(tmp_path / "file" / "journal")
