"""In: a place's name. Out: the places of GB/T 2260 that bear it, with their codes, levels and parents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from nlp_reports.model import Level

MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
"""The four cities that are provinces."""


@dataclass(frozen=True, slots=True)
class Place:
    """A province, prefecture or county; `until` is the last year of a name given up since, else None.

    `pinyin` spells the name without its suffix (haidong), as host names do.
    """

    adcode: str
    name: str
    short: str
    level: Level
    parent: str
    until: int | None
    pinyin: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places, by full name, by short name (海东, 大理州), by pinyin and by code.

    `parents` are the codes of places that hold others; `longest` is a name's length in characters.
    """

    by_name: dict[str, tuple[Place, ...]]
    by_short: dict[str, tuple[Place, ...]]
    by_pinyin: dict[str, tuple[Place, ...]]
    by_code: dict[str, Place]
    parents: frozenset[str]
    longest: int

    def path(self, place: Place) -> tuple[Place, ...]:
        """Return the places from the province down to `place`."""
        above = self.by_code.get(place.parent)
        return (*self.path(above), place) if above else (place,)

    def full_name(self, place: Place) -> str:
        """Return the name with all above it: 青海省海东市."""
        return "".join(each.name for each in self.path(place))

    def is_within(self, place: Place, outer: Place) -> bool:
        """Say whether `place` lies in `outer`, and is not `outer` itself."""
        return any(each.adcode == outer.adcode for each in self.path(place)[:-1])


@cache
def load_gazetteer() -> Gazetteer:
    """Return the shipped gazetteer (`resources/regions.csv`), read once."""
    resource = files("nlp_reports").joinpath("resources", "regions.csv")
    by_name: dict[str, list[Place]] = {}
    by_short: dict[str, list[Place]] = {}
    by_pinyin: dict[str, list[Place]] = {}
    by_code: dict[str, Place] = {}
    for line in resource.read_text(encoding="utf-8").splitlines()[1:]:
        adcode, name, short, level, parent, until, pinyin = line.split(",")
        year = int(until) if until else None
        place = Place(adcode, name, short, cast("Level", level), parent, year, pinyin)
        by_name.setdefault(name, []).append(place)
        for each in _short_forms(place):
            by_short.setdefault(each, []).append(place)
        if not until:
            by_pinyin.setdefault(pinyin, []).append(place)
        if not until or adcode not in by_code:
            by_code[adcode] = place
    tables = (by_name, by_short, by_pinyin)
    names, shorts, spelt = ({key: tuple(each) for key, each in table.items()} for table in tables)
    parents = frozenset(place.parent for place in by_code.values())
    return Gazetteer(names, shorts, spelt, by_code, parents, max(map(len, names)))


def _short_forms(place: Place) -> tuple[str, ...]:
    """大理白族自治州 is called 大理 and 大理州."""
    if not place.short:
        return ()
    if "自治" in place.name and place.level != "province":
        return (place.short, place.short + place.name[-1])
    return (place.short,)
