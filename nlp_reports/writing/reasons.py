"""In: a report with its statements, decisions and reasons. Out: why each code was given, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.wording import Language, say
from nlp_reports.writing.escaping import show_controls
from nlp_reports.writing.labels import code_name, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp_reports.model import Code, Codebook, Decision, Explained, Reason

_HEAVIEST = 5
"""Words of the model that are named."""


def describe_explained(explained: Explained, *, codebook: Codebook, lang: Language) -> str:
    """Return the statements in the order of the text, each with its codes and why they were given or not."""
    names = {code.id: code for code in codebook.codes}
    lines = [say("reasons.head", lang=lang, path=explained.report.document.source.path)]
    if not explained.statements:
        lines.append(say("reasons.nothing", lang=lang))
    pairs = list(zip(explained.decisions, explained.reasons, strict=True))
    for statement in explained.statements:
        lines.append(f"\n[{label('role', statement.role, lang=lang)}] {_line(statement.text)}")
        for decision, reasons in sorted(pairs, key=lambda pair: (not pair[0].assigned, -pair[0].score)):
            if decision.statement_id == statement.id:
                lines += _decision(explained, decision, reasons, names.get(decision.code), lang)
    return "\n".join(lines)


def _decision(
    explained: Explained,
    decision: Decision,
    reasons: tuple[Reason, ...],
    code: Code | None,
    lang: Language,
) -> Iterator[str]:
    key = "reasons.assigned" if decision.assigned else "reasons.not_assigned"
    name = code_name(code, lang=lang) if code else decision.code
    yield "  " + say(key, lang=lang, name=name, code=decision.code, score=f"{decision.score:.2f}")
    for reason in reasons:
        vote = reason.vote
        outcome = "voted" if vote.outcome == "assigned" else vote.outcome
        said = say(f"reasons.{outcome}", lang=lang, score=f"{vote.score:.2f}")
        coder = say(f"reasons.coder_{vote.coder}", lang=lang)
        yield f"    {coder} {said}{_because(explained, reason, lang)}"


def _because(explained: Explained, reason: Reason, lang: Language) -> str:
    parts = []
    if span := reason.vote.evidence:
        quote = _line(explained.report.document.text[span.start : span.end])
        parts.append(say("reasons.evidence", lang=lang, quote=quote))
    if reason.because:
        words = [f"{_line(word)} {weight:+.2f}" for word, weight in reason.because[:_HEAVIEST]]
        parts.append(say("reasons.words", lang=lang, words=", ".join(words)))
    return say("reasons.joined", lang=lang, parts="; ".join(parts)) if parts else ""


def _line(text: str) -> str:
    return " ".join(show_controls(text).split())
