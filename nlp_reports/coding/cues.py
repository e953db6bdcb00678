"""In: Statements and a codebook. Out: the codes whose cues the statements hold, with the matched words.

The score of a coding is the share of its evidence that the cue itself names: 1.0 where its words stand
next to each other, less the longer the gaps between them; always above 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nlp_reports.chinese.folding import fold
from nlp_reports.coding.coder import CUES
from nlp_reports.coding.patterns import compile_patterns, to_regex
from nlp_reports.coding.phrases import says
from nlp_reports.model import Code, Codebook, Coding, Outcome, Span, Statement

CUE_ROLES = ("problem", "measure")
"""The roles that carry codes; cues for `any` serve both, cues for `not` take back in both."""

_CLAUSE_ENDS = ",;。:"
LONGEST = 1200
"""Characters of a statement that are searched; no real one is as long, and a broken file may be."""


class Hit(NamedTuple):
    """A cue found at `[start, end)` of a text without blanks; `counts` is False where it is taken back."""

    start: int
    end: int
    score: float
    counts: bool


@dataclass(frozen=True, slots=True)
class CodeCues:
    """The compiled cues of one code."""

    code: str
    alone: bool
    yields_to: frozenset[str]
    by_role: dict[str, re.Pattern[str] | None]
    taken_back: tuple[re.Pattern[str], ...]

    def find(self, text: str, role: str) -> Hit | None:
        """Return the first hit that counts, else the first that was taken back, else None.

        `text` is folded and holds no blanks.
        """
        cues = self.by_role.get(role)
        match = cues.search(text) if cues else None
        if cues is None or match is None:
            return None
        barred = [each.span() for pattern in self.taken_back for each in pattern.finditer(text)]
        first = match
        while match:
            if not any(start < match.end() and match.start() < end for start, end in barred):
                return _hit(match, counts=True)
            match = cues.search(text, match.start() + 1)
        return _hit(first, counts=False)


def compile_cues(code: Code) -> CodeCues:
    """Return a code's cues ready for use; raises PatternError for a pattern that is not well formed."""
    by_role = {
        role: compile_patterns(cue for kind, cue in code.cues if kind in (role, "any")) for role in CUE_ROLES
    }
    # One by one: in one alternation a match of the first would hide what it overlaps.
    taken_back = tuple(re.compile(to_regex(cue)) for kind, cue in code.cues if kind == "not")
    return CodeCues(code.id, code.alone, frozenset(code.yields_to), by_role, taken_back)


class _Found(NamedTuple):
    """A statement, the hits in it, and where each character of the searched text stands in its own."""

    statement: Statement
    hits: list[tuple[CodeCues, Hit]]
    places: list[int]

    @property
    def is_measure(self) -> bool:
        return self.statement.role == "measure"

    @property
    def is_specific(self) -> bool:
        return any(hit.counts and not cues.alone for cues, hit in self.hits)

    def stands_aside(self, concrete: Mapping[tuple[str, str], int]) -> bool:
        """Say whether other statements of the report say what this one only hints at.

        That is a vow beside a concrete measure, and a gap before the concrete problems of a list.
        """
        first = concrete.get((self.statement.report_id, self.statement.role))
        if first is None:
            return False
        leads = self.statement.ordinal < first
        return self.is_measure or (
            leads and says("lead_in", without_blanks(self.statement.text[:LONGEST])[0])
        )


class CueCoder:
    """Assigns the codes whose cues a statement holds; rejects those whose every cue was taken back.

    A code that counts only alone is rejected where the statement has another; in a measure also where
    another measure of the report has one, for a vow is left out beside a concrete measure. Statements
    that are neither problem nor measure get nothing.
    """

    def __init__(self, codebook: Codebook, *, name: str = CUES) -> None:
        """Compile the cues of `codebook`; raises PatternError (load_codebook has checked them)."""
        self.name = name
        self._codes = tuple(compile_cues(code) for code in codebook.codes)
        self._cues = {code.id: code.cues for code in codebook.codes}

    def code(self, statements: Sequence[Statement]) -> tuple[Coding, ...]:
        """Return the codings of the statements, in their order and then in the codebook's."""
        found = [_Found(each, *self._find(each)) for each in statements if each.role in CUE_ROLES]
        concrete: dict[tuple[str, str], int] = {
            (each.statement.report_id, each.statement.role): each.statement.ordinal
            for each in reversed(found)
            if each.is_specific
        }
        return tuple(
            self._coding(each, cues, hit, crowded=each.is_specific or each.stands_aside(concrete))
            for each in found
            for cues, hit in each.hits
        )

    def reasons(self, statement: Statement, code: str) -> tuple[tuple[str, float], ...]:
        """Return the words of a statement that cues of a code match, with the score of each."""
        text, _ = without_blanks(statement.text[:LONGEST])
        kinds = (statement.role, "any", "not")
        found = (
            match
            for kind, cue in self._cues.get(code, ())
            if kind in kinds and (match := re.search(to_regex(cue), text))
        )
        return tuple((match[0], _hit(match, counts=True).score) for match in found)

    def _find(self, statement: Statement) -> tuple[list[tuple[CodeCues, Hit]], list[int]]:
        text, places = without_blanks(statement.text[:LONGEST])
        hits = [(cues, hit) for cues in self._codes if (hit := cues.find(text, statement.role))]
        return [
            (cues, hit._replace(counts=False) if _yields(text, cues, hit, hits) else hit)
            for cues, hit in hits
        ], places

    def _coding(self, found: _Found, cues: CodeCues, hit: Hit, *, crowded: bool) -> Coding:
        counts = hit.counts and not (cues.alone and crowded)
        base = found.statement.span.start
        evidence = Span(base + found.places[hit.start], base + found.places[hit.end - 1] + 1)
        outcome: Outcome = "assigned" if counts else "rejected"
        return Coding(found.statement.id, cues.code, self.name, outcome, hit.score, evidence)


def _yields(text: str, cues: CodeCues, hit: Hit, hits: Sequence[tuple[CodeCues, Hit]]) -> bool:
    """Say whether a code that `cues` yields to is found in the same clause."""
    if not cues.yields_to:
        return False
    start = max(text.rfind(sign, 0, hit.start) for sign in _CLAUSE_ENDS) + 1
    ends = (at for sign in _CLAUSE_ENDS if (at := text.find(sign, hit.end)) >= 0)
    end = min(ends, default=len(text))
    return any(
        each.code in cues.yields_to and found.counts and found.start < end and start < found.end
        for each, found in hits
    )


def without_blanks(text: str) -> tuple[str, list[int]]:
    """Return `text` folded and without blanks, and where each of its characters stands in `text`."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    folded = fold(text)
    return "".join(folded[at] for at in places), places


def _hit(match: re.Match[str], *, counts: bool) -> Hit:
    start, end = match.span()
    gaps = sum(len(gap) for gap in match.groups() if gap)
    return Hit(start, end, round((end - start - gaps) / (end - start), 3), counts)
