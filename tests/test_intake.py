"""In: reports as loose files, in archives and in tables. Out: the same reports, and nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import nlp_reports as nr
from nlp_reports.cli import DONE, MISUSED, main
from nlp_reports.model import Analysis, SetAside
from tests.reading.tables import FORMATS, as_csv, as_parquet, as_xlsx
from tests.reading.test_archive import packed
from tests.test_pipeline import REPORT, files_of, without_times

PAGE = (
    "<html><head><title>青禾县教育局2021年政府信息公开工作年度报告</title></head><body>"
    + "".join(f"<p>{line}</p>" for line in REPORT.replace("水务局2023", "教育局2021").splitlines())
    + "</body></html>"
)
TEXTS = {"甲/2023.txt": REPORT, "甲/2022.txt": REPORT.replace("2023", "2022"), "2021.html": PAGE}
HEADER = ("标题", "单位", "年份", "网址", "正文", "课题组编号")


def loose(folder: Path) -> None:
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def tables_of(corpus: nr.Corpus) -> dict[str, pd.DataFrame]:
    """The tables but for what tells where a report stood."""
    told = {"path", "title"}
    return {
        name: table.drop(columns=[each for each in table.columns if each in told])
        .sort_values(list(table.columns.drop([each for each in table.columns if each in told])))
        .reset_index(drop=True)
        for name, table in corpus.tables.items()
        if name not in {"metadata"}
    }


@pytest.mark.parametrize("kind", [".zip", *FORMATS])
def test_containers_give_the_reports_of_loose_files(tmp_path: Path, kind: str) -> None:
    """Whatever reports come in, their ids, sections, cells, statements and codes are the same."""
    loose(tmp_path / "loose")
    (tmp_path / "kept").mkdir()
    rows = [(text,) for text in TEXTS.values()]
    data = (
        packed(*((name, text.encode()) for name, text in TEXTS.items()))
        if kind == ".zip"
        else FORMATS[kind](("正文",), rows)
    )
    (tmp_path / "kept" / f"all{kind}").write_bytes(data)
    one, other = nr.analyze(tmp_path / "loose"), nr.analyze(tmp_path / "kept")
    assert len(one.analyses) == 3 and not other.set_aside
    expected, found = tables_of(one), tables_of(other)
    for name in expected:
        pd.testing.assert_frame_equal(found[name], expected[name])


@pytest.fixture()
def mixed(tmp_path: Path) -> Path:
    """A folder with reports in every kind of container, and with everything else that lies about."""
    folder = tmp_path / "mixed"
    loose(folder)
    rows = [
        (f"青禾县水务局{year}年报告", "青禾县水务局", year, "", REPORT.replace("2023", str(year)), f"A{year}")
        for year in (2019, 2020)
    ]
    (folder / "t.csv").write_bytes(as_csv(HEADER, [*rows, ("只有标题", "", "", "", "", "")], "gb18030"))
    (folder / "t.parquet").write_bytes(as_parquet(("正文",), [(REPORT.replace("2023", "2018"),)]))
    (folder / "t.xlsx").write_bytes(as_xlsx(("正文",), [(REPORT,)]))
    (folder / "a.zip").write_bytes(
        packed(
            ("乙/2017.txt", REPORT.replace("2023", "2017").encode()),
            ("letter.txt", "各位同事：周五下午三点开会。".encode()),
            ("scan.jpg", b"\xff\xd8\xff"),
        )
    )
    (folder / "torn.zip").write_bytes(b"PK\x03\x04 torn")
    (folder / "torn.parquet").write_bytes(b"PAR1 torn")
    (folder / "KEY.csv").write_text("code,label\n1,更新\n", encoding="utf-8")
    return folder


def test_everything_is_a_row_or_a_reason(mixed: Path) -> None:
    """Members and rows have their own names; what is none has a reason; other tables are counted."""
    corpus = nr.analyze(mixed)
    aside = {each.path: each.issue.code for each in corpus.set_aside}
    assert [each.report.document.source.path for each in corpus.analyses] == [
        "2021.html", "a.zip/乙/2017.txt", "t.csv#1", "t.csv#2", "t.parquet#1", "t.xlsx#1", "甲/2022.txt",
    ]  # fmt: skip
    assert aside == {
        "a.zip/letter.txt": "not_a_report",
        "a.zip/scan.jpg": "member_kind",
        "t.csv#3": "row_without_text",
        "torn.parquet": "broken_table",
        "torn.zip": "broken_archive",
        "甲/2023.txt": "duplicate",
    }
    assert corpus.passed_over == {".csv": 1} and set(corpus.containers) == {
        "a.zip", "t.csv", "t.parquet", "t.xlsx", "torn.parquet", "torn.zip",
    }  # fmt: skip


def test_one_and_two_processes_write_the_same_bytes(mixed: Path, tmp_path: Path) -> None:
    """What unfolds in the main process and is read in others comes out in the same order."""
    for jobs in (1, 2):
        nr.analyze(mixed, out=tmp_path / str(jobs), jobs=jobs)
    one, two = (without_times(files_of(tmp_path / str(jobs))) for jobs in (1, 2))
    assert one == two
    run = json.loads(one["run.json"])
    assert run["inputs"]["t.csv#1"] and len(run["containers"]["t.csv"]) == 64


def test_progress_ends_at_its_total(mixed: Path) -> None:
    """Members and rows are counted before the work begins."""
    steps: list[tuple[int, int]] = []

    def progress(done: int, total: int, result: Analysis | SetAside) -> None:
        steps.append((done, total))

    nr.analyze(mixed, progress=progress)
    assert steps == [(done, 13) for done in range(1, 14)]


def test_a_table_with_chinese_headers_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the table says of a report counts, `--meta` stands above it, and further columns are kept."""
    vague = REPORT.replace("青禾县水务局", "本局").replace("2023年", "")
    rows = [
        ("年度报告", "青禾县水务局", "2023", "https://example.org/1.html", vague, "A7"),
        ("年度报告", "青禾县水务局", "未知", "", vague + "。", "A8"),
    ]
    (tmp_path / "年报.csv").write_bytes(as_csv(HEADER, rows, "utf-8-sig"))
    meta = tmp_path / "meta.csv"
    meta.write_text("path,year,课题\n年报.csv#2,2020,甲\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["analyze", str(tmp_path / "年报.csv"), "--out", str(out), "--meta", str(meta)]) == DONE
    reports = pd.read_parquet(out / "tables/reports.parquet")
    assert reports["url"].dropna().tolist() == ["https://example.org/1.html"]
    assert reports[["path", "agency", "year"]].values.tolist() == [
        ["年报.csv#1", "青禾县水务局", 2023],
        ["年报.csv#2", "青禾县水务局", 2020],
    ]
    first, second = reports["report_id"]
    known = pd.read_parquet(out / "tables/metadata.parquet")
    assert known.values.tolist() == [
        [first, "课题组编号", "A7"],
        [second, "年份", "未知"],
        [second, "课题组编号", "A8"],
        [second, "课题", "甲"],
    ]
    issues = pd.read_parquet(out / "tables/issues.parquet")
    assert issues.loc[issues["code"] == "table_value", "report_id"].tolist() == [second]


def test_the_text_column_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table whose text column has a name of its own is told of, and read once it is named."""
    (tmp_path / "t.csv").write_bytes(as_csv(("id", "neirong"), [("1", REPORT)]))
    words = ["analyze", str(tmp_path), "--out", str(tmp_path / "out"), "--lang", "en"]
    assert main(words) != DONE
    assert "neirong" in capsys.readouterr().err
    assert main([*words, "--text-column", "neirong"]) == DONE


def test_metadata_reaches_members(mixed: Path, tmp_path: Path) -> None:
    """`--meta` names a member of an archive or a row of a table as the results do."""
    meta = tmp_path / "meta.csv"
    meta.write_text("path,year\na.zip/乙/2017.txt,2016\nt.parquet#1,2015\n", encoding="utf-8")
    reports = nr.analyze(mixed, meta=meta).tables["reports"].set_index("path")
    assert reports.loc[["a.zip/乙/2017.txt", "t.parquet#1"], "year"].tolist() == [2016, 2015]
    meta.write_text("path,year\nt.csv#9,2016\n", encoding="utf-8")
    with pytest.raises(nr.InputError, match=r"t\.csv#9"):
        nr.analyze(mixed, meta=meta)


def test_a_table_named_outright_is_answered(mixed: Path) -> None:
    """A table without texts is passed over in a folder, and answered when it is named."""
    corpus = nr.analyze(mixed / "KEY.csv", mixed / "甲")
    assert {each.path: each.issue.code for each in corpus.set_aside} == {"KEY.csv": "table_without_texts"}


def test_a_folder_of_other_tables_holds_nothing_to_read(tmp_path: Path) -> None:
    """The sentence lists what could be read, and nothing that could not."""
    (tmp_path / "KEY.csv").write_text("code,label\n1,更新\n", encoding="utf-8")
    with pytest.raises(nr.InputError, match=r"\.zip") as caught:
        nr.analyze(tmp_path)
    assert not {".xls", ".ofd"} & set(str(caught.value).replace("（", " ").replace("）", " ").split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--lang", "cn"], ["--lang", "cn", "zh", "en"]),
        (["--jobs", "two"], ["--jobs", "two", "2"]),
        (["--jobs"], ["--jobs"]),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_value_is_answered_with_the_right_ones(
    words: list[str], told: list[str], lang: str,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The sentence names the option, what was written, and what can be."""
    monkeypatch.setenv("NLP_REPORTS_LANG", lang)
    with pytest.raises(SystemExit) as stop:
        main(["analyze", "x", "--out", "y", *words])
    said = capsys.readouterr().err
    assert stop.value.code == MISUSED and all(word in said for word in told)
