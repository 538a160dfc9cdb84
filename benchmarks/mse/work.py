"""Asking many questions in two processes, each on a core of its own, answers kept as they come."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.queues import SimpleQueue

from benchmarks.mse.answers import Answer, answer, answer_known
from benchmarks.mse.cache import Cache, Task
from benchmarks.mse.families import draw_known, family_kinds, read_published

__all__ = ["ask_all"]

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def ask_all(tasks: Sequence[Task], cache: Cache, *, processes: int = 2, minutes: float | None = None) -> int:
    """Ask what the cache does not hold; the number of tasks left because the minutes were over.

    Args:
        tasks: Questions about known-truth or published tables, in the order in which to ask them.
        cache: Holds earlier answers and takes the new ones.
        processes: How many processes ask at the same time.
        minutes: After this time no new question is asked; unlimited unless given.
    """
    waiting = [task for task in tasks if task not in cache]
    if not waiting:
        return 0
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    started = time.perf_counter()
    done = 0
    context = multiprocessing.get_context("spawn")
    places = context.SimpleQueue()
    for number in range(processes):
        places.put(number)
    with ProcessPoolExecutor(processes, context, _stay_on_one_core, (places,)) as pool:
        for task, found in _as_answered(pool, waiting, processes, started, minutes):
            cache.put(task, found)
            done += 1
            _show_progress(done, len(waiting), time.perf_counter() - started)
    sys.stderr.write("\n")
    return len(waiting) - done


def _as_answered(
    pool: ProcessPoolExecutor, waiting: Iterable[Task], processes: int, started: float, minutes: float | None
) -> Iterator[tuple[Task, Answer]]:
    """Hand out questions a few at a time, so that the rest can be left when the time is over."""
    asked: dict[Future[Answer], Task] = {}
    rest = iter(waiting)
    while True:
        over = minutes is not None and time.perf_counter() - started > 60.0 * minutes
        while not over and len(asked) < 2 * processes and (task := next(rest, None)) is not None:
            asked[pool.submit(_ask, task)] = task
        if not asked:
            return
        finished, _ = wait(asked, return_when=FIRST_COMPLETED)
        for future in finished:
            yield asked.pop(future), future.result()


def _stay_on_one_core(places: SimpleQueue[int]) -> None:
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[places.get() % len(cores)]})


def _ask(task: Task) -> Answer:
    if task.family not in family_kinds():
        return answer(task.method, read_published(task.family), task.run_seed)
    return answer_known(task.method, draw_known(task.family, task.seed), task.run_seed)


def _show_progress(done: int, n_tasks: int, seconds: float) -> None:
    left = seconds / done * (n_tasks - done) / 60.0
    sys.stderr.write(f"\r{done} of {n_tasks} answers, {seconds / 60:.1f} minutes, about {left:.1f} left   ")
    sys.stderr.flush()
