"""In: reports, texts and the table `reuse`. Out: the table `telltales`, what gives a copy away.

A copied text betrays its source by what was not changed: the other agency's or place's name, the earlier
report's year. And by what was changed: names and figures at most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.comparing.fingerprints import names_of
from nlp_reports.comparing.own import own_spans
from nlp_reports.schema import check_table, tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from nlp_reports.comparing.fingerprints import Row

LEAST_SCORE = 0.2
"""Reports that share less are not taken for copies of each other."""

WHOLE = 0.95
"""The score from which on only names and figures can differ."""

_LEAST_NAME = 3
_YEAR = r"(?<![\d年])({year})年(?!以来|起|底|前|至)"
_REFERRED = re.compile(r"[《〈(（\[【“自从与较比截至]$")


def compare_telltales(reports: pd.DataFrame, texts: pd.DataFrame, reuse: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each thing that gives a later report away as a copy of an earlier one.

    `report_id` is the later report, `other` the one it shares text with; `kind` is `name` (the other
    agency's or place's name stands in its own words), `year` (a shared passage speaks of the other report's
    year as it did there) or `whole` (the two differ in names and figures at most; without place). `text` is
    what is printed, `start` and `end` its place. A superior's name is no telltale, nor is a name that the
    report itself goes by. Raises SchemaError for missing columns.
    """
    for name, table in (("reports", reports), ("texts", texts), ("reuse", reuse)):
        check_table(name, table)
    who: dict[str, Row] = reports.set_index("report_id").to_dict("index")  # type: ignore[assignment]
    told = {row[0]: row[1:] for row in texts[["report_id", "text", "own"]].itertuples(index=False)}
    rows: list[dict[str, object]] = []
    for a, b, score, spans, kind in reuse[["a", "b", "score", "spans", "kind"]].itertuples(index=False):
        if score < LEAST_SCORE or b not in told:
            continue
        text, own = told[b]
        rows += [_row(b, a, *place) for place in _years(text, spans, who[a], who[b])]
        if kind != "self":
            rows += [_row(b, a, *place) for place in _names(text, own, who[a], who[b])]
            rows += [_row(b, a, "whole")] if score >= WHOLE else []
    table = tabulate_rows("telltales", rows)
    order = ["report_id", "other", "kind", "start"]
    return table.sort_values(order, na_position="last").reset_index(drop=True)


def _row(
    report_id: str,
    other: str,
    kind: str,
    text: str | None = None,
    start: int | None = None,
    end: int | None = None,
) -> dict[str, object]:
    place = {"text": text, "start": start, "end": end}
    return {"report_id": report_id, "kind": kind, **place, "other": other}


def _names(text: str, own: object, a: Row, b: Row) -> Iterator[tuple[str, str, int, int]]:
    """The names of a's agency and region in b's own words, unless b goes by them or lies within them."""
    ours = " ".join(names_of(b))
    theirs = names_of({key: a.get(key) for key in ("agency", "region")})
    foreign = {fold(name) for name in theirs if len(name) >= _LEAST_NAME and fold(name) not in fold(ours)}
    if not foreign:
        return
    wanted = re.compile("|".join(re.escape(name) for name in sorted(foreign, key=len, reverse=True)))
    for start, end in own_spans(text, own):
        for found in wanted.finditer(fold(text), start, end):
            yield "name", text[found.start() : found.end()], found.start(), found.end()


def _years(text: str, spans: str, a: Row, b: Row) -> Iterator[tuple[str, str, int, int]]:
    """The year of a in the passages that b shares with it, where it does not refer to something."""
    before, now = a.get("year"), b.get("year")
    if not isinstance(before, int) or not isinstance(now, int) or before >= now:
        return
    wanted = re.compile(_YEAR.format(year=before))
    for passage in spans.split(";"):
        start, _, end = passage.partition("=")[2].partition("-")
        for found in wanted.finditer(text, max(int(start) - len(str(before)), 0), int(end)):
            if not _REFERRED.search(text[max(found.start() - 1, 0) : found.start()]):
                yield "year", found[0], found.start(), found.end()
