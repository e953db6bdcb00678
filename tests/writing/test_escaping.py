"""In: hostile text. Out: text that only shows its characters."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_reports.writing.escaping import escape_markdown, script_json, show_controls


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u200f", "\u200b", "\x07", "\ud800", "\u2028", "\ufeff"]
)
def test_controls_are_named(char: str) -> None:
    """What would steer the display or cannot be written is shown by its number."""
    assert show_controls(f"甲{char}乙") == f"甲⟨U+{ord(char):04X}⟩乙"


def test_plain_text_stays() -> None:
    """Chinese, full-width spaces, line breaks and tabs are no controls."""
    text = "一、总体情况\u3000（2023 年）\n\t“公开”"
    assert show_controls(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[点此](http://x.cn)", r"\[点此\](http\://x.cn)"),
        ("<img src=x onerror=a()>", "&lt;img src=x onerror=a()&gt;"),
        ("**重点**_a_`b`", r"\*\*重点\*\*\_a\_\`b\`"),
        ("一行\n# 标题", r"一行 \# 标题"),
        ("a|b &lt; {{ x }}", r"a\|b &amp;lt; \{\{ x \}\}"),
        ("www.x.cn a@x.cn", r"www\.x.cn a\@x.cn"),
    ],
)
def test_markdown_shows_its_characters(text: str, shown: str) -> None:
    """No markup, heading, link, HTML or template survives in Markdown."""
    assert escape_markdown(text) == shown


@given(st.text(max_size=60))
def test_markdown_is_one_line_without_tags(text: str) -> None:
    """Whatever the text, it stays on its line and opens no tag."""
    shown = escape_markdown(text)
    assert len(shown.splitlines()) <= 1
    assert "<" not in shown and ">" not in shown
    shown.encode()


@given(
    st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
)
def test_script_json_is_the_same_value_and_cannot_end_the_script(value: object) -> None:
    """JSON in a script block reads back as it was and holds no `<`."""
    text = script_json(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)
