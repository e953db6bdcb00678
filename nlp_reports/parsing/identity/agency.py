"""In: a report's head, end, title, furniture and file name. Out: where it says who reports, best first.

Trust falls in this order: the title (as printed in the text, then the page's), the preamble, the letterhead
(a line of its own before the text), the page's label 发布机构, whom to ask with questions, the signature, the
page's label 来源, the overview's first sentence, the body's guide and catalogue, the page's breadcrumb and
foot, the file name. A page's labels name whoever runs the site as often as the author.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from nlp_reports.model import Span
from nlp_reports.parsing.identity.dating import YEAR, read_year
from nlp_reports.parsing.identity.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

Position = Literal[
    "title",
    "page_title",
    "preamble",
    "letterhead",
    "publisher",
    "contact",
    "signature",
    "origin",
    "overview",
    "furniture",
    "file",
    "text",
]
"""`publisher` and `origin` are a page's labels 发布机构 and 来源; `text` are words like a title's in
running text, which tell a year but no body, and the name of the body's own guide to its information."""

_NAME = r"[一-鿿()·]{2,40}"
_TITLE = re.compile(
    r"(?:(?:(?:政府|政务)\s?)?信息|政务)\s?公开\s?(?:工作)?\s?(?:情况)?的?\s?(?:年度)?\s?(?:工作)?(?:情况)?"
    r"(?:总结)?\s?(?:年度\s?)?(?:报\s?告|年\s?报|总结)"
    r"(?: ?\(? ?(?P<after>20\d\d)(?!\d|年? ?\d{1,2} ?[月日.-]))?"
)
_NOTICE = re.compile(r"[^《》\n]{0,30}(?:通知|意见|函|办法|方案)》")
_YEAR = re.compile(rf"(?<!\d)({YEAR}) ?(?:年度?|度)?")
_APART = re.compile(r"[^一-鿿()·]")
_PREAMBLE = re.compile(
    rf"由 ?({_NAME}?) ?(?:(?:汇总|组织|负责)?编制|根据|依据|按照|结合)|(?:^|[,。、;]) ?({_NAME}?)编制了"
)
_CONTACT = re.compile(
    rf"(?:[请可]|或直接)(?:径|直接)?[与向同]({_NAME}?)(?:联系|联络|咨询|反映|反馈)"
    rf"|联系[: ]{{0,2}}({_NAME})|致电({_NAME})"
)
_OFFICE = re.compile(
    r"(?<=[局厅委会署院心队关府处镇乡室])(?:党政|综合|督考|秘书|政府信息|政务|信息|新闻|公开|服务|和|信访|工作|领导小组"
    r"|科|督查|文秘|行政|事务|管理){1,6}(?:办公室|办|中心|[科股处室])?$"
)
_OWN_OFFICE = re.compile(r"(?:(?<=[局厅委会署院心队关])|(?<=[镇乡]政府)|(?<=[镇乡]人民政府))办公室$")
_OVERVIEW = re.compile(
    rf"({YEAR}) ?年(?:度|以来)?[,，]?({_NAME}?)(?:(?:政府信息|政务|信息)公开(?:工作)?)?"
    r"(?=坚持|坚决|继续|围绕|认真|严格|以习|按照|在|高度|持续|全面|深入|紧紧|积极|切实|进一步|始终|不断|依托|贯彻|牢固|紧扣|共|主动)"
)
_TRAIL = re.compile(r"(?:当前|您的|所在|您现在的)(?:的)?位置[: ]([^\n]{2,120})")
_STEP = re.compile(r"[>»/›]+")
_PLACE_END = re.compile(r"(?:[省市县区旗州盟镇乡]|街道?|苏木)$")
_NO_PLACE = re.compile(r"(?:街道?|[镇乡])(?:办事处|(?:人民)?政府)?")
_PRONOUN = re.compile(r"自治[区州县旗]|[我该各在]|办公室$|[本贵][局厅委院部处单机行乡镇街县区市]")
_NEIGHBOUR = re.compile(r"(?:上|下)一?(?:篇|条|页)[^\n]{0,60}$|采集时间[^\n]{0,20}$")
"""What stands before the title of another page."""
_COMPILED = re.compile(r"编制了|发布了|公布了")
_NOBODY = frozenset({"全市", "全县", "全区", "全省", "全州", "全镇", "全乡", "平台", "本市", "本县", "本区"})
_TWICE = re.compile(r"^.{0,12}?(.{4,20})\1$")
"""A letterhead and a title that lost the line between them."""
_TAIL_NOTE = re.compile(r"\([^()]{0,12}\)$")
_GUIDE = re.compile(r"(?:政府)?信息公开(?:指南|目录)")
_LINE_REACH, _LONGEST_LINE, _TITLE_LINES, _TOP = 80, 30, 2, 600


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the report says who reports, for which year, or both."""

    place: Position
    agency: str | None
    year: int | None
    span: Span | None


def find_mentions(
    *, head: str, end: str, end_start: int, title: str, furniture: str, file_name: str
) -> tuple[Mention, ...]:
    """Return all mentions, the most trusted first.

    `head` is the folded beginning of the text, `end` its folded last lines, which begin at `end_start`;
    `title` the folded title of the document, `furniture` what reading left out of the page, `file_name`
    the folded name without its suffix.
    """
    publisher, origin, sponsor = _labels()
    mentions = [*sorted(_titles(head), key=_completeness), *sorted(_page_titles(title), key=_completeness)]
    mentions += _by_pattern(head, _PREAMBLE, "preamble")
    mentions += _letterhead(head)
    mentions += _by_pattern(head, publisher, "publisher")
    mentions += _by_pattern(head, _CONTACT, "contact")
    mentions += _signature(end, end_start)
    mentions += _by_pattern(head, origin, "origin")
    mentions += _overview(head)
    mentions += _guides(head)
    mentions += _trail(f"{furniture}\n{head}")
    mentions += (_without_span(each) for each in _by_pattern(furniture, sponsor, "furniture"))
    mentions += _file(file_name)
    return tuple(mentions)


def _completeness(mention: Mention) -> tuple[bool, bool, bool]:
    """A title that names a body and a year comes first; at the top of a page, a body before a bare place."""
    agency, span = mention.agency, mention.span
    below = span is not None and span.start > _TOP
    return agency is None, mention.year is None, below or bool(agency and _PLACE_END.search(agency))


def _page_titles(title: str) -> Iterator[Mention]:
    for each in _titles(title):
        yield Mention("page_title" if each.place == "title" else each.place, each.agency, each.year, None)


def _without_span(mention: Mention) -> Mention:
    return Mention(mention.place, mention.agency, mention.year, None)


def clean_name(text: str) -> str | None:
    """Return the body's name at the end of `text`, lead-in words cut off, or None where there is none."""
    vocabulary = load_vocabulary()
    name = _APART.split(text.strip())[-1].removesuffix("关于")
    name = _TAIL_NOTE.sub("", name if name.count("(") == name.count(")") else name.partition("(")[0])
    lead = vocabulary.lead_in.match(name)
    name = name[lead.end() :] if lead else name
    verb = vocabulary.verb.match(name)
    name = name[verb.end() :] if verb else name
    if name.endswith("人民"):
        name += "政府"  # 壶镇镇人民(政府信息公开) shares the word with what follows
    name = _TWICE.sub(r"\1", _COMPILED.split(name)[-1])
    if not 2 <= len(name) <= 40 or name in _NOBODY:
        return None
    nobody = _PRONOUN.match(name) or _NO_PLACE.fullmatch(name)
    return name if _is_body(name) and not nobody else None


