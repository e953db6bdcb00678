"""In: the sentences of a section, in order. Out: the same, cut where a report turns to remedies, with roles.

The block in which a sentence stands decides (a label, a turn such as 下一步 or 针对上述问题, a section of
its own), unless its own words say otherwise: a remedy among problems, a shortcoming among measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp_reports.chinese.sentences import clauses
from nlp_reports.coding import phrases
from nlp_reports.model import Role

_SHORTEST_HEAD = 8
"""What stands before a turn and is shorter than this (因此, 2024年) belongs to the turn."""


_END = 200
"""Characters at the end of a sentence that tell whether it admits a shortcoming."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `[start, end)` of a section: a sentence, later a statement.

    `item` says that it belongs to an enumerated point, `first` that it begins one, `one` that this is the
    first point of a list.
    """

    start: int
    end: int
    item: bool = False
    first: bool = False
    one: bool = False
    role: Role = "context"

    def of(self, text: str) -> str:
        """Return the characters of the piece in the section's text."""
        return text[self.start : self.end]


def assign_roles(text: str, sentences: Sequence[Piece], *, block: Role) -> Iterator[Piece]:
    """Yield the sentences with their roles; `block` is the role of the section's beginning."""
    labelled = False
    for each in sentences:
        label, sentence = _without_label(text, each)
        labelled = label is not None or (labelled and not each.first)
        if labelled:  # the enumerator in front of a label counts the label, not what follows it
            sentence = replace(sentence, item=False, first=False, one=False)
        block = label or block
        if block == "problem":
            before, sentence = _cut_at_turn(text, sentence)
            if before.start < before.end:
                role = _role_among_problems(before.of(text), before)
                yield replace(before, role=role)
                if role == "measure" and (before.one or not before.item):
                    block = "measure"
            if sentence.start < sentence.end:
                block = "measure"
        elif sentence.start < sentence.end and _falls_back(text, sentence):
            block = "problem" if sentence.first else block
            yield replace(sentence, role="problem")
            continue
        if sentence.start < sentence.end:
            yield replace(sentence, role=_role_among_measures(sentence.of(text)))


def is_label(text: str) -> bool:
    """Say whether a sentence is only a label, such as 改进措施."""
    label, length = phrases.label_of(text)
    return label is not None and not text[length:].strip(":,")


def _without_label(text: str, sentence: Piece) -> tuple[Role | None, Piece]:
    label, length = phrases.label_of(sentence.of(text))
    start = sentence.start + length
    while label and start < sentence.end and text[start] in ":,":
        start += 1
    return label, replace(sentence, start=start)


def _cut_at_turn(text: str, sentence: Piece) -> tuple[Piece, Piece]:
    """Cut a sentence among problems where it turns to remedies; either part may be empty."""
    words = sentence.of(text)
    for span in clauses(words):
        rest = words[max(span.start, len(words) - _END) :]
        if phrases.says("turn", words[span.start : span.end]) and not phrases.ends_in_shortcoming(rest):
            head = words[: span.start].strip(",:")
            turn = sentence.start + (span.start if len(head) >= _SHORTEST_HEAD else 0)
            return replace(sentence, end=turn), replace(sentence, start=turn)
    return sentence, replace(sentence, start=sentence.end)


def _role_among_problems(words: str, sentence: Piece) -> Role:
    if phrases.names_shortcoming(words):
        return "problem"
    if phrases.leads_in(words):
        return "context"
    if phrases.begins_remedy(words) or (phrases.may_begin_remedy(words) and phrases.names_remedy(words)):
        return "measure"
    if phrases.says("success", words):
        return "achievement"
    return "problem" if sentence.first else "context"


def _falls_back(text: str, sentence: Piece) -> bool:
    """Say whether a sentence among measures admits a shortcoming, as in pairs of problem and measure."""
    words = sentence.of(text)
    if phrases.may_begin_remedy(words) or phrases.says("turn", words):
        return False
    first = next(clauses(words), None)
    return first is not None and phrases.ends_in_shortcoming(words[first.start : first.end])


def _role_among_measures(words: str) -> Role:
    if phrases.says("signature", words):
        return "context"
    if phrases.says("success", words) and not (
        phrases.may_begin_remedy(words) or phrases.says("turn", words)
    ):
        return "achievement"
    return "measure"
