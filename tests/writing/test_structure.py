"""One report on the terminal: who, sections, tables, findings, and nothing that steers the display."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from nlp_reports.cli import DONE, FAILED, MISUSED, main
from nlp_reports.model import Change, Span
from nlp_reports.parsing.report import parse_report
from nlp_reports.reading.document import read_document
from nlp_reports.writing.structure import print_structure

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = next((ROOT / "corpora/samples/reports").rglob("*2023*.docx"))


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["parse", *words]) == DONE
    return capsys.readouterr().out


def test_every_section_and_table_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Each section with its bounds, each table, and the agency stand there."""
    report = parse_report(read_document(SAMPLE))
    text = shown(capsys, str(SAMPLE))
    assert report.sections and report.tables and report.identity.agency
    assert report.identity.agency in text
    assert all(f"{each.span.start}–{each.span.end}" in text for each in (*report.sections, *report.tables))


@pytest.mark.parametrize(("lang", "word"), [("zh", "章节"), ("en", "Sections")])
def test_in_two_languages(capsys: pytest.CaptureFixture[str], lang: str, word: str) -> None:
    """The words around the report are in the language asked for."""
    assert word in shown(capsys, str(SAMPLE), "--lang", lang)


def test_what_was_left_out_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Page furniture is told with its amount and an example."""
    from rich.console import Console

    report = parse_report(read_document(SAMPLE))
    changes = (Change(Span(0, 0), "首页导航", "furniture"), Change(Span(3, 4), "⼯", "spelling"))
    report = replace(report, document=replace(report.document, changes=changes))
    print_structure(report, lang="zh", console=Console(markup=False, width=160))
    text = capsys.readouterr().out
    assert "首页导航" in text and "⼯" not in text


def test_text_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Escape sequences and rich's own markup are shown, not obeyed."""
    path = tmp_path / "a.txt"
    path.write_text(
        "[red]霁川县人民政府[/red]2023年政府信息公开工作年度报告\n一、总体情况\n[bold]信息公开。",
        encoding="utf-8",
    )
    text = shown(capsys, str(path))
    assert "[bold]" in text and "\x1b" not in text


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One clear sentence, exit code 1, and the next file all the same."""
    assert main(["parse", str(tmp_path / "没有.docx"), str(SAMPLE)]) == FAILED
    told = capsys.readouterr()
    assert "没有.docx" in told.err and "Traceback" not in told.err and SAMPLE.name in told.out


def test_one_report_of_an_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An archive shows all its reports, `archive/member` one; a member that is not there is misuse."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("x.docx", "y.docx"):
            archive.write(SAMPLE, name)
    assert shown(capsys, str(tmp_path / "a.zip")).count("a.zip/") == 2
    one = shown(capsys, str(tmp_path / "a.zip" / "y.docx"))
    assert "a.zip/y.docx" in one and "a.zip/x.docx" not in one
    assert main(["parse", str(tmp_path / "a.zip" / "z.docx")]) == MISUSED
    assert "z.docx" in capsys.readouterr().err


def test_the_files_after_a_missing_one_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that leads nowhere is told, and the next file is shown all the same."""
    assert main(["parse", str(tmp_path / "没有"), str(SAMPLE)]) != DONE
    assert SAMPLE.name in capsys.readouterr().out


def test_a_name_with_a_dot_leads_into_the_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`./a.zip/x.docx` is the same as `a.zip/x.docx`."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(SAMPLE, "x.docx")
    monkeypatch.chdir(tmp_path)
    assert "a.zip/x.docx" in shown(capsys, "./a.zip/x.docx")
