"""In: a body's name. Out: where it is: region, adcode and level, and what is left of the name.

A name is read from the left: first the places of the gazetteer, then a development zone or a township,
then, where the gazetteer knows nothing, whatever ends as a place does. What may mean several places
stays unresolved unless the text names the city or province of exactly one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.parsing.gazetteer import Place, load_gazetteer
from nlp_reports.parsing.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from nlp_reports.model import Level

_TOWNSHIP = re.compile(r"[镇乡]|街道|苏木")
_SUFFIXES: tuple[tuple[re.Pattern[str], Level | None], ...] = (
    (re.compile(r"[^省]{2,6}?(?:省|自治区)"), "province"),
    (re.compile(r".{2,8}?(?:自治州|地区|[州盟])"), "prefecture"),
    (re.compile(r".{2,8}?市"), None),
    (re.compile(r".{1,10}?(?:自治县|自治旗|[县旗区])"), "county"),
    (re.compile(r".{1,8}?(?:镇|乡|街道|苏木)"), "township"),
)
_GENERIC: dict[str, Level | None] = {
    "省": "province",
    "自治区": "province",
    "州": "prefecture",
    "盟": "prefecture",
    "市": None,
    "县": "county",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}
_GENERIC_START = re.compile("|".join(sorted(_GENERIC, key=len, reverse=True)))
_TOWN_OFFICE = re.compile(r"人民政府(.{1,8}(?:街道办事处|[镇乡]人民政府))$")  # 鼓楼区人民政府华侨路街道办事处
_SHORTEST, _FARTHEST_SHORT = 2, 8


@dataclass(frozen=True, slots=True)
class Location:
    """Where a body is. `organ` is its name without the place; `meanings` what an unclear place may be."""

    region: str | None
    adcode: str | None
    level: Level | None
    organ: str
    meanings: tuple[str, ...] = ()


def locate(name: str, *, context: str) -> Location:
    """Return where the body `name` is; `context` is the report's text, which may tell twins apart."""
    vocabulary = load_vocabulary()
    name = name.removeprefix("中共")
    state = vocabulary.national.match(name)
    bare = name[state.end() :] if state else name
    places, rest = _follow(bare, context)
    printed = bare[: len(bare) - len(rest)]
    if len(places) > 1:
        places = _tell_apart(places, context)
    region = load_gazetteer().full_name(places[0]) if len(places) == 1 else printed
    units, levels, organ = _units(rest, known=bool(places))
    if not region and not units:
        return _without_place(name, organ, national=state is not None, context=context)
    meanings = tuple(map(load_gazetteer().full_name, places)) if len(places) > 1 else ()
    found = {place.level for place in places}
    level = levels[-1] if levels else found.pop() if len(found) == 1 else None
    if units and units[-1].endswith("市"):
        level = _level_of_city(context)
    return Location(region + "".join(units), _adcode(places, levels), level, organ, meanings)


def _adcode(places: tuple[Place, ...], levels: list[Level | None]) -> str | None:
    """The code of the place, or of the county a township lies in; townships have none of their own."""
    if len(places) != 1 or any(level != "township" for level in levels):
        return None
    return None if levels and places[0].adcode in load_gazetteer().parents else places[0].adcode


def _without_place(name: str, organ: str, *, national: bool, context: str) -> Location:
    """市财政局 tells its level but no place; 公安部 is the state's."""
    if national:
        return Location(None, None, "national", name)
    generic = _GENERIC_START.match(organ)
    rest = organ[generic.end() :] if generic else organ
    if generic is None or not _starts_body(rest):
        return Location(None, None, None, organ)
    level = _level_of_city(context) if generic[0] == "市" else _GENERIC[generic[0]]
    return Location(None, None, level, rest)


def _follow(name: str, context: str) -> tuple[tuple[Place, ...], str]:
    """Return the places that the beginning of `name` may mean, and the rest of the name."""
    places: tuple[Place, ...] = ()
    while found := _full_name_at(name, places) or _short_name_at(name, places, context):
        places, length = found
        name = name[length:]
    return places, name


def _full_name_at(name: str, outer: tuple[Place, ...]) -> tuple[tuple[Place, ...], int] | None:
    gazetteer = load_gazetteer()
    for length in range(min(gazetteer.longest, len(name)), _SHORTEST - 1, -1):
        inner = _within(gazetteer.by_name.get(name[:length], ()), outer)
        if inner and not _goes_on_as_township(name, length):
            return inner, length
    return None


