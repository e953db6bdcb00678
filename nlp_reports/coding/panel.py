"""In: a codebook and a trained model. Out: a Panel: who codes, and how the votes are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.coding.adjudicate import code_decisions
from nlp_reports.coding.classifier import ModelCoder
from nlp_reports.coding.coder import code_statements
from nlp_reports.coding.cues import CueCoder
from nlp_reports.coding.trained import digest_codebook, load_trained
from nlp_reports.errors import ResourceError
from nlp_reports.model import Coding, Decision, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from nlp_reports.coding.adjudicate import Weights
    from nlp_reports.coding.linear import Linear
    from nlp_reports.coding.trained import Trained
    from nlp_reports.model import Codebook, Statement

_REASONS = 8


@dataclass(frozen=True, slots=True)
class Panel:
    """The coders, what votes are worth by code, the codes that count only alone, and the model of roles."""

    coders: tuple[CueCoder | ModelCoder, ...]
    weights: Weights | None
    alone: frozenset[str]
    roles: Linear

    def code(self, statements: Sequence[Statement]) -> tuple[tuple[Coding, ...], tuple[Decision, ...]]:
        """Return every coder's codings of the statements, and the decisions."""
        codings = code_statements(statements, coders=self.coders)
        return codings, code_decisions(codings, weights=self.weights, alone=self.alone)

    def reasons(self, statement: Statement, decision: Decision) -> Iterator[Reason]:
        """Yield why each coder voted as it did."""
        coders = {each.name: each for each in self.coders}
        for vote in decision.votes:
            coder = coders.get(vote.coder)
            because = coder.reasons(statement, decision.code) if coder else ()
            yield Reason(vote, because[:_REASONS])


def load_panel(codebook: Codebook, *, model: Path | None = None) -> Panel:
    """Return the coders for `codebook`: its cues, and the model in `model`, by default the shipped one.

    The shipped model codes by the shipped codebook only; for another codebook the cues decide alone until
    a model is trained for it. Raises ResourceError for a model that was trained for another codebook.
    """
    trained = load_trained(model)
    if trained.about.get("codebook") == digest_codebook(codebook):
        return panel_of(codebook, trained)
    if model is not None:
        raise ResourceError("coding.model_of_other_codebook", file=model)
    return Panel((CueCoder(codebook),), None, _alone(codebook), trained.roles)


def panel_of(codebook: Codebook, trained: Trained) -> Panel:
    """Return the coders for a codebook and a model trained for it."""
    coders = (CueCoder(codebook), ModelCoder(trained.codes))
    return Panel(coders, trained.weights, _alone(codebook), trained.roles)


def _alone(codebook: Codebook) -> frozenset[str]:
    return frozenset(code.id for code in codebook.codes if code.alone)
