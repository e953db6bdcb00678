"""How the reports fare in each dimension: only what the tables carry, no score on too small a base."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from nlp_reports.comparing.quality import compare_quality
from nlp_reports.schema import tabulate_rows
from nlp_reports.writing.quality import gather_dimensions, gather_scores
from nlp_reports.writing.summary import write_summary
from tests.writing.conftest import Made


def tables(*outcomes: tuple[str, str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [
        {"report_id": report, "check": check, "status": status, "dimension": "form", "message": "不合"}
        for report, check, status in outcomes
    ]
    checks = tabulate_rows("checks", rows)
    reports = tabulate_rows(
        "reports", [{"report_id": each} for each in dict.fromkeys(row[0] for row in outcomes)]
    )
    return compare_quality(reports, checks), checks


def test_a_dimension_tells_reports_faultless_ones_and_what_fails() -> None:
    """A check that fails twice in a report counts one report."""
    (found,) = gather_dimensions(
        *tables(
            ("a", "x", "FAIL"), ("a", "x", "FAIL"), ("b", "x", "PASS"), ("c", "y", "FAIL"), ("c", "x", "FAIL")
        )
    )
    assert (found.dimension, found.reports, found.flawless) == ("form", 3, 1)
    assert found.common == (("x", 2), ("y", 1))
    assert found.middle is None


def test_the_median_needs_enough_reports() -> None:
    """Five reports are enough; a dimension that nothing could be tested in is left out."""
    (found,) = gather_dimensions(*tables(*((each, "x", "PASS") for each in "abcd"), ("e", "x", "FAIL")))
    assert found.middle == 1.0
    assert not list(gather_dimensions(*tables(("a", "x", "NOT_ASSESSABLE"))))


def test_scores_of_a_report() -> None:
    """Only dimensions with something tested are told."""
    quality, _ = tables(("a", "x", "FAIL"), ("a", "y", "PASS"), ("b", "x", "UNCERTAIN"))
    (score,) = gather_scores(quality)["a"]
    assert (score.dimension, score.assessed, score.failed, score.score) == ("form", 2, 1, 0.5)
    assert "b" not in gather_scores(quality)


@pytest.mark.parametrize(("lang", "words"), [("zh", "全部合格"), ("en", "without a fault")])
def test_the_summary_tells_the_quality(made: Made, tmp_path: Path, lang: str, words: str) -> None:
    """Prose says how many reports could be tested and how many held."""
    given = {"codebook": made.codebook, "counts": made.counts}
    path, *_ = write_summary(made.tables, **given, out=tmp_path, lang=lang)  # type: ignore[arg-type]
    text = path.read_text(encoding="utf-8")
    consistent = made.tables["quality"]
    tested = consistent[consistent["assessed"] > 0]
    assert words in text and str(int((tested["failed"] == 0).sum())) in text
