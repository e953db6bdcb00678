"""In: a Document. Out: every place that may be a heading, with what speaks for it.

Headings stand on their own line, or in the middle of a report that is one line; they are numbered
一、 or 1. or 第一部分 or not at all; spaces and line breaks fall inside them. So they are looked for in a
view of the text without white space, which remembers where its characters came from and where lines
began. Nothing is decided here: see `sections`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from nlp_reports.chinese.folding import fold
from nlp_reports.chinese.numerals import to_number
from nlp_reports.model import Span
from nlp_reports.parsing.sections.outline import load_outlines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp_reports.model import Document
    from nlp_reports.parsing.sections.outline import OutlineSection

Style = Literal["chinese", "part", "arabic", "bracket", "annex", "bare"]
"""How a heading is numbered: 一、 · 第一部分 · 1. · （一） · 附件1： · not at all."""

Position = Literal["line", "gap", "stop", "inside"]
"""What stands before a heading: a line break, a space, the end of a sentence, or other text."""

Match = Literal["title", "core", "unknown"]
"""A known title, only its telling words, or a numbered heading that nobody knows."""

LONGEST_HEADING = 40
"""Characters; a longer line is a paragraph."""

_CHINESE = "一二三四五六七八九十"
_PLAIN = re.compile(rf"[{_CHINESE}]{{1,2}}(?![{_CHINESE}、.,:是])")
_ORDINAL = re.compile(
    rf"第(?P<part>[{_CHINESE}\d]{{1,3}})(?:部分|章)[、.:,]?"
    rf"|\((?P<bracket>[{_CHINESE}]{{1,3}})\)[、.]?"
    rf"|(?P<chinese>[{_CHINESE}]{{1,3}})[、.,:]"
    r"|(?P<arabic>[1-9]\d?)[、.)](?!\d)"
    r"|(?P<annex>附(?:件|表|录)?\d{0,2})[:、.]"
)
_COUNTING = {"arabic": frozenset("0123456789."), "chinese": frozenset(f"〇○零百第{_CHINESE}")}
_INK = re.compile(r"[^\s(]+|\((?!\s*[a-zü\u00e0-\u01dc]{1,7}\s*\))|\([a-zü\u00e0-\u01dc]{1,7}\)")
PINYIN = re.compile(r"\([a-zü\u00e0-\u01dc]{1,7}\)")
"""What mirrors leave behind a Traditional character in folded text; it is no part of a word."""

_STOPS = frozenset('。!?;:)】》”"')
_LIST_BEFORE = frozenset("、,;“\"《「'和与及第(")
_LIST_AFTER = frozenset(",;、…")
_LEADER = re.compile(r"[.·…．]{4,}\d{0,3}")
_SEPARATORS = " \n\t,;、"
_LEADERS = " \t\n\u3000.·…．-0123456789"


@dataclass(frozen=True, slots=True)
class Heading:
    """A place that may be a heading.

    `span` runs from the ordinal to the title's end with its closing 。 or ：, `title` is the words
    alone, `words` the same folded and without white space. `alone`: nothing else on the line.
    `listed`: commas around it make it an item of a list, or it is a line of a table of contents.
    `content`: what follows fits its key.
    """

    span: Span
    title: Span
    words: str
    key: str | None
    match: Match
    style: Style
    ordinal: int | None
    position: Position
    alone: bool
    listed: bool
    content: bool


def find_headings(document: Document) -> tuple[Heading, ...]:
    """Return the candidates of `document` in text order; tables hold none, but in rows of one full cell."""
    spelt = fold(document.text)
    view = _squeeze(spelt, _without_tables(document, spelt))
    numbered = [*_numbered(view), *_spaced(view)]
    taken = {place for heading in numbered for place in range(heading.span.start, heading.span.end)}
    bare = [heading for heading in _bare(view) if heading.span.start not in taken]
    found = sorted(numbered + bare, key=lambda heading: heading.span.start)
    return tuple(_mark_contents(list(_mark_lists(found, spelt)), document.text))


@dataclass(frozen=True, slots=True)
class _View:
    """Text without white space and tables: `origin[i]` is where its character i stands in `spelt`.

    `edges` are the places where a run of ink begins, with what stands before it; `lines` those of them
    that begin a line.
    """

    spelt: str
    text: str
    origin: list[int]
    edges: dict[int, Position]
    lines: list[int]

    def line_end(self, place: int) -> int:
        after = bisect_right(self.lines, place)
        return self.lines[after] if after < len(self.lines) else len(self.text)

    def span(self, start: int, end: int) -> Span:
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def following(self, place: int) -> str:
        """The next 60 characters or so behind `place`, tables too."""
        start = self.origin[place - 1] + 1
        return "".join(self.spelt[start : start + 200].split())[:60]

    def position(self, place: int) -> Position:
        if place == 0 or place in self.edges:
            return self.edges.get(place, "line")
        return "stop" if self.text[place - 1] in _STOPS else "inside"

    def ends(self, place: int) -> bool:
        return place >= len(self.text) or place in self.edges


def _mark_lists(headings: list[Heading], text: str) -> Iterator[Heading]:
    """Mark a list's later items, too: numbered on from a listed heading, with nothing between the two."""
    before: Heading | None = None
    for heading in headings:
        runs_on = (
            before is not None
            and before.listed
            and None not in (before.ordinal, heading.ordinal)
            and before.style == heading.style
            and cast(int, heading.ordinal) == cast(int, before.ordinal) + 1
            and not text[before.span.end : heading.span.start].strip(_SEPARATORS)
        )
        before = replace(heading, listed=True) if runs_on else heading
        yield before


