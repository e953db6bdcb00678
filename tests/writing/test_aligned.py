"""In: shared passages. Out: the same in both wordings, agencies' and years' apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from nlp_reports.schema import tabulate_rows
from nlp_reports.writing.aligned import LONGEST, MOST_PASSAGES, align_copies
from nlp_reports.writing.facts import gather_facts


def reuse(*rows: tuple[str, str, float, str, str]) -> pd.DataFrame:
    return tabulate_rows(
        "reuse", [dict(zip(("a", "b", "score", "spans", "kind"), row, strict=True)) for row in rows]
    )


def test_passages_stand_beside_each_other(make: Callable[..., Any]) -> None:
    """The spans are cut from both texts, the longest first chosen, in the order of the text."""
    made = make({"agency": "甲局"}, {"agency": "乙局"})
    facts = gather_facts(made.tables, codebook=made.codebook, counts=made.counts)
    a, b = (each.report_id for each in facts.reports)
    texts = {a: "甲一二三四五六七八九" * 100, b: "乙一二三四五六七八九" * 100}
    spans = ["0-400=10-410", *(f"{410 + 10 * n}-{415 + 10 * n}={n}-{n + 5}" for n in range(6))]
    (other, pairs), (own, years) = align_copies(
        reuse((a, b, 0.9, ";".join(spans), "peer"), (a, b, 0.4, "0-4=0-4", "self")), facts, texts
    )
    assert (other, own) == ("other", "self") and len(pairs) == len(years) == 1
    assert (pairs[0].a.agency, pairs[0].b.agency, pairs[0].score) == ("甲局", "乙局", 0.9)
    assert len(pairs[0].passages) == MOST_PASSAGES and pairs[0].left_out == 7 - MOST_PASSAGES
    first = pairs[0].passages[0]
    assert first == (texts[a][:LONGEST] + "…", texts[b][10 : 10 + LONGEST] + "…")
    assert years[0].passages == (("甲一二三", "乙一二三"),)
