"""In: seconds and bytes. Out: work that does not take more."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

TOO_SLOW, OUT_OF_MEMORY, DIED = "too_slow", "out_of_memory", "worker_died"
"""Why an item has no result, as `resources/prose/engine.toml` tells it."""


class Ways(NamedTuple):
    """How work is carried out: on so many processes, or on the Dask cluster whose scheduler is named.

    No item may take longer than `seconds`, nor a process of ours hold more than `memory` bytes.
    """

    jobs: int = 1
    scheduler: str | None = None
    seconds: float = 120.0
    memory: int = 3 << 30


class TooSlow(BaseException):
    """The time is up."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlow inside the block after `seconds`; without effect on Windows and outside a main thread."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def limit_memory(size: int) -> None:
    """Let this process have no more than `size` bytes, where the system can hold it to that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))
