"""In: a sentence or clause, folded and without blanks. Out: what its wording does there.

All wording is data (`resources/lexicon/statements.yaml`); this module only asks it questions.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

from nlp_reports.coding.patterns import compile_with, expand_lists

Question = Literal[
    "problem_label", "measure_label", "no_label", "turn", "lead_in", "specific", "gap", "success",
    "nothing", "deficiency_end", "connector", "promiser", "owner", "trailer",
]  # fmt: skip
"""What can be asked of a piece of text; each is a list of patterns in the lexicon."""

Label = Literal["problem", "measure"]
"""What a label announces."""

_LABELS: tuple[tuple[Label, Question], ...] = (("problem", "problem_label"), ("measure", "measure_label"))


@cache
def load_lexicon() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the word lists that every pattern may name, and the patterns of each question."""
    import yaml

    text = files("nlp_reports").joinpath("resources", "lexicon", "statements.yaml").read_text("utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return expand_lists(data["words"]), {name: tuple(each) for name, each in data["roles"].items()}


@cache
def wording(question: Question) -> re.Pattern[str]:
    """Return the compiled patterns of one question."""
    words, questions = load_lexicon()
    return compile_with(questions[question], words)


@cache
def _beginning(*lists: str) -> re.Pattern[str]:
    words, _ = load_lexicon()
    return compile_with([f"^{{{each}}}" for each in lists], words)


@cache
def _lacking() -> re.Pattern[str]:
    words, _ = load_lexicon()
    return compile_with(["{不足}"], words)


@cache
def _moving() -> re.Pattern[str]:
    words, _ = load_lexicon()
    return compile_with(["{改进}"], words)


def says(question: Question, text: str) -> bool:
    """Answer one question about `text`."""
    return wording(question).search(text) is not None


def names_shortcoming(text: str) -> bool:
    """Say whether some word of `text` tells that a thing is short of what it should be."""
    return _lacking().search(text) is not None


def begins_remedy(text: str) -> bool:
    """Say whether `text` begins with a word that can only begin a remedy."""
    return _beginning("改进").match(text) is not None


def names_remedy(text: str) -> bool:
    """Say whether some word of `text` puts a remedy into motion."""
    return _moving().search(text) is not None


def may_begin_remedy(text: str) -> bool:
    """Say whether `text` begins with a word with which remedies begin, among other things."""
    return _beginning("改进", "着手").match(text) is not None


def leads_in(text: str) -> bool:
    """Say whether a clause only leads up to a list: no thing is named that falls short."""
    return says("lead_in", text) and not says("specific", text)


def ends_in_shortcoming(text: str) -> bool:
    """Say whether `text` admits a shortcoming by its last words, wherever it stands."""
    return says("deficiency_end", text) and not begins_remedy(text)


def label_of(text: str) -> tuple[Label | None, int]:
    """Return which block a line or beginning announces, and how many characters announce it.

    A label is a whole line, or ends at a colon, or is glued to a text that cannot continue it.
    """
    for role, question in _LABELS:
        match = wording(question).match(text)
        if match and match.end():
            rest = text[match.end() :]
            if not rest or rest[0] in ":。;" or not says("no_label", rest):
                return role, match.end()
    return None, 0
