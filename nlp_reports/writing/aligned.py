"""In: the table `reuse` and the texts. Out: pairs of reports with the passages they share, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from nlp_reports.writing.facts import Facts
    from nlp_reports.writing.rows import ReportFacts

MOST_PAIRS, MOST_PASSAGES, LONGEST = 12, 4, 280
"""Pairs of a kind, passages of a pair and characters of a passage that are shown."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two reports, the share of text they have in common, and its longest passages in both wordings."""

    a: ReportFacts
    b: ReportFacts
    score: float
    passages: tuple[tuple[str, str], ...]
    left_out: int


def align_copies(
    reuse: pd.DataFrame, facts: Facts, texts: Mapping[str, str]
) -> list[tuple[str, list[Aligned]]]:
    """Return the pairs of different agencies (`other`), then those of one agency's years (`self`)."""
    reports = {each.report_id: each for each in facts.reports}
    ordered = reuse.sort_values(["score", "a", "b"], ascending=[False, True, True])
    told = []
    for kind, of_kind in (("other", ordered["kind"] != "self"), ("self", ordered["kind"] == "self")):
        rows = rows_of(ordered[of_kind].head(MOST_PAIRS))
        told.append((kind, [_align(row, reports, texts) for row in rows]))
    return told


def _align(row: Mapping[str, str], reports: Mapping[str, ReportFacts], texts: Mapping[str, str]) -> Aligned:
    pairs = [tuple(map(_span, each.split("="))) for each in row["spans"].split(";")]
    longest = sorted(pairs, key=lambda pair: (pair[0][0] - pair[0][1], pair))
    a, b = row["a"], row["b"]
    passages = tuple(
        (_cut(texts.get(a, ""), left), _cut(texts.get(b, ""), right))
        for left, right in sorted(longest[:MOST_PASSAGES])
    )
    return Aligned(reports[a], reports[b], float(row["score"]), passages, len(pairs) - len(passages))


def _span(told: str) -> tuple[int, int]:
    start, end = told.split("-")
    return int(start), int(end)


def _cut(text: str, span: tuple[int, int]) -> str:
    words = " ".join(text[slice(*span)].split())
    return words[:LONGEST] + "…" * (len(words) > LONGEST)
