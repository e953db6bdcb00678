"""In: a Report. Out: its statements: one shortcoming or one remedy each, with role and exact span.

The sections `problems` and `measures` are read as one run of characters without blanks (page breaks and
stray spaces cut words in real reports), cut into clauses, and joined to statements by a trained model. What
joins and counts stays outside the spans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.chinese.folding import fold
from nlp_reports.coding import phrases
from nlp_reports.coding.clauses import BREAK, ENUMERATOR, Piece, split_clauses, split_sentences
from nlp_reports.coding.labelling import label_clauses
from nlp_reports.coding.phrases import Label, Question
from nlp_reports.model import Report, Role, Section, Span, Statement

if TYPE_CHECKING:
    from nlp_reports.coding.linear import Linear

SECTIONS = ("problems", "measures")
"""The keys of the sections that hold statements."""

_BLOCKS: dict[str, Label] = {"problems": "problem", "measures": "measure"}
_BEFORE: dict[Role, tuple[Question, ...]] = {
    "problem": ("connector", "owner", "connector"),
    "measure": ("connector", "promiser"),
}
_LONGEST_TITLE = 24
_SHORTEST = 5
"""Characters of a point that is too short to name both a thing and what is wrong with it."""


class Run(NamedTuple):
    """A section without blanks: its characters and where each stands in the document."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return where the characters `[start, end)` of the run stand in the document."""
        return Span(self.places[start], self.places[end - 1] + 1)


def extract_statements(
    report: Report, *, model: Linear | None = None, sections: tuple[str, ...] = SECTIONS
) -> tuple[Statement, ...]:
    """Return the statements of `sections`, in the order of the text.

    `model` gives roles and bounds, by default the shipped one. A report without such sections has no
    statements; a section that names no problem has one, its "无" or, where nothing stands under the title,
    the title.
    """
    text = report.document.text
    found = (
        (section.key, each)
        for section in report.sections
        if section.key in sections
        for each in spans_of(text, section, model=model or _shipped())
    )
    return tuple(
        Statement(f"{report.id}-{n:03d}", report.id, key, n, role, span, text[span.start : span.end])
        for n, (key, (span, role)) in enumerate(found, 1)
    )


def spans_of(text: str, section: Section, *, model: Linear) -> Iterator[tuple[Span, Role]]:
    """Yield where the statements of a section stand in `text`, and their roles.

    In a section on the year as a whole, what was done is an achievement until the text turns to what is
    to come.
    """
    run = run_of(text, section.body)
    pieces = tuple(_pieces(run.text, model, block=_BLOCKS.get(section.key, "problem")))
    if not pieces and section.key == "problems":
        run = run_of(text, section.span)
        pieces = (Piece(0, len(run.text), role="problem"),) if run.text else ()
    looks_ahead = section.key in _BLOCKS
    for each in pieces:
        looks_ahead = looks_ahead or phrases.says("turn", each.of(run.text))
        done = each.role == "measure" and not looks_ahead
        yield run.span(each.start, each.end), "achievement" if done else each.role


def _shipped() -> Linear:
    from nlp_reports.coding.trained import load_trained

    return load_trained().roles


def run_of(text: str, span: Span) -> Run:
    """Drop the blanks of `span`; a line break stays where it ends a line that is whole in itself."""
    folded = fold(text[span.start : span.end])
    chars: list[str] = []
    places: list[int] = []
    at = span.start
    for line in folded.split("\n"):
        kept = [(char, at + i) for i, char in enumerate(line) if not char.isspace()]
        if kept and chars and _breaks("".join(chars[-_LONGEST_TITLE - 1 :]), "".join(c for c, _ in kept)):
            chars.append(BREAK)
            places.append(kept[0][1])
        chars += [char for char, _ in kept]
        places += [place for _, place in kept]
        at += len(line) + 1
    return Run("".join(chars), tuple(places))


def _breaks(before: str, after: str) -> bool:
    """Say whether the line end between two lines ends a sentence too, or only a printed line."""
    last = before.rsplit(BREAK, 1)[-1]
    if last[-1:] in "。;:!?" or ENUMERATOR.match(after) or phrases.label_of(after)[0]:
        return True
    if len(last) > _LONGEST_TITLE or "," in last:
        return False
    counted = ENUMERATOR.match(last)
    return (counted is not None and counted[0][-1] != "是") or phrases.label_of(last)[0] is not None


def clauses_of(text: str) -> list[Piece]:
    """Return the clauses of a run, in order; what follows a label (改进措施：) begins a sentence."""
    clauses = [
        part
        for sentence in split_sentences(text)
        for clause in split_clauses(text, sentence)
        for part in _listed(text, clause)
    ]
    labelled = [False, *(_is_label(each.of(text)) for each in clauses)]
    return [replace(each, opens=each.opens or after) for each, after in zip(clauses, labelled, strict=False)]


def _pieces(text: str, model: Linear, *, block: Label) -> Iterator[Piece]:
    clauses = clauses_of(text)
    bare = [each for each in clauses if not _is_label(each.of(text))]
    if bare and all(phrases.says("nothing", each.of(text)) for each in bare):
        yield replace(bare[0], role="problem")
        return
    parts = [
        piece
        for part in label_clauses(text, clauses, model, block=block)
        if not _is_label(part.of(text)) and (piece := trim(text, part))
    ]
    yield from _own_up(text, parts, block=block)


def _listed(text: str, clause: Piece) -> Iterator[Piece]:
    """Cut a list (内容不全、更新不及时) where two points that follow each other both admit a shortcoming."""
    start = clause.start
    words = clause.of(text)
    if "、" in words and not phrases.begins_remedy(words):
        signs = [clause.start + n for n, sign in enumerate(words) if sign == "、"]
        for end, after in pairwise([*signs, clause.end]):
            if phrases.names_shortcoming(text[start:end]) and _stands_alone(text[end + 1 : after]):
                yield _part(clause, start, end)
                start = end + 1
    yield _part(clause, start, clause.end)


def _stands_alone(point: str) -> bool:
    return len(point) > _SHORTEST and point[0] not in "不欠缺" and phrases.names_shortcoming(point)


def _part(clause: Piece, start: int, end: int) -> Piece:
    begins = start == clause.start
    return replace(clause, start=start, end=end, opens=clause.opens and begins, first=clause.first and begins)


def _is_label(text: str) -> bool:
    label, length = phrases.label_of(text)
    return label is not None and not text[length:].strip(":,")


def trim(text: str, piece: Piece) -> Piece | None:
    """Drop the words that only join or close a list; return None where nothing is left."""
    start, end = piece.start, piece.end
    for question in _BEFORE.get(piece.role, ("connector",)):
        while (match := phrases.wording(question).match(text[start:end])) and match.end():
            start += match.end()
    words = text[start:end].rstrip(":,、")
    closing = phrases.wording("trailer").search(words)
    if closing and closing.start() > 1:
        words = words[: closing.start()]
    return replace(piece, start=start, end=start + len(words)) if words else None


def _own_up(text: str, pieces: list[Piece], *, block: Label) -> Iterator[Piece]:
    """Where a lead-in is all that tells of problems, it is the problem."""
    silent = block == "problem" and not any(each.role == "problem" for each in pieces)
    for piece in pieces:
        if silent and piece.role == "context" and phrases.says("gap", piece.of(text)):
            piece, silent = replace(piece, role="problem"), False
        yield piece
