"""In: what is printed for a line of cells, run together. Out: the ways to part it into that many cells.

No number but 0 itself begins with a 0, and no cell reaches over a blank; nothing else is assumed of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DASHES = "-/无*\\"
"""What stands for a cell that says there is no number."""
LONGEST = 80
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


Places = list[dict[int, dict[int, Value]]]
"""For each cell of a line: where it may begin → where it may end → what it then says."""


@dataclass(frozen=True, slots=True)
class Line:
    """A run with the number of its cells, and which of them are the sum of those before them."""

    run: Run
    size: int
    totals: tuple[int, ...] = ()


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


def possible(line: Line, cells: Sequence[Options]) -> Places:
    """Return for each cell of the line every place and value it has in some way of parting the run."""
    ahead: list[set[int]] = [{0}]
    for _ in range(line.size):
        ahead.append({end for at in ahead[-1] if at < len(cells) for end, _ in cells[at]})
    alive = ahead[-1] & line.run.ends
    found: Places = []
    for starts in reversed(ahead[:-1]):
        here = {
            at: {end: value for end, value in cells[at] if end in alive} for at in starts if at < len(cells)
        }
        found.append({at: ends for at, ends in here.items() if ends})
        alive = set(found[-1])
    return found[::-1]


def sole(places: Places) -> Reading | None:
    """Return the only way to part the run, if there is only one."""
    if any(len(each) != 1 or len(next(iter(each.values()))) != 1 for each in places):
        return None
    return tuple(end for each in places for ends in each.values() for end in ends)


def values_of(reading: Reading, places: Places) -> tuple[Value, ...]:
    """Return what the cells of a reading say."""
    starts = (0, *reading[:-1])
    return tuple(each[start][end] for each, start, end in zip(places, starts, reading, strict=True))


def agreeing(line: Line, places: Places, *, most: int) -> list[Reading] | None:
    """Return every reading in which each total is the sum of the cells before it, back to the last total.

    The line must end with a total. None if more than `most` cells would have to be tried.
    """
    budget = [most]
    found: list[Reading] = [()]
    for group in groups_of(line):
        found = [(*head, *tail) for head in found for tail in summed(line, places, group, head, budget)]
    return None if budget[0] < 0 else found


def groups_of(line: Line) -> list[tuple[int, int]]:
    """Return for each total of a line the index of its first part, and its own."""
    starts = (0, *(last + 1 for last in line.totals))
    return list(zip(starts, line.totals, strict=False))


def summed(
    line: Line, places: Places, group: tuple[int, int], head: Reading, budget: list[int]
) -> Iterator[Reading]:
    """Yield the readings of a group of cells, after those of `head`, in which the last is the others' sum.

    For each total the ways from the start over half of the cells are joined with those that lead back
    from the total; no number may exceed the total, unless there may be negative ones.
    """
    start = head[-1] if head else 0
    first, last = group
    middle = (first + last) // 2
    heads: dict[int, list[tuple[float, Reading]]] = {start: [(0, ())]}
    for index in range(first, middle):
        heads = _onward(heads, places[index], budget)
    for at, ends in places[last].items():
        for end, total in ends.items() if at >= start else ():
            most = inf if line.run.signed else total or 0
            tails = _backward(places[middle:last], at, most, budget)
            for here, sums in tails.items():
                ways = heads.get(here, ()) if budget[0] >= 0 else ()
                budget[0] -= len(ways)
                for done, first_cells in ways:
                    for last_cells in sums.get((total or 0) - done, ()):
                        yield (*first_cells, *last_cells, end)


def _onward(
    ways: dict[int, list[tuple[float, Reading]]], starts: dict[int, dict[int, Value]], budget: list[int]
) -> dict[int, list[tuple[float, Reading]]]:
    longer: dict[int, list[tuple[float, Reading]]] = {}
    for here, done in ways.items():
        for end, value in starts.get(here, {}).items() if budget[0] >= 0 else ():
            budget[0] -= len(done)
            longer.setdefault(end, []).extend(
                (total + (value or 0), (*reading, end)) for total, reading in done
            )
    return longer


def _backward(
    places: Places, at: int, most: float, budget: list[int]
) -> dict[int, dict[float, list[Reading]]]:
    """Return for each place and sum the readings of the cells `places` from there that end at `at`."""
    ways: dict[int, dict[float, list[Reading]]] = {at: {0: [()]}}
    for starts in reversed(places):
        longer: dict[int, dict[float, list[Reading]]] = {}
        for start, ends in starts.items() if budget[0] >= 0 else ():
            for here in ends.keys() & ways.keys():
                value = ends[here] or 0
                budget[0] -= len(ways[here])
                for total, readings in ways[here].items() if value <= most else ():
                    if total + value <= most:
                        sums = longer.setdefault(start, {})
                        sums.setdefault(total + value, []).extend((here, *each) for each in readings)
        ways = longer
    return ways
