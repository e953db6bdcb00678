"""Rules of the one place where text changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_reports.reading.normalise import normalise

AWKWARD = st.text(
    st.one_of(st.characters(), st.sampled_from(" \t\r\n\u200b\ufeff\u00a0\u3000\u2028\x85⼯⻓\ud800")),
    max_size=60,
)


@given(AWKWARD)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """A text that is already in shape does not change."""
    once = normalise(text)
    assert normalise(once) == once


@given(AWKWARD)
def test_nothing_invisible_is_left(text: str) -> None:
    """The result can be encoded, and holds no control, bidi or zero-width characters and no odd blanks."""
    result = normalise(text)
    result.encode("utf-8")
    assert not set(result) & set("\r\x00\u200b\ufeff\u00a0\u3000\u2028\x85\u202e⼯⻓")
    assert "  " not in result


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("政\u200b府\ufeff信\u202e息", "政府信息"),
        ("2020\u00a0年\u3000\u3000工作", "2020 年 工作"),
        ("⼯作⼀年，⻓效", "工作一年，长效"),
        ("甲\t\t乙", "甲\t\t乙"),
        ("（１）,;：進行", "（１）,;：進行"),
    ],
)
def test_only_what_cannot_be_seen_or_looks_alike_changes(printed: str, expected: str) -> None:
    """Line ends, invisible signs, blanks and radicals become ordinary; signs, digits, scripts stay."""
    assert normalise(printed) == expected
