"""In: Codings of one or many coders. Out: one Decision for each statement and code, all votes kept.

Where training has weighed the coders of a code (`Weight`), their votes are added up as log-odds: the model's
probability, stretched by its slope, plus what the cues' vote is worth for this code. Cues know the language
that most reports share; where they are silent on many of a report's statements, its language is strange to
them, and other weights count, by which the model is heard more. The sum, as a
probability, is the decision's score; the code is assigned from its threshold on. Every problem and measure is
about something: where no code reaches its threshold, the likeliest is assigned if it is no mere guess.

Elsewhere a code is assigned where more coders assign it than reject it; where as many do, the side with the
higher sum of scores wins, and a full tie is not assigned. The score is then the mean score of the winners.

Who abstains or fails has no vote, but its failure is kept with the others' votes. A code that counts only
alone is not assigned beside another, nor against the cues. The evidence is that of the surest coder who
assigned the code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log
from typing import TYPE_CHECKING

from nlp_reports.coding.coder import CUES, EVERY_CODE, MODEL
from nlp_reports.model import Coding, Decision, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping

LEAST = 0.02
"""The lowest probability that is told of a code; below it the model abstains, and counts as this."""

GUESS = 0.15
"""The probability below which a code is not assigned even where a statement has no other."""

IN_QUESTION = 0.03
"""The probability from which a code is likelier than one that counts only alone and is a guess itself."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What votes on one code are worth, in log-odds, and the probability from which it is assigned.

    `slope` multiplies the log-odds of the model's probability; one of `assigned`, `rejected` and `silent`
    is added for what the cues say.
    """

    slope: float
    assigned: float
    rejected: float
    silent: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of each code, in reports whose language the cues know, and in those it is strange to."""

    familiar: dict[str, Weight]
    strange: dict[str, Weight]


STRANGE = 0.2
"""The share of a report's statements without any cue from which on its language is strange to the cues."""


def code_decisions(
    codings: Iterable[Coding],
    *,
    weights: Weights | None = None,
    alone: Container[str] = (),
) -> tuple[Decision, ...]:
    """Return the decisions in the order in which their statements and codes first occur.

    The codings are those of one report, by whose statements without cues its `weights` are chosen; `alone`
    holds the codes that count only where a statement has no other.
    """
    votes: dict[str, dict[str, list[Coding]]] = {}
    failures: dict[str, list[Coding]] = {}
    for coding in codings:
        if coding.outcome == "failed":
            failures.setdefault(coding.statement_id, []).append(coding)
        if coding.code != EVERY_CODE:
            votes.setdefault(coding.statement_id, {}).setdefault(coding.code, []).append(coding)
    chosen: Mapping[str, Weight] = {}
    if weights:
        chosen = weights.strange if _is_strange(votes.values()) else weights.familiar
    return tuple(
        decision
        for statement, by_code in votes.items()
        for decision in _of_one(
            [_decide(code, cast, chosen.get(code)) for code, cast in by_code.items()],
            failures.get(statement, []),
            alone,
            weighed=bool(chosen),
        )
    )


def _cues_reject(decision: Decision) -> bool:
    """Say whether the cues, which see what else a report promises, rejected a code that counts only alone."""
    return any(vote.coder == CUES and vote.outcome == "rejected" for vote in decision.votes)


def _is_strange(votes: Collection[Mapping[str, list[Coding]]]) -> bool:
    mute = sum(
        not any(vote.coder == CUES and vote.outcome == "assigned" for cast in each.values() for vote in cast)
        for each in votes
    )
    return mute > STRANGE * len(votes)


def probability(weight: Weight, *, cues: Outcome | None, model: float) -> float:
    """Return the probability that a code holds, from what the cues say and the model's probability."""
    told = {"assigned": weight.assigned, "rejected": weight.rejected}.get(cues or "", weight.silent)
    return _logistic(told + weight.slope * log_odds(model))


def log_odds(share: float) -> float:
    """Return the log-odds of a probability, which counts as `LEAST` where it is lower."""
    share = min(max(share, LEAST), 1 - LEAST / 10)
    return log(share / (1 - share))


def _logistic(odds: float) -> float:
    return 1 / (1 + exp(-odds)) if odds > -700 else 0.0


def _of_one(
    decisions: list[Decision], failures: list[Coding], alone: Container[str], *, weighed: bool
) -> list[Decision]:
    if weighed and not any(each.assigned for each in decisions):
        likeliest = _likeliest(decisions, alone)
        decisions = [_assign(each) if each is likeliest else each for each in decisions]
    crowded = any(each.assigned and each.code not in alone for each in decisions)
    return [
        replace(
            each,
            assigned=each.assigned and not (each.code in alone and (crowded or _cues_reject(each))),
            votes=(*each.votes, *(failure for failure in failures if failure not in each.votes)),
        )
        for each in decisions
    ]


def _likeliest(decisions: list[Decision], alone: Container[str]) -> Decision | None:
    """What to assign where nothing is sure; a code that counts alone only where no other is in question."""
    best = max(decisions, key=lambda each: each.score)
    if best.score < GUESS:
        return None
    if best.code in alone:
        others = (each for each in decisions if each.code not in alone and each.score >= IN_QUESTION)
        return max(others, key=lambda each: each.score, default=best)
    return best


def _decide(code: str, cast: list[Coding], weight: Weight | None) -> Decision:
    pro, con = _of(cast, "assigned"), _of(cast, "rejected")
    if weight:
        said = {vote.coder: vote for vote in (*pro, *con)}
        cues = said[CUES].outcome if CUES in said else None
        score = probability(weight, cues=cues, model=said[MODEL].score if MODEL in said else LEAST)
        assigned = score >= weight.threshold
    else:
        assigned = (len(pro), _sum(pro)) > (len(con), _sum(con))
        winners = pro if assigned else con
        score = _sum(winners) / len(winners) if winners else 0.0
    decision = Decision(cast[0].statement_id, code, False, score, None, tuple(cast))
    return _assign(decision) if assigned else decision


def _assign(decision: Decision) -> Decision:
    pro = _of(list(decision.votes), "assigned") or list(decision.votes)
    surest = max(pro, key=lambda vote: vote.score)
    return replace(decision, assigned=True, evidence=surest.evidence)


def _of(cast: list[Coding], outcome: Outcome) -> list[Coding]:
    return [vote for vote in cast if vote.outcome == outcome]


def _sum(votes: list[Coding]) -> float:
    return sum(vote.score for vote in votes)
