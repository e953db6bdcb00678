"""`explain`, `train` and `evaluate`, from Python and from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

import nlp_reports as nr
from nlp_reports.cli import DONE, MISUSED, main

from .coding.small_gold import small_gold, write_gold

TEXT = "政策解读形式单一，以文字为主；栏目更新不及时。下一步，加强业务培训。"


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_gold(tmp_path_factory.mktemp("study") / "gold.jsonl", small_gold())


def test_a_text_is_explained() -> None:
    """Every decision has the reasons of all its votes, and every assigned code words that speak for it."""
    (told,) = nr.explain(texts=[TEXT])
    assert {"interpretation_form", "timeliness", "training"} <= {d.code for d in told.decisions if d.assigned}
    assert len(told.reasons) == len(told.decisions)
    for decision, reasons in zip(told.decisions, told.reasons, strict=True):
        assert tuple(each.vote for each in reasons) == decision.votes
        if decision.assigned:
            assert any(each.because for each in reasons)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_explains(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    """The words, the votes and the probability stand on the terminal."""
    assert main(["explain", "--text", TEXT, "--lang", lang]) == DONE
    said = capsys.readouterr().out
    assert "interpretation_form" in said and "解读形式单一" in said


def test_a_model_is_trained_and_used(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`train` writes a file that `analyze` and `explain` take; twice the same bytes."""
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    assert main(["train", str(gold), "--out", str(one)]) == DONE
    nr.train(gold, out=two)
    assert one.read_bytes() == two.read_bytes()
    assert main(["explain", "--text", TEXT, "--model", str(one)]) == DONE
    assert str(one) in capsys.readouterr().out


def test_evaluation_is_printed_and_written(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every table is there in Markdown and as CSV."""
    assert main(["evaluate", str(gold), "--out", str(tmp_path / "out"), "--lang", "en"]) == DONE
    said = capsys.readouterr().out
    tables = nr.evaluate(gold)
    assert {path.stem for path in (tmp_path / "out").glob("*.csv")} == set(tables)
    assert "(micro)" in said and "By statement" in said


@pytest.mark.parametrize(
    "words",
    [
        ["explain"],
        ["explain", "--text", "更新慢", "--model", "missing.zip"],
        ["train", "missing.jsonl", "--out", "model.zip"],
        ["evaluate", "missing.jsonl"],
        ["evaluate", "missing.jsonl", "--model", "missing.zip"],
    ],
)
def test_misuse_is_one_clear_sentence(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing is told, without a traceback, with exit code 2."""
    monkeypatch.chdir(tmp_path)
    assert main(words) == MISUSED
    said = capsys.readouterr().err.strip()
    assert said and "\n" not in said and "Traceback" not in said
