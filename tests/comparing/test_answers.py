"""In: codes and pairs counted by hand. Out: the table `answers`."""

from __future__ import annotations

import pandas as pd
import pytest

from nlp_reports.comparing.answers import compare_answers
from nlp_reports.schema import TABLES, tabulate_rows

REPORTS = tabulate_rows(
    "reports",
    [
        {"report_id": "a", "level": "county"}, {"report_id": "b", "level": "county"},
        {"report_id": "c", "level": "township"}, {"report_id": "d"},
    ],
)  # fmt: skip
CODES = tabulate_rows(
    "codes",
    [
        {"report_id": report, "statement_id": statement, "role": role, "code": code}
        for report, statement, role, code in [
            ("a", "a1", "problem", "timeliness"), ("a", "a2", "problem", "timeliness"),
            ("a", "a3", "measure", "platform"), ("b", "b1", "problem", "timeliness"),
            ("b", "b2", "problem", "training"), ("c", "c1", "problem", "timeliness"),
            ("d", "d1", "problem", "timeliness"), ("d", "d2", "measure", "timeliness"),
        ]
    ],
)  # fmt: skip
PAIRS = tabulate_rows(
    "pairs",
    [
        {"report_id": "a", "problem_id": "a1"},
        {"report_id": "a", "problem_id": "a2", "measure_id": "a3", "fit": 0.5},
        {"report_id": "b", "problem_id": "b1"},
        {"report_id": "b", "problem_id": "b2"},
        {"report_id": "c", "problem_id": "c1"},
        {"report_id": "d", "problem_id": "d1", "measure_id": "d2", "fit": 0.9},
    ],
)


def rows_of(table: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(table[["group", "code", "n", "base"]].itertuples(index=False, name=None))


def test_reports_that_admit_and_answer_are_counted() -> None:
    """A report counts once, and is answered when one of its statements is, by whatever measure."""
    table = compare_answers(REPORTS, CODES, PAIRS)
    assert rows_of(table) == [("", "timeliness", 2, 4), ("", "training", 0, 1)]
    assert table["share"].tolist() == [0.5, 0.0]
    assert dict(table.dtypes.astype(str)) == TABLES["answers"]


def test_groups_are_counted_apart() -> None:
    """Each group has the codes it admits; reports of unknown group count nowhere."""
    table = compare_answers(REPORTS, CODES, PAIRS, by="level")
    assert rows_of(table) == [
        ("county", "timeliness", 1, 2), ("county", "training", 0, 1), ("township", "timeliness", 0, 1),
    ]  # fmt: skip


def test_small_bases_are_counted_and_not_rated() -> None:
    """Below the least base the counts stand alone."""
    table = compare_answers(REPORTS, CODES, PAIRS, least_base=3)
    assert table["share"].isna().tolist() == [False, True]


@pytest.mark.parametrize("by", [None, "level"])
def test_nothing_admitted_gives_no_row(by: str | None) -> None:
    """Without problems the table is empty and well formed."""
    table = compare_answers(REPORTS, CODES.iloc[:0], PAIRS.iloc[:0], by=by)
    assert table.empty and list(table.columns) == list(TABLES["answers"])
