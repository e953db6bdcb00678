"""In: text as printed. Out: the same text, character for character, in one spelling for matching.

Folding never changes the length, so that a match in the folded text is a span of the printed one.
"""

from __future__ import annotations

import unicodedata
from functools import cache

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


@cache
def folding_table() -> dict[int, str]:
    """Return the table for `str.translate`: one character to one character, nothing else."""
    table = {ord(char): " " for char in _SPACES} | {ord(char): "-" for char in _DASHES}
    table |= {ord(old): new for old, new in _RADICALS.items()}
    for code in (*range(0xFF01, 0xFF5F), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and code not in table:
            table[code] = folded
    return table


def fold(text: str) -> str:
    """Return `text` with full-width signs, radicals and odd spaces folded; `len` is unchanged."""
    return text.translate(folding_table())
