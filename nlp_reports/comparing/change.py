"""In: reports and codes. Out: the table `change`, what an agency names anew, keeps and drops by year.

Only two reports of one agency for years that follow each other are compared; after a gap nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    import pandas as pd

_KEY = ["agency", "role", "code"]


def compare_change(reports: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each agency, year, role and code that was named in that year or the one before.

    `state` is `first` where the agency has no report for the year before, else `new`, `kept` or `dropped`;
    `run` counts the years running in which it was named, up to this one (0 where dropped). Rows of the role
    `promise` follow what was promised the year before for a problem named then: `recurs` where this report
    names the problem again, `resolved` where it does not; `run` counts the years running of promise and
    problem. Agencies are told by name and region; of two reports for one year all codes count. Reports
    without agency or year have no rows. Raises SchemaError for missing columns.
    """
    import pandas as pd

    check_table("reports", reports)
    check_table("codes", codes)
    known = reports.dropna(subset=["agency", "year"])
    years = known[["agency", "region", "year"]].drop_duplicates()
    named = codes[["report_id", "role", "code"]].merge(known[["report_id", "agency", "region", "year"]])
    named = named.drop(columns="report_id").drop_duplicates()
    promised = _promised(named)
    table = pd.concat([_states(named, years), _promises(promised, named, years)], ignore_index=True)
    table = table.sort_values(["agency", "region", "year", "role", "code", "state"], na_position="last")
    return table[list(TABLES["change"])].reset_index(drop=True).astype(TABLES["change"])


_WHO = ["agency", "region"]


def _runs(named: pd.DataFrame) -> pd.DataFrame:
    """Add to each agency, year, role and code the years running in which it was named, up to this one."""
    ordered = named.sort_values([*_WHO, "role", "code", "year"], na_position="last")
    group = ordered.groupby([*_WHO, "role", "code"], dropna=False)["year"]
    starts = group.diff().ne(1).fillna(True)
    run = starts.astype(int).cumsum()
    return ordered.assign(run=ordered.groupby(run).cumcount() + 1)


def _states(named: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    runs = _runs(named)
    before = years.assign(year=years["year"] + 1, followed=True)
    here = runs.merge(before, on=[*_WHO, "year"], how="left")
    followed = here["followed"].notna()
    here["state"] = "first"
    here.loc[followed & (here["run"] == 1), "state"] = "new"
    here.loc[here["run"] > 1, "state"] = "kept"
    last = named.assign(year=named["year"] + 1).merge(years, on=[*_WHO, "year"])
    still = last.merge(named.assign(still=True), on=[*_WHO, "year", "role", "code"], how="left")
    dropped = still[still["still"].isna()].assign(state="dropped", run=0)
    return pd.concat([here, dropped], ignore_index=True)


def _promised(named: pd.DataFrame) -> pd.DataFrame:
    """The codes that a report names both as a problem and as a measure."""
    both = [named[named["role"] == role].drop(columns="role") for role in ("problem", "measure")]
    return both[0].merge(both[1], on=[*_WHO, "year", "code"]).assign(role="promise")


def _promises(promised: pd.DataFrame, named: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    following = _runs(promised).assign(year=lambda each: each["year"] + 1).merge(years, on=[*_WHO, "year"])
    again = named[named["role"] == "problem"].drop(columns="role").assign(again=True)
    found = following.merge(again, on=[*_WHO, "year", "code"], how="left")
    return found.assign(state=found["again"].map({True: "recurs"}).fillna("resolved"))
