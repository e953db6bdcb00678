"""In: small tables counted by hand. Out: the table `prevalence`, row by row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from nlp_reports.comparing.grouping import add_metadata
from nlp_reports.comparing.prevalence import compare_prevalence, wilson
from nlp_reports.errors import InputError, SchemaError
from nlp_reports.schema import TABLES, tabulate_rows

CODES = ["timeliness", "awareness", "training"]


def reports_of(**years: int | None) -> pd.DataFrame:
    return tabulate_rows("reports", [{"report_id": name, "year": year} for name, year in years.items()])


def statements_of(*rows: tuple[str, str]) -> pd.DataFrame:
    return tabulate_rows("statements", [{"report_id": name, "role": role} for name, role in rows])


def codes_of(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return tabulate_rows("codes", [{"report_id": a, "role": b, "code": c} for a, b, c in rows])


def row_of(table: pd.DataFrame, role: str, code: str) -> pd.Series:
    found = table[(table["role"] == role) & (table["code"] == code)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.fixture
def facts() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Four reports: a and b state problems, c only a measure, d says nothing that can be coded."""
    reports = reports_of(a=2022, b=2023, c=2023, d=None)
    statements = statements_of(
        ("a", "problem"), ("a", "problem"), ("b", "problem"), ("c", "measure"), ("d", "context")
    )
    codes = codes_of(
        ("a", "problem", "timeliness"),
        ("a", "problem", "timeliness"),
        ("b", "problem", "timeliness"),
        ("b", "problem", "awareness"),
        ("c", "measure", "training"),
    )
    return reports, statements, codes


def test_reports_are_counted_once(facts: tuple[pd.DataFrame, ...]) -> None:
    """n counts reports, not statements; base counts those with any problem or measure, for both roles."""
    table = compare_prevalence(*facts, code_ids=CODES)
    problem = row_of(table, "problem", "timeliness")
    assert (problem["n"], problem["base"], problem["share"]) == (2, 3, pytest.approx(2 / 3))
    assert (problem["by"], problem["group"]) == ("", "")
    measure = row_of(table, "measure", "training")
    assert (measure["n"], measure["base"]) == (1, 3)


def test_every_code_is_there_and_ranked(facts: tuple[pd.DataFrame, ...]) -> None:
    """Codes that nobody names have n = 0; ranks go by n, ties by code, within role."""
    table = compare_prevalence(*facts, code_ids=CODES)
    assert list(table["code"]) == [
        "timeliness", "awareness", "training",
        "training", "awareness", "timeliness",
    ]  # fmt: skip
    assert list(table["n"]) == [2, 1, 0, 1, 0, 0]
    assert list(table["rank"]) == [1, 2, 3, 1, 2, 3]
    assert dict(table.dtypes.astype(str)) == TABLES["prevalence"]


def test_groups_keep_the_unknown(facts: tuple[pd.DataFrame, ...]) -> None:
    """Groups come in order, and reports whose group is unknown are a group of their own, the last."""
    table = compare_prevalence(*facts, code_ids=CODES, by="year")
    assert list(table["group"].drop_duplicates().fillna("unknown")) == ["2022", "2023", "unknown"]
    assert set(table["by"]) == {"year"}
    of_2023 = table[table["group"] == "2023"]
    assert (row_of(of_2023, "problem", "timeliness")["n"], set(of_2023["base"])) == (1, {2})
    unknown = table[table["group"].isna()]
    assert set(unknown["base"]) == {0} and unknown[["share", "low", "high"]].isna().all(axis=None)
    assert len(table) == 3 * 2 * len(CODES)


def test_empty_tables_give_empty_counts() -> None:
    """Without reports there is one empty group of the whole corpus, and no group of anything else."""
    nothing = reports_of(), statements_of(), codes_of()
    whole = compare_prevalence(*nothing, code_ids=CODES)
    assert set(whole["n"]) == {0} and set(whole["base"]) == {0} and whole["share"].isna().all()
    assert len(whole) == 6
    for code_ids, by in ((CODES, "year"), ([], None)):
        table = compare_prevalence(*nothing, code_ids=code_ids, by=by)
        assert table.empty and dict(table.dtypes.astype(str)) == TABLES["prevalence"]


