"""In: a table. Out: its rows as dicts, and what they tell of each report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report: who, when, what file, and how much was found in it."""

    report_id: str
    path: str
    agency: str | None
    region: str | None
    level: str | None
    sector: str | None
    year: int | None
    form: str | None
    title: str | None
    n_problems: int
    n_measures: int
    n_faults: int


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return the rows as dicts in which what is missing is None."""
    plain = table.astype(object)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.where(table.notna(), None).to_numpy()]


def gather_reports(tables: Mapping[str, pd.DataFrame]) -> tuple[ReportFacts, ...]:
    """Return the reports, by path."""
    statements = tables["statements"]
    roles = Counter(zip(statements["report_id"], statements["role"], strict=True))
    faults = Counter(tables["issues"]["report_id"].dropna())
    names = ("report_id", "path", "agency", "region", "level", "sector", "year", "form", "title")
    found = [
        ReportFacts(
            **{name: row[name] for name in names},
            n_problems=roles[row["report_id"], "problem"],
            n_measures=roles[row["report_id"], "measure"],
            n_faults=faults[row["report_id"]],
        )
        for row in rows_of(tables["reports"])
    ]
    return tuple(sorted(found, key=lambda each: (each.path, each.report_id)))
