"""In: sentences that tell what was done. Out: the codes that each would have as a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.coding.cues import CueCoder
from nlp_reports.model import Span, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp_reports.model import Codebook


def code_done(sentences: Sequence[str], *, codebook: Codebook) -> list[dict[str, float]]:
    """Return, for each sentence, the codes of the remedy that it tells of, with the cue's score.

    Cues alone decide: what was done is told with figures and names that the model has not learned from.
    """
    statements = [
        Statement(str(place), str(place), "overview", 1, "measure", Span(0, len(text)), text)
        for place, text in enumerate(sentences)
    ]
    found: list[dict[str, float]] = [{} for _ in sentences]
    for coding in CueCoder(codebook).code(statements):
        if coding.outcome == "assigned":
            found[int(coding.statement_id)][coding.code] = coding.score
    return found
