"""In: the bytes of a PDF file with a text layer. Out: its paragraphs and ruled tables, page by page."""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from statistics import median
from typing import Any

from nlp_reports.errors import UnreadableError
from nlp_reports.model import Issue
from nlp_reports.reading.changes import Strip
from nlp_reports.reading.draft import LONG_CELL, Draft, DraftCell, Reading
from nlp_reports.reading.pdf.columns import Box, Gutter, find_gutter, reading_order, split_line
from nlp_reports.reading.pdf.paragraphs import Line, Page, draft_print, join_pages, largest_lines
from nlp_reports.reading.pdf.streams import unpacks_beyond
from nlp_reports.reading.pdf.upright import count_sideways, is_level, set_upright

MAX_PAGES = 300
MAX_UNPACKED = 128 * 2**20
"""Bytes that the streams of a file, its pictures aside, may unpack to."""
MAX_EDGES = 20_000
"""Ruling lines of a page above which its tables are not looked for."""

_UNMAPPED = re.compile(r"\(cid:\d{1,7}\)")
_FEW_SIDEWAYS = 4  # characters, such as those of one label
_SNAP = 3.0  # points within which two ruling lines are one
_GAP = 0.3  # share of a character's size from which a gap is a blank


def read_pdf(data: bytes, *, name: str) -> Reading:
    """Return the paragraphs and tables of the PDF `data`.

    Raises UnreadableError for a file without a text layer, without letters, with a password, or too
    long; and what pdfplumber raises on a broken file.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    if unpacks_beyond(data, MAX_UNPACKED):
        raise UnreadableError("reading.zip_bomb", path=name, size="", limit=MAX_UNPACKED // 2**20)
    with _open(pdfplumber, data, name) as document:
        if len(document.pages) > MAX_PAGES:
            raise UnreadableError(
                "reading.too_many_pages", path=name, count=len(document.pages), limit=MAX_PAGES
            )
        scans = list(_read_pages(document.pages))
    _check_text_layer(scans, name)
    pages = [scan.page for scan in scans]
    return Reading(join_pages(pages), title=largest_lines(pages), notes=tuple(_notes(scans)))


@dataclass(frozen=True, slots=True)
class _Scan:
    """A page with the counts that tell whether it could be read."""

    page: Page
    letters: int
    unmapped: int
    pictures: int
    crowded: bool
    sideways: int
    gutter: Gutter | None


@dataclass(frozen=True, slots=True)
class _Grid:
    """A ruled table: its place, those of its rows and columns, the cell that covers each field."""

    box: Box
    rows: tuple[float, ...]
    columns: tuple[float, ...]
    spans: tuple[tuple[int, int, int, int], ...]
    fields: dict[tuple[int, int], int]

    def cell_at(self, char: Any) -> int | None:
        """Return the index of the cell that holds the middle of `char`, or None."""
        row = bisect_right(self.rows, (char["top"] + char["bottom"]) / 2) - 1
        column = bisect_right(self.columns, (char["x0"] + char["x1"]) / 2) - 1
        return self.fields.get((row, column))


def _open(pdfplumber: Any, data: bytes, name: str) -> Any:
    try:
        return pdfplumber.open(BytesIO(data))
    except Exception as error:
        cause = error.args[0] if error.args else error
        if "Password" in type(cause).__name__ or "Encryption" in type(cause).__name__:
            raise UnreadableError("reading.encrypted", path=name) from error
        raise


def _read_pages(pages: Sequence[Any]) -> Iterator[_Scan]:
    """Read page by page; where two columns part is known from the page on which it is plain."""
    gutter: Gutter | None = None
    for page in pages:
        scan = _read_page(page, gutter)
        gutter = scan.gutter or gutter
        yield scan


def _read_page(page: Any, known: Gutter | None) -> _Scan:
    """Return one page's lines and tables, and let go of what pdfplumber holds of it."""
    whole = page = set_upright(page)
    chars = page.chars
    crowded = len(page.edges) > MAX_EDGES
    if len({(c["text"], round(c["x0"]), round(c["top"])) for c in chars}) < 0.9 * len(chars):
        page = page.dedupe_chars()  # bold made by printing twice
    grids = [] if crowded else _grids(page)
    prose = _prose(page, grids)
    boxes = [grid.box for grid in grids]
    gutter = find_gutter([line["chars"] for line in prose], boxes, width=float(page.width), known=known)
    lines = list(_lines(prose, page.page_number, gutter))
    items = _in_order(lines, [(grid.box, _draft_grid(page, grid)) for grid in grids], gutter)
    slanting = _slanting(page, grids)
    number = page.page_number
    scan = _Scan(
        Page(number, float(page.height), (*items, *((float(page.height), each) for each in slanting))),
        letters=sum(1 for char in chars if not char["text"].isspace()),
        unmapped=sum(1 for char in chars if _UNMAPPED.fullmatch(char["text"])),
        pictures=len(page.images),
        crowded=crowded,
        sideways=count_sideways(chars),
        gutter=gutter,
    )
    whole.close()
    return scan


def _in_order(
    lines: Sequence[Line], tables: Sequence[tuple[Box, Draft]], gutter: Gutter | None
) -> tuple[tuple[float, Line | Draft], ...]:
    """Return lines and tables in reading order, those of the right column moved onto the left."""
    boxed: list[tuple[Box, Line | Draft]] = [(Box(line.left, line.right, line.top), line) for line in lines]
    boxed += tables
    keys = reading_order([box for box, _ in boxed], gutter)
    ordered = sorted(zip(keys, boxed, strict=True), key=lambda item: item[0])
    return tuple((box.top, _moved(item, key[1], gutter)) for key, (box, item) in ordered)