def _mark_contents(headings: list[Heading], text: str) -> Iterator[Heading]:
    """Mark the lines of a table of contents: empty headings in a row, whose titles stand again below."""
    top = [heading for heading in headings if heading.style != "bracket"]
    last = {heading.key: heading.span.start for heading in top if heading.key}
    empty = [
        heading.key is not None
        and last[heading.key] > heading.span.start
        and not text[heading.span.end : after.span.start].strip(_LEADERS)
        for heading, after in pairwise(top)
    ]
    in_a_row = {
        heading.span
        for heading, before, here, after in zip(
            top, [False, *empty], empty, [*empty[1:], False], strict=False
        )
        if here and (before or after)
    }
    for heading in headings:
        yield replace(heading, listed=True) if heading.span in in_a_row else heading


def _without_tables(document: Document, text: str) -> str:
    """Blank the tables out, but for rows where one cell alone holds text: layout, or a heading."""
    pieces, done = [], 0
    for block in document.blocks:
        if block.kind != "table":
            continue
        full = [cell for cell in block.grid if cell.span.start < cell.span.end]
        cells = Counter(cell.row for cell in full)
        for cell in full:
            if cells[cell.row] == 1 and cell.span.start >= done:
                pieces += [_blank(text, done, cell.span.start, block.span.start)]
                pieces += [text[cell.span.start : cell.span.end]]
                done = cell.span.end
        pieces += [_blank(text, done, block.span.end, block.span.start)]
        done = max(done, block.span.end)
    return "".join(pieces) + text[done:]


def _blank(text: str, start: int, end: int, table: int) -> str:
    prose = text[start : max(start, table)]
    return prose + "\n" * (max(end, start) - start - len(prose))


def _squeeze(spelt: str, prose: str) -> _View:
    pieces: list[str] = []
    origin: list[int] = []
    edges: dict[int, Position] = {}
    lines: list[int] = []
    end = 0
    for ink in _INK.finditer(prose):
        if PINYIN.fullmatch(ink.group()):
            end = ink.end()
            continue
        if ink.start() > end or not origin:
            line = not origin or "\n" in prose[end : ink.start()]
            edges[len(origin)] = "line" if line else "gap"
            if line:
                lines.append(len(origin))
        pieces.append(ink.group())
        origin.extend(range(ink.start(), ink.end()))
        end = ink.end()
    return _View(spelt, "".join(pieces), origin, edges, lines)


def _numbered(view: _View) -> Iterator[Heading]:
    for found in _ORDINAL.finditer(view.text):
        style, digits = next((name, value) for name, value in found.groupdict().items() if value)
        start = _own_start(view, found.start(), len(digits)) if style in _COUNTING else found.start()
        digits = digits[start - found.start() :] if style in _COUNTING else digits
        glued = style in _COUNTING and start not in view.edges and view.text[start - 1] in _COUNTING[style]
        heading = _title(view, start, found.end(), cast(Style, style), digits)
        if heading and not (glued and heading.match != "title"):
            yield heading


