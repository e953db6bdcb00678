"""In: a Document, and what the caller knows of it. Out: its Identity, and Issues where it contradicts itself.

Every fact is told by the most trusted place that has it (see `agency`), and `Identity.sources` names that
place, one of `SOURCES`. What several readings allow is left None, with an Issue that lists them.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, cast, get_args

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Identity, Issue
from nlp_reports.parsing.identity.agency import Mention, Position, find_mentions
from nlp_reports.parsing.identity.completion import Named, name_body
from nlp_reports.parsing.identity.dating import FIRST_YEAR, find_overview_year, find_period, find_published
from nlp_reports.parsing.identity.hosts import find_address, places_of, places_of_site
from nlp_reports.parsing.identity.official import body_kind
from nlp_reports.parsing.identity.overriding import override, place_fields
from nlp_reports.parsing.identity.places import Location, locate
from nlp_reports.parsing.identity.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp_reports.model import Document, Span
    from nlp_reports.parsing.identity.dating import Period

SOURCES = ("metadata", *get_args(Position), "url", "period", "label")
"""Where a fact can come from: the caller; the title in the text and the page's own; the preamble; a line of
its own before the text; the page's label 发布机构; whom to ask; the signature; the page's label 来源; the
overview's beginning; breadcrumb and foot; the file's name; words of the running text; the page's address;
the statistical period; a label before a date. `labels.source_NAME` tells each in both languages."""

_HEAD, _OPENING, _END, _FURNITURE = 4000, 2000, 400, 4000
_WITNESSES = ("preamble", "letterhead", "publisher", "origin")


def parse_identity(
    document: Document, *, metadata: Mapping[str, str] | None = None
) -> tuple[Identity, tuple[Issue, ...]]:
    """Return who reports for which year, and what the document says against itself.

    `metadata` may give agency, region, adcode, level, sector, year and published as strings; each
    overrides what is read, and an agency or adcode given also tells the place where it names another.
    `agency` is the body's official name (see `official`); `region` the full name (青海省海东市), `province`,
    `city` and `county` its parts in GB/T 2260; `adcode` the code of the innermost of them: a township has
    its county's, a development zone that of the place it lies in. Raises InputError for a year or level in
    `metadata` that is none.
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
        furniture=_furniture(document),
        file_name=PurePosixPath(path).stem,
    )
    address = places_of(document.source.url or find_address(text[:_OPENING]))
    site = places_of_site(text[:_OPENING])
    body = name_body(mentions, text=text, context=context, address=address, site=site)
    issues: list[Issue] = []
    read = _identity(body, *_years(mentions, text, issues, known))
    if body and "agency" not in known:
        issues += _contradictions(body, mentions, context)
    identity, where = override(read, body.where if body else None, known, context=context)
    return identity, (*issues, *_gaps(identity, where))


def _furniture(document: Document) -> str:
    left_out = "\n".join(each.printed for each in document.changes if each.reason == "furniture")
    return fold(left_out[:_FURNITURE])


def _identity(
    body: Named | None, year: tuple[int, str] | None, published: tuple[str, str] | None
) -> Identity:
    """Put together what was read, each fact with its source."""
    dated = {"year": year[1] if year else None, "published": published[1] if published else None}
    days = {"year": year[0] if year else None, "published": published[0] if published else None}
    if body is None:
        return Identity(**cast("dict[str, Any]", days), sources=_sources(dated))
    where = body.where
    told = {
        "agency": body.source,
        "region": body.region_source if where.region else None,
        "level": (body.region_source if where.region else body.source) if where.level else None,
        "sector": body.source,
    }
    return Identity(
        agency=body.name,
        sector=load_vocabulary().sector(where.organ),
        body=body_kind(where),
        sources=_sources(told | dated),
        **place_fields(where),
        **cast("dict[str, Any]", days),
    )