def test_what_does_not_belong_is_left_out(facts: tuple[pd.DataFrame, ...]) -> None:
    """Codes outside the codebook, other roles, and reports outside the corpus count nowhere."""
    reports, statements, codes = facts
    more = codes_of(
        ("a", "problem", "unheard_of"), ("a", "context", "training"), ("z", "problem", "training")
    )
    codes = pd.concat([codes, more], ignore_index=True)
    statements = pd.concat([statements, statements_of(("z", "problem"))], ignore_index=True)
    pd.testing.assert_frame_equal(
        compare_prevalence(reports, statements, codes, code_ids=CODES),
        compare_prevalence(*facts, code_ids=CODES),
    )


def test_order_of_rows_does_not_matter(facts: tuple[pd.DataFrame, ...]) -> None:
    """The same facts in another order give the same table."""
    turned = [table.iloc[::-1].reset_index(drop=True) for table in facts]
    pd.testing.assert_frame_equal(
        compare_prevalence(*turned, code_ids=CODES, by="year"),
        compare_prevalence(*facts, code_ids=CODES, by="year"),
    )


def test_columns_are_crossed(facts: tuple[pd.DataFrame, ...]) -> None:
    """Groups of two columns are joined; a report of which one is unknown is in the unknown group."""
    reports = facts[0].assign(level=pd.array(["county", "county", None, "county"], dtype="string"))
    table = compare_prevalence(reports, *facts[1:], code_ids=CODES, by=("year", "level"))
    assert set(table["by"]) == {"year;level"}
    bases = table.drop_duplicates("group").set_index("group")["base"]
    assert list(bases.index[:2]) == ["2022;county", "2023;county"] and list(bases) == [1, 1, 1]


def test_users_metadata_can_group(facts: tuple[pd.DataFrame, ...]) -> None:
    """A further column of the user's table groups reports like their own; what it leaves out is unknown."""
    rows = [("a", "pilot", "yes"), ("b", "pilot", "yes"), ("c", "pilot", "no"), ("a", "year", "1999")]
    told = [dict(zip(TABLES["metadata"], row, strict=True)) for row in rows]
    reports = add_metadata(facts[0], tabulate_rows("metadata", told))
    table = compare_prevalence(reports, *facts[1:], code_ids=CODES, by="pilot")
    assert table.drop_duplicates("group")["group"].fillna("?").tolist() == ["no", "yes", "?"]
    assert list(reports["year"].dropna()) == [2022, 2023, 2023]


def test_small_bases_are_counted_and_not_rated(facts: tuple[pd.DataFrame, ...]) -> None:
    """Below the least base counts stand, shares and intervals do not."""
    table = compare_prevalence(*facts, code_ids=CODES, by="year", least_base=2)
    rated = table.groupby("group")["share"].apply(lambda each: each.notna().all())
    assert rated.to_dict() == {"2022": False, "2023": True}
    assert table.loc[table["group"] == "2022", "n"].sum() == 1


def test_unknown_grouping_names_the_columns(facts: tuple[pd.DataFrame, ...]) -> None:
    """A column by which reports cannot be grouped is an error that names those by which they can."""
    with pytest.raises(InputError) as caught:
        compare_prevalence(*facts, code_ids=CODES, by="colour")
    for lang in ("zh", "en"):
        assert "colour" in caught.value.message(lang)
        assert "year, level, sector, region" in caught.value.message(lang)
    with pytest.raises(SchemaError, match="role"):
        compare_prevalence(facts[0], facts[1], facts[2].drop(columns="role"), code_ids=CODES)


@pytest.mark.parametrize(
    ("n", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_the_literature(n: int, base: int, low: float, high: float) -> None:
    """The worked examples of R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    share, *ends = wilson(np.array([n]), np.array([base]))
    assert share[0] == n / base
    assert [end[0] for end in ends] == pytest.approx([low, high], abs=5e-5)


@given(st.integers(1, 2000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_wilson_agrees_with_scipy(counts: tuple[int, int]) -> None:
    """For every count the interval is scipy's, holds the share, and stays between 0 and 1."""
    n, base = counts
    share, low, high = (each[0] for each in wilson(np.array([n]), np.array([base])))
    expected = binomtest(n, base).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert 0 <= low <= share <= high <= 1
