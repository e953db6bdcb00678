"""In: a table's name. Out: its columns, dtypes and keys: the contract of the output folder.

Columns may be added at the end of a table; none is ever renamed, moved or dropped.
Dtypes are pandas nullable ones, so that a missing year is missing, not zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

TEXT, WHOLE, NUMBER = "string", "Int64", "Float64"

TABLES: dict[str, dict[str, str]] = {
    "reports": {
        "report_id": TEXT,
        "path": TEXT,
        "sha256": TEXT,
        "agency": TEXT,
        "region": TEXT,
        "level": TEXT,
        "sector": TEXT,
        "year": WHOLE,
        "form": TEXT,
        "n_chars": WHOLE,
        "n_issues": WHOLE,
        "adcode": TEXT,
        "published": TEXT,
        "title": TEXT,
        "province": TEXT,
        "city": TEXT,
        "county": TEXT,
        "body": TEXT,
        "agency_source": TEXT,
        "region_source": TEXT,
        "level_source": TEXT,
        "sector_source": TEXT,
        "year_source": TEXT,
        "published_source": TEXT,
        "url": TEXT,
    },
    "sections": {
        "report_id": TEXT,
        "key": TEXT,
        "ordinal": WHOLE,
        "title": TEXT,
        "start": WHOLE,
        "end": WHOLE,
        "confidence": NUMBER,
        "matched_by": TEXT,
    },
    "cells": {
        "report_id": TEXT,
        "cell": TEXT,
        "table": TEXT,
        "row": TEXT,
        "column": TEXT,
        "value": NUMBER,
        "raw": TEXT,
        "status": TEXT,
        "start": WHOLE,
        "end": WHOLE,
        "unit": TEXT,
        "readings": TEXT,
    },
    "issues": {
        "report_id": TEXT,
        "path": TEXT,
        "stage": TEXT,
        "code": TEXT,
        "fields": TEXT,
        "message": TEXT,
        "start": WHOLE,
        "end": WHOLE,
    },
    "checks": {
        "report_id": TEXT,
        "check": TEXT,
        "status": TEXT,
        "left": NUMBER,
        "right": NUMBER,
        "delta": NUMBER,
        "cells": TEXT,
        "evidence": TEXT,
        "spans": TEXT,
        "dimension": TEXT,
        "fields": TEXT,
        "message": TEXT,
    },
    "quality": {
        "report_id": TEXT,
        "dimension": TEXT,
        "assessed": WHOLE,
        "failed": WHOLE,
        "uncertain": WHOLE,
        "score": NUMBER,
        "faults": TEXT,
    },
    "statements": {
        "report_id": TEXT,
        "statement_id": TEXT,
        "section": TEXT,
        "ordinal": WHOLE,
        "role": TEXT,
        "text": TEXT,
        "start": WHOLE,
        "end": WHOLE,
    },
    "codes": {
        "report_id": TEXT,
        "statement_id": TEXT,
        "role": TEXT,
        "code": TEXT,
        "score": NUMBER,
        "evidence": TEXT,
        "start": WHOLE,
        "end": WHOLE,
        "votes": TEXT,
    },
    "metadata": {
        "report_id": TEXT,
        "name": TEXT,
        "value": TEXT,
    },
    "texts": {
        "report_id": TEXT,
        "text": TEXT,
        "own": TEXT,
    },
    "prevalence": {
        "by": TEXT,
        "group": TEXT,
        "role": TEXT,
        "code": TEXT,
        "n": WHOLE,
        "base": WHOLE,
        "share": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
        "rank": WHOLE,
    },
    "differences": {
        "by": TEXT,
        "group": TEXT,
        "role": TEXT,
        "code": TEXT,
        "n": WHOLE,
        "base": WHOLE,
        "other_n": WHOLE,
        "other_base": WHOLE,
        "difference": NUMBER,
        "effect": NUMBER,
        "p": NUMBER,
        "q": NUMBER,
    },
    "trend": {
        "role": TEXT,
        "code": TEXT,
        "reports": WHOLE,
        "agencies": WHOLE,
        "years": WHOLE,
        "odds_ratio": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
        "p": NUMBER,
        "q": NUMBER,
    },
    "pairs": {
        "report_id": TEXT,
        "problem_id": TEXT,
        "measure_id": TEXT,
        "fit": NUMBER,
    },
    "answers": {
        "by": TEXT,
        "group": TEXT,
        "code": TEXT,
        "n": WHOLE,
        "base": WHOLE,
        "share": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
    },
    "change": {
        "agency": TEXT,
        "year": WHOLE,
        "role": TEXT,
        "code": TEXT,
        "state": TEXT,
        "run": WHOLE,
        "region": TEXT,
        "before": WHOLE,
    },
    "promises": {
        "report_id": TEXT,
        "measure_id": TEXT,
        "code": TEXT,
        "next_id": TEXT,
        "gap": WHOLE,
        "admitted": WHOLE,
        "recurs": WHOLE,
        "done": TEXT,
        "start": WHOLE,
        "end": WHOLE,
    },
    "reuse": {
        "a": TEXT,
        "b": TEXT,
        "score": NUMBER,
        "spans": TEXT,
        "kind": TEXT,
    },
    "clusters": {
        "cluster": WHOLE,
        "report_id": TEXT,
        "size": WHOLE,
        "origin": TEXT,
        "score": NUMBER,
        "direction": TEXT,
    },
    "telltales": {
        "report_id": TEXT,
        "kind": TEXT,
        "text": TEXT,
        "start": WHOLE,
        "end": WHOLE,
        "other": TEXT,
    },
    "specificity": {
        "statement_id": TEXT,
        "score": NUMBER,
        "parts": TEXT,
    },
    "typicality": {
        "statement_id": TEXT,
        "role": TEXT,
        "code": TEXT,
        "score": NUMBER,
    },
    "keywords": {
        "report_id": TEXT,
        "term": TEXT,
        "frequency": WHOLE,
        "docfreq": WHOLE,
        "tfidf": NUMBER,
        "rank": WHOLE,
    },
    "keyness": {
        "by": TEXT,
        "group": TEXT,
        "term": TEXT,
        "frequency": WHOLE,
        "total": WHOLE,
        "other_frequency": WHOLE,
        "other_total": WHOLE,
        "docfreq": WHOLE,
        "log_likelihood": NUMBER,
        "log_odds": NUMBER,
        "z": NUMBER,
        "rank": WHOLE,
    },
}
"""Table → column → dtype. In `keywords` a missing report_id means the whole corpus.