def _sources(told: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((field, source) for field, source in told.items() if source)


def _years(
    mentions: Sequence[Mention], text: str, issues: list[Issue], known: Mapping[str, str]
) -> tuple[tuple[int, str] | None, tuple[str, str] | None]:
    """The report's year and day of publication with their sources; appends what contradicts or cannot be."""
    titled = next((each for each in mentions if each.place in ("title", "page_title") and each.year), None)
    period = find_period(text[:_HEAD])
    published = find_published(text[:_OPENING], text[-_END:])
    issues += _faults(period, titled)
    last = known.get("published") or (published[0] if published else "")
    latest = int(last[:4]) if last[:4].isdecimal() else 9999
    for year, source, span in _year_candidates(mentions, titled, period, text) if "year" not in known else []:
        if FIRST_YEAR <= year <= latest:
            return (year, source), published
        fields = (("year", str(year)), ("published", last))
        code = "identity_year_too_early" if year < FIRST_YEAR else "identity_year_in_future"
        issues.append(Issue("parsing", code, fields, span))
    return None, published


def _year_candidates(
    mentions: Sequence[Mention], titled: Mention | None, period: Period | None, text: str
) -> list[tuple[int, str, Span | None]]:
    """Every year that may be the report's, the most trusted first."""
    found: list[tuple[int, str, Span | None]] = []
    if titled and titled.year:
        found.append((titled.year, titled.place, titled.span))
    if period and (period.fault != "impossible" or len(period.years) == 1):
        found.append((period.years[-1], "period", period.span))
    found += [(each.year, "text", each.span) for each in mentions if each.place == "text" and each.year]
    if begun := find_overview_year(text[:_HEAD]):
        found.append((begun, "overview", None))
    last = [each for each in mentions if each.place in ("overview", "file")]
    return found + [(each.year, each.place, each.span) for each in last if each.year]


def _faults(period: Period | None, titled: Mention | None) -> list[Issue]:
    """What is wrong with the statistical period: days that cannot be, part of a year, another year."""
    if period is None:
        return []
    issues: list[Issue] = []
    if period.fault:
        code = {"impossible": "identity_period_impossible", "part": "identity_period_part"}[period.fault]
        issues.append(Issue("parsing", code, (), period.span))
    if titled and (titled.year != period.years[0] or titled.year != period.years[-1]):
        fields = (("title", str(titled.year)), ("period", "-".join(map(str, period.years))))
        issues.append(Issue("parsing", "identity_year_contradiction", fields, period.span))
    return issues


def _contradictions(body: Named, mentions: Sequence[Mention], context: str) -> list[Issue]:
    """Name the first place of the page that speaks of another region, or of another trade."""
    for each in mentions:
        if each.place not in _WITNESSES or not each.agency or each.agency in (body.name, body.printed):
            continue
        if _contradicts(body.where, locate(each.agency, context=context)):
            fields = (("agency", body.name), ("other", each.agency))
            return [Issue("parsing", "identity_contradiction", fields, each.span)]
    return []


def _contradicts(one: Location, other: Location) -> bool:
    vocabulary = load_vocabulary()
    if one.region and other.region and not one.meanings and not other.meanings:
        near = one.region in other.region or other.region in one.region
        if not near and not one.region.endswith(other.region):
            return True
    zones = [any(vocabulary.zone.fullmatch(unit) for unit in each.units) for each in (one, other)]
    if zones[0] != zones[1] and body_kind(one) == body_kind(other) == "government":
        return True
    trades = [vocabulary.all_sectors(each.organ) - {"government"} for each in (one, other)]
    return bool(trades[0] and trades[1] and not trades[0] & trades[1])


def _gaps(identity: Identity, where: Location | None) -> list[Issue]:
    """What the caller should supply: an agency, a year, one of several regions."""
    issues: list[Issue] = []
    if identity.agency is None:
        issues.append(Issue("parsing", "identity_no_agency"))
    if identity.year is None:
        issues.append(Issue("parsing", "identity_no_year"))
    if where and where.meanings and identity.adcode is None and identity.region == where.region:
        fields = (("region", where.region or ""), ("meanings", "、".join(where.meanings)))
        issues.append(Issue("parsing", "identity_region_ambiguous", fields))
    return issues
