"""In: the corpus tables and the codebook. Out: Facts, the figures and quotes that page and prose tell.

Every fact is counted from rows; nothing here is said that no row carries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from nlp_reports.schema import TABLES, check_table
from nlp_reports.writing.faults import Fault, gather_faults
from nlp_reports.writing.groups import Comparison, Contrast, gather_comparisons, gather_contrasts
from nlp_reports.writing.labels import format_name
from nlp_reports.writing.quality import DimensionFacts, Score, gather_dimensions, gather_scores
from nlp_reports.writing.quotes import Quote, choose_quotes
from nlp_reports.writing.rates import Rate, rate_of, rates_of
from nlp_reports.writing.rows import ReportFacts, gather_reports, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from nlp_reports.model import Code, Codebook

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
class Theme:
    """One code: how many reports admit it, how many promise a remedy, and how many of the first do both.

    `answered` counts, of the reports that admit the shortcoming, those that promise a measure of the
    same code. `n_problems` and `n_measures` count statements, of which the quotes are a choice.
    """

    code: Code
    problem: Rate
    measure: Rate
    answered: Rate
    n_problems: int
    n_measures: int
    problem_quotes: tuple[Quote, ...]
    measure_quotes: tuple[Quote, ...]
    answer_quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that page and prose tell."""

    overview: Overview
    reports: tuple[ReportFacts, ...]
    themes: tuple[Theme, ...]
    nothing_stated: Theme | None
    comparisons: tuple[Comparison, ...]
    contrasts: tuple[Contrast, ...]
    faults: tuple[Fault, ...]
    set_aside: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    keywords: tuple[tuple[str, int, int], ...]
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
    themes = _themes(tables, codebook, {each.report_id: each for each in reports}, most_quotes)
    shortcomings = tuple(each for each in themes if each.code.id != NOTHING_STATED)
    comparisons = tuple(gather_comparisons(tables["prevalence"], [each.code for each in shortcomings]))
    aside = tuple(
        (str(row["path"]), str(row["message"])) for row in rows_of(tables["issues"]) if not row["report_id"]
    )
    return Facts(
        overview=_overview(tables, reports, int(counts.get("set_aside", len(aside)))),
        reports=reports,
        themes=shortcomings,
        nothing_stated=next((each for each in themes if each.code.id == NOTHING_STATED), None),
        comparisons=comparisons,
        contrasts=tuple(gather_contrasts(comparisons)),
        faults=tuple(gather_faults(tables["issues"], reports, most_places)),
        set_aside=aside,
        cells=_cells(tables["cells"]),
        keywords=_keywords(tables["keywords"]),
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


def _themes(
    tables: Mapping[str, pd.DataFrame],
    codebook: Codebook,
    reports: Mapping[str, ReportFacts],
    most: int,
) -> list[Theme]:
    """Return the codes that occur, the most admitted first, then the most promised."""
    rates = rates_of(tables["prevalence"])
    quotes = _quotes(tables, reports)
    themes = []
    for code in codebook.codes:
        problems, measures = quotes["problem", code.id], quotes["measure", code.id]
        if not problems and not measures:
            continue
        admitting, promising = ({each.report_id for each in some} for some in (problems, measures))
        answering = admitting & promising
        choose = partial(choose_quotes, most=most, lot=code.id)
        themes.append(
            Theme(
                code=code,
                problem=rates.get((None, None, "problem", code.id), Rate(len(admitting), len(reports))),
                measure=rates.get((None, None, "measure", code.id), Rate(len(promising), len(reports))),
                answered=rate_of(len(answering), len(admitting)),
                n_problems=len(problems),
                n_measures=len(measures),
                problem_quotes=choose(problems),
                measure_quotes=choose(measures),
                answer_quotes=choose(each for each in measures if each.report_id in answering),
            )
        )
    return sorted(themes, key=lambda each: (-each.problem.n, -each.measure.n))


def _quotes(
    tables: Mapping[str, pd.DataFrame], reports: Mapping[str, ReportFacts]
) -> defaultdict[tuple[str, str], list[Quote]]:
    statements = {row["statement_id"]: row for row in rows_of(tables["statements"])}
    n_codes = Counter(tables["codes"]["statement_id"])
    quotes: defaultdict[tuple[str, str], list[Quote]] = defaultdict(list)
    for row in rows_of(tables["codes"]):
        statement, report = statements[row["statement_id"]], reports[row["report_id"]]
        quotes[row["role"], row["code"]].append(
            Quote(
                **{name: statement[name] for name in ("statement_id", "report_id", "text", "start", "end")},
                agency=report.agency,
                year=report.year,
                path=report.path,
                n_codes=n_codes[row["statement_id"]],
                score=row["score"] if row["score"] is not None else 0.0,
            )
        )
    return quotes


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
