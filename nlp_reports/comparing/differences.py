"""In: the table `prevalence`. Out: the table `differences`, which groups name a code more or less often.

Each group of known reports is held against all others of its grouping. The test is Fisher's exact one (Fisher
1922), right at every size; since many are made at once, `q` is the rate of false discoveries at which the
difference would count (Benjamini and Hochberg 1995), over all tests of one grouping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

LEAST_BASE = 5
"""Groups, and the rest they are held against, of fewer reports are not tested."""

_KEY = ["by", "role", "code"]


def compare_differences(prevalence: pd.DataFrame, *, least_base: int = LEAST_BASE) -> pd.DataFrame:
    """Return one row for each group, role and code: its share, that of the rest, and how sure that is.

    `n` of `base` reports of the group name the code, `other_n` of `other_base` of the rest; `difference` is
    share less other share; `effect` is Cohen's h (Cohen 1988: 0.2 small, 0.5 medium, 0.8 large), positive
    where the group names it more often. `p` and `q` are missing where group or rest is smaller than
    `least_base`; such rows do not count among the tests. Whole corpora and unknown groups have no rows.
    Raises SchemaError for missing columns.
    """
    import numpy as np
    import pandas as pd

    check_table("prevalence", prevalence)
    known = prevalence[(prevalence["by"] != "") & prevalence["group"].notna()]
    table = known[[*_KEY, "group", "n", "base"]].astype({"n": float, "base": float})
    sums = table.groupby(_KEY)[["n", "base"]].transform("sum")
    table["other_n"], table["other_base"] = sums["n"] - table["n"], sums["base"] - table["base"]
    share = table["n"] / table["base"].replace(0, np.nan)
    other = table["other_n"] / table["other_base"].replace(0, np.nan)
    table["difference"] = share - other
    table["effect"] = 2 * np.arcsin(np.sqrt(share)) - 2 * np.arcsin(np.sqrt(other))
    fit = (table["base"] >= least_base) & (table["other_base"] >= least_base)
    table["p"] = pd.Series(_fisher(table[fit]), index=table.index[fit], dtype=float)
    table["q"] = table.groupby("by")["p"].transform(_false_discovery)
    ordered = table.sort_values(["by", "q", "p", "role", "code", "group"], na_position="last")
    return ordered[list(TABLES["differences"])].reset_index(drop=True).astype(TABLES["differences"])


def _fisher(table: pd.DataFrame) -> np.ndarray:
    """Two-sided p values; equal tables are tested once."""
    import numpy as np
    from scipy.stats import fisher_exact

    counts = table[["n", "base", "other_n", "other_base"]].to_numpy(dtype=int)
    unique, place = np.unique(counts, axis=0, return_inverse=True)
    values = [
        fisher_exact([[n, base - n], [other, rest - other]]).pvalue
        for n, base, other, rest in unique.tolist()
    ]
    return np.array(values, dtype=float)[place.ravel()]


def _false_discovery(values: pd.Series[float]) -> pd.Series[float]:
    from scipy.stats import false_discovery_control

    corrected = values.copy()
    tested = values.notna()
    if tested.any():
        corrected[tested] = false_discovery_control(values[tested])
    return corrected