def _moved(item: Line | Draft, column: int, gutter: Gutter | None) -> Line | Draft:
    if gutter is None or column != 1 or isinstance(item, Draft):
        return item
    return replace(item, left=item.left - gutter.shift, right=item.right - gutter.shift)


def _grids(page: Any) -> list[_Grid]:
    """Return the page's tables. What has one column, or prose in a cell, is text on a background."""
    grids = (_grid(table) for table in page.find_tables())
    return [grid for grid in grids if len({at[1] for at in grid.spans}) > 1 and not _holds_prose(page, grid)]


def _grid(table: Any) -> _Grid:
    cells = sorted(table.cells, key=lambda cell: (cell[1], cell[0]))
    columns = _edges(x for cell in cells for x in (cell[0], cell[2]))
    rows = _edges(y for cell in cells for y in (cell[1], cell[3]))
    spans: list[tuple[int, int, int, int]] = []
    fields: dict[tuple[int, int], int] = {}
    for x0, top, x1, bottom in cells:
        row, column = _place(rows, top), _place(columns, x0)
        span = (row, column, max(_place(rows, bottom) - row, 1), max(_place(columns, x1) - column, 1))
        covered = [(r, c) for r in range(row, row + span[2]) for c in range(column, column + span[3])]
        if not any(field in fields for field in covered):
            fields.update(dict.fromkeys(covered, len(spans)))
            spans.append(span)
    left, top, right, _ = table.bbox
    return _Grid(Box(left, right, top, len(rows) - 1), rows, columns, tuple(spans), fields)


def _edges(places: Iterator[float]) -> tuple[float, ...]:
    """Return the distinct edges, those within a line's width taken as one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _SNAP:
            edges.append(place)
    return tuple(edges)


def _place(edges: Sequence[float], place: float) -> int:
    return max(bisect_right(edges, place) - 1, 0)


def _holds_prose(page: Any, grid: _Grid) -> bool:
    held: dict[int, int] = {}
    for char in page.chars:
        if (cell := grid.cell_at(char)) is not None:
            held[cell] = held.get(cell, 0) + 1
    return max(held.values(), default=0) > LONG_CELL


def _draft_grid(page: Any, grid: _Grid) -> Draft:
    from pdfplumber.utils.text import extract_text

    held: list[list[Any]] = [[] for _ in grid.spans]
    for char in page.chars:
        if (cell := grid.cell_at(char)) is not None:
            held[cell].append(char)
    texts = [extract_text(chars, x_tolerance_ratio=_GAP) if chars else "" for chars in held]
    cells = [
        DraftCell(*span, (draft_print(text, page=page.page_number),))
        for span, text in zip(grid.spans, texts, strict=True)
    ]
    return Draft(cells=tuple(cells), page=page.page_number)


def _slanting(page: Any, grids: Sequence[_Grid]) -> list[Strip]:
    """Return the text outside tables that does not run from left to right: a watermark."""
    chars = (char for char in page.chars if not is_level(char))
    text = "".join(char["text"] for char in chars if all(grid.cell_at(char) is None for grid in grids))
    return [Strip(text, "furniture")] if text.strip() else []


def _prose(page: Any, grids: Sequence[_Grid]) -> list[Any]:
    """Return pdfplumber's lines outside tables; slanted text is a watermark."""

    def is_prose(item: Any) -> bool:
        if item["object_type"] != "char":
            return False
        return is_level(item) and all(grid.cell_at(item) is None for grid in grids)

    lines: list[Any] = page.filter(is_prose).extract_text_lines(x_tolerance_ratio=_GAP, strip=True)
    return lines


def _lines(prose: Sequence[Any], number: int, gutter: Gutter | None) -> Iterator[Line]:
    """Yield the lines of prose, each in one column."""
    from pdfplumber.utils.text import extract_text

    for line in prose:
        for chars in split_line(line["chars"], gutter):
            is_whole = len(chars) == len(line["chars"])
            text = line["text"] if is_whole else extract_text(list(chars), x_tolerance_ratio=_GAP)
            left, right = min(char["x0"] for char in chars), max(char["x1"] for char in chars)
            size = median(char["size"] for char in chars)
            yield Line(text, number, left, right, line["top"], line["bottom"], size)


def _check_text_layer(scans: Sequence[_Scan], name: str) -> None:
    letters = sum(scan.letters for scan in scans)
    if letters == 0 and any(scan.pictures for scan in scans):
        raise UnreadableError("reading.scanned_pdf", path=name)
    if sum(scan.unmapped for scan in scans) > 0.3 * letters:
        raise UnreadableError("reading.garbled_pdf", path=name)


def _notes(scans: Sequence[_Scan]) -> Iterator[Issue]:
    """Yield what a reader must know of pages and characters that could not be read."""
    pictures = [str(scan.page.number) for scan in scans if not scan.letters and scan.pictures]
    crowded = [str(scan.page.number) for scan in scans if scan.crowded]
    sideways = [str(scan.page.number) for scan in scans if scan.sideways > _FEW_SIDEWAYS]
    unmapped = sum(scan.unmapped for scan in scans)
    if pictures:
        yield Issue("reading", "pages_without_text", (("pages", ", ".join(pictures)),))
    if crowded:
        yield Issue("reading", "pages_too_complex", (("pages", ", ".join(crowded)),))
    if sideways:
        yield Issue("reading", "sideways_text", (("pages", ", ".join(sideways)),))
    if unmapped:
        yield Issue("reading", "unmapped_characters", (("count", str(unmapped)),))
