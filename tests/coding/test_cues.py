"""The cue coder against sentences of our own, one rule of the codebook each."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlp_reports.coding.codebook import assigned_codes, load_codebook
from nlp_reports.coding.cues import CueCoder
from nlp_reports.model import Span, Statement

SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
CASES = [(role, sentence, codes) for role, rows in SENTENCES.items() for sentence, codes in rows]


@pytest.fixture(scope="module")
def coder() -> CueCoder:
    return CueCoder(load_codebook())


@pytest.mark.parametrize(("role", "sentence", "codes"), CASES)
def test_sentence_gets_its_codes(coder: CueCoder, role: str, sentence: str, codes: list[str]) -> None:
    """Each sentence gets the codes that the codebook's text gives it, no more and no fewer."""
    assert assigned_codes(coder, role, sentence) == set(codes)


def statement(text: str, *, role: str = "problem", start: int = 0, report: str = "r") -> Statement:
    span = Span(start, start + len(text))
    return Statement(f"{report}-{start}", report, "problems", 1, role, span, text)  # type: ignore[arg-type]


def test_evidence_is_a_span_of_the_document(coder: CueCoder) -> None:
    """Evidence lies inside the statement, counts from the document's start, and skips over blanks."""
    text = "网站栏目\n更 新不及时"
    (coding,) = [each for each in coder.code([statement(text, start=100)]) if each.outcome == "assigned"]
    assert coding.code == "timeliness" and coding.evidence is not None
    assert 100 <= coding.evidence.start < coding.evidence.end <= 100 + len(text)
    assert text[coding.evidence.start - 100 : coding.evidence.end - 100].endswith("及时")


def test_scores_are_shares_of_the_evidence(coder: CueCoder) -> None:
    """Every score is above 0 and at most 1."""
    statements = [statement(sentence, role=role) for role, sentence, _ in CASES]
    assert all(0 < each.score <= 1 for each in coder.code(statements))


@pytest.mark.parametrize("role", ["context", "achievement"])
def test_context_and_achievement_carry_no_code(coder: CueCoder, role: str) -> None:
    """Only problems and measures are coded."""
    assert coder.code([statement("公开内容不够全面", role=role)]) == ()


def test_a_vow_is_left_out_beside_a_concrete_measure(coder: CueCoder) -> None:
    """general_gap of a measure counts only where no measure of the same report says what is done."""
    vow = statement("不断提高政府信息公开工作水平", role="measure")
    concrete = statement("加强业务培训", role="measure", start=50)
    elsewhere = statement("加强业务培训", role="measure", start=50, report="s")

    def codes(*statements: Statement) -> set[str]:
        return {each.code for each in coder.code(statements) if each.outcome == "assigned"}

    assert codes(vow, elsewhere) == {"general_gap", "training"}
    assert codes(vow, concrete) == {"training"}


def test_full_and_half_width_are_the_same(coder: CueCoder) -> None:
    """Signs of either width match."""
    assert assigned_codes(coder, "measure", "推进“互联网＋政务”服务") == assigned_codes(
        coder, "measure", "推进“互联网+政务”服务"
    )


def test_coding_is_quick(coder: CueCoder) -> None:
    """Less than a millisecond for a statement, with room for a busy machine."""
    import time

    statements = [statement(sentence, role=role) for role, sentence, _ in CASES] * 5
    begin = time.perf_counter()
    coder.code(statements)
    assert (time.perf_counter() - begin) / len(statements) < 0.001 * 5
