"""In: the table `prevalence`. Out: how common each shortcoming is in groups, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from nlp_reports.model import Level
from nlp_reports.writing.rates import LEAST_BASE, Rate, rates_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from nlp_reports.model import Code

_WHOLE = ("year", "level")
_LEVELS: tuple[str, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How common each shortcoming is in the groups of one column: (code, a rate for each group).

    Years and levels are all there; of other groups those of `LEAST_BASE` reports, `left_out` are not.
    """

    by: str
    left_out: int
    groups: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Code, tuple[Rate, ...]], ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A shortcoming whose intervals in two groups do not overlap."""

    by: str
    code: Code
    more_in: str
    more: Rate
    less_in: str
    less: Rate


def gather_comparisons(prevalence: pd.DataFrame, codes: list[Code]) -> Iterable[Comparison]:
    """Yield, for each column with two groups or more, the rates of the shortcomings that occur in it."""
    rates = rates_of(prevalence[prevalence["role"] == "problem"])
    bases: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (by, group, _, _), rate in rates.items():
        if by and group:
            bases[by][group] = rate.base
    for by, groups in bases.items():
        kept = sorted(((group, base) for group, base in groups.items() if base), key=_group_place)
        if by not in _WHOLE:
            kept = [(group, base) for group, base in kept if base >= LEAST_BASE]
        if len(kept) < 2:
            continue
        rows = []
        for code in codes:
            row = tuple(rates.get((by, group, "problem", code.id), Rate(0, base)) for group, base in kept)
            if any(rate.n for rate in row):
                rows.append((code, row))
        yield Comparison(by, len(groups) - len(kept), tuple(kept), tuple(rows))


def _group_place(group: tuple[str, int]) -> tuple[int, int, str]:
    """Years run on, levels run down, other groups stand the largest first."""
    name, base = group
    if name in _LEVELS:
        return 0, _LEVELS.index(name), name
    return (0, 0, name) if name.isdigit() else (1, -base, name)


def gather_contrasts(comparisons: Iterable[Comparison]) -> Iterable[Contrast]:
    """Yield, for each column, the shortcomings whose widest difference leaves the intervals apart."""
    for comparison in comparisons:
        found = []
        for code, row in comparison.rows:
            rated = [
                (rate.share, group, rate)
                for (group, _), rate in zip(comparison.groups, row, strict=True)
                if rate.share is not None
            ]
            if len(rated) < 2:
                continue
            (_, less_in, less), (_, more_in, more) = (
                min(rated, key=lambda each: each[:2]),
                max(rated, key=lambda each: each[:2]),
            )
            if more.low is not None and less.high is not None and more.low > less.high:
                found.append(Contrast(comparison.by, code, more_in, more, less_in, less))
        yield from sorted(found, key=lambda each: (each.less.share or 0) - (each.more.share or 0))
