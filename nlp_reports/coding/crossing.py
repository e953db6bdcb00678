"""In: Gold. Out: its passages as models judged them that had not seen their families.

What cross-validation needs and no more: every fold of families is judged by a model trained on the others,
with calibration, votes and thresholds chosen on the others too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.coding.panel import panel_of
from nlp_reports.coding.statements import spans_of
from nlp_reports.coding.trained import Trained
from nlp_reports.coding.training import (
    FOLDS,
    calibrate,
    collect_examples,
    cross_fit,
    fit_codes,
    fit_roles,
    fold_of,
    learned,
)
from nlp_reports.model import Section, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import Codebook, Decision, Gold, Passage


class Judged(NamedTuple):
    """A passage, the statements that were found in it, and the decisions on these and on the gold's own."""

    passage: Passage
    found: tuple[Statement, ...]
    decisions: tuple[Decision, ...]
    on_gold: tuple[Decision, ...]


def cross_validate(gold: Gold, *, codebook: Codebook) -> Iterator[Judged]:
    """Yield every passage, judged by a model that knows no passage of its fold; fold by fold."""
    examples = collect_examples(gold, codebook=codebook)
    scores = cross_fit(examples)
    folds = fold_of(gold.passages)
    for fold in range(FOLDS):
        seen = examples.folds != fold
        held = [each for each in gold.passages if folds[each.family] == fold]
        if not held or not seen.any():
            continue
        linear = fit_codes(examples.of(seen))
        model, weights = calibrate(
            examples.of(seen), scores[seen], linear=linear, fitted=learned(examples.of(seen))
        )
        roles = fit_roles([each for each in gold.passages if folds[each.family] != fold])
        yield from judge(held, trained=Trained(roles, model, weights, {}), codebook=codebook)


def judge(passages: Sequence[Passage], *, trained: Trained, codebook: Codebook) -> Iterator[Judged]:
    """Yield the passages as `trained` and the codebook's cues judge them."""
    panel = panel_of(codebook, trained)
    for passage in passages:
        found = tuple(_find(passage, trained))
        yield Judged(passage, found, panel.code(found)[1], panel.code(passage.statements)[1])


def _find(passage: Passage, trained: Trained) -> Iterator[Statement]:
    whole = Span(0, len(passage.text))
    section = Section("problems", "", 1, whole, whole, 1.0, "gold")
    for n, (span, role) in enumerate(spans_of(passage.text, section, model=trained.roles), 1):
        words = passage.text[span.start : span.end]
        yield Statement(f"{passage.id}-{n:03d}", passage.id, section.key, n, role, span, words)
