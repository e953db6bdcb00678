"""In: reports, statements and codes. Out: the table `prevalence`, how many reports name what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.comparing.grouping import group_reports
from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from nlp_reports.comparing.grouping import By

ROLES = ("problem", "measure")
"""The roles of statements that carry codes, in the order of the table."""

_CONFIDENCE = 0.95


def compare_prevalence(
    reports: pd.DataFrame,
    statements: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    code_ids: Sequence[str],
    by: By | Sequence[str] = None,
    least_base: int = 1,
) -> pd.DataFrame:
    """Return, for each group of reports, role and code of `code_ids`, how many reports name it.

    `n` counts the group's reports with at least one statement of that role and code; `base` its reports
    with any problem or measure statement at all, the same for both roles; `share` is n / base, between
    `low` and `high` with 95 % confidence (Wilson 1927, without continuity correction). All three are
    missing where base is less than `least_base`. `rank` orders a group's codes within a role by n, ties by
    code. Every code is there for every group, also with n = 0; codes outside `code_ids` are left out.

    `by` is a column to group by, or several to cross (see `group_reports`); None takes all reports as one
    group, with `by` and `group` empty. Groups come in order; reports whose group is unknown are the last
    one, with `group` missing. Raises SchemaError for missing columns, InputError for another `by`.
    """
    import numpy as np
    import pandas as pd

    for name, table in (("reports", reports), ("statements", statements), ("codes", codes)):
        check_table(name, table)
    group_of, groups, told = group_reports(reports, by=by)
    coded = statements.loc[statements["role"].isin(ROLES), "report_id"].unique()
    group_of = group_of[group_of.index.isin(coded)]
    base = np.bincount(group_of, minlength=len(groups))
    n = _count(codes, group_of, shape=(len(groups), len(ROLES), len(code_ids)), code_ids=code_ids)

    group, role, code = (index.ravel() for index in np.indices(n.shape))
    table = pd.DataFrame(
        {
            "by": told,
            "group": groups[group],
            "role": np.array(ROLES)[role],
            "code": np.array(code_ids, dtype=object)[code],
            "n": n.ravel(),
            "base": base[group],
        }
    )
    rated = table["base"].where(table["base"] >= max(least_base, 1), 0)
    table["share"], table["low"], table["high"] = wilson(table["n"].to_numpy(), rated.to_numpy())
    order = np.lexsort((table["code"].to_numpy(str), -n.ravel(), role, group))
    table = table.iloc[order].reset_index(drop=True)
    table["rank"] = np.arange(len(table)) % max(len(code_ids), 1) + 1
    return table.astype(TABLES["prevalence"])


def wilson(n: np.ndarray, base: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the shares n / base and the ends of their 95 % Wilson intervals; NaN where base is 0.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    import numpy as np
    from statsmodels.stats.proportion import proportion_confint

    total = np.where(base > 0, base, np.nan)
    share = n / total
    low, high = proportion_confint(np.where(base > 0, n, np.nan), total, 1 - _CONFIDENCE, method="wilson")
    return share, np.where(n == 0, share, low), np.where(n == base, share, high)


def _count(
    codes: pd.DataFrame, group_of: pd.Series[int], *, shape: tuple[int, ...], code_ids: Sequence[str]
) -> np.ndarray:
    """How many reports name each code, in an array group × role × code."""
    import numpy as np
    import pandas as pd

    named = codes[["report_id", "role", "code"]].drop_duplicates()
    place = pd.DataFrame(
        {
            "group": group_of.reindex(named["report_id"]).to_numpy(),
            "role": named["role"].map({role: number for number, role in enumerate(ROLES)}).to_numpy(),
            "code": named["code"].map({code: number for number, code in enumerate(code_ids)}).to_numpy(),
        },
        dtype="float64",
    )
    counts = np.zeros(shape, dtype="int64")
    np.add.at(counts, tuple(place.dropna().to_numpy("int64").T), 1)
    return counts
