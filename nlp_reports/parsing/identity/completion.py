"""In: the mentions of who reports, the text, the page's address. Out: the body, named and placed in full.

A name that says no place (县教育局, 云岭镇) is completed by a fuller mention, by the one place that stands
before it in the text, by the site it says it is on, or by the page's address, in this order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.parsing.identity.gazetteer import load_gazetteer
from nlp_reports.parsing.identity.official import official_name
from nlp_reports.parsing.identity.places import Location, locate
from nlp_reports.parsing.identity.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp_reports.parsing.identity.agency import Mention
    from nlp_reports.parsing.identity.gazetteer import Place

_BEFORE = 20
_GENERIC = re.compile(r"[省市县区州旗盟](?=.)")
_FITTING = {"市": ("prefecture", "county"), "省": ("province",), "州": ("prefecture",), "盟": ("prefecture",)}


@dataclass(frozen=True, slots=True)
class Named:
    """The body that reports: its official and its printed name, where it is, and what told either."""

    name: str
    printed: str
    where: Location
    source: str
    region_source: str


def name_body(
    mentions: Sequence[Mention],
    *,
    text: str,
    context: str,
    address: Sequence[Place],
    site: Sequence[Place],
) -> Named | None:
    """Return the body that the best mention names, or None where no mention names one.

    `text` is the folded text, `context` the same with path and title; `address` the places that the page's
    address spells, `site` those on whose site the report says it can be read.
    """
    named = [(each.agency, each.place) for each in mentions if each.agency]
    if not named:
        return None
    core, source = named[0]
    sites = ((site, "text"), (address, "url"))
    printed, told_by = _completed(core, source, named[1:], text, context, sites)
    where = locate(printed, context=context)
    for places, place_source in sites if where.meanings else ():
        hinted = locate(printed, context=context, hints=frozenset(each.adcode for each in places))
        if not hinted.meanings:
            where, told_by = hinted, place_source
            break
    return Named(official_name(printed, where), printed, where, source, told_by)


def _completed(
    core: str,
    source: str,
    others: Sequence[tuple[str, str]],
    text: str,
    context: str,
    sites: Sequence[tuple[Sequence[Place], str]],
) -> tuple[str, str]:
    """Return the name with its place, and what told the place."""
    where = locate(core, context=context)
    if _is_placed(where):
        return core, source
    bare = _GENERIC.sub("", core, count=1) if _GENERIC.match(core) and not where.region else core
    for name, place in others:
        if name.endswith(bare) and name != core and _is_placed(locate(name, context=context)):
            return name, place
    if found := _name_in_text(core, where, text):
        return found, "text"
    hosts = ((_host(core, where, places), place_source) for places, place_source in sites)
    return next(((host.name + bare, told) for host, told in hosts if host), (core, source))


def _is_placed(where: Location) -> bool:
    """Whether the name says where, beyond a township or zone that may lie anywhere."""
    return where.level == "national" or (where.region is not None and not _lies_anywhere(where))


def _lies_anywhere(where: Location) -> bool:
    if where.places or len(where.units) != 1 or where.region != where.units[0]:
        return False
    return where.level == "township" or load_vocabulary().zone.fullmatch(where.units[0]) is not None


def _name_in_text(core: str, where: Location, text: str) -> str | None:
    """Return `core` with the one place that stands before it in the text: 县教育局 → 民和县教育局."""
    names = load_gazetteer().by_name
    shared = 1 if _GENERIC.match(core) and not where.units else 0
    stem = where.units[0] if where.units else core
    found: set[str] = set()
    for match in re.finditer(re.escape(stem), text):
        end = match.start() + shared
        before = (text[start:end] for start in range(max(0, end - _BEFORE), end - 1))
        longest = next((name for name in before if name in names), None)
        if longest:
            found.add(longest)
    return found.pop() + core[shared:] if len(found) == 1 else None


def _host(core: str, where: Location, places: Sequence[Place]) -> Place | None:
    """Return the one place of a site that may hold a township, or be the 县 of 县教育局."""
    generic = core[0] if _GENERIC.match(core) and not where.region else ""
    if not generic and not _lies_anywhere(where):
        return None
    levels = _FITTING.get(generic, ("county",))
    fitting = [each for each in places if each.level in levels and each.name.endswith(generic)]
    return fitting[0] if len(fitting) == 1 else None
