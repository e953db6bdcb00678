"""Gold is read exactly, and what is no gold is refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.gold import coded, load_gold
from nlp_reports.errors import ResourceError

from .small_gold import small_gold, write_gold

BOOK = load_codebook()


def test_passages_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Text, spans, roles, codes and families are those of the file; the hash is the file's."""
    told = small_gold(6)
    path = write_gold(tmp_path / "gold.jsonl", told)
    gold = load_gold(path, codebook=BOOK)
    assert [each.text for each in gold.passages] == [each["text"] for each in told]
    assert [each.family for each in gold.passages] == [each["family"] for each in told]
    for passage, row in zip(gold.passages, told, strict=True):
        for statement, codes, want in zip(passage.statements, passage.codes, row["statements"], strict=True):
            assert statement.text == row["text"][want["start"] : want["end"]]
            assert (statement.role, set(codes)) == (want["role"], set(want["codes"]))
    assert len(list(coded(gold))) == 24


def faulty(change: str) -> list[dict[str, Any]]:
    told = small_gold(2)
    statement = told[1]["statements"][1]
    if change == "role":
        statement["role"] = "shortcoming"
    elif change == "code":
        statement["codes"] = ["no_such_code"]
    elif change == "span":
        statement["end"] = 10_000
    elif change == "overlap":
        statement["start"] = told[1]["statements"][0]["start"]
    elif change == "context with codes":
        statement["role"] = "achievement"
    elif change == "twice":
        told[1]["id"] = told[0]["id"]
    elif change == "no text":
        del told[1]["text"]
    elif change == "no start":
        del statement["start"]
    return told


@pytest.mark.parametrize(
    "change",
    ["role", "code", "span", "overlap", "context with codes", "twice", "no text", "no start"],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, change: str) -> None:
    """One sentence in either language that names file and line."""
    path = write_gold(tmp_path / "gold.jsonl", faulty(change))
    with pytest.raises(ResourceError) as error:
        load_gold(path, codebook=BOOK)
    assert all(str(path) in error.value.message(lang) for lang in ("zh", "en"))
    assert "第 2 行" in error.value.message("zh") and "2" in error.value.message("en")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xff\xfe\x00", b"[1, 2]\n", b'{"id": 1}\n', b"[" * 100_000])
def test_what_is_no_gold_is_refused(tmp_path: Path, data: bytes) -> None:
    """Empty, binary, other JSON, and JSON nested without end."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(data)
    with pytest.raises(ResourceError):
        load_gold(path, codebook=BOOK)
