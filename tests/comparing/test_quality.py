"""How a report fares: counts, a score where something was tested, faults in words."""

from __future__ import annotations

import pandas as pd
import pytest

from nlp_reports.comparing.quality import DIMENSIONS, compare_quality
from nlp_reports.errors import SchemaError
from nlp_reports.schema import TABLES, tabulate_rows


def checks(*rows: tuple[str, str, str]) -> pd.DataFrame:
    names = ("report_id", "dimension", "status")
    told = [dict(zip(names, row, strict=True)) for row in rows]
    return tabulate_rows(
        "checks",
        [
            row | {"check": "row_sum", "message": f"说明{n}" if row["status"] == "FAIL" else None}
            for n, row in enumerate(told)
        ],
    )


REPORTS = tabulate_rows("reports", [{"report_id": "b"}, {"report_id": "a"}])


def test_every_report_has_a_row_for_every_dimension() -> None:
    """In the order of the reports; also where nothing was checked."""
    found = compare_quality(REPORTS, checks())
    assert found["report_id"].tolist() == ["b"] * len(DIMENSIONS) + ["a"] * len(DIMENSIONS)
    assert found["dimension"].tolist() == list(DIMENSIONS) * 2
    assert list(found.columns) == list(TABLES["quality"])


def test_the_score_is_the_share_of_what_held() -> None:
    """PASS and FAIL count; what is uncertain or could not be tested counts neither way."""
    outcomes = ["PASS", "PASS", "FAIL", "UNCERTAIN", "NOT_ASSESSABLE"]
    found = compare_quality(REPORTS, checks(*(("a", "consistency", status) for status in outcomes)))
    row = found[(found["report_id"] == "a") & (found["dimension"] == "consistency")].iloc[0]
    assert (row["assessed"], row["failed"], row["uncertain"]) == (3, 1, 1)
    assert row["score"] == pytest.approx(2 / 3)
    assert row["faults"] == "说明2"


def test_no_score_where_nothing_could_be_tested() -> None:
    """Neither an empty dimension nor one that is all doubt gets a number."""
    found = compare_quality(
        REPORTS, checks(("a", "form", "UNCERTAIN"), ("a", "timeliness", "NOT_ASSESSABLE"))
    )
    assert found["score"].isna().all() and found["faults"].isna().all()


def test_an_empty_corpus_gives_an_empty_table() -> None:
    """No report, no row, no error."""
    assert compare_quality(tabulate_rows("reports", []), checks()).empty


def test_a_table_without_the_columns_is_refused() -> None:
    """The caller's mistake is told."""
    with pytest.raises(SchemaError):
        compare_quality(REPORTS, pd.DataFrame())
