"""In: a Word document's numbering part. Out: the numbers Word prints but does not keep in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nlp_reports.reading.word.styles import is_on, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class NumberLevel:
    """One level of a list: how its numbers are written, what is printed around them, the first one.

    `for_style` is the paragraph style whose paragraphs stand on this level unless they say otherwise.
    A `legal` level writes the numbers of all levels in digits: 第一章, below it 1.1.
    """

    style: str
    pattern: str
    start: int
    for_style: str = ""
    legal: bool = False


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list of a document: the definition whose count it goes on with, its levels, where it begins anew."""

    definition: str
    levels: Mapping[int, NumberLevel]
    restarts: frozenset[int]


class Numbering:
    """Counts numbered paragraphs in document order and says what Word prints before each.

    Lists of one definition share its count. A list with a start of its own for a level sets the count
    to it, once: when its first paragraph of that level comes.
    """

    def __init__(self, root: Any | None) -> None:
        """Take the root element of numbering.xml, or None when the document has none.

        A definition may borrow its levels, and the count, from the one that a list style names.
        """
        self._lists: dict[str, NumberedList] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._met: set[tuple[str, int]] = set()
        if root is None:
            return
        abstracts = {each.get(_W + "abstractNumId", ""): each for each in root.iter(_W + "abstractNum")}
        styled = {style: key for key, each in abstracts.items() if (style := value_of(each, "styleLink"))}
        levels = {key: _read_levels(abstract) for key, abstract in abstracts.items()}
        for number in root.iter(_W + "num"):
            definition = value_of(number, "abstractNumId") or ""
            lender = value_of(abstracts.get(definition), "numStyleLink")
            definition = styled.get(lender or "", definition)
            self._lists[number.get(_W + "numId", "")] = _read_list(
                number, definition, levels.get(definition, {})
            )

    def label(self, number_id: str, depth: int | None, *, style: str | None = None) -> str:
        """Return the label of the next paragraph of the list at level `depth`; "" for none or a bullet.

        Without a depth the paragraph stands where the list has the level for its style, else on the first.
        """
        numbered = self._lists.get(number_id)
        if numbered is None:
            return ""
        if depth is None:
            own = (at for at, level in numbered.levels.items() if style and level.for_style == style)
            depth = next(own, 0)
        level = numbered.levels.get(depth)
        if level is None or depth > _DEEPEST:
            return ""
        counts = self._counts.setdefault(numbered.definition, {})
        if depth in numbered.restarts and (number_id, depth) not in self._met:
            counts.pop(depth, None)
        self._met.add((number_id, depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        if level.style not in _WRITERS:
            return ""
        levels, legal = numbered.levels, level.legal
        return _PLACE.sub(lambda at: _write(levels, counts, int(at[1]) - 1, legal=legal), level.pattern)


def _write(levels: Mapping[int, NumberLevel], counts: Mapping[int, int], depth: int, *, legal: bool) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    style = "decimal" if legal else level.style
    return _WRITERS.get(style, str)(counts.get(depth, level.start))


def _read_levels(parent: Any) -> dict[int, NumberLevel]:
    return {_whole(level, "ilvl"): _read_level(level) for level in parent.iter(_W + "lvl")}


def _read_list(number: Any, definition: str, levels: Mapping[int, NumberLevel]) -> NumberedList:
    """Return a list with the levels of its definition, but for what it overrides."""
    own = {**levels, **_read_levels(number)}
    restarts: set[int] = set()
    for override in number.iter(_W + "lvlOverride"):
        depth, start = _whole(override, "ilvl"), override.find(_W + "startOverride")
        if start is not None and depth in own:
            own[depth] = replace(own[depth], start=_whole(start, "val"))
            restarts.add(depth)
    return NumberedList(definition, own, frozenset(restarts))


def _read_level(element: Any) -> NumberLevel:
    style, pattern = element.find(_W + "numFmt"), element.find(_W + "lvlText")
    start = element.find(_W + "start")
    return NumberLevel(
        style.get(_W + "val", "") if style is not None else "decimal",
        (pattern.get(_W + "val") or "")[:40] if pattern is not None else "",
        _whole(start, "val") if start is not None else 1,
        value_of(element, "pStyle") or "",
        is_on(element, "isLgl") or False,
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
