"""In: statements and their codes. Out: the table `pairs`, which measure answers which problem of a report.

The fit of a problem and a measure of one report, 0 to 1, weighs three things: the codes they share (Jaccard
1912), their wording (cosine of character pairs), and their order (a report tends to answer in the order in
which it admitted). A problem is answered by the measure that fits best, a measure answers the problem that
fits best, as far as the fit is good enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

CODES, WORDING, ORDER = 0.6, 0.25, 0.15
"""What shared codes, wording and order weigh in a fit."""

GOOD = 0.3
"""The fit from which a measure counts as an answer; order alone never reaches it."""

_FEATURES = 2**16


def compare_pairs(statements: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each pair of a problem and a measure that answers it, with its fit.

    A problem without an answer has a row without `measure_id`, a measure that answers nothing one without
    `problem_id`; `fit` is missing in both. Rows are ordered by report, problem and measure; unprompted
    measures come last within their report. Raises SchemaError for missing columns.
    """
    import pandas as pd

    check_table("statements", statements)
    check_table("codes", codes)
    told = {role: _of_role(statements, role) for role in ("problem", "measure")}
    pairs = told["problem"].merge(told["measure"], on="report_id", suffixes=("_problem", "_measure"))
    pairs["fit"] = (
        CODES * _shared_codes(pairs, codes)
        + WORDING * _likeness(pairs)
        + ORDER * (1 - (pairs["place_problem"] - pairs["place_measure"]).abs()).to_numpy()
    ).round(6)
    good = pairs[pairs["fit"] >= GOOD]
    best = [good.groupby(f"statement_id_{role}")["fit"].transform("max") == good["fit"] for role in told]
    answered = good[best[0] | best[1]].rename(
        columns={"statement_id_problem": "problem_id", "statement_id_measure": "measure_id"}
    )
    alone = [
        told[role][~told[role]["statement_id"].isin(answered[f"{role}_id"])].rename(
            columns={"statement_id": f"{role}_id"}
        )
        for role in told
    ]
    table = pd.concat([answered, *alone], ignore_index=True).reindex(columns=list(TABLES["pairs"]))
    table = table.sort_values(["report_id", "problem_id", "measure_id"], na_position="last")
    return table.reset_index(drop=True).astype(TABLES["pairs"])


def _of_role(statements: pd.DataFrame, role: str) -> pd.DataFrame:
    """The statements of a role with their place among them: 0 for a report's first, 1 for its last."""
    chosen = statements.loc[statements["role"] == role, ["report_id", "statement_id", "ordinal", "text"]]
    chosen = chosen.sort_values(["report_id", "ordinal"])
    rank = chosen.groupby("report_id").cumcount().astype(float)
    size = chosen.groupby("report_id")["ordinal"].transform("size").astype(float)
    return chosen.assign(place=rank / (size - 1).clip(lower=1)).drop(columns="ordinal")


def _shared_codes(pairs: pd.DataFrame, codes: pd.DataFrame) -> np.ndarray:
    held = codes[["statement_id", "code"]].drop_duplicates()
    count = held["statement_id"].value_counts()
    both = (
        pairs[["statement_id_problem", "statement_id_measure"]]
        .reset_index()
        .merge(held, left_on="statement_id_problem", right_on="statement_id")
        .merge(held, left_on=["statement_id_measure", "code"], right_on=["statement_id", "code"])
    )
    shared = both.groupby("index").size().reindex(pairs.index, fill_value=0)
    either = sum(
        pairs[f"statement_id_{role}"].map(count).fillna(0).astype(float) for role in ("problem", "measure")
    )
    return (shared / (either - shared).clip(lower=1)).to_numpy(dtype=float)


def _likeness(pairs: pd.DataFrame) -> np.ndarray:
    """Cosine of the character pairs of two texts, 0 to 1."""
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer

    if pairs.empty:
        return np.zeros(0)
    vectorizer = HashingVectorizer(
        analyzer="char", ngram_range=(2, 2), n_features=_FEATURES, alternate_sign=False
    )
    one, two = (_unique(pairs[f"text_{role}"], vectorizer) for role in ("problem", "measure"))
    return np.asarray(one.multiply(two).sum(axis=1)).ravel()


def _unique(texts: pd.Series[str], vectorizer: Any) -> Any:
    """Rows for `texts`; a text that occurs many times is counted once."""
    import pandas as pd

    numbers, names = pd.factorize(texts)
    return vectorizer.transform(names)[numbers]
