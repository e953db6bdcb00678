"""In: counted groups. Out: the table `differences`: effects, tests and their correction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nlp_reports.comparing.differences import LEAST_BASE, compare_differences
from nlp_reports.schema import TABLES, tabulate_rows


def prevalence_of(groups: dict[str | None, tuple[int, int]], *, code: str = "timeliness") -> pd.DataFrame:
    rows = [
        {"by": "level", "group": group, "role": "problem", "code": code, "n": n, "base": base}
        for group, (n, base) in groups.items()
    ]
    return tabulate_rows("prevalence", rows)


def test_fishers_tea_tasting() -> None:
    """Fisher's own example (The Design of Experiments, 1935, ch. 2): 3 of 4 against 1 of 4 has p = 0.486."""
    table = compare_differences(prevalence_of({"a": (3, 4), "b": (1, 4)}), least_base=4)
    assert table["p"].tolist() == [pytest.approx(0.48571, abs=1e-5)] * 2


def test_the_effect_is_cohens_h() -> None:
    """Cohen (1988, ch. 6): shares of 0.50 and 0.25 differ by h = 0.52."""
    table = compare_differences(prevalence_of({"a": (50, 100), "b": (25, 100)})).set_index("group")
    assert table.loc["a", "effect"] == pytest.approx(0.5236, abs=1e-3)
    assert table.loc["b", "effect"] == pytest.approx(-0.5236, abs=1e-3)
    assert table.loc["a", "difference"] == pytest.approx(0.25)


def test_a_group_is_held_against_all_others() -> None:
    """The rest is every other group of known reports, not the unknown one."""
    table = compare_differences(prevalence_of({"a": (8, 10), "b": (2, 10), "c": (1, 10), None: (9, 9)}))
    row = table.set_index("group").loc["a"]
    assert (row["n"], row["base"], row["other_n"], row["other_base"]) == (8, 10, 3, 20)
    assert set(table["group"]) == {"a", "b", "c"}


def test_small_groups_are_not_tested() -> None:
    """Below the least base there is no p and no q, and no test to correct for."""
    table = compare_differences(prevalence_of({"a": (LEAST_BASE - 1,) * 2, "b": (0, 50)}))
    assert table["p"].isna().all() and table["q"].isna().all()


def test_one_group_and_no_group_give_rows_without_tests() -> None:
    """There is nothing to hold a single group against; an empty table stays one."""
    assert compare_differences(prevalence_of({"a": (5, 20)}))["p"].isna().all()
    empty = compare_differences(tabulate_rows("prevalence", []))
    assert list(empty.columns) == list(TABLES["differences"]) and empty.empty


def test_all_or_none_name_it() -> None:
    """A code that all or none name differs nowhere."""
    for n in (0, 20):
        table = compare_differences(prevalence_of({"a": (n, 20), "b": (n, 20)}))
        assert (table["p"] == 1).all() and (table["effect"] == 0).all()


def test_benjamini_hochbergs_example() -> None:
    """The fifteen p values of Benjamini and Hochberg (1995, section 3.2): four are found at 0.05."""
    from nlp_reports.comparing.differences import _false_discovery

    told = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    told += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (_false_discovery(pd.Series(told)) <= 0.05).sum() == 4


def test_nothing_is_found_beyond_its_rate_where_nothing_is() -> None:
    """In 200 corpora without any difference, at most one in ten has a q of 0.05 or less (seed fixed)."""
    chance = np.random.default_rng(7)
    found = 0
    for _ in range(200):
        tables = [
            prevalence_of(
                {
                    level: (int(chance.binomial(40, 0.3)), 40)
                    for level in ("county", "prefecture", "township")
                },
                code=f"c{n}",
            )
            for n in range(10)
        ]
        found += bool((compare_differences(pd.concat(tables, ignore_index=True))["q"] <= 0.05).any())
    assert found <= 20
