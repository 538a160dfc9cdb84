"""Does the answer depend on the seed? The default on each published table, 20 seeds against a run 20 times longer.

Deviations are of logarithms, the largest over the seeds. Modes agree when every seed names as many separate ranges as
the long run, or every seed names none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from benchmarks.mse.answers import LONG, Answer
from benchmarks.mse.bars import Bar
from benchmarks.mse.cache import Cache, Task
from benchmarks.mse.tables import markdown, percent

__all__ = ["judge_mixing", "list_mixing_tasks", "report_mixing"]

_POINT, _LIMIT = 0.03, 0.06
_LONG_SEED = 1_000


def list_mixing_tasks(tables: Sequence[str], n_seeds: int, code: str) -> list[Task]:
    """The long run of every table, then seed by seed the short ones."""
    long = [Task(table, 0, LONG, code, _LONG_SEED) for table in tables]
    return [*long, *(Task(table, 0, "default", code, seed) for seed in range(1, n_seeds + 1) for table in tables)]


def report_mixing(tasks: Sequence[Task], cache: Cache) -> str:
    """One line per table, in Markdown."""
    header = ["table", "seeds", "long run", "point %", "lower %", "upper %", "modes", "long", "weak", "seconds"]
    return markdown(header, [_line(table, tasks, cache) for table in dict.fromkeys(task.family for task in tasks)])


def judge_mixing(tasks: Sequence[Task], cache: Cache) -> list[Bar]:
    """Hold the deviations against what was asked."""
    points, limits, modes, mute = [], [], [], []
    for table in dict.fromkeys(task.family for task in tasks):
        long, short = _answers(table, tasks, cache)
        if long is None or not short:
            mute.append(table)
        elif any(a.has_interval != long.has_interval for a in short):
            points.append(table)
        elif long.has_interval:
            point, lower, upper = _deviations(long, short)
            points += [f"{table} {percent(point)} %"] * (point > _POINT)
            limits += [f"{table} {percent(max(lower, upper))} %"] * (max(lower, upper) > _LIMIT)
            modes += [table] * (len({len(a.modes) for a in (long, *short)}) > 1)
    left = f" (not yet run: {', '.join(mute)})" if mute else ""
    return [
        Bar(what, (", ".join(over) or "none over it") + left, None if mute else not over)
        for what, over in (
            ("points within 3 % of the long run, every seed", points),
            ("limits within 6 % of the long run, every seed", limits),
            ("the same number of separate ranges, every seed", modes),
        )
    ]


def _answers(table: str, tasks: Sequence[Task], cache: Cache) -> tuple[Answer | None, list[Answer]]:
    own = [task for task in tasks if task.family == table and task in cache]
    long = next((cache[task] for task in own if task.method == LONG), None)
    return long, [cache[task] for task in own if task.method != LONG]


def _deviations(long: Answer, short: Sequence[Answer]) -> tuple[float, float, float]:
    """Largest deviation of points, lower and upper limits."""
    return (
        max(abs(math.log(a.point / long.point)) for a in short),
        max(abs(math.log(a.lower / long.lower)) for a in short),
        max(abs(math.log(a.upper / long.upper)) for a in short),
    )


def _line(table: str, tasks: Sequence[Task], cache: Cache) -> list[str]:
    long, short = _answers(table, tasks, cache)
    if long is None or not short:
        return [table, str(len(short)), *["–"] * 8]
    seconds = f"{sum(a.seconds for a in short) / len(short):.1f}"
    if not long.has_interval or not all(a.has_interval for a in short):
        said = sum(not a.has_interval for a in short)
        return [table, str(len(short)), f"{long.status}; so say {said} seeds", *["–"] * 6, seconds]
    figures = f"{long.point:,.0f} ({long.lower:,.0f}–{long.upper:,.0f})"
    deviations = [f"{100 * d:.1f}" for d in _deviations(long, short)]
    counts = sorted({len(a.modes) for a in short})
    modes = "/".join(str(c) for c in counts)
    weak = f"{sum(a.status == 'weakly_identified' for a in short)}/{len(short)}"
    return [table, str(len(short)), figures, *deviations, modes, str(len(long.modes)), weak, seconds]
