"""In: the table `prevalence`. Out: how many reports name a code; a share only where the base allows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    import pandas as pd

LEAST_BASE = 5
"""The smallest number of reports of which a share is told; below it only counts are."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`n` of `base` reports; `share` (0 to 1) and its interval are None where the base is too small."""

    n: int
    base: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


def rate_of(n: int, base: int, share: float | None = None) -> Rate:
    """Return the rate, without a share where the base is too small."""
    if base < LEAST_BASE:
        return Rate(n, base)
    return Rate(n, base, n / base if share is None else share)


def rates_of(prevalence: pd.DataFrame) -> dict[tuple[str | None, str | None, str, str], Rate]:
    """Return (by, group, role, code) → rate; by and group are None for the whole corpus."""
    found: dict[tuple[str | None, str | None, str, str], Rate] = {}
    for row in rows_of(prevalence):
        by = row["by"] or None
        group = row["group"] if by else None
        enough = row["base"] >= LEAST_BASE
        share, low, high = ((row[name] if enough else None) for name in ("share", "low", "high"))
        found[by, group, row["role"], row["code"]] = Rate(row["n"], row["base"], share, low, high)
    return found
