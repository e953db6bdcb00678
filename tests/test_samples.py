"""In: corpora/samples. Out: the rules the sample corpus keeps, so that what is planted is what is found."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import pdfplumber
import pytest
import yaml

from corpora.build_samples import BROKEN, SAMPLES, Source, build, key_rows, load_sources
from tests.builders import MARK, Sample, build_docx, build_html, build_pdf, build_txt
from tests.sample_reports import APPLICANTS, result_rows

SOURCES = load_sources()
PLANTED_COPIES = {"copied", "repeated_promise"}
CODEBOOK = Path(__file__).parent.parent / "nlp_reports" / "resources" / "codebook.yaml"


def text_of(source: Source, key: str) -> str:
    return "".join(text for part in source.sample.parts if part.key == key for text in part.paragraphs)


def document_xml(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return parts.read("word/document.xml")


def committed_text(source: Source) -> str:
    """What a reader of the committed file sees, without any reader of the package."""
    path = SAMPLES / "reports" / source.path
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pages:
            return "".join(pages.pages[-1].extract_text().split())
    if path.suffix == ".docx":
        return document_xml(path.read_bytes()).decode("utf-8")
    return path.read_text(encoding=source.sample.layout.encoding)


def failing_identities(source: Source) -> set[str]:
    """The tables' identities that the printed cells break, by the name a fault of that kind has."""
    cells = {key: value for key, value in source.sample.cells.items() if isinstance(value, int | float)}
    form, broken = source.sample.form, set()
    rows = [
        "new_received",
        "carried_over",
        *(row for row, *_ in result_rows(form)),
        "total",
        "carried_forward",
    ]

    def cell(row: str, column: str = "total") -> float:
        return cells.get(f"applications.{row}.{column}", 0)

    for row in rows:
        if sum(cell(row, column) for column in APPLICANTS) != cell(row):
            broken.add("row_sum")
    for column in (*APPLICANTS, "total"):
        if cell("new_received", column) + cell("carried_over", column) != cell("total", column) + cell(
            "carried_forward", column
        ):
            broken.add("balance")
        if sum(cell(row, column) for row, *_ in result_rows(form)) != cell("total", column):
            broken.add("column_sum")
    for row in ("review", "litigation_direct", "litigation_after_review"):
        rulings = [
            cells.get(f"review_litigation.{row}.{name}", 0)
            for name in ("upheld", "corrected", "other", "pending")
        ]
        if sum(rulings) != cells.get(f"review_litigation.{row}.total", 0):
            broken.add("review_sum")
    for name in ("permits", "other_services", "penalties", "coercion"):
        previous, change, decisions = (
            cells.get(f"proactive.{name}.{part}") for part in ("previous", "change", "decisions")
        )
        if previous is not None and change is not None and previous + change != decisions:
            broken.add("change_sum")
    return broken


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.path)
def test_building_again_gives_the_committed_file(source: Source) -> None:
    """Rule: what is committed is what the descriptions say, whoever builds it."""
    committed = (SAMPLES / "reports" / source.path).read_bytes()
    if source.path.endswith(".docx"):
        assert document_xml(build(source)) == document_xml(committed)
    else:
        assert build(source) == committed


def test_folder_holds_the_described_reports_and_the_broken_file_only() -> None:
    """Rule: every report has a description and every description a report; sources are no reports."""
    found = {path.relative_to(SAMPLES / "reports").as_posix() for path in (SAMPLES / "reports").rglob("*.*")}
    assert found == {source.path for source in SOURCES} | {BROKEN}
    others = [path for path in SAMPLES.rglob("*.*") if "reports" not in path.parts]
    assert {path.suffix for path in others} <= {".yaml", ".csv", ".md"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.path)
def test_every_report_says_that_it_is_a_sample(source: Source) -> None:
    """Rule: no sample can be taken for a real report, not even when its file stands alone."""
    assert MARK in committed_text(source)


def test_key_is_current_and_names_existing_files() -> None:
    """Rule: KEY.csv is written from the descriptions, and each row has a file and both readings."""
    text = (SAMPLES / "KEY.csv").read_text(encoding="utf-8")
    assert text == key_rows(SOURCES)
    for row in csv.DictReader(io.StringIO(text)):
        assert (SAMPLES / row["file"]).is_file()
        assert row["printed"] and row["should_be"]


