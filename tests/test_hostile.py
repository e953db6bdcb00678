"""In: a folder made to break the program. Out: a row or a reason for each file, earlier results intact."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

import nlp_reports as nr
from nlp_reports.batch import FAILURES

SAMPLES = Path(__file__).resolve().parents[1] / "corpora" / "samples" / "reports"
PAGE = sorted(SAMPLES.rglob("*.html"))[0]
TITLE = "<h1>青禾县2023年政府信息公开工作年度报告</h1><p>五、存在的主要问题及改进情况</p>"


def page(body: str) -> bytes:
    return f"<html><meta charset=utf-8><body>{TITLE}{body}</body></html>".encode()


def slipping() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("../../outside.html", PAGE.read_bytes())
        archive.writestr("/absolute.html", page("<p>绝对路径</p>"))
    return made.getvalue()


ATTACKS: dict[str, Callable[[], bytes]] = {
    "deep.html": lambda: page("<div>" * 50_000 + "深" + "</div>" * 50_000),
    "deep_table.html": lambda: page("<table><tr><td>" * 3_000 + "深"),
    "million_cells.html": lambda: page("<table>" + ("<tr>" + "<td>1" * 100) * 10_000 + "</table>"),
    "spans.html": lambda: page("<table><tr>" + "<td colspan=99999 rowspan=99999>1" * 500 + "</table>"),
    "brackets.html": lambda: page("<p>" + "（" * 50_000),
    "commas.html": lambda: page("<p>" + "不足，" * 300_000),
    "counted.html": lambda: page("<p>" + "一是更新不及时；" * 5_000),
    "huge.txt": lambda: "公开信息不及时。".encode() * (200 * 2**20 // 24),
    "zeros.html": lambda: page("<p>无\x00\x00存在的问题</p>" + "\x00" * 10_000),
    "surrogates.html": lambda: page("<p>&#xD800;&#xDFFF;&#x110000;更新不及时</p>"),
    "entities.docx": lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>',
    "slip.zip": slipping,
    "长" * 80 + ".html": lambda: PAGE.read_bytes() + b"<!-- a name of 245 bytes -->",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All attacks, two copies of a report, and links that lead in a circle."""
    folder = tmp_path_factory.mktemp("hostile") / "reports"
    (folder / "sub").mkdir(parents=True)
    for name, make in ATTACKS.items():
        (folder / name).write_bytes(make())
    shutil.copy(PAGE, folder / "first.html")
    shutil.copy(PAGE, folder / "sub" / "second.html")
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "sub" / "nowhere.html").symlink_to(folder / "missing.html")
    return folder


def test_nothing_is_lost_and_nothing_hangs(folder: Path, tmp_path: Path) -> None:
    """Each file is read or set aside for what it is; none by a fault of ours, none outside the folder."""
    out = tmp_path / "out"
    corpus = nr.analyze(folder, out=out, only="tables")
    told = {each.report.document.source.path for each in corpus.analyses}
    told |= {each.path for each in corpus.set_aside}
    wanted = {*ATTACKS, "first.html", "sub/second.html", "sub/nowhere.html"} - {"slip.zip"}
    assert wanted <= told
    assert sum(name.startswith("slip.zip") for name in told) == 2
    assert not [each for each in corpus.set_aside if each.issue.code in FAILURES]
    reasons = {each.path: each.issue.code for each in corpus.set_aside}
    too_much = {"huge.txt": "too_large", "million_cells.html": "too_long", "commas.html": "too_long"}
    assert too_much.items() <= reasons.items()
    twice = [each for each in corpus.set_aside if each.issue.code == "duplicate"]
    assert [(each.path, dict(each.issue.fields)["first"]) for each in twice if "second" in each.path] == [
        ("sub/second.html", "first.html")
    ]
    assert {each.name for each in tmp_path.iterdir()} == {"out"}


def limited(size: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("size", [1 << 10, 20 << 10, 60 << 10])
def test_a_full_disk_is_one_sentence_and_leaves_earlier_results(tmp_path: Path, size: int) -> None:
    """Wherever it ends, nothing half written stands in the tables, and the next run goes on."""
    reports, out = tmp_path / "reports", tmp_path / "out"
    reports.mkdir()
    for path in sorted(SAMPLES.rglob("*.html"))[:4]:
        shutil.copy(path, reports)
    nr.analyze(reports, out=out, only="tables")
    before = {path.name: path.read_bytes() for path in (out / "tables").iterdir()}
    shutil.copy(sorted(SAMPLES.rglob("*.html"))[5], reports)
    shutil.rmtree(out / ".work")
    command = [sys.executable, "-m", "nlp_reports.cli", "analyze", str(reports), "--out", str(out)]
    done = subprocess.run(
        [*command, "--only", "tables", "--lang", "zh"],
        capture_output=True,
        text=True,
        preexec_fn=limited(size),
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "无法写入" in done.stderr.splitlines()[-1]
    assert {path.name: path.read_bytes() for path in (out / "tables").iterdir()} == before
    assert len(nr.analyze(reports, out=out, only="tables").analyses) == 5
    assert len(pd.read_parquet(out / "tables" / "reports.parquet")) == 5


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read and write everything")
def test_what_may_not_be_read_or_written_is_told(tmp_path: Path) -> None:
    """A file without permission is set aside; a folder without permission is one sentence."""
    (tmp_path / "reports").mkdir()
    for name in ("open.html", "shut.html"):
        shutil.copy(PAGE, tmp_path / "reports" / name)
    (tmp_path / "reports" / "shut.html").chmod(0)
    corpus = nr.analyze(tmp_path / "reports")
    assert len(corpus.analyses) == 1 and [each.path for each in corpus.set_aside] == ["shut.html"]
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(OSError, match="shut"):
        nr.analyze(tmp_path / "reports", out=tmp_path / "shut" / "out")
