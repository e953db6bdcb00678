"""In: pairs of reports. Out: the table `clusters`: who has one text between them, and whence it came."""

from __future__ import annotations

import pandas as pd
import pytest

from nlp_reports.comparing.clusters import compare_clusters
from nlp_reports.errors import InputError
from nlp_reports.schema import TABLES, tabulate_rows

LEVELS = {"p": "prefecture", "a": "county", "b": "county", "c": "county", "x": "township", "y": "township"}


def reports_of(**more: dict[str, object]) -> pd.DataFrame:
    rows = [
        {"report_id": name, "agency": name, "level": level, "year": 2022, **more.get(name, {})}
        for name, level in LEVELS.items()
    ]
    return tabulate_rows("reports", rows)


def reuse_of(*pairs: tuple[str, str, float]) -> pd.DataFrame:
    return tabulate_rows("reuse", [dict(zip("ab", pair[:2], strict=True), score=pair[2]) for pair in pairs])


def test_reports_tied_through_others_are_one_cluster() -> None:
    """The largest cluster is the first; what is shared with the origin is told where they are tied."""
    found = compare_clusters(reports_of(), reuse_of(("a", "b", 0.9), ("b", "c", 0.8), ("x", "y", 0.6)))
    assert found[["cluster", "report_id", "size", "origin"]].values.tolist() == [
        [1, "a", 3, "a"], [1, "b", 3, "a"], [1, "c", 3, "a"], [2, "x", 2, "x"], [2, "y", 2, "x"],
    ]  # fmt: skip
    assert found["score"].fillna(-1).tolist() == [-1, 0.9, -1, -1, 0.6]
    assert dict(found.dtypes.astype(str)) == TABLES["clusters"]


@pytest.mark.parametrize(
    ("pairs", "more", "origin", "direction"),
    [
        ([("a", "p", 0.9)], {"a": {"published": "2023-01-02"}}, "p", "superior"),
        ([("a", "b", 0.9)], {"b": {"published": "2022-01-02"}}, "b", "peer"),
        ([("a", "b", 0.9)], {"a": {"agency": "b"}, "b": {"year": 2020}}, "b", "self"),
        ([("x", "a", 0.9)], {"a": {"level": None}}, "x", "peer"),
    ],
)
def test_the_origin_is_the_highest_then_the_earliest(
    pairs: list[tuple[str, str, float]], more: dict[str, dict[str, object]], origin: str, direction: str
) -> None:
    """A superior is taken for the template, among peers the earlier; an agency has its own years."""
    found = compare_clusters(reports_of(**more), reuse_of(*pairs))
    assert set(found["origin"]) == {origin} and set(found["direction"]) == {direction}


def test_weak_ties_do_not_bind() -> None:
    """Pairs below the least score make no cluster; without any the table is empty and well formed."""
    found = compare_clusters(reports_of(), reuse_of(("a", "b", 0.4)))
    assert found.empty and list(found.columns) == list(TABLES["clusters"])
    with pytest.raises(InputError, match="least_score"):
        compare_clusters(reports_of(), reuse_of(), least_score=50)
