"""In: the tables of an invented corpus. Out: facts that the rows carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from nlp_reports.errors import SchemaError
from nlp_reports.writing.facts import Facts, gather_facts
from nlp_reports.writing.rates import LEAST_BASE

LATE = ("timeliness", "部分栏目信息{更新不及时}，滞后一个月")
SOON = ("timeliness", "明确各栏目更新时限，做到{及时更新}")
SHORT = ("staffing", "从事公开工作的{人员多为兼职}，变动频繁")


def facts_of(made: Any, **more: int) -> Facts:
    return gather_facts(made.tables, codebook=made.codebook, counts=made.counts, **more)


def test_shortcomings_are_ranked_as_the_rows_say(made: Any) -> None:
    """The ranking, n, base and share are those of the prevalence table."""
    table = made.tables["prevalence"]
    whole = table[(table["by"] == "") & (table["role"] == "problem")].set_index("code")
    themes = facts_of(made).themes
    assert [each.problem.n for each in themes] == sorted((each.problem.n for each in themes), reverse=True)
    for each in themes:
        row = whole.loc[each.code.id]
        assert (each.problem.n, each.problem.base, each.problem.share) == (
            row["n"],
            row["base"],
            row["share"],
        )


def test_answered_counts_reports_with_a_measure_that_answers(make: Callable[..., Any]) -> None:
    """Of three reports that admit a shortcoming, the one with a measure that answers it is counted."""
    made = make(
        {"problems": [LATE], "measures": [SOON]},
        {"problems": [LATE, LATE]},
        {"problems": [LATE, SHORT]},
        {"measures": [SOON]},
    )
    late = next(each for each in facts_of(made).themes if each.code.id == "timeliness")
    assert (late.answered.n, late.answered.base) == (1, 3)
    assert (late.problem.n, late.n_problems, late.measure.n) == (3, 4, 2)
    assert {each.report_id for each in late.answer_quotes} == {
        made.tables["reports"]["report_id"].iloc[0],
    }


def test_a_small_base_gives_no_share(make: Callable[..., Any]) -> None:
    """Below the least base there are counts and no shares or intervals."""
    small = facts_of(make(*[{"problems": [LATE]}] * (LEAST_BASE - 1))).themes[0]
    enough = facts_of(make(*[{"problems": [LATE]}] * LEAST_BASE)).themes[0]
    assert (small.problem.share, small.problem.low, small.answered.share) == (None, None, None)
    assert (enough.problem.share, enough.answered.share) == (1, 0)


def test_nothing_stated_is_no_shortcoming(make: Callable[..., Any]) -> None:
    """A report that says 无 is counted apart from the ranking."""
    facts = facts_of(make({"problems": [("none_stated", "{无}")]}, {"problems": [LATE]}))
    assert [each.code.id for each in facts.themes] == ["timeliness"]
    assert facts.nothing_stated is not None and facts.nothing_stated.problem.n == 1


def test_a_contrast_is_told_only_where_it_stands_the_test(make: Callable[..., Any]) -> None:
    """Twelve of twelve against none of twelve is a contrast; seven against five is none."""
    late, none = {"problems": [LATE]}, {"problems": [SHORT]}
    apart = make(*[late | {"year": 2020}] * 12, *[none | {"year": 2024}] * 12)
    alike = make(
        *[late | {"year": 2020}] * 7, *[none | {"year": 2020}] * 5,
        *[late | {"year": 2024}] * 5, *[none | {"year": 2024}] * 7,
    )  # fmt: skip
    found = {(each.code.id, each.group, each.is_more) for each in facts_of(apart).contrasts}
    assert found == {("timeliness", "2020", True), ("staffing", "2024", True)}
    assert facts_of(alike).contrasts == ()


def test_courses_follow_promises(make: Callable[..., Any]) -> None:
    """Of two promises, the one after which the shortcoming is back recurs; the longest run is told."""
    both = {"problems": [LATE], "measures": [SOON], "agency": "青禾县水务局"}
    made = make(
        *(both | {"year": year} for year in (2020, 2021)),
        {"problems": [SHORT], "agency": "青禾县水务局", "year": 2022},
    )
    (course,) = facts_of(made).courses
    assert (course.code.id, course.recurs.n, course.recurs.base) == ("timeliness", 1, 2)
    assert (course.agency, course.year, course.run) == ("青禾县水务局", 2021, 2)


def test_telling_quotes_name_something(make: Callable[..., Any]) -> None:
    """The most specific statement is quoted as telling, what names nothing never is."""
    named = ("timeliness", "《重大决策目录》{更新不及时}，有12项在三个月后才发布")
    theme = facts_of(make({"problems": [LATE]}, {"problems": [named]}))
    quotes = theme.themes[0].telling_quotes
    assert quotes[0].text.startswith("《重大决策目录》") and all(each.specific > 0 for each in quotes)


def test_groups_stand_in_their_order(made: Any) -> None:
    """Years run on, levels run down from province to township."""
    comparisons = {each.by: [group for group, _ in each.groups] for each in facts_of(made).comparisons}
    assert comparisons["year"] == ["2020", "2021", "2022", "2023", "2024"]
    assert comparisons["level"] == ["province", "prefecture", "county", "township"]


def test_faults_are_counted_by_kind(made: Any) -> None:
    """Each kind has as many places and reports as rows, and keeps no more examples than wanted."""
    issues = made.tables["issues"].dropna(subset="report_id")
    for fault in facts_of(made, most_places=2).faults:
        rows = issues[issues["code"] == fault.code]
        assert (fault.n, fault.reports) == (len(rows), rows["report_id"].nunique())
        assert len(fault.places) <= 2


def test_what_was_set_aside_is_listed_with_its_reason(made: Any) -> None:
    """Every issue without a report is a file set aside."""
    facts = facts_of(made)
    assert [each.path for each in facts.set_aside] == ["云岭市/空白.txt", "滨河市/扫描件.pdf"]
    assert facts.overview.set_aside == 2


def test_unknown_year_is_told_last(make: Callable[..., Any]) -> None:
    """A missing year is missing, not zero."""
    facts = facts_of(make({"year": None}, {"year": 2021}))
    assert facts.overview.years == ((2021, 1), (None, 1))


def test_a_table_without_its_columns_is_refused(made: Any) -> None:
    """A table that lacks a column is the caller's mistake."""
    tables = made.tables | {"codes": pd.DataFrame({"code": ["x"]})}
    with pytest.raises(SchemaError):
        gather_facts(tables, codebook=made.codebook, counts=made.counts)
