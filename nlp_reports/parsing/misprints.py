"""In: a line of cells that run together, its ways to be parted. Out: its readings with one number wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.parsing.readings import groups_of, summed
from nlp_reports.parsing.solving import TooManyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.parsing.readings import Line, Places, Reading
    from nlp_reports.parsing.solving import Vector

MOST = 6_000
"""Readings of one line that are looked at."""
SLIP, TEN = 2, 10
"""By how much a number may be off for a likely slip of counting, and for one that can be conceived."""


def correct(places: Places, size: int, wanted: Sequence[set[int] | None]) -> Iterator[tuple[Reading, Vector]]:
    """Yield the readings of a row in which one number is wrong, each with what it should say.

    The last cell is the sum of the others; all but the wrong number must be `wanted` in their columns
    (None: any). Raises TooManyError.
    """
    count = 0
    stack: list[tuple[Reading, Vector, int | None]] = [((), (), None)]
    while stack:
        reading, vector, wrong = stack.pop()
        if (count := count + 1) > MOST:
            raise TooManyError
        if (index := len(reading)) == size:
            for place in range(size) if wrong is None else (wrong,):
                right = _put_right(vector, place)
                if right >= 0 and right != vector[place] and _allows(wanted[place], right):
                    yield reading, (*vector[:place], right, *vector[place + 1 :])
            continue
        for end, value in places[index].get(reading[-1] if reading else 0, {}).items():
            number = int(value or 0)
            if _allows(wanted[index], number):
                stack.append(((*reading, end), (*vector, number), wrong))
            elif wrong is None:
                stack.append(((*reading, end), (*vector, number), index))


def rivals(line: Line, places: Places, *, most: int) -> list[Reading]:
    """Return the readings in which all sums hold but one, and that one but for a likely slip of the pen.
    Raises TooManyError where more than `most` cells would have to be tried.
    """
    groups = groups_of(line)
    budget = [most]
    found: list[Reading] = []
    for wrong in groups:
        heads: list[Reading] = [()]
        for group in groups:
            one = _slipped if group == wrong else summed
            heads = [(*head, *tail) for head in heads for tail in one(line, places, group, head, budget)]
        found += heads
        if budget[0] < 0:
            raise TooManyError
    return found


def forgotten(line: Line, places: Places, reading: Reading) -> Iterator[Reading]:
    """Yield `reading` with the 0 at the end of a total taken for a total that nobody filled in."""
    for total in line.totals:
        before = reading[total - 2] if total > 1 else 0
        last = reading[total] - 1
        if last in places[total - 1].get(before, {}) and places[total].get(last, {}).get(reading[total]) == 0:
            yield (*reading[: total - 1], last, *reading[total:])


def _slipped(
    line: Line, places: Places, group: tuple[int, int], head: Reading, budget: list[int]
) -> Iterator[Reading]:
    first, last = group
    stack: list[tuple[Reading, tuple[float, ...]]] = [((), ())]
    while stack and budget[0] >= 0:
        reading, values = stack.pop()
        if first + len(reading) > last:
            excess = values[-1] - sum(values[:-1])
            parts = any(likely(value, value + excess) for value in values[:-1])
            if excess and (parts or likely(values[-1], values[-1] - excess)):
                yield reading
            continue
        here = (*head, *reading)[-1] if head or reading else 0
        for end, value in places[first + len(reading)].get(here, {}).items():
            budget[0] -= 1
            stack.append(((*reading, end), (*values, value or 0)))


def likely(printed: float, right: float) -> bool:
    """Tell whether `printed` may be a slip for `right`: one digit is another one, or a count is a bit off."""
    if right < 0 or printed == right:
        return False
    one, other = f"{printed:.15g}", f"{right:.15g}"
    differing = sum(a != b for a, b in zip(one, other, strict=False))
    return abs(printed - right) <= SLIP or (len(one) == len(other) and differing == 1)


def conceivable(printed: Vector, right: Vector) -> bool:
    """Tell whether every number of a row may have been printed by mistake for the right one.

    Besides what is likely: up to ten off, a digit too many or too few, digits exchanged, 0 for a number,
    one digit for 0. No slip prints 510 for 1.
    """
    return all(_conceivable(one, other) for one, other in zip(printed, right, strict=True))


def _conceivable(printed: int, right: int) -> bool:
    short, long = sorted((str(printed), str(right)), key=len)
    dropped = any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    return (
        abs(printed - right) <= TEN
        or likely(printed, right)
        or not printed
        or sorted(short) == sorted(long)
        or dropped
    )


def _put_right(vector: Vector, place: int) -> int:
    """Return the number that makes the row add up if it stands at `place` instead."""
    *parts, total = vector
    return sum(parts) if place == len(parts) else total - sum(parts) + parts[place]


def _allows(wanted: set[int] | None, number: int) -> bool:
    return wanted is None or number in wanted
