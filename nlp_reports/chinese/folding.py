"""In: text as printed. Out: the same text, character for character, in one spelling for matching.

Folding never changes the length, so that a match in the folded text is a span of the printed one.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

# Radicals of the CJK Radicals Supplement that Unicode's compatibility mapping leaves as they are.
_RADICALS = dict(
    zip(
        "⺁⺇⺌⺗⺟⺠⺣⺩⺫⺬⺮⺰⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "厂几小心母民火王目示竹纟月虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000\t"
_DASHES = "‐‑‒–—―─－"
_DOCUMENT = 1000
"""From this many characters on, a text is a document's, and its folded form is kept for the next stage."""


@cache
def folding_table() -> dict[int, str]:
    """Return one spelling for signs, radicals and odd spaces, a table for `str.translate`."""
    table = {ord(char): " " for char in _SPACES} | {ord(char): "-" for char in _DASHES}
    table |= {ord(old): new for old, new in _RADICALS.items()}
    for code in (*range(0xFF01, 0xFF5F), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and code not in table:
            table[code] = folded
    return table


def fold(text: str) -> str:
    """Return `text` with full-width signs, radicals, odd spaces and Traditional characters folded.

    `len` is unchanged; ordinary Simplified characters are left alone (`resources/traditional.txt`).
    """
    return _fold_document(text) if len(text) >= _DOCUMENT else _fold(text)


def _fold(text: str) -> str:
    table, words = _spelling()
    text = text.translate(table)
    for old, new in words:
        text = text.replace(old, new)
    return text


_fold_document = lru_cache(maxsize=4)(_fold)


@cache
def _spelling() -> tuple[dict[int, str], tuple[tuple[str, str], ...]]:
    """Return the table for characters, the words that follow it, each with one of the same length."""
    resource = files("nlp_reports").joinpath("resources", "traditional.txt")
    lines = resource.read_text(encoding="utf-8").splitlines()
    entries = [each for line in lines if not line.startswith("#") for each in line.split()]
    halves = [(each[: len(each) // 2], each[len(each) // 2 :]) for each in entries]
    simple = {ord(old): new for old, new in halves if len(old) == 1}
    table = {code: simple.get(ord(new), new) for code, new in folding_table().items()}
    return simple | table, tuple((old, new) for old, new in halves if len(old) > 1)
