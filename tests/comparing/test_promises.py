"""In: two reports of one agency. Out: the table `promises`: what became of what the first promised."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from nlp_reports.comparing.promises import compare_promises
from nlp_reports.output import Corpus
from nlp_reports.schema import TABLES, tabulate_rows

OVERVIEW = "全年发布图解和视频解读三十篇。更新栏目。举办业务培训两期，参训一百人次。"


def done(texts: Sequence[str]) -> list[dict[str, float]]:
    """A coder that knows three words."""
    words = {"图解": ("interpretation_form", 0.9), "培训": ("training", 0.8), "更新": ("timeliness", 1.0)}
    return [{code: score for word, (code, score) in words.items() if word in text} for text in texts]


def promises_of(*codes: tuple[str, str, str], years: tuple[int | None, int] = (2021, 2022)) -> pd.DataFrame:
    reports = tabulate_rows(
        "reports",
        [
            {"report_id": name, "agency": "青禾县水务局", "year": year}
            for name, year in zip("ab", years, strict=True)
        ],
    )  # fmt: skip
    text = f"一、总体情况\n{OVERVIEW}"
    sections = tabulate_rows(
        "sections", [{"report_id": "b", "key": "overview", "start": 0, "end": len(text)}]
    )
    texts = tabulate_rows("texts", [{"report_id": "a", "text": "无。"}, {"report_id": "b", "text": text}])
    rows = [
        {"report_id": report, "statement_id": f"{report}{n}", "role": role, "code": code}
        for n, (report, role, code) in enumerate(codes)
    ]
    table = compare_promises(reports, sections, texts, tabulate_rows("codes", rows), code_done=done)
    for row in table.dropna(subset=["done"]).to_dict("records"):
        assert text[row["start"] : row["end"]] == row["done"]
    return table


def test_a_promise_is_followed_into_the_next_report() -> None:
    """Whether it answered a problem, whether the problem is back, and what is told as done."""
    table = promises_of(
        ("a", "problem", "interpretation_form"), ("a", "measure", "interpretation_form"),
        ("a", "measure", "training"), ("a", "measure", "staffing"), ("b", "problem", "training"),
    )  # fmt: skip
    told = table.set_index("code")
    assert told[["admitted", "recurs"]].T.to_dict("list") == {
        "interpretation_form": [1, 0], "staffing": [0, 0], "training": [0, 1],
    }  # fmt: skip
    assert told["done"].fillna("").to_dict() == {
        "interpretation_form": "全年发布图解和视频解读三十篇",
        "staffing": "",
        "training": "举办业务培训两期，参训一百人次",
    }
    assert dict(table.dtypes.astype(str)) == TABLES["promises"]


def test_headings_tell_of_nothing_done() -> None:
    """A few words are no account of what was done."""
    assert promises_of(("a", "measure", "timeliness"))["done"].isna().all()


@pytest.mark.parametrize("years", [(2023, 2022), (2022, 2022), (None, 2022)])
def test_only_a_later_report_counts(years: tuple[int | None, int]) -> None:
    """An earlier report, one for the same year, or an unknown year follows nothing."""
    table = promises_of(("a", "measure", "training"), years=years)
    assert table.empty and list(table.columns) == list(TABLES["promises"])


def test_a_missing_year_is_told() -> None:
    """Where the next report is that of a later year, the gap says so."""
    assert promises_of(("a", "measure", "training"), years=(2019, 2022))["gap"].tolist() == [3]


def test_the_real_reports(real_corpus: Corpus) -> None:
    """What Pingtan promised of interpretation in 2021 its next report tells of, and names again."""
    tables = real_corpus.tables
    years = tables["reports"].set_index("report_id")["year"]
    rows = tables["promises"].assign(year=lambda each: years.loc[each["report_id"]].to_numpy())
    (row,) = rows[(rows["year"] == 2021) & (rows["code"] == "interpretation_form")].to_dict("records")
    assert (row["gap"], row["recurs"]) == (2, 1) and "H5" in row["done"]
