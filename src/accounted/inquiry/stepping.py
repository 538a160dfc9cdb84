"""How a step goes through its subjects: what has not changed is left alone, the rest is made and written one by one.

What a step makes for one subject goes into the record in one transaction, together with the fact that it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accounted.inquiry.folder import Folder
from accounted.inquiry.runs import Outcome, code_version, current_runs
from accounted.inquiry.settings import Settings
from accounted.model.progress import Progress
from accounted.sandbox import Parsers
from accounted.store import Ledger, Originals

__all__ = ["Facts", "Made", "Work", "Workplace", "due", "run_step"]


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every step needs: the folder, the open record, the originals, the settings, and whom to tell about progress.

    `parsers` is where child processes are had; `threads` is how many cores may be used.
    """

    folder: Folder
    ledger: Ledger
    originals: Originals
    parsers: Parsers
    settings: Settings
    progress: Progress
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one kind to be written, with columns that the values themselves do not hold."""

    kind: str
    values: Iterable[object]
    columns: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What came out for one subject: a digest of it, the facts, and why it failed, or nothing."""

    outputs: str
    facts: tuple[Facts, ...]
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One subject of a step: a digest of all that decides the outcome, and how to make it."""

    subject: str
    inputs: str
    make: Callable[[], Made]


def due(place: Workplace, step: str, works: Sequence[Work], *, stale: Collection[str] = ()) -> list[Work]:
    """Pick what has to be done of one step; arguments as for `run_step`."""
    before = current_runs(place.ledger, step)
    return [
        work
        for work in works
        if work.subject not in before
        or work.subject in stale
        or (before[work.subject].inputs, before[work.subject].code) != (work.inputs, code_version())
    ]


def run_step(place: Workplace, step: str, works: Sequence[Work], *, stale: Collection[str] = ()) -> Outcome:
    """Do what has to be done of one step, subject by subject.

    Args:
        place: Where.
        step: Its name.
        works: One per subject.
        stale: Subjects to do again although their inputs are as before.
    """
    todo = due(place, step, works, stale=stale)
    place.progress.step(step, len(todo))
    failed = []
    for work in todo:
        made = work.make()
        run = {
            "step": step,
            "subject": work.subject,
            "inputs": work.inputs,
            "code": code_version(),
            "outputs": made.outputs,
        }
        with place.ledger.writing() as writer:
            seq = writer.add("run", run)
            for facts in made.facts:
                writer.add_all(facts.kind, facts.values, run=seq, **facts.columns)
        if made.failed:
            failed.append((work.subject, made.failed))
        place.progress.advance()
    return Outcome(step, tuple(work.subject for work in todo), len(works) - len(todo), tuple(failed))
