"""In: small functions. Out: the engine's promises: same order, same results, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp_reports.engine import run_ordered

ITEMS = list(range(23))


def square(item: int) -> int:
    return item * item


def square_or_die(item: int) -> int:
    if item in {3, 17}:
        os._exit(9)
    return item * item


def lost(item: int) -> int:
    return -item


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs: int) -> None:
    """The number of processes changes nothing in the results or their order."""
    assert list(run_ordered(square, ITEMS, jobs=jobs, lost=lost)) == [item * item for item in ITEMS]


def test_a_dead_process_costs_its_item_only() -> None:
    """An item whose process dies is reported as lost; every other item has its result."""
    results = list(run_ordered(square_or_die, ITEMS, jobs=2, lost=lost))
    assert results == [-item if item in {3, 17} else item * item for item in ITEMS]


def test_items_are_asked_for_as_they_are_needed() -> None:
    """No more items are taken from the source than the processes can be kept busy with."""
    taken: list[int] = []

    def source() -> Iterator[int]:
        for item in range(100):
            taken.append(item)
            yield item

    results = run_ordered(square, source(), jobs=2, lost=lost)
    assert next(results) == 0 and len(taken) < 20
    assert [0, *results] == [item * item for item in range(100)]


def test_no_items() -> None:
    """Nothing in, nothing out."""
    assert list(run_ordered(square, [], jobs=2, lost=lost)) == []


def test_a_script_without_a_guard_runs_on_many_processes(tmp_path: Path) -> None:
    """The caller's script is not run again in the workers, so it needs no `if __name__` guard."""
    script = tmp_path / "script.py"
    script.write_text(
        "from nlp_reports.engine import run_ordered\n"
        "from operator import neg\n"
        "print(list(run_ordered(neg, [1, 2, 3], jobs=2, lost=str)))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[-1, -2, -3]"]
