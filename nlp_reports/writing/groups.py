"""In: the tables `prevalence` and `differences`. Out: how common each shortcoming is where, what differs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from nlp_reports.model import Level
from nlp_reports.writing.rates import LEAST_BASE, Rate, rates_of
from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from nlp_reports.model import Code

MOST_FALSE = 0.05
"""The share of false discoveries that is borne among the differences told."""

WHOLE = ("year", "level")
"""Columns of which every group is told, however few its reports are."""

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
    """A shortcoming that a group admits more or less often than the rest of its column; `q` tests it."""

    by: str
    code: Code
    group: str
    rate: Rate
    rest: Rate
    q: float

    @property
    def is_more(self) -> bool:
        """Tell whether the group admits it more often than the rest."""
        return self.rate.n * self.rest.base > self.rest.n * self.rate.base


def gather_comparisons(prevalence: pd.DataFrame, codes: list[Code]) -> Iterable[Comparison]:
    """Yield, for each column with two groups or more, the rates of the shortcomings that occur in it."""
    rates = rates_of(prevalence[prevalence["role"] == "problem"])
    bases: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (by, group, _, _), rate in rates.items():
        if by and group:
            bases[by][group] = rate.base
    for by, groups in bases.items():
        kept = sorted(((group, base) for group, base in groups.items() if base), key=group_place)
        if by not in WHOLE:
            kept = [(group, base) for group, base in kept if base >= LEAST_BASE]
        if len(kept) < 2:
            continue
        rows = []
        for code in codes:
            row = tuple(rates.get((by, group, "problem", code.id), Rate(0, base)) for group, base in kept)
            if any(rate.n for rate in row):
                rows.append((code, row))
        yield Comparison(by, len(groups) - len(kept), tuple(kept), tuple(rows))


def group_place(group: tuple[str, int]) -> tuple[int, int, str]:
    """Years run on, levels run down, other groups stand the largest first."""
    name, base = group
    if name in _LEVELS:
        return 0, _LEVELS.index(name), name
    return (0, 0, name) if name.isdigit() else (1, -base, name)


def gather_contrasts(differences: pd.DataFrame, codes: Mapping[str, Code]) -> Iterable[Contrast]:
    """Yield the differences that the false discovery rate lets stand, of each column the surest first.

    Where a column has two groups only, each difference is told once, of the group that has more.
    """
    tested = differences.dropna(subset=["q"])
    paired = {by for by, groups in tested.groupby("by")["group"].nunique().items() if groups == 2}
    sure = tested[(tested["q"] < MOST_FALSE) & (tested["role"] == "problem")]
    for row in rows_of(sure):
        if row["code"] not in codes:
            continue
        here, rest = (
            Rate(row[f"{side}n"], row[f"{side}base"], row[f"{side}n"] / row[f"{side}base"])
            for side in ("", "other_")
        )
        contrast = Contrast(row["by"], codes[row["code"]], row["group"], here, rest, row["q"])
        if contrast.is_more or row["by"] not in paired:
            yield contrast
