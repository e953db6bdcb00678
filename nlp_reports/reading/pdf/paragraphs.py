"""In: printed lines with their places on pages. Out: the paragraphs they were set from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from nlp_reports.chinese.folding import fold
from nlp_reports.model import ChangeReason
from nlp_reports.reading.changes import Held, Strip
from nlp_reports.reading.draft import Draft, draft_of
from nlp_reports.reading.lines import is_page_number, join_lines, starts_item

_UNMAPPED = re.compile(r"(\(cid:\d{1,7}\))")
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[。！？；：.!?;:”）)]$")
_TOP, _BOTTOM = 0.1, 0.88
"""Shares of a page's height above and below which page numbers and running headers stand."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; places and sizes in points, `top` and `bottom` from the page's upper edge."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines of prose, its tables and what is neither, each with its top edge, in reading order."""

    number: int
    height: float
    items: tuple[tuple[float, Line | Draft | Strip], ...]

    @property
    def lines(self) -> list[Line]:
        """The lines of prose alone."""
        return [item for _, item in self.items if isinstance(item, Line)]


@dataclass(frozen=True, slots=True)
class Column:
    """The column that prose fills: its left and right edges in points."""

    left: float
    right: float


def join_pages(pages: Sequence[Page]) -> list[Draft]:
    """Return paragraphs and tables in reading order; page numbers and running headers are left out."""
    running = _running_lines(pages)
    columns = _columns(pages)
    pitch = _pitch(pages)
    drafts: list[Draft] = []
    held: list[Line | Strip] = []
    last: Line | None = None  # of the paragraph held back
    for page in pages:
        for _, item in page.items:
            if isinstance(item, Draft):
                drafts += [*_close(held), item]
                last = None
            elif isinstance(item, Strip):
                held.append(item)
            elif reason := _margin_reason(item, page, running):
                held.append(Strip(item.text, reason))
            else:
                if last and _begins(last, item, columns, pitch):
                    drafts += _close(held)
                held.append(item)
                last = item
    return drafts + _close(held)


def draft_print(text: str, *, page: int) -> Draft:
    """Return printed `text` as a paragraph; a character that no font maps is shown as U+FFFD."""
    return draft_of(_strips(text), page=page, flowing=True)


def _strips(text: str) -> list[Held]:
    pieces = _UNMAPPED.split(text)
    return [Strip(piece, "spelling", "\ufffd") if at % 2 else piece for at, piece in enumerate(pieces)]


def largest_lines(pages: Sequence[Page]) -> str:
    """Return the lines printed largest on the first page, as one: a report's title."""
    lines = pages[0].lines if pages else []
    if not lines:
        return ""
    size = max(line.size for line in lines)
    if size <= 1.15 * median(line.size for line in lines):
        return ""
    title = join_lines(line.text for line in lines if line.size > 0.95 * size)
    return _UNMAPPED.sub("\ufffd", title)[:200]


def _close(held: list[Line | Strip]) -> list[Draft]:
    """Return the paragraph held back, if any, and hold nothing."""
    lines = [item for item in held if isinstance(item, Line)]
    if len(lines) == len(held):
        drafts = [draft_print("\n".join(line.text for line in lines), page=lines[0].page)] if lines else []
    else:
        strips = [strip for item in held for strip in _printed(item)]
        drafts = [draft_of(strips, page=lines[0].page if lines else None, flowing=True)]
    held.clear()
    return drafts


def _printed(item: Line | Strip) -> list[Held]:
    return [item] if isinstance(item, Strip) else [*_strips(item.text), "\n"]


def _begins(before: Line, line: Line, columns: Mapping[int, Column], pitch: float) -> bool:
    """Tell whether `line` begins a paragraph, rather than carrying on the one that `before` is in."""
    if abs(line.size - before.size) > 0.15 * before.size or line.page > before.page + 1:
        return True
    if before.right < columns[before.page].right - 2.2 * before.size:
        return True
    if line.page == before.page and line.top - before.top > 1.8 * pitch:
        return True
    ended = _SENTENCE_END.search(before.text) is not None
    indented = line.left > columns[line.page].left + 1.2 * line.size
    same_indent = abs(line.left - before.left) < 0.5 * line.size
    if indented:
        return ended or not same_indent or starts_item(line.text)
    return ended and starts_item(line.text)


def _columns(pages: Iterable[Page]) -> dict[int, Column]:
    """Return each page's column; a page of few lines has that of the whole document."""
    by_page = {page.number: page.lines for page in pages}
    whole = _column([line for lines in by_page.values() for line in lines])
    return {number: _column(lines) if len(lines) >= 8 else whole for number, lines in by_page.items()}


def _column(lines: Sequence[Line]) -> Column:
    """Return the edges that most long lines keep to; some signs may hang beyond them."""
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    if not lines:
        return Column(0.0, 0.0)
    return Column(lefts[len(lefts) * 15 // 100], rights[len(rights) * 85 // 100])


def _pitch(pages: Iterable[Page]) -> float:
    """Return the usual distance in points from one line to the next."""
    steps = [
        below.top - above.top
        for page in pages
        for above, below in zip(page.lines, page.lines[1:], strict=False)
        if below.top > above.top
    ]
    return median(steps) if steps else float("inf")


def _margin_reason(line: Line, page: Page, running: frozenset[str]) -> ChangeReason | None:
    """Return why a line in the margin is no part of the report, None if it is one."""
    if not _in_margin(line, page):
        return None
    if is_page_number(line.text, in_margin=True):
        return "page_number"
    return "running_line" if _masked(line.text) in running else None


def _in_margin(line: Line, page: Page) -> bool:
    return line.bottom < _TOP * page.height or line.top > _BOTTOM * page.height


def _masked(text: str) -> str:
    return _DIGITS.sub("0", fold(text)).replace(" ", "")


def _running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Return the lines, digits masked, that stand in the margin of three pages and half of all."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(_margin_lines(page))
    return frozenset(text for text, count in counts.items() if count >= max(3, len(pages) / 2))


def _margin_lines(page: Page) -> Iterator[str]:
    yield from {_masked(line.text) for line in page.lines if _in_margin(line, page)}
