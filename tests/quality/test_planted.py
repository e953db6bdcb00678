"""In: the sample reports and their key. Out: each planted fault that a stage can see is found, no other."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SAMPLES

if TYPE_CHECKING:
    from nlp_reports.output import Corpus

# What is planted → the finding that must tell it.
FOUND_AS = {
    "row_sum": "row_sum",
    "column_sum": "column_sum",
    "balance": "carry_sum",
    "review_sum": "review_sum",
    "change_sum": "change_sum",
    "stale_form": "stale_form",
    "placeholder": "placeholder",
    "empty_table": "empty_table",
    "missing_section": "heading_missing",
    "wrong_ordinal": "heading_ordinal",
    "stale_year": "identity_year_contradiction",
    "unreadable": "broken_pdf",
    "prose_vs_table": "prose_differs",
    "foreign_agency": "foreign_agency",
    "in_force_between_years": "years_in_force",
}
# What is planted as a dash, so that it is in doubt and stands among the checks alone.
DOUBTED_AS = {"carry_between_years": "years_carried"}
SUMS = {"row_sum", "column_sum", "carry_sum", "review_sum", "change_sum"}


@pytest.fixture(scope="module")
def planted() -> dict[str, set[str]]:
    key: dict[str, set[str]] = defaultdict(set)
    with (SAMPLES / "KEY.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            key[row["file"]].add(row["kind"])
    return key


@pytest.fixture(scope="module")
def found(sample_corpus: Corpus) -> dict[str, set[str]]:
    issues = sample_corpus.tables["issues"]
    return {path: set(codes) for path, codes in issues.groupby("path")["code"]}


def test_planted_faults_are_found(planted: dict[str, set[str]], found: dict[str, set[str]]) -> None:
    """Each fault of the key that a stage can see stands among the findings of its file."""
    wanted = [(path, FOUND_AS[kind]) for path, kinds in planted.items() for kind in kinds if kind in FOUND_AS]
    assert len(wanted) >= 20
    assert [each for each in wanted if each[1] not in found.get(each[0], set())] == []


def test_planted_doubts_are_told(planted: dict[str, set[str]], sample_corpus: Corpus) -> None:
    """What a planted dash leaves open is UNCERTAIN, in its file and in no other."""
    checks = sample_corpus.tables["checks"].merge(sample_corpus.tables["reports"], on="report_id")
    for kind, check in DOUBTED_AS.items():
        doubted = checks[(checks["check"] == check) & (checks["status"] == "UNCERTAIN")]
        assert set(doubted["path"]) == {path for path, kinds in planted.items() if kind in kinds}


def test_sums_are_called_wrong_only_where_they_are(
    planted: dict[str, set[str]], found: dict[str, set[str]]
) -> None:
    """No report without a planted number fault is said to have a sum that does not agree."""
    faulty = {path for path, kinds in planted.items() if {FOUND_AS.get(kind) for kind in kinds} & SUMS}
    assert {path for path, codes in found.items() if codes & SUMS} <= faulty


def test_prose_is_called_wrong_only_where_it_is(
    planted: dict[str, set[str]], found: dict[str, set[str]]
) -> None:
    """No report without a planted fault is said to differ from its tables or to name another body."""
    for kind in ("prose_vs_table", "foreign_agency", "placeholder"):
        faulty = {path for path, kinds in planted.items() if kind in kinds}
        assert {path for path, codes in found.items() if FOUND_AS[kind] in codes} == faulty, kind


def test_nothing_changes_a_printed_value(sample_corpus: Corpus, real_corpus: Corpus) -> None:
    """Of every cell that has a place, the printed text is the text at that place, to the character."""
    for corpus, least in ((sample_corpus, 10_000), (real_corpus, 1_000)):
        cells = [
            (analysis.report.document.text, cell)
            for analysis in corpus.analyses
            for table in analysis.report.tables
            for cell in table.cells
            if cell.span
        ]
        assert len(cells) > least
        assert [cell for text, cell in cells if text[cell.span.start : cell.span.end] != cell.raw] == []


def test_planted_differences_are_found_and_no_others(sample_corpus: Corpus) -> None:
    """Towns lack staff, counties interpret by text alone and ever more; nothing else stands the test."""
    tables = sample_corpus.tables
    sure = tables["differences"].query("role == 'problem' and q < 0.05 and effect > 0")
    assert set(sure[["by", "group", "code"]].itertuples(index=False, name=None)) == {
        ("level", "township", "staffing"),
        ("level", "county", "interpretation_form"),
    }
    years = tables["trend"].query("role == 'problem' and q < 0.05")
    assert years["code"].tolist() == ["interpretation_form"] and (years["low"] > 1).all()


def test_the_repeated_promise_is_followed(sample_corpus: Corpus) -> None:
    """An agency that promised the same twice is found to name the problem again, three reports running."""
    tables = sample_corpus.tables
    of_agency = tables["reports"].query("agency == '云岫县教育局'")
    rows = tables["promises"].query("code == 'timeliness' and admitted == 1")
    rows = rows[rows["report_id"].isin(of_agency["report_id"])]
    assert rows["recurs"].tolist() == [1, 1]
    kept = tables["change"].query("agency == '云岫县教育局' and code == 'timeliness' and role == 'problem'")
    assert kept["run"].max() == 3


def test_the_copied_reports_are_found_and_no_others(sample_corpus: Corpus) -> None:
    """Two towns' reports are one but for names and figures; no other two agencies share a fifth."""
    tables = sample_corpus.tables
    agency = tables["reports"].set_index("report_id")["agency"]
    pairs = tables["reuse"].query("kind != 'self' and score >= 0.2")
    assert [set(agency.loc[[row.a, row.b]]) for row in pairs.itertuples()] == [
        {"霁川县石荫镇人民政府", "霁川县青坪镇人民政府"}
    ]
    assert pairs["score"].iloc[0] > 0.95
    assert tables["telltales"]["kind"].tolist() == ["whole"]
