"""In: paragraphs and tables as a format holds them. Out: one text, its changes, blocks with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from nlp_reports.model import Block, Change, ChangeReason, GridCell, Issue, Span
from nlp_reports.reading.changes import Held, Segment, Strip, find_changes, shown
from nlp_reports.reading.lines import carries_on, join_lines
from nlp_reports.reading.normalise import LINE_BREAKS, normalise, split_lines

MAX_COLUMNS = 200
MAX_CELLS = 20_000
_SHORTEST_BROKEN = 10
LONG_CELL = 500
"""Characters; no statutory cell holds a tenth of it, so a longer one is prose in a layout table."""
_BREAK = re.compile(f"[{LINE_BREAKS}]")
_ODD_BREAK = re.compile("[" + LINE_BREAKS.replace("\n", "") + "]")


@dataclass(frozen=True)  # without slots, for its text is made once
class DraftCell:
    """A cell at its top left place in the grid, with the paragraphs and tables inside it."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: tuple[Draft, ...]

    @cached_property
    def text(self) -> str:
        """The cell's text on one line."""
        return join_lines(normalise(join_lines(d.text.split("\n"))).replace("\t", " ") for d in self.content)


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that has no place in the text yet: a paragraph, or a table if it has `cells`.

    `text` is what it shows, `strips` what the file holds, if that is more. A draft without text and cells
    is what the file holds and the text leaves out. The line ends of a `flowing` text are not the report's:
    a column was full.
    """

    text: str = ""
    cells: tuple[DraftCell, ...] = ()
    page: int | None = None
    strips: tuple[Held, ...] = ()
    flowing: bool = False

    @property
    def held(self) -> tuple[Held, ...]:
        """What the file holds for the draft itself, its cells aside."""
        return self.strips or ((self.text,) if self.text else ())


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format gives: blocks in reading order, and what it says about itself."""

    drafts: Sequence[Draft]
    title: str = ""
    url: str | None = None
    notes: tuple[Issue, ...] = ()


def draft_of(strips: Sequence[Held], *, page: int | None = None, flowing: bool = False) -> Draft:
    """Return a paragraph of which the file holds `strips`."""
    return Draft(shown(strips), page=page, strips=tuple(strips), flowing=flowing)


def left_out(held: str, reason: ChangeReason) -> Draft:
    """Return what stands for `held`, which is no part of the report."""
    return Draft(strips=(Strip(held, reason),))


class Placement:
    """Puts the cells of rows, as they come, at their places among cells that span rows and columns."""

    def __init__(self) -> None:
        self.row = -1
        self._column = 0
        self._free_from: dict[int, int] = {}
        self._cells: list[DraftCell] = []

    def next_row(self) -> None:
        """Begin a row."""
        self.row += 1
        self._column = 0

    def place(self, content: Sequence[Draft], *, row_span: int = 1, column_span: int = 1) -> None:
        """Put a cell at the row's first free column; it never covers what another cell covers."""
        row, column, width = max(self.row, 0), self._column, 1
        while column < MAX_COLUMNS and self._free_from.get(column, 0) > row:
            column += 1
        widest = min(column_span, MAX_COLUMNS - column)
        while width < widest and self._free_from.get(column + width, 0) <= row:
            width += 1
        self._column = column + width
        self._free_from.update((at, row + row_span) for at in range(column, column + width))
        self._cells.append(DraftCell(row, column, row_span, width, tuple(content)))

    def cells(self) -> tuple[DraftCell, ...]:
        """Return the cells; none reaches below the last row."""
        rows = max((cell.row for cell in self._cells), default=0) + 1
        return tuple(
            cell if cell.row + cell.row_span <= rows else replace(cell, row_span=rows - cell.row)
            for cell in self._cells
        )


def lay_table(cells: Sequence[DraftCell], *, page: int | None = None) -> list[Draft]:
    """Return a table as one block, or, if it only arranges text on a page, what its cells hold."""
    if _is_layout(cells):
        return [draft for cell in cells for draft in cell.content]
    return [Draft(cells=tuple(cells), page=page)]


