"""In: a folder as researchers have them. Out: the promises of the command, end to end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import nlp_reports as nr
from nlp_reports.batch import WORK
from nlp_reports.cli import DONE, FAILED, MISUSED, main
from nlp_reports.corpus.store import OUR_FILES, OUR_FOLDERS
from nlp_reports.errors import InputError
from nlp_reports.schema import TABLES

SAMPLES = Path(__file__).resolve().parents[1] / "corpora" / "samples"

REPORT = """青禾县水务局2023年政府信息公开工作年度报告

一、总体情况
2023年，青禾县水务局按照要求开展政府信息公开工作，全年公开信息120条。
二、主动公开政府信息情况
无规章和规范性文件。
三、收到和处理政府信息公开申请情况
全年未收到申请。
四、政府信息公开行政复议、行政诉讼情况
无。
五、存在的主要问题及改进情况
一是栏目更新不及时；二是政策解读以文字为主，形式单一。下一步，将及时更新栏目内容，丰富政策解读形式。
六、其他需要报告的事项
无。
本文为测试文本，单位与数据均系虚构。
"""


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """One good report among everything else that lies about in a folder."""
    folder = tmp_path / "reports"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "good.txt").write_text(REPORT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing more")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing more")
    (folder / "letter.txt").write_text("各位同事：周五下午三点开会，请准时参加。", encoding="utf-8")
    (folder / "same.txt").write_text(REPORT, encoding="utf-8")
    return folder


def files_of(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()
    }


def without_times(files: dict[str, bytes]) -> dict[str, bytes]:
    run = json.loads(files["run.json"])
    del run["seconds"], run["options"]["jobs"]
    return files | {"run.json": json.dumps(run, sort_keys=True).encode()}


def test_every_file_is_a_row_or_a_reason(folder: Path, tmp_path: Path) -> None:
    """Whatever is in the folder: nothing is lost, nothing stops the rest."""
    corpus = nr.analyze(folder, out=tmp_path / "out")
    reports, issues = corpus.tables["reports"], corpus.tables["issues"]
    aside = issues[issues["report_id"].isna()]
    assert reports["path"].tolist() == ["same.txt"]
    assert sorted(aside["path"]) == ["broken.docx", "broken.pdf", "empty.txt", "letter.txt", "sub/good.txt"]
    assert aside.set_index("path")["code"]["letter.txt"] == "not_a_report"
    assert aside.set_index("path")["code"]["sub/good.txt"] == "duplicate"


def test_the_output_folder_keeps_its_contract(folder: Path, tmp_path: Path) -> None:
    """Each table as Parquet and CSV with its columns; summary, page and run.json beside them."""
    out = tmp_path / "out"
    nr.analyze(folder, out=out)
    for name, columns in TABLES.items():
        assert list(pd.read_parquet(out / f"tables/{name}.parquet").columns) == list(columns)
        assert list(pd.read_csv(out / f"tables/{name}.csv", encoding="utf-8-sig").columns) == list(columns)
    assert {"summary.md", "report.html", "run.json"} <= {path.name for path in out.iterdir()}
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert run["counts"] == {"read": 1, "coded": 1, "set_aside": 5}
    assert run["versions"]["nlp-reports"] and run["inputs"]["same.txt"]


def test_quotes_are_the_reports_own_words(folder: Path) -> None:
    """Every statement and every evidence is the text at its offsets."""
    corpus = nr.analyze(folder)
    text = {each.report.id: each.report.document.text for each in corpus.analyses}
    for name, column in (("statements", "text"), ("codes", "evidence")):
        table = corpus.tables[name]
        assert len(table)
        for row in table.itertuples():
            assert text[row.report_id][row.start : row.end] == getattr(row, column)


def test_problems_and_measures_are_coded(folder: Path) -> None:
    """The plain case: two problems, two measures, each with its code."""
    codes = nr.analyze(folder).tables["codes"]
    assert set(codes[["role", "code"]].itertuples(index=False, name=None)) == {
        ("problem", "timeliness"),
        ("problem", "interpretation_form"),
        ("measure", "timeliness"),
        ("measure", "interpretation_form"),
    }


def test_same_input_same_bytes(folder: Path, tmp_path: Path) -> None:
    """A second run, on two processes, from a moved folder, gives the same bytes, times aside."""
    nr.analyze(folder, out=tmp_path / "one")
    moved = shutil.move(folder, tmp_path / "moved")
    nr.analyze(moved, out=tmp_path / "two", jobs=2)
    assert without_times(files_of(tmp_path / "one")) == without_times(files_of(tmp_path / "two"))


def test_report_id_is_stable(folder: Path) -> None:
    """The id of a report does not change when other files are added or the file is renamed."""
    before = nr.analyze(folder).tables["reports"]["report_id"].tolist()
    (folder / "another.txt").write_text(REPORT.replace("2023", "2022"), encoding="utf-8")
    (folder / "same.txt").rename(folder / "renamed.txt")
    after = nr.analyze(folder).tables["reports"]["report_id"].tolist()
    assert set(before) < set(after)


@pytest.mark.parametrize("place", ["out", "."])
def test_earlier_results_are_not_read(folder: Path, place: str) -> None:
    """A second run does not take the first one's page for a report, wherever it was written."""
    nr.analyze(folder, out=folder / place)
    second = nr.analyze(folder, out=folder / "elsewhere")
    assert second.tables["reports"]["path"].tolist() == ["same.txt"]
    assert not any("report.html" in each.path for each in second.set_aside)


