"""Made-up people of the made-up place Velmar, on made-up lists, with the truth known."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from accounted.lists.statuses import state
from accounted.model.dates import DateInterval
from accounted.model.ids import IdMaker
from accounted.model.records import Record

STARTS = (
    "Am",
    "Bel",
    "Cor",
    "Dal",
    "Er",
    "Fen",
    "Gor",
    "Hal",
    "Is",
    "Jor",
    "Kel",
    "Lor",
    "Mar",
    "Nel",
    "Or",
    "Per",
    "Quil",
)
ENDS = (
    "a",
    "an",
    "ar",
    "bel",
    "da",
    "den",
    "dor",
    "el",
    "en",
    "ia",
    "in",
    "la",
    "lin",
    "mir",
    "na",
    "ric",
    "sa",
    "tan",
)
VILLAGES = ("Uppervelm", "Lowervelm", "Velmouth", "Eastvelm", "Westvelm", "Velmbridge", "Velmstead", "Oldvelm")


@dataclass(frozen=True)
class MadeUp:
    """Records and, per record id, the number of the person."""

    records: tuple[Record, ...]
    person: dict[str, int]

    @property
    def n_persons(self) -> int:
        return len(set(self.person.values()))


def record(
    id: str,  # noqa: A002 - as in Record
    list: str,  # noqa: A002 - as in Record
    *names: str,
    died: str | None = None,
    age: float | None = None,
    sex: str | None = None,
    places: Sequence[str] = (),
    values: tuple[tuple[str, str], ...] = (),
    status: str | None = None,
) -> Record:
    when = DateInterval.parse(died) if died else None
    stated = state("status", status, is_cause=False) if status else None
    statuses = (stated,) if stated else ()
    return Record(id, list, 1, names, sex, age, None, when, tuple(("village", p) for p in places), values, statuses)


def _misspelt(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name))
    return name[:at] + rng.choice([name[at], rng.choice("aeiou"), ""]) + name[at + (rng.random() < 0.5) :]


def make_up(
    n: int,
    seed: int,
    lists: Sequence[str] = ("North", "South", "East"),
    coverage: float = 0.5,
    *,
    are_hard: bool = False,
) -> MadeUp:
    """Draw `n` people; each list has each of them with probability `coverage`, with noise in every field.

    Hard ones have few family names, no village, and noise in a third of the names and half of the dates.
    """
    rng = random.Random(seed)
    misspelt, loose, starts = (0.35, 0.5, STARTS[:5]) if are_hard else (0.1, 0.1, STARTS)
    records, person = [], {}
    for number in range(n):
        given, family = rng.choice(STARTS) + rng.choice(ENDS), rng.choice(starts) + rng.choice(ENDS)
        day, age, sex = rng.randrange(1, 29), rng.randrange(1, 80), rng.choice("FM")
        month, village = rng.randrange(1, 7), rng.choice(VILLAGES)
        for name in lists:
            if rng.random() > coverage:
                continue
            written = f"{given} {_misspelt(family, rng) if rng.random() < misspelt else family}"
            died = f"2031-{month:02d}" if rng.random() < loose else f"2031-{month:02d}-{day:02d}"
            told = float(age + rng.choice((0, 0, 0, 0, 1, -1))) if rng.random() < 0.9 else None
            key = f"{name}-{number:05d}"
            records.append(
                record(key, name, written, died=died, age=told, sex=sex, places=() if are_hard else (village,))
            )
            person[key] = number
    rng.shuffle(records)
    return MadeUp(tuple(records), person)


@pytest.fixture
def made_up() -> Callable[..., MadeUp]:
    return make_up


@pytest.fixture
def row() -> Callable[..., Record]:
    return record


@pytest.fixture
def make_id() -> IdMaker:
    return IdMaker(b"made-up key")
