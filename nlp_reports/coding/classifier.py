"""In: Statements and a trained model. Out: Codings with calibrated probabilities and the words that speak.

Which words made the model say so can be told, because it is linear: the evidence is the run of characters
whose features add most to the code's score.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from nlp_reports.coding.adjudicate import LEAST
from nlp_reports.coding.coder import MODEL
from nlp_reports.coding.cues import CUE_ROLES, LONGEST, without_blanks
from nlp_reports.coding.features import statement_features
from nlp_reports.model import Coding, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.coding.features import Feature
    from nlp_reports.coding.linear import Linear

_DULL = 0.15
"""A character that gives less than this share of the best one's is no evidence."""


@dataclass(frozen=True, slots=True)
class CodeModel:
    """A linear model of one class a code, and what makes its scores probabilities (Platt 1999).

    `platt` is slope and intercept by code, `thresholds` the probability from which the model alone would
    assign a code.
    """

    linear: Linear
    codes: tuple[str, ...]
    platt: tuple[tuple[float, float], ...]
    thresholds: tuple[float, ...]


class ModelCoder:
    """Assigns and rejects the codes it was trained on; abstains where a code's probability is negligible."""

    def __init__(self, model: CodeModel, *, name: str = MODEL) -> None:
        self.name = name
        self._model = model

    def code(self, statements: Sequence[Statement]) -> tuple[Coding, ...]:
        """Return the codings of the problems and measures among the statements, in their order."""
        return tuple(
            coding for each in statements if each.role in CUE_ROLES for coding in self._codings(each)
        )

    def _codings(self, statement: Statement) -> Iterator[Coding]:
        text, places = without_blanks(statement.text[:LONGEST])
        features = statement_features(text, statement.role)
        scores = self._model.linear.scores([each.name for each in features])
        for column, code in enumerate(self._model.codes):
            slope, intercept = self._model.platt[column]
            share = 1 / (1 + exp(-(slope * float(scores[column]) + intercept)))
            if share < LEAST:
                continue
            assigned = share >= self._model.thresholds[column]
            evidence = self._evidence(features, column, len(text)) if assigned else None
            span = _placed(evidence, places, statement) if evidence else None
            yield Coding(statement.id, code, self.name, "assigned" if assigned else "rejected", share, span)

    def _evidence(self, features: list[Feature], column: int, length: int) -> tuple[int, int] | None:
        """Return the run of characters that speaks most for a code (Kadane's maximal sum)."""
        given = [0.0] * length
        for feature, share in zip(features, self.shares(features, column), strict=True):
            if feature.end > feature.start:
                for at in range(feature.start, feature.end):
                    given[at] += share / (feature.end - feature.start)
        floor = max(given, default=0.0) * _DULL
        best, here, start, found = 0.0, 0.0, 0, None
        for at, share in enumerate(given):
            if here <= 0:
                here, start = 0.0, at
            here += share - floor
            if here > best:
                best, found = here, (start, at + 1)
        return found

    def reasons(self, statement: Statement, code: str) -> tuple[tuple[str, float], ...]:
        """Return the words and runs of a statement with what they add to a code's score, heaviest first."""
        if code not in self._model.codes:
            return ()
        features = statement_features(without_blanks(statement.text[:LONGEST])[0], statement.role)
        told: dict[str, float] = {}
        column = self._model.codes.index(code)
        for feature, share in zip(features, self.shares(features, column), strict=True):
            told[feature.name[2:]] = told.get(feature.name[2:], 0.0) + share
        return tuple(sorted(told.items(), key=lambda each: -abs(each[1])))

    def shares(self, features: Sequence[Feature], column: int) -> list[float]:
        """Return what each feature adds to the score of the code in `column`."""
        return self._model.linear.shares([each.name for each in features], of=column)


def _placed(run: tuple[int, int], places: list[int], statement: Statement) -> Span:
    base = statement.span.start
    return Span(base + places[run[0]], base + places[run[1] - 1] + 1)
