"""In: a body's name. Out: where it is: region, adcode and level, and what is left of the name.

A name is read from the left: first the places of the gazetteer, then a development zone or a township,
then, where the gazetteer knows nothing, whatever ends as a place does. What may mean several places
stays unresolved unless the text names the city or province of exactly one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.parsing.identity.gazetteer import MUNICIPALITIES, Place, load_gazetteer
from nlp_reports.parsing.identity.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from nlp_reports.model import Level

_TOWNSHIP = re.compile(r"[镇乡]|街道|苏木")
_SUFFIXES: tuple[tuple[re.Pattern[str], Level | None], ...] = (
    (re.compile(r"[^省]{2,6}?(?:省|自治区)"), "province"),
    (re.compile(r".{2,8}?(?:自治州|地区|[州盟])"), "prefecture"),
    (re.compile(r".{2,8}?市"), None),
    (re.compile(r".{1,10}?(?:自治县|自治旗|[县旗区])"), "county"),
    (re.compile(r".{1,8}?(?:镇|乡|街道|街|苏木)"), "township"),
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


_CORPS = re.compile(r"(?:新疆生产建设)?兵团|第[一二三四五六七八九十]{1,3}师")
_CORPS_HOME = "650000"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a body is. `organ` is its name without the place; `meanings` what an unclear place may be.

    `places` are the places of the gazetteer that may be meant; where it is certain there is one, and `path`
    leads to it from its province. `units` lie in it and stand in no gazetteer: a zone, a township.
    `state` is the part of the name before the place (国家税务总局), `in_full` whether the name prints its
    place with the suffix.
    """

    region: str | None
    adcode: str | None
    level: Level | None
    organ: str
    meanings: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    path: tuple[Place, ...] = ()
    units: tuple[str, ...] = ()
    state: str = ""
    in_full: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the beginning of a name may mean, and the rest of it."""

    places: tuple[Place, ...]
    rest: str
    in_full: bool


def locate(name: str, *, context: str, hints: frozenset[str] = frozenset()) -> Location:
    """Return where the body `name` is.

    `context` is the report's text, which may tell twins apart; `hints` are adcodes of places that the
    page's address spells, asked where the text does not tell. A zone has the code of the place it lies in.
    """
    vocabulary = load_vocabulary()
    name = name.removeprefix("中共")
    state = vocabulary.national.match(name)
    bare = name[state.end() :] if state else name
    corps = _corps(bare)
    bare = bare[len("".join(corps)) :]
    reading = _follow(bare, context)
    places, rest = reading.places, reading.rest
    printed = bare[: len(bare) - len(rest)]
    if len(places) > 1:
        places = _tell_apart(places, context, hints)
    zone = vocabulary.zone.match(rest)
    if zone and not places:
        places = _tell_apart(_host(zone[0], context), context, hints)
    if corps and not places:
        places = (load_gazetteer().by_code[_CORPS_HOME],)
    units, levels, organ = _units(rest, known=bool(places))
    if not places and not printed and not units:
        return _without_place(name, organ, national=state is not None, context=context)
    certain = places[0] if len(places) == 1 else None
    levels = [_zone_level(zone[0], certain)] if zone else levels
    region = load_gazetteer().full_name(certain) if certain else printed
    return Location(
        region="".join((region, *corps, *units)),
        adcode=_adcode(certain, levels, zone[0] if zone else ""),
        level=_level(places, units, levels, corps, context, organ, reading),
        organ=organ,
        meanings=tuple(map(load_gazetteer().full_name, places)) if len(places) > 1 else (),
        places=places,
        path=load_gazetteer().path(certain) if certain else (),
        units=(*corps, *units),
        state=state[0] if state else "",
        in_full=reading.in_full and not corps,
    )


def _corps(name: str) -> tuple[str, ...]:
    """The Xinjiang corps and its division at the beginning of a name; a division goes by its city."""
    parts: list[str] = []
    while match := _CORPS.match(name, len("".join(parts))):
        parts.append(match[0])
    return tuple(parts)


def _level(
    places: tuple[Place, ...],
    units: list[str],
    levels: list[Level | None],
    corps: tuple[str, ...],
    context: str,
    organ: str,
    reading: _Reading,
) -> Level | None:
    if levels:
        return _level_of_city(context) if units[-1].endswith("市") else levels[-1]
    if corps:
        return "prefecture" if corps[-1].endswith("师") else "province"
    if load_vocabulary().institution.search(organ) and not reading.in_full:
        return None
    found = {place.level for place in places}
    return found.pop() if len(found) == 1 else None


def _adcode(place: Place | None, levels: list[Level | None], zone: str) -> str | None:
    """The code of the place, or of the county a township or the place a zone lies in."""
    if zone:
        area = _new_area(zone)
        return load_vocabulary().new_areas[area] if area else place.adcode if place else None
    if place is None or any(level != "township" for level in levels):
        return None
    return None if levels and place.adcode in load_gazetteer().parents else place.adcode


def _new_area(zone: str) -> str | None:
    return next((name for name in load_vocabulary().new_areas if name in zone), None)


def _zone_level(zone: str, place: Place | None) -> Level | None:
    """State-level new areas are prefectural; other zones come below a province, never below a county."""
    if _new_area(zone):
        return "prefecture"
    if place is None:
        return None
    return "prefecture" if place.level == "province" and place.adcode not in MUNICIPALITIES else "county"


def _host(zone: str, context: str) -> tuple[Place, ...]:
    """The places whose short names a zone's name begins with, from the outermost in: 重庆黔江高新区."""
    gazetteer, area = load_gazetteer(), _new_area(zone)
    if area:
        return (gazetteer.by_code[load_vocabulary().new_areas[area]],)
    places: tuple[Place, ...] = ()
    while True:
        lengths = range(min(_FARTHEST_SHORT, len(zone) - 1), _SHORTEST - 1, -1)
        found = ((_within(gazetteer.by_short.get(zone[:n], ()), places), n) for n in lengths)
        inner, length = next(((inner, n) for inner, n in found if inner), ((), 0))
        if not inner:
            return places
        places, zone = tuple(each for each in inner if each.until is None) or inner, zone[length:]


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


