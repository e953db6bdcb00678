"""In: small tables of one or two agencies over years. Out: the table `change`, row by row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from nlp_reports.comparing.change import compare_change
from nlp_reports.schema import TABLES, tabulate_rows


def change_of(
    *told: tuple[str, int | None, str, str], silent: tuple[tuple[str, int], ...] = ()
) -> pd.DataFrame:
    """Reports told as (agency, year, role, codes joined by a blank); `silent` ones name nothing."""
    reports, codes = {}, []
    for agency, year, role, named in told:
        report = f"{agency}-{year}"
        reports[report] = {"report_id": report, "agency": agency, "year": year}
        codes += [{"report_id": report, "role": role, "code": code} for code in named.split()]
    for agency, year in silent:
        reports[f"{agency}-{year}"] = {"report_id": f"{agency}-{year}", "agency": agency, "year": year}
    return compare_change(tabulate_rows("reports", reports.values()), tabulate_rows("codes", codes))


def states(table: pd.DataFrame, role: str, code: str) -> list[tuple[int, str, int]]:
    chosen = table[(table["role"] == role) & (table["code"] == code)]
    return list(zip(chosen["year"], chosen["state"], chosen["run"], strict=True))


def test_problems_are_first_new_kept_and_dropped() -> None:
    """The first year says nothing of before; later ones do, and years running are counted."""
    table = change_of(
        ("甲局", 2020, "problem", "timeliness"),
        ("甲局", 2021, "problem", "timeliness staffing"),
        ("甲局", 2022, "problem", "timeliness"),
    )
    assert states(table, "problem", "timeliness") == [
        (2020, "first", 1),
        (2021, "kept", 2),
        (2022, "kept", 3),
    ]
    assert states(table, "problem", "staffing") == [(2021, "new", 1), (2022, "dropped", 0)]


def test_the_report_before_may_lie_further_back() -> None:
    """Where years are missing, the agency's report before is what counts, and its year is told."""
    table = change_of(("甲局", 2020, "problem", "timeliness"), ("甲局", 2022, "problem", "timeliness"))
    assert states(table, "problem", "timeliness") == [(2020, "first", 1), (2022, "kept", 2)]
    assert table["before"].fillna(0).tolist() == [0, 2020]


def test_a_report_that_names_nothing_drops_all() -> None:
    """A year with a report and without the problem is a year in which it was dropped."""
    table = change_of(("甲局", 2020, "problem", "timeliness"), silent=(("甲局", 2021),))
    assert states(table, "problem", "timeliness") == [(2020, "first", 1), (2021, "dropped", 0)]


def test_promises_are_followed() -> None:
    """A measure promised for a problem named: does the next report name the problem again?"""
    table = change_of(
        ("甲局", 2020, "problem", "interpretation_form training"),
        ("甲局", 2020, "measure", "interpretation_form training"),
        ("甲局", 2021, "problem", "interpretation_form"),
        ("甲局", 2021, "measure", "interpretation_form"),
        ("甲局", 2022, "problem", "interpretation_form"),
    )
    assert states(table, "promise", "interpretation_form") == [(2021, "recurs", 1), (2022, "recurs", 2)]
    assert states(table, "promise", "training") == [(2021, "resolved", 1)]


def test_agencies_are_kept_apart_and_unknown_ones_left_out() -> None:
    """Another agency's problem is no one's past; without agency or year there is no row."""
    table = change_of(("甲局", 2020, "problem", "timeliness"), ("乙局", 2021, "problem", "timeliness"))
    assert set(table["state"]) == {"first"}
    assert change_of(("甲局", None, "problem", "timeliness")).empty


def test_an_empty_corpus_has_the_columns() -> None:
    """Nothing in, the empty table out."""
    assert list(change_of().columns) == list(TABLES["change"])


def test_the_real_reports(real_reports: Path) -> None:
    """The interpretation-form problem of one zone: named in one report after another, promised to be met."""
    import nlp_reports as nr

    table = nr.analyze(real_reports).tables["change"]
    chosen = table[(table["code"] == "interpretation_form") & (table["role"] == "problem")]
    assert (chosen["state"] == "kept").any(), chosen
