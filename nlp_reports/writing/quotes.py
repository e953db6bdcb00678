"""In: statements of one code. Out: a few of them to quote, typical or telling, from different hands."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST, LONGEST = 12, 72
"""Characters between which a statement reads well as a quotation."""

SURE = 0.6
"""Statements whose coding is less sure are quoted last."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement in the report's own words, and where it stands.

    `start` and `end` are character offsets in the report's text; `n_codes` is the number of codes the
    statement carries, `score` how sure its coding is, `typical` how near it is to what most statements of
    the code say, `specific` how much it names (each 0 to 1).
    """

    statement_id: str
    report_id: str
    text: str
    start: int | None
    end: int | None
    agency: str | None
    year: int | None
    path: str
    n_codes: int = 1
    score: float = 1.0
    typical: float = 0.0
    specific: float = 0.0


def choose_quotes(
    candidates: Iterable[Quote], *, most: int, lot: str = "", telling: bool = False
) -> tuple[Quote, ...]:
    """Return at most `most` quotes, the best first; agencies and years take turns, repeated texts last.

    The best are the most typical ones, with `telling` those that name the most. Equals are ordered by a
    checksum of `lot` and their id: as if by lot, so that one agency does not lead every list, and yet the
    same for the same corpus.
    """
    turns: Counter[tuple[object, ...]] = Counter()
    seen: set[str] = set()
    placed: list[tuple[tuple[bool, int], Quote]] = []
    for quote in sorted(candidates, key=lambda each: _fitness(each, lot, telling)):
        agency = quote.agency or quote.report_id
        placed.append(((quote.text in seen, turns["agency", agency]), quote))
        turns["agency", agency] += 1
        seen.add(quote.text)
    ordered: list[tuple[tuple[bool, int, int], int, Quote]] = []
    for place, ((again, turn), quote) in enumerate(sorted(placed, key=lambda each: each[0])):
        year = ("year", again, turn, quote.year)
        ordered.append(((again, turn, turns[year]), place, quote))
        turns[year] += 1
    return tuple(quote for _, _, quote in sorted(ordered, key=lambda each: each[:2])[:most])


def _fitness(quote: Quote, lot: str, telling: bool) -> tuple[object, ...]:
    length = len(quote.text)
    misfit = max(SHORTEST - length, length - LONGEST, 0)
    drawn = zlib.crc32(f"{lot}{quote.statement_id}".encode())
    worth = (-quote.specific, quote.n_codes) if telling else (quote.n_codes, -quote.typical)
    return misfit, quote.score < SURE, *worth, drawn, quote.statement_id
