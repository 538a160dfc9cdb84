"""How a step goes through its subjects: what has not changed is left alone, the rest is made and written one by one.

What a step makes for one subject goes into the record in one transaction, together with the fact that it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accounted.inquiry.folder import Folder
from accounted.inquiry.runs import Outcome, code_version, current_runs
from accounted.inquiry.settings import Settings
from accounted.model.errors import AccountedError, InputError, ParserStopped
from accounted.model.progress import Progress
from accounted.sandbox import Parsers
from accounted.store import Ledger, Originals, Writer

__all__ = ["BrokenOff", "Facts", "Made", "Rows", "Work", "Workplace", "due", "run_step"]


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
class Rows:
    """Facts of one kind that come as rows of cells, in the order of the kind's columns after `run`, the first."""

    kind: str
    rows: Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Made:
    """What came out for one subject.

    Args:
        outputs: A digest of it.
        facts: The facts; they may be made while they are written.
        failed: Why it failed, or nothing.
        close: Lets go of what makes the facts; None where nothing does.
        tells_progress: Whether making the facts told how far it was, as steps of its own.
    """

    outputs: str
    facts: tuple[Facts | Rows, ...]
    failed: str = ""
    close: Callable[[], object] | None = None
    tells_progress: bool = False


class BrokenOff(Exception):
    """The facts of one subject cannot be made to their end: the transaction they are in is undone, and may be redone.

    Args:
        subject: Of which they are.
        error: Why.
    """

    def __init__(self, subject: str, error: AccountedError) -> None:
        super().__init__(subject)
        self.subject, self.error = subject, error


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

    Raises:
        BrokenOff: When facts that are made while they are written cannot be made to their end.
    """
    todo = due(place, step, works, stale=stale)
    place.progress.step(step, len(todo))
    failed = []
    for n_done, work in enumerate(todo, start=1):
        made = work.make()
        try:
            with place.ledger.writing() as writer:
                _write(writer, step, work, made)
        except (InputError, ParserStopped) as error:
            raise BrokenOff(work.subject, error) from error
        finally:
            if made.close:
                made.close()
        if made.failed:
            failed.append((work.subject, made.failed))
        if not made.tells_progress:
            place.progress.advance()
        elif n_done < len(todo):
            place.progress.step(step, len(todo))
            place.progress.advance(n_done)
    return Outcome(step, tuple(work.subject for work in todo), len(works) - len(todo), tuple(failed))


def _write(writer: Writer, step: str, work: Work, made: Made) -> None:
    run = {
        "step": step,
        "subject": work.subject,
        "inputs": work.inputs,
        "code": code_version(),
        "outputs": made.outputs,
    }
    seq = writer.add("run", run)
    for facts in made.facts:
        if isinstance(facts, Rows):
            writer.add_rows(facts.kind, ([seq, *row] for row in facts.rows))
        else:
            writer.add_all(facts.kind, facts.values, run=seq, **facts.columns)
