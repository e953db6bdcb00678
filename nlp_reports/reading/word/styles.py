"""In: a Word document's styles part. Out: what its styles say of numbers, tables of contents, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_CHAIN = 12  # styles based on styles; Word itself stops at eleven
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where it leaves the word to the style it is `based` on."""

    based: str | None
    number_id: str | None
    level: int | None
    hidden: bool | None
    contents: bool


class Styles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, root: Any) -> None:
        """Take the root element of styles.xml."""
        self._styles: Mapping[str, Style] = {
            style.get(_W + "styleId", ""): _read_style(style) for style in root.iter(_W + "style")
        }

    def number_of(self, key: str | None) -> tuple[str | None, int | None]:
        """Return the list and the level that the style `key` puts its paragraphs in."""
        chain = self._chain(key)
        number_id = next((each.number_id for each in chain if each.number_id is not None), None)
        return number_id, next((each.level for each in chain if each.level is not None), None)

    def hides(self, key: str | None) -> bool:
        """Tell whether text of the style `key` is not shown."""
        return next((each.hidden for each in self._chain(key) if each.hidden is not None), False)

    def is_contents(self, key: str | None) -> bool:
        """Tell whether `key` is a style for the lines of a table of contents."""
        return any(each.contents for each in self._chain(key))

    def _chain(self, key: str | None) -> list[Style]:
        chain: list[Style] = []
        while key is not None and (style := self._styles.get(key)) and len(chain) < _LONGEST_CHAIN:
            chain.append(style)
            key = style.based
        return chain


def value_of(properties: Any, name: str) -> str | None:
    """Return what the property `name` is set to, None where it is not set."""
    element = properties.find(_W + name) if properties is not None else None
    return element.get(_W + "val") if element is not None else None


def is_on(properties: Any, name: str) -> bool | None:
    """Tell whether the property `name` is switched on or off; None where nothing is said of it."""
    element = properties.find(_W + name) if properties is not None else None
    return None if element is None else element.get(_W + "val") not in _OFF


def whole(value: str | None, default: int, *, most: int) -> int:
    """Return `value` as a number from `default` to `most`; `default` where it is none."""
    if value is None or not re.fullmatch(r"[0-9]{1,6}", value):
        return default
    return min(max(int(value), default), most)


def number_of(properties: Any) -> tuple[str | None, int | None]:
    """Return list and level that paragraph properties name; "0" as a list means: not numbered."""
    numbers = properties.find(_W + "numPr") if properties is not None else None
    level = value_of(numbers, "ilvl")
    return value_of(numbers, "numId"), whole(level, 0, most=8) if level is not None else None


def _read_style(element: Any) -> Style:
    number_id, level = number_of(element.find(_W + "pPr"))
    return Style(
        based=value_of(element, "basedOn"),
        number_id=number_id,
        level=level,
        hidden=is_on(element.find(_W + "rPr"), "vanish"),
        contents=(value_of(element, "name") or "").lower().startswith("toc "),
    )
