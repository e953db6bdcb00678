"""In: the corpus tables and the codebook. Out: Themes, each code with its rates and what is said of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from nlp_reports.writing.quotes import Quote, choose_quotes
from nlp_reports.writing.rates import Rate, rate_of, rates_of
from nlp_reports.writing.rows import ReportFacts, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from nlp_reports.model import Code, Codebook


@dataclass(frozen=True, slots=True)
class Theme:
    """One code: how many reports admit it, how many promise a remedy, and how many of the first do both.

    `answered` counts, of the reports that admit the shortcoming, those with a measure that answers it (the
    table `answers`). `telling_quotes` are problem statements that name the most. `n_problems` and
    `n_measures` count statements, of which the quotes are a choice.
    """

    code: Code
    problem: Rate
    measure: Rate
    answered: Rate
    n_problems: int
    n_measures: int
    problem_quotes: tuple[Quote, ...]
    telling_quotes: tuple[Quote, ...]
    measure_quotes: tuple[Quote, ...]
    answer_quotes: tuple[Quote, ...]


def gather_themes(
    tables: Mapping[str, pd.DataFrame],
    *,
    codebook: Codebook,
    reports: Mapping[str, ReportFacts],
    most: int,
) -> list[Theme]:
    """Return the codes that occur, the most admitted first; of each at most `most` quotes of a kind."""
    rates = rates_of(tables["prevalence"])
    answers = tables["answers"][tables["answers"]["by"] == ""].set_index("code")["n"].to_dict()
    answering = _answering(tables)
    quotes = _quotes(tables, reports)
    by_id = {
        quote.statement_id: quote for (role, _), some in quotes.items() if role == "measure" for quote in some
    }
    themes = []
    for code in codebook.codes:
        problems, measures = quotes["problem", code.id], quotes["measure", code.id]
        if not problems and not measures:
            continue
        admitting, promising = ({each.report_id for each in some} for some in (problems, measures))
        choose = partial(choose_quotes, most=most, lot=code.id)
        themes.append(
            Theme(
                code=code,
                problem=rates.get((None, None, "problem", code.id), Rate(len(admitting), len(reports))),
                measure=rates.get((None, None, "measure", code.id), Rate(len(promising), len(reports))),
                answered=rate_of(int(answers.get(code.id, 0)), len(admitting)),
                n_problems=len(problems),
                n_measures=len(measures),
                problem_quotes=choose(problems),
                telling_quotes=choose([each for each in problems if each.specific], telling=True),
                measure_quotes=choose(measures),
                answer_quotes=choose([by_id[each] for each in sorted(answering[code.id]) if each in by_id]),
            )
        )
    return sorted(themes, key=lambda each: (-each.problem.n, -each.measure.n))


def _answering(tables: Mapping[str, pd.DataFrame]) -> defaultdict[str, set[str]]:
    """The measures that answer a problem of each code."""
    pairs = tables["pairs"].dropna(subset=["problem_id", "measure_id"])
    admitted = tables["codes"].loc[tables["codes"]["role"] == "problem", ["statement_id", "code"]]
    met = pairs.merge(admitted, left_on="problem_id", right_on="statement_id")
    answering: defaultdict[str, set[str]] = defaultdict(set)
    for code, measure_id in met[["code", "measure_id"]].itertuples(index=False):
        answering[code].add(measure_id)
    return answering


def _quotes(
    tables: Mapping[str, pd.DataFrame], reports: Mapping[str, ReportFacts]
) -> defaultdict[tuple[str, str], list[Quote]]:
    statements = {row["statement_id"]: row for row in rows_of(tables["statements"])}
    n_codes = Counter(tables["codes"]["statement_id"])
    specific = {row["statement_id"]: row["score"] for row in rows_of(tables["specificity"])}
    typical = {(row["statement_id"], row["code"]): row["score"] for row in rows_of(tables["typicality"])}
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
                typical=typical.get((row["statement_id"], row["code"]), 0.0),
                specific=specific.get(row["statement_id"], 0.0),
            )
        )
    return quotes
