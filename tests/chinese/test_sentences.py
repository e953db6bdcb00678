"""Sentence and clause spans."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_reports.chinese.sentences import clauses, sentences


def cut(text: str, by: object = sentences) -> list[str]:
    return [text[span.start : span.end] for span in by(text)]  # type: ignore[operator]


def test_sentences_end_at_signs_and_lines() -> None:
    """A sentence ends at 。！？； or a line break, whichever width the sign has."""
    assert cut("甲。乙！丙？丁；戊\n己;庚") == ["甲", "乙", "丙", "丁", "戊", "己", "庚"]


def test_clauses_end_at_commas_too() -> None:
    """A clause ends also at ，、 and ：."""
    assert cut("如下：甲，乙、丙。", clauses) == ["如下", "甲", "乙", "丙"]


@pytest.mark.parametrize("whole", ["《甲、乙；丙》", "“甲，乙。丙”", "（甲，乙；丙）"])
def test_quotations_and_brackets_are_whole(whole: str) -> None:
    """What stands between a pair of signs is one piece."""
    assert cut(f"前{whole}后，完。", clauses) == [f"前{whole}后", "完"]


def test_an_open_quotation_holds_nothing() -> None:
    """A quotation that does not close in its line is none."""
    assert cut("他说“甲。乙") == ["他说“甲", "乙"]


def test_numbers_are_not_cut() -> None:
    """Thousands and times keep their signs."""
    assert cut("共1,234件，12:30截止", clauses) == ["共1,234件", "12:30截止"]


@given(st.text(alphabet="甲乙。，、；：“”《》（）\n 1", max_size=60))
def test_spans_are_ordered_and_lose_no_word(text: str) -> None:
    """Spans follow each other, are not empty, and hold every character but signs and blanks."""
    for by in (sentences, clauses):
        spans = list(by(text))
        assert all(span.start < span.end for span in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        held = {at for span in spans for at in range(span.start, span.end)}
        assert all(at in held for at, char in enumerate(text) if char in "甲乙1")
