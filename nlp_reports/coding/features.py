"""In: a statement's text. Out: its runs of one to four characters, each with its place.

Runs of characters find what no word list knows and what a tokenizer would cut wrongly; words beside them add
nothing (DESIGN.md, ablation).
"""

from __future__ import annotations

from typing import NamedTuple

RUNS = (1, 2, 3, 4)
"""Lengths of the runs."""


class Feature(NamedTuple):
    """A feature's name, and the characters `[start, end)` of the text that it is about."""

    name: str
    start: int
    end: int


def statement_features(text: str, role: str) -> list[Feature]:
    """Return the features of a statement said in `role`; `text` is folded and holds no blanks."""
    last = len(text)
    places = [(max(at - 1, 0), min(at + n - 1, last)) for n in RUNS for at in range(last + 2 - n + 1)]
    names = feature_names(text, role)
    return [Feature(name, *place) for name, place in zip(names, [*places, (0, 0)], strict=True)]


def feature_names(text: str, role: str) -> list[str]:
    """Return the names of the same features in the same order; ^ and $ stand for the statement's ends."""
    whole = f"^{text}$"
    return [*("c " + whole[at : at + n] for n in RUNS for at in range(len(whole) - n + 1)), f"r {role}"]
