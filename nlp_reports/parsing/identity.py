"""In: a Document, and what the caller knows of it. Out: its Identity, and Issues where it contradicts itself.

Every fact is told by the most trusted place that has it (see `agency`): the caller's metadata, then the
title, then the rest of the page, the file name last. What several readings allow is left None, with an
Issue that lists them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast, get_args

from nlp_reports.chinese.folding import fold
from nlp_reports.errors import InputError
from nlp_reports.model import Identity, Issue, Level
from nlp_reports.parsing.agency import Mention, find_mentions
from nlp_reports.parsing.dating import FIRST_YEAR, find_overview_year, find_period, find_published
from nlp_reports.parsing.gazetteer import load_gazetteer
from nlp_reports.parsing.places import Location, locate
from nlp_reports.parsing.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp_reports.model import Document, Span

_HEAD, _OPENING, _END = 4000, 2000, 400
_BEFORE = 20
_GENERIC = re.compile(r"[省市县区州旗盟](?=.)")
_WITNESSES = ("preamble", "letterhead", "publisher", "source")


def parse_identity(
    document: Document, *, metadata: Mapping[str, str] | None = None
) -> tuple[Identity, tuple[Issue, ...]]:
    """Return who reports for which year, and what the document says against itself.

    `metadata` may give agency, region, adcode, level, sector, year and published as strings; each
    overrides what is read, and an agency or adcode given also tells the place. `region` is the full
    name (青海省海东市); `adcode` the GB/T 2260 code of the innermost place that has one (a township's
    is its county's); a development zone has neither code nor level. Raises InputError for a year or
    level in `metadata` that is none.
    """
    known = {key: value.strip() for key, value in (metadata or {}).items() if value and value.strip()}
    text = fold(document.text)
    path = fold(document.source.path)
    context = f"{path}\n{document.title}\n{text}"
    mentions = find_mentions(
        head=text[:_HEAD],
        end=text[-_END:],
        end_start=max(0, len(text) - _END),
        title=fold(document.title),
        file_name=PurePosixPath(path).stem,
    )
    issues: list[Issue] = []
    year, published = _years(mentions, text, issues, known)
    agency = known.get("agency") or _agency(mentions, text, context)
    place = locate(agency, context=context) if agency else Location(None, None, None, "")
    if agency and "agency" not in known:
        issues += _contradictions(agency, place, mentions, context)
    identity = Identity(
        agency=agency,
        region=place.region,
        adcode=place.adcode,
        level=place.level,
        sector=load_vocabulary().sector(place.organ) if agency else None,
        year=year,
        published=published,
    )
    identity = _override(identity, known)
    return identity, (*issues, *_gaps(identity, place))


def _agency(mentions: Sequence[Mention], text: str, context: str) -> str | None:
    """The best mention's body; where its name has no place (县教育局), the fuller name given elsewhere."""
    named = [each.agency for each in mentions if each.agency]
    if not named:
        return None
    core = named[0]
    if _has_place(core, context):
        return core
    bare = _GENERIC.sub("", core, count=1) if _GENERIC.match(core) else core
    fuller = [
        name for name in named[1:] if name.endswith(bare) and name != core and _has_place(name, context)
    ]
    return fuller[0] if fuller else _name_in_text(core, text) or core


def _has_place(name: str, context: str) -> bool:
    """Whether the name says where, beyond a township or zone that may lie anywhere."""
    place = locate(name, context=context)
    return place.level == "national" or (place.region is not None and not _lies_anywhere(place))


def _lies_anywhere(place: Location) -> bool:
    return place.level == "township" and place.adcode is None and not place.meanings


def _name_in_text(core: str, text: str) -> str | None:
    """Return `core` with the one place that stands before it in the text: 县教育局 → 民和县教育局."""
    names = load_gazetteer().by_name
    shared = 1 if _GENERIC.match(core) else 0
    found: set[str] = set()
    for match in re.finditer(re.escape(core), text):
        end = match.start() + shared
        before = (text[start:end] for start in range(max(0, end - _BEFORE), end - 1))
        longest = next((name for name in before if name in names), None)
        if longest:
            found.add(longest + core[shared:])
    return found.pop() if len(found) == 1 else None


def _years(
    mentions: Sequence[Mention], text: str, issues: list[Issue], known: Mapping[str, str]
) -> tuple[int | None, str | None]:
    """The report's year and day of publication; appends what contradicts or cannot be."""
    titled = next((each for each in mentions if each.place == "title" and each.year), None)
    period = find_period(text[:_HEAD])
    published = known.get("published") or find_published(text[:_OPENING], text[-_END:])
    if titled and period and (period[0][0] != titled.year or period[0][-1] != titled.year):
        fields = (("title", str(titled.year)), ("period", "-".join(map(str, period[0]))))
        issues.append(Issue("parsing", "identity_year_contradiction", fields, period[1]))
    candidates: list[tuple[int | None, Span | None]] = [(titled.year, titled.span)] if titled else []
    candidates += [(period[0][-1], period[1])] if period else []
    candidates += [(each.year, each.span) for each in mentions if each.place == "phrase"]
    candidates += [(find_overview_year(text[:_HEAD]), None)]
    candidates += [(each.year, None) for each in mentions if each.place == "file"]
    latest = int(published[:4]) if published and published[:4].isdecimal() else 9999
    for year, span in candidates if "year" not in known else []:
        if year is None:
            continue
        if FIRST_YEAR <= year <= latest:
            return year, published
        fields = (("year", str(year)), ("published", published or ""))
        code = "identity_year_too_early" if year < FIRST_YEAR else "identity_year_in_future"
        issues.append(Issue("parsing", code, fields, span))
    return None, published


def _contradictions(agency: str, place: Location, mentions: Sequence[Mention], context: str) -> list[Issue]:
    """Name the first place of the page that speaks of another region, or of another trade."""
    for each in mentions:
        if each.place not in _WITNESSES or not each.agency or each.agency == agency:
            continue
        if _contradicts(place, locate(each.agency, context=context)):
            fields = (("agency", agency), ("other", each.agency))
            return [Issue("parsing", "identity_contradiction", fields, each.span)]
    return []


def _contradicts(one: Location, other: Location) -> bool:
    vocabulary = load_vocabulary()
    if one.region and other.region and not one.meanings and not other.meanings:
        near = one.region in other.region or other.region in one.region
        if not near and not one.region.endswith(other.region):
            return True
    trades = [vocabulary.all_sectors(each.organ) - {"government"} for each in (one, other)]
    return bool(trades[0] and trades[1] and not trades[0] & trades[1])


def _override(identity: Identity, known: Mapping[str, str]) -> Identity:
    """Put the caller's words over what was read; an adcode given alone brings its region and level."""
    place = load_gazetteer().by_code.get(known.get("adcode", ""))
    if place:
        identity = replace(identity, region=load_gazetteer().full_name(place), level=place.level)
    elif "region" in known and "agency" not in known:
        where = locate(known["region"], context="")
        identity = replace(identity, adcode=where.adcode, level=where.level or identity.level)
    identity = replace(
        identity,
        agency=known.get("agency", identity.agency),
        region=known.get("region", identity.region),
        adcode=known.get("adcode", identity.adcode),
        sector=known.get("sector", identity.sector),
        published=known.get("published", identity.published),
    )
    if "level" in known:
        if known["level"] not in get_args(Level):
            raise InputError("parsing.identity_bad_value", column="level", value=known["level"])
        identity = replace(identity, level=cast("Level", known["level"]))
    if "year" in known:
        if not re.fullmatch(r"\d{4}", known["year"]):
            raise InputError("parsing.identity_bad_value", column="year", value=known["year"])
        identity = replace(identity, year=int(known["year"]))
    return identity


def _gaps(identity: Identity, place: Location) -> list[Issue]:
    """What the caller should supply: an agency, a year, one of several regions."""
    issues: list[Issue] = []
    if identity.agency is None:
        issues.append(Issue("parsing", "identity_no_agency"))
    if identity.year is None:
        issues.append(Issue("parsing", "identity_no_year"))
    if identity.region == place.region and identity.adcode is None and place.meanings:
        fields = (("region", place.region or ""), ("meanings", "、".join(place.meanings)))
        issues.append(Issue("parsing", "identity_region_ambiguous", fields))
    return issues
