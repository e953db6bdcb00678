"""In: a sentence with its role. Out: its statements: one shortcoming or one remedy each.

"A不够，B有待提高" is two; nouns that share a predicate, a cause with its effect, and a head with the tail
that explains it are one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from nlp_reports.chinese.sentences import clauses
from nlp_reports.coding import phrases
from nlp_reports.coding.roles import Piece

_RULES = re.compile("[对将把在以从]|围绕|针对")
"""Words after which nouns are listed, even nouns that look like verbs."""

_SHORTEST_PART = 4
"""A verb with its object has at least so many characters: 完善 in 完善、规范流程 is no part of its own."""


_MOST_CLAUSES = 80
"""Clauses weighed together; no real sentence has as many, and a broken file may."""


def divide(text: str, sentence: Piece) -> Iterator[Piece]:
    """Yield the statements of one sentence, and the lead-in in front of them as context."""
    parts = [
        replace(sentence, start=sentence.start + each.start, end=sentence.start + each.end)
        for each in clauses(sentence.of(text))
    ]
    if sentence.role in _DIVIDED:
        for start in range(0, len(parts), _MOST_CLAUSES):
            yield from _DIVIDED[sentence.role](text, parts[start : start + _MOST_CLAUSES])
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
    group: list[Piece] = []
    for n, part in enumerate(parts[lead:], lead):
        if group and _is_next_problem(text, group, [each.of(text) for each in parts[n:]]):
            yield _join(group)
            group = []
        group.append(part)
    if group:
        yield _join(group)


def _length_of_lead_in(words: list[str]) -> int:
    """Count the clauses up to the last one that leads in, before anything is named that falls short."""
    length = 0
    for n, each in enumerate(words, 1):
        if phrases.leads_in(each) or (phrases.says("success", each) and not phrases.names_shortcoming(each)):
            length = n
        elif phrases.names_shortcoming(each):
            break
    return length


def _is_next_problem(text: str, group: list[Piece], rest: list[str]) -> bool:
    """Say whether the next clause begins another shortcoming; `rest` are it and those after it."""
    so_far = [each.of(text) for each in group]
    complete = any(phrases.names_shortcoming(each) and not phrases.says("cause", each) for each in so_far)
    if not complete or phrases.says("tail", rest[0]):
        return False
    if _shares_predicate(text, group[-1], rest[0]):
        return False
    if phrases.says("leaning", rest[0]) and phrases.says("topic", "".join(so_far)):
        return False
    if any(phrases.says("tail", each) for each in so_far[1:]) and _topics(so_far) & _topics(
        _up_to_shortcoming(rest)
    ):
        return False
    return any(phrases.names_shortcoming(each) and not phrases.says("tail", each) for each in rest)


def _shares_predicate(text: str, last: Piece, words: str) -> bool:
    """Say whether a clause goes on a predicate: 全面 in 不够及时、全面."""
    return (
        text[last.end : last.end + 1] == "、"
        and len(words) <= _SHORTEST_PART
        and words[-1] not in "性度"
        and not phrases.names_shortcoming(words)
    )


def _up_to_shortcoming(words: list[str]) -> list[str]:
    end = next((n for n, each in enumerate(words, 1) if phrases.names_shortcoming(each)), len(words))
    return words[:end]


def _topics(words: list[str]) -> set[str]:
    return {match[0] for each in words for match in phrases.wording("topic").finditer(each)}


def _divide_measure(text: str, parts: list[Piece]) -> Iterator[Piece]:
    while len(parts) > 1 and _only_turns(parts[0].of(text)):
        parts = parts[1:]
    group: list[Piece] = []
    for part in parts:
        if group and _is_next_measure(text, group, part):
            yield _joined_measure(text, group)
            group = []
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


def _is_next_measure(text: str, group: list[Piece], part: Piece) -> bool:
    words, before = part.of(text), group[-1].of(text)
    if min(len(words), len(before)) < _SHORTEST_PART or phrases.says("aim", words):
        return False
    if all(phrases.says("opener", each.of(text)) for each in group):
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
