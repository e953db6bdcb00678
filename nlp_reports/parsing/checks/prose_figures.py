"""In: folded prose. Out: its Figures: each number with its unit, its words before and after, and its year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from nlp_reports.chinese.numerals import NUMBER, to_number
from nlp_reports.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import Document, Section, StatutoryTable

REACH = 48
"""How many characters before a figure are read at most."""

MOST = 1000
"""How many figures of a section are looked at; a real one has fewer, a hostile one costs no time."""

_SENTENCE = re.compile(r"[^。!?;\n]{1,600}")
_TOKEN = re.compile(
    rf"(?P<percent>[0-9]{{1,4}}(?:\.[0-9]{{1,4}})?)%|(?P<number>{NUMBER.pattern})"
    r"(?P<unit>[余多]?(?:件次|人次|万元|件|起|宗|条|份|个|项|例|次|元)(?:案件)?)?"
)
_RIGHT = re.compile(r"[^,:、()0-9]{0,24}(?:[0-9]{4}年)?[^,:、()0-9]{0,8}")
_YEAR = re.compile(r"(?<![至到入])(20[0-4][0-9])年")
_ENDS = (",", "、", ")", "(", ":", "")
_SCALE = {"元": 1e-4}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in prose. `before` reaches back to the figure before it, `after` to the next sign.

    Both are freed of white space. `year` is the last one named before it in its sentence; `value` counts
    in 万元 where the unit is money; `rough`: it is printed in 万 or 亿, and so rounded. `sentence` is the
    number of its sentence, `line` that of its line.
    """

    value: float
    percent: bool
    unit: str
    span: Span
    before: str
    after: str
    year: int | None
    sentence: int
    line: int
    decimals: int
    rough: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without white space: `places[i]` is where character i stands in the text."""

    text: str
    places: Sequence[int]
    line: int

    def span(self, start: int, end: int) -> Span:
        """Return the place in the text of the characters `start` to `end`."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def year(self, end: int) -> int | None:
        """Return the last year named before character `end`."""
        years = _YEAR.findall(self.text, 0, end)
        return int(years[-1]) if years else None


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of one section, those of its tables left out."""

    section: Section
    sentences: tuple[Sentence, ...]


def find_passages(
    document: Document, folded: str, *, sections: Sequence[Section], tables: Sequence[StatutoryTable]
) -> tuple[Passage, ...]:
    """Return the prose of `sections`; `folded` is the folded text, which sentences are spans of."""
    without = [block.span for block in document.blocks if block.kind == "table"]
    without += [table.span for table in tables]
    return tuple(
        Passage(each, tuple(find_sentences(folded, each.body, without=without))) for each in sections
    )


def find_sentences(folded: str, span: Span, *, without: Sequence[Span] = ()) -> Iterator[Sentence]:
    """Yield the sentences of a part of `folded`, but for those that touch a span of `without`."""
    line, at = 0, span.start
    for match in _SENTENCE.finditer(folded, span.start, span.end):
        start, end = match.span()
        line += folded.count("\n", at, start)
        at = start
        if any(each.start < end and start < each.end for each in without):
            continue
        places = [place for place in range(start, end) if not folded[place].isspace()]
        if places:
            yield Sentence("".join(folded[place] for place in places), places, line)


def find_figures(sentences: Sequence[Sentence]) -> tuple[Figure, ...]:
    """Return the counts, amounts and percentages of `sentences` in order, no numbers of other kinds."""
    found = (figure for number, each in enumerate(sentences) for figure in _figures(each, number))
    return tuple(islice(found, MOST))


def _figures(sentence: Sentence, number: int) -> Iterator[Figure]:
    text, last = sentence.text, 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        unit, printed = match["unit"] or "", match["percent"] or match["number"]
        value = to_number(printed) if _is_figure(match) else None
        if value is None:
            continue
        right = _RIGHT.match(text, end)
        yield Figure(
            value=round(float(value) * _SCALE.get(unit, 1.0), 10),
            percent=match["percent"] is not None,
            unit=unit,
            span=sentence.span(start, end),
            before=text[max(last, start - REACH) : start],
            after=right[0] if right else "",
            year=sentence.year(start),
            sentence=number,
            line=sentence.line,
            decimals=len(printed.partition(".")[2]),
            rough=printed.endswith(("万", "亿")),
        )
        last = end


def _is_figure(match: re.Match[str]) -> bool:
    """Tell a figure from an article's number (第二十条), a year and a number in a list."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if before == "第":
        return False
    return bool(match["percent"] or match["unit"]) or (after in _ENDS and before not in ("", "(", "、"))
