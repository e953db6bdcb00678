"""In: small tables. Out: the table `pairs`, which measure answers which problem."""

from __future__ import annotations

import pandas as pd
import pytest

from nlp_reports.comparing.pairing import CODES, ORDER, WORDING, compare_pairs
from nlp_reports.errors import SchemaError
from nlp_reports.schema import TABLES, tabulate_rows


def tables(*told: tuple[str, str, str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Statements of one report each, as (report, role, text, codes joined by a blank)."""
    statements, codes = [], []
    for n, (report, role, text, named) in enumerate(told, 1):
        name = f"{report}-{n}"
        statements.append(
            {"report_id": report, "statement_id": name, "role": role, "text": text, "ordinal": n}
        )
        codes += [
            {"report_id": report, "statement_id": name, "role": role, "code": code} for code in named.split()
        ]
    return tabulate_rows("statements", statements), tabulate_rows("codes", codes)


def pairs_of(*told: tuple[str, str, str, str]) -> set[tuple[str | None, str | None]]:
    found = compare_pairs(*tables(*told))
    return {
        (p if isinstance(p, str) else None, m if isinstance(m, str) else None)
        for p, m in zip(found["problem_id"], found["measure_id"], strict=True)
    }


def test_shared_codes_pair() -> None:
    """A measure answers the problem with its code, in whatever order they stand."""
    assert pairs_of(
        ("r", "problem", "更新不及时", "timeliness"),
        ("r", "problem", "人员不足", "staffing"),
        ("r", "measure", "充实专职力量", "staffing"),
        ("r", "measure", "每周发布一次", "timeliness"),
    ) == {("r-1", "r-4"), ("r-2", "r-3")}


def test_unanswered_and_unprompted_are_told() -> None:
    """A problem without a measure and a measure without a problem have rows of their own."""
    found = compare_pairs(
        *tables(
            ("r", "problem", "公开形式单一", "disclosure_form"),
            ("r", "measure", "组织业务培训", "training"),
            ("q", "problem", "宣传不够", "publicity"),
            ("s", "measure", "严格审核", "review_security"),
        )
    )
    rows = set(
        zip(found["report_id"], found["problem_id"].fillna(""), found["measure_id"].fillna(""), strict=True)
    )
    assert rows == {("r", "r-1", ""), ("r", "", "r-2"), ("q", "q-3", ""), ("s", "", "s-4")}
    assert found["fit"].isna().all()


def test_reports_are_kept_apart() -> None:
    """A measure of another report answers nothing here."""
    assert pairs_of(
        ("a", "problem", "更新不及时", "timeliness"), ("b", "measure", "及时更新", "timeliness")
    ) == {("a-1", None), (None, "b-2")}


def test_one_measure_may_answer_two_problems_and_the_other_way_round() -> None:
    """Each problem has its best measure, each measure its best problem."""
    assert pairs_of(
        ("r", "problem", "更新不及时", "timeliness"),
        ("r", "problem", "内容不全面", "content_coverage"),
        ("r", "measure", "及时、全面公开", "timeliness content_coverage"),
    ) == {("r-1", "r-3"), ("r-2", "r-3")}


def test_the_fit_is_what_its_parts_say() -> None:
    """Equal codes, equal words and equal place make a fit of 1."""
    found = compare_pairs(
        *tables(("r", "problem", "公开内容", "content_depth"), ("r", "measure", "公开内容", "content_depth"))
    )
    assert found["fit"].tolist() == [pytest.approx(CODES + WORDING + ORDER)]
    assert list(found.columns) == list(TABLES["pairs"])


def test_no_statements_no_pairs() -> None:
    """Empty tables give the empty table with its columns."""
    found = compare_pairs(*tables())
    assert found.empty and list(found.columns) == list(TABLES["pairs"])


def test_missing_columns_are_told() -> None:
    """A table that is not what it should be is refused."""
    statements, codes = tables()
    with pytest.raises(SchemaError):
        compare_pairs(statements.drop(columns="role"), codes)
