"""In: a sentence with its role. Out: its statements: one shortcoming or one remedy each.

"A不够，B有待提高" is two; nouns that share a predicate, a cause with its effect, and a head with the tail
that explains it are one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from nlp_reports.chinese.sentences import clauses
from nlp_reports.coding import phrases
from nlp_reports.coding.roles import Piece

_RULES = re.compile("[对将把在以从]|围绕|针对")
"""Words after which nouns are listed, even nouns that look like verbs."""

_SHORTEST_PART = 4
"""A verb with its object has at least so many characters: 完善 in 完善、规范流程 is no part of its own."""


class _Clause(NamedTuple):
    """A clause and what its words say, asked once."""

    piece: Piece
    words: str
    lacks: bool
    tail: bool
    topics: frozenset[str]


def divide(text: str, sentence: Piece) -> Iterator[Piece]:
    """Yield the statements of one sentence, and the lead-in in front of them as context."""
    parts = [
        replace(sentence, start=sentence.start + each.start, end=sentence.start + each.end)
        for each in clauses(sentence.of(text))
    ]
    if sentence.role in _DIVIDED:
        yield from _DIVIDED[sentence.role](text, parts)
    elif parts:
        yield _join(parts)


def trim(text: str, piece: Piece) -> Piece | None:
    """Drop the words that only join or close a list; return None where nothing is left."""
    start, end = piece.start, piece.end
    while match := phrases.wording("connector").match(text[start:end]):
        if match.end() == 0:
            break
        start += match.end()
    words = text[start:end].rstrip(":,、")
    closing = phrases.wording("trailer").search(words)
    if closing and closing.start() > 1:
        words = words[: closing.start()]
    return replace(piece, start=start, end=start + len(words)) if words else None


def _divide_problem(text: str, parts: list[Piece]) -> Iterator[Piece]:
    lead = 0 if parts and parts[0].item else _length_of_lead_in([each.of(text) for each in parts])
    if lead:
        yield replace(_join(parts[:lead]), role="context")
    rest = [_clause(text, each) for each in parts[lead:]]
    group = _Group()
    for clause, ahead in zip(rest, _ahead(rest), strict=True):
        if group.pieces and _is_next_problem(text, group, clause, ahead):
            yield _join(group.pieces)
            group = _Group()
        group.take(clause)
    if group.pieces:
        yield _join(group.pieces)


def _clause(text: str, piece: Piece) -> _Clause:
    words = piece.of(text)
    topics = frozenset(match[0] for match in phrases.wording("topic").finditer(words))
    return _Clause(piece, words, phrases.names_shortcoming(words), phrases.says("tail", words), topics)


class _Ahead(NamedTuple):
    """What a clause and those after it say: is another shortcoming named, and of which topics is the next."""

    falls_short: bool
    topics: frozenset[str]


def _ahead(rest: list[_Clause]) -> list[_Ahead]:
    """Return what stands ahead of each clause, looked up once from the end."""
    found: list[_Ahead] = []
    after = _Ahead(False, frozenset())
    for each in reversed(rest):
        topics = each.topics if each.lacks else each.topics | after.topics
        after = _Ahead(after.falls_short or (each.lacks and not each.tail), topics)
        found.append(after)
    return found[::-1]


class _Group:
    """The clauses of one shortcoming so far, and what they have said."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.complete = self.tailed = False
        self.topics: frozenset[str] = frozenset()

    def take(self, clause: _Clause) -> None:
        self.tailed = self.tailed or (clause.tail and bool(self.pieces))
        self.complete = self.complete or (clause.lacks and not phrases.says("cause", clause.words))
        self.topics |= clause.topics
        self.pieces.append(clause.piece)


def _length_of_lead_in(words: list[str]) -> int:
    """Count the clauses up to the last one that leads in, before anything is named that falls short."""
    length = 0
    for n, each in enumerate(words, 1):
        if phrases.leads_in(each) or (phrases.says("success", each) and not phrases.names_shortcoming(each)):
            length = n
        elif phrases.names_shortcoming(each):
            break
    return length


def _is_next_problem(text: str, group: _Group, clause: _Clause, ahead: _Ahead) -> bool:
    """Say whether the next clause begins another shortcoming."""
    if not group.complete or clause.tail or not ahead.falls_short:
        return False
    if _shares_predicate(text, group.pieces[-1], clause):
        return False
    if group.topics and phrases.says("leaning", clause.words):
        return False
    return not (group.tailed and group.topics & ahead.topics)


def _shares_predicate(text: str, last: Piece, clause: _Clause) -> bool:
    """Say whether a clause goes on a predicate: 全面 in 不够及时、全面."""
    return (
        text[last.end : last.end + 1] == "、"
        and len(clause.words) <= _SHORTEST_PART
        and clause.words[-1] not in "性度"
        and not clause.lacks
    )


def _divide_measure(text: str, parts: list[Piece]) -> Iterator[Piece]:
    first = next((n for n, each in enumerate(parts) if not _only_turns(each.of(text))), len(parts) - 1)
    group: list[Piece] = []
    only_opens = True
    for part in parts[max(first, 0) :]:
        if group and not only_opens and _is_next_measure(text, group[-1], part):
            yield _joined_measure(text, group)
            group, only_opens = [], True
        only_opens = only_opens and phrases.says("opener", part.of(text))
        group.append(part)
    if group:
        yield _joined_measure(text, group)


def _joined_measure(text: str, group: list[Piece]) -> Piece:
    whole = _join(group)
    words = whole.of(text)
    empty = phrases.says("announce", words) or (len(group) == 1 and _only_turns(words))
    return replace(whole, role="context") if empty else whole


def _only_turns(words: str) -> bool:
    """Say whether a clause only turns to remedies (下一步, 针对上述问题) and names none."""
    turn = phrases.wording("turn").match(words)
    if turn is None:
        return False
    return words.startswith("针对") or (
        len(words) - turn.end() < _SHORTEST_PART and not phrases.names_remedy(words)
    )


def _is_next_measure(text: str, last: Piece, part: Piece) -> bool:
    words, before = part.of(text), last.of(text)
    if min(len(words), len(before)) < _SHORTEST_PART or phrases.says("aim", words):
        return False
    if text[part.start - 1] == "、":
        return phrases.begins_remedy(words) and len(before) > _SHORTEST_PART and not _RULES.search(before)
    return phrases.may_begin_remedy(words)


_DIVIDED: dict[str, Callable[[str, list[Piece]], Iterator[Piece]]] = {
    "problem": _divide_problem,
    "measure": _divide_measure,
}


def _join(parts: list[Piece]) -> Piece:
    return replace(parts[0], end=parts[-1].end)
