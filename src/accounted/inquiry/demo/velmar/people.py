"""The made-up dead of Velmar: who they were, when and where they died, and which lists found them.

Half of the people are easy to find and half are hard. Three lists meet the easy ones more often, so these lists overlap
more than independent ones would; the hospitals meet both nearly alike. Some people died in the same place on the same
day, some are brothers and sisters, some are namesakes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from typing import Literal, TypeVar

import numpy as np

from accounted.inquiry.demo.velmar.tokens import Token, Vocabulary

__all__ = ["FIRST_DAY", "LAST_DAY", "N_IN_SCOPE", "N_OUTSIDE", "Draws", "Person", "found_by", "make_people"]

FIRST_DAY, LAST_DAY = date(2031, 3, 1), date(2031, 6, 30)
N_IN_SCOPE, N_OUTSIDE = 5000, 150
_MONTH_WEIGHTS = {3: 0.20, 4: 0.35, 5: 0.30, 6: 0.15}
_DAYS_OUTSIDE = 45
_SHARE_EASY = 0.5
_SHARE_MEN = 0.7
_CHANCE_OF_INCIDENT = 0.025
_SHARE_SIBLINGS = 0.12
_SMALLEST_INCIDENT, _LARGEST_INCIDENT = 4, 40
_FLATNESS = 8.0  # of the frequencies of names: larger is flatter, with fewer namesakes

T = TypeVar("T")


class Draws:
    """Random choices built on uniform numbers alone, which NumPy keeps the same between versions.

    >>> Draws(1, 0).pick("abc") == Draws(1, 0).pick("abc")
    True
    """

    def __init__(self, seed: int, stage: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64([seed, stage]))

    def uniform(self) -> float:
        """Draw a number from 0 to below 1."""
        return float(self._generator.random())

    def chance(self, probability: float) -> bool:
        """Be true with this probability."""
        return self.uniform() < probability

    def between(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return low + int(self.uniform() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """Draw one of these, all alike."""
        return options[self.between(0, len(options) - 1)]

    def pick_ranked(self, options: Sequence[T]) -> T:
        """Draw one of these, earlier ones more often: the weight falls as 1 / (rank + flatness)."""
        position = _FLATNESS * (1 + len(options) / _FLATNESS) ** self.uniform() - _FLATNESS
        return options[min(max(int(position), 0), len(options) - 1)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return these in random order."""
        keys = self._generator.random(len(items))
        return [items[i] for i in np.argsort(keys, kind="stable")]


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up victim.

    Args:
        number: Number of the person, from 1.
        sex: `F` or `M`.
        given: Given name.
        father: Given name of the father.
        family: Family name.
        age: Whole years at death.
        died: Day of death.
        place: Index of the place of death.
        is_easy: Whether the person belongs to those who are easy to find.
    """

    number: int
    sex: Literal["F", "M"]
    given: Token
    father: Token
    family: Token
    age: int
    died: date
    place: int
    is_easy: bool

    @property
    def in_scope(self) -> bool:
        """Whether the person died in the period of the question."""
        return FIRST_DAY <= self.died <= LAST_DAY


def make_people(seed: int, words: Vocabulary) -> tuple[Person, ...]:
    """Make 5,000 people who died in the period, and 150 who died shortly before or after it."""
    draws = Draws(seed, 0)
    people: list[Person] = []
    incident, left = (FIRST_DAY, 0), 0
    while len(people) < N_IN_SCOPE + N_OUTSIDE:
        outside = len(people) >= N_IN_SCOPE
        if left == 0 and draws.chance(_CHANCE_OF_INCIDENT):
            incident = (_day(draws), draws.between(0, len(words.places) - 1))
            left = draws.between(_SMALLEST_INCIDENT, _LARGEST_INCIDENT)
        in_incident = left > 0 and not outside
        died, place = incident if in_incident else (_day(draws), draws.between(0, len(words.places) - 1))
        left -= in_incident
        sibling = people[-1] if people and draws.chance(_SHARE_SIBLINGS) else None
        people.append(_person(len(people) + 1, _outside(draws) if outside else died, place, sibling, draws, words))
    return tuple(people)


def _person(number: int, died: date, place: int, sibling: Person | None, draws: Draws, words: Vocabulary) -> Person:
    sex: Literal["F", "M"] = "M" if draws.chance(_SHARE_MEN) else "F"
    return Person(
        number=number,
        sex=sex,
        given=draws.pick_ranked(words.men if sex == "M" else words.women),
        father=sibling.father if sibling else draws.pick_ranked(words.men),
        family=sibling.family if sibling else draws.pick_ranked(words.families),
        age=min(draws.between(0, 60), draws.between(0, 90)) if draws.chance(0.4) else draws.between(16, 45),
        died=died,
        place=sibling.place if sibling else place,
        is_easy=draws.chance(_SHARE_EASY),
    )


def _day(draws: Draws) -> date:
    month, rest = 3, draws.uniform()
    while month < 6 and rest >= _MONTH_WEIGHTS[month]:
        rest -= _MONTH_WEIGHTS[month]
        month += 1
    first = date(2031, month, 1)
    return first + timedelta(days=draws.between(0, (date(2031, month + 1, 1) - first).days - 1))


def _outside(draws: Draws) -> date:
    days = draws.between(1, _DAYS_OUTSIDE)
    return FIRST_DAY - timedelta(days=days) if draws.chance(0.5) else LAST_DAY + timedelta(days=days)


def found_by(person: Person, easy: float, hard: float, draws: Draws) -> bool:
    """Draw whether a list finds a person, a little more often near towns and for adults.

    Args:
        person: The person.
        easy: Probability for somebody easy to find.
        hard: Probability for somebody hard to find.
        draws: Randomness of this list.
    """
    base = easy if person.is_easy else hard
    shift = 0.15 * (person.place % 3 - 1) + (0.1 if person.age >= 16 else -0.1)
    return draws.chance(1 / (1 + exp(-log(base / (1 - base)) - shift)))
