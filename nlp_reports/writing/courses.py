"""In: the tables of years and of shared text. Out: what goes on from year to year, and what is copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.writing.groups import MOST_FALSE
from nlp_reports.writing.rates import Rate, rate_of
from nlp_reports.writing.rows import ReportFacts, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from nlp_reports.model import Code


@dataclass(frozen=True, slots=True)
class Trend:
    """A shortcoming that is admitted more or less often year by year: odds ratio of a year, interval, q."""

    code: Code
    odds_ratio: float
    low: float
    high: float
    q: float


@dataclass(frozen=True, slots=True)
class Course:
    """What became of a shortcoming for which a measure was promised.

    `recurs` counts, of the promises made with the shortcoming, those after which the agency's next report
    names it again; `done` those of which the next report tells something done. The longest run of reports
    of one agency that name it is `run`, up to that of `agency` for `year`.
    """

    code: Code
    recurs: Rate
    done: int
    agency: str | None
    year: int | None
    run: int


@dataclass(frozen=True, slots=True)
class Copies:
    """Reports of other agencies with one text: the reports of each cluster, and what gives copies away."""

    clusters: tuple[tuple[str, tuple[ReportFacts, ...]], ...]
    telltales: tuple[tuple[str, str, ReportFacts, ReportFacts], ...]

    @property
    def n_reports(self) -> int:
        """The number of reports in the clusters."""
        return sum(len(members) for _, members in self.clusters)


def gather_trends(trend: pd.DataFrame, codes: Mapping[str, Code]) -> Iterable[Trend]:
    """Yield the shortcomings whose trend the false discovery rate lets stand, the surest first."""
    sure = trend[(trend["role"] == "problem") & (trend["q"] < MOST_FALSE).fillna(False)]
    for row in rows_of(sure):
        if row["code"] in codes:
            yield Trend(codes[row["code"]], *(row[name] for name in ("odds_ratio", "low", "high", "q")))


def gather_courses(
    promises: pd.DataFrame, change: pd.DataFrame, codes: Mapping[str, Code]
) -> Iterable[Course]:
    """Yield, for each shortcoming that was promised to be mended, its course; the most recurring first."""
    made = promises[promises["admitted"] == 1]
    told = made.assign(done=made["done"].notna()).groupby("code")[["recurs", "done"]].agg(["sum", "size"])
    kept = change[(change["role"] == "problem") & (change["run"] > 1)]
    longest = kept.sort_values(["run", "year", "agency"], ascending=[False, False, True])
    runs = {row["code"]: row for row in rows_of(longest.drop_duplicates("code"))}
    found = []
    for code, row in told.iterrows():
        if str(code) in codes:
            run = runs.get(str(code), {"agency": None, "year": None, "run": 1})
            recurs = rate_of(int(row["recurs", "sum"]), int(row["recurs", "size"]))
            course = Course(
                codes[str(code)], recurs, int(row["done", "sum"]), run["agency"], run["year"], run["run"]
            )
            found.append(course)
    yield from sorted(found, key=lambda each: (-each.recurs.n, -each.recurs.base, each.code.id))


def gather_copies(
    clusters: pd.DataFrame, telltales: pd.DataFrame, reports: Mapping[str, ReportFacts], *, most: int = 5
) -> Copies:
    """Return the clusters of different agencies' reports, and at most `most` names or years left in."""
    members: dict[int, list[ReportFacts]] = {}
    directions: dict[int, str] = {}
    for row in rows_of(clusters[clusters["direction"] != "self"]):
        members.setdefault(row["cluster"], []).append(reports[row["report_id"]])
        directions[row["cluster"]] = row["direction"]
    left_in = [
        (row["kind"], row["text"], reports[row["report_id"]], reports[row["other"]])
        for row in rows_of(
            telltales.dropna(subset=["text"]).drop_duplicates(["report_id", "text"]).head(most)
        )
    ]
    told = tuple((directions[number], tuple(some)) for number, some in members.items())
    return Copies(told, tuple(left_in))
