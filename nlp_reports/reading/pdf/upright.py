"""In: a page of a PDF. Out: the page with its text upright, and the share of it that still is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

_TURNS = {(0, 1): 90, (-1, 0): 180, (0, -1): 270}
"""The direction in which text runs (right, up) → degrees clockwise to turn the page by."""
_STRAIGHT = 0.1  # what a sine or cosine may miss 0 or 1 by


def set_upright(page: Any) -> Any:
    """Return the pdfplumber page `page`, turned so that most of its text runs from left to right.

    A table that is wider than the page is often set sideways on a page that is not said to be turned.
    """
    chars = page.chars
    turns = Counter(turn for turn in map(_turn, chars) if turn is not None)
    turn, count = next(iter(turns.most_common(1)), (0, 0))
    if not turn or 2 * count < len(chars):
        return page
    source = page.page_obj
    source.rotate = (source.rotate + turn) % 360
    source.attrs = {**source.attrs, "Rotate": source.rotate}
    return type(page)(page.pdf, source, page.page_number, page.initial_doctop)


def count_sideways(chars: Iterable[Any]) -> int:
    """Return how many characters are set upside down or sideways; a slanting watermark's are not."""
    return sum(1 for char in chars if _turn(char))


def is_level(char: Any) -> bool:
    """Tell whether a character of pdfplumber's runs from left to right; a watermark's slants."""
    right, up = char["matrix"][:2]
    return (right > 0 and not up) or _turn(char) == 0


def _turn(char: Any) -> int | None:
    """Return the turn that sets a character upright, None for one that slants."""
    right, up = char["matrix"][:2]
    size = max(abs(right), abs(up)) or 1.0
    direction = (round(right / size), round(up / size))
    if abs(right / size - direction[0]) > _STRAIGHT or abs(up / size - direction[1]) > _STRAIGHT:
        return None
    return _TURNS.get(direction, 0) if 0 in direction else None
