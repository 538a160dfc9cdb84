"""What the command line draws: progress and messages on stderr, results on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

from accounted.inquiry.runs import Outcome

__all__ = ["ERRORS", "Drawn", "print_json", "say_outcomes"]

ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)


class Drawn:
    """Progress on stderr when it is a terminal; silent when it is not."""

    def __init__(self) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=ERRORS,
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Drawn:
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Clear the line."""
        self._bars.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Draw nothing while somebody is asked."""
        self._bars.stop()
        try:
            yield
        finally:
            self._bars.start()

    def step(self, name: str, total: int | None = None) -> None:
        """Show a new step."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(name, total=total)

    def advance(self, parts: int = 1) -> None:
        """Move the bar."""
        if self._task is not None:
            self._bars.advance(self._task, parts)

    def note(self, text: str) -> None:
        """Say something beside the bar."""
        ERRORS.print(text, markup=False)


def print_json(values: Mapping[str, object] | Iterable[Mapping[str, object]]) -> None:
    """Print one object, or one per line (JSON Lines); never NaN."""
    rows = [values] if isinstance(values, Mapping) else values
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")


def say_outcomes(outcomes: Iterable[Outcome]) -> int:
    """Say what was done, step by step; 3 when parts failed, else 0."""
    failed = False
    for outcome in outcomes:
        done = f"{len(outcome.done)} done" if outcome.done else "nothing to do"
        unchanged = f", {outcome.n_unchanged} unchanged" if outcome.n_unchanged else ""
        ERRORS.print(f"{outcome.step:>9}: {done}{unchanged}", markup=False)
        for subject, reason in outcome.failed:
            failed = True
            ERRORS.print(f"{'failed':>9}: {subject}: {reason}", markup=False)
    return 3 if failed else 0
