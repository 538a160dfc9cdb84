"""Velmar, a made-up inquiry whose truth is known: a made-up place, made-up people, lists and articles.

Five thousand people die in Velmar between 1 March and 30 June 2031. Four groups keep lists of names that overlap, in
two scripts and two calendars, with the slips and gaps of real lists; six articles carry contested figures. Nothing in
it exists. Since everybody is made up, `velmar_truth` knows who each record is, so that linkage and estimates can be
measured; the files themselves hold nothing of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from accounted.inquiry.demo.velmar.noise import Noted, note_down
from accounted.inquiry.demo.velmar.people import N_IN_SCOPE, N_OUTSIDE, Draws, Person, found_by, make_people
from accounted.inquiry.demo.velmar.tokens import load_vocabulary
from accounted.inquiry.demo.velmar.writing import LISTS, MadeUpList, list_bytes
from accounted.model.capture import CaptureTable

__all__ = ["Truth", "TruthRecord", "velmar_truth", "write_velmar"]


@dataclass(frozen=True, slots=True)
class TruthRecord:
    """Who one row is.

    Args:
        list: Name of the list, which is the file's name without its ending.
        row: Row in the file, counted from 1, the header not counted; as in `Record.row`.
        person: Number of the person.
        in_scope: Whether the person died from March to June 2031.
        is_named: Whether the row names the person.
    """

    list: str
    row: int
    person: int
    in_scope: bool
    is_named: bool


@dataclass(frozen=True)
class Truth:
    """What nobody could know of a real place.

    Args:
        n: People who died in Velmar from March to June 2031: what an estimate should find.
        n_outside: People on the lists' books who died before or after.
        records: One entry per row of the four files, in their order.
    """

    n: int
    n_outside: int
    records: tuple[TruthRecord, ...]

    @cached_property
    def table(self) -> CaptureTable:
        """The capture table of perfect linkage: people in scope by the lists that name them."""
        on: dict[int, set[str]] = {}
        for record in self.records:
            if record.in_scope and record.is_named:
                on.setdefault(record.person, set()).add(record.list)
        names = tuple(made_up.name for made_up in LISTS)
        return CaptureTable.of(names, Counter(tuple(int(name in lists) for name in names) for lists in on.values()))


def velmar_truth(seed: int = 1) -> Truth:
    """Tell who is who in what `write_velmar` writes with the same seed.

    >>> truth = velmar_truth()
    >>> truth.n, len(truth.table.lists), 0.4 < truth.table.n_observed / truth.n < 0.8
    (5000, 4, True)
    """
    records = tuple(
        TruthRecord(made_up.name, row, person.number, person.in_scope, bool(noted.given))
        for made_up, entries in _entries(seed)
        for row, (person, noted) in enumerate(entries, start=1)
    )
    return Truth(N_IN_SCOPE, N_OUTSIDE, records)


def write_velmar(folder: Path, *, seed: int = 1) -> None:
    """Write the lists and articles below `folder/input`; the same bytes for the same seed, on any machine.

    Args:
        folder: Folder of the inquiry; made when missing.
        seed: Seed of everything made up.
    """
    lists, documents = folder / "input" / "lists", folder / "input" / "documents"
    for made in (lists, documents):
        made.mkdir(parents=True, exist_ok=True)
    for made_up, entries in _entries(seed):
        (lists / f"{made_up.name}.csv").write_bytes(list_bytes(made_up, [noted for _, noted in entries]))
    for article in sorted((files(__package__) / "documents").iterdir(), key=lambda entry: entry.name):
        (documents / article.name).write_bytes(article.read_bytes())


def _entries(seed: int) -> list[tuple[MadeUpList, list[tuple[Person, Noted]]]]:
    words = load_vocabulary()
    people = make_people(seed, words)
    made = []
    for stage, made_up in enumerate(LISTS, start=1):
        draws = Draws(seed, stage)
        found = [person for person in people if found_by(person, made_up.easy, made_up.hard, draws)]
        notes = [(p, note_down(p, words.places[p.place], made_up.habits, draws)) for p in found]
        made.append((made_up, draws.shuffled(notes)))
    return made
