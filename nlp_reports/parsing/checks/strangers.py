"""In: a report's prose, its agency. Out: Checks of another place's agency that was left in the text.

Bodies above and below, and partners, are rightly named. A stranger is a body of the same trade and rank
in another place, spoken of as the one that reports; where it may be a partner it is UNCERTAIN or nothing.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from nlp_reports.model import Check
from nlp_reports.parsing.checks.telltales import MOST, load_telltales
from nlp_reports.parsing.identity.places import locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import CheckStatus, Identity
    from nlp_reports.parsing.checks.prose_figures import Passage, Sentence

_OWN = re.compile(r"([^省市县区州旗盟镇乡]{1,8})(自治县|自治州|街道|[省市县区州旗盟镇乡])$")
_NAME = re.compile(r"([\u4e00-\u9fff]{2,4}?)(自治县|自治州|街道|[省市县区州旗盟镇乡])$")
_RANK = {"省": 4, "自治州": 3, "州": 3, "盟": 3, "市": 3, "县": 2, "区": 2, "旗": 2, "自治县": 2}
_GENERIC = re.compile("[我本全该各两外他邻兄弟其城集乡村每等及和与]|[上下]级|[省市县区州镇]")
_REACH, _NEAR, _AFTER = 12, 16, 6
_LEAST = 3
"""How long a body's name without its place must be, so that it tells its trade."""


def check_strangers(passages: Sequence[Passage], identity: Identity) -> Iterator[Check]:
    """Yield a check for each stranger, or a PASS; not assessable where agency or place are not known."""
    agency = identity.agency or ""
    organ = locate(agency, context="").organ if agency else ""
    place = _OWN.search(agency.removesuffix(organ)) if organ else None
    if place is None or len(organ) < _LEAST:
        yield Check("foreign_agency", "substance", "NOT_ASSESSABLE")
        return
    sentences = [each for passage in passages for each in passage.sentences]
    own = sum(sentence.text.count(place[0]) for sentence in sentences)
    named = (each for sentence in sentences for each in _strangers(sentence, organ, place))
    found = tuple(islice(named, MOST))
    for name, status, sentence, start, end in found:
        sure: CheckStatus = status if own else "UNCERTAIN"
        fields = (("printed", name), ("agency", agency))
        yield Check("foreign_agency", "substance", sure, evidence=(sentence.span(start, end),), fields=fields)
    if not found:
        yield Check("foreign_agency", "substance", "PASS")


def _strangers(
    sentence: Sentence, organ: str, own: re.Match[str]
) -> Iterator[tuple[str, CheckStatus, Sentence, int, int]]:
    words = load_telltales()
    text, at = sentence.text, -1
    while (at := text.find(organ, at + 1)) > 0:
        before = text[max(0, at - _REACH) : at]
        name = _name(before, words.openers, whole=at <= _REACH)
        if (
            name is None
            or _rank(name[2]) != _rank(own[2])
            or before.endswith((own[0], name[0][-1:] + own[0]))
        ):
            continue
        if name[1].endswith(own[1]) or _GENERIC.search(name[1]):
            continue
        start = at - len(name[0])
        alone = not words.patterns["company"].search(text, max(0, start - _NEAR), start)
        alone &= not words.patterns["beside"].search(text, at + len(organ), at + len(organ) + _AFTER)
        subject = start == 0 or text[start - 1] in ",;:" or _is_contact(text, start, at + len(organ))
        yield (
            f"{name[0]}{organ}",
            "FAIL" if alone and subject else "UNCERTAIN",
            sentence,
            start,
            at + len(organ),
        )


def _is_contact(text: str, start: int, end: int) -> bool:
    """Whether one is asked to turn to the body between `start` and `end`: 请与…联系."""
    return text[start - 1] == "与" and "联系" in text[end : end + _REACH]


def _name(before: str, openers: str, *, whole: bool) -> re.Match[str] | None:
    """The place that ends `before`, if it is plain where it begins: at a sign, a preposition or the start."""
    cut = max((before.rfind(sign) for sign in openers), default=-1)
    name = before[cut + 1 :]
    return _NAME.fullmatch(name) if cut >= 0 or whole else None


def _rank(suffix: str) -> int:
    return _RANK.get(suffix, 1)
