"""In: statements and codes. Out: the table `typicality`, how near a statement is to the middle of its code.

The middle of a code, in one role, is the mean of its statements' character pairs weighted by TF-IDF (the
centroid of Rocchio 1971); nearness is the cosine. The nearest statement says what most of them say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.schema import TABLES, check_table, tabulate_rows

if TYPE_CHECKING:
    import pandas as pd

_FEATURES = 2**16


def compare_typicality(statements: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each statement and code: `score`, 0 to 1, its nearness to the code's middle.

    Raises SchemaError for missing columns.
    """
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
    from sklearn.preprocessing import normalize

    check_table("statements", statements)
    check_table("codes", codes)
    held = codes[["statement_id", "role", "code"]].drop_duplicates()
    held = held.merge(statements[["statement_id", "text"]], on="statement_id")
    if held.empty:
        return tabulate_rows("typicality", [])
    row, texts = pd.factorize(held["text"])
    group, _ = pd.factorize(held["role"] + " " + held["code"])
    hashed = HashingVectorizer(
        analyzer="char", ngram_range=(2, 2), n_features=_FEATURES, norm=None, alternate_sign=False
    )
    vectors = csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(hashed.transform(texts)))[row]
    member = csr_array((np.ones(len(held)), (group, np.arange(len(held)))))
    middles = csr_array(normalize(member @ vectors))
    score = np.asarray(vectors.multiply(middles[group]).sum(axis=1)).ravel().round(6)
    table = held.assign(score=score.clip(0, 1))
    table = table.sort_values(["role", "code", "score", "statement_id"], ascending=[True, True, False, True])
    return table[list(TABLES["typicality"])].reset_index(drop=True).astype(TABLES["typicality"])
