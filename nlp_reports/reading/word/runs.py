"""In: a paragraph of a DOCX file. Out: the text it shows, what it hides, the boxes and notes it anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nlp_reports.model import ChangeReason
from nlp_reports.reading.changes import Held, Strip
from nlp_reports.reading.word.styles import Styles, is_on, value_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = frozenset({_W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_SHOWN_AS = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
_GONE = frozenset(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "rubyPr"))
_ALTERNATIVES = _MC + "AlternateContent"
_WAYS = frozenset({_MC + "Choice", _MC + "Fallback"})
_BOX = _W + "txbxContent"
_REFERENCES = {_W + "footnoteReference": "footnote", _W + "endnoteReference": "endnote"}
_PRIVATE = range(0xF000, 0xF100)


@dataclass(slots=True)
class Runs:
    """What a paragraph holds: its `strips`, shown or not, in order.

    `boxes` are the text boxes anchored in it, each once; `notes` (kind, number) the notes it refers to.
    """

    strips: list[Held] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def read_runs(paragraph: Any, styles: Styles) -> Runs:
    """Return what `paragraph` holds: insertions, results of fields and links; nothing that is deleted."""
    runs = Runs()
    codes = _Codes()
    by_paragraph = value_of(paragraph.find(_W + "pPr"), "pStyle")
    for element, in_ruby in _visible(paragraph):
        if element.tag == _BOX:
            runs.boxes.append(element)
        elif element.tag == _W + "fldChar":
            runs.strips += codes.turn(element.get(_W + "fldCharType"))
        elif element.tag in _REFERENCES:
            runs.notes.append((_REFERENCES[element.tag], element.get(_W + "id", "")))
        elif strip := _strip(element):
            if in_ruby:
                runs.strips.append(_unseen(strip, "pinyin"))
            elif _is_hidden(element.getparent(), by_paragraph, styles):
                runs.strips.append(_unseen(strip, "furniture"))
            elif not codes.hold(strip):
                runs.strips.append(strip)
    runs.strips += codes.left()
    return runs


def unwrapped(parent: Any) -> Iterator[Any]:
    """Yield the children of `parent` in order, those of wrapping elements in place of these."""
    waiting: list[Iterator[Any]] = [iter(parent)]
    while waiting:
        for child in waiting[-1]:
            if child.tag in _WRAPPERS:
                waiting.append(iter(child))
                break
            if child.tag == _ALTERNATIVES:
                waiting.append(iter(_alternative(child)))
                break
            yield child
        else:
            waiting.pop()


_WRAPPERS = frozenset(_W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


class _Codes:
    """Fields within fields: what stands between a field's begin and its result is its code, not text."""

    def __init__(self) -> None:
        self._fields: list[bool] = []  # for each open field: whether its code is being read
        self._held: list[Held] = []

    def turn(self, mark: str | None) -> list[Held]:
        """Go on at a field's mark; return the text that has turned out to be code, as what is not shown."""
        if mark == "begin":
            self._fields.append(True)
        elif self._fields and mark == "separate":
            self._fields[-1] = False
        elif self._fields and mark == "end":
            self._fields.pop()
        return [] if any(self._fields) else [_unseen(strip, "furniture") for strip in self.left()]

    def hold(self, strip: Held) -> bool:
        """Hold `strip` back and say so, if it stands in a code."""
        if any(self._fields):
            self._held.append(strip)
            return True
        return False

    def left(self) -> list[Held]:
        """Return what was held back, and hold nothing: of a field that never ends it is text."""
        held, self._held = self._held, []
        return held


def _visible(paragraph: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the elements that may show text, each with whether it is a reading printed above characters.

    One of several alternatives is looked into; text boxes are yielded and not looked into.
    """
    waiting: list[tuple[Iterator[Any], bool]] = [(iter(paragraph), False)]
    while waiting:
        children, in_ruby = waiting[-1]
        for child in children:
            if child.tag in _GONE or not isinstance(child.tag, str):
                continue
            yield child, in_ruby
            if child.tag != _BOX:
                inner = _alternative(child) if child.tag == _ALTERNATIVES else child
                waiting.append((iter(inner), in_ruby or child.tag == _W + "rt"))
                break
        else:
            waiting.pop()


def _alternative(element: Any) -> Iterable[Any]:
    """Return the first of several ways to show the same that has text: DrawingML, else VML."""
    for way in element:
        if way.tag in _WAYS and next(way.iter(*_TEXT), None) is not None:
            return [*way]
    return []


def _strip(element: Any) -> Held:
    """Return the text of an element; a sign that is an element is shown, and is no text of the file."""
    if element.tag in _TEXT:
        return element.text or ""
    symbol = element.tag == _W + "sym"
    sign = _symbol(element.get(_W + "char") or "") if symbol else _SHOWN_AS.get(element.tag, "")
    return Strip("", "spelling", sign) if sign.strip() else sign


def _unseen(strip: Held, reason: ChangeReason) -> Strip:
    return Strip(strip if isinstance(strip, str) else strip.held, reason)


def _symbol(code: str) -> str:
    """Return a character given by its number; one of a font's own says nothing without the font."""
    try:
        number = int(code[:6], 16)
        return "" if number in _PRIVATE else chr(number)
    except (ValueError, OverflowError):
        return ""


def _is_hidden(run: Any, style: str | None, styles: Styles) -> bool:
    properties = run.find(_W + "rPr")
    own = is_on(properties, "vanish")
    return own if own is not None else styles.hides(value_of(properties, "rStyle")) or styles.hides(style)
