"""In: a Report. Out: its statements: one shortcoming or one remedy each, with role and exact span.

The sections `problems` and `measures` are read as one run of characters without blanks (page breaks and
stray spaces cut words in real reports), cut into sentences at signs, line ends and enumerators of any
kind, given roles in order, and then cut into statements. What joins and counts stays outside the spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from nlp_reports.chinese.folding import fold
from nlp_reports.coding import phrases
from nlp_reports.coding.division import divide, trim
from nlp_reports.coding.roles import Piece, assign_roles, is_label
from nlp_reports.model import Report, Role, Section, Span, Statement

SECTIONS = ("problems", "measures")
"""The keys of the sections that hold statements."""

_ENUMERATOR = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:是|、|,|\.|:|要)|第[一二三四五六七八九十]{1,2}(?:点|条|方面)?(?:是|,|、|:)"
    r"|其[一二三四五六](?:是|,|、|:)|\([一二三四五六七八九十\d]{1,3}\)(?:是(?!否))?|[①-⑳⑴-⒛●•◆■▪]"
    r"|\d{1,2}(?:是|[.、)](?!\d))|(?:首先|其次|再次|再者|最后)(?:是|,)"
)
_COUNTED = re.compile(
    r"(?<![唯统之第同万单专进归划逐其])[一二三四五六七八九十]是|\([一二三四五六七八九十]{1,2}\)(?:是(?!否))?|[①-⑳]"
    r"|(?<=[\u4e00-\u9fff])(?<![第约共达至年月近余])[1-9][、.](?=[\u4e00-\u9fff])"
)
_ONE = {"一", "首先", "其一", "①", "⑴", "⒈", "1"}
_LONGEST_TITLE = 24
_BREAK = "\n"


class _Run(NamedTuple):
    """A section without blanks: its characters and where each stands in the document."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(self.places[start], self.places[end - 1] + 1)


def extract_statements(report: Report) -> tuple[Statement, ...]:
    """Return the statements of the sections that tell problems and measures, in the order of the text.

    A report without such sections has none; a section that names no problem has one, its "无" or,
    where nothing stands under the title, the title.
    """
    found: list[tuple[Section, _Run, Piece]] = []
    for section in report.sections:
        if section.key in SECTIONS:
            run = _run_of(report.document.text, section.body)
            pieces = tuple(_pieces(run, "measure" if section.key == "measures" else "problem"))
            if not pieces and section.key == "problems":
                run = _run_of(report.document.text, section.span)
                pieces = (Piece(0, len(run.text), role="problem"),) if run.text else ()
            found += [(section, run, piece) for piece in pieces]
    return tuple(
        _statement(report, n, section, run, piece) for n, (section, run, piece) in enumerate(found, 1)
    )


def _statement(report: Report, ordinal: int, section: Section, run: _Run, piece: Piece) -> Statement:
    span = run.span(piece.start, piece.end)
    text = report.document.text[span.start : span.end]
    return Statement(f"{report.id}-{ordinal:03d}", report.id, section.key, ordinal, piece.role, span, text)


def _run_of(text: str, span: Span) -> _Run:
    """Drop blanks; a line break stays where it ends a line that is whole in itself."""
    folded = fold(text[span.start : span.end])
    chars: list[str] = []
    places: list[int] = []
    at = span.start
    for line in folded.split("\n"):
        kept = [(char, at + i) for i, char in enumerate(line) if not char.isspace()]
        if kept and chars and _breaks("".join(chars[-_LONGEST_TITLE - 1 :]), "".join(c for c, _ in kept)):
            chars.append(_BREAK)
            places.append(kept[0][1])
        chars += [char for char, _ in kept]
        places += [place for _, place in kept]
        at += len(line) + 1
    return _Run("".join(chars), tuple(places))


def _breaks(before: str, after: str) -> bool:
    """Say whether the line end between two lines ends a sentence too, or only a printed line."""
    last = before.rsplit(_BREAK, 1)[-1]
    if last[-1:] in "。;:!?" or _ENUMERATOR.match(after) or phrases.label_of(after)[0]:
        return True
    if len(last) > _LONGEST_TITLE or "," in last:
        return False
    counted = _ENUMERATOR.match(last)
    return (counted is not None and counted[0][-1] != "是") or phrases.label_of(last)[0] is not None


def _pieces(run: _Run, role: Role) -> Iterator[Piece]:
    sentences = list(_sentences(run.text))
    bare = [each for each in sentences if not is_label(each.of(run.text))]
    if bare and all(phrases.says("nothing", each.of(run.text)) for each in bare):
        yield replace(bare[0], role="problem")
        return
    parts = [
        part for each in assign_roles(run.text, sentences, block=role) for part in divide(run.text, each)
    ]
    trimmed = [piece for part in parts if (piece := trim(run.text, part))]
    yield from _own_up(run.text, trimmed, block=role)


def _sentences(text: str) -> Iterator[Piece]:
    """Cut at 。；！？, at line ends and around enumerators; quotations and brackets are kept whole."""
    start = at = depth = 0
    item = first = one = False
    while at <= len(text):
        begins = at == start or text[at - 1] in ",:、"
        counted = None if depth else (_ENUMERATOR if begins else _COUNTED).match(text, at)
        if counted and counted.end() < len(text):
            if at > start:
                yield Piece(start, at, item, first, one)
            start = at = counted.end()
            item = first = True
            one = counted[0].strip("第点条方面是要、,.:()") in _ONE
            continue
        sign = text[at : at + 1]
        depth = _depth(text, at, depth)
        if not sign or sign == _BREAK or (sign in "。;!?" and not depth):
            if at > start:
                yield Piece(start, at, item, first, one)
                first = one = False
            start, item, depth = at + 1, item and sign != _BREAK, 0
        at += 1


def _depth(text: str, at: int, depth: int) -> int:
    """Count open quotations and brackets; one that does not close within 80 characters is none."""
    sign = text[at : at + 1]
    closing = {"“": "”", "《": "》", "(": ")", "「": "」"}.get(sign)
    if closing and closing in text[at : at + 80]:
        return depth + 1
    return max(0, depth - 1) if sign and sign in "”》)」" else depth


def _own_up(text: str, pieces: list[Piece], *, block: Role) -> Iterator[Piece]:
    """Where a lead-in is all that tells of problems, it is the problem."""
    silent = block == "problem" and not any(each.role == "problem" for each in pieces)
    for piece in pieces:
        if silent and piece.role == "context" and phrases.says("gap", piece.of(text)):
            piece, silent = replace(piece, role="problem"), False
        yield piece
