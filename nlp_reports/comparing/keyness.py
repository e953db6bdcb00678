"""In: how often terms stand in reports. Out: the table `keyness`, the terms that tell a group from the rest.

Each group of known reports is held against all others of its grouping. Terms are ranked by their log-odds
ratio under an informative Dirichlet prior, divided by its standard error (Monroe, Colaresi and Quinn 2008,
Fightin' Words, Political Analysis 16, equations 16 and 22); the prior is worth one average report with the
terms of the whole corpus, so that a rare term needs evidence. The log-likelihood ratio is told beside it
(Dunning 1993; in the form of Rayson and Garside 2000). Both take words for independent draws, which the words
of one report are not: they rank terms, and are no tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.comparing.grouping import group_reports
from nlp_reports.errors import InputError, SchemaError
from nlp_reports.schema import TABLES, check_table, tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from nlp_reports.comparing.grouping import By

_COLUMNS = ("report_id", "term", "frequency")


def compare_keyness(
    terms: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    by: By | Sequence[str],
    least_reports: int = 3,
    top: int = 30,
) -> pd.DataFrame:
    """Return the `top` terms of each group that stand in at least `least_reports` of its reports.

    `terms` has one row for each report and term: report_id, term, frequency (a count). Only terms that the
    group uses more than the rest are told (`log_odds` above 0). `frequency` of `total` words in the group,
    `other_frequency` of `other_total` in the rest; `docfreq` counts the group's reports with the term.
    Reports of unknown group count nowhere; a grouping with fewer than two groups has no rows. Raises
    SchemaError for missing columns, InputError for a column that is not there, or for numbers below 1.
    """
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    check_table("reports", reports)
    if missing := [column for column in _COLUMNS if column not in terms.columns]:
        raise SchemaError("errors.missing_columns", table="terms", columns=", ".join(missing))
    for name, number in (("top", top), ("least_reports", least_reports)):
        if number < 1:
            raise InputError("comparing.at_least_one", name=name, number=number)
    groups = group_reports(reports, by=by)
    group = groups.of.reindex(terms["report_id"])
    known = [number for number, name in enumerate(groups.names) if name]
    used = terms[group.isin(known).to_numpy() & (terms["frequency"] > 0).to_numpy(bool)]
    if len(known) < 2 or used.empty:
        return tabulate_rows("keyness", [])
    place = groups.of.reindex(used["report_id"]).to_numpy("int64")
    column, vocabulary = pd.factorize(used["term"], sort=True)
    frequency = used["frequency"].to_numpy(float)
    shape = (len(groups.names), len(vocabulary))
    counts = csr_array((frequency, (place, column)), shape=shape).toarray()
    documents = csr_array((np.ones(len(used)), (place, column)), shape=shape).toarray()
    prior = counts.sum(axis=0) / used["report_id"].nunique()
    found = [
        _against_rest(counts, number, prior).assign(
            by=groups.by, group=groups.names[number], term=vocabulary, docfreq=documents[number]
        )
        for number in known
    ]
    table = pd.concat(found, ignore_index=True)
    table = table[(table["docfreq"] >= least_reports) & (table["log_odds"] > 0)].round(6)
    table = table.sort_values(["group", "z", "term"], ascending=[True, False, True])
    table["rank"] = table.groupby("group").cumcount() + 1
    table = table[table["rank"] <= top]
    return table[list(TABLES["keyness"])].reset_index(drop=True).astype(TABLES["keyness"])


def _against_rest(counts: np.ndarray, number: int, prior: np.ndarray) -> pd.DataFrame:
    """The measures of every term for one group against all others."""
    import numpy as np
    import pandas as pd

    here = counts[number]
    rest = counts.sum(axis=0) - here
    sides = ((here, here.sum()), (rest, rest.sum()))
    (odds, spread), (other_odds, other_spread) = (
        (np.log((n + prior) / (total + prior.sum() - n - prior)), 1 / (n + prior)) for n, total in sides
    )
    share = (here + rest) / (here.sum() + rest.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(n > 0, n * np.log(n / (total * share)), 0) for n, total in sides]
    return pd.DataFrame(
        {
            "frequency": here,
            "total": here.sum(),
            "other_frequency": rest,
            "other_total": rest.sum(),
            "log_likelihood": 2 * (parts[0] + parts[1]),
            "log_odds": odds - other_odds,
            "z": (odds - other_odds) / np.sqrt(spread + other_spread),
        }
    )
