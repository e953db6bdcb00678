"""In: a statement's text. Out: its words, pairs of words and runs of characters, each with its place.

Words, as `chinese.tokens` cuts them, tell a term from its characters; runs of two to four characters find
what no word list knows, and what was cut wrongly.
"""

from __future__ import annotations

from typing import NamedTuple

from nlp_reports.chinese.tokens import words

RUNS = (2, 3, 4)
"""Lengths of the runs of characters."""


class Feature(NamedTuple):
    """A feature's name, and the characters `[start, end)` of the text that it is about."""

    name: str
    start: int
    end: int


def statement_features(text: str, role: str) -> list[Feature]:
    """Return the features of a statement said in `role`; `text` is folded and holds no blanks."""
    return [Feature(f"r {role}", 0, 0), *word_features(text), *run_features(text)]


def word_features(text: str) -> list[Feature]:
    """Return words and pairs of neighbouring words; signs are none."""
    found: list[Feature] = []
    before: Feature | None = None
    at = 0
    for word in words(text):
        start, at = at, at + len(word)
        if not word.isalnum():
            continue
        found.append(Feature(f"w {word}", start, at))
        if before:
            found.append(Feature(f"p {before.name[2:]} {word}", before.start, at))
        before = Feature(f"w {word}", start, at)
    return found


def run_features(text: str) -> list[Feature]:
    """Return every run of two to four characters; ^ and $ stand for the statement's ends."""
    whole = f"^{text}$"
    return [
        Feature(f"c {whole[at : at + n]}", max(at - 1, 0), min(at + n - 1, len(text)))
        for n in RUNS
        for at in range(len(whole) - n + 1)
    ]
