"""In: text that may be a number, Arabic or Chinese. Out: the number, or None.

`to_number` answers for a text as a whole; `NUMBER` finds the numbers that stand in prose.
"""

from __future__ import annotations

import re
from decimal import Decimal

from nlp_reports.chinese.folding import fold

_ONES = "一二三四五六七八九"
_SPELLINGS = str.maketrans(
    "两兩壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億○◯〇OoО−",
    "二二一二二三三四五六六七八九十百千万亿零零零零零零-",
)
_VALUES = str.maketrans({"零": "0"} | {one: str(value) for value, one in enumerate(_ONES, 1)})
_SCALES = (("亿", 10**8), ("万", 10**4))

_ARABIC = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(\.[0-9]{1,18})?")
_YEARLIKE = re.compile(rf"[{_ONES}零0]{{2,18}}")
_APPROXIMATE = re.compile(rf"[{_ONES}]{{2}}")
_SECTION = re.compile(r"0?(?:([1-9])千)?(?:0?([1-9])百)?(?:0?([1-9]?)(十))?(0?)([1-9]?)")
_COEFFICIENT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9}(?:\.[0-9]{1,6})?")

_NUMERALS = "零〇○一二两兩三四五六七八九十百千万亿萬億廿卅"
_MEASURES = "年月日号个件条项次份期名人场篇起家类种页天批部处点块张"
NUMBER = re.compile(
    r"(?<![0-9])(?<![0-9]\.)"
    r"(?>(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}+(?![0-9])|[0-9]{1,18}+(?![0-9]))(?:\.[0-9]{1,18}+(?!\.?[0-9]))?)"
    r"(?>[百千万亿]{0,2}(?:[0-9]{1,4}[百千万亿]{1,2}){0,3})(?! ?[%‰])"
    rf"|(?<![{_NUMERALS}])(?>[{_ONES}两兩十廿卅][{_NUMERALS}O0]{{1,23}}+(?![{_NUMERALS}])"
    rf"|[{_ONES}两兩十](?=[{_MEASURES}]))"
)
"""Finds numbers in folded text, in linear time; a percentage or a run of over 18 digits is none.

Signs are left out, since a hyphen in prose joins years. A run of Chinese numerals is a candidate:
`to_number` gives None for `二三十`, which is no number but a guess, and for `十四五`, which is a plan.
One Chinese numeral alone counts before a measure word only: `三件`, but not the 一 of `统一`.
"""


def to_number(text: str) -> int | float | None:
    """Return the number that `text` as a whole is, or None.

    Knows full-width digits, thousands separators, decimals, a sign, Chinese numerals in every common
    spelling (两千三百, 三百五, 1亿2000万, 3.5万, 二〇二三 digit by digit). None for percentages, for
    approximations (二三十) and for more digits than a count can have. A whole result is an int, save
    where a plain decimal is printed (`12.0`).
    """
    plain = fold(text).strip().translate({ord("−"): "-"})
    if match := _ARABIC.fullmatch(plain):
        digits = plain.replace(",", "")
        return float(digits) if match[1] else int(digits)
    if len(plain) > 40 or not plain or plain in "○◯OoО":
        return None
    plain = plain.translate(_SPELLINGS)
    if _YEARLIKE.fullmatch(plain):
        return _read_digits(plain)
    if _APPROXIMATE.search(plain):
        return None
    value = _scale(plain.replace("廿", "二十").replace("卅", "三十").translate(_VALUES))
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _read_digits(text: str) -> int | None:
    """Digit by digit: 二〇二三. Two digits without a zero (三四) mean three or four."""
    return int(text.translate(_VALUES)) if len(text) > 2 or set(text) & {"零", "0"} else None


def _scale(text: str) -> Decimal | None:
    """The value of digits and the units 十百千万亿; the part after a unit is smaller than the unit."""
    for sign, size in _SCALES:
        head, found, tail = text.partition(sign)
        if not found:
            continue
        high, low = _scale(head), _read_tail(tail, size)
        if not high or low is None or (tail and high != int(high)):
            return None
        return high * size + low
    return _read_section(text)


def _read_tail(text: str, size: int) -> Decimal | None:
    """What follows 万 or 亿: 三万五 is thirty-five thousand, 三万零五 is not."""
    if not text:
        return Decimal(0)
    if re.fullmatch("[1-9]", text):
        return Decimal(text) * (size // 10)
    if text.isdigit() and not text.startswith("0") and 10 ** len(text) != size:
        return None
    value = _scale(text)
    return value if value is not None and value == int(value) and value < size else None


def _read_section(text: str) -> Decimal | None:
    """A number below 万, in Arabic digits or in 千百十."""
    if _COEFFICIENT.fullmatch(text):
        return Decimal(text.replace(",", ""))
    match = _SECTION.fullmatch(text)
    if not match or not text:
        return None
    thousands, hundreds, tens, ten, zero, ones = match.groups()
    value = 1000 * int(thousands or 0) + 100 * int(hundreds or 0) + (10 * int(tens or 1) if ten else 0)
    step = 1 if zero or ten else 10 if hundreds else 100 if thousands else 1
    return Decimal(value + step * int(ones or 0))
