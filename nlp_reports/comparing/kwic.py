"""In: reports and texts. Out: the table `kwic`, a word wherever it stands, with what stands around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.errors import InputError
from nlp_reports.schema import check_table, tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


def compare_kwic(reports: pd.DataFrame, texts: pd.DataFrame, *, word: str, width: int = 20) -> pd.DataFrame:
    """Return a row for each place at which `word` stands, in the order of the texts.

    `before` and `after` hold up to `width` characters of its line on either side. Forms of one character
    (full and half width, traditional) are one; `keyword` is what is printed. Raises InputError for an empty
    word or a `width` below 1, SchemaError for missing columns.
    """
    check_table("reports", reports)
    check_table("texts", texts)
    if not word.strip():
        raise InputError("comparing.no_word")
    if width < 1:
        raise InputError("comparing.at_least_one", name="width", number=width)
    texts = texts.merge(reports[["report_id", "agency", "year"]], on="report_id", how="left")
    return tabulate_rows("kwic", list(_places(texts, re.compile(re.escape(fold(word.strip()))), width)))


def _places(texts: pd.DataFrame, wanted: re.Pattern[str], width: int) -> Iterator[dict[str, object]]:
    columns = ["report_id", "agency", "year", "text"]
    for report_id, agency, year, text in texts[columns].itertuples(index=False):
        for found in wanted.finditer(fold(text)):
            start, end = found.span()
            begin = max(text.rfind("\n", 0, start) + 1, start - width)
            line_end = text.find("\n", end)
            stop = min(line_end if line_end >= 0 else len(text), end + width)
            yield {
                "report_id": report_id,
                "agency": agency,
                "year": year,
                "start": start,
                "end": end,
                "before": text[begin:start].strip(),
                "keyword": text[start:end],
                "after": text[end:stop].strip(),
            }
