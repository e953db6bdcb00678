"""In: how often each term stands in each report. Out: the table `keywords`, the telling terms first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.errors import InputError, SchemaError
from nlp_reports.schema import TABLES, tabulate_rows

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_COLUMNS = ("report_id", "term", "frequency")


def compare_keywords(terms: pd.DataFrame, *, top: int = 20) -> pd.DataFrame:
    """Return the `top` terms of each report by TF-IDF, then those of the whole corpus.

    `terms` has one row for each report and term: report_id, term, frequency (a count). The weight of
    a term in a report is frequency × (ln((1 + N) / (1 + docfreq)) + 1), where N is the number of
    reports and docfreq of those with the term; a report's weights are then scaled to length 1, so that
    long reports weigh no more than short ones (scikit-learn's TfidfTransformer with its defaults; see
    Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 6).

    Rows without a report_id are the corpus: frequency is the sum over the reports, tfidf the mean of
    the term's weights over all of them (0 where it is absent). Ties go by term, so that the
    same counts give the same table. Raises SchemaError for missing columns, InputError for `top` < 1.
    """
    import pandas as pd

    if missing := [column for column in _COLUMNS if column not in terms.columns]:
        raise SchemaError("errors.missing_columns", table="terms", columns=", ".join(missing))
    if top < 1:
        raise InputError("comparing.at_least_one", name="top", number=top)
    terms = terms[terms["frequency"] > 0]
    if terms.empty:
        return tabulate_rows("keywords", [])
    table = _weigh(terms)
    ranked = table.sort_values(["report", "tfidf", "term"], ascending=[True, False, True])
    ranked["rank"] = ranked.groupby("report").cumcount() + 1
    ranked = ranked[ranked["rank"] <= top]
    return (
        pd.DataFrame(ranked, columns=list(TABLES["keywords"]))
        .astype(TABLES["keywords"])
        .reset_index(drop=True)
    )


def _weigh(terms: pd.DataFrame) -> pd.DataFrame:
    """One row for each report and term, and after them one for each term of the corpus."""
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfTransformer

    row, reports = pd.factorize(terms["report_id"])
    column, vocabulary = pd.factorize(terms["term"], sort=True)
    counts = csr_array((terms["frequency"].to_numpy("int64"), (row, column)))
    counts.sum_duplicates()
    weights = TfidfTransformer().fit_transform(counts)
    docfreq = np.bincount(counts.indices, minlength=len(vocabulary))

    def rows(report: np.ndarray, term: np.ndarray, frequency: np.ndarray, tfidf: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "report": report,
                "report_id": pd.Series(reports).reindex(report).to_numpy(),
                "term": vocabulary[term],
                "frequency": frequency,
                "docfreq": docfreq[term],
                "tfidf": tfidf.round(12),  # so that sums in another order make no other ranks
            }
        )

    report = np.repeat(np.arange(len(reports)), np.diff(counts.indptr))
    each = rows(report, counts.indices, counts.data, weights.data)
    total = np.bincount(counts.indices, weights=counts.data)
    mean = np.bincount(counts.indices, weights=weights.data) / len(reports)
    whole = rows(np.full(len(vocabulary), len(reports)), np.arange(len(vocabulary)), total, mean)
    return pd.concat([each, whole.assign(report_id=None)], ignore_index=True)
