"""In: text as a file holds it. Out: the same text in the one shape that every later stage reads.

This is the only place where text changes. Punctuation, digits and Traditional characters stay as
printed: matching folds them later, at equal length. A blank is what is left of a table's borders, so it
goes only where it can part nothing: in mid-sentence, inside a word. Blanks at digits always stay.
"""

from __future__ import annotations

import re
import unicodedata

from nlp_reports.chinese.folding import folding_table
from nlp_reports.chinese.tokens import words
from nlp_reports.model import ChangeReason

LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
"""The characters that end a line."""
PLAIN = "!-~\u3001-\u3163\u3165-\u9fff\uff01-\uff5e“”‘’…—·"
"""The characters of which Chinese texts are made, all of which stay as they are: ranges of a pattern."""

_LINE_BREAK = re.compile(f"\r\n|[{LINE_BREAKS}]")
_LINE = re.compile(f"[^{LINE_BREAKS}]*(?:\r\n|[{LINE_BREAKS}])|.+", re.DOTALL)
_NOT_PLAIN = re.compile(f"[^{PLAIN}]")
_ODD = re.compile(f"[^{PLAIN} \t\n]+")
_BLANKS = re.compile(" {2,}")
_LINE_EDGE = re.compile(" ?\n ?")
_HAN = "\u3400-\u9fff"
_TONES = "\u0300\u0301\u0304\u030cāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONED = re.compile(f"[{_TONES}]")
_SYLLABLE = f"[a-zü]{{0,5}}[{_TONES}][a-zü{_TONES}]{{0,5}}"
_READING = re.compile(f"[(（] ?{_SYLLABLE}(?: {_SYLLABLE}){{0,3}} ?[)）]")
_PINYIN = re.compile(f"(?<=[{_HAN}])(?: ?{_READING.pattern}){{1,9}}")
_CLAUSE = f"[{_HAN}“”《》（）()0-9]"
# What stands, with one blank, between two signs of a sentence: no heading, no row of a table.
_TORN = re.compile(f"(?<=[，；])({_CLAUSE}{{0,40}}[{_HAN}]) ([{_HAN}]{_CLAUSE}{{0,40}})(?=[，；。、：])")
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

    Line ends become `\\n`; blanks around them go, runs of blanks become one; tabs stay. Pinyin printed
    after its character goes, and a blank that tears a word in mid-sentence. Idempotent.
    """
    if not _NOT_PLAIN.search(text):
        return text
    text = _ODD.sub(lambda run: run[0].translate(_SPELLING), _LINE_BREAK.sub("\n", text))
    text = _LINE_EDGE.sub("\n", _BLANKS.sub(" ", text)).strip(" ")
    if _TONED.search(text):
        text = _PINYIN.sub("", text)
    return _TORN.sub(_mended, text) if " " in text else text


def split_lines(text: str) -> list[str]:
    """Return the lines of `text`, each with its line end; joined together they are the text."""
    return _LINE.findall(text)


def spell(char: str) -> str:
    """Return what stands for `char` in a text, "" if nothing does."""
    return char.translate(_SPELLING)


def reason_of(printed: str) -> ChangeReason:
    """Return why `printed`, a run of a file that became something else or nothing, did so."""
    if not printed.strip():
        return "line_break" if _LINE_BREAK.search(printed) else "blank"
    return "pinyin" if _TONED.search(printed) else "spelling"


def _mended(clause: re.Match[str]) -> str:
    """Return a clause without its only blank, if that tears a word."""
    before, after = clause[1], clause[2]
    at = len(before)
    for word in words(before + after):
        at -= len(word)
        if at <= 0:
            break
    is_torn = at < 0 and 1 in (at + len(word), -at)
    return before + after if is_torn else clause[0]
