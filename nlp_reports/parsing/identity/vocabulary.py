"""In: `resources/identity.yaml` and `sectors.yaml`. Out: the words that name bodies, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words about bodies as patterns; each list is matched longest word first."""

    sectors: dict[str, str]
    """Word → sector id."""
    sector_words: re.Pattern[str]
    body_end: re.Pattern[str]
    zone: re.Pattern[str]
    national: re.Pattern[str]
    lead_in: re.Pattern[str]
    verb: re.Pattern[str]
    institution: re.Pattern[str]
    governments: frozenset[str]
    short_names: dict[str, str]
    """What a body is called for short → in full."""
    new_areas: dict[str, str]
    """A zone of prefectural rank → adcode of the place it lies in."""
    publishers: str
    sources: str
    sponsors: str
    links: str
    published: tuple[str, ...]
    written: tuple[str, ...]
    prefecture_traces: re.Pattern[str]
    county_traces: re.Pattern[str]

    def sector(self, organ: str) -> str:
        """Return the sector a body's name (its region taken away) tells; a bare region is a government."""
        found = [self.sectors[word] for word in self.sector_words.findall(organ)]
        plain = [sector for sector in found if sector != "government"]
        return plain[0] if plain else "government" if found or not organ else "other"

    def all_sectors(self, organ: str) -> frozenset[str]:
        """Return every sector named: 教育和体育局 is education and sports."""
        return frozenset(self.sectors[word] for word in self.sector_words.findall(organ))


@cache
def load_vocabulary() -> Vocabulary:
    """Return the shipped vocabulary, read once."""
    words, sectors = load_yaml("identity.yaml"), load_yaml("sectors.yaml")["sectors"]
    by_word = {word: sector["id"] for sector in sectors for word in sector["words"]}
    zones = any_of(words["zones"])
    return Vocabulary(
        sectors=by_word,
        sector_words=re.compile(any_of(by_word)),
        body_end=re.compile(rf"(?:{any_of(words['bodies'])}|(?<![省市县区旗州盟镇乡党纪政工团常])委)$"),
        zone=re.compile(rf"[^局厅委部]{{0,20}}?(?:{zones})(?![区镇乡]|街道)(?:\([^()]{{1,20}}\))?"),
        national=re.compile(rf"(?:{any_of(words['national'])})+(?:\([^()]{{1,8}}\))?"),
        lead_in=re.compile(rf".*(?:{any_of(words['lead_ins'])})", re.DOTALL),
        verb=re.compile(rf"(?:{any_of(words['verbs'])})+"),
        institution=re.compile(rf"(?:{any_of(words['institutions'])})$"),
        governments=frozenset(words["governments"]),
        short_names=words["short_names"],
        new_areas=words["new_areas"],
        publishers=any_of(words["publishers"]),
        sources=any_of(words["sources"]),
        sponsors=any_of(words["sponsors"]),
        links=any_of(words["links"]),
        published=tuple(words["published"]),
        written=tuple(words["written"]),
        prefecture_traces=re.compile(any_of(words["prefecture_traces"])),
        county_traces=re.compile(any_of(words["county_traces"])),
    )


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
