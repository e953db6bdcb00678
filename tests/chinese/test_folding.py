"""In: any text. Out: the folded text, of the same length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_reports.chinese.folding import fold


@given(st.text())
def test_length_never_changes(text: str) -> None:
    """A place in the folded text is a place in the printed one."""
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """Folding is idempotent."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("２０２３年（一）：，；", "2023年(一):,;"),
        ("⼯作⼀览⾼效", "工作一览高效"),
        ("成⻓⻅识", "成长见识"),
        ("结\u00a0果\u3000维持", "结 果 维持"),
        ("“保留”《条例》。、", "“保留”《条例》。、"),
        ("Ａ－Ｂ—Ｃ", "A-B-C"),
    ],
)
def test_one_spelling_for_matching(printed: str, folded: str) -> None:
    """Full-width signs, radicals, odd spaces and dashes get one spelling; Chinese punctuation stays."""
    assert fold(printed) == folded