def _is_layout(cells: Sequence[DraftCell]) -> bool:
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    if not 2 <= width <= MAX_COLUMNS or len({c.column for c in cells}) < 2 or len(cells) > MAX_CELLS:
        return True
    if any(draft.cells for cell in cells for draft in cell.content):
        return True
    return any(len(cell.text) > LONG_CELL for cell in cells)


def assemble(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...], tuple[Change, ...]]:
    """Return the text, its blocks (ordered, apart, each within the text) and its changes.

    Between blocks stands a line break, between a row's cells a tab.
    """
    segments: list[Segment] = []
    blocks: list[Block] = []
    at, last = 0, -1
    for draft in _rejoined(_settled(drafts)):
        if not draft.text and not draft.cells:
            segments.append(("", draft.held))
            continue
        if blocks:
            segments[last] = (segments[last][0] + "\n", segments[last][1])
            at += 1
        start = at
        parts, grid = _print_table(draft.cells, at) if draft.cells else ([(draft.text, draft.held)], ())
        segments += parts
        at += sum(len(text) for text, _ in parts)
        last = len(segments) - 1
        blocks.append(Block("table" if grid else "paragraph", Span(start, at), grid, draft.page))
    return "".join(text for text, _ in segments), tuple(blocks), tuple(find_changes(segments))


def _settled(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield tables as they are, and every line of normalised text as a paragraph of its own."""
    for draft in drafts:
        if draft.cells:
            yield draft
            continue
        for text, held in _lines(draft):
            line = normalise(join_lines(text.split("\n"), flowing=draft.flowing))
            yield Draft(" ".join(line.split()), page=draft.page, strips=held)


def _lines(draft: Draft) -> Iterator[tuple[str, tuple[Held, ...]]]:
    """Yield each line that a draft shows, with what the file holds of it."""
    breaks = _ODD_BREAK if draft.flowing else _BREAK
    if not breaks.search(draft.text):
        yield draft.text, draft.held
        return
    line: list[Held] = []
    for strip in draft.held:
        for piece in split_lines(strip) if isinstance(strip, str) else [strip]:
            line.append(piece)
            if isinstance(piece, str) and breaks.search(piece):
                yield shown(line), tuple(line)
                line = []
    if line:
        yield shown(line), tuple(line)


def _rejoined(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield the blocks, with paragraphs that were broken in mid-sentence made whole."""
    held: list[Draft] = []
    between: list[Draft] = []  # what was left out after the paragraph held back
    for draft in drafts:
        if not draft.text and not draft.cells:
            between.append(draft)
            continue
        if held and not draft.cells and _is_open(held) and carries_on(held[-1].text, draft.text):
            held += [*between, draft]
        else:
            yield from _whole(held)
            yield from between
            held = [draft]
        between.clear()
    yield from _whole(held)
    yield from between


def _is_open(pieces: Sequence[Draft]) -> bool:
    """Tell whether a paragraph is long enough to be broken off, not a label or a heading."""
    return len(pieces) > 1 or (not pieces[0].cells and len(pieces[0].text) >= _SHORTEST_BROKEN)


def _whole(pieces: Sequence[Draft]) -> Iterator[Draft]:
    if len(pieces) > 1:
        strips = tuple(strip for piece in pieces for strip in piece.held)
        yield replace(pieces[0], text=join_lines(piece.text for piece in pieces), strips=strips)
    else:
        yield from pieces


def _print_table(cells: Sequence[DraftCell], at: int) -> tuple[list[Segment], tuple[GridCell, ...]]:
    """Return a table's text, cell by cell, which will stand at offset `at`, and its cells."""
    parts: list[Segment] = []
    grid: list[GridCell] = []
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    for cell, following in zip(ordered, [*ordered[1:], None], strict=True):
        text, sign = cell.text, ""
        if following is not None:
            sign = "\t" if following.row == cell.row else "\n"
        span = Span(at, at + len(text))
        grid.append(GridCell(cell.row, cell.column, cell.row_span, cell.column_span, span))
        parts.append((text + sign, tuple(strip for draft in cell.content for strip in draft.held)))
        at = span.end + len(sign)
    return parts, tuple(grid)
