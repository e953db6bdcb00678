"""In: a Word document's numbering part. Out: the numbers Word prints but does not keep in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class NumberLevel:
    """One level of a list: how its numbers are written, what is printed around them, the first one."""

    style: str
    pattern: str
    start: int


class Numbering:
    """Counts numbered paragraphs in document order and says what Word prints before each."""

    def __init__(self, root: Any | None) -> None:
        """Take the root element of numbering.xml, or None when the document has none."""
        self._levels: dict[str, dict[int, NumberLevel]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for abstract in root.iter(_W + "abstractNum") if root is not None else ():
            levels = {_whole(lvl, "ilvl"): _read_level(lvl) for lvl in abstract.iter(_W + "lvl")}
            self._levels[abstract.get(_W + "abstractNumId", "")] = levels
        for number in root.iter(_W + "num") if root is not None else ():
            target = number.find(_W + "abstractNumId")
            if target is not None:
                self._lists[number.get(_W + "numId", "")] = target.get(_W + "val", "")

    def label(self, number_id: str, depth: int) -> str:
        """Return the label of the next paragraph of the list at level `depth`; "" for none or a bullet."""
        abstract = self._lists.get(number_id, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None or depth > _DEEPEST:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        if level.style not in _WRITERS:
            return ""
        return _PLACE.sub(lambda place: _write(levels, counts, int(place[1]) - 1), level.pattern)


def _write(levels: Mapping[int, NumberLevel], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    return _WRITERS.get(level.style, str)(counts.get(depth, level.start))


def _read_level(element: Any) -> NumberLevel:
    style, pattern = element.find(_W + "numFmt"), element.find(_W + "lvlText")
    start = element.find(_W + "start")
    return NumberLevel(
        style.get(_W + "val", "") if style is not None else "decimal",
        (pattern.get(_W + "val") or "")[:40] if pattern is not None else "",
        _whole(start, "val") if start is not None else 1,
    )


def _whole(element: Any, name: str) -> int:
    value = element.get(_W + name, "")
    return int(value) if re.fullmatch(r"[0-9]{1,6}", value) else 0


def _in_chinese(number: int) -> str:
    """Return 1 to 99 as 一 to 九十九, what is beyond in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _circled(number: int) -> str:
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


def _lettered(number: int) -> str:
    return chr(96 + number) if 0 < number <= 26 else str(number)


_WRITERS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "chineseCounting": _in_chinese,
    "chineseCountingThousand": _in_chinese,
    "japaneseCounting": _in_chinese,
    "taiwaneseCountingThousand": _in_chinese,
    "ideographDigital": _digit_by_digit,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _lettered,
    "upperLetter": lambda number: _lettered(number).upper(),
}
