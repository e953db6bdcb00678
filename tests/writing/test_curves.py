"""In: shares by year. Out: curves that rise where the share does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nlp_reports.writing.curves import GROUND, TOP, draw_curves
from nlp_reports.writing.facts import gather_facts

LATE = ("timeliness", "部分栏目信息{更新不及时}，滞后一个月")


def curves_of(made: Any) -> list[Any]:
    return draw_curves(gather_facts(made.tables, codebook=made.codebook, counts=made.counts))


def test_points_are_the_rates_on_one_scale(made: Any) -> None:
    """The higher the share, the higher the point, in all curves alike; years run to the right."""
    points = [point for curve in curves_of(made) for point in curve.points]
    assert len(points) > 20
    by_share = sorted(points, key=lambda each: each.rate.share)
    assert [each.y for each in by_share] == sorted((each.y for each in points), reverse=True)
    assert all(TOP <= each.y <= GROUND for each in points)
    for curve in curves_of(made):
        years = [int(each.year) for each in curve.points]
        assert years == sorted(years) and [each.x for each in curve.points] == sorted(
            each.x for each in curve.points
        )
        assert curve.line.count("L") == len(curve.points) - 1


def test_two_years_make_no_curve(make: Callable[..., Any]) -> None:
    """Below three years with enough reports nothing is drawn."""
    years = [{"problems": [LATE], "year": year} for year in (2021, 2022) for _ in range(6)]
    assert curves_of(make(*years)) == []
    assert curves_of(make()) == []
