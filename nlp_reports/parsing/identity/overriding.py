"""In: an Identity as read, and what the caller knows. Out: the Identity with the caller's words over it.

An agency given replaces the place that was read only where its own name says another; a code or region
given tells province, city, county and level as well.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast, get_args

from nlp_reports.errors import InputError
from nlp_reports.model import Identity, Level
from nlp_reports.parsing.identity.gazetteer import load_gazetteer
from nlp_reports.parsing.identity.official import body_kind
from nlp_reports.parsing.identity.places import Location, locate
from nlp_reports.parsing.identity.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp_reports.parsing.identity.gazetteer import Place

GIVEN = "metadata"
"""The source of what the caller said."""

_PLACE = ("region", "adcode", "level", "province", "city", "county")


def override(
    read: Identity, where: Location | None, known: Mapping[str, str], *, context: str
) -> tuple[Identity, Location | None]:
    """Return `read` with the caller's words over it, and the location it now has.

    `where` is the location read. Raises InputError for a year or level in `known` that is none.
    """
    identity = read
    if "agency" in known:
        identity, where = _with_agency(identity, where, known["agency"], context)
    if "adcode" in known or "region" in known:
        identity = _with_place(identity, known)
    plain = {key: known[key] for key in ("region", "adcode", "sector", "published") if key in known}
    if "level" in known:
        if known["level"] not in get_args(Level):
            raise InputError("parsing.identity_bad_value", column="level", value=known["level"])
        plain["level"] = known["level"]
    year = {"year": _year(known["year"])} if "year" in known else {}
    identity = replace(identity, **cast("dict[str, Any]", plain | year))
    given = [key for key in ("agency", "region", "level", "sector", "year", "published") if key in known]
    given += ["region"] if "adcode" in known else []
    return replace(identity, sources=_told(identity, dict.fromkeys(given, GIVEN))), where


def place_fields(where: Location) -> dict[str, Any]:
    """Return what a location says of an Identity: region, adcode, level, province, city and county."""
    told = {"region": where.region, "adcode": where.adcode, "level": where.level}
    return told | _names(where.path)


def _names(path: Sequence[Place]) -> dict[str, Any]:
    names = {each.level: each.name for each in path}
    return {
        "province": names.get("province"),
        "city": names.get("prefecture"),
        "county": names.get("county"),
    }


def _with_agency(
    identity: Identity, where: Location | None, agency: str, context: str
) -> tuple[Identity, Location | None]:
    """Put the caller's agency in; its place and trade count where its name tells them."""
    given = locate(agency, context=context)
    sector = load_vocabulary().sector(given.organ)
    identity = replace(
        identity,
        agency=agency,
        body=body_kind(given),
        sector=sector if sector != "other" else identity.sector or sector,
    )
    told = {"sector": GIVEN} if identity.sector == sector else {}
    if _says_another_place(given, where):
        identity = replace(identity, **place_fields(given))
        told |= {"region": GIVEN, "level": GIVEN}
        where = given
    return replace(identity, sources=_told(identity, told)), where


def _says_another_place(given: Location, where: Location | None) -> bool:
    """县教育局 says no place of its own, 鼓楼区教育局 none but the 鼓楼区 that was read."""
    if where is None or not where.region:
        return True
    if given.region is None:
        return given.level is not None and given.level != where.level and given.level == "national"
    return not (where.places and where.places[0] in given.places and given.units == where.units)


def _with_place(identity: Identity, known: Mapping[str, str]) -> Identity:
    """Let a code or a region given tell the rest of the place."""
    gazetteer = load_gazetteer()
    place = gazetteer.by_code.get(known.get("adcode", ""))
    if place:
        told = {"region": gazetteer.full_name(place), "adcode": place.adcode, "level": place.level}
        fields = told | _names(gazetteer.path(place))
    elif "region" in known:
        fields = place_fields(locate(known["region"], context=""))
    else:
        return identity
    fields["level"] = fields["level"] or identity.level
    if identity.level == "township" and fields["level"] == "county":
        fields["level"] = identity.level
    identity = replace(identity, **cast("dict[str, Any]", fields))
    return replace(identity, sources=_told(identity, {"region": GIVEN, "level": GIVEN}))


def _year(value: str) -> int:
    if not re.fullmatch(r"\d{4}", value):
        raise InputError("parsing.identity_bad_value", column="year", value=value)
    return int(value)


def _told(identity: Identity, told: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The sources with `told` over them, in the order of the fields, for fields that have a value."""
    sources = dict(identity.sources) | told
    fields = ("agency", "region", "level", "sector", "year", "published")
    return tuple((field, sources[field]) for field in fields if field in sources and getattr(identity, field))
