"""Files are read in processes of their own: one that takes too long, too much memory or breaks its
reader is refused, and the others are read as if it were not there."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError
from multiprocessing import resource_tracker as python_tracker
from typing import Any, TypeVar

from loky.backend import get_context
from loky.backend import resource_tracker as loky_tracker
from pebble import ProcessExpired, ProcessPool

from analysis.base.processes import end_with_parent, limit_memory
from analysis.base.settings import setting
from analysis.messages import Message

Job = TypeVar("Job")


def each(
    work: Callable[[Job], None], jobs: Sequence[Job], workers: int | None = None
) -> Iterator[Message | None]:
    """Do `work` on every job, as many at a time as there are `workers`, by default processors.

    Yields, in the order of `jobs`: ``None``, or why a job could not be done.
    """
    seconds, megabytes = setting("max_read_seconds"), setting("max_read_memory_mb")
    if not jobs:
        return
    pool = ProcessPool(
        max_workers=min(len(jobs), workers or os.cpu_count() or 1),
        # a forked copy of a process with polars' threads can hang
        context=get_context("loky"),
        initializer=_prepare,
        initargs=(megabytes,),
    )
    try:
        waiting = [pool.schedule(work, args=(job,), timeout=seconds) for job in jobs]
        for done in waiting:
            try:
                done.result()
                yield None
            except TimeoutError:
                yield Message("too_slow", {"limit": int(seconds)})
            except (MemoryError, ProcessExpired):
                yield Message("too_much_memory", {"limit_mb": int(megabytes)})
    finally:
        # stopped, not waited for: where the build is told to end, nobody wants the rest
        pool.stop()
        pool.join()
        _end_trackers()


def _end_trackers() -> None:
    """End the helpers that loky and multiprocessing start beside their processes: left to
    themselves they live a little longer than the build."""
    # private parts, of which neither says a type
    trackers: tuple[Any, ...] = (loky_tracker._resource_tracker, python_tracker._resource_tracker)
    for tracker in trackers:
        tracker._stop()


def _prepare(megabytes: float) -> None:
    end_with_parent()
    limit_memory(megabytes)
    gc.set_threshold(100_000)  # rows are many objects and no garbage
