"""In: a statement's text. Out: its words, pairs of words and runs of characters, each with its place.

Words, as `chinese.tokens` cuts them, tell a term from its characters; runs of up to four characters find
what no word list knows, and what was cut wrongly.
"""

from __future__ import annotations

from typing import NamedTuple

from nlp_reports.chinese.tokens import words

RUNS = (1, 2, 3, 4)
"""Lengths of the runs of characters."""


class Feature(NamedTuple):
    """A feature's name, and the characters `[start, end)` of the text that it is about."""

    name: str
    start: int
    end: int


def statement_features(text: str, role: str) -> list[Feature]:
    """Return the features of a statement said in `role`; `text` is folded and holds no blanks."""
    told = _words(text)
    places = [(start, end) for _, start, end in told] + _run_places(len(text)) + [(0, 0)]
    return [Feature(name, *place) for name, place in zip(feature_names(text, role), places, strict=True)]


def feature_names(text: str, role: str) -> list[str]:
    """Return the names of the same features in the same order, without their places."""
    return [*(name for name, _, _ in _words(text)), *_run_names(text), f"r {role}"]


def _words(text: str) -> list[tuple[str, int, int]]:
    """Words and pairs of neighbouring words; signs are none."""
    found: list[tuple[str, int, int]] = []
    before, begun, at = "", 0, 0
    for word in words(text):
        start, at = at, at + len(word)
        if word.isalnum():
            found.append((f"w {word}", start, at))
            if before:
                found.append((f"p {before} {word}", begun, at))
            before, begun = word, start
    return found


def _run_names(text: str) -> list[str]:
    """Every run of up to four characters; ^ and $ stand for the statement's ends."""
    whole = f"^{text}$"
    return ["c " + whole[at : at + n] for n in RUNS for at in range(len(whole) - n + 1)]


def _run_places(length: int) -> list[tuple[int, int]]:
    return [(max(at - 1, 0), min(at + n - 1, length)) for n in RUNS for at in range(length + 2 - n + 1)]
