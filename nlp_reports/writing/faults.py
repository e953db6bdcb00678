"""In: the table `issues`. Out: the kinds of fault, how widespread each is, and where it stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.wording import Language, tell_packed
from nlp_reports.writing.rows import ReportFacts, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


@dataclass(frozen=True, slots=True)
class FaultPlace:
    """One issue found in a report; `start` and `end` are offsets in its text, where it has a place."""

    report: ReportFacts
    stage: str
    code: str
    fields: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that was not counted, and the finding that says why."""

    path: str
    stage: str
    code: str
    fields: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of issue: how often it was found, in how many reports, and where first."""

    stage: str
    code: str
    n: int
    reports: int
    places: tuple[FaultPlace, ...]


def gather_faults(issues: pd.DataFrame, reports: tuple[ReportFacts, ...], most: int) -> Iterable[Fault]:
    """Yield the kinds of issue, the most widespread first."""
    by_id = {each.report_id: each for each in reports}
    kinds: defaultdict[tuple[str, str], list[FaultPlace]] = defaultdict(list)
    for row in rows_of(issues):
        if row["report_id"] in by_id:
            finding = (row[name] for name in ("stage", "code", "fields", "start", "end"))
            place = FaultPlace(by_id[row["report_id"]], *finding)
            kinds[row["stage"], row["code"]].append(place)
    faults = [
        Fault(stage, code, len(places), len({each.report.report_id for each in places}), tuple(places[:most]))
        for (stage, code), places in kinds.items()
    ]
    return sorted(faults, key=lambda each: (-each.reports, -each.n, each.stage, each.code))


def gather_asides(issues: pd.DataFrame) -> Iterable[Aside]:
    """Yield the files that are no report, in the order of the table."""
    for row in rows_of(issues[issues["report_id"].isna()]):
        yield Aside(*(row[name] for name in Aside.__slots__))


def tell_finding(finding: FaultPlace | Aside, *, lang: Language) -> str:
    """Return the sentence that tells a person what was found."""
    return tell_packed(finding.stage, finding.code, finding.fields, lang=lang)
