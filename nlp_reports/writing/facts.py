"""In: the corpus tables and the codebook. Out: Facts, the figures and quotes that page and prose tell.

Every fact is counted from rows; nothing here is said that no row carries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp_reports.schema import TABLES, check_table
from nlp_reports.writing.courses import (
    Copies,
    Course,
    Trend,
    gather_copies,
    gather_courses,
    gather_trends,
)
from nlp_reports.writing.faults import Aside, Fault, gather_asides, gather_faults
from nlp_reports.writing.groups import Comparison, Contrast, gather_comparisons, gather_contrasts
from nlp_reports.writing.labels import format_name
from nlp_reports.writing.quality import DimensionFacts, Score, gather_dimensions, gather_scores
from nlp_reports.writing.rows import ReportFacts, gather_reports, rows_of
from nlp_reports.writing.themes import Theme, gather_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from nlp_reports.model import Codebook

NOTHING_STATED = "none_stated"
"""The code of a report that names no shortcoming; it is told apart and not ranked among them."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the corpus is made of; pairs are (value, number of reports), None for what is not known."""

    reports: int
    coded: int
    set_aside: int
    agencies: int
    regions: int
    years: tuple[tuple[int | None, int], ...]
    levels: tuple[tuple[str | None, int], ...]
    forms: tuple[tuple[str | None, int], ...]
    formats: tuple[tuple[str, int], ...]
    problems: int
    measures: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that page and prose tell."""

    overview: Overview
    reports: tuple[ReportFacts, ...]
    themes: tuple[Theme, ...]
    nothing_stated: Theme | None
    comparisons: tuple[Comparison, ...]
    contrasts: tuple[Contrast, ...]
    trends: tuple[Trend, ...]
    courses: tuple[Course, ...]
    copies: Copies
    faults: tuple[Fault, ...]
    set_aside: tuple[Aside, ...]
    cells: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    keywords: tuple[tuple[str, int, int], ...]
    keyness: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    dimensions: tuple[DimensionFacts, ...]
    scores: Mapping[str, tuple[Score, ...]]


def gather_facts(
    tables: Mapping[str, pd.DataFrame],
    *,
    codebook: Codebook,
    counts: Mapping[str, float],
    most_quotes: int = 3,
    most_places: int = 3,
) -> Facts:
    """Return the facts of a corpus.

    `tables` are those of `schema.TABLES`; `counts` needs only `set_aside`, and may do without; at most
    `most_quotes` quotes are kept for each code and role, and `most_places` places for each kind of fault.
    Raises SchemaError where a table lacks a column.
    """
    for name in TABLES:
        check_table(name, tables[name])
    reports = gather_reports(tables)
    by_id = {each.report_id: each for each in reports}
    themes = gather_themes(tables, codebook=codebook, reports=by_id, most=most_quotes)
    shortcomings = tuple(each for each in themes if each.code.id != NOTHING_STATED)
    codes = {each.code.id: each.code for each in shortcomings}
    comparisons = tuple(gather_comparisons(tables["prevalence"], [each.code for each in shortcomings]))
    aside = tuple(gather_asides(tables["issues"]))
    return Facts(
        overview=_overview(tables, reports, int(counts.get("set_aside", len(aside)))),
        reports=reports,
        themes=shortcomings,
        nothing_stated=next((each for each in themes if each.code.id == NOTHING_STATED), None),
        comparisons=comparisons,
        contrasts=tuple(gather_contrasts(tables["differences"], codes)),
        trends=tuple(gather_trends(tables["trend"], codes)),
        courses=tuple(gather_courses(tables["promises"], tables["change"], codes)),
        copies=gather_copies(tables["clusters"], tables["telltales"], by_id),
        faults=tuple(gather_faults(tables["issues"], reports, most_places)),
        set_aside=aside,
        cells=_cells(tables["cells"]),
        keywords=_keywords(tables["keywords"]),
        keyness=tuple(_keyness(tables["keyness"])),
        dimensions=tuple(gather_dimensions(tables["quality"], tables["checks"])),
        scores=gather_scores(tables["quality"]),
    )


def _overview(
    tables: Mapping[str, pd.DataFrame], reports: tuple[ReportFacts, ...], set_aside: int
) -> Overview:
    return Overview(
        reports=len(reports),
        coded=int(tables["codes"]["report_id"].nunique()),
        set_aside=set_aside,
        agencies=len({each.agency for each in reports if each.agency}),
        regions=len({each.region for each in reports if each.region}),
        years=tuple(sorted(_tally(each.year for each in reports), key=lambda pair: pair[0] or 9999)),
        levels=_tally(each.level for each in reports),
        forms=_tally(each.form for each in reports),
        formats=_tally(format_name(each.path) for each in reports),
        problems=sum(each.n_problems for each in reports),
        measures=sum(each.n_measures for each in reports),
    )


def _tally(values: Iterable[Any]) -> tuple[tuple[Any, int], ...]:
    """Return each value with its count, the commonest first and None last."""
    tally = Counter(values).items()
    return tuple(sorted(tally, key=lambda pair: (pair[0] is None, -pair[1], str(pair[0]))))


def _cells(cells: pd.DataFrame) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Return, for each statutory table, how many of its cells have which status."""
    counted = cells.groupby(["table", "status"]).size()
    tables: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for (table, status), n in zip(counted.index, counted, strict=True):
        tables[str(table)].append((str(status), int(n)))
    return tuple((table, tuple(statuses)) for table, statuses in sorted(tables.items()))


def _keywords(keywords: pd.DataFrame, most: int = 40) -> tuple[tuple[str, int, int], ...]:
    """Return the corpus's keywords with frequency and number of reports, in their order."""
    corpus = keywords[keywords["report_id"].isna()].sort_values(["rank", "term"]).head(most)
    return tuple((row["term"], row["frequency"], row["docfreq"]) for row in rows_of(corpus))


def _keyness(
    keyness: pd.DataFrame, most: int = 8
) -> Iterable[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]:
    """Yield, by level and year, each group with the terms that set it apart most."""
    apart = keyness[(keyness["log_odds"] > 0).fillna(False) & keyness["group"].notna()]
    for by in ("level", "year"):
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for row in rows_of(apart[apart["by"] == by].sort_values(["group", "rank"])):
            groups[row["group"]].append(row["term"])
        if groups:
            yield by, tuple((group, tuple(terms[:most])) for group, terms in groups.items())
