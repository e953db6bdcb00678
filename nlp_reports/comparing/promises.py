"""In: reports, their overviews and codes. Out: the table `promises`, what became of each promised measure.

A promise of one report is followed into the agency's next report: whether the problem is admitted there, and
whether the overview of the year tells of something done about it, in which words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.chinese.sentences import sentences
from nlp_reports.schema import TABLES, check_table, tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    Coded = Callable[[Sequence[str]], list[dict[str, float]]]

SHORTEST, LONGEST = 12, 200
"""Characters of a sentence that can tell of something done: shorter ones are headings."""

_WHO = ["agency", "region"]


def compare_promises(
    reports: pd.DataFrame,
    sections: pd.DataFrame,
    texts: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    code_done: Coded,
) -> pd.DataFrame:
    """Return one row for each report and code of a measure whose agency has a later report in the corpus.

    `next_id` is the agency's next report, `gap` the years between the two (1 for neighbours). `measure_id`
    is the first statement that promises; `admitted` is 1 where the report names the problem too, `recurs`
    1 where the next report does. `code_done` gives, for sentences of an overview, the codes of what they
    tell was done, with a score; `done` is the sentence of the next report's overview that tells best of
    something done under that code, at `start` to `end` of its text, and missing where none does. That the
    same matter was dealt with does not prove that the promise was kept. Reports without agency or year have
    no rows. Raises SchemaError for missing columns.
    """
    for name, table in (("reports", reports), ("sections", sections), ("texts", texts), ("codes", codes)):
        check_table(name, table)
    known = reports.dropna(subset=["agency", "year"])[["report_id", *_WHO, "year"]]
    order = known[[*_WHO, "year"]].drop_duplicates().sort_values([*_WHO, "year"], na_position="last")
    later = order.groupby(_WHO, dropna=False)["year"].shift(-1)
    following = known.rename(columns={"report_id": "next_id", "year": "next_year"})
    followed = known.merge(order.assign(next_year=later)).merge(following, on=[*_WHO, "next_year"])
    followed["gap"] = followed["next_year"] - followed["year"]
    promised = codes[codes["role"] == "measure"].drop_duplicates(["report_id", "code"])
    promised = promised.rename(columns={"statement_id": "measure_id"})[["report_id", "measure_id", "code"]]
    table = promised.merge(followed, on="report_id")
    if table.empty:
        return tabulate_rows("promises", [])
    problems = codes.loc[codes["role"] == "problem", ["report_id", "code"]].drop_duplicates()
    for name, of in (("admitted", "report_id"), ("recurs", "next_id")):
        named = problems.rename(columns={"report_id": of}).assign(**{name: 1})
        table = table.merge(named, on=[of, "code"], how="left").fillna({name: 0})
    told = _told(set(table["next_id"]), sections, texts, code_done)
    table = table.merge(told, on=["next_id", "code"], how="left")
    table = table.sort_values(["agency", "region", "year", "report_id", "code"], na_position="last")
    return table[list(TABLES["promises"])].reset_index(drop=True).astype(TABLES["promises"])


def _told(
    report_ids: set[str], sections: pd.DataFrame, texts: pd.DataFrame, code_done: Coded
) -> pd.DataFrame:
    """The best sentence of each report's overview for each code that it tells of."""
    import pandas as pd

    overview = sections[(sections["key"] == "overview") & sections["report_id"].isin(report_ids)]
    whole = overview.merge(texts[["report_id", "text"]], on="report_id")
    places = [
        (report_id, start + span.start, start + span.end, text[start + span.start : start + span.end])
        for report_id, start, end, text in whole[["report_id", "start", "end", "text"]].itertuples(
            index=False
        )
        for span in sentences(text[start:end])
        if SHORTEST <= span.end - span.start <= LONGEST
    ]
    rows = [
        (*place, code, score)
        for place, found in zip(places, code_done([place[-1] for place in places]), strict=True)
        for code, score in found.items()
    ]
    told = pd.DataFrame(rows, columns=["next_id", "start", "end", "done", "code", "score"])
    told = told.sort_values(["score", "start"], ascending=[False, True])
    return told.drop_duplicates(["next_id", "code"]).drop(columns="score")
