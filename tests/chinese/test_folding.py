"""In: any text. Out: the folded text, of the same length."""

from __future__ import annotations

from pathlib import Path

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
        ("政府信息公開工作年度報告", "政府信息公开工作年度报告"),
        ("衞生健康委員會關於徵收臺賬", "卫生健康委员会关于征收台账"),
        ("行政覆議、瞭解、谘詢", "行政复议、了解、咨询"),
    ],
)
def test_one_spelling_for_matching(printed: str, folded: str) -> None:
    """Full-width signs, radicals, odd spaces, dashes and Traditional characters get one spelling."""
    assert fold(printed) == folded


SIMPLIFIED = "乾县、乾安县、覆盖、慰藉、著作、皇后、公里、干部、台湾、沈阳、制度、面、系、只、征、借、几、斗"


def test_simplified_text_is_left_alone() -> None:
    """A character of its own that Traditional text shares (乾县, 覆盖, 皇后) is not taken for another."""
    assert fold(SIMPLIFIED) == SIMPLIFIED


def test_the_characters_of_simplified_chinese_are_left_alone() -> None:
    """No character of GB 2312 changes, but for the three it holds without needing them."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    plain = "".join(row.decode("gb2312", errors="ignore") for row in rows)
    assert len(plain) == 6763
    assert {char for char in plain if fold(char) != char} == set("後於徵")


def test_no_simplified_character_of_a_real_report_changes(real_reports: Path) -> None:
    """Folding a real report changes its signs and spaces, and no Chinese character."""
    from nlp_reports.reading.document import read_document

    for path in sorted(real_reports.glob("*.txt")):
        text = read_document(path).text
        changed = {old for old, new in zip(text, fold(text), strict=True) if old != new}
        assert not {char for char in changed if "一" <= char <= "鿿"}, path.name
