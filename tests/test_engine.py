"""In: small functions. Out: the engine's promises: same order, same results, nothing lost."""

from __future__ import annotations

import os

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


def test_no_items() -> None:
    """Nothing in, nothing out."""
    assert list(run_ordered(square, [], jobs=2, lost=lost)) == []
