"""In: copies with something left in them. Out: the table `telltales`: what gives them away."""

from __future__ import annotations

import pandas as pd
import pytest

from nlp_reports.comparing.reuse import compare_reuse
from nlp_reports.comparing.telltales import compare_telltales
from nlp_reports.schema import TABLES, tabulate_rows

TEXT = (
    "{year}年，{agency}按照条例要求推进信息公开，全年主动公开信息{n}条，办结申请{n}件。对照要求仍有不足，"
    "个别科室报送信息拖延，公开栏目的设置不便于群众查找，工作人员轮换频繁、业务生疏。下一步将按月通报报送情况，"
    "重新划分栏目并附上检索说明，安排新到岗人员跟班学习，请服务对象评议公开效果。"
)
A = {"agency": "青禾县水务局", "region": "青禾县", "county": "青禾县", "level": "county", "year": 2021}
B = {"agency": "云岭县水务局", "region": "云岭县", "county": "云岭县", "level": "county", "year": 2022}


def telltales_of(text: str, b: dict[str, object] = B, a: dict[str, object] = A) -> pd.DataFrame:
    """What gives `text` of agency b away as a copy of a's."""
    original = TEXT.format(year=2021, agency="青禾县水务局", n=12)
    rows = [{"report_id": "a", **a}, {"report_id": "b", **b}]
    reports = tabulate_rows("reports", rows)
    texts = tabulate_rows("texts", [{"report_id": "a", "text": original}, {"report_id": "b", "text": text}])
    found = compare_telltales(reports, texts, compare_reuse(reports, texts))
    assert set(found["report_id"]) <= {"b"} and set(found["other"]) <= {"a"}
    for row in found.dropna(subset=["start"]).to_dict("records"):
        assert text[row["start"] : row["end"]] == row["text"]
    return found


def kinds(table: pd.DataFrame) -> list[tuple[str, object]]:
    return [(kind, None if pd.isna(text) else text) for kind, text in table[["kind", "text"]].values]


def test_a_copy_with_names_and_figures_changed_is_whole() -> None:
    """Nothing was forgotten, yet nothing is its own."""
    found = telltales_of(TEXT.format(year=2022, agency="云岭县水务局", n=37))
    assert kinds(found) == [("whole", None)] and dict(found.dtypes.astype(str)) == TABLES["telltales"]


def test_a_name_that_was_left_in_is_told() -> None:
    """The other agency's name stands in the copy's own words."""
    found = telltales_of(TEXT.format(year=2022, agency="青禾县水务局", n=37))
    assert ("name", "青禾县水务局") in kinds(found)


def test_a_year_that_was_left_in_is_told() -> None:
    """The earlier report's year stands where it stood there, within what was copied."""
    found = telltales_of(TEXT.format(year=2021, agency="云岭县水务局", n=37))
    assert ("year", "2021年") in kinds(found)
    referring = "与" + TEXT.format(year=2021, agency="云岭县水务局", n=37)
    assert ("year", "2021年") not in kinds(telltales_of(referring))


@pytest.mark.parametrize(
    "b",
    [
        {**B, "agency": "青禾县水务局青石分局", "region": "青石镇", "county": "青禾县", "level": "township"},
        {**B, "agency": "青禾县水务局"},
    ],
)
def test_names_that_are_its_own_are_no_telltale(b: dict[str, object]) -> None:
    """A superior's name, or one that the report itself goes by, gives nothing away."""
    found = telltales_of(TEXT.format(year=2022, agency="青禾县水务局", n=37), b)
    assert "name" not in set(found["kind"])


def test_two_years_of_one_agency_are_no_copy_of_another() -> None:
    """Within one agency only the year can be stale."""
    found = telltales_of(TEXT.format(year=2021, agency="青禾县水务局", n=12), {**A, "year": 2022})
    assert set(found["kind"]) == {"year"}


def test_independent_texts_have_none() -> None:
    """Where nothing is shared, a name is just a name."""
    assert telltales_of("本年度我局赴青禾县水务局学习信息公开经验，收获很大，回来后改进了栏目。").empty
