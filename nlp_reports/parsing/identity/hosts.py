"""In: the address of a page, or its text. Out: the places whose site it is on (www.haidong.gov.cn → 海东市).

Weak evidence, asked only where the report leaves a place open, and taken only where one place fits.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nlp_reports.parsing.identity.gazetteer import load_gazetteer
from nlp_reports.parsing.identity.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from nlp_reports.parsing.identity.gazetteer import Place

_GOVERNMENT = ".gov.cn"
_LONGEST = 100
_SITE = re.compile(r"(?:人民)?政府(?:信息|政务|公众|公开|门户){0,2}网")
_REACH = 15
_ENDINGS = ("qu", "xian", "shi", "zhou", "qi", "meng")


def find_address(head: str) -> str | None:
    """Return the address that a saved page gives as its own (原文链接), or None."""
    match = _own_address().search(head)
    return match[1] if match else None


def places_of(url: str | None) -> tuple[Place, ...]:
    """Return the places of today that a part of the government host in `url` spells in pinyin."""
    if not url:
        return ()
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ()
    if not host.endswith(_GOVERNMENT) or len(host) > _LONGEST:
        return ()
    parts = host.removesuffix(_GOVERNMENT).split(".")
    return tuple(place for part in parts for place in _spelt(part))


def places_of_site(head: str) -> tuple[Place, ...]:
    """Return the places of today on whose government's site the report says it can be read."""
    by_name = load_gazetteer().by_name
    found: dict[str, Place] = {}
    for match in _SITE.finditer(head):
        end = match.start()
        endings = (head[start:end] for start in range(max(0, end - _REACH), end - 1))
        longest = next((each for each in endings if each in by_name), "")
        found |= {each.adcode: each for each in by_name.get(longest, ()) if each.until is None}
    return tuple(found.values())


def _spelt(part: str) -> tuple[Place, ...]:
    """haidong, changanqu, hbdaye: whole, without its suffix, or after the province's initials."""
    by_pinyin = load_gazetteer().by_pinyin
    endings = [part.removesuffix(each) for each in _ENDINGS if part.endswith(each)]
    for spelling in (part, *endings, part[2:]):
        if len(spelling) > 3 and (found := by_pinyin.get(spelling)):
            return found
    return ()


@cache
def _own_address() -> re.Pattern[str]:
    return re.compile(rf"(?:{load_vocabulary().links})[: ]{{1,3}}(https?://[\w.:/-]{{4,200}})")
