"""In: folders analysed again, and runs that are killed. Out: the same bytes, and no work done twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import nlp_reports as nr
from nlp_reports import batch, pipeline
from nlp_reports.batch import WORK
from nlp_reports.corpus.journal import Journal
from nlp_reports.errors import InputError
from nlp_reports.model import Analysis, SetAside

SAMPLES = Path(__file__).resolve().parents[1] / "corpora" / "samples" / "reports"
ROUNDS = int(os.environ.get("KILL_ROUNDS", "6"))
"""Kills, or twice as many, that each test makes; 20 take some minutes."""
SEED = 20261123


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """Reports in pages and texts, one of them twice, and a file that cannot be read."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for path in [*sorted(SAMPLES.rglob("*.html"))[:8], *sorted(SAMPLES.rglob("*.txt"))[:4]]:
        shutil.copy(path, folder)
    shutil.copy(sorted(folder.glob("*.html"))[0], folder / "again.html")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing more")
    return folder


def tables_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "tables").iterdir()}


class Watch:
    """What progress was told: how many were done before, and how many now."""

    def __init__(self) -> None:
        self.before: int = 0
        self.now: list[str] = []

    def __call__(self, done: int, total: int, result: Analysis | SetAside | None) -> None:
        if isinstance(result, Analysis):
            self.now.append(result.report.document.source.path)
        elif result is None:
            self.before += 1


def test_only_what_changed_is_done_again(folder: Path, tmp_path: Path) -> None:
    """A report that is new or was changed is analysed; the tables are those of a run from nothing."""
    out = tmp_path / "out"
    nr.analyze(folder, out=out, only="tables")
    changed = sorted(folder.glob("*.txt"))[0]
    changed.write_text(changed.read_text(encoding="utf-8") + "\n补充一句。\n", encoding="utf-8")
    (folder / "aa_new.txt").write_text(
        changed.read_text(encoding="utf-8") + "\n再补充一句。\n", encoding="utf-8"
    )
    watch = Watch()
    nr.analyze(folder, out=out, only="tables", progress=watch)
    assert sorted(watch.now) == ["aa_new.txt", changed.name] and watch.before == 12
    nr.analyze(folder, out=tmp_path / "fresh", only="tables")
    assert tables_of(out) == tables_of(tmp_path / "fresh")


def test_another_recipe_is_another_result(folder: Path, tmp_path: Path) -> None:
    """With other sections to code, or other metadata, nothing old is taken."""
    nr.analyze(folder, out=tmp_path, only="tables")
    watch = Watch()
    nr.analyze(folder, out=tmp_path, only="tables", overview=True, progress=watch)
    assert watch.before == 0 and len(watch.now) == 13


def test_a_failure_of_ours_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong with the program is not kept; the next run may do better."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "analyze_document", fail)
        corpus = nr.analyze(folder, out=tmp_path, only="tables")
        assert {each.issue.code for each in corpus.set_aside} == {
            "failed",
            "broken_pdf",
        } and not corpus.analyses
    assert len(nr.analyze(folder, out=tmp_path, only="tables").analyses) == 12


def test_two_runs_into_one_folder_are_refused(folder: Path, tmp_path: Path) -> None:
    """The second says so, and the first goes on."""
    with batch.open_store(tmp_path / "out"), pytest.raises(InputError):
        nr.analyze(folder, out=tmp_path / "out")


def start(folder: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "nlp_reports.cli", "analyze", str(folder), "--out", str(out)]
    return subprocess.Popen(
        [*command, "--only", "tables", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 on this system")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_goes_on_where_it_was(folder: Path, tmp_path: Path, jobs: str) -> None:
    """Killed at random moments until it once ends by itself, it has the bytes of a run without a stop."""
    whole, out = tmp_path / "whole", tmp_path / "out"
    begin = time.perf_counter()
    assert start(folder, whole, "--jobs", jobs).wait() == 0
    took = time.perf_counter() - begin
    dice = random.Random(SEED)
    done = 0
    for _ in range(max(1, ROUNDS // 2)):
        run = start(folder, out, "--jobs", jobs)
        time.sleep(dice.uniform(0.3, took))
        run.kill()
        run.wait()
        if (out / WORK / "journal").exists():
            with Journal(out / WORK / "journal") as journal:
                assert len(journal) >= done, "a result was lost"
                done = len(journal)
    assert start(folder, out, "--jobs", jobs).wait() == 0
    assert tables_of(out) == tables_of(whole)
    assert not list(out.rglob("*.part"))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are found in /proc")
def test_a_killed_worker_costs_nothing(folder: Path, tmp_path: Path) -> None:
    """Its report is analysed by another."""
    whole = tmp_path / "whole"
    nr.analyze(folder, out=whole, only="tables")
    dice = random.Random(SEED)
    killed = 0
    for number in range(max(1, ROUNDS // 2)):
        out = tmp_path / f"out{number}"
        run = start(folder, out, "--jobs", "2")
        left = 2  # fewer than the tries that a report has
        while run.poll() is None and left:
            time.sleep(dice.uniform(0.05, 0.8))
            children = children_of(run.pid)
            with suppress(ProcessLookupError, IndexError):
                os.kill(dice.choice(children), signal.SIGKILL)
                left, killed = left - 1, killed + 1
        assert run.wait() in (0, 1)
        assert tables_of(out) == tables_of(whole)
        shutil.rmtree(out)
    assert killed >= ROUNDS // 2


def test_a_killed_worker_of_a_cluster_costs_nothing(folder: Path, tmp_path: Path) -> None:
    """Dask starts another, which does what was left; the bytes are those of one process."""
    distributed = pytest.importorskip("distributed", reason="distributed (extra `cluster`) is not installed")
    whole = tmp_path / "whole"
    nr.analyze(folder, out=whole, only="tables")
    dice = random.Random(SEED)
    killed = 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        for number in range(max(1, ROUNDS // 2)):
            out = tmp_path / f"out{number}"
            run = start(folder, out, "--scheduler", cluster.scheduler_address)
            left = 2  # fewer than the failures that Dask allows a task
            while run.poll() is None and left:
                time.sleep(dice.uniform(0.05, 0.8))
                pids = [each.pid for each in cluster.workers.values() if each.pid]
                with suppress(ProcessLookupError, IndexError):
                    os.kill(dice.choice(pids), signal.SIGKILL)
                    left, killed = left - 1, killed + 1
            assert run.wait() in (0, 1)
            assert tables_of(out) == tables_of(whole)
            shutil.rmtree(out)
    assert killed >= ROUNDS // 2


def children_of(pid: int) -> list[int]:
    """Processes that `pid` spawned for work, without the one that tracks its resources."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = (path / "stat").read_text().rpartition(")")[2].split()[1]
            words = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == str(pid) and b"spawn_main" in words:
            found.append(int(path.name))
    return found
