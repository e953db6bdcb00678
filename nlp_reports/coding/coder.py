"""In: Statements and coders. Out: every coder's Codings, kept apart.

A coder is anything with a name and a method `code`. It may abstain (say nothing of a code) and may reject;
no coder sees or overwrites what another said. A coder that breaks on a statement has not abstained: its
outcome there is `failed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from nlp_reports.model import Coding, Statement

CUES, MODEL = "cues", "model"
"""The names of the coders that come with the package."""

EVERY_CODE = "*"
"""Stands for a code in a coding that failed: nothing is known of any code."""


class Coder(Protocol):
    """Says of statements which codes they have."""

    @property
    def name(self) -> str:
        """The name under which its codings are kept."""

    def code(self, statements: Sequence[Statement]) -> tuple[Coding, ...]:
        """Return codings of `statements`; of a code that it says nothing of, it abstains."""


def code_statements(statements: Sequence[Statement], *, coders: Iterable[Coder]) -> tuple[Coding, ...]:
    """Return the codings of every coder, coder by coder, in the order of the statements."""
    return tuple(coding for coder in coders for coding in _codings(coder, statements))


def _codings(coder: Coder, statements: Sequence[Statement]) -> tuple[Coding, ...]:
    """Code all at once; where that breaks, one by one, so that only the guilty statement fails."""
    try:
        return coder.code(statements)
    except Exception:
        if len(statements) == 1:
            return (Coding(statements[0].id, EVERY_CODE, coder.name, "failed", 0.0, None),)
        return tuple(coding for each in statements for coding in _codings(coder, (each,)))
