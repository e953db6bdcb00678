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
_UNSAFE = re.compile(
    "[<>&\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)


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
    """Return `value` as JSON that cannot end the script block it stands in, and holds no bare controls."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(_code_units, text)


def _code_units(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
