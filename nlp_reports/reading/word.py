"""In: the bytes of a DOCX file. Out: its paragraphs and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from nlp_reports.errors import UnreadableError
from nlp_reports.reading.draft import Draft, DraftCell, Reading, lay_table
from nlp_reports.reading.numbering import Numbering

MAX_UNPACKED = 200 * 2**20
"""Bytes that a package may unpack to."""
MAX_RATIO = 200
"""Unpacked to packed bytes, above which a package of more than 20 MiB is taken for a bomb."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PRINTED = (_W + "t", _W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen")
_SHOWN_AS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_GONE = frozenset({_W + "del", _W + "moveFrom", _MC + "Fallback"})
_BOX = _W + "txbxContent"
_WRAPPERS = frozenset(_W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_CONTENTS_LINE = re.compile(r".{1,200}[\t.…]\s{0,3}\d{1,4}\s{0,3}")
_MAX_NESTING = 8
_MAX_SPAN = 200


def check_package(data: bytes, *, name: str) -> frozenset[str]:
    """Return the names in the zip package `data`. Raises UnreadableError if broken, or a zip bomb."""
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError("reading.broken_docx", path=name) from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or (unpacked > 20 * 2**20 and unpacked > MAX_RATIO * len(data)):
        limit, size = MAX_UNPACKED // 2**20, unpacked // 2**20
        raise UnreadableError("reading.zip_bomb", path=name, size=size, limit=limit)
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("reading.encrypted", path=name)
    return frozenset(entry.filename for entry in entries)


def read_word(data: bytes) -> Reading:
    """Return what the document `data` shows: no deleted text, and the numbers Word counts by itself.

    Raises what python-docx and lxml raise on a broken package; call `check_package` first.
    """
    import docx

    document = docx.Document(BytesIO(data))
    reader = _Reader(document)
    drafts = list(reader.blocks(document.element.body, 0))
    head = "\n".join(draft.text for draft in drafts[:40])
    title = (document.core_properties.title or "").strip()
    return Reading(drafts, title=title if len(title) > 5 and title in head else "")


class _Reader:
    """Reads the parts of one document; numbered paragraphs are counted as they come."""

    def __init__(self, document: Any) -> None:
        roots = {part.partname: part for part in document.part.package.iter_parts()}
        numbering = roots.get("/word/numbering.xml")
        self._numbering = Numbering(getattr(numbering, "element", None))
        self._style_numbers: dict[str, tuple[str | None, int | None]] = {}
        self._contents_styles: set[str] = set()
        for style in document.styles.element.iter(_W + "style"):
            self._read_style(style)

    def _read_style(self, style: Any) -> None:
        key, name = style.get(_W + "styleId", ""), style.find(_W + "name")
        self._style_numbers[key] = _number_of(style.find(_W + "pPr"))
        if name is not None and (name.get(_W + "val") or "").lower().startswith("toc "):
            self._contents_styles.add(key)

    def blocks(self, parent: Any, depth: int) -> Iterator[Draft]:
        """Yield the paragraphs and tables in `parent`, looking into content controls and insertions."""
        for element in _unwrapped(parent):
            if element.tag == _W + "p":
                yield from self._paragraph(element, depth)
            elif element.tag == _W + "tbl":
                yield from self._table(element, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Draft]:
        properties = paragraph.find(_W + "pPr")
        style = _value(properties, "pStyle") or ""
        label, text = self._label(properties, style), _printed(paragraph)
        contents_line = style in self._contents_styles and _CONTENTS_LINE.fullmatch(text.strip())
        if text.strip() and not contents_line:
            yield Draft(label + text)
        if depth < _MAX_NESTING:
            for box in _boxes(paragraph):
                yield from self.blocks(box, depth + 1)

    def _label(self, properties: Any, style: str) -> str:
        number_id, level = _number_of(properties)
        from_style = self._style_numbers.get(style, (None, None))
        number_id = from_style[0] if number_id is None else number_id
        level = from_style[1] if level is None else level
        return self._numbering.label(number_id, level or 0) if number_id else ""

    def _table(self, table: Any, depth: int) -> list[Draft]:
        if depth > _MAX_NESTING:
            return [Draft(_printed(paragraph)) for paragraph in table.iter(_W + "p")]
        cells: list[DraftCell] = []
        above: dict[int, int] = {}  # column → index of the cell that a vertical merge continues
        rows = [row for row in _unwrapped(table) if row.tag == _W + "tr" and not _is_deleted(row)]
        for at, row in enumerate(rows):
            column = min(_span(_value(row.find(_W + "trPr"), "gridBefore"), 0), _MAX_SPAN)
            for element in (child for child in _unwrapped(row) if child.tag == _W + "tc"):
                properties = element.find(_W + "tcPr")
                width = _span(_value(properties, "gridSpan"), 1)
                held = cells[above[column]] if column in above and _continues(properties) else None
                if held and held.row + held.row_span == at:
                    cells[above[column]] = replace(held, row_span=held.row_span + 1)
                else:
                    above[column] = len(cells)
                    content = tuple(self.blocks(element, depth))
                    cells.append(DraftCell(at, column, 1, width, content))
                column += width
        return lay_table(cells)


def _unwrapped(parent: Any) -> Iterator[Any]:
    """Yield the children of `parent` in order, those of wrapping elements in place of these."""
    waiting: list[Iterator[Any]] = [iter(parent)]
    while waiting:
        for child in waiting[-1]:
            if child.tag in _WRAPPERS:
                waiting.append(iter(child))
                break
            yield child
        else:
            waiting.pop()


def _printed(paragraph: Any) -> str:
    """Return the text a paragraph shows: not what is deleted, hidden, or in a text box of its own."""
    parts: list[str] = []
    for element in paragraph.iter(*_PRINTED):
        if _is_shown(element, paragraph):
            parts.append(_SHOWN_AS.get(element.tag) or element.text or "")
    return "".join(parts)


def _is_shown(element: Any, paragraph: Any) -> bool:
    run = element.getparent()
    properties = run.find(_W + "rPr") if run is not None else None
    hidden = properties.find(_W + "vanish") if properties is not None else None
    if hidden is not None and hidden.get(_W + "val") not in ("0", "false"):
        return False
    while run is not None and run is not paragraph:
        if run.tag in _GONE or run.tag == _BOX or run.tag == _W + "pPr":
            return False
        run = run.getparent()
    return True


def _boxes(paragraph: Any) -> Iterable[Any]:
    """Return the text boxes anchored in a paragraph, each once, without those inside another."""
    boxes = []
    for box in paragraph.iter(_BOX):
        outer = box.getparent()
        while outer is not None and outer is not paragraph and outer.tag not in (_MC + "Fallback", _BOX):
            outer = outer.getparent()
        if outer is paragraph:
            boxes.append(box)
    return boxes


def _continues(properties: Any) -> bool:
    """Tell whether a cell is the lower part of a vertically merged one."""
    merge = properties.find(_W + "vMerge") if properties is not None else None
    return merge is not None and merge.get(_W + "val") != "restart"


def _is_deleted(row: Any) -> bool:
    properties = row.find(_W + "trPr")
    return properties is not None and properties.find(_W + "del") is not None


def _number_of(properties: Any) -> tuple[str | None, int | None]:
    """Return list and level that paragraph properties name; "0" as a list means: not numbered."""
    numbers = properties.find(_W + "numPr") if properties is not None else None
    level = _value(numbers, "ilvl")
    return _value(numbers, "numId"), _span(level, 0) if level is not None else None


def _value(properties: Any, name: str) -> str | None:
    element = properties.find(_W + name) if properties is not None else None
    return element.get(_W + "val") if element is not None else None


def _span(value: str | None, default: int) -> int:
    if value is None or not re.fullmatch(r"[0-9]{1,6}", value):
        return default
    return min(max(int(value), default), _MAX_SPAN)
