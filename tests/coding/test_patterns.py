"""The pattern language."""

from __future__ import annotations

import re
import time

import pytest

from nlp_reports.coding.patterns import PatternError, compile_patterns, expand_lists, expand_words, to_regex


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("公开内容", "主动公开内容多", "公开内容"),
        ("(公开|发布)不及时", "信息发布不及时", "发布不及时"),
        ("较?单一", "形式单一", "单一"),
        ("渠道…单一", "渠道还比较单一", "渠道还比较单一"),
        ("渠道…单一", "渠道多，形式单一", None),
        ("渠道……单一", "渠道虽多，形式单一", "渠道虽多，形式单一"),
        ("渠道……单一", "渠道多。形式单一", None),
        ("^无$", "无", "无"),
        ("^无$", "无问题", None),
        ("公 开", "公开", "公开"),
        ("a.b", "axb", None),
    ],
)
def test_the_signs_mean_what_they_say(pattern: str, text: str, found: str | None) -> None:
    """Alternatives, optional parts, gaps, ends; every other character stands for itself."""
    match = re.search(to_regex(pattern), text.replace("，", ","))
    assert (match[0].replace(",", "，") if match else None) == found


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(甲", "brackets"),
        ("甲)乙(", "brackets"),
        ("?甲", "nothing_before_mark"),
        ("甲…?乙", "nothing_before_mark"),
        ("…甲", "gap_without_end"),
        ("甲…", "gap_without_end"),
        ("甲…………乙", "gap_without_end"),
        ("甲…乙…丙…丁…戊", "too_many_gaps"),
        ("公?" * 19 + "开", "too_many_marks"),
        ("^$", "empty_pattern"),
        ("", "empty_pattern"),
        ("{没有}甲", "unknown_words"),
    ],
)
def test_what_is_not_well_formed_is_refused(pattern: str, reason: str) -> None:
    """A pattern that cannot be read, or that could run long, is refused with its reason."""
    with pytest.raises(PatternError) as caught:
        to_regex(expand_words(pattern, {}))
    assert caught.value.reason == reason


def test_gaps_of_alternatives_do_not_add_up() -> None:
    """Only the gaps on one way through the pattern count."""
    assert to_regex("(甲…乙|丙…丁|戊…己|庚…辛)…壬")


def test_lists_may_name_earlier_lists() -> None:
    """A word list may name lists that stand before it, not itself."""
    words = expand_lists({"甲": ["a", "b"], "乙": ["{甲}c"]})
    assert words["乙"] == ("(a|b)c",)
    with pytest.raises(PatternError):
        expand_lists({"甲": ["{甲}"]})


def test_no_pattern_runs_long() -> None:
    """The worst pattern on the worst text of a statement's length ends quickly."""
    compiled = compile_patterns(["甲…甲…甲……乙"])
    assert compiled is not None
    begin = time.perf_counter()
    assert compiled.search("甲" * 1200) is None
    assert time.perf_counter() - begin < 5