def _follow(name: str, context: str) -> _Reading:
    """Return the places that the beginning of `name` may mean, and the rest of the name."""
    places: tuple[Place, ...] = ()
    in_full = False
    while True:
        if found := _full_name_at(name, places):
            in_full = True
        elif found := _short_name_at(name, places, context):
            in_full = all(name[: found[1]] != place.short for place in found[0])  # 大理州, 民和县
        else:
            return _Reading(places, name, in_full)
        places, length = found
        name = name[length:]


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


def _tell_apart(
    places: tuple[Place, ...], context: str, hints: frozenset[str] = frozenset()
) -> tuple[Place, ...]:
    """Keep the one place whose city or province the text names, or that is hinted at; else all."""
    if len(places) < 2:
        return places
    path = load_gazetteer().path
    above = [{each.name for each in path(place)[:-1]} for place in places]
    shared = set.intersection(*above)
    named = [
        place
        for place, names in zip(places, above, strict=True)
        if any(name in context for name in names - shared)
    ]
    hinted = [place for place in places if hints & {each.adcode for each in path(place)}]
    found = next((each for each in (named, hinted) if len(each) == 1), places)
    return tuple(found)


def _units(rest: str, *, known: bool) -> tuple[list[str], list[Level | None], str]:
    """Return the places below or beyond the gazetteer, their levels, and the body's own name."""
    if zone := load_vocabulary().zone.match(rest):
        return [zone[0]], [None], rest[zone.end() :]
    below = _TOWN_OFFICE.match(rest)
    rest = below[1] if below else rest
    parts = _split(rest, rank=0, strict=True)
    if parts is None and not known:
        parts = _split(rest, rank=0, strict=False)
    names = [name for name, _ in parts or ()]
    organ = rest[sum(map(len, names)) :]
    names = [name + "道" if name.endswith("街") else name for name in names]
    return names, [level for _, level in parts or ()], organ


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
    if plain or _TOWNSHIP.match(text, at) is None:
        return False
    names = load_gazetteer().by_name
    return not any(text[at:end] in names for end in range(at + _SHORTEST, len(text) + 1))  # 乡宁县


def _starts_body(text: str) -> bool:
    return not text or load_vocabulary().sector_words.match(text) is not None


def _level_of_city(context: str) -> Level | None:
    """A city that speaks of its counties is a prefecture; one that speaks of townships only, a county."""
    vocabulary = load_vocabulary()
    if vocabulary.prefecture_traces.search(context):
        return "prefecture"
    return "county" if vocabulary.county_traces.search(context) else None
