"""In: reports, statements and codes. Out: the table `trend`, which codes are named more often year by year.

An agency that reports each year is not a new independent case: a logistic model of the year is fitted by
generalised estimating equations with agencies as clusters (Liang and Zeger 1986), whose standard errors hold
whatever the dependence within an agency is; they are corrected for few clusters (Mancl and DeRouen 2001).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.comparing.prevalence import ROLES
from nlp_reports.schema import TABLES, check_table, tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import pandas as pd

LEAST_AGENCIES = 10
"""With fewer agencies the clusters are too few for their standard errors to hold."""

_LEAST_NAMED = 5

_NO_SPREAD = 1e-6
"""A standard error below it is rounding: no agency ever changes its answer, and nothing tells chance."""


def compare_trend(
    reports: pd.DataFrame, statements: pd.DataFrame, codes: pd.DataFrame, *, code_ids: Sequence[str]
) -> pd.DataFrame:
    """Return one row for each role and code of `code_ids`, the surest first: how its odds change in a year.

    `odds_ratio` above 1 means more often each year, between `low` and `high` with 95 % confidence; `q`
    corrects `p` for the number of codes (Benjamini and Hochberg 1995). These are missing where the base has
    fewer than `LEAST_AGENCIES` agencies or a single year, where fewer than five reports name the code or do
    not, or where no agency ever changes its answer. The base are reports of known agency and year with any
    problem or measure statement. Raises SchemaError for missing columns.
    """
    import pandas as pd
    from scipy.stats import false_discovery_control

    for name, table in (("reports", reports), ("statements", statements), ("codes", codes)):
        check_table(name, table)
    base = _base(reports, statements)
    if base.empty:
        return tabulate_rows("trend", [])
    rows = list(_rows(base, codes, code_ids))
    found = pd.DataFrame(rows)
    found["q"] = found["p"]
    tested = found["p"].notna()
    if tested.any():
        found.loc[tested, "q"] = false_discovery_control(found.loc[tested, "p"])
    ordered = found.sort_values(["q", "p", "role", "code"], na_position="last")
    return ordered[list(TABLES["trend"])].reset_index(drop=True).astype(TABLES["trend"])


def _base(reports: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Reports that can be followed: their agency as a number, and the year counted from the middle one."""
    coded = statements.loc[statements["role"].isin(ROLES), "report_id"].unique()
    known = reports[reports["report_id"].isin(coded)].dropna(subset=["agency", "year"])
    agency = known.groupby(["agency", "region"], dropna=False).ngroup()
    base = known[["report_id"]].assign(agency=agency, year=known["year"].astype(float))
    base["since"] = base["year"] - base["year"].median()
    return base.sort_values(["agency", "year", "report_id"]).reset_index(drop=True)


def _rows(base: pd.DataFrame, codes: pd.DataFrame, code_ids: Sequence[str]) -> Iterator[dict[str, object]]:
    size = {
        "reports": len(base),
        "agencies": base["agency"].nunique(),
        "years": base["year"].nunique(),
    }
    named = codes.groupby(["role", "code"])["report_id"].agg(set).to_dict()
    enough = size["agencies"] >= LEAST_AGENCIES and size["years"] > 1
    for role in ROLES:
        for code in code_ids:
            there = base["report_id"].isin(named.get((role, code), set())).to_numpy()
            rare = min(there.sum(), (~there).sum()) < _LEAST_NAMED
            fit = _fit(base, there) if enough and not rare else (float("nan"),) * 4
            yield {
                "role": role,
                "code": code,
                **size,
                **dict(zip(("odds_ratio", "low", "high", "p"), fit, strict=True)),
            }


def _fit(base: pd.DataFrame, there: np.ndarray) -> tuple[float, ...]:
    """Return odds ratio of a year, its 95 % interval and p value; all missing where no estimate is found."""
    import warnings

    import numpy as np
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_estimating_equations import GEE

    design = np.column_stack([np.ones(len(base)), base["since"].to_numpy()])
    model = GEE(there.astype(float), design, groups=base["agency"], family=Binomial())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = model.fit(cov_type="bias_reduced")
        low, high = result.conf_int()[1]
        found = (np.exp(result.params[1]), np.exp(low), np.exp(high), result.pvalues[1])
    judged = np.isfinite(found).all() and result.bse[1] > _NO_SPREAD
    return tuple(map(float, found)) if judged else (float("nan"),) * 4
