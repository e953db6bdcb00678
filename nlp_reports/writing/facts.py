"""In: the corpus tables and the codebook. Out: Facts, the figures and quotes that page and prose tell.

Every fact is counted from rows; nothing here is said that no row carries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from nlp_reports.model import Level
from nlp_reports.schema import TABLES, check_table
from nlp_reports.writing.labels import format_name
from nlp_reports.writing.quotes import Quote, choose_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from nlp_reports.model import Code, Codebook

Row = dict[str, Any]

LEAST_BASE = 5
"""The smallest number of reports of which a share is told; below it only counts are."""

_WHOLE = ("year", "level")
_LEVELS: tuple[str, ...] = get_args(Level)

NOTHING_STATED = "none_stated"
"""The code of a report that names no shortcoming; it is told apart and not ranked among them."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`n` of `base` reports; `share` (0 to 1) and its interval are None where the base is too small."""

    n: int
    base: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report: who, when, what file, and how much was found in it."""

    report_id: str
    path: str
    agency: str | None
    region: str | None
    level: str | None
    sector: str | None
    year: int | None
    form: str | None
    title: str | None
    n_problems: int
    n_measures: int
    n_faults: int


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
class Comparison:
    """How common each shortcoming is in the groups of one column: (code, a rate for each group).

    Years and levels are all there; of other groups those of `LEAST_BASE` reports, `left_out` are not.
    """

    by: str
    left_out: int
    groups: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Code, tuple[Rate, ...]], ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A shortcoming whose intervals in two groups do not overlap."""

    by: str
    code: Code
    more_in: str
    more: Rate
    less_in: str
    less: Rate


@dataclass(frozen=True, slots=True)
class FaultPlace:
    """One issue found in a report; `start` and `end` are offsets in its text, where it has a place."""

    report: ReportFacts
    message: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of issue: how often it was found, in how many reports, and where first."""

    stage: str
    code: str
    n: int
    reports: int
    places: tuple[FaultPlace, ...]


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
    reports = _reports(tables)
    themes = _themes(tables, codebook, {each.report_id: each for each in reports}, most_quotes)
    shortcomings = tuple(each for each in themes if each.code.id != NOTHING_STATED)
    comparisons = tuple(_comparisons(tables["prevalence"], [each.code for each in shortcomings]))
    aside = tuple(
        (str(row["path"]), str(row["message"])) for row in rows_of(tables["issues"]) if not row["report_id"]
    )
    return Facts(
        overview=_overview(tables, reports, int(counts.get("set_aside", len(aside)))),
        reports=reports,
        themes=shortcomings,
        nothing_stated=next((each for each in themes if each.code.id == NOTHING_STATED), None),
        comparisons=comparisons,
        contrasts=tuple(_contrasts(comparisons)),
        faults=tuple(_faults(tables["issues"], reports, most_places)),
        set_aside=aside,
        cells=_cells(tables["cells"]),
        keywords=_keywords(tables["keywords"]),
    )


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return the rows as dicts in which what is missing is None."""
    plain = table.astype(object)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.where(table.notna(), None).to_numpy()]


def _reports(tables: Mapping[str, pd.DataFrame]) -> tuple[ReportFacts, ...]:
    statements = tables["statements"]
    roles = Counter(zip(statements["report_id"], statements["role"], strict=True))
    faults = Counter(tables["issues"]["report_id"].dropna())
    names = ("report_id", "path", "agency", "region", "level", "sector", "year", "form", "title")
    found = [
        ReportFacts(
            **{name: row[name] for name in names},
            n_problems=roles[row["report_id"], "problem"],
            n_measures=roles[row["report_id"], "measure"],
            n_faults=faults[row["report_id"]],
        )
        for row in rows_of(tables["reports"])
    ]
    return tuple(sorted(found, key=lambda each: (each.path, each.report_id)))


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
    rates = _rates(tables["prevalence"])
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
                answered=_rate(len(answering), len(admitting)),
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


def _rate(n: int, base: int, share: float | None = None) -> Rate:
    if base < LEAST_BASE:
        return Rate(n, base)
    return Rate(n, base, n / base if share is None else share)


def _rates(prevalence: pd.DataFrame) -> dict[tuple[str | None, str | None, str, str], Rate]:
    """Return (by, group, role, code) → rate; by and group are None for the whole corpus."""
    found: dict[tuple[str | None, str | None, str, str], Rate] = {}
    for row in rows_of(prevalence):
        by = row["by"] or None
        group = row["group"] if by else None
        enough = row["base"] >= LEAST_BASE
        share, low, high = ((row[name] if enough else None) for name in ("share", "low", "high"))
        found[by, group, row["role"], row["code"]] = Rate(row["n"], row["base"], share, low, high)
    return found


def _comparisons(prevalence: pd.DataFrame, codes: list[Code]) -> Iterable[Comparison]:
    """Yield, for each column with two groups or more, the rates of the shortcomings that occur in it."""
    rates = _rates(prevalence[prevalence["role"] == "problem"])
    bases: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (by, group, _, _), rate in rates.items():
        if by and group:
            bases[by][group] = rate.base
    for by, groups in bases.items():
        kept = sorted(((group, base) for group, base in groups.items() if base), key=_group_place)
        if by not in _WHOLE:
            kept = [(group, base) for group, base in kept if base >= LEAST_BASE]
        if len(kept) < 2:
            continue
        rows = []
        for code in codes:
            row = tuple(rates.get((by, group, "problem", code.id), Rate(0, base)) for group, base in kept)
            if any(rate.n for rate in row):
                rows.append((code, row))
        yield Comparison(by, len(groups) - len(kept), tuple(kept), tuple(rows))


def _group_place(group: tuple[str, int]) -> tuple[int, int, str]:
    """Years run on, levels run down, other groups stand the largest first."""
    name, base = group
    if name in _LEVELS:
        return 0, _LEVELS.index(name), name
    return (0, 0, name) if name.isdigit() else (1, -base, name)


def _contrasts(comparisons: Iterable[Comparison]) -> Iterable[Contrast]:
    """Yield, for each column, the shortcomings whose widest difference leaves the intervals apart."""
    for comparison in comparisons:
        found = []
        for code, row in comparison.rows:
            rated = [
                (rate.share, group, rate)
                for (group, _), rate in zip(comparison.groups, row, strict=True)
                if rate.share is not None
            ]
            if len(rated) < 2:
                continue
            (_, less_in, less), (_, more_in, more) = (
                min(rated, key=lambda each: each[:2]),
                max(rated, key=lambda each: each[:2]),
            )
            if more.low is not None and less.high is not None and more.low > less.high:
                found.append(Contrast(comparison.by, code, more_in, more, less_in, less))
        yield from sorted(found, key=lambda each: (each.less.share or 0) - (each.more.share or 0))


def _faults(issues: pd.DataFrame, reports: tuple[ReportFacts, ...], most: int) -> Iterable[Fault]:
    """Yield the kinds of issue, the most widespread first."""
    by_id = {each.report_id: each for each in reports}
    kinds: defaultdict[tuple[str, str], list[FaultPlace]] = defaultdict(list)
    for row in rows_of(issues):
        if row["report_id"] in by_id:
            place = FaultPlace(by_id[row["report_id"]], row["message"], row["start"], row["end"])
            kinds[row["stage"], row["code"]].append(place)
    faults = [
        Fault(stage, code, len(places), len({each.report.report_id for each in places}), tuple(places[:most]))
        for (stage, code), places in kinds.items()
    ]
    return sorted(faults, key=lambda each: (-each.reports, -each.n, each.stage, each.code))


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