def test_an_edited_codebook_is_another_one(folder: Path, tmp_path: Path) -> None:
    """A codebook changed between two runs of one session codes by its new text."""
    book = tmp_path / "book.yaml"
    text = (
        "version: '1'\ndimensions:\n  d: {zh: 维度, en: Dimension}\ncodes:\n  - id: ID\n    dimension: d\n"
        "    zh: 更新\n    en: Updates\n    definition: 更新慢。\n    cues:\n      problem: [更新…不及时]\n"
        "    examples:\n      - problem: 栏目更新不及时\n"
    )
    for name in ("first", "second"):
        book.write_text(text.replace("ID", name), encoding="utf-8")
        assert set(nr.analyze(folder, codebook=book).tables["codes"]["code"]) == {name}


def test_empty_folder_beside_reports(folder: Path, tmp_path: Path) -> None:
    """A folder without reports is set aside with its reason, and the rest is analysed."""
    (tmp_path / "hollow").mkdir()
    corpus = nr.analyze(folder, tmp_path / "hollow")
    assert len(corpus.analyses) == 1
    assert "no_reports_here" in {each.issue.code for each in corpus.set_aside}


def test_run_json_tells_what_decided_the_results(folder: Path, tmp_path: Path) -> None:
    """Codebook and metadata stand in run.json with their hashes, files set aside with theirs."""
    meta = tmp_path / "meta.csv"
    meta.write_text("path,year\nsame.txt,2022\n", encoding="utf-8")
    nr.analyze(folder, out=tmp_path / "out", meta=meta)
    run = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    assert len(run["options"]["meta"]["sha256"]) == 64
    assert run["options"]["codebook"]["version"]
    assert len(run["set_aside"]["broken.pdf"]["sha256"]) == 64


@pytest.mark.parametrize(
    "misuse", [{"inputs": []}, {"lang": "fr"}, {"jobs": 0}, {"out": ""}, {"meta": ""}, {"codebook": " "}]
)
def test_misuse_from_python_is_an_input_error(folder: Path, misuse: dict[str, Any]) -> None:
    """What cannot be meant is refused with a sentence, not done in part."""
    inputs = misuse.pop("inputs", [folder])
    with pytest.raises(nr.InputError):
        nr.analyze(*inputs, **misuse)


