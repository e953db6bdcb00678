"""In: small functions. Out: the engine's promises: same order, same results, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp_reports.engine import run_ordered
from nlp_reports.errors import InputError
from nlp_reports.limits import TOO_SLOW, Ways

ITEMS = list(range(23))


def square(item: int) -> int:
    return item * item


def square_or_die(item: int) -> int:
    if item in {3, 17}:
        os._exit(9)
    return item * item


def die_slowly(item: int) -> int:
    if item == 3:
        time.sleep(0.5)
        os._exit(9)
    return item * item


def lost(item: int, reason: str) -> int:
    return -item


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs: int) -> None:
    """The number of processes changes nothing in the results or their order."""
    assert list(run_ordered(square, ITEMS, ways=Ways(jobs), lost=lost)) == [item * item for item in ITEMS]


def test_a_dead_process_costs_its_item_only() -> None:
    """An item whose process dies is reported as lost; every other item has its result."""
    results = list(run_ordered(square_or_die, ITEMS, ways=Ways(2), lost=lost))
    assert results == [-item if item in {3, 17} else item * item for item in ITEMS]


def test_what_waits_for_one_slow_item_is_not_the_end() -> None:
    """All that was handed out may be due at once, behind one item; the rest of the source still comes."""
    items = list(range(60))
    results = list(run_ordered(die_slowly, items, ways=Ways(2), lost=lost))
    assert results == [-item if item == 3 else item * item for item in items]


def test_items_are_asked_for_as_they_are_needed() -> None:
    """No more items are taken from the source than the processes can be kept busy with."""
    taken: list[int] = []

    def source() -> Iterator[int]:
        for item in range(100):
            taken.append(item)
            yield item

    results = run_ordered(square, source(), ways=Ways(2), lost=lost)
    assert next(results) == 0 and len(taken) < 20
    assert [0, *results] == [item * item for item in range(100)]


def test_no_items() -> None:
    """Nothing in, nothing out."""
    assert list(run_ordered(square, [], ways=Ways(2), lost=lost)) == []


def test_a_script_without_a_guard_runs_on_many_processes(tmp_path: Path) -> None:
    """The caller's script is not run again in the workers, so it needs no `if __name__` guard."""
    script = tmp_path / "script.py"
    script.write_text(
        "from nlp_reports.engine import Ways, run_ordered\n"
        "from operator import neg\n"
        "print(list(run_ordered(neg, [1, 2, 3], ways=Ways(2), lost=str)))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[-1, -2, -3]"]


def wait_or_square(item: int) -> int:
    if item == 5:
        time.sleep(60)
    return item * item


def fill_or_square(item: int) -> int:
    if item == 5:
        try:
            return len(bytearray(2 << 30))
        except MemoryError:
            return -1
    return item * item


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_item_that_takes_too_long_is_given_up(jobs: int) -> None:
    """It is told as too slow; the others have their results."""
    reasons: list[str] = []

    def note(item: int, reason: str) -> int:
        reasons.append(reason)
        return -item

    results = list(run_ordered(wait_or_square, ITEMS[:9], ways=Ways(jobs, seconds=1.0), lost=note))
    assert results == [-5 if item == 5 else item * item for item in ITEMS[:9]] and reasons == [TOO_SLOW]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_an_item_that_wants_too_much_memory_fails_alone() -> None:
    """Its process meets a MemoryError, not the machine its end."""
    results = list(run_ordered(fill_or_square, ITEMS[:9], ways=Ways(2, memory=1 << 30), lost=lost))
    assert results == [-1 if item == 5 else item * item for item in ITEMS[:9]]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a scheduler of two processes on this machine."""
    distributed = pytest.importorskip("distributed", reason="distributed (extra `cluster`) is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made.scheduler_address


def test_a_cluster_gives_the_same(cluster: str) -> None:
    """Results come in order; an item that kills its worker is lost alone."""
    results = list(run_ordered(square, ITEMS, ways=Ways(scheduler=cluster), lost=lost))
    assert results == [item * item for item in ITEMS]
    results = list(run_ordered(square_or_die, ITEMS, ways=Ways(scheduler=cluster), lost=lost))
    assert results == [-item if item in {3, 17} else item * item for item in ITEMS]


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    """One sentence that names the address."""
    pytest.importorskip("distributed", reason="distributed (extra `cluster`) is not installed")
    with pytest.raises(InputError, match=r"127\.0\.0\.1:1"):
        list(run_ordered(square, ITEMS, ways=Ways(scheduler="tcp://127.0.0.1:1"), lost=lost))