def _is_body(name: str) -> bool:
    vocabulary = load_vocabulary()
    zone = vocabulary.zone.match(name)
    whole_zone = zone is not None and zone.end() == len(name)
    return whole_zone or bool(vocabulary.body_end.search(name) or _PLACE_END.search(name))


def _titles(text: str) -> Iterator[Mention]:
    for match in _TITLE.finditer(text):
        if _NOTICE.match(text, match.end()) or _NEIGHBOUR.search(
            text, max(0, match.start() - _LINE_REACH), match.start()
        ):
            continue
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LINE_REACH)
        left, year, right = _around_year(text[start : match.start()])
        alone = not left.strip() and not right.strip()
        if alone:  # a title of several lines: the body, the year, the words
            left, above, right = _around_year(_lines_before(text, start))
            year = year or above
        name = _better(clean_name(left), clean_name(right))
        year = year or match["after"]
        if name or year:
            place: Position = "title" if name or alone else "text"
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
        if place in ("contact", "preamble"):
            printed = _OFFICE.sub("", printed)
        name = clean_name(_OWN_OFFICE.sub("", printed) if place == "contact" else printed)
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


def _overview(head: str) -> Iterator[Mention]:
    """What a year's first sentence speaks of: 2022年,青禾市水利局坚持…"""
    for match in _OVERVIEW.finditer(head):
        if name := clean_name(match[2]):
            yield Mention("overview", name, read_year(match[1]), Span(match.start(), match.end()))


def _guides(head: str) -> Iterator[Mention]:
    """Whose guide or catalogue the report speaks of: 《青禾市水利局政府信息公开指南》."""
    for match in _GUIDE.finditer(head):
        start = max(0, match.start() - _LINE_REACH)
        if name := clean_name(head[start : match.start()]):
            yield Mention("text", name, None, Span(match.start(), match.end()))


def _trail(text: str) -> Iterator[Mention]:
    """The breadcrumb's last step that is a body: 首页 > 水利局 > 信息公开年报."""
    for match in _TRAIL.finditer(text):
        steps = [step.strip() for step in _STEP.split(match[1])]
        names = [step for step in steps if step and clean_name(step) == step]
        yield from (Mention("furniture", name, None, None) for name in reversed(names))


def _file(file_name: str) -> Iterator[Mention]:
    found = list(_titles(file_name))
    years = {year for match in _YEAR.finditer(file_name.replace("_", " ")) if (year := read_year(match[1]))}
    year = years.pop() if len(years) == 1 else None
    parts = (clean_name(part) for part in _APART.split(file_name))
    name = next((name for name in (*(each.agency for each in found), *parts) if name), None)
    if name or year:
        yield Mention("file", name, year, None)


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    vocabulary = load_vocabulary()
    publisher, origin, sponsor = (
        re.compile(rf"(?:{words})[\]】]?[: \n|]{{1,4}}({_NAME})")
        for words in (vocabulary.publishers, vocabulary.sources, vocabulary.sponsors)
    )
    return publisher, origin, sponsor
