"""`compare`, from Python and from the command line: on the results of the samples."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import nlp_reports as nr
from nlp_reports.cli import DONE, MISUSED, main
from nlp_reports.comparison import TECHNIQUES
from nlp_reports.corpus.store import write_tables
from nlp_reports.output import Corpus
from nlp_reports.schema import TABLES

NEEDED: dict[str, dict[str, object]] = {
    "differences": {"by": ("level",)},
    "keyness": {"by": ("level",)},
    "kwic": {"word": "解读"},
}


@pytest.fixture(scope="module")
def results(sample_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    write_tables(sample_corpus.tables, folder)
    return folder


@pytest.mark.parametrize("technique", ["trend", "pairs", "change", "specificity", "reuse", "keywords"])
def test_the_tables_alone_give_what_analyze_gave(
    results: Path, sample_corpus: Corpus, technique: str
) -> None:
    """A comparison made from the folder is the one that the run made from the reports."""
    expected = sample_corpus.tables[technique]
    pd.testing.assert_frame_equal(nr.compare(results, technique), expected, check_column_type=False)


@pytest.mark.parametrize("technique", ["prevalence", "differences", "answers", "keyness"])
def test_groups_are_those_of_analyze(results: Path, sample_corpus: Corpus, technique: str) -> None:
    """A grouping that the run made too is the same."""
    expected = sample_corpus.tables[technique]
    found = nr.compare(results, technique, by="level")
    pd.testing.assert_frame_equal(found, expected[expected["by"] == "level"].reset_index(drop=True))


def test_some_reports_can_be_chosen(results: Path, sample_corpus: Corpus) -> None:
    """`where` keeps the reports with a value; counts are theirs alone."""
    reports = sample_corpus.tables["reports"]
    counties = reports.loc[(reports["level"] == "county") & (reports["year"] == 2021), "report_id"]
    found = nr.compare(results, "prevalence", where={"level": "county", "year": "2021"})
    codes = sample_corpus.tables["codes"]
    named = codes[codes["report_id"].isin(counties)].groupby(["role", "code"])["report_id"].nunique()
    told = found[found["n"] > 0].set_index(["role", "code"])["n"]
    assert told.to_dict() == {key: n for key, n in named.items() if key in told.index} and len(told) > 5


@pytest.mark.parametrize("technique", list(TECHNIQUES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_prints_and_writes(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], technique: str, lang: str
) -> None:
    """Every technique runs from the command line; its whole table goes into a file of either kind."""
    words = ["compare", technique, str(results), "--lang", lang]
    for name, value in NEEDED.get(technique, {}).items():
        words += [f"--{name}", ",".join(value) if isinstance(value, tuple) else str(value)]
    assert main(words) == DONE
    assert capsys.readouterr().out.startswith("| ")
    expected = nr.compare(results, technique, **NEEDED.get(technique, {}))
    for name in ("table.csv", "table.parquet"):
        assert main([*words, "--out", str(tmp_path / name)]) == DONE
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "table.parquet").astype(expected.dtypes.to_dict()),
        expected,
        check_column_type=False,
    )
    assert len(pd.read_csv(tmp_path / "table.csv")) == len(expected)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["compare"], "TECHNIQUE"),
        (["compare", "colour"], "colour"),
        (["compare", "prevalence"], "DIR"),
        (["compare", "trend", "{results}", "--by", "level"], "--by"),
        (["compare", "keyness", "{results}"], "--by"),
        (["compare", "keyness", "{results}", "--by", "colour"], "colour"),
        (["compare", "keyness", "{results}", "--by", ","], "by"),
        (["compare", "keywords", "{results}", "--top", "many"], "many"),
        (["compare", "reuse", "{results}", "--least-score", "much"], "much"),
        (["compare", "trend", "{results}", "--where", "level"], "level"),
        (["compare", "trend", "{results}", "--where", "colour=red"], "colour"),
        (["compare", "trend", "{results}", "--where", "level=planet"], "planet"),
        (["compare", "trend", "{results}", "--out", "table.doc"], "table.doc"),
        (["compare", "trend", "nowhere"], "nowhere"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_misuse_is_told_in_one_sentence(
    results: Path, capsys: pytest.CaptureFixture[str], words: list[str], named: str, lang: str
) -> None:
    """What cannot be asked for is named, with exit code 2."""
    try:
        code = main([*(each.format(results=results) for each in words), "--lang", lang])
    except SystemExit as stop:
        code = int(str(stop.code))
    said = capsys.readouterr()
    assert code == MISUSED and named in said.err and "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) == 1


@pytest.mark.parametrize("damage", ["truncated", "foreign"])
def test_a_damaged_folder_is_told(results: Path, tmp_path: Path, damage: str) -> None:
    """A table that is cut off, or lacks a column, is named."""
    (tmp_path / "tables").mkdir()
    for name in TABLES:
        (tmp_path / "tables" / f"{name}.parquet").write_bytes(
            (results / "tables" / f"{name}.parquet").read_bytes()
        )
    path = tmp_path / "tables" / "statements.parquet"
    if damage == "truncated":
        path.write_bytes(path.read_bytes()[:100])
    else:
        pd.read_parquet(path).drop(columns="role").to_parquet(path)
    with pytest.raises(nr.InputError, match="statements"):
        nr.compare(tmp_path, "pairs")


def test_unknown_options_are_told(results: Path) -> None:
    """Python is told too what a technique does not take, and what it needs."""
    for technique, options in (("colour", {}), ("trend", {"by": "level"}), ("keyness", {}), ("kwic", {})):
        with pytest.raises(nr.InputError):
            nr.compare(results, technique, **options)
