"""In: tasks, and a store of results. Out: the store with all their results, each made once.

A result that the store has is not made again. What one report's failure, or its worker's, left undone is not
kept there, so that the next run tries it again.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nlp_reports import engine
from nlp_reports.corpus.journal import Journal, Memory
from nlp_reports.errors import InputError
from nlp_reports.intake import digest_piece
from nlp_reports.limits import DIED, OUT_OF_MEMORY, TOO_SLOW, Ways
from nlp_reports.model import Analysis, Issue, SetAside
from nlp_reports.recipe import Recipe, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nlp_reports.intake import Task

    Store = Journal | Memory
    FileResult = Analysis | SetAside
    Keyed = tuple[bytes, Task]

WORK = ".work"
"""Folder below the output folder that holds what a later run need not do again."""


FAILURES = frozenset({"failed", TOO_SLOW, OUT_OF_MEMORY, DIED})
"""What went wrong with us, not with the report."""


class Results(NamedTuple):
    """What the tasks gave, in their order: reports, each once, and what was set aside."""

    analyses: Sequence[Analysis]
    set_aside: tuple[SetAside, ...]


@contextmanager
def open_store(out: Path | None) -> Iterator[Store]:
    """Give the store of the output folder `out`, which no other run may use meanwhile; None for memory.

    Raises InputError where another run does, OutputError where the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    from nlp_reports.corpus.store import open_folder

    if out is None:
        yield Memory()
        return
    work = open_folder(out) / WORK
    try:
        work.mkdir(exist_ok=True)
        with FileLock(work / "lock", blocking=False), Journal(work / "journal") as journal:
            yield journal
    except Timeout as error:
        raise InputError("errors.in_use", path=out) from error


def carry_out(
    tasks: Iterable[Task],
    store: Store,
    *,
    work: Callable[[Task], FileResult],
    recipe: Recipe,
    ways: Ways,
    told: Callable[[FileResult | None], None],
) -> Results:
    """Do all that `store` does not have; `told` is called for each task, with None for what it had."""
    keys: list[bytes] = []
    failed: dict[bytes, SetAside] = {}

    def undone() -> Iterator[Keyed]:
        for task in tasks:
            key = key_of(task, recipe)
            keys.append(key)
            if key in store:
                told(None if store.report_id(key) else store[key])
            else:
                yield key, task

    for key, result in engine.run_ordered(partial(_keyed, work), undone(), ways=ways, lost=_lost):
        if isinstance(result, SetAside) and result.issue.code in FAILURES:
            failed[key] = result
        else:
            store.add(key, result)
        told(result)
    return _settle(keys, failed, store)


def _keyed(work: Callable[[Task], FileResult], item: Keyed) -> tuple[bytes, FileResult]:
    key, task = item
    return key, work(task)


def _lost(item: Keyed, reason: str) -> tuple[bytes, FileResult]:
    key, task = item
    return key, SetAside(task.piece.name, digest_piece(task.piece), Issue("engine", reason))


def _settle(keys: Sequence[bytes], failed: dict[bytes, SetAside], store: Store) -> Results:
    first: dict[str, bytes] = {}
    set_aside: list[SetAside] = []
    for key in keys:
        if key in failed:
            set_aside.append(failed[key])
            continue
        report_id = store.report_id(key)
        if report_id is None or (known := first.setdefault(report_id, key)) is not key:
            result = store[key]
            set_aside.append(result if isinstance(result, SetAside) else _duplicate(result, store[known]))
    return Results(store.analyses(first.values()), tuple(set_aside))


def _duplicate(result: Analysis, first: FileResult) -> SetAside:
    source = result.report.document.source
    known = first.report.document.source.path if isinstance(first, Analysis) else first.path
    return SetAside(source.path, source.sha256, Issue("engine", "duplicate", (("first", known),)))
