"""Coders kept apart, and decisions made of their votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

import pytest

from nlp_reports.coding.adjudicate import GUESS, LEAST, Weight, Weights, code_decisions, log_odds
from nlp_reports.coding.coder import CUES, EVERY_CODE, MODEL, code_statements
from nlp_reports.model import Coding, Outcome, Span, Statement

ONE, TWO = (
    Statement(f"r-{n}", "r", "problems", n, "problem", Span(0, 2), text)
    for n, text in ((1, "好的"), (2, "坏的"))
)


@dataclass
class Fixed:
    """Says the same of every statement, and breaks on a text with 坏."""

    name: str
    breaks: bool = False

    def code(self, statements: Sequence[Statement]) -> tuple[Coding, ...]:
        if self.breaks and any("坏" in each.text for each in statements):
            raise RuntimeError("broken")
        return tuple(Coding(each.id, "a", self.name, "assigned", 1.0, each.span) for each in statements)


def vote(coder: str, outcome: Outcome, score: float, code: str = "a") -> Coding:
    return Coding("r-1", code, coder, outcome, score, Span(0, 1) if outcome == "assigned" else None)


def test_every_coder_is_heard() -> None:
    """Codings of all coders are kept, none overwritten."""
    found = code_statements([ONE, TWO], coders=[Fixed("x"), Fixed("y")])
    assert [(each.coder, each.statement_id) for each in found] == [
        ("x", "r-1"),
        ("x", "r-2"),
        ("y", "r-1"),
        ("y", "r-2"),
    ]


def test_a_coder_that_breaks_fails_on_the_guilty_statement_only() -> None:
    """An exception is `failed`, not an abstention, and the other statements are coded."""
    found = code_statements([ONE, TWO], coders=[Fixed("x", breaks=True)])
    assert [(each.statement_id, each.code, each.outcome) for each in found] == [
        ("r-1", "a", "assigned"),
        ("r-2", EVERY_CODE, "failed"),
    ]


@pytest.mark.parametrize(
    ("votes", "assigned", "score"),
    [
        ([vote("x", "assigned", 0.4)], True, 0.4),
        ([vote("x", "rejected", 0.9)], False, 0.9),
        ([vote("x", "assigned", 0.9), vote("y", "rejected", 0.5)], True, 0.9),
        ([vote("x", "assigned", 0.5), vote("y", "rejected", 0.5)], False, 0.5),
        ([vote("x", "assigned", 0.9), vote("y", "rejected", 0.1), vote("z", "rejected", 0.3)], False, 0.2),
        ([vote("x", "assigned", 0.5), vote("y", "abstained", 0.0)], True, 0.5),
        ([vote("x", "abstained", 0.0)], False, 0.0),
    ],
)
def test_the_rule_of_decision(votes: list[Coding], assigned: bool, score: float) -> None:
    """More votes win, then the higher sum of scores, then no; all votes are kept."""
    (decision,) = code_decisions(votes)
    assert (decision.assigned, decision.score) == (assigned, pytest.approx(score))
    assert decision.votes == tuple(votes)
    assert (decision.evidence is not None) is assigned


def test_failures_are_kept_with_the_votes() -> None:
    """A failed coder has no vote, but its failure can be seen in the decision."""
    failed = Coding("r-1", EVERY_CODE, "y", "failed", 0.0, None)
    (decision,) = code_decisions([vote("x", "assigned", 1.0), failed])
    assert decision.assigned and failed in decision.votes


WEIGHT = Weight(slope=1.0, assigned=2.0, rejected=-3.0, silent=-1.0, threshold=0.5)


@pytest.mark.parametrize(
    ("votes", "odds"),
    [
        ([vote(CUES, "assigned", 1.0)], 2.0 + log_odds(LEAST)),
        ([vote(CUES, "assigned", 1.0), vote(MODEL, "rejected", 0.3)], 2.0 + log_odds(0.3)),
        ([vote(CUES, "rejected", 1.0), vote(MODEL, "assigned", 0.9)], -3.0 + log_odds(0.9)),
        ([vote(MODEL, "assigned", 0.8)], -1.0 + log_odds(0.8)),
    ],
)
def test_weighed_votes_add_up_as_log_odds(votes: list[Coding], odds: float) -> None:
    """Slope times the model's log-odds, plus what the cues' vote is worth; assigned from the threshold on."""
    (decision,) = code_decisions(votes, weights=Weights({"a": WEIGHT}, {"a": WEIGHT}))
    assert decision.score == pytest.approx(1 / (1 + exp(-odds)))
    assert decision.assigned is (decision.score >= GUESS)  # it is the only code of its statement
    assert decision.votes == tuple(votes)


def test_the_threshold_decides_where_another_code_is_sure() -> None:
    """Below its threshold a code is not assigned beside one that reaches its own."""
    sure = [vote(CUES, "assigned", 1.0, "b"), vote(MODEL, "assigned", 0.9, "b")]
    unsure = [vote(MODEL, "rejected", 0.6)]
    told = code_decisions([*sure, *unsure], weights=Weights({"a": WEIGHT, "b": WEIGHT}, {}))
    assert {each.code: each.assigned for each in told} == {"b": True, "a": False}


def test_a_mere_guess_is_not_assigned() -> None:
    """Where no code is likely at all, none is given."""
    (decision,) = code_decisions([vote(MODEL, "rejected", 0.05)], weights=Weights({}, {"a": WEIGHT}))
    assert decision.score < GUESS and not decision.assigned


def test_strange_language_has_weights_of_its_own() -> None:
    """Where the cues are silent on more than a fifth of a report's statements, the other weights count."""
    bold = replace(WEIGHT, silent=3.0)
    alone = [vote(MODEL, "rejected", 0.3)]
    (decision,) = code_decisions(alone, weights=Weights({"a": WEIGHT}, {"a": bold}))
    assert decision.score == pytest.approx(1 / (1 + exp(-(3.0 + log_odds(0.3)))))
    known = [Coding(f"k-{n}", "a", CUES, "assigned", 1.0, Span(0, 1)) for n in range(4)]
    told = code_decisions([*alone, *known], weights=Weights({"a": WEIGHT}, {"a": bold}))
    assert told[0].score == pytest.approx(1 / (1 + exp(-(-1.0 + log_odds(0.3)))))


def test_a_code_that_counts_alone_gives_way() -> None:
    """Beside another assigned code it is not assigned; by itself it is."""
    both = [vote("x", "assigned", 1.0, "a"), vote("x", "assigned", 1.0, "vague")]
    told = {each.code: each.assigned for each in code_decisions(both, alone={"vague"})}
    assert told == {"a": True, "vague": False}
    assert code_decisions(both[1:], alone={"vague"})[0].assigned