In `texts`, `own` are the spans of the report's own words; missing, all of them are.

Lists in one column are joined by a semicolon: `readings`, `cells`, `votes` (as `coder:outcome:score`);
`spans` and `own` as `start-end`, and `evidence` with the quoted text of each, in the same order, parted by
` | `.
"""


ASKED_FOR: dict[str, dict[str, str]] = {
    "kwic": {
        "report_id": TEXT,
        "agency": TEXT,
        "year": WHOLE,
        "start": WHOLE,
        "end": WHOLE,
        "before": TEXT,
        "keyword": TEXT,
        "after": TEXT,
    },
}
"""Tables that are made when they are asked for, and are no part of the output folder."""


def tabulate_rows(name: str, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return `rows` as the table `name`, with exactly its columns and dtypes, even when empty."""
    import pandas as pd

    columns = TABLES.get(name) or ASKED_FOR[name]
    frame = pd.DataFrame.from_records(list(rows), columns=list(columns))
    return frame.astype(columns)


def check_table(name: str, table: pd.DataFrame) -> None:
    """Raise SchemaError unless `table` has the columns of the table `name`."""
    missing = [column for column in TABLES[name] if column not in table.columns]
    if missing:
        raise SchemaError("errors.missing_columns", table=name, columns=", ".join(missing))