def _spaced(view: _View) -> Iterator[Heading]:
    """Lines that begin with a number and a space, or with a number alone, before a known title: 一 概述."""
    for start in view.lines:
        number = _PLAIN.match(view.text, start)
        if not number:
            continue
        words = number.end()
        known = _known(view, words)
        if known and view.ends(known[2]):
            key, match, end = known
            ordinal = _number(number.group())
            yield _heading(view, start, words, end, key=key, match=match, style="chinese", ordinal=ordinal)


def _own_start(view: _View, start: int, length: int) -> int:
    """Where an ordinal begins: a page number or a cell's figure before it is no part of it: 12 + 3、."""
    last = start + length - 1
    if start not in view.edges and view.text[start - 1].isdigit():
        return last
    return next((place for place in range(last, start, -1) if place in view.edges), start)


def _title(view: _View, start: int, words: int, style: Style, digits: str) -> Heading | None:
    key, match, end = _known(view, words) or _guess(view, start, words, style) or (None, None, 0)
    if match is None or (style == "annex" and key != "statistics"):
        return None
    return _heading(view, start, words, end, key=key, match=match, style=style, ordinal=_number(digits))


def _known(view: _View, words: int) -> tuple[str | None, Match, int] | None:
    if load_outlines().table_rows.match(view.text, words):
        return None
    best: tuple[int, OutlineSection] | None = None
    for section in load_outlines().sections:
        found = section.titles.match(view.text, words)
        if found and (best is None or found.end() > best[0]):
            best = found.end(), section
    if best is None:
        return None
    end, section = best
    return section.key, "title", _whole(view, end)


def _whole(view: _View, end: int) -> int:
    """Where a title ends that goes on behind its known words: with a second part, or to the line's end."""
    more = load_outlines().more.match(view.text, end)
    if more and view.ends(more.end()):
        return more.end()
    line_end = view.line_end(end - 1)
    return line_end if load_outlines().rest.fullmatch(view.text, end, line_end) else end


def _guess(view: _View, start: int, words: int, style: Style) -> tuple[str | None, Match, int] | None:
    """A numbered line that says none of the known titles, or the like run into the text."""
    if load_outlines().table_rows.match(view.text, words):
        return None
    if view.position(start) == "line":
        end = view.line_end(words)
        line = view.text[words:end].rstrip("。:;,")
        if 2 <= len(line) <= LONGEST_HEADING and "。" not in line:
            core = next((each for each in load_outlines().sections if each.core.search(line)), None)
            return core.key if core else None, "core" if core else "unknown", words + len(line)
        return None
    found = load_outlines().run_in.match(view.text, words)
    if found and style in ("chinese", "part") and view.position(start) in ("gap", "stop"):
        return None, "unknown", found.end()
    return None


def _bare(view: _View) -> Iterator[Heading]:
    """Known titles without a number, that fill their line or stand between two spaces."""
    for start, after in pairwise([*view.edges, len(view.text)]):
        ends = {after, view.line_end(start)} if view.edges[start] == "line" else {after}
        for end in sorted(ends, reverse=True):
            if end - start > LONGEST_HEADING:
                continue
            words = view.text[start:end].rstrip("。:")
            key = next((each.key for each in load_outlines().sections if each.titles.fullmatch(words)), None)
            if key:
                last = start + len(words)
                yield _heading(view, start, start, last, key=key, match="title", style="bare", ordinal=None)
                break


def _heading(
    view: _View,
    start: int,
    words: int,
    end: int,
    *,
    key: str | None,
    match: Match,
    style: Style,
    ordinal: int | None,
) -> Heading:
    close = end + 1 if view.text[end : end + 1] in ("。", ":") else end
    section = next((each for each in load_outlines().sections if each.key == key), None)
    listed = (end < len(view.text) and view.text[end] in _LIST_AFTER) or bool(_LEADER.match(view.text, end))
    if view.position(start) in ("stop", "inside"):
        listed = listed or (start > 0 and view.text[start - 1] in _LIST_BEFORE)
    return Heading(
        span=view.span(start, close),
        title=view.span(words, end),
        words=view.text[words:end],
        key=key,
        match=match,
        style=style,
        ordinal=ordinal,
        position=view.position(start),
        alone=close >= len(view.text) or view.edges.get(close) == "line",
        listed=listed,
        content=bool(section and section.content.search(view.following(close))),
    )


def _number(digits: str) -> int | None:
    """Return an ordinal's number, None for 附件 and for what is none."""
    number = to_number(digits)
    return number if isinstance(number, int) and 0 < number < 100 else None
