"""In: single statements. Out: what makes them specific."""

from __future__ import annotations

import pytest

from nlp_reports.comparing.specificity import compare_specificity
from nlp_reports.schema import TABLES, tabulate_rows


def parts_of(text: str) -> set[str]:
    table = compare_specificity(
        tabulate_rows("statements", [{"statement_id": "r-1", "role": "measure", "text": text}])
    )
    parts = table["parts"].iloc[0]
    return set(parts.split(";")) if parts else set()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("进一步提高认识，加强组织领导", set()),
        ("不断丰富公开内容，拓宽公开渠道", set()),
        ("全年举办培训3期", {"number"}),
        ("每季度通报一次", {"term", "number"}),
        ("认真落实《信息公开工作规程》", {"document"}),
        ("开通“青禾发布”公众号", {"name"}),
        ("由办公室统一审核", {"actor"}),
        ("及时公开预决算和征地补偿信息", {"field"}),
    ],
)
def test_parts_are_what_is_named(text: str, parts: set[str]) -> None:
    """Stock phrases name nothing; a number, term, title, name, actor or field is a part each."""
    assert parts_of(text) == parts


def test_the_score_is_the_share_of_parts() -> None:
    """Six parts; context and achievements have no row; the empty table has its columns."""
    rows = [
        {"statement_id": "a", "role": "measure", "text": "6月底前由办公室梳理12项征地信息"},
        {"statement_id": "b", "role": "achievement", "text": "发布信息300条"},
    ]
    table = compare_specificity(tabulate_rows("statements", rows))
    assert table["statement_id"].tolist() == ["a"]
    assert table["score"].tolist() == [pytest.approx(4 / 6)]
    assert list(compare_specificity(tabulate_rows("statements", [])).columns) == list(TABLES["specificity"])
