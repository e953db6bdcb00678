"""In: a function and its items. Out: its results in their order, by one process, many, or a cluster."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from nlp_reports.limits import TOO_SLOW, TooSlow, Ways, time_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_ordered(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    ways: Ways,
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order, whichever way it is carried out.

    `items` are asked for as they are needed, so that few are held at a time. `work` must be importable
    and must not raise. An item that takes too long, or whose process dies each time, yields `lost(item,
    reason)`; the rest goes on.
    """
    source = iter(items)
    first = list(islice(source, 2))
    source = chain(first, source)
    if ways.scheduler and first:
        from nlp_reports.cluster import run_on_cluster

        yield from run_on_cluster(work, source, scheduler=ways.scheduler, lost=lost)
    elif ways.jobs < 2 or len(first) < 2:
        yield from (_run_here(work, item, ways.seconds, lost) for item in source)
    else:
        from nlp_reports.workers import run_in_workers

        yield from run_in_workers(work, source, ways=ways, lost=lost)


def _run_here(
    work: Callable[[Item], Result], item: Item, seconds: float, lost: Callable[[Item, str], Result]
) -> Result:
    try:
        with time_limit(seconds):
            return work(item)
    except TooSlow:
        return lost(item, TOO_SLOW)