def _short_name_at(name: str, outer: tuple[Place, ...], context: str) -> tuple[tuple[Place, ...], int] | None:
    """A short name counts before a body's name, if it has one meaning or the text has its full name."""
    gazetteer, vocabulary = load_gazetteer(), load_vocabulary()
    if vocabulary.zone.match(name):
        return None
    for length in range(min(_FARTHEST_SHORT, len(name)), _SHORTEST - 1, -1):
        inner = _within(gazetteer.by_short.get(name[:length], ()), outer)
        rest = name[length:]
        if not inner or not (_starts_body(rest) or _full_name_at(rest, inner)):
            continue
        printed = tuple(place for place in inner if place.name in context)
        suffixed = name[length - 1] in "县州旗"
        if len(inner) == 1 and (inner[0].level != "county" or suffixed or printed or outer):
            return inner, length
        if len({place.name for place in printed}) == 1:
            return printed, length
    return None


def _within(places: tuple[Place, ...], outer: tuple[Place, ...]) -> tuple[Place, ...]:
    if not outer:
        return places
    is_within = load_gazetteer().is_within
    return tuple(place for place in places if any(is_within(place, each) for each in outer))


def _tell_apart(places: tuple[Place, ...], context: str) -> tuple[Place, ...]:
    """Keep the one place whose city or province the text names; all, where none or several are named."""
    path = load_gazetteer().path
    above = [{each.name for each in path(place)[:-1]} for place in places]
    shared = set.intersection(*above)
    named = [
        place
        for place, names in zip(places, above, strict=True)
        if any(name in context for name in names - shared)
    ]
    return tuple(named) if len(named) == 1 else places


def _units(rest: str, *, known: bool) -> tuple[list[str], list[Level | None], str]:
    """Return the places below or beyond the gazetteer, their levels, and the body's own name.

    A zone has no level: it may be anyone's.
    """
    if zone := load_vocabulary().zone.match(rest):
        return [zone[0]], [None], rest[zone.end() :]
    below = _TOWN_OFFICE.match(rest)
    rest = below[1] if below else rest
    parts = _split(rest, rank=0, strict=True)
    if parts is None and not known:
        parts = _split(rest, rank=0, strict=False)
    names = [name for name, _ in parts or ()]
    return names, [level for _, level in parts or ()], rest[sum(map(len, names)) :]


def _split(text: str, *, rank: int, strict: bool) -> list[tuple[str, Level | None]] | None:
    """Cut `text` into units of falling rank so that a body's name is left; None where that cannot be."""
    if strict and _starts_body(text):
        return []
    for deeper, (pattern, level) in enumerate(_SUFFIXES[rank:], rank + 1):
        for length in _lengths(pattern, text):
            if level != "township" and _goes_on_as_township(text, length):
                continue
            below = _split(text[length:], rank=deeper, strict=strict)
            if below is not None:
                return [(text[:length], level), *below]
    return [] if not strict and load_vocabulary().body_end.search(text) else None


def _lengths(pattern: re.Pattern[str], text: str) -> list[int]:
    """The two shortest readings: 壶镇 and 壶镇镇."""
    first = pattern.match(text)
    if not first:
        return []
    end = first.end()
    doubled = text[end : end + 1] == text[end - 1]
    return [end, end + 1] if doubled else [end]


def _goes_on_as_township(text: str, at: int) -> bool:
    """东区街道办事处 is a township's, not the street of a 东区; 云汀县乡村振兴局 is a county's."""
    vocabulary = load_vocabulary()
    word = vocabulary.sector_words.match(text, at)
    plain = word is not None and vocabulary.sectors[word[0]] != "government"
    return not plain and _TOWNSHIP.match(text, at) is not None


def _starts_body(text: str) -> bool:
    return not text or load_vocabulary().sector_words.match(text) is not None


def _level_of_city(context: str) -> Level | None:
    """A city that speaks of its counties is a prefecture; one that speaks of townships only, a county."""
    vocabulary = load_vocabulary()
    if vocabulary.prefecture_traces.search(context):
        return "prefecture"
    return "county" if vocabulary.county_traces.search(context) else None