def test_planted_faults_stand_in_the_reports() -> None:
    """Rule: what KEY.csv says is printed is printed, in the cell or in the section it names."""
    for source in SOURCES:
        for fault in source.faults:
            if fault["where"] in source.true_cells:
                assert str(source.sample.cells[fault["where"]]) == fault["printed"]
            elif fault["kind"] in (
                "prose_vs_table",
                "foreign_agency",
                "repeated_promise",
                "placeholder",
                "copied",
            ):
                assert fault["printed"] in text_of(source, fault["where"])
            elif fault["kind"] == "missing_section":
                assert fault["where"] not in {part.key for part in source.sample.parts}
            elif fault["kind"] == "wrong_ordinal":
                heading = next(part.heading for part in source.sample.parts if part.key == fault["where"])
                assert heading.startswith(fault["printed"])
            elif fault["kind"] == "stale_year":
                assert fault["printed"] in "".join(source.sample.preamble)


def test_tables_break_an_identity_only_where_the_key_says_so() -> None:
    """Rule: no fault in a table is there by accident."""
    kinds = {"row_sum", "column_sum", "balance", "review_sum", "change_sum"}
    for source in SOURCES:
        planted = {fault["kind"] for fault in source.faults} & kinds
        broken = failing_identities(source)
        assert planted <= broken, source.path
        assert bool(planted) == bool(broken), source.path


def test_corpus_is_varied_in_year_level_form_and_format() -> None:
    """Rule: a comparison over years, levels, forms or formats has something to compare."""
    assert 60 <= len(SOURCES) <= 80
    years = Counter(source.sample.year for source in SOURCES)
    assert all(years[year] >= 8 for year in range(2019, 2025))
    levels = Counter(source.level for source in SOURCES)
    assert (
        levels["township"] >= 12
        and levels["county"] >= 20
        and levels["prefecture"] >= 20
        and levels["province"] >= 3
    )
    forms = Counter(source.sample.form for source in SOURCES)
    assert forms["2019"] >= 12 and forms["2021"] >= 40 and forms["2014"] + forms["free"] >= 3
    formats = Counter(Path(source.path).suffix for source in SOURCES)
    assert min(formats[suffix] for suffix in (".html", ".docx", ".pdf", ".txt")) >= 7


def test_section_fives_are_written_one_by_one() -> None:
    """Rule: no two section fives resemble each other, but for those the key lists as copied or repeated."""
    texts = {
        source.path: text_of(source, "problems")
        for source in SOURCES
        if not PLANTED_COPIES & {fault["kind"] for fault in source.faults}
        and source.admits != ("none_stated",)
    }
    for (one, first), (two, second) in combinations(texts.items(), 2):
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6:
            assert matcher.ratio() < 0.6, (one, two)


def test_copied_pair_differs_in_names_and_digits_only() -> None:
    """Rule: the planted copy is a copy, so that a search for reuse must find it."""
    pair = [source for source in SOURCES if "copied" in {fault["kind"] for fault in source.faults}]
    first, second = (re.sub(r"\d+|青坪镇|石荫镇", "", text_of(source, "problems")) for source in pair)
    assert first == second


def test_repeated_promise_returns_three_years_running() -> None:
    """Rule: one agency admits the same problem and makes the same promise in 2021, 2022 and 2023."""
    repeated = [
        source for source in SOURCES if "repeated_promise" in {fault["kind"] for fault in source.faults}
    ]
    assert [source.sample.year for source in repeated] == [2021, 2022, 2023]
    assert len({source.sample.agency for source in repeated}) == 1
    assert all("建立信息公开月调度制度" in text_of(source, "problems") for source in repeated)


def test_every_code_of_the_codebook_occurs() -> None:
    """Rule: no code of the codebook is without a sample, and no sample means a code it does not have."""
    if not CODEBOOK.is_file():
        pytest.skip("the package has no codebook yet")
    codes = {code["id"] for code in yaml.safe_load(CODEBOOK.read_text(encoding="utf-8"))["codes"]}
    used = {code for source in SOURCES for code in (*source.admits, *source.promises)}
    assert used == codes


def share(code: str, *, level: str, since: int, until: int) -> float:
    group = [each for each in SOURCES if each.level == level and since <= each.sample.year <= until]
    return sum(code in each.admits for each in group) / len(group)


def test_designed_pattern_is_there_to_be_found() -> None:
    """Rule: counties admit text-only interpretation more than cities and ever more; towns lack staff."""
    county = [
        share("interpretation_form", level="county", since=year, until=year + 1)
        for year in (2019, 2021, 2023)
    ]
    assert county == sorted(county) and county[-1] - county[0] > 0.3
    city = share("interpretation_form", level="prefecture", since=2019, until=2024)
    assert share("interpretation_form", level="county", since=2019, until=2024) > 2 * city
    assert share("staffing", level="township", since=2019, until=2024) > 0.6


@pytest.mark.parametrize("builder", [build_html, build_docx, build_pdf, build_txt])
def test_builders_are_deterministic(builder: object) -> None:
    """Rule: the same sample gives the same bytes, so that a committed file can be compared."""
    assert callable(builder)
    assert builder(Sample()) == builder(Sample())
