"""In: every pattern of the package. Out: the promise that no text makes one of them run long."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Iterator

import pytest

import nlp_reports
from nlp_reports.coding import phrases
from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.cues import CueCoder
from nlp_reports.limits import TooSlow, time_limit
from nlp_reports.model import Role, Span, Statement

SECONDS = 10.0
"""A pattern that backtracks badly takes hours on these texts; any other, milliseconds."""
_LENGTH = 6000
ROLES: tuple[Role, ...] = ("problem", "measure")
_SIGN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]|[^\w\s]|\s")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of text that a module holds, by name, and those of the lexicon."""
    for module in pkgutil.walk_packages(nlp_reports.__path__, "nlp_reports."):
        for name, value in vars(importlib.import_module(module.name)).items():
            held = (
                value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
            )
            for number, each in enumerate(held):
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                    yield f"{module.name}.{name}.{number}", each
    _, questions = phrases.load_lexicon()
    for question in questions:
        yield f"lexicon.{question}", phrases.wording(question)  # type: ignore[arg-type]


PATTERNS = dict(patterns())


def attacks(pattern: str, dice: random.Random) -> Iterator[str]:
    """Long texts of a pattern's own signs: one again and again, two in turn, all mixed, nearly matching."""
    signs = sorted(set(_SIGN.findall(re.sub(r"\\\\[a-zA-Z]", "", pattern)))) or ["一"]
    extra = [" ", "1", "一", "年", "，", "\n", "第", "0"]
    for sign in [*dice.sample(signs, min(6, len(signs))), *extra]:
        yield sign * _LENGTH
        yield (sign + dice.choice(signs)) * (_LENGTH // 2)
    for _ in range(4):
        yield "".join(dice.choices([*signs, *extra], k=_LENGTH))
    yield (pattern.strip("^$(?:)") * (_LENGTH // len(pattern) + 1))[:_LENGTH]


def search_everywhere(pattern: re.Pattern[str], text: str) -> None:
    for _ in pattern.finditer(text):
        pass


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_runs_long(name: str) -> None:
    """On texts made to mislead it, each pattern of ours comes to an end soon."""
    pattern = PATTERNS[name]
    try:
        with time_limit(SECONDS):
            for text in attacks(pattern.pattern, random.Random(name)):
                search_everywhere(pattern, text)
    except TooSlow:
        pytest.fail(f"{name} runs long: {pattern.pattern[:120]}")


def test_the_codebook_runs_long_on_nothing() -> None:
    """Nor do the cues of all codes together, on one long statement after another."""
    coder, dice = CueCoder(load_codebook()), random.Random(1)
    words = [word for words in phrases.load_lexicon()[0].values() for word in words][:400]
    signs = sorted(set("".join(words)) - set("()|?…^$"))
    try:
        with time_limit(6 * SECONDS):
            for text in ("".join(dice.choices(signs, k=2000)) for _ in range(5)):
                statements = tuple(
                    Statement(f"r-{role}", "r", "problems", 1, role, Span(0, len(text)), text)
                    for role in ROLES
                )
                coder.code(statements)
    except TooSlow:
        pytest.fail("the cues run long")


def test_a_bad_pattern_would_be_found() -> None:
    """The attacks are strong enough for the classic mistake."""
    bad = re.compile(r"(年+)+月")
    with pytest.raises(TooSlow), time_limit(2.0):
        for text in attacks(bad.pattern, random.Random(1)):
            search_everywhere(bad, text)