def test_metadata_overrides(folder: Path, tmp_path: Path) -> None:
    """The --meta table decides where it speaks."""
    meta = tmp_path / "meta.csv"
    meta.write_text("path,agency,year\nsame.txt,青禾县水利局,2022\n", encoding="utf-8-sig")
    reports = nr.analyze(folder, meta=meta).tables["reports"]
    assert reports[["agency", "year"]].values.tolist() == [["青禾县水利局", 2022]]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["analyze", "nowhere", "--out", "out"], MISUSED, "nowhere"),
        (["analyze", "hollow", "--out", "out"], MISUSED, "hollow"),
        (["analyze", "letter.txt", "--out", "out"], FAILED, "letter.txt"),
        (["analyze", "good.txt", "--out", "letter.txt"], MISUSED, "letter.txt"),
        (["analyze", "good.txt", "--out", "out", "--jobs", "0"], MISUSED, "--jobs"),
        (["analyze", "good.txt", "--out", "out", "--meta", "letter.txt"], MISUSED, "letter.txt"),
        (["analyze", "good.txt", "--out", "out", "--codebook", "letter.txt"], MISUSED, "letter.txt"),
        (["analyze", "good.txt", "letter.txt", "--out", "out"], DONE, "letter.txt"),
        (["analyze", "good.txt", "--out", "out", "--lang", "xx"], MISUSED, "--lang"),
        (["analyze", "good.txt"], MISUSED, "--out"),
        (["explian"], MISUSED, "explian"),
        (["analyze", "good.txt", "--out", ""], MISUSED, "--out"),
        (["analyze", "good.txt", "hollow", "--out", "out"], DONE, "hollow"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_errors_are_one_clear_sentence(
    arguments: list[str], code: int, words: str, lang: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Misuse exits with 2, work that failed with 1; the words name the file or option, and no traceback."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NLP_REPORTS_LANG", lang)
    Path("hollow").mkdir()
    Path("good.txt").write_text(REPORT, encoding="utf-8")
    Path("letter.txt").write_text("各位同事：周五下午三点开会，请准时参加。", encoding="utf-8")
    try:
        found = main(arguments)
    except SystemExit as stop:
        found = int(stop.code or 0)
    said = capsys.readouterr()
    assert found == code
    assert words in said.err and "Traceback" not in said.err


def test_english_throughout(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --lang en every line on the terminal and every message is English."""
    assert main(["analyze", str(folder), "--out", str(tmp_path / "out"), "--lang", "en"]) == DONE
    said = capsys.readouterr()
    assert "1 read, 1 coded, 5 set aside" in said.out
    issues = pd.read_parquet(tmp_path / "out/tables/issues.parquet")
    assert not issues["message"].str.contains("[\u4e00-\u9fff]").any()


def test_only_tables_leaves_nothing_of_the_run_before(folder: Path, tmp_path: Path) -> None:
    """There are tables, dictionary and run.json; an earlier run's files are gone, the user's are not."""
    out = tmp_path / "out"
    nr.analyze(folder, out=out)
    all_of_it = {each.name for each in out.iterdir()}
    assert all_of_it == {*OUR_FILES, *OUR_FOLDERS, WORK}
    (out / "charts" / "mine.png").write_bytes(b"x")
    nr.analyze(folder, out=out, only="tables")
    assert {each.name for each in out.iterdir()} == {
        "tables",
        "data_dictionary.csv",
        "run.json",
        "charts",
        WORK,
    }
    assert [each.name for each in (out / "charts").iterdir()] == ["mine.png"]
    with pytest.raises(InputError, match="page"):
        nr.analyze(folder, out=out, only="page")  # type: ignore[arg-type]


def test_results_are_never_input(folder: Path, tmp_path: Path) -> None:
    """A folder that holds the results of a run gives no report more than it had."""
    nr.analyze(folder, out=folder / "out")
    again = nr.analyze(folder)
    assert not [each for each in again.set_aside if each.path.startswith("out/")]
    assert {each.report.document.source.path.split("/")[0] for each in again.analyses} - {"out"}
