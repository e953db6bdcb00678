"""In: the facts of a corpus. Out: Curves, the share of each shortcoming year by year, to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp_reports.model import Code
    from nlp_reports.writing.courses import Trend
    from nlp_reports.writing.facts import Facts
    from nlp_reports.writing.rates import Rate

WIDTH, TOP, GROUND, MARGIN = 220, 14, 74, 6
"""The drawing's measures, in its own units: its width, where the axis' end and 0 stand, what is left free."""

MOST_CURVES, LEAST_YEARS = 9, 3


@dataclass(frozen=True, slots=True)
class Point:
    """A year's rate, where it is drawn, and the height of its label, out of the line's way."""

    year: str
    rate: Rate
    x: float
    y: float
    label: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A shortcoming's shares by year, as SVG paths for the line and the band of its intervals."""

    code: Code
    points: tuple[Point, ...]
    line: str
    band: str
    trend: Trend | None


def draw_curves(facts: Facts) -> list[Curve]:
    """Return the curves of the commonest shortcomings, all on one scale; none for fewer than three years."""
    by_year = next((each for each in facts.comparisons if each.by == "year"), None)
    if by_year is None:
        return []
    told = [place for place, (year, _) in enumerate(by_year.groups) if year.isdigit()]
    rows = [
        (code, [(by_year.groups[place][0], rates[place]) for place in told if rates[place].share is not None])
        for code, rates in by_year.rows[:MOST_CURVES]
    ]
    if not rows or len(rows[0][1]) < LEAST_YEARS:
        return []
    highest = max(rate.high or 0 for _, rates in rows for _, rate in rates)
    trends = {each.code.id: each for each in facts.trends}
    return [_curve(code, rates, highest, trends.get(code.id)) for code, rates in rows]


def _curve(code: Code, rates: list[tuple[str, Rate]], highest: float, trend: Trend | None) -> Curve:
    first, last = int(rates[0][0]), int(rates[-1][0])

    def across(year: str) -> float:
        return round(MARGIN + (int(year) - first) / (last - first) * (WIDTH - 2 * MARGIN), 1)

    def down(share: float | None) -> float:
        return round(GROUND - (share or 0) / (highest or 1) * (GROUND - TOP), 1)

    heights = [down(rate.share) for _, rate in rates]
    points = tuple(
        Point(year, rate, across(year), y, _label(y, heights[place - 1 : place + 2] or heights[:2]))
        for place, ((year, rate), y) in enumerate(zip(rates, heights, strict=True))
    )
    upper = [(each.x, down(each.rate.high)) for each in points]
    lower = [(each.x, down(each.rate.low)) for each in reversed(points)]
    return Curve(
        code, points, _path([(each.x, each.y) for each in points]), _path(upper + lower) + "Z", trend
    )


def _label(y: float, near: list[float]) -> float:
    """Above the point, or below where the line rises from it and there is room."""
    return y + 15 if min(near) < y < GROUND - 18 else y - 7


def _path(places: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in places)
