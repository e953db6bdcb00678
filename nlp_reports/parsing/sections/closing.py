"""In: a text and where its last section stands. Out: where the report ends, before signature, date and page.

Reports close with the agency's name and a date; pages go on with attachments, links and menus. These are
told by the form of whole sentences and lines, never by a word inside one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nlp_reports.parsing.sections.headings import PINYIN
from nlp_reports.parsing.sections.outline import Closing, load_outlines

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["blank", "signer", "date", "page", "text"]
"""What a line or sentence is: empty, a name that signs, a date, a part of the page, or the report's text."""

MOST_SENTENCES = 2
"""A date or a link with more sentences behind it stands in the middle of a text, not at its end."""

_PIECE = re.compile(r"[^\n。]*。[^\S\n]*|[^\n。]+|\n")
_INK = re.compile(r"\S+")
_AFTER_PINYIN = re.compile(rf".*{PINYIN.pattern}", re.DOTALL)
_ENDS = tuple("。;!?:)】”》…")
_SENTENCE = 25
"""Characters from which a line is text of the report even where its full stop is missing."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a section's text ends; `sure` is False where short lines stand last that may be the page's."""

    place: int
    sure: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    words: str
    kind: Kind


def find_ending(spelt: str, *, start: int, limit: int) -> Ending:
    """Return where the section's text ends that stands in the folded text from `start` to at most `limit`."""
    patterns = load_outlines().closing
    limit = _furniture(spelt, start, limit, patterns)
    pieces = [
        _Piece(begin, words, _kind(words, patterns))
        for found in _PIECE.finditer(spelt, start, limit)
        for begin, words in _apart(spelt, found.start(), found.end(), patterns)
    ]
    end = _first_closing(pieces)
    while end and pieces[end - 1].kind in ("blank", "signer") and not _only_text(pieces, end - 1):
        end -= 1
    place = pieces[end].start if end < len(pieces) else limit
    return Ending(place, sure=_is_sure(pieces[:end]))


def _furniture(spelt: str, start: int, limit: int, patterns: Closing) -> int:
    for found in patterns.furniture.finditer(spelt, start, limit):
        before = spelt[max(0, found.start() - 9) : found.start()]
        if before[-1].isspace() or (before[-1] in "。!;>]】)" and not _AFTER_PINYIN.fullmatch(before)):
            return found.start()
    return limit


def _apart(spelt: str, start: int, end: int, patterns: Closing) -> Iterator[tuple[int, str]]:
    """Yield a line or sentence, and apart from it a signature and a date that stand behind it on its line."""
    place = end
    for found in reversed(list(_INK.finditer(spelt, start, end))):
        wanted = patterns.date if place == end else patterns.signer
        if found.start() == start or not wanted.fullmatch(found.group()):
            break
        place = found.start()
    yield start, _squeeze(spelt[start:place])
    if place < end:
        yield place, _squeeze(spelt[place:end])


def _squeeze(text: str) -> str:
    return PINYIN.sub("", "".join(text.split()))


def _kind(words: str, patterns: Closing) -> Kind:
    if not words.strip("|-_*>#"):
        return "blank"
    if len(words) > 2 * _SENTENCE:
        return "text"
    if patterns.date.fullmatch(words):
        return "date"
    if patterns.page.fullmatch(words) or patterns.furniture.match(words):
        return "page"
    return "signer" if patterns.signer.fullmatch(words) else "text"


def _first_closing(pieces: list[_Piece]) -> int:
    """Return the place of the first date or link with little text behind it, else the end."""
    behind = sum(piece.words.endswith("。") for piece in pieces)
    for place, piece in enumerate(pieces):
        behind -= piece.words.endswith("。")
        if piece.kind in ("date", "page") and behind <= MOST_SENTENCES:
            return place
    return len(pieces)


def _only_text(pieces: list[_Piece], place: int) -> bool:
    """Whether a name is all that the section says: then it is no signature."""
    return pieces[place].kind == "signer" and all(piece.kind == "blank" for piece in pieces[:place])


def _is_sure(pieces: list[_Piece]) -> bool:
    said = [piece for piece in pieces if piece.kind != "blank"]
    if len(said) < 2:
        return True
    last = said[-1].words
    return last.endswith(_ENDS) or len(last) >= _SENTENCE or bool(load_outlines().closing.item.match(last))
