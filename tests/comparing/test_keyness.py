"""In: counts of terms. Out: the table `keyness`, against published and hand-made figures."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from nlp_reports.comparing.keyness import compare_keyness
from nlp_reports.errors import InputError, SchemaError
from nlp_reports.schema import TABLES, tabulate_rows


def reports_of(**levels: str | None) -> pd.DataFrame:
    return tabulate_rows("reports", [{"report_id": name, "level": level} for name, level in levels.items()])


def terms_of(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["report_id", "term", "frequency"])


REPORTS = reports_of(a="county", b="county", c="township", d="township", e=None)
TERMS = terms_of(
    ("a", "解读", 8), ("a", "公开", 20), ("b", "解读", 6), ("b", "公开", 20),
    ("c", "公开", 22), ("c", "村务", 9), ("d", "公开", 18), ("d", "村务", 1), ("d", "解读", 1),
    ("e", "村务", 500),
)  # fmt: skip


def test_terms_of_a_group_are_told() -> None:
    """Each group has the terms that it uses more than the rest, the telling ones first."""
    found = compare_keyness(TERMS, REPORTS, by="level", least_reports=1)
    assert found[["group", "term", "rank"]].values.tolist()[0] == ["county", "解读", 1]
    assert found.loc[found["group"] == "township", "term"].tolist() == ["村务", "公开"]
    assert dict(found.dtypes.astype(str)) == TABLES["keyness"]


def test_log_likelihood_is_dunnings() -> None:
    """2 Σ O ln(O / E) over both sides, as by hand for 解读: 14 of 54 words against 1 of 51."""
    row = compare_keyness(TERMS, REPORTS, by="level", least_reports=1).iloc[0]
    assert (row["frequency"], row["total"], row["other_frequency"], row["other_total"]) == (14, 54, 1, 51)
    expected = 54 * 15 / 105, 51 * 15 / 105
    by_hand = 2 * (14 * math.log(14 / expected[0]) + 1 * math.log(1 / expected[1]))
    assert row["log_likelihood"] == pytest.approx(by_hand, abs=1e-6)


def test_log_odds_are_those_of_fightin_words() -> None:
    """Monroe, Colaresi and Quinn (2008), equations 16, 20 and 22, computed step by step for 解读."""
    prior, prior_total = 15 / 4, 105 / 4

    def odds(n: int, total: int) -> float:
        return math.log((n + prior) / (total + prior_total - n - prior))

    difference = odds(14, 54) - odds(1, 51)
    spread = math.sqrt(1 / (14 + prior) + 1 / (1 + prior))
    row = compare_keyness(TERMS, REPORTS, by="level", least_reports=1).iloc[0]
    assert (row["log_odds"], row["z"]) == pytest.approx((difference, difference / spread), abs=1e-6)


def test_a_term_of_one_report_does_not_speak_for_its_group() -> None:
    """However often one report repeats a term, its group needs several reports that use it."""
    terms = pd.concat([TERMS, terms_of(("a", "水务", 90))], ignore_index=True)
    assert "水务" not in set(compare_keyness(terms, REPORTS, by="level", least_reports=2)["term"])


@pytest.mark.parametrize(
    ("terms", "reports"),
    [
        (terms_of(), REPORTS),
        (TERMS, reports_of(a="county", b="county")),
        (TERMS, reports_of(a=None, b=None)),
        (terms_of(("z", "公开", 3)), REPORTS),
    ],
)
def test_nothing_to_compare_gives_no_row(terms: pd.DataFrame, reports: pd.DataFrame) -> None:
    """Without terms, with one group, or with unknown groups only, the table is empty and well formed."""
    found = compare_keyness(terms, reports, by="level", least_reports=1)
    assert found.empty and list(found.columns) == list(TABLES["keyness"])


def test_misuse_is_told() -> None:
    """Missing columns, unknown groupings and numbers below one are refused."""
    with pytest.raises(SchemaError, match="frequency"):
        compare_keyness(TERMS.drop(columns="frequency"), REPORTS, by="level")
    with pytest.raises(InputError, match="colour"):
        compare_keyness(TERMS, REPORTS, by="colour")
    with pytest.raises(InputError, match="top"):
        compare_keyness(TERMS, REPORTS, by="level", top=0)
