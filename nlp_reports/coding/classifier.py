"""In: Statements and a trained model. Out: Codings with calibrated probabilities and the words that speak.

Which words made the model say so can be told, because it is linear: the evidence is the run of characters
whose features add most to the code's score.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING

from nlp_reports.coding.adjudicate import LEAST, log_odds
from nlp_reports.coding.coder import MODEL
from nlp_reports.coding.cues import CUE_ROLES, LONGEST, without_blanks
from nlp_reports.coding.features import feature_names, statement_features
from nlp_reports.model import Coding, Outcome, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.coding.features import Feature
    from nlp_reports.coding.linear import Known, Linear

_LEAST_ODDS = log_odds(LEAST)
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
        model = self._model
        known = model.linear.known(feature_names(text, statement.role))
        scores = model.linear.scores(known).tolist()
        features: list[Feature] = []
        for column, (code, score, (slope, intercept)) in enumerate(
            zip(model.codes, scores, model.platt, strict=True)
        ):
            odds = slope * score + intercept
            if odds < _LEAST_ODDS:
                continue
            share = 1 / (1 + exp(-odds))
            outcome: Outcome = "assigned" if share >= model.thresholds[column] else "rejected"
            features = features or statement_features(text, statement.role)
            run = find_evidence(features, self._shares(features, known, column), len(text))
            span = _placed(run or (0, len(text)), places, statement)
            yield Coding(statement.id, code, self.name, outcome, share, span)

    def _shares(self, features: Sequence[Feature], known: Known, column: int) -> list[float]:
        given = self._model.linear.shares(known, of=column)
        return [given.get(each.name, 0.0) / known.counts.get(each.name, 1) for each in features]

    def reasons(self, statement: Statement, code: str) -> tuple[tuple[str, float], ...]:
        """Return the words and runs of a statement with what they add to a code's score, heaviest first."""
        if code not in self._model.codes:
            return ()
        text, _ = without_blanks(statement.text[:LONGEST])
        known = self._model.linear.known(feature_names(text, statement.role))
        told: dict[str, float] = {}
        for name, share in self._model.linear.shares(known, of=self._model.codes.index(code)).items():
            told[name[2:]] = told.get(name[2:], 0.0) + share
        return tuple(sorted(told.items(), key=lambda each: -abs(each[1])))


def find_evidence(
    features: Sequence[Feature], shares: Sequence[float], length: int
) -> tuple[int, int] | None:
    """Return the run of characters that speaks most for a code (Kadane's maximal sum), None if nothing does.

    Each feature's share is spread over its characters.
    """
    steps = [0.0] * (length + 1)
    for feature, share in zip(features, shares, strict=True):
        if feature.end > feature.start:
            each = share / (feature.end - feature.start)
            steps[feature.start] += each
            steps[feature.end] -= each
    given = list(accumulate(steps[:-1]))
    floor = max(given, default=0.0) * _DULL
    best, here, start, found = 0.0, 0.0, 0, None
    for at, share in enumerate(given):
        if here <= 0:
            here, start = 0.0, at
        here += share - floor
        if here > best:
            best, found = here, (start, at + 1)
    return found


def _placed(run: tuple[int, int], places: list[int], statement: Statement) -> Span:
    base = statement.span.start
    return Span(base + places[run[0]], base + places[run[1] - 1] + 1)
