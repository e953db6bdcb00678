"""In: paragraphs and tables as a format holds them. Out: one text, and blocks with their spans in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp_reports.model import Block, GridCell, Issue, Span
from nlp_reports.reading.lines import carries_on, join_lines
from nlp_reports.reading.normalise import normalise

MAX_COLUMNS = 200
MAX_CELLS = 20_000
_SHORTEST_BROKEN = 10
LONG_CELL = 500
"""Characters; no statutory cell holds a tenth of it, so a longer one is prose in a layout table."""


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell at its top left place in the grid, with the paragraphs and tables inside it."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: tuple[Draft, ...]

    @property
    def text(self) -> str:
        """The cell's text on one line."""
        return join_lines(normalise(join_lines(d.text.split("\n"))).replace("\t", " ") for d in self.content)


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that has no place in the text yet: a paragraph, or a table if it has `cells`."""

    text: str = ""
    cells: tuple[DraftCell, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format gives: blocks in reading order, and what it says about itself."""

    drafts: Sequence[Draft]
    title: str = ""
    url: str | None = None
    notes: tuple[Issue, ...] = ()


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
        return tuple(replace(c, row_span=min(c.row_span, rows - c.row)) for c in self._cells)


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


def assemble(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...]]:
    """Return the text and its blocks: ordered, apart, each within the text."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for draft in _rejoined(_settled(drafts)):
        if draft.cells:
            text, grid = _print_table(draft.cells, at)
        else:
            text, grid = draft.text, ()
        span = Span(at, at + len(text))
        blocks.append(Block("table" if grid else "paragraph", span, grid, draft.page))
        parts.append(text)
        at = span.end + 1
    return "\n".join(parts), tuple(blocks)


def _settled(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield tables as they are, and every line of normalised text as a paragraph of its own."""
    for draft in drafts:
        if draft.cells:
            yield draft
            continue
        for line in normalise(draft.text).split("\n"):
            if text := " ".join(line.replace("\t", " ").split()):
                yield Draft(text, page=draft.page)


def _rejoined(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield the blocks, with paragraphs that were broken in mid-sentence made whole."""
    held: list[Draft] = []
    for draft in drafts:
        if held and not draft.cells and _is_open(held) and carries_on(held[-1].text, draft.text):
            held.append(draft)
            continue
        yield from _whole(held)
        held = [draft]
    yield from _whole(held)


def _is_open(pieces: Sequence[Draft]) -> bool:
    """Tell whether a paragraph is long enough to be broken off, not a label or a heading."""
    return len(pieces) > 1 or (not pieces[0].cells and len(pieces[0].text) >= _SHORTEST_BROKEN)


def _whole(pieces: Sequence[Draft]) -> Iterator[Draft]:
    if len(pieces) > 1:
        yield replace(pieces[0], text=join_lines(piece.text for piece in pieces))
    else:
        yield from pieces


def _print_table(cells: Sequence[DraftCell], at: int) -> tuple[str, tuple[GridCell, ...]]:
    """Return a table's text, which will stand at offset `at`, and its cells with their spans."""
    parts: list[str] = []
    grid: list[GridCell] = []
    row: int | None = None
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        if row is not None:
            parts.append("\t" if cell.row == row else "\n")
            at += 1
        row, text = cell.row, cell.text
        grid.append(GridCell(row, cell.column, cell.row_span, cell.column_span, Span(at, at + len(text))))
        parts.append(text)
        at += len(text)
    return "".join(parts), tuple(grid)
