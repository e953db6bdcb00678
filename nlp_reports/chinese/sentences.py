"""In: a text. Out: spans of its sentences and of its clauses, quotations and brackets kept whole.

A sentence ends at 。！？； or a line break, a clause also at ，、 and ：. Spans hold no closing sign and no
blanks at their ends. Full-width and half-width signs are the same; the text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Span

_SENTENCE_ENDS = "。!?;\n"
_CLAUSE_ENDS = _SENTENCE_ENDS + ",、:"

# What stands between a pair of signs is one piece, but only within a line and a reasonable length.
_KEPT_WHOLE = re.compile(
    r"《[^《》\n]{0,80}》|“[^“”\n]{0,80}”|「[^「」\n]{0,80}」|〔[^〔〕\n]{0,20}〕|\([^()\n]{0,80}\)"
)


def sentences(text: str) -> Iterator[Span]:
    """Yield the spans of the sentences of `text` in order; empty ones are left out."""
    return _pieces(text, _SENTENCE_ENDS)


def clauses(text: str) -> Iterator[Span]:
    """Yield the spans of the clauses of `text` in order; empty ones are left out.

    The sign before a clause is the text between it and the one before.
    """
    return _pieces(text, _CLAUSE_ENDS)


def _pieces(text: str, ends: str) -> Iterator[Span]:
    folded = fold(text)
    whole = {match.start(): match.end() for match in _KEPT_WHOLE.finditer(folded)}
    start = at = 0
    while at < len(folded):
        if at in whole:
            at = whole[at]
        elif folded[at] in ends and not _is_inside_a_number(folded, at):
            yield from _without_blanks(folded, start, at)
            start = at = at + 1
        else:
            at += 1
    yield from _without_blanks(folded, start, len(folded))


def _is_inside_a_number(folded: str, at: int) -> bool:
    """Say whether the comma or colon at `at` stands between two digits: `1,234`, `12:30`."""
    return folded[at] in ",:" and folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit()


def _without_blanks(folded: str, start: int, end: int) -> Iterator[Span]:
    piece = folded[start:end]
    left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    if left < right:
        yield Span(start + left, start + right)
