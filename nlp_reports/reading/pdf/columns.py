"""In: the characters of a page, line by line across it. Out: where two columns part, and their order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_HAN = re.compile("[\u3400-\u9fff]")
_MIDDLE = (0.4, 0.6)  # shares of a page's width between which two columns part
_LONG = 8  # Chinese characters from which a piece of a line is prose and no cell
_FEWEST = 5  # lines of prose, or rows of tables, that a column has at least
_MOST_ACROSS = 0.4  # share of the lines and rows, those of titles and the like, that may run across


@dataclass(frozen=True, slots=True)
class Gutter:
    """The blank between two columns: its middle, and how far right the second one stands, in points."""

    middle: float
    shift: float


@dataclass(frozen=True, slots=True)
class Box:
    """A line of prose, or a table of so many `rows`: its edges in points, from the page's upper left."""

    left: float
    right: float
    top: float
    rows: int = 0


def find_gutter(
    lines: Sequence[Sequence[Any]], tables: Sequence[Box], *, width: float, known: Gutter | None = None
) -> Gutter | None:
    """Return where the columns of a page part, None for a page of one column.

    `lines` are pdfplumber's characters. Each column must hold prose or a table, one of them prose; a
    page may have the gutter that is `known` from a page before it, however short its second column.
    """
    low, high = (share * width for share in _MIDDLE)
    pieces = [piece for chars in lines for piece in _parted(chars, low, high) if _is_prose(piece)]
    prose = [Box(piece[0]["x0"], piece[-1]["x1"], piece[0]["top"], 1) for piece in pieces]
    lefts = [box for box in (*prose, *tables) if box.right < high]
    rights = [box for box in (*prose, *tables) if box.left > low]
    beside, total = _rows(lefts) + _rows(rights), _rows((*prose, *tables))
    if not beside or total - beside > _MOST_ACROSS * total:
        return None
    if known:
        return known
    prose_beside = max(sum(box in side for box in prose) for side in (lefts, rights))
    if min(_rows(lefts), _rows(rights), prose_beside) < _FEWEST:
        return None
    start, end = max(box.right for box in lefts), min(box.left for box in rights)
    return Gutter((start + end) / 2, end - min(box.left for box in lefts)) if start < end else None


def split_line(chars: Sequence[Any], gutter: Gutter | None) -> list[Sequence[Any]]:
    """Return a line's characters as one piece, or as those on the left and on the right of the gutter."""
    if gutter is None:
        return [chars]
    pieces = _pieces(chars, gutter.middle)
    if pieces is None:
        return [chars]
    return [chars] if not all(pieces) else [*pieces]


def reading_order(boxes: Sequence[Box], gutter: Gutter | None) -> list[tuple[int, int, float]]:
    """Return for each box a key to sort by: what runs across parts the columns above it from those below.

    The key's second number is the column: -1 across, 0 left, 1 right.
    """
    if gutter is None:
        return [(0, 0, box.top) for box in boxes]
    columns = [_column(box, gutter) for box in boxes]
    across = sorted(box.top for box, column in zip(boxes, columns, strict=True) if column < 0)
    return [
        (bisect_right(across, box.top), column, box.top) for box, column in zip(boxes, columns, strict=True)
    ]


def _column(box: Box, gutter: Gutter) -> int:
    if box.left < gutter.middle < box.right:
        return -1
    return int(box.left >= gutter.middle)


def _rows(boxes: Iterable[Box]) -> int:
    return sum(box.rows for box in boxes)


def _parted(chars: Sequence[Any], low: float, high: float) -> list[Sequence[Any]]:
    """Return a line in two where a blank in the middle of the page is wider than a character, else whole."""
    inked = _inked(chars)
    for at, (before, after) in enumerate(pairwise(inked), 1):
        wide = after["x0"] - before["x1"] > before["size"]
        if wide and before["x1"] < high and after["x0"] > low:
            return [inked[:at], inked[at:]]
    return [inked] if inked else []


def _pieces(chars: Sequence[Any], middle: float) -> tuple[Sequence[Any], Sequence[Any]] | None:
    """Return the characters left and right of `middle`, None for a line that runs across."""
    inked = _inked(chars)
    left = [char for char in inked if char["x1"] <= middle]
    right = [char for char in inked if char["x0"] >= middle]
    if len(left) + len(right) < len(inked):
        return None
    if left and right and right[0]["x0"] - left[-1]["x1"] < left[-1]["size"]:
        return None
    return left, right


def _inked(chars: Sequence[Any]) -> list[Any]:
    return [char for char in chars if not char["text"].isspace()]


def _is_prose(chars: Sequence[Any]) -> bool:
    return len(_HAN.findall("".join(char["text"] for char in chars))) >= _LONG
