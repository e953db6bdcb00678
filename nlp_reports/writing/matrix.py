"""In: reports, statements and codes. Out: a row for each report, with 0 or 1 for each role and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

ROLES = ("problem", "measure")
FACTS = ("report_id", "agency", "year", "level", "sector", "body", "province", "city", "county", "region")


def code_matrix(tables: Mapping[str, pd.DataFrame], *, code_ids: Sequence[str]) -> pd.DataFrame:
    """Return the facts of each report and a column `problem_CODE` and `measure_CODE` for each of `code_ids`.

    1 where the report has a statement of that role and code, 0 where it has none, missing where it has no
    problem or measure statement at all (it does not belong to the base).
    """
    import pandas as pd

    reports, statements = tables["reports"], tables["statements"]
    codes = tables["codes"].assign(column=lambda rows: rows["role"] + "_" + rows["code"])
    named = pd.crosstab(codes["report_id"], codes["column"]).clip(upper=1)
    wanted = [f"{role}_{code}" for role in ROLES for code in code_ids]
    based = statements.loc[statements["role"].isin(ROLES), "report_id"].unique()
    there = named.reindex(index=based, columns=wanted, fill_value=0).astype("Int64")
    return reports[list(FACTS)].join(there.reindex(reports["report_id"]).reset_index(drop=True))
