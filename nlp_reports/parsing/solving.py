"""In: for each row of a table the vectors it may hold, the sums over its columns. Out: the vectors that fit.

Exact and bounded: first each sum alone strikes out what no choice of the other rows can complete, then
the rows that are still open are joined from two halves (meet in the middle), so that all solutions are
covered without being listed one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Vector = tuple[int, ...]
"""What the cells of a row say, blanks and dashes as 0."""
Domains = dict[str, tuple[Vector, ...]]
"""Row → the vectors it may hold."""

MOST_SUMS = 4_000
"""Partial sums that are looked at for one column before it is left out of the striking."""
MOST_JOINED = 20_000
"""Combinations of rows in one half."""


class TooManyError(Exception):
    """The search would take longer than it may; nothing is known of the rows that are still open."""


@dataclass(frozen=True, slots=True)
class Equation:
    """The vectors' entries in `column`, each with its row's sign, and `known` add up to nothing."""

    signs: Mapping[str, int]
    column: int
    known: int = 0


def solve(domains: Domains, equations: Sequence[Equation]) -> Domains | None:
    """Return for each row the vectors that are part of a solution; None if there is no solution.

    Raises TooManyError where that cannot be found out within bounds.
    """
    narrowed = narrow(domains, equations)
    return None if narrowed is None else _join(narrowed, equations)


def reduce(domains: Domains, equations: Sequence[Equation]) -> tuple[Domains, list[Equation]]:
    """Return the rows that are still open, and the equations with all other rows put in as known."""
    known = {row: vectors[0] for row, vectors in domains.items() if len(vectors) == 1}
    reduced = [
        Equation(
            {row: sign for row, sign in each.signs.items() if row not in known},
            each.column,
            each.known
            + sum(sign * known[row][each.column] for row, sign in each.signs.items() if row in known),
        )
        for each in equations
    ]
    return {row: vectors for row, vectors in domains.items() if row not in known}, reduced


def narrow(domains: Domains, equations: Sequence[Equation]) -> Domains | None:
    """Strike out the vectors that some equation alone excludes; None if a row is left without any."""
    domains = dict(domains)
    waiting = set(range(len(equations)))
    while waiting:
        here = waiting.pop()
        struck = _strike(domains, equations[here])
        if any(not kept for kept in struck.values()):
            return None
        domains.update(struck)
        if struck:
            waiting |= {at for at, each in enumerate(equations) if not struck.keys().isdisjoint(each.signs)}
            waiting.discard(here)
    return domains


def _strike(domains: Domains, equation: Equation) -> Domains:
    """Return the rows that lose vectors to `equation`, with those they keep."""
    column = equation.column
    rows = [row for row in equation.signs if row in domains]
    values = [{equation.signs[row] * vector[column] for vector in domains[row]} for row in rows]
    layers = reach(values, equation.known)
    if layers is None:
        return {}
    struck: Domains = {}
    alive = layers[-1] & {0}
    if not alive:
        return dict.fromkeys(rows, ()) or {"": ()}
    for index in range(len(rows) - 1, -1, -1):
        row, sign = rows[index], equation.signs[rows[index]]
        kept = {value for value in values[index] if any(total - value in layers[index] for total in alive)}
        if len(kept) < len(values[index]):
            struck[row] = tuple(each for each in domains[row] if sign * each[column] in kept)
        alive = {total - value for total in alive for value in kept} & layers[index]
    return struck


def reach(values: Sequence[set[int]], known: int) -> list[set[int]] | None:
    """Return the sums of `known` with one of each of the first 0, 1, 2 … sets; None for too many."""
    layers: list[set[int]] = [{known}]
    for each in values:
        if len(layers[-1]) * len(each) > MOST_SUMS:
            return None
        layers.append({total + value for total in layers[-1] for value in each})
    return layers


def _join(domains: Domains, equations: Sequence[Equation]) -> Domains | None:
    open_rows = sorted((row for row in domains if len(domains[row]) > 1), key=lambda row: len(domains[row]))
    halves = open_rows[::2], open_rows[1::2]
    if any(prod(len(domains[row]) for row in half) > MOST_JOINED for half in halves):
        raise TooManyError
    packed = _Packing(equations, domains)
    base = packed.known + sum(packed(row, domains[row][0]) for row in domains if len(domains[row]) == 1)
    choices = [(row, vector) for row in open_rows for vector in domains[row]]
    bits = {choice: 1 << place for place, choice in enumerate(choices)}
    left, right = (
        _combined([[c for c in choices if c[0] == row] for row in half], packed, bits) for half in halves
    )
    met, solved = 0, False
    for total, chosen in left.items():
        if (other := right.get(-base - total)) is not None:
            solved, met = True, met | chosen | other
    if not solved:
        return None
    joined = {row: tuple(each for each in domains[row] if met & bits[row, each]) for row in open_rows}
    return domains | joined


class _Packing:
    """What a row's vector adds to all equations at once, as one number with a field for each equation."""

    def __init__(self, equations: Sequence[Equation], domains: Domains) -> None:
        most = max((value for vectors in domains.values() for each in vectors for value in each), default=0)
        known = max((abs(each.known) for each in equations), default=0)
        self.width = (most * len(domains) + known).bit_length() + 2
        self.equations = equations
        self.known = sum(each.known << self.width * place for place, each in enumerate(equations))

    def __call__(self, row: str, vector: Vector) -> int:
        return sum(
            each.signs[row] * vector[each.column] << self.width * place
            for place, each in enumerate(self.equations)
            if row in each.signs
        )


def _combined(
    rows: Sequence[Sequence[tuple[str, Vector]]], packed: _Packing, bits: Mapping[tuple[str, Vector], int]
) -> dict[int, int]:
    """Return each sum that a choice for every row can have, with all choices that are part of it, as bits."""
    sums = {0: 0}
    for row in rows:
        longer: dict[int, int] = {}
        for choice in row:
            add, bit = packed(*choice), bits[choice]
            for total, chosen in sums.items():
                longer[total + add] = longer.get(total + add, 0) | chosen | bit
        sums = longer
    return sums
