"""In: a function and its items. Out: its results in order, made by processes that may die or hang.

Each process has one item in hand and one in waiting, so that it is known which one killed it. It is replaced;
the item is tried again, twice at the most, then told as lost.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from nlp_reports.limits import DIED, TOO_SLOW, TooSlow, limit_memory, time_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nlp_reports.limits import Ways

Item = TypeVar("Item")
Result = TypeVar("Result")

_IN_HAND = 2
"""Items that a process has: the one it works on, and the next."""
_WINDOW = 8
"""Items handed out and not yet yielded, for each process: one slow item does not stop the others soon."""
_MOST = 61
"""Windows waits for no more processes at a time."""
_TRIES = 3
_LONGEST = 3600.0
_GRACE = 10.0
"""Seconds that a process has to stop by itself once its item is too slow."""


class _Worker:
    """A process with the numbers and items it was given, the first of them in work."""

    def __init__(self, work: Callable[[Any], Any], ways: Ways) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.given: deque[tuple[int, Any]] = deque()
        self.deadline = float("inf")
        self._patience = ways.seconds + _GRACE
        self._process = context.Process(target=_serve, args=(theirs, work, ways), daemon=True)
        with _main_hidden():
            self._process.start()
        theirs.close()

    def give(self, number: int, item: Any) -> None:
        """Hand the process one more item. Raises OSError where it has died."""
        self.given.append((number, item))
        if len(self.given) == 1:
            self._begin()
        self.pipe.send(item)

    def take(self) -> tuple[bool, Any]:
        """Return whether the item in work was done, and its result. Raises EOFError or OSError on death."""
        told: tuple[bool, Any] = self.pipe.recv()
        return told

    def past(self) -> tuple[int, Any]:
        """Return the item that was in work, with its number; the next one is now."""
        told = self.given.popleft()
        self._begin()
        return told

    def _begin(self) -> None:
        self.deadline = time.monotonic() + self._patience if self.given else float("inf")

    def stop(self) -> None:
        """End the process at once."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


class _Crew:
    """Processes, what they have been given, and what they gave: results by number, until they are due."""

    def __init__(
        self, work: Callable[[Any], Any], items: Iterator[Any], ways: Ways, lost: Callable[[Any, str], Any]
    ) -> None:
        self._work, self._ways, self._lost = work, ways, lost
        self._source = enumerate(items)
        self._again: deque[tuple[int, Any]] = deque()
        self._tries: Counter[int] = Counter()
        self._given = 0
        self._exhausted = False
        self._ready: dict[int, Any] = {}
        self._due = 0
        self.workers = [_Worker(work, ways) for _ in range(min(ways.jobs, _MOST))]

    def finished(self) -> bool:
        """Tell whether nothing is in work, and nothing is left to do."""
        return self._exhausted and self._due == self._given

    def give(self) -> None:
        """Hand out what there is to do, to those first who have least."""
        for worker in sorted(self.workers, key=lambda each: len(each.given)):
            while len(worker.given) < _IN_HAND and (told := self._following()):
                try:
                    worker.give(*told)
                except OSError:
                    self._replace(worker, DIED)
                    break

    def _following(self) -> tuple[int, Any] | None:
        if self._again:
            return self._again.popleft()
        if self._given - self._due >= _WINDOW * len(self.workers):
            return None
        told = next(self._source, None)
        self._exhausted = told is None
        self._given += told is not None
        return told

    def take(self) -> None:
        """Wait until a process gives a result, dies, or has taken too long."""
        busy = {worker.pipe: worker for worker in self.workers if worker.given}
        patience = min(each.deadline for each in self.workers) - time.monotonic()
        for pipe in wait(list(busy), timeout=max(0.0, min(patience, _LONGEST))):
            worker = busy[pipe]  # type: ignore[index]
            try:
                self._take_from(worker)
            except (EOFError, OSError):
                self._replace(worker, DIED)
        for worker in [each for each in self.workers if each.deadline < time.monotonic()]:
            self._replace(worker, TOO_SLOW)

    def _take_from(self, worker: _Worker) -> None:
        done, result = worker.take()
        number, item = worker.past()
        self._ready[number] = result if done else self._lost(item, TOO_SLOW)

    def due(self) -> Iterator[Any]:
        """Yield the results whose turn it is."""
        while self._due in self._ready:
            yield self._ready.pop(self._due)
            self._due += 1

    def _replace(self, worker: _Worker, reason: str) -> None:
        """Put a new process in the worker's place; try again what it had, unless that is what stopped it."""
        with suppress(EOFError, OSError):
            while worker.pipe.poll():  # what it had done before
                self._take_from(worker)
        worker.stop()
        self.workers[self.workers.index(worker)] = _Worker(self._work, self._ways)
        if worker.given:
            number, item = worker.given.popleft()
            self._tries[number] += 1
            if reason == TOO_SLOW or self._tries[number] >= _TRIES:
                self._ready[number] = self._lost(item, reason)
            else:
                self._again.append((number, item))
        self._again.extend(worker.given)


def run_in_workers(
    work: Callable[[Item], Result],
    items: Iterator[Item],
    *,
    ways: Ways,
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order; see `engine.run_ordered`."""
    crew = _Crew(work, items, ways, lost)
    try:
        crew.give()
        while not crew.finished():
            crew.take()
            yield from crew.due()
            crew.give()
    finally:
        for worker in crew.workers:
            worker.stop()


def _serve(pipe: Connection, work: Callable[[Any], Any], ways: Ways) -> None:
    """Work until the pipe is closed: by us, or because the main process is no more."""
    limit_memory(ways.memory)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            item = pipe.recv()
            try:
                with time_limit(ways.seconds):
                    told = True, work(item)
            except TooSlow:
                told = False, None
            pipe.send(told)


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Let a new process load this package only, and not the caller's script, which would run again."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
