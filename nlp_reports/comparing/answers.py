"""In: reports, codes and pairs. Out: the table `answers`, how often an admitted problem is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.comparing.grouping import group_reports
from nlp_reports.comparing.prevalence import wilson
from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from nlp_reports.comparing.grouping import By


def compare_answers(
    reports: pd.DataFrame,
    codes: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    by: By | Sequence[str] = None,
    least_base: int = 1,
) -> pd.DataFrame:
    """Return, for each group and code, how many of the reports that admit it have a measure that answers.

    `base` counts the group's reports with a problem statement of the code, `n` those of them in which a
    measure answers at least one such statement (`compare_pairs`), whatever the measure's own codes are;
    `share` is n / base between `low` and `high` (Wilson, 95 %), missing where base is less than
    `least_base`. Codes that no report of a group admits have no row in it; neither have reports of unknown
    group. Raises SchemaError for missing columns, InputError for an unknown grouping.
    """
    import numpy as np

    for name, table in (("reports", reports), ("codes", codes), ("pairs", pairs)):
        check_table(name, table)
    groups = group_reports(reports, by=by)
    admitted = codes.loc[codes["role"] == "problem", ["report_id", "statement_id", "code"]]
    met = pairs.dropna(subset=["problem_id", "measure_id"])["problem_id"]
    number = groups.of.reindex(admitted["report_id"]).to_numpy(float)
    admitted = admitted.assign(group=number, met=admitted["statement_id"].isin(met))
    each = admitted.dropna(subset=["group"]).groupby(["group", "code", "report_id"])["met"].any()
    table = each.groupby(["group", "code"]).agg(n="sum", base="size").reset_index()
    table["group"] = groups.names[table["group"].to_numpy("int64")]
    table = table.dropna(subset=["group"]).assign(by=groups.by)
    rated = table["base"].where(table["base"] >= max(least_base, 1), 0).to_numpy(np.int64)
    table["share"], table["low"], table["high"] = wilson(table["n"].to_numpy(np.int64), rated)
    table = table.sort_values(["group", "base", "code"], ascending=[True, False, True])
    return table[list(TABLES["answers"])].reset_index(drop=True).astype(TABLES["answers"])
