"""In: the bytes of a DOCX file. Out: its paragraphs, tables, text boxes and notes in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from nlp_reports.errors import UnreadableError
from nlp_reports.model import ChangeReason, Issue
from nlp_reports.reading.changes import Held, Strip, shown
from nlp_reports.reading.draft import Draft, DraftCell, Reading, draft_of, lay_table, left_out
from nlp_reports.reading.encoding import decode
from nlp_reports.reading.word.numbering import Numbering
from nlp_reports.reading.word.runs import read_runs, unwrapped
from nlp_reports.reading.word.styles import Styles, number_of, value_of, whole

MAX_UNPACKED = 200 * 2**20
"""Bytes that a package may unpack to."""
MAX_RATIO = 200
"""Unpacked to packed bytes, above which a package of more than 20 MiB is taken for a bomb."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTENTS_LINE = re.compile(r".{1,200}[\t.…]\s{0,3}\d{1,4}\s{0,3}")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_NUMBER_END = re.compile(r"[0-9][.．]?$")
_ASIDE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
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

    A text box follows the paragraph it is anchored in, a footnote or endnote the paragraph or table
    that refers to it. Raises what python-docx and lxml raise on a broken package; call `check_package`
    first.
    """
    import docx

    document = docx.Document(BytesIO(data))
    reader = _Reader(document)
    drafts = list(reader.blocks(document.element.body, 0))
    head = "\n".join(draft.text for draft in drafts[:40])
    title = (document.core_properties.title or "").strip()
    drafts = [*reader.running("header"), *drafts, *reader.running("footer")]
    return Reading(drafts, title=title if len(title) > 5 and title in head else "", notes=reader.notes())


class _Reader:
    """Reads the parts of one document; numbered paragraphs are counted as they come."""

    def __init__(self, document: Any) -> None:
        self._part = document.part
        self._styles = Styles(document.styles.element)
        self._numbering = Numbering(next(_related(document.part, "numbering"), None))
        self._notes = _notes(document.part, "footnote") | _notes(document.part, "endnote")
        self._cited: list[Any] = []  # notes that what was read last refers to
        self._unread = 0  # parts of other formats
        self._unended: list[Held] = []  # of paragraphs whose end is deleted, so that the next goes on

    def blocks(self, parent: Any, depth: int) -> Iterator[Draft]:
        """Yield the paragraphs and tables in `parent`, looking into content controls and insertions."""
        for element in unwrapped(parent):
            if element.tag == _W + "p":
                yield from self._paragraph(element, depth)
            elif element.tag == _W + "tbl":
                yield from self._table(element, depth + 1)
            elif element.tag == _W + "altChunk":
                yield from self._imported(element)
            while depth == 0 and self._cited:
                yield from self.blocks(self._cited.pop(0), 1)
        if self._unended:
            strips, self._unended = self._unended, []
            yield draft_of(strips)

    def running(self, kind: str) -> Iterator[Draft]:
        """Yield what stands at the head (header) or foot (footer) of pages, which is left out."""
        for root in _related(self._part, kind):
            yield from _aside(self.blocks(root, 1), "running_line")

    def notes(self) -> tuple[Issue, ...]:
        """Return what a reader must know of parts that were not read."""
        if not self._unread:
            return ()
        return (Issue("reading", "imported_parts", (("count", str(self._unread)),)),)

    def _imported(self, chunk: Any) -> Sequence[Draft]:
        """Return a web page that stands in the document as it is; other formats are counted."""
        from nlp_reports.reading.html import read_html

        part = self._part.related_parts.get(chunk.get(_ID))
        if part is None or part.content_type not in _PAGES:
            self._unread += 1
            return ()
        return read_html(decode(part.blob)[0]).drafts

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Draft]:
        properties = paragraph.find(_W + "pPr")
        style = value_of(properties, "pStyle")
        runs = read_runs(paragraph, self._styles)
        self._cited += [note for key in runs.notes if (note := self._notes.pop(key, None)) is not None]
        strips, self._unended = [*self._unended, *runs.strips], []
        if _is_deleted(properties, "rPr"):
            ended: Iterable[Draft] = ()
        else:
            ended, strips = self._ended(strips, properties, style), []
        yield from ended
        for box in runs.boxes:
            yield from self.blocks(box, depth + 1)
        self._unended = strips

    def _ended(self, strips: Sequence[Held], properties: Any, style: str | None) -> Iterator[Draft]:
        """Yield a whole paragraph, with its number; the lines of a table of contents are left out."""
        text, label = shown(strips), self._label(properties, style)
        if self._styles.is_contents(style) and _CONTENTS_LINE.fullmatch(text.strip()):
            yield left_out(text, "furniture")
        elif label and text.strip():
            blank = " " if _NUMBER_END.search(label) and text[:1].isdigit() else ""
            yield draft_of([Strip("", "spelling", label + blank), *strips])
        elif strips:
            yield draft_of(strips)

    def _label(self, properties: Any, style: str | None) -> str:
        number_id, level = number_of(properties)
        from_style = self._styles.number_of(style)
        number_id = from_style[0] if number_id is None else number_id
        if not number_id:
            return ""
        level = from_style[1] if level is None else level
        return self._numbering.label(number_id, level, style=style)

    def _table(self, table: Any, depth: int) -> list[Draft]:
        if depth > _MAX_NESTING:
            runs = (read_runs(paragraph, self._styles) for paragraph in table.iter(_W + "p"))
            return [draft_of(each.strips) for each in runs]
        cells: list[DraftCell] = []
        above: dict[int, int] = {}  # column → index of the cell that a vertical merge continues
        rows = [row for row in unwrapped(table) if row.tag == _W + "tr"]
        for at, row in enumerate(row for row in rows if not _is_deleted(row, "trPr")):
            column = whole(value_of(row.find(_W + "trPr"), "gridBefore"), 0, most=_MAX_SPAN)
            for element in (child for child in unwrapped(row) if child.tag == _W + "tc"):
                properties = element.find(_W + "tcPr")
                width = whole(value_of(properties, "gridSpan"), 1, most=_MAX_SPAN)
                content = tuple(self.blocks(element, depth))
                held = cells[above[column]] if column in above and _continues(properties, "vMerge") else None
                if held and held.row + held.row_span == at:
                    cells[above[column]] = _grown(held, content, rows=1)
                elif cells and cells[-1].row == at and _continues(properties, "hMerge"):
                    cells[-1] = _grown(cells[-1], content, columns=width)
                else:
                    above[column] = len(cells)
                    cells.append(DraftCell(at, column, 1, width, content))
                column += width
        return lay_table(cells)


def _notes(part: Any, kind: str) -> dict[tuple[str, str], Any]:
    """Return the notes of the document `part`, by kind and number; rules above notes are none."""
    notes = (note for root in _related(part, f"{kind}s") for note in root.iter(_W + kind))
    return {(kind, each.get(_W + "id", "")): each for each in notes if each.get(_W + "type") not in _ASIDE}


def _related(part: Any, kind: str) -> Iterator[Any]:
    """Yield the root elements of the parts of that kind that the document refers to."""
    from docx.oxml import parse_xml

    for relation in part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            yield parse_xml(relation.target_part.blob)


def _aside(drafts: Iterable[Draft], reason: ChangeReason) -> Iterator[Draft]:
    """Yield what is left out in place of `drafts`."""
    for draft in drafts:
        texts = (draft.text, *(cell.text for cell in draft.cells))
        yield from (left_out(text, reason) for text in texts if text)


def _grown(cell: DraftCell, content: Iterable[Draft], *, rows: int = 0, columns: int = 0) -> DraftCell:
    """Return a merged cell with a further part of it; what that part holds Word does not show."""
    return replace(
        cell,
        row_span=cell.row_span + rows,
        column_span=cell.column_span + columns,
        content=(*cell.content, *_aside(content, "furniture")),
    )


def _continues(properties: Any, merge: str) -> bool:
    """Tell whether a cell is a further part of a merged one: the lower (vMerge), the right (hMerge)."""
    element = properties.find(_W + merge) if properties is not None else None
    return element is not None and element.get(_W + "val") != "restart"


def _is_deleted(element: Any, properties: str) -> bool:
    """Tell whether a tracked change deletes a row (trPr), or a paragraph's end (rPr within pPr)."""
    found = element.find(_W + properties) if element is not None else None
    return found is not None and found.find(_W + "del") is not None
