"""In: simulated agencies over years. Out: the table `trend`, with agencies as clusters."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nlp_reports.comparing.trend import LEAST_AGENCIES, compare_trend
from nlp_reports.schema import TABLES, tabulate_rows

Facts = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def corpus(named: np.ndarray, *, first: int = 2018) -> Facts:
    """Reports of agencies (rows) over years (columns); where true, the report names timeliness."""
    reports, statements, codes = [], [], []
    for agency, row in enumerate(named):
        for n, there in enumerate(row):
            name = f"{agency}-{n}"
            reports.append({"report_id": name, "agency": f"第{agency}局", "year": first + n})
            statements.append({"report_id": name, "statement_id": name, "role": "problem"})
            if there:
                codes.append({"report_id": name, "role": "problem", "code": "timeliness"})
    return (
        tabulate_rows("reports", reports),
        tabulate_rows("statements", statements),
        tabulate_rows("codes", codes),
    )


def row_of(facts: Facts) -> pd.Series:
    return compare_trend(*facts, code_ids=["timeliness"]).set_index("role").loc["problem"]


def test_a_planted_trend_is_found() -> None:
    """Odds that double each year are found every time, and nine intervals in ten hold the 2 (seed fixed)."""
    chance = np.random.default_rng(99)
    share = 1 / (1 + np.exp(-(np.arange(6) - 2.5) * np.log(2)))
    rows = [row_of(corpus(chance.random((120, 6)) < share)) for _ in range(60)]
    assert all(row["q"] < 0.001 for row in rows)
    assert sum(row["low"] < 2 < row["high"] for row in rows) >= 54
    assert (rows[0]["reports"], rows[0]["agencies"], rows[0]["years"]) == (720, 120, 6)


def test_agencies_that_repeat_themselves_are_no_new_cases() -> None:
    """The more each agency says the same every year, the wider the interval of its level, not the narrower.

    120 agencies that copy their first answer for six years tell no trend at all: the share is the same.
    """
    chance = np.random.default_rng(5)
    first = chance.random((120, 1)) < 0.4
    row = row_of(corpus(np.repeat(first, 6, axis=1)))
    assert pd.isna(row["p"]) or row["p"] > 0.5


def test_no_trend_is_found_where_there_is_none() -> None:
    """With agencies of their own level and no change, about 5 % of tests have p < 0.05 (seed fixed)."""
    chance = np.random.default_rng(11)
    found = 0
    for _ in range(60):
        level = chance.beta(1, 2, size=(60, 1))
        found += row_of(corpus(chance.random((60, 4)) < level))["p"] < 0.05
    assert found <= 8


def test_what_cannot_be_told_is_missing() -> None:
    """Too few agencies, one year, a code that hardly any or nearly all name: counts, but no estimate."""
    some = np.random.default_rng(2).random((40, 4)) < 0.5
    for named in (some[: LEAST_AGENCIES - 1], some[:, :1], np.zeros((40, 4), bool), np.ones((40, 4), bool)):
        row = row_of(corpus(named))
        assert pd.isna(row["p"]) and row["reports"] == named.size


def test_an_empty_corpus_has_the_columns() -> None:
    """Nothing in, the empty table out."""
    table = compare_trend(*corpus(np.zeros((0, 0), bool)), code_ids=["timeliness"])
    assert table.empty and list(table.columns) == list(TABLES["trend"])
