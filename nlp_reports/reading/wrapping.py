"""In: lines of plain text. Out: which of them were broken only because a column was full."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from nlp_reports.reading.lines import starts_item

FEWEST = 6
"""Full lines that a text must have before its line ends are taken for a column's."""
SHARE = 0.5
"""The share of its longer lines that must then be full."""

_LONG, _SLACK = 15, 2
_OVERLONG, _MOST_ENDED = 0.02, 0.4
"""The shares of lines beyond the column, and of full lines that end a sentence, that chance allows."""
_INDENT = re.compile(r"[ \t]{2}|\u3000")
_ENDED = re.compile(r"[。；：！？.!?;:”）)] ?$")


def carry_on(lines: Sequence[str]) -> list[bool]:
    """Tell of each line whether the next one carries on its paragraph; `lines` as printed, indents and all.

    All False where the text was not broken into a column: where its lines are not, most of them, equally
    long, in characters or in print (a Chinese character is two wide), or mostly end a sentence. A full line
    ends its paragraph all the same where the next one is blank or indented, or begins an item after the end
    of a sentence.
    """
    full = next((found for measure in (len, _print_width) if (found := _full(lines, measure))), None)
    if full is None:
        return [False] * len(lines)
    following = [*lines[1:], ""]
    return [
        is_full and _goes_on(one, other) for is_full, one, other in zip(full, lines, following, strict=True)
    ]


def _goes_on(line: str, following: str) -> bool:
    if not following.strip() or _INDENT.match(following):
        return False
    return not (_ENDED.search(line.rstrip()) and starts_item(following))


def _full(lines: Sequence[str], measure: Callable[[str], int]) -> list[bool] | None:
    """Tell which lines fill the column; None where there is none."""
    widths = [measure(line.strip()) for line in lines]
    unit = measure("一")
    long = sorted(width for width in widths if width >= _LONG * unit)
    if len(long) < FEWEST:
        return None
    edge = long[len(long) * 9 // 10]
    least = edge - _SLACK * unit
    full = [width >= least for width in widths]
    overlong = sum(width > edge + _SLACK * unit for width in long)
    if sum(full) < max(FEWEST, SHARE * len(long)) or overlong > _OVERLONG * len(long):
        return None
    ended = sum(
        is_full and _ENDED.search(line.rstrip()) is not None
        for is_full, line in zip(full, lines, strict=True)
    )
    return None if ended > _MOST_ENDED * sum(full) else full


def _print_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
