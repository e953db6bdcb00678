"""In: small counts. Out: the table `keywords`, against weights worked out by hand."""

from __future__ import annotations

from math import log, sqrt

import pandas as pd
import pytest

from nlp_reports.comparing.keywords import compare_keywords
from nlp_reports.errors import InputError, SchemaError
from nlp_reports.schema import TABLES


def terms_of(*rows: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["report_id", "term", "frequency"])
    return frame.astype({"report_id": "string", "term": "string", "frequency": "Int64"})


TERMS = terms_of(("b", "专栏", 3), ("b", "审查", 4), ("a", "专栏", 2))


def test_weights_are_tfidf_of_length_one() -> None:
    """frequency × (ln((1 + N) / (1 + docfreq)) + 1), each report's weights scaled to length 1."""
    table = compare_keywords(TERMS)
    rare = 4 * (log(3 / 2) + 1)
    of_b = table[table["report_id"] == "b"]
    assert list(of_b["term"]) == ["审查", "专栏"] and list(of_b["rank"]) == [1, 2]
    assert list(of_b["tfidf"]) == pytest.approx([rare / sqrt(rare**2 + 9), 3 / sqrt(rare**2 + 9)])
    assert list(of_b["frequency"]) == [4, 3] and list(of_b["docfreq"]) == [1, 2]
    assert list(table[table["report_id"] == "a"]["tfidf"]) == [1.0]
    assert dict(table.dtypes.astype(str)) == TABLES["keywords"]


def test_corpus_rows_are_the_mean_of_the_reports() -> None:
    """Rows without a report sum the frequencies and average the weights over all reports."""
    table = compare_keywords(TERMS)
    whole = table[table["report_id"].isna()]
    rare = 4 * (log(3 / 2) + 1)
    assert list(whole["term"]) == ["专栏", "审查"]
    assert list(whole["frequency"]) == [5, 4] and list(whole["docfreq"]) == [2, 1]
    length = sqrt(rare**2 + 9)
    assert list(whole["tfidf"]) == pytest.approx([(1 + 3 / length) / 2, rare / length / 2])


def test_ties_go_by_term_and_top_is_kept() -> None:
    """Equal weights are ordered by term, and no report has more than `top` rows."""
    table = compare_keywords(terms_of(("a", "丙", 1), ("a", "乙", 1), ("a", "甲", 1)), top=2)
    for _, rows in table.groupby("report_id", dropna=False):
        assert list(rows["term"]) == sorted("甲乙丙")[:2]
        assert list(rows["rank"]) == [1, 2]


def test_order_of_rows_changes_no_rank() -> None:
    """The same counts in another order give each report the same keywords."""
    key = ["report_id", "rank"]
    turned = compare_keywords(TERMS.iloc[::-1]).sort_values(key).reset_index(drop=True)
    pd.testing.assert_frame_equal(turned, compare_keywords(TERMS).sort_values(key).reset_index(drop=True))


def test_a_report_split_over_rows_is_summed() -> None:
    """Two rows of one report and term count as one; a frequency of zero is no occurrence."""
    split = terms_of(("b", "专栏", 1), ("b", "专栏", 2), ("b", "审查", 4), ("a", "专栏", 2), ("a", "审查", 0))
    key = ["report_id", "rank"]
    pd.testing.assert_frame_equal(
        compare_keywords(split).sort_values(key).reset_index(drop=True),
        compare_keywords(TERMS).sort_values(key).reset_index(drop=True),
    )


def test_no_terms_give_an_empty_table() -> None:
    """Without terms there are no keywords, and still every column."""
    table = compare_keywords(terms_of())
    assert table.empty and dict(table.dtypes.astype(str)) == TABLES["keywords"]


def test_wrong_calls_are_told() -> None:
    """Missing columns and a `top` below 1 are errors of the caller."""
    with pytest.raises(SchemaError, match="frequency"):
        compare_keywords(TERMS.drop(columns="frequency"))
    with pytest.raises(InputError, match="0"):
        compare_keywords(TERMS, top=0)
