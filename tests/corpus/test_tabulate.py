"""In: one small analysis made by hand. Out: its rows in every table."""

from __future__ import annotations

import pandas as pd
import pytest

from nlp_reports.corpus.tabulate import describe_issue, tabulate_corpus, tabulate_terms
from nlp_reports.model import (
    Analysis,
    Cell,
    Decision,
    Document,
    Identity,
    Issue,
    Report,
    Section,
    SetAside,
    Source,
    Span,
    Statement,
    StatutoryTable,
)
from nlp_reports.schema import TABLES

TEXT = "五、存在的主要问题\n更新不及时。"


def analysis() -> Analysis:
    source = Source("a/b.txt", None, "text/plain", "f" * 64)
    document = Document("f" * 16, source, "青禾市某局2023年年度报告", TEXT, (), ())
    section = Section("problems", "五、存在的主要问题", 5, Span(0, 16), Span(10, 16), 0.9, "ordinal+title")
    cell = Cell("applications", "total", "other", None, "/", "dash", None)
    report = Report(
        "f" * 16,
        document,
        Identity(agency="青禾市某局", year=2023),
        "2021",
        (section,),
        (StatutoryTable("applications", Span(0, 2), (cell,)),),
        (Issue("engine", "duplicate", (("first", "x.txt"),), Span(0, 1)),),
    )
    statement = Statement("s-001", report.id, "problems", 1, "problem", Span(10, 15), "更新不及时")
    decisions = (
        Decision("s-001", "timeliness", True, 0.8, Span(12, 15), ()),
        Decision("s-001", "platform", False, 0.0, None, ()),
    )
    return Analysis(report, (statement,), decisions, (("更新", 2),))


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    broken = SetAside("c.pdf", None, Issue("engine", "not_a_report"))
    return tabulate_corpus([analysis()], [broken], lang="zh")


def test_tables_keep_the_contract(tables: dict[str, pd.DataFrame]) -> None:
    """Every table has exactly the columns and dtypes of the schema."""
    for name, table in tables.items():
        assert {column: str(dtype) for column, dtype in table.dtypes.items()} == TABLES[name]


def test_only_assigned_codes_are_rows_and_carry_their_evidence(tables: dict[str, pd.DataFrame]) -> None:
    """A rejected code is no row; an assigned one shows the words that made it so."""
    codes = tables["codes"]
    assert codes[["statement_id", "role", "code", "evidence", "start", "end"]].values.tolist() == [
        ["s-001", "problem", "timeliness", "不及时", 12, 15]
    ]


def test_a_dash_is_not_zero(tables: dict[str, pd.DataFrame]) -> None:
    """A cell without a value has none, and keeps what is printed."""
    cell = tables["cells"].iloc[0]
    assert (cell["cell"], cell["raw"], cell["status"]) == ("applications.total.other", "/", "dash")
    assert pd.isna(cell["value"]) and pd.isna(cell["start"])


def test_a_file_set_aside_is_an_issue_without_report(tables: dict[str, pd.DataFrame]) -> None:
    """No file is lost: one set aside stands in `issues` with its path and reason."""
    issues = tables["issues"]
    assert issues["path"].tolist() == ["a/b.txt", "c.pdf"]
    assert pd.isna(issues["report_id"][1]) and "年度报告" in issues["message"][1]


def test_messages_follow_the_language() -> None:
    """An issue is told in Chinese or in English."""
    issue = Issue("engine", "duplicate", (("first", "x.txt"),))
    assert "只计一次" in describe_issue(issue, lang="zh")
    assert "counted once" in describe_issue(issue, lang="en")


def test_terms_are_one_row_each() -> None:
    """Terms become report_id, term, frequency."""
    assert tabulate_terms([analysis()]).values.tolist() == [["f" * 16, "更新", 2]]
