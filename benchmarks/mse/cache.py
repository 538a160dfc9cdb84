"""Answers kept as JSON Lines, so that a run can be broken off, gone on with, and never computes the same twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.mse.answers import Answer

__all__ = ["Cache", "Task"]


@dataclass(frozen=True, slots=True)
class Task:
    """One question to one method.

    Args:
        family: Family of known-truth tables, or name of a published table.
        seed: Seed of the table; 0 for a published one.
        method: Who is asked.
        code: Fingerprint of the method.
        run_seed: Seed given to the method.
    """

    family: str
    seed: int
    method: str
    code: str
    run_seed: int = 1


class Cache:
    """A file of answers, one line each; a resource with a lifetime, so a class. The last of equal tasks counts."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._kept = dict(self._read())

    def _read(self) -> Iterator[tuple[Task, Answer]]:
        if not self._path.is_file():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
                modes = tuple(tuple(mode) for mode in row["answer"].pop("modes", ()))
                yield Task(**row["task"]), Answer(**row["answer"], modes=modes)
            except (ValueError, KeyError, TypeError):
                continue  # a line cut off by the end of a run is asked again

    def __contains__(self, task: Task) -> bool:
        return task in self._kept

    def __getitem__(self, task: Task) -> Answer:
        return self._kept[task]

    def put(self, task: Task, answer: Answer) -> None:
        """Keep an answer, at once and on disk."""
        self._kept[task] = answer
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"task": asdict(task), "answer": asdict(answer)}) + "\n")
