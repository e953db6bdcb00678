"""In: a report's prose and Ledger. Out: Checks of what betrays a text copied or never read again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from nlp_reports.errors import ResourceError
from nlp_reports.model import Check, Span
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nlp_reports.model import CheckStatus, Dimension, Document, Identity
    from nlp_reports.parsing.checks.ledger import Ledger
    from nlp_reports.parsing.checks.prose_figures import Passage, Sentence

RESOURCE = "telltales.yaml"
MOST = 20
_DAY = re.compile(r"(?<!\d)(20[0-4]\d)年(\d{1,2})月(\d{1,2})日")
_RANGE = re.compile(rf"{_DAY.pattern}[起始]?[至到-]{_DAY.pattern}")
_LONG_YEAR = re.compile(r"(?<!\d)\d{5,8}年(?=\d{1,2}月)")


@dataclass(frozen=True, slots=True)
class Telltales:
    """The patterns of `telltales.yaml`, and the words that openings and companions are made of."""

    patterns: dict[str, re.Pattern[str]]
    doubled: re.Pattern[str]
    openers: str


@cache
def load_telltales() -> Telltales:
    """Return the shipped patterns. Raises ResourceError where they are not well formed."""
    data = dict(load_yaml(RESOURCE))
    try:
        words = "|".join(re.escape(word) for word in data.pop("never_doubled").split())
        doubled = re.compile(rf"({words})\1|{data.pop('particles')}")
        openers = data.pop("openers")
        patterns = {name: re.compile(pattern) for name, pattern in data.items()}
        return Telltales(patterns, doubled, openers)
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ResourceError("checks.bad_template", file=RESOURCE, place="-", reason=error) from error


def check_telltales(
    document: Document, passages: Sequence[Passage], *, identity: Identity, ledger: Ledger
) -> Iterator[Check]:
    """Yield, for each kind of tell-tale, a check for each place (`MOST` at most) that shows it, or a PASS."""
    prose = {each.section.key: each.sentences for each in passages}
    sentences = [each for passage in passages for each in passage.sentences]
    kinds: tuple[tuple[str, Dimension, Iterator[Found]], ...] = (
        ("doubled_word", "form", _doubled(sentences)),
        ("number_missing", "completeness", _matches("number_missing", sentences)),
        ("impossible_date", "form", _dates(sentences)),
        ("stale_year", "substance", _stale_years(prose, identity)),
        ("problems_denied", "substance", _denied(prose.get("problems", ()))),
        ("fee_contradiction", "consistency", _fees(prose.get("other", ()), ledger)),
    )
    for check, dimension, places in kinds:
        found = tuple(islice(places, MOST))
        for status, span in found:
            printed = "".join(document.text[span.start : span.end].split())
            fields = (("printed", printed), ("year", str(identity.year or "")))
            yield Check(check, dimension, status, evidence=(span,), fields=fields)
        if not found:
            yield Check(check, dimension, "PASS" if sentences else "NOT_ASSESSABLE")


Found = tuple["CheckStatus", Span]
"""How sure a finding is, and where it stands."""


def _matches(name: str, sentences: Sequence[Sentence]) -> Iterator[Found]:
    for sentence in sentences:
        for match in load_telltales().patterns[name].finditer(sentence.text):
            yield "FAIL", sentence.span(*match.span())


def _doubled(sentences: Sequence[Sentence]) -> Iterator[Found]:
    """Words that are never right twice; longer ones twice in a row, unless they may be meant."""
    words = load_telltales()
    for sentence in sentences:
        for match in words.doubled.finditer(sentence.text):
            yield "FAIL", sentence.span(*match.span())
        for match in words.patterns["longer"].finditer(sentence.text):
            if not words.patterns["longer_exceptions"].search(match[1]):
                yield "UNCERTAIN", sentence.span(*match.span())


def _dates(sentences: Sequence[Sentence]) -> Iterator[Found]:
    for sentence in sentences:
        for match in _DAY.finditer(sentence.text):
            if _day(match.groups()) is None:
                yield "FAIL", sentence.span(*match.span())
        for match in _RANGE.finditer(sentence.text):
            first, last = _day(match.groups()[:3]), _day(match.groups()[3:])
            if first and last and last < first:
                yield "FAIL", sentence.span(*match.span())
        for match in _LONG_YEAR.finditer(sentence.text):
            span = sentence.span(*match.span())
            if span.end - span.start == len(match[0]):  # a blank may part a figure from a year
                yield "FAIL", span


def _day(parts: Sequence[str]) -> date | None:
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _stale_years(prose: Mapping[str, Sequence[Sentence]], identity: Identity) -> Iterator[Found]:
    """The overview opens with another year than the report's, or section five admits another's faults."""
    patterns = load_telltales().patterns
    for sentence in prose.get("overview", ())[:1]:
        match = patterns["opening_year"].search(sentence.text)
        if (
            match
            and _is_other(match[1], identity)
            and not patterns["opening_elsewhere"].search(sentence.text)
        ):
            yield "UNCERTAIN", sentence.span(match.start(1), match.end(1) + 1)
    for sentence in prose.get("problems", ()):
        match = patterns["admitting_year"].search(sentence.text)
        if match and _is_other(match[1], identity) and not patterns["mended"].search(sentence.text):
            yield "UNCERTAIN", sentence.span(*match.span())


def _is_other(year: str, identity: Identity) -> bool:
    return identity.year is not None and int(year) != identity.year


def _denied(sentences: Sequence[Sentence]) -> Iterator[Found]:
    """Section five says that there are no problems, and admits some."""
    patterns = load_telltales().patterns
    whole = "。".join(each.text for each in sentences) + "。"
    if patterns["no_problems"].search(whole) and patterns["problems"].search(whole):
        last = sentences[-1]
        yield "UNCERTAIN", Span(sentences[0].span(0, 1).start, last.span(0, len(last.text)).end)


def _fees(sentences: Sequence[Sentence], ledger: Ledger) -> Iterator[Found]:
    """No notice of fees, yet requests closed for fees unpaid; fees taken in one place and none in the other.

    The fees of table one are of every kind, those of section six for information only, so that these
    are no contradiction for certain.
    """
    patterns = load_telltales().patterns
    unpaid = ledger.read(("applications.other.overdue_fee",)).value
    amount = ledger.read(("proactive.fees.amount",)).value
    for sentence in sentences:
        if unpaid and (match := patterns["no_fee_notice"].search(sentence.text)):
            yield "FAIL", sentence.span(*match.span())
        if (
            amount == 0
            and (match := patterns["fee_taken"].search(sentence.text))
            and float(match[1].replace(",", ""))
        ):
            yield "UNCERTAIN", sentence.span(*match.span())
        if amount and (match := patterns["no_fees"].search(sentence.text)):
            yield "UNCERTAIN", sentence.span(*match.span())
