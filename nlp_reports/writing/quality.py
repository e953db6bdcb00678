"""In: the tables `checks` and `quality`. Out: how the reports fare in each dimension, and what fails most."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from nlp_reports.writing.rates import LEAST_BASE
from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

MOST_COMMON = 3
"""Kinds of failed checks that are named for a dimension."""


@dataclass(frozen=True, slots=True)
class Score:
    """One report in one dimension: `score` is the share of the `assessed` checks that held."""

    dimension: str
    assessed: int
    failed: int
    score: float | None


@dataclass(frozen=True, slots=True)
class DimensionFacts:
    """The reports in one dimension.

    `reports` have a score, `flawless` of them the full one; `middle` is the median score, None where fewer
    than `LEAST_BASE` have one. `common` are the checks failed most: (check, number of reports).
    """

    dimension: str
    reports: int
    flawless: int
    middle: float | None
    common: tuple[tuple[str, int], ...]


def gather_scores(quality: pd.DataFrame) -> Mapping[str, tuple[Score, ...]]:
    """Return report_id → its score in every dimension in which something could be tested."""
    scores: defaultdict[str, list[Score]] = defaultdict(list)
    for row in rows_of(quality):
        if row["assessed"]:
            score = Score(row["dimension"], row["assessed"], row["failed"], row["score"])
            scores[row["report_id"]].append(score)
    return {report_id: tuple(some) for report_id, some in scores.items()}


def gather_dimensions(quality: pd.DataFrame, checks: pd.DataFrame) -> Iterable[DimensionFacts]:
    """Yield the dimensions in the order of the table, those left out in which no report could be tested."""
    failed = checks[checks["status"] == "FAIL"].drop_duplicates(["report_id", "dimension", "check"])
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for dimension, check in zip(failed["dimension"], failed["check"], strict=True):
        counts[dimension][check] += 1
    tested = quality[quality["assessed"] > 0]
    for dimension, some in tested.groupby("dimension", sort=False):
        scores = some["score"].astype(float).tolist()
        common = sorted(counts[str(dimension)].items(), key=lambda pair: (-pair[1], pair[0]))
        yield DimensionFacts(
            dimension=str(dimension),
            reports=len(scores),
            flawless=int((some["failed"] == 0).sum()),
            middle=median(scores) if len(scores) >= LEAST_BASE else None,
            common=tuple(common[:MOST_COMMON]),
        )
