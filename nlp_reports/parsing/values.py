"""In: a table cell's text. Out: the number it prints, or the reason why there is none."""

from __future__ import annotations

import re

from nlp_reports.chinese.folding import fold
from nlp_reports.chinese.numerals import to_number
from nlp_reports.model import CellStatus

_DASH = re.compile(r"[-/\\—_*]{1,6}|无|n/a|none", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>[+-]|(?:增加?|上升|减少?|下降)[:：]?)? ?"
    r"(?P<number>[0-9][0-9,]{0,20}(?:\.[0-9]{1,12})?|[零〇一二两三四五六七八九十百千]{1,12})"
    r" ?(?P<scale>万|亿)? ?(?P<unit>元|余?[件条项个份次宗起人名户])?"
    r" ?(?:[(][^()]{0,60}[)])?"
)
_SCALES = {None: 1, "万": 10**4, "亿": 10**8}
_DOWN = ("减", "下", "-")


def read_value(text: str, *, unit: str | None = None) -> tuple[float | None, CellStatus]:
    """Return the value that a cell prints and how it came about: read, blank, dash or ambiguous.

    `unit` is what the column counts in: where it is 万元, an amount printed with its own unit
    (38.5万元, 251000元) is given in 万元. A single 一 may be a dash or one, and is ambiguous.
    """
    plain = fold(text).strip()
    if not plain:
        return None, "blank"
    if _DASH.fullmatch(plain):
        return None, "dash"
    match = _NUMBER.fullmatch(plain)
    number = to_number(match["number"]) if match and plain != "一" else None
    if match is None or number is None:
        return None, "ambiguous"
    value = round(float(number) * _SCALES[match["scale"]], 6)
    if unit == "万元" and (match["scale"] or match["unit"] == "元"):
        value = round(value / 10**4, 10)
    down = (match["sign"] or "").startswith(_DOWN)
    return (-value if down and value else value), "read"
