"""In: a function and its items. Out: its results in the items' order, on one core or on many processes."""

from __future__ import annotations

import sys
from collections import deque
from contextlib import contextmanager
from itertools import chain, islice
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")

_WINDOW = 4
"""Items handed out ahead of the one awaited, for each process: enough to keep all busy."""

_MOST_JOBS = 61
"""Windows waits for no more processes at a time."""


def run_ordered(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int,
    lost: Callable[[Item], Result],
) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order, whatever the number of processes.

    `items` are asked for as they are needed, so that few are held at a time. `work` must be importable
    and must not raise. Where a process dies, the items it may have held are tried again, each in a
    process of its own; one that dies alone yields `lost(item)`.
    """
    source = iter(items)
    first = list(islice(source, 2))
    source = chain(first, source)
    if jobs < 2 or len(first) < 2:
        yield from map(work, source)
        return
    handed_out: deque[Item] = deque()
    while True:
        yield from _run_until_death(work, source, handed_out, min(jobs, _MOST_JOBS))
        if not handed_out:
            return
        while handed_out:
            yield _run_alone(work, handed_out.popleft(), lost)


def _run_until_death(
    work: Callable[[Item], Result], source: Iterator[Item], handed_out: deque[Item], jobs: int
) -> Iterator[Result]:
    """Yield results until the source ends or a process dies; `handed_out` then has the items without one."""
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[Future[Result]] = deque()
    with _open_pool(jobs) as pool:
        try:
            for item in source:
                handed_out.append(item)
                waiting.append(_submit(pool, work, item))
                if len(waiting) == jobs * _WINDOW:
                    yield _next_result(waiting, handed_out)
            while waiting:
                yield _next_result(waiting, handed_out)
        except BrokenProcessPool:
            return


def _next_result(waiting: deque[Future[Result]], handed_out: deque[Item]) -> Result:
    result = waiting.popleft().result()
    handed_out.popleft()
    return result


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
