"""In: the head and the end of a report. Out: the years it covers and the day it was published.

The year of publication is never taken for the report's year.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from nlp_reports.chinese.numerals import to_number
from nlp_reports.model import Span
from nlp_reports.parsing.vocabulary import any_of, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_YEAR = 2008
"""The year in which the duty to report began."""

YEAR = r"(?:[12] ?\d ?\d ?\d|[一二][〇○零0Oo◯九][〇○零0Oo◯一二三四五六七八九]{2})"
"""A year as printed in folded text, in Arabic or Chinese digits, perhaps with stray spaces."""

_TWO = r"(?:\d ?\d?|[一二三]?十?[一二三四五六七八九]|[一二三]?十)"
_DATE = rf"(?<!\d)({YEAR}) {{0,2}}[-/.年] {{0,2}}({_TWO}) {{0,2}}[-/.月] {{0,2}}({_TWO})(?![\d-])(?: ?日)?"
_PERIOD = re.compile(
    rf"({YEAR})[年 ]{{0,3}}\d{{1,2}}[月 ]{{1,3}}\d{{1,2}} ?日?[^。\d]{{0,8}}"
    rf"(?:({YEAR})[年 ]{{0,3}})?12[月 ]{{1,3}}31"
)
"""The statistical period; signs lost in copying (`20231月1日`, `2023 1 1 日`) are allowed for."""

_OVERVIEW = re.compile(rf"(?:总体情况|概述|基本情况)[^\d。]{{0,24}}?({YEAR}) ?年")
_CLOSING = re.compile(rf"^[ (]{{0,12}}{_DATE}[ )]{{0,12}}$", re.MULTILINE)
_OPENING = re.compile(rf"^[ (]{{0,3}}{_DATE}(?=[ )来]|$)", re.MULTILINE)


def read_year(text: str) -> int | None:
    """Return the year that `text` spells: `2020`, `20 20`, `二〇一三`."""
    value = to_number(text.replace(" ", "").replace("o", "〇"))
    return value if isinstance(value, int) else None


def find_period(head: str) -> tuple[tuple[int, ...], Span] | None:
    """Return the years of the statistical period (自2023年1月1日起至2023年12月31日), first and last."""
    match = _PERIOD.search(head)
    if not match:
        return None
    years = {year for text in match.groups() if text and (year := read_year(text))}
    return tuple(sorted(years)), Span(match.start(), match.end())


def find_overview_year(head: str) -> int | None:
    """Return the year with which the overview begins, where title and period are missing."""
    match = _OVERVIEW.search(head)
    return read_year(match[1]) if match else None


def find_published(head: str, end: str) -> str | None:
    """Return the day of publication as YYYY-MM-DD: by its label, else by the date the report closes with."""
    for pattern in _labelled_dates():
        for match in pattern.finditer(head):
            if day := _iso(match.groups()):
                return day
    closing = [day for match in _CLOSING.finditer(end) if (day := _iso(match.groups()))]
    opening = [day for match in _OPENING.finditer(head) if (day := _iso(match.groups()))]
    return closing[-1] if closing else opening[0] if opening else None


@cache
def _labelled_dates() -> tuple[re.Pattern[str], ...]:
    vocabulary = load_vocabulary()
    labels = (*vocabulary.published, *vocabulary.written)
    return tuple(re.compile(rf"{any_of([label])}[\]】]? ?[: \n|]{{0,4}}{_DATE}") for label in labels)


def _iso(parts: Sequence[str]) -> str | None:
    numbers = [to_number(part.replace(" ", "").replace("o", "〇")) for part in parts]
    try:
        return date(*(int(number or 0) for number in numbers)).isoformat()
    except ValueError:
        return None
