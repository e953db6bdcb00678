"""In: the lines of a list that ran together, its sums. Out: for each line the readings that these allow.

A report may print a wrong number, and then a sum must not force a wrong reading. So some reading must keep
the sums of every column, and each column alone must ask for it. Rows that share sums are judged together;
where no reading keeps them, they are left open, and so is a line that no sum bears out and that may as well
be one number beside a blank cell.
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
    borne_out: set[str] = set()
    for group in _connected(families):
        rows = {row for signs in group for row in signs}
        try:
            found = _solved({row: lines[row] for row in rows}, group)
        except TooManyError:
            return Judgement("unbounded", {}, doubtful=tuple(lines))
        readings |= found
        if not found and not rows <= readings.keys():
            broken += [row for row in lines if any(signs.get(row, 0) < 0 for signs in group)]
        borne_out |= found.keys()
    doubtful = (
        row for row, each in lines.items() if each.sole and row not in borne_out and _may_be_one_number(each)
    )
    return Judgement("contradiction" if broken else "agrees", readings, tuple(broken), tuple(doubtful))


def _may_be_one_number(line: Parted) -> bool:
    """Tell whether a line for several cells may as well print one number beside blank cells."""
    run = line.line.run
    return line.line.size > 1 and not run.breaks and run.text.isdigit() and run.text[0] != "0"


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
    columns = range(max(line.line.size for line in lines.values()))
    domains = {row: tuple(vectors) for row, vectors in rows.items()}
    if solve(*reduce(domains, [Equation(signs, column) for signs in families for column in columns])) is None:
        return {}
    found = [solve(*reduce(domains, [Equation(signs, column) for signs in families])) for column in columns]
    return {
        row: frozenset(
            reading
            for each in found
            if each is not None
            for vector in each.get(row, domains[row])
            for reading in vectors[vector]
        )
        for row, vectors in rows.items()
    }


def _all_readings(line: Parted) -> Iterator[Reading]:
    """Yield every way to part a run; a list has one or two columns, so these are few."""
    heads: list[Reading] = [()]
    for starts in line.places:
        heads = [(*head, end) for head in heads for end in starts.get(head[-1] if head else 0, ())]
    yield from heads
