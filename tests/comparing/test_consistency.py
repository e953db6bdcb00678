"""Across reports: one agency's years, a government's departments."""

from __future__ import annotations

import pandas as pd
import pytest

from nlp_reports.comparing.consistency import compare_departments, compare_findings, compare_years
from nlp_reports.errors import SchemaError
from nlp_reports.schema import TABLES, tabulate_rows


def reports(*rows: tuple[str, str, int, str, str, str]) -> pd.DataFrame:
    names = ("report_id", "agency", "year", "adcode", "level", "body")
    return tabulate_rows(
        "reports", [{**dict(zip(names, row, strict=True)), "path": f"{row[0]}.html"} for row in rows]
    )


def cells(**values: dict[str, float | None]) -> pd.DataFrame:
    rows = [
        {
            "report_id": report,
            "cell": cell,
            "value": value,
            "raw": "" if value is None else f"{value:g}",
            "status": "blank" if value is None else "read",
            "start": 5,
            "end": 7,
        }
        for report, figures in values.items()
        for cell, value in figures.items()
    ]
    return tabulate_rows("cells", rows)


OVER, FORWARD = "applications.carried_over.total", "applications.carried_forward.total"
TOWN = ("a", "霁川县人民政府", 2022, "999901", "county", "government")
NEXT = ("b", "霁川县人民政府", 2023, "999901", "county", "government")


@pytest.mark.parametrize(
    ("forward", "over", "status"),
    [
        (3, 3, "PASS"),
        (3, 4, "FAIL"),
        (None, 4, "UNCERTAIN"),
        (3, None, "UNCERTAIN"),
        (None, 0, "NOT_ASSESSABLE"),
        (None, None, "NOT_ASSESSABLE"),
    ],
)
def test_what_was_carried_forward_must_be_carried_over(
    forward: float | None, over: float | None, status: str
) -> None:
    """The figure of the year before is held against this year's; a blank beside a number is doubtful."""
    found = compare_years(reports(TOWN, NEXT), cells(a={FORWARD: forward}, b={OVER: over}), lang="zh")
    assert found[["report_id", "check", "status", "cells"]].to_numpy().tolist() == [
        ["b", "years_carried", status, OVER]
    ]
    assert found["message"].notna().tolist() == [status in ("FAIL", "UNCERTAIN")]
    assert found.loc[0, "spans"] == "5-7"


def test_a_failure_names_the_other_report_and_both_figures() -> None:
    """The sentence can be checked without the table."""
    found = compare_years(reports(TOWN, NEXT), cells(a={FORWARD: 3}, b={OVER: 4}), lang="zh")
    assert all(word in found.loc[0, "message"] for word in ("a.html", "3", "4", "总计"))
    assert found.loc[0, ["left", "right", "delta"]].tolist() == [3, 4, -1]


def test_what_is_in_force_follows_from_the_year_before() -> None:
    """In force before + issued − repealed = in force."""
    stem = "proactive.normative_documents."
    figures = {f"{stem}in_force": 12, f"{stem}issued": 4, f"{stem}repealed": 2}
    right = cells(a={f"{stem}in_force": 10}, b=figures)
    wrong = cells(a={f"{stem}in_force": 11}, b=figures)
    both = reports(TOWN, NEXT)
    assert compare_years(both, right, lang="en")["status"].tolist() == ["PASS"]
    found = compare_years(both, wrong, lang="en")
    assert found["status"].tolist() == ["FAIL"]
    assert found.loc[0, ["left", "right"]].tolist() == [13, 12]


def test_only_the_next_year_of_the_same_agency_is_compared() -> None:
    """Gaps, other agencies, unknown years, and years with two reports say nothing."""
    figures = cells(a={FORWARD: 3}, b={OVER: 4}, c={OVER: 5})
    later = ("b", "霁川县人民政府", 2024, "999901", "county", "government")
    other = ("b", "云陵县人民政府", 2023, "999902", "county", "government")
    twin = ("c", "霁川县人民政府", 2023, "999901", "county", "government")
    for rows in ((TOWN, later), (TOWN, other), (TOWN, NEXT, twin)):
        assert compare_years(reports(*rows), figures, lang="zh").empty


@pytest.mark.parametrize(
    ("whole", "status"), [(7, "PASS"), (6, "UNCERTAIN"), (9, "NOT_ASSESSABLE"), (None, "NOT_ASSESSABLE")]
)
def test_departments_are_added_up(whole: float | None, status: str) -> None:
    """Departments and townships of the county count; those of another level or year do not."""
    received = "applications.new_received.total"
    corpus = reports(
        TOWN,
        ("d", "霁川县教育局", 2022, "999901", "county", "department"),
        ("e", "霁川县石桥镇人民政府", 2022, "999901", "township", "government"),
        ("f", "霁川县教育局", 2021, "999901", "county", "department"),
        ("g", "某市教育局", 2022, "999901", "prefecture", "department"),
    )
    figures = cells(a={received: whole}, d={received: 3}, e={received: 4}, f={received: 50}, g={received: 50})
    found = compare_departments(corpus, figures, lang="zh")
    assert found[["report_id", "check", "status", "left"]].to_numpy().tolist() == [
        ["a", "parent_sum", status, 7]
    ]
    assert found["message"].notna().tolist() == [status == "UNCERTAIN"]


def test_what_failed_is_a_finding_too() -> None:
    """A failure across reports stands among the issues of the later report, with its place."""
    both = reports(TOWN, NEXT)
    found = compare_years(both, cells(a={FORWARD: 3}, b={OVER: 4}), lang="zh")
    rows = compare_findings(both, found)
    assert rows[["report_id", "path", "stage", "code", "start", "end"]].to_numpy().tolist() == [
        ["b", "b.html", "checks", "years_carried", 5, 7]
    ]
    assert rows["message"].tolist() == found["message"].tolist()
    held = compare_years(both, cells(a={FORWARD: 3}, b={OVER: 3}), lang="zh")
    assert compare_findings(both, held).empty


def test_nothing_to_compare_gives_an_empty_table_of_the_same_columns() -> None:
    """An empty corpus, and one report, are no error."""
    for some in (reports(), reports(TOWN)):
        for compare in (compare_years, compare_departments):
            found = compare(some, cells(), lang="zh")
            assert found.empty and list(found.columns) == list(TABLES["checks"])


def test_a_table_without_the_columns_is_refused() -> None:
    """The caller's mistake is told."""
    with pytest.raises(SchemaError):
        compare_years(pd.DataFrame(), cells(), lang="zh")
