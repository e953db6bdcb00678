"""In: `resources/figures.yaml`, Figures. Out: which of the tables' figures each of them speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nlp_reports.errors import ResourceError
from nlp_reports.parsing.checks.prose_figures import REACH
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nlp_reports.model import Span
    from nlp_reports.parsing.checks.prose_figures import Figure, Sentence

RESOURCE = "figures.yaml"
REMEMBERED = 4
"""How many sentences on a figure may still belong to the one it stands below."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that tables count. `readings` are the sums of cells that its words may mean.

    `loose` words mean any reading alike; `weak` ones are too vague to call a difference a fault.
    Beside the words `part`, a figure is a part of one of the same measure before it.
    """

    id: str
    name: str
    en: str
    readings: tuple[tuple[str, ...], ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    none: re.Pattern[str] | None
    near: re.Pattern[str] | None
    part: re.Pattern[str] | None
    under: tuple[str, ...]
    any_year: bool
    head: bool
    loose: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures, in the order in which they are tried, and the words around figures that matter."""

    measures: tuple[Measure, ...]
    triggers: re.Pattern[str]
    earlier: re.Pattern[str]
    scope: re.Pattern[str]
    whole_place: re.Pattern[str]
    own_office: re.Pattern[str]
    approximate: re.Pattern[str]
    channels: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure of prose that speaks of a measure, or the words that say there was none.

    `year` is the one that its sentence names before it; `scope` whose figure it is said to be, if anyone's.
    """

    measure: Measure
    value: float
    span: Span
    year: int | None
    scope: str | None
    approximate: bool
    figure: Figure | None = None


@cache
def load_measures() -> Measures:
    """Return the shipped measures. Raises ResourceError where they are not well formed."""
    data = load_yaml(RESOURCE)
    try:
        return parse_measures(data)
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise ResourceError("checks.bad_template", file=RESOURCE, place="measures", reason=error) from error


def parse_measures(data: Mapping[str, Any]) -> Measures:
    """Return the measures that `data` describes; raises KeyError, TypeError, ValueError or re.error."""
    fragments = {f"<{name}>": text for name, text in data["fragments"].items()}
    measures = tuple(_measure(each, data, fragments) for each in data["measures"])
    around = data["approximate"]
    return Measures(
        measures=measures,
        triggers=re.compile(data["triggers"]),
        earlier=re.compile(data["earlier"]),
        scope=re.compile(data["scope"]),
        whole_place=re.compile(data["whole_place"]),
        own_office=re.compile(data["own_office"]),
        approximate=re.compile(f"(?:{around['before']})#|#(?:{around['after']})"),
        channels=re.compile(data["channels"]),
    )


def _measure(each: Mapping[str, Any], data: Mapping[str, Any], fragments: Mapping[str, str]) -> Measure:
    def compiled(patterns: Sequence[str]) -> re.Pattern[str] | None:
        text = "|".join(f"(?:{pattern})" for pattern in patterns)
        for name, fragment in fragments.items():
            text = text.replace(name, fragment)
        return re.compile(text) if patterns else None

    near = each.get("near")
    return Measure(
        id=each["id"],
        name=each["name"],
        en=each["en"],
        readings=tuple(tuple(reading) for reading in each["cells"]),
        before=compiled(each.get("before", ())),
        after=compiled(each.get("after", ())),
        none=compiled(each.get("none", ())),
        near=re.compile(data["near"][near]) if near else None,
        part=re.compile(each["part"]) if "part" in each else None,
        any_year=each.get("any_year", False),
        under=tuple(each.get("under", ())),
        head=each.get("head", True),
        loose=each.get("loose", False),
        weak=each.get("weak", False),
    )


def find_mentions(
    sentences: Sequence[Sentence], figures: Sequence[Figure], *, near: bool
) -> Iterator[Mention]:
    """Yield the figures that speak of a measure, each with the first measure whose words stand around it.

    A figure may belong to another one before it: 其中维持 3 件 to the reviews. Figures of earlier years
    speak of nothing here. `near`: the section is about requests or disputes, which need no naming then.
    """
    words = load_measures()
    head: Measure | None = None
    since, scope = 0, None
    for figure in figures:
        sentence = sentences[figure.sentence]
        if figure.sentence - since > REMEMBERED:
            head, scope = None, None
        place = bisect_left(sentence.places, figure.span.start)
        scope = _scope(sentence, place) or scope
        measure = None if figure.percent else measure_of(figure, sentence, head, near=near)
        if measure is None:
            continue
        head, since = (measure if measure.head else head), figure.sentence
        if not words.earlier.search(figure.before):
            around = f"{figure.before}#{figure.unit}{figure.after}"
            rough = figure.rough or words.approximate.search(around) is not None
            year = None if measure.any_year else figure.year
            yield Mention(measure, figure.value, figure.span, year, scope, rough, figure)


def find_nones(sentences: Sequence[Sentence], *, near: bool) -> Iterator[Mention]:
    """Yield the words that say there was nothing to count (未收到申请), as mentions of zero."""
    words = load_measures()
    for sentence in sentences:
        for measure in words.measures:
            if measure.none is None or not (
                near or measure.near is None or measure.near.search(sentence.text)
            ):
                continue
            for match in measure.none.finditer(sentence.text):
                start, end = match.span()
                if words.earlier.search(sentence.text, max(0, start - REACH), start):
                    continue
                scope, year = _scope(sentence, start), sentence.year(start)
                yield Mention(measure, 0.0, sentence.span(start, end), year, scope, False)


def _scope(sentence: Sentence, end: int) -> str | None:
    said = load_measures().scope.findall(sentence.text, 0, end)
    return said[-1] if said else None


def measure_of(figure: Figure, sentence: Sentence, head: Measure | None, *, near: bool) -> Measure | None:
    """Return the first measure whose words stand before `figure`, else around it, or None."""
    known = near or (head is not None and head.readings[0][0].startswith(("applications", "review")))
    possible = [
        each
        for each in load_measures().measures
        if (not each.under or (head is not None and head.id in each.under))
        and (each.near is None or known or each.near.search(sentence.text))
        and not (each.part and head is each and each.part.search(figure.before))
    ]
    before, whole = f"{figure.before}#", f"{figure.before}#{figure.after}"
    told = (each for each in possible if each.before and each.before.search(before))
    around = (each for each in possible if each.after and each.after.search(whole))
    return next(told, None) or next(around, None)
