"""In: the head and the end of a report. Out: the period it covers and the day it was published.

The year of publication is never taken for the report's year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from nlp_reports.chinese.numerals import to_number
from nlp_reports.model import Span
from nlp_reports.parsing.identity.vocabulary import any_of, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_YEAR = 2008
"""The year in which the duty to report began."""

YEAR = r"(?:[12] ?\d ?\d ?\d|[一二][〇○零0Oo◯九][〇○零0Oo◯一二三四五六七八九]{2})"
"""A year as printed in folded text, in Arabic or Chinese digits, perhaps with stray spaces."""

_TWO = r"(?:\d ?\d?|[一二三]?十?[一二三四五六七八九]|[一二三]?十)"
_DATE = rf"(?<!\d)({YEAR}) {{0,2}}[-/.年] {{0,2}}({_TWO}) {{0,2}}[-/.月] {{0,2}}({_TWO})(?![\d-])(?: ?日)?"
_PERIOD = re.compile(
    rf"({YEAR})[年 ]{{0,3}}(\d{{1,2}})[月 ]{{1,3}}(\d{{1,2}}) ?日?[^。\d]{{0,8}}"
    rf"(?:({YEAR})[年 ]{{0,3}})?(\d{{1,2}})[月 ]{{1,3}}(\d{{1,2}})"
)
"""The statistical period; signs lost in copying (`20231月1日`, `2023 1 1 日`) are allowed for."""

_DATE_SIGN = re.compile(r"[年月日]")
_PERIOD_WORDS = re.compile(r"期限|时限|期间|统计|数据")
_REACH = 30
_RULES_BEGAN = (5, 1)
"""The first reports cover the time since the rules came into force, on 1 May 2008."""

_OVERVIEW = re.compile(
    rf"(?:总体情况|概述|基本情况)[^\d。]{{0,24}}?({YEAR}) ?年"
    rf"|({YEAR}) ?年[^。\n]{{0,20}}情况(?:报告|汇报)?如下"
)
_CLOSING = re.compile(rf"^[ (]{{0,12}}{_DATE}[ )]{{0,12}}$", re.MULTILINE)
_OPENING = re.compile(rf"^[ (•·]{{0,3}}{_DATE}(?=[ )来]|$)", re.MULTILINE)


def read_year(text: str) -> int | None:
    """Return the year that `text` spells: `2020`, `20 20`, `二〇一三`."""
    value = to_number(text.replace(" ", "").replace("o", "〇"))
    return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class Period:
    """The statistical period: the years printed, and what is wrong with it.

    `fault` is `impossible` for days that are none or an end before its beginning, `part` for another
    period than a calendar year, or an academic one.
    """

    years: tuple[int, ...]
    span: Span
    fault: Literal["impossible", "part"] | None


def find_period(head: str) -> Period | None:
    """Return the statistical period (自2023年1月1日起至2023年12月31日), the first that is one."""
    for match in _PERIOD.finditer(head):
        if not 2000 <= (read_year(match[1]) or 0) < 2100 or not _DATE_SIGN.search(match[0]):
            continue  # figures of a table
        whole = match.group(2, 3) == ("1", "1") or match.group(5, 6) == ("12", "31")
        if whole or _PERIOD_WORDS.search(head, max(0, match.start() - _REACH), match.start()):
            return _period(match)
    return None


def _period(match: re.Match[str]) -> Period:
    first = read_year(match[1]) or 0
    last = (read_year(match[4]) if match[4] else None) or first
    begins, ends = _day(first, match[2], match[3]), _day(last, match[5], match[6])
    academic = match.group(2, 3, 5, 6) == ("9", "1", "8", "31") and last == first + 1
    fault: Literal["impossible", "part"] | None = None
    if begins is None or ends is None or ends < begins:
        fault = "impossible"
    elif academic:
        fault = None
    elif first != last or (begins.month, begins.day) not in _beginnings(first) or ends != date(last, 12, 31):
        fault = "part"
    return Period(tuple(sorted({first, last})), Span(match.start(), match.end()), fault)


def _beginnings(year: int) -> tuple[tuple[int, int], ...]:
    return ((1, 1), _RULES_BEGAN) if year == FIRST_YEAR else ((1, 1),)


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def find_overview_year(head: str) -> int | None:
    """Return the year with which the overview begins, where title and period are missing."""
    match = _OVERVIEW.search(head)
    return read_year(match[1] or match[2]) if match else None


def find_published(head: str, end: str) -> tuple[str, Literal["label", "signature", "letterhead"]] | None:
    """Return the day of publication as YYYY-MM-DD, and what told it.

    Its label is asked first, then the line of date that the report closes with, then one it opens with.
    """
    for pattern in _labelled_dates():
        for match in pattern.finditer(head):
            if day := _iso(match.groups()):
                return day, "label"
    if closing := [day for match in _CLOSING.finditer(end) if (day := _iso(match.groups()))]:
        return closing[-1], "signature"
    opening = next((day for match in _OPENING.finditer(head) if (day := _iso(match.groups()))), None)
    return (opening, "letterhead") if opening else None


@cache
def _labelled_dates() -> tuple[re.Pattern[str], ...]:
    vocabulary = load_vocabulary()
    labels = (*vocabulary.published, *vocabulary.written)
    return tuple(re.compile(rf"(?<!采集){any_of([label])}[\]】]? ?[: \n|]{{0,4}}{_DATE}") for label in labels)


def _iso(parts: Sequence[str]) -> str | None:
    numbers = [to_number(part.replace(" ", "").replace("o", "〇")) for part in parts]
    try:
        return date(*(int(number or 0) for number in numbers)).isoformat()
    except ValueError:
        return None
