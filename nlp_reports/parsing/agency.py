"""In: a report's head, end, title and file name. Out: the places where it says who reports, best first.

Trust falls in this order: the title (as printed in the text, then the page's), the preamble, the letterhead
(a line of its own before the text), the page's label 发布机构, whom to ask with questions, the signature, the
page's label 来源, the file name. A page's labels name whoever runs the site as often as the author.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from nlp_reports.model import Span
from nlp_reports.parsing.dating import YEAR, read_year
from nlp_reports.parsing.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

Position = Literal[
    "title", "preamble", "letterhead", "publisher", "contact", "signature", "source", "file", "phrase"
]
"""`phrase`: words like a title's in running text, which tell a year but no body."""

_NAME = r"[一-鿿()·]{2,40}"
_TITLE = re.compile(
    r"(?:(?:(?:政府|政务)\s?)?信息|政务)\s?公开\s?(?:工作)?\s?(?:情况)?的?\s?(?:年度)?\s?(?:工作)?(?:情况)?"
    r"(?:总结)?\s?(?:年度\s?)?(?:报\s?告|年\s?报|总结)"
    r"(?: ?\(? ?(?P<after>20\d\d)(?!\d|年? ?\d{1,2} ?[月日.-]))?"
)
_YEAR = re.compile(rf"(?<!\d)({YEAR}) ?(?:年度?|度)?")
_APART = re.compile(r"[^一-鿿()·]")
_PREAMBLE = re.compile(rf"由 ?({_NAME}?) ?(?:汇总|组织|负责)?编制|(?:^|[,。、;]) ?({_NAME}?)编制了")
_CONTACT = re.compile(rf"请(?:径|直接)?[与向同]({_NAME}?)(?:联系|咨询|反映|反馈)|联系[: ]{{0,2}}({_NAME})")
_OFFICE = re.compile(
    r"(?<=[局厅委会署院心队关])(?:党政|综合|秘书|政府信息公开|政务公开|信息公开|工作|领导小组|科){0,4}(?:办公室|[科股处])?$"
)
_PLACE_END = re.compile(r"(?:[省市县区旗州盟镇乡]|街道|苏木)$")
_PRONOUN = re.compile(r"[我该各]|[本贵][局厅委院部处单机行乡镇街县区市]")
_TAIL_NOTE = re.compile(r"\([^()]{0,12}\)$")
_LINE_REACH, _LONGEST_LINE, _TITLE_LINES = 80, 30, 2


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the report says who reports, for which year, or both."""

    place: Position
    agency: str | None
    year: int | None
    span: Span | None


def find_mentions(*, head: str, end: str, end_start: int, title: str, file_name: str) -> tuple[Mention, ...]:
    """Return all mentions, the most trusted first.

    `head` is the folded beginning of the text, `end` its folded last lines, which begin at `end_start`;
    `title` the folded title of the document, `file_name` the folded name without its suffix.
    """
    titles = [*_titles(head), *(Mention(each.place, each.agency, each.year, None) for each in _titles(title))]
    ranked = sorted(titles, key=lambda each: (each.agency is None, each.year is None))
    mentions = [*ranked, *_by_pattern(head, _PREAMBLE, "preamble"), *_letterhead(head)]
    mentions += _by_pattern(head, _labels()[0], "publisher")
    mentions += _by_pattern(head, _CONTACT, "contact")
    mentions += _signature(end, end_start)
    mentions += _by_pattern(head, _labels()[1], "source")
    mentions += _file(file_name)
    return tuple(mentions)


def clean_name(text: str) -> str | None:
    """Return the body's name at the end of `text`, lead-in words cut off, or None where there is none."""
    vocabulary = load_vocabulary()
    name = _APART.split(text.strip())[-1].removesuffix("关于")
    name = _TAIL_NOTE.sub("", name if name.count("(") == name.count(")") else name.partition("(")[0])
    lead = vocabulary.lead_in.match(name)
    name = name[lead.end() :] if lead else name
    if name.endswith("人民"):
        name += "政府"  # 壶镇镇人民(政府信息公开) shares the word with what follows
    if not 2 <= len(name) <= 40:
        return None
    return name if _is_body(name) and not _PRONOUN.match(name) else None


def _is_body(name: str) -> bool:
    vocabulary = load_vocabulary()
    zone = vocabulary.zone.match(name)
    whole_zone = zone is not None and zone.end() == len(name)
    return whole_zone or bool(vocabulary.body_end.search(name) or _PLACE_END.search(name))


def _titles(text: str) -> Iterator[Mention]:
    for match in _TITLE.finditer(text):
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LINE_REACH)
        left, year, right = _around_year(text[start : match.start()])
        alone = not left.strip() and not right.strip()
        if alone:  # a title of several lines: the body, the year, the words
            left, above, right = _around_year(_lines_before(text, start))
            year = year or above
        name = _better(clean_name(left), clean_name(right))
        year = year or match["after"]
        if name or year:
            place: Position = "title" if name or alone else "phrase"
            yield Mention(place, name, read_year(year) if year else None, Span(start, match.end()))


def _around_year(text: str) -> tuple[str, str | None, str]:
    """Return what stands before the last year of `text`, the year, and what stands after."""
    years = list(_YEAR.finditer(text))
    if not years:
        return text, None, ""
    return text[: years[-1].start()], years[-1][1], text[years[-1].end() :]


def _better(left: str | None, right: str | None) -> str | None:
    """The name nearer to the title's words, unless it only repeats part of the other: 海关总署2010年海关…"""
    return left if left and (not right or right in left) else right


def _lines_before(text: str, start: int) -> str:
    lines = [line.strip() for line in text[max(0, start - _LINE_REACH) : start].split("\n")]
    filled = [line for line in lines if line and len(line) <= _LONGEST_LINE]
    return " ".join(filled[-_TITLE_LINES:])


def _by_pattern(text: str, pattern: re.Pattern[str], place: Position) -> Iterator[Mention]:
    for match in pattern.finditer(text):
        printed = next((group for group in match.groups() if group), "")
        name = clean_name(_OFFICE.sub("", printed) if place == "contact" else printed)
        if name:
            yield Mention(place, name, None, Span(match.start(), match.end()))


def _letterhead(head: str) -> Iterator[Mention]:
    """A body's name that has a line to itself before the text proper."""
    position = 0
    for line in head.split("\n")[:12]:
        bare = line.strip()
        if len(bare) <= _LONGEST_LINE and not _APART.search(bare) and (name := clean_name(bare)) == bare:
            yield Mention("letterhead", name, None, Span(position, position + len(line)))
        position += len(line) + 1


def _signature(end: str, end_start: int) -> Iterator[Mention]:
    position = end_start
    for line in end.split("\n"):
        name = clean_name(line) if len(line.strip()) <= _LONGEST_LINE else None
        if name and name == line.strip():
            yield Mention("signature", name, None, Span(position, position + len(line)))
        position += len(line) + 1


def _file(file_name: str) -> Iterator[Mention]:
    found = list(_titles(file_name))
    years = {year for match in _YEAR.finditer(file_name.replace("_", " ")) if (year := read_year(match[1]))}
    year = years.pop() if len(years) == 1 else None
    parts = (clean_name(part) for part in _APART.split(file_name))
    name = next((name for name in (*(each.agency for each in found), *parts) if name), None)
    if name or year:
        yield Mention("file", name, year, None)


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    vocabulary = load_vocabulary()
    publisher, source = (
        re.compile(rf"(?:{words})[\]】]?[: \n|]{{1,4}}({_NAME})")
        for words in (vocabulary.publishers, vocabulary.sources)
    )
    return publisher, source
