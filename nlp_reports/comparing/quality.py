"""In: the tables `reports` and `checks`. Out: `quality`, how each report fares in each dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from nlp_reports.model import Dimension
from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

DIMENSIONS: tuple[str, ...] = get_args(Dimension)
"""The dimensions in the order of the table."""


def compare_quality(reports: pd.DataFrame, checks: pd.DataFrame | Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return one row for each report and dimension, in the order of `reports`.

    `assessed` counts the checks that came out PASS or FAIL, `failed` the latter, `uncertain` those that
    allow two readings and count neither way. `score` is (assessed − failed) / assessed, from 0 to 1: the
    share of what could be tested that held, each check weighing the same; it is missing where nothing could
    be tested. `faults` are the sentences of the failed checks, one a line. `checks` may come in parts, of
    which one is held at a time. Raises SchemaError.
    """
    import pandas as pd

    check_table("reports", reports)
    parts = [checks] if isinstance(checks, pd.DataFrame) else checks
    checks = pd.concat([_told(part) for part in parts], ignore_index=True)
    keys = ["report_id", "dimension"]
    index = pd.MultiIndex.from_product([reports["report_id"], DIMENSIONS], names=keys)
    counts = checks.groupby([*keys, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=index, columns=["PASS", "FAIL", "UNCERTAIN"], fill_value=0).astype("Int64")
    failed = checks[checks["status"] == "FAIL"]
    quality = pd.DataFrame(
        {
            "assessed": counts["PASS"] + counts["FAIL"],
            "failed": counts["FAIL"],
            "uncertain": counts["UNCERTAIN"],
        }
    )
    tested = quality["assessed"].where(quality["assessed"] > 0)
    quality["score"] = (tested - quality["failed"]) / tested
    faults = failed.dropna(subset=["message"]).groupby(keys)["message"].agg("\n".join)
    quality["faults"] = faults.reindex(index)
    return quality.reset_index().astype(TABLES["quality"])


def _told(checks: pd.DataFrame) -> pd.DataFrame:
    """What quality needs of the checks: which there are, how they came out, and the faults' sentences."""
    check_table("checks", checks)
    told = checks[["report_id", "dimension", "status", "message"]]
    return told.assign(message=told["message"].where(told["status"] == "FAIL"))
