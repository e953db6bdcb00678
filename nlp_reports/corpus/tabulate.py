"""In: analyses and files set aside. Out: the corpus tables of `schema.TABLES`."""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from nlp_reports.corpus.shelf import Held
from nlp_reports.model import Issue
from nlp_reports.schema import TABLES, tabulate_rows
from nlp_reports.wording import Language, describe_issue, pack_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pandas as pd

    from nlp_reports.corpus.shelf import Tables
    from nlp_reports.model import Analysis, Cell, SetAside, Span

Row = dict[str, object]

TOLD = ("FAIL", "UNCERTAIN")
"""Outcomes of a check that deserve a sentence."""


_BATCH = 256
"""Reports whose rows are held as Python objects at a time."""


def tabulate_corpus(
    analyses: Iterable[Analysis], set_aside: Sequence[SetAside], *, lang: Language
) -> dict[str, pd.DataFrame]:
    """Return every table that holds facts of single reports; messages are in `lang`.

    The tables are those of `schema.TABLES` but for the comparisons.
    """
    tables = Held()
    fill_tables(tables, analyses, set_aside, lang=lang)
    return tables


def fill_tables(
    tables: Tables, analyses: Iterable[Analysis], set_aside: Sequence[SetAside], *, lang: Language
) -> None:
    """Append the rows of every table of facts; `analyses` are gone through once, some at a time."""
    rows_of: dict[str, Callable[[Analysis], Iterable[Row]]] = {
        "reports": _report_rows,
        "sections": _section_rows,
        "cells": _cell_rows,
        "issues": partial(_issue_rows, lang=lang),
        "checks": partial(_check_rows, lang=lang),
        "statements": _statement_rows,
        "codes": _code_rows,
        "metadata": _metadata_rows,
        "texts": _text_rows,
    }
    source = iter(analyses)
    batch = tuple(islice(source, _BATCH))
    while True:
        for name, rows in rows_of.items():
            tables.append(name, tabulate_rows(name, chain.from_iterable(map(rows, batch))))
        if not (batch := tuple(islice(source, _BATCH))):
            break
    aside = (_issue_row(each.issue, None, each.path, lang) for each in set_aside)
    tables.append("issues", tabulate_rows("issues", aside))


def tabulate_terms(analyses: Iterable[Analysis]) -> pd.DataFrame:
    """Return one row for each report and term: report_id, term, frequency (a count)."""
    import pandas as pd

    columns = {"report_id": "string", "term": "string", "frequency": "Int64"}
    parts = [pd.DataFrame([], columns=list(columns)).astype(columns)]
    source = iter(analyses)
    while batch := tuple(islice(source, _BATCH)):
        rows = [(each.report.id, term, n) for each in batch for term, n in each.terms]
        parts.append(pd.DataFrame(rows, columns=list(columns)).astype(columns))
    return pd.concat(parts, ignore_index=True)


def _report_rows(analysis: Analysis) -> Iterator[Row]:
    report, document, who = analysis.report, analysis.report.document, analysis.report.identity
    yield {
        "report_id": report.id,
        "path": document.source.path,
        "sha256": document.source.sha256,
        "agency": who.agency,
        "region": who.region,
        "level": who.level,
        "sector": who.sector,
        "year": who.year,
        "form": report.form,
        "n_chars": len(document.text),
        "n_issues": len(report.issues),
        "adcode": who.adcode,
        "published": who.published,
        "title": document.title,
        "province": who.province,
        "city": who.city,
        "county": who.county,
        "body": who.body,
        "url": document.source.url,
        **{f"{name}_source": told for name, told in who.sources if f"{name}_source" in TABLES["reports"]},
    }


def _section_rows(analysis: Analysis) -> Iterator[Row]:
    for section in analysis.report.sections:
        yield {
            "report_id": analysis.report.id,
            "key": section.key,
            "ordinal": section.ordinal,
            "title": section.title,
            **_ends(section.span),
            "confidence": section.confidence,
            "matched_by": section.matched_by,
        }


def _cell_rows(analysis: Analysis) -> Iterator[Row]:
    for table in analysis.report.tables:
        for cell in table.cells:
            yield {
                "report_id": analysis.report.id,
                "cell": cell_key(cell),
                "table": cell.table,
                "row": cell.row,
                "column": cell.column,
                "value": cell.value,
                "raw": cell.raw,
                "status": cell.status,
                **_ends(cell.span),
                "unit": cell.unit,
                "readings": ";".join(f"{value:.15g}" for value in cell.readings) or None,
            }


def cell_key(cell: Cell) -> str:
    """Return the canonical key of a cell: `table.row.column`."""
    return f"{cell.table}.{cell.row}.{cell.column}"


def _issue_rows(analysis: Analysis, *, lang: Language) -> Iterator[Row]:
    report = analysis.report
    return (_issue_row(issue, report.id, report.document.source.path, lang) for issue in report.issues)


def _issue_row(issue: Issue, report_id: str | None, path: str, lang: Language) -> Row:
    return {
        "report_id": report_id,
        "path": path,
        "stage": issue.stage,
        "code": issue.code,
        "fields": pack_fields(dict(issue.fields)),
        "message": describe_issue(issue, lang=lang),
        **_ends(issue.span),
    }


def _check_rows(analysis: Analysis, *, lang: Language) -> Iterator[Row]:
    text = analysis.report.document.text
    for check in analysis.report.checks:
        failed = Issue("checks", check.check, check.fields)
        yield {
            "report_id": analysis.report.id,
            "check": check.check,
            "status": check.status,
            "left": check.left,
            "right": check.right,
            "delta": _difference(check.left, check.right),
            "cells": ";".join(check.cells) or None,
            "evidence": " | ".join(text[span.start : span.end] for span in check.evidence) or None,
            "spans": ";".join(f"{span.start}-{span.end}" for span in check.evidence) or None,
            "dimension": check.dimension,
            "fields": pack_fields(dict(check.fields)),
            "message": describe_issue(failed, lang=lang) if check.status in TOLD else None,
        }


def _difference(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else round(left - right, 6)


def _statement_rows(analysis: Analysis) -> Iterator[Row]:
    for statement in analysis.statements:
        yield {
            "report_id": statement.report_id,
            "statement_id": statement.id,
            "section": statement.section,
            "ordinal": statement.ordinal,
            "role": statement.role,
            "text": statement.text,
            **_ends(statement.span),
        }


def _code_rows(analysis: Analysis) -> Iterator[Row]:
    text = analysis.report.document.text
    roles = {statement.id: statement.role for statement in analysis.statements}
    for decision in analysis.decisions:
        if decision.assigned:
            evidence = decision.evidence
            yield {
                "report_id": analysis.report.id,
                "statement_id": decision.statement_id,
                "role": roles[decision.statement_id],
                "code": decision.code,
                "score": decision.score,
                "evidence": text[evidence.start : evidence.end] if evidence else None,
                **_ends(evidence),
                "votes": ";".join(f"{v.coder}:{v.outcome}:{v.score:.2f}" for v in decision.votes),
            }


def _metadata_rows(analysis: Analysis) -> Iterator[Row]:
    for name, value in analysis.metadata:
        yield {"report_id": analysis.report.id, "name": name, "value": value}


def _text_rows(analysis: Analysis) -> Iterator[Row]:
    yield {
        "report_id": analysis.report.id,
        "text": analysis.report.document.text,
        "own": ";".join(f"{span.start}-{span.end}" for span in analysis.own) or None,
    }


def _ends(span: Span | None) -> Row:
    return {"start": span.start if span else None, "end": span.end if span else None}
