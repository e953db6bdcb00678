"""In: Codings of one or many coders. Out: one Decision for each statement and code, all votes kept.

The rule: a code is assigned where more coders assign it than reject it; where as many do, the side with
the higher sum of scores wins, and a full tie is not assigned. Who abstains or fails has no vote, but its
failure is kept with the others' votes. The decision's score is the mean score of the winning side, its
evidence that of the surest coder who assigned the code.
"""

from __future__ import annotations

from collections.abc import Iterable

from nlp_reports.coding.coder import EVERY_CODE
from nlp_reports.model import Coding, Decision, Outcome


def code_decisions(codings: Iterable[Coding]) -> tuple[Decision, ...]:
    """Return the decisions in the order in which their statements and codes first occur."""
    votes: dict[tuple[str, str], list[Coding]] = {}
    failures: dict[str, list[Coding]] = {}
    for coding in codings:
        if coding.outcome == "failed":
            failures.setdefault(coding.statement_id, []).append(coding)
        if coding.code != EVERY_CODE:
            votes.setdefault((coding.statement_id, coding.code), []).append(coding)
    return tuple(
        _decide(statement, code, cast, failures.get(statement, ()))
        for (statement, code), cast in votes.items()
    )


def _decide(statement: str, code: str, cast: list[Coding], failures: Iterable[Coding]) -> Decision:
    pro, con = _of(cast, "assigned"), _of(cast, "rejected")
    assigned = (len(pro), _sum(pro)) > (len(con), _sum(con))
    winners = pro if assigned else con
    score = _sum(winners) / len(winners) if winners else 0.0
    surest = max(pro, key=lambda vote: vote.score, default=None) if assigned else None
    kept = (*cast, *(each for each in failures if each not in cast))
    return Decision(statement, code, assigned, score, surest.evidence if surest else None, kept)


def _of(cast: list[Coding], outcome: Outcome) -> list[Coding]:
    return [vote for vote in cast if vote.outcome == outcome]


def _sum(votes: list[Coding]) -> float:
    return sum(vote.score for vote in votes)
