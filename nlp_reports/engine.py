"""In: a function and its items. Out: its results in the items' order, on one core or on many processes."""

from __future__ import annotations

import sys
from collections import deque
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")

_WINDOW = 4
"""Items handed out ahead of the one awaited, for each process: enough to keep all busy."""

_MOST_JOBS = 61
"""Windows waits for no more processes at a time."""


def run_ordered(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    lost: Callable[[Item], Result],
) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order, whatever the number of processes.

    `work` must be importable and must not raise. Where a process dies, the items it may have held
    are tried again, each in a process of its own; one that dies alone yields `lost(item)`.
    """
    jobs = min(jobs, _MOST_JOBS, len(items))
    if jobs < 2:
        yield from map(work, items)
        return
    position = 0
    while position < len(items):
        for result in _run_until_death(work, items[position:], jobs):
            position += 1
            yield result
        for item in items[position : position + jobs * _WINDOW]:
            position += 1
            yield _run_alone(work, item, lost)


def _run_until_death(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[Future[Result]] = deque()
    with _open_pool(jobs) as pool:
        try:
            for item in items:
                waiting.append(_submit(pool, work, item))
                if len(waiting) == jobs * _WINDOW:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            return


def _run_alone(work: Callable[[Item], Result], item: Item, lost: Callable[[Item], Result]) -> Result:
    from concurrent.futures.process import BrokenProcessPool

    with _open_pool(1) as pool:
        try:
            return _submit(pool, work, item).result()
        except BrokenProcessPool:
            return lost(item)


def _open_pool(jobs: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def _submit(pool: ProcessPoolExecutor, work: Callable[[Item], Result], item: Item) -> Future[Result]:
    with _main_hidden():
        return pool.submit(work, item)


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Let a new process load this package only, and not the caller's script, which would run again."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
