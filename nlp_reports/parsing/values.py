"""In: a table cell's text, what the form and the header count in. Out: the number it prints, or why none.

The text is never changed; a value counts in the form's unit, and what may mean two numbers lists both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp_reports.chinese.folding import fold
from nlp_reports.chinese.numerals import to_number
from nlp_reports.model import CellStatus

MONEY = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8}
"""Units of money, in 元."""
COUNTS = "人次|件次|份次|[件条项个份次宗起人名户篇场期家处部类字]"
"""Units of things that are counted, as a pattern."""

_DASH = re.compile(r"[-/\\—_*…]{1,6}|(?:暂?无|没有|不适用|不涉及)。?|n/a|none", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<rough>约|近|超过?|逾)? ?(?P<sign>[+-]|(?:新增|增加?|上升|减少?|下降)[:：]?|[↑↓])? ?"
    r"(?P<number>[0-9][0-9,]{0,20}(?:\.[0-9]{1,12})?|[零〇一二两三四五六七八九十百千]{1,12})"
    rf" ?(?P<scale>[万亿])? ?(?P<about>[余多])?(?P<unit>千元|百万元|元|{COUNTS})?(?P<bound>以上|左右)?"
    r" ?(?P<note>[(][^()]{0,60}[)])?[。;]?"
)
_BRACKETED = re.compile(rf"[(]((?:[万亿千百]{{0,2}}元|{COUNTS}))[)]$")
_UNIT = re.compile(rf"(?P<scale>万)?(?P<unit>元|{COUNTS})|(?P<large>千元|百万元|亿元)")
_NAMED = rf"[万亿千百]{{0,2}}元|万?(?:{COUNTS})"
_SEVERAL = rf"(?:{_NAMED})(?:[、,/和](?:{_NAMED})){{0,3}}"
_PRINTED = re.compile(rf"单位[:：]?(?P<said>{_SEVERAL})(?:\W|$)|[(](?P<bracketed>{_SEVERAL})[)]")
_ONE = re.compile(_NAMED)
_SCALES = {None: 1, "万": 10**4, "亿": 10**8}
_DOWN = ("减", "下", "-", "↓")
_WORD = re.compile(r"[^\W\d_]")
_LONGEST = 120
"""Characters of a cell that are looked at; no number with all that may stand about it is as long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell says: `value` counts in `unit` if that is known; an ambiguous one lists its `readings`."""

    value: float | None
    status: CellStatus
    unit: str | None
    readings: tuple[float, ...] = ()


def read_value(text: str, *, unit: str | None = None) -> tuple[float | None, CellStatus]:
    """Return the value that a cell prints, in `unit`, and how it came about: read, blank, dash, ambiguous."""
    entry = read_entry(text, unit=unit)
    return entry.value, entry.status


def read_entry(
    text: str, *, unit: str | None = None, printed: str | None = None, presumed: bool = True
) -> Entry:
    """Return what a cell says, where the form counts in `unit` and header or label print `printed`.

    A bare number counts in the printed unit, else in the form's if that is `presumed`, else in none that
    is known. Money is converted into the form's unit: 251000元 is 25.1 in a column of 万元. 1.2万 there
    may be 1.2 or 12000, and is ambiguous; so are estimates (30余件), parts of things that are counted, an
    amount of money in a column of things, a bracket without words, and a single 一, which may be a dash.
    """
    return _read(text.strip()[:_LONGEST], unit, printed, presumed)


@lru_cache(maxsize=8192)
def _read(text: str, unit: str | None, printed: str | None, presumed: bool) -> Entry:
    plain = _BRACKETED.sub(r"\1", fold(text).strip())
    named = unit if unit in MONEY or printed is None else printed.removeprefix("万")
    if not plain:
        return Entry(None, "blank", named)
    if _DASH.fullmatch(plain):
        return Entry(None, "dash", named)
    match = _NUMBER.fullmatch(plain)
    number = to_number(match["number"]) if match and plain != "一" else None
    if match is None or number is None:
        return Entry(None, "ambiguous", named)
    value = -float(number) if number and (match["sign"] or "").startswith(_DOWN) else float(number)
    if unit in MONEY or match["unit"] in MONEY:
        entry = _amount(value, match, unit if unit in MONEY else None, printed, presumed)
        if unit is not None and unit not in MONEY:
            return Entry(None, "ambiguous", unit) if value else Entry(0.0, "read", unit)
    else:
        entry = _count(value, match, unit, printed)
    note = match["note"]
    if entry.value is not None and (_is_rough(match) or (note and not _WORD.search(note))):
        return Entry(None, "ambiguous", entry.unit, (entry.value,))
    return entry


def _is_rough(match: re.Match[str]) -> bool:
    return bool(match["rough"] or match["about"] or match["bound"])


def _amount(
    value: float, match: re.Match[str], unit: str | None, printed: str | None, presumed: bool
) -> Entry:
    """Read an amount of money into `unit`, else into 元."""
    own, scale = match["unit"], _SCALES[match["scale"]]
    if own is not None and own not in MONEY:
        return Entry(None, "ambiguous", unit, (value * scale,))
    counted = own or (printed if printed in MONEY else unit if presumed or scale > 1 else None)
    if counted is None:
        return Entry(_tidy(value), "read", None)
    into = MONEY[unit or "元"]
    amount = _tidy(value * scale * MONEY[counted] / into)
    if own is None and scale > 1 and MONEY[counted] > 1 and value:
        return Entry(None, "ambiguous", unit, (_tidy(value * scale / into), amount))
    return Entry(amount, "read", unit or "元")


def _count(value: float, match: re.Match[str], unit: str | None, printed: str | None) -> Entry:
    """Read a number of things, which must be whole where it is known what is counted."""
    many = printed is not None and printed not in MONEY and printed.startswith("万")
    value = _tidy(value * _SCALES[match["scale"]] * (10**4 if many and not match["scale"] else 1))
    kind = (printed.removeprefix("万") if many and printed else printed) or unit or match["unit"]
    if kind is not None and value != int(value):
        return Entry(None, "ambiguous", kind, (value,))
    return Entry(value, "read", kind)


def _tidy(value: float) -> float:
    """Return `value` without what binary fractions add to decimal ones."""
    return round(value, 10)


def printed_unit(label: str) -> str | None:
    """Return the first unit that a header or a label names, or None."""
    return next(iter(printed_units(label)), None)


@lru_cache(maxsize=4096)
def printed_units(label: str) -> tuple[str, ...]:
    """Return the units that a title, header or label names (单位：件、万元, （元）, or 万元 alone)."""
    plain = "".join(fold(label[:120]).split())
    if _UNIT.fullmatch(plain):
        return (plain,)
    found = _PRINTED.search(plain)
    return tuple(_ONE.findall(found["said"] or found["bracketed"])) if found else ()
