"""In: text as a file holds it. Out: the same text in the one shape that every later stage reads.

This is the only place where text changes. Punctuation, digits and Traditional characters stay as
printed: matching folds them later, at equal length.
"""

from __future__ import annotations

import re
import unicodedata

from nlp_reports.chinese.folding import folding_table

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(" {2,}")
_LINE_EDGE = re.compile(" ?\n ?")
_BLANK_LETTERS = "\u2800\u3164\uffa0"  # print as blanks though Unicode calls them letters or symbols
_DROPPED = frozenset({"Cc", "Cf", "Cs"})


class _Spelling(dict[int, "int | str | None"]):
    """Character → what stands for it; every character is looked at once, the first time it is met."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = value = _spell(code)
        return value


def _spell(code: int) -> int | str | None:
    char = chr(code)
    if char in "\n\t":
        return code
    category = unicodedata.category(char)
    if category in _DROPPED or code & 0xFFFE == 0xFFFE or 0xFE00 <= code <= 0xFE0F:
        return None
    if category == "Zs" or char in _BLANK_LETTERS:
        return " "
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:  # look-alikes of ordinary characters
        return folding_table().get(code, code)
    return code


_SPELLING = _Spelling()


def normalise(text: str) -> str:
    """Return `text` with invisible characters, odd blanks and look-alike radicals made ordinary.

    Line ends become `\\n`; blanks around them go, runs of blanks become one; tabs stay. Idempotent.
    """
    text = _LINE_BREAK.sub("\n", text).translate(_SPELLING)
    return _LINE_EDGE.sub("\n", _BLANKS.sub(" ", text)).strip(" ")
