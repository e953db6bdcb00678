"""In: a function, its items, the address of a Dask scheduler. Out: its results in order, made by the cluster.

The cluster's workers need this package in the same version, and see the files under the same paths. Items go
in small batches, for less talk; a batch whose worker was killed is tried again item by item.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from nlp_reports.errors import InputError
from nlp_reports.limits import DIED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")

_BATCH = 8
_AHEAD = 4
"""Batches handed out for each thread of the cluster."""


def run_on_cluster(
    work: Callable[[Item], Result],
    items: Iterator[Item],
    *,
    scheduler: str,
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order; see `engine.run_ordered`.

    Raises InputError where `distributed` is not installed or the scheduler does not answer.
    """
    with _connect(scheduler) as client:
        waiting: deque[tuple[Any, list[Item]]] = deque()
        while True:
            most = _AHEAD * max(1, sum(client.nthreads().values()))
            while len(waiting) < most and (batch := list(islice(items, _BATCH))):
                waiting.append((client.submit(_work_on, work, batch, pure=False), batch))
            if not waiting:
                return
            future, batch = waiting.popleft()
            yield from _results(client, future, work, batch, lost)


def _results(
    client: Any,
    future: Any,
    work: Callable[[Item], Result],
    batch: list[Item],
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    from distributed import KilledWorker

    try:
        yield from future.result()
    except KilledWorker:
        for item in batch:
            try:
                yield from client.submit(_work_on, work, [item], pure=False).result()
            except KilledWorker:
                yield lost(item, DIED)


def _work_on(work: Callable[[Item], Result], batch: list[Item]) -> list[Result]:
    return [work(item) for item in batch]


def _connect(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError("errors.no_cluster") from error
    try:
        return Client(scheduler, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError("errors.no_scheduler", address=scheduler, reason=error) from error
