"""In: reports and codes. Out: the table `change`, what an agency names anew, keeps and drops by year.

A report is held against the agency's report before it, which `before` names: mostly that of last year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    import pandas as pd


def compare_change(reports: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each agency, year, role and code that was named in that year or the report before.

    `state` is `first` in an agency's first report, else `new`, `kept` or `dropped`; `run` counts the reports
    running in which it was named, up to this one (0 where dropped); `before` is the year of the report
    before. Rows of the role `promise` follow what was promised then for a problem named then: `recurs`
    where this report names the problem again, `resolved` where it does not; `run` counts the reports running
    of promise and problem. Agencies are told by name and region; of two reports for one year all codes
    count. Reports without agency or year have no rows. Raises SchemaError for missing columns.
    """
    import pandas as pd

    check_table("reports", reports)
    check_table("codes", codes)
    known = reports.dropna(subset=["agency", "year"])
    years = known[[*_WHO, "year"]].drop_duplicates().sort_values([*_WHO, "year"], na_position="last")
    grouped = years.groupby(_WHO, dropna=False)["year"]
    years = years.assign(n=grouped.cumcount(), before=grouped.shift())
    told = known[["report_id", *_WHO, "year"]].merge(years, on=[*_WHO, "year"])
    named = codes[["report_id", "role", "code"]].merge(told[["report_id", *_WHO, "n"]])
    named = named.drop(columns="report_id").drop_duplicates()
    table = pd.concat([_states(named, years), _promises(_promised(named), named, years)], ignore_index=True)
    table = table.merge(years, on=[*_WHO, "n"])
    table = table.sort_values([*_WHO, "year", "role", "code", "state"], na_position="last")
    return table[list(TABLES["change"])].reset_index(drop=True).astype(TABLES["change"])


_WHO = ["agency", "region"]


def _runs(named: pd.DataFrame) -> pd.DataFrame:
    """Add to each agency, report, role and code the reports running in which it was named, up to this one."""
    ordered = named.sort_values([*_WHO, "role", "code", "n"], na_position="last")
    group = ordered.groupby([*_WHO, "role", "code"], dropna=False)["n"]
    run = group.diff().ne(1).fillna(True).astype(int).cumsum()
    return ordered.assign(run=ordered.groupby(run).cumcount() + 1)


def _states(named: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    here = _runs(named)
    here["state"] = "new"
    here.loc[here["n"] == 0, "state"] = "first"
    here.loc[here["run"] > 1, "state"] = "kept"
    last = named.assign(n=named["n"] + 1).merge(years[[*_WHO, "n"]], on=[*_WHO, "n"])
    still = last.merge(named.assign(still=True), on=[*_WHO, "n", "role", "code"], how="left")
    dropped = still[still["still"].isna()].assign(state="dropped", run=0)
    return pd.concat([here, dropped.drop(columns="still")], ignore_index=True)


def _promised(named: pd.DataFrame) -> pd.DataFrame:
    """The codes that a report names both as a problem and as a measure."""
    both = [named[named["role"] == role].drop(columns="role") for role in ("problem", "measure")]
    return both[0].merge(both[1], on=[*_WHO, "n", "code"]).assign(role="promise")


def _promises(promised: pd.DataFrame, named: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    following = (
        _runs(promised).assign(n=lambda each: each["n"] + 1).merge(years[[*_WHO, "n"]], on=[*_WHO, "n"])
    )
    again = named[named["role"] == "problem"].drop(columns="role").assign(again=True)
    found = following.merge(again, on=[*_WHO, "n", "code"], how="left")
    return found.assign(state=found["again"].map({True: "recurs"}).fillna("resolved")).drop(columns="again")
