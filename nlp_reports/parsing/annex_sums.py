"""In: the lines of a list that ran together, its sums. Out: for each line the readings that these allow.

A sum holds in every column at once, so a reading that one column asks for is borne out by the other. Rows
that share sums are judged together; where no reading keeps them, they are left open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.parsing.joint import Judgement
from nlp_reports.parsing.solving import Equation, TooManyError, reduce, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nlp_reports.parsing.joint import Parted
    from nlp_reports.parsing.readings import Reading
    from nlp_reports.parsing.solving import Vector


def judge_list(lines: Mapping[str, Parted], families: Sequence[Mapping[str, int]]) -> Judgement:
    """Return the readings of the lines of a list; a line that can be parted in one way needs no sum."""
    readings = {row: frozenset({each.sole}) for row, each in lines.items() if each.sole}
    broken: list[str] = []
    for group in _connected(families):
        rows = {row for signs in group for row in signs}
        if rows <= readings.keys():
            continue
        try:
            found = _solved({row: lines[row] for row in rows}, group)
        except TooManyError:
            return Judgement("unbounded", readings)
        readings |= found
        broken += [] if found else [row for row in lines if any(signs.get(row, 0) < 0 for signs in group)]
    return Judgement("contradiction" if broken else "agrees", readings, tuple(broken))


def _connected(families: Sequence[Mapping[str, int]]) -> list[list[Mapping[str, int]]]:
    """Return the sums in groups that have no row in common."""
    groups: list[list[Mapping[str, int]]] = []
    for signs in families:
        touching = [group for group in groups if any(signs.keys() & each.keys() for each in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([signs, *(each for group in touching for each in group)])
    return groups


def _solved(
    lines: Mapping[str, Parted], families: Sequence[Mapping[str, int]]
) -> dict[str, frozenset[Reading]]:
    """Return the readings that are part of a solution; none where there is no solution."""
    rows: dict[str, dict[Vector, set[Reading]]] = {}
    for row, line in lines.items():
        for reading in _all_readings(line):
            rows.setdefault(row, {}).setdefault(line.vector(reading), set()).add(reading)
    size = max(line.line.size for line in lines.values())
    equations = [Equation(signs, column) for signs in families for column in range(size)]
    domains, equations = reduce({row: tuple(vectors) for row, vectors in rows.items()}, equations)
    found = solve(domains, equations)
    if found is None:
        return {}
    return {
        row: frozenset(each for vector in found.get(row, tuple(vectors)) for each in vectors[vector])
        for row, vectors in rows.items()
    }


def _all_readings(line: Parted) -> Iterator[Reading]:
    """Yield every way to part a run; a list has one or two columns, so these are few."""
    heads: list[Reading] = [()]
    for starts in line.places:
        heads = [(*head, end) for head in heads for end in starts.get(head[-1] if head else 0, ())]
    yield from heads
