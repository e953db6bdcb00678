"""In: text from anywhere. Out: the same text, harmless and visible in Markdown, HTML or a script block."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_KEPT = frozenset("\n\t")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~$])")
_LINK = re.compile(r"(?i)(://|(?<=www)\.|@)")
_BLANKS = re.compile(r"\s+")


def show_controls(text: str) -> str:
    """Return `text` with what would steer the display (bidi marks, controls, lone surrogates) named.

    A right-to-left override becomes ⟨U+202E⟩, so that no text can look like another.
    """
    if text.isprintable():
        return text
    return "".join(char if _is_harmless(char) else f"⟨U+{ord(char):04X}⟩" for char in text)


def _is_harmless(char: str) -> bool:
    return char in _KEPT or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def escape_markdown(text: str) -> str:
    """Return `text` as one line of Markdown that shows just these characters: no markup, HTML or link."""
    line = _BLANKS.sub(" ", show_controls(text))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LINK.sub(r"\\\1", _MARKDOWN.sub(r"\\\1", line))


def script_json(value: Any) -> str:
    """Return `value` as JSON that cannot end the script block it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
