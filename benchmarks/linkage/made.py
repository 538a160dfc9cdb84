"""Made-up people of a made-up place on made-up lists, with the truth known and noise as wanted.

Names are built from syllables, with frequencies that fall as 1 / (rank + 8), as real ones roughly do. Some people are
brothers and sisters, some die together on one day in one place. A list misspells, leaves out, knows a month instead of
a day, rounds an age.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accounted.model.capture import CaptureTable
from accounted.model.dates import DateInterval
from accounted.model.records import Record

__all__ = ["NOISES", "Made", "Noise", "capture_table", "make_lists", "misspell", "words"]

_ONSETS = ("b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "br", "tr", "kl")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
_CODAS = ("", "", "n", "r", "l", "s", "m", "d", "k")
_LETTERS = "abcdefghijklmnoprstuvz"
_FLATNESS = 8.0
_FIRST = np.datetime64("2031-03-01")
_N_DAYS, _N_PLACES = 122, 40


@dataclass(frozen=True, slots=True)
class Noise:
    """Chances per record: of a misspelt word of a name, a father's name left out, a loose or absent date, another day,
    an absent or wrong age, an absent place, a place misspelt."""

    misspelt: float
    short: float
    loose: float
    undated: float
    other_day: float
    ageless: float
    other_age: float
    placeless: float


NOISES = {
    "little": Noise(0.04, 0.10, 0.08, 0.03, 0.05, 0.10, 0.15, 0.05),
    "some": Noise(0.15, 0.25, 0.25, 0.10, 0.10, 0.20, 0.25, 0.15),
    "much": Noise(0.28, 0.40, 0.40, 0.20, 0.15, 0.30, 0.35, 0.30),
    "most": Noise(0.55, 0.65, 0.65, 0.35, 0.30, 0.45, 0.55, 0.50),
}


@dataclass(frozen=True, slots=True)
class Made:
    """Records with the number of the person behind each."""

    records: tuple[Record, ...]
    person: dict[str, int]
    lists: tuple[str, ...]


def make_lists(
    n_people: int,
    seed: int,
    noise: Noise,
    rates: Sequence[tuple[float, float]] = ((0.5, 0.3), (0.4, 0.25), (0.35, 0.3), (0.3, 0.15)),
    repeats: float = 0.0,
) -> Made:
    """Make people and the lists that found them.

    Args:
        n_people: People there were.
        seed: Decides everything.
        noise: Of every list.
        rates: Per list, the chance of finding somebody who is easy and somebody who is hard to find; half are each.
        repeats: Chance that a list that found somebody writes them down a second time, with errors of its own.
    """
    rng = np.random.default_rng(seed)
    given, families, places = (words(rng, n, k) for n, k in ((240, 2), (600, 3), (_N_PLACES, 3)))
    ranks = [1.0 / (np.arange(len(words)) + _FLATNESS) for words in (given, families)]
    given_weights, family_weights = (weights / weights.sum() for weights in ranks)
    names = tuple(f"List {letter}" for letter in "ABCDEFG"[: len(rates)])
    people = np.stack(
        [
            rng.choice(len(given), n_people, p=given_weights),
            rng.choice(len(given), n_people, p=given_weights),
            rng.choice(len(families), n_people, p=family_weights),
            rng.integers(0, 90, n_people),
            rng.integers(0, _N_DAYS, n_people),
            rng.integers(0, _N_PLACES, n_people),
            rng.integers(0, 2, n_people),
        ]
    )
    siblings = np.flatnonzero(rng.random(n_people) < 0.08)
    people[1:3, siblings] = people[1:3, siblings - 1]
    together = np.flatnonzero(rng.random(n_people) < 0.2)
    people[4:6, together] = people[4:6, together - 1]
    is_easy = rng.random(n_people) < 0.5
    records, person = [], {}
    for number in range(n_people):
        first, father, family, age, day, place, sex = people[:, number].tolist()
        whole = (given[first], given[father], families[family])
        for name, (easy, hard) in zip(names, rates, strict=True):
            if rng.random() < (easy if is_easy[number] else hard):
                for _ in range(2 if repeats and rng.random() < repeats else 1):
                    id_ = f"{name}-{len(records):07d}"
                    records.append(_write(rng, noise, id_, name, whole, age, day, places[place], "FM"[sex]))
                    person[id_] = number
    order = rng.permutation(len(records))
    return Made(tuple(records[i] for i in order), person, names)


def words(rng: np.random.Generator, n_words: int, n_syllables: int) -> list[str]:
    """Make up different words."""
    words: dict[str, None] = {}
    while len(words) < n_words:
        parts = [_ONSETS[rng.integers(len(_ONSETS))] + _VOWELS[rng.integers(len(_VOWELS))] for _ in range(n_syllables)]
        words["".join(parts) + _CODAS[rng.integers(len(_CODAS))]] = None
    return list(words)


def _write(
    rng: np.random.Generator,
    noise: Noise,
    id_: str,
    name: str,
    whole: tuple[str, str, str],
    age: int,
    day: int,
    place: str,
    sex: str,
) -> Record:
    parts = [whole[0], whole[2]] if rng.random() < noise.short else list(whole)
    said = " ".join(misspell(rng, part) if rng.random() < noise.misspelt else part for part in parts)
    when = _FIRST + (day + (int(rng.integers(-3, 4)) if rng.random() < noise.other_day else 0))
    uniform = rng.random()
    died = "" if uniform < noise.undated else str(when)[: 7 if uniform < noise.undated + noise.loose else 10]
    told = age + (int(rng.integers(-2, 3)) if rng.random() < noise.other_age else 0)
    where = "" if rng.random() < noise.placeless else place
    return Record(
        id_,
        name,
        1,
        (said.title(),),
        sex if rng.random() < 0.97 else None,
        None if rng.random() < noise.ageless else float(max(told, 0)),
        None,
        DateInterval.parse(died) if died else None,
        (("village", where.title()),) if where else (),
        (),
    )


def misspell(rng: np.random.Generator, word: str) -> str:
    """Leave out, add, change or double a letter."""
    at, letter = int(rng.integers(len(word))), _LETTERS[rng.integers(len(_LETTERS))]
    kind = rng.integers(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + letter + word[at:]
    return word[:at] + letter + word[at + 1 :] if kind == 2 else word[:at] + word[at : at + 1] + word[at:]


def capture_table(made: Made, cluster_of: dict[str, int]) -> CaptureTable:
    """Count clusters by the lists that their records stand on."""
    on: dict[int, set[str]] = {}
    list_of = {record.id: record.list for record in made.records}
    for record, cluster in cluster_of.items():
        on.setdefault(cluster, set()).add(list_of[record])
    cells = Counter(tuple(int(name in lists) for name in made.lists) for lists in on.values())
    return CaptureTable.of(made.lists, cells)
