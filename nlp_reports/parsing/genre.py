"""In: a Report. Out: whether it is an annual report on disclosure at all, or only a text about reports.

The title tells best; without one, what the text holds: the form's tables, or the sections of its outline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.errors import ResourceError
from nlp_reports.parsing.sections.headings import PINYIN
from nlp_reports.parsing.sections.outline import load_outlines
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp_reports.model import Report

RESOURCE = "genre.yaml"
_HEAD, _LEAD, _NEAR = 2000, 80, 8
"""Characters in which a title may stand, before its words, and around them for its year, across lines."""
_SECTIONS, _TELLING, _ARTICLES = 3, 2, 5
"""Sections that a text without a title must have, telling ones of them; articles that make a regulation."""
_SENTENCES = re.compile(r"[。!?]")
_PUNCTUATION = re.compile(r"[。;,!?、《“‘\n]")
_LEAD_IN = re.compile(r"[>:|】\]]")
_ANNEX = re.compile(r"附件?\d{0,2}[:、.]?[^\n:]{0,30}$")


@dataclass(frozen=True, slots=True)
class Genre:
    """The words that tell the genre, compiled; `genre.yaml` says what each pattern means."""

    report: re.Pattern[str]
    runs_on: re.Pattern[str]
    year: re.Pattern[str]
    body: re.Pattern[str]
    about: re.Pattern[str]
    retold: re.Pattern[str]
    notice: re.Pattern[str]
    other: re.Pattern[str]
    preamble: re.Pattern[str]
    self_named: re.Pattern[str]
    article: re.Pattern[str]
    telling_sections: frozenset[str]


@cache
def load_genre() -> Genre:
    """Return the shipped words. Raises ResourceError where they are not well formed."""
    data = load_yaml("templates", RESOURCE)
    try:
        telling = frozenset(data["telling_sections"])
        patterns = {name: re.compile(each) for name, each in data.items() if name != "telling_sections"}
        return Genre(telling_sections=telling, **patterns)
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ResourceError("checks.bad_template", file=RESOURCE, place="-", reason=error) from error


def is_annual_report(report: Report) -> bool:
    """Tell whether `report` is an annual report on disclosure, the blank form included.

    Guides, regulations, notices about the reports, accounts and lists of links to reports are none.
    """
    text = _squeeze(report.document.text)
    head = f"{_squeeze(report.document.title)}\n{text[:_HEAD]}"
    if not report.tables and _is_list(text):
        return False
    title = next(_titles(head), None)
    notice = _notice(head)
    if notice is not None and (title is None or notice < title):
        return False
    if title is not None or report.tables or report.form == "2014":
        return True
    if _is_other(head, text):
        return False
    return _has_sections(report) or (bool(report.sections) and bool(load_genre().preamble.search(head)))


def _squeeze(text: str) -> str:
    """Return `text` as the patterns want it: one spelling, no pinyin, no white space but line breaks."""
    spelt = PINYIN.sub("", fold(text))
    return "\n".join(filter(None, ("".join(line.split()) for line in spelt.split("\n"))))


def _titles(text: str) -> Iterator[int]:
    """Yield where the title of a report begins: on a line of its own, or at the beginning of one."""
    genre = load_genre()
    for match in genre.report.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        lead = text[start : match.start()]
        annex = start > 2 * _LEAD and _ANNEX.match(lead)  # further down it is what a letter encloses
        if len(lead) > _LEAD or annex or genre.runs_on.match(text, match.end()):
            continue
        own = _LEAD_IN.split(lead)[-1]
        if _PUNCTUATION.search(own) or genre.retold.search(own):
            continue
        above = text[max(0, start - 1 - _LEAD) : max(0, start - 1)].rpartition("\n")[2]
        near = above[-_NEAR:] + own + match[0] + text[match.end() : match.end() + _NEAR]
        if genre.year.search(near) or _says_who(own):
            yield start


def _says_who(lead: str) -> bool:
    genre = load_genre()
    return bool(genre.body.search(lead) or genre.about.match(lead))


def _notice(head: str) -> int | None:
    for match in load_genre().notice.finditer(head):
        start = head.rfind("\n", 0, match.start()) + 1
        if match.start() - start <= _LEAD and not _PUNCTUATION.search(head, start, match.start()):
            return start
    return None


def _is_list(text: str) -> bool:
    """Tell whether the text is little but titles of several reports."""
    genre = load_genre()
    named = {
        line
        for line in re.split(r"\n|(?<=报告)(?=\d{4}-)|(?<=年报)(?=\d{4}-)", text)
        if (match := genre.report.search(line)) and genre.year.search(line[: match.start()])
    }
    sentences = len(_SENTENCES.findall(text))
    return len(named) >= 2 and sentences * 2 < len(named) - 1


def _is_other(head: str, text: str) -> bool:
    genre = load_genre()
    if genre.self_named.search(text) or len(set(genre.article.findall(text))) >= _ARTICLES:
        return True
    for match in genre.other.finditer(head):
        start = head.rfind("\n", 0, match.start()) + 1
        lead = head[max(start, match.start() - _LEAD) : match.start()]
        dated = genre.year.search(lead[-7:]) and lead.endswith(("年", "年度"))
        if not _PUNCTUATION.search(lead) and (dated or genre.body.search(lead)):
            return True
    return False


def _has_sections(report: Report) -> bool:
    keys = {section.key for section in report.sections} & {each.key for each in load_outlines().sections}
    return len(keys) >= _SECTIONS and len(keys & load_genre().telling_sections) >= _TELLING
