"""In: what is printed for a line of cells, run together. Out: the ways to part it into that many cells.

No number but 0 itself begins with a 0, and no cell reaches over a blank; nothing else is assumed of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DASHES = "-/无*\\"
"""What stands for a cell that says there is no number."""
LONGEST = 200
"""Characters of a run that are looked at; a longer one is no line of a table."""


@dataclass(frozen=True, slots=True)
class Run:
    """The characters of a line's cells, folded and without blanks, and the place of each in the text.

    `breaks` are the indices before which a blank stood. `loose` says how many of the last characters may
    belong to the number of the next label. `decimals`: a cell may hold a point. `signed`: or a sign.
    """

    text: str
    places: tuple[int, ...]
    breaks: frozenset[int] = frozenset()
    loose: frozenset[int] = frozenset({0})
    decimals: bool = False
    signed: bool = False

    @property
    def ends(self) -> frozenset[int]:
        """Where the last cell may end."""
        return frozenset(len(self.text) - each for each in self.loose)


Value = float | None
"""What a cell says: a number, or None where it is a dash."""
Reading = tuple[int, ...]
"""One way to part a run: where each of its cells ends."""
Options = tuple[tuple[int, Value], ...]
"""The cells that may begin at one place: where each ends, and what it says."""


@dataclass(frozen=True, slots=True)
class Line:
    """A run with the number of its cells, and its sums: index of a total → indices of its parts."""

    run: Run
    size: int
    totals: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def cells_at(run: Run) -> tuple[Options, ...]:
    """Return for each place of the run the cells that may begin there."""
    return tuple(tuple(_cells_from(run, start)) for start in range(len(run.text)))


def _cells_from(run: Run, start: int) -> Iterator[tuple[int, Value]]:
    text, limit = run.text, _limit(run, start)
    sign = 1
    first = start
    if text[start] in DASHES:
        yield start + 1, None
        if text[start] == "-" and text[start + 1 : start + 2] == "-" and start + 2 <= limit:
            yield start + 2, None
    if text[start] in "+-" and run.signed and text[start + 1 : start + 2].isdigit():
        sign, first = (-1 if text[start] == "-" else 1), start + 1
    if not text[first].isdigit():
        return
    last = first + 1
    if text[first] != "0":
        while last < limit and text[last].isdigit():
            last += 1
    for end in range(first + 1, last + 1):
        yield end, sign * int(text[first:end])
        if end - first <= 3:
            yield from _grouped(text, first, end, limit, sign)
        if run.decimals and text[end : end + 1] == ".":
            yield from _fractions(text, first, end, limit, sign)


def _limit(run: Run, start: int) -> int:
    """Return how far a cell that begins at `start` may reach: to the next blank."""
    return min((each for each in run.breaks if each > start), default=len(run.text))


def _grouped(text: str, first: int, end: int, limit: int, sign: int) -> Iterator[tuple[int, Value]]:
    """Yield the numbers with thousands commas that begin with the digits from `first` to `end`."""
    while text[end : end + 1] == "," and end + 4 <= limit and text[end + 1 : end + 4].isdigit():
        end += 4
        yield end, sign * int(text[first:end].replace(",", ""))


def _fractions(text: str, first: int, point: int, limit: int, sign: int) -> Iterator[tuple[int, Value]]:
    end = point + 1
    while end < limit and text[end].isdigit():
        end += 1
        yield end, sign * float(text[first:end])


def possible(line: Line, cells: Sequence[Options]) -> list[dict[tuple[int, int], Value]]:
    """Return for each cell of the line every place and value it has in some way of parting the run."""
    ahead: list[set[int]] = [{0}]
    for _ in range(line.size):
        ahead.append({end for at in ahead[-1] if at < len(cells) for end, _ in cells[at]})
    alive = ahead[-1] & line.run.ends
    found: list[dict[tuple[int, int], Value]] = []
    for starts in reversed(ahead[:-1]):
        here = {
            (at, end): value for at in starts if at < len(cells) for end, value in cells[at] if end in alive
        }
        alive = {at for at, _ in here}
        found.append(here)
    return found[::-1]


def sole(places: Sequence[Mapping[tuple[int, int], Value]]) -> Reading | None:
    """Return the only way to part the run, if there is only one; `places` as from `possible`."""
    if any(len(each) != 1 for each in places):
        return None
    return tuple(end for each in places for _, end in each)


def values_of(reading: Reading, cells: Sequence[Options]) -> tuple[Value, ...]:
    """Return what the cells of a reading say."""
    starts = (0, *reading[:-1])
    return tuple(dict(cells[start])[end] for start, end in zip(starts, reading, strict=True))


def agreeing(line: Line, cells: Sequence[Options], *, most: int) -> list[Reading] | None:
    """Return every reading in which each total is the sum of its parts; None if the search takes too long.

    A total is looked up as its parts demand, so that the search does not branch there; `most` bounds the
    number of cells it tries.
    """
    found: list[Reading] = []
    places = possible(line, cells)
    budget = most
    stack: list[tuple[int, Reading, tuple[float, ...]]] = [(0, (), ())]
    while stack:
        at, reading, values = stack.pop()
        if (index := len(reading)) == line.size:
            found.append(reading)
            continue
        parts = line.totals.get(index)
        wanted = sum(values[part] for part in parts) if parts is not None else None
        for end, value in cells[at] if at < len(cells) else ():
            budget -= 1
            if (at, end) not in places[index]:
                continue
            if wanted is not None and (value or 0) != wanted:
                continue
            stack.append((end, (*reading, end), (*values, value or 0)))
        if budget < 0:
            return None
    return found
