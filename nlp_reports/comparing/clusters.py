"""In: reports and the table `reuse`. Out: the table `clusters`, reports that have one text between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from nlp_reports.errors import InputError
from nlp_reports.model import Level
from nlp_reports.schema import TABLES, check_table, tabulate_rows

if TYPE_CHECKING:
    import pandas as pd

LEAST_SCORE = 0.5
"""Reports that share half of the shorter text are of one cluster."""

_LEVELS = {name: place for place, name in enumerate(get_args(Level))}


def compare_clusters(
    reports: pd.DataFrame, reuse: pd.DataFrame, *, least_score: float = LEAST_SCORE
) -> pd.DataFrame:
    """Return one row for each report that is tied to another by a pair of at least `least_score`.

    Reports tied through others are of one cluster, which `cluster` numbers, the largest first, and `size`
    counts. `origin` is the report from which the text likely spread: of the highest level, then the
    earliest; `score` is what the report shares with it (missing where they are tied through others).
    `direction` says what the spread looks like: `self` within one agency's years, `superior` where the
    origin stands above some of the others, else `peer`. Raises SchemaError for missing columns, InputError
    for a `least_score` outside 0 to 1.
    """
    import pandas as pd

    check_table("reports", reports)
    check_table("reuse", reuse)
    if not 0 <= least_score <= 1:
        raise InputError("comparing.share", name="least_score", number=least_score)
    tied = reuse[reuse["score"] >= least_score]
    if tied.empty:
        return tabulate_rows("clusters", [])
    members = _members(tied).merge(reports, on="report_id")
    members["height"] = members["level"].map(_LEVELS).astype(float)
    members["when"] = members["published"].fillna(members["year"].astype("string") + "-99")
    members["agency"] = members["agency"].fillna(members["report_id"])
    members = members.sort_values(["component", "height", "when", "report_id"], na_position="last")
    by = members.groupby("component")
    members["origin"] = by["report_id"].transform("first")
    members["size"] = by["report_id"].transform("size")
    members["direction"] = "peer"
    members.loc[by["height"].transform("first") < by["height"].transform("max"), "direction"] = "superior"
    members.loc[by["agency"].transform("nunique") == 1, "direction"] = "self"
    members = members.sort_values(
        ["size", "origin", "when", "report_id"], ascending=[False, True, True, True]
    )
    members["cluster"] = members.groupby(["size", "origin"], sort=False).ngroup() + 1
    scores = {frozenset(pair): score for *pair, score in tied[["a", "b", "score"]].itertuples(index=False)}
    ends = members[["report_id", "origin"]].itertuples(index=False)
    members["score"] = pd.Series([scores.get(frozenset(pair)) for pair in ends], index=members.index)
    return members[list(TABLES["clusters"])].reset_index(drop=True).astype(TABLES["clusters"])


def _members(tied: pd.DataFrame) -> pd.DataFrame:
    """Each report of a tied pair with the number of its connected component."""
    import numpy as np
    import pandas as pd
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    places, names = pd.factorize(pd.concat([tied["a"], tied["b"]], ignore_index=True))
    one, two = np.split(places, 2)
    graph = coo_array((np.ones(len(one)), (one, two)), shape=(len(names), len(names)))
    _, component = connected_components(graph, directed=False)
    return pd.DataFrame({"report_id": names, "component": component})
