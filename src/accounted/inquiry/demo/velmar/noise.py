"""How lists write things down: spellings of their own, slips, gaps, and dates known only to the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounted.inquiry.demo.velmar.people import Draws, Person
from accounted.inquiry.demo.velmar.tokens import Place, Token

__all__ = ["Habits", "Noted", "note_down"]

_OWN_SPELLING = 0.7
_TYPO = 0.04
_ARABIC_VARIANT = 0.15
_NO_FATHER, _SWAPPED = 0.12, 0.02
_NO_AGE, _AGE_OFF = 0.15, 0.2
_NO_SEX, _NO_PLACE, _DISTRICT_ONLY = 0.05, 0.04, 0.08
_NO_DATE, _MONTH_ONLY, _DAY_OFF = 0.02, 0.13, 0.06
_UNNAMED = 0.04
_ARABIC_SWAPS = (("أ", "ا"), ("إ", "ا"), ("ة", "ه"), ("ى", "ي"))


@dataclass(frozen=True, slots=True)
class Habits:
    """What one list does in its own way: its script, and which of the Latin spellings it likes."""

    arabic: bool
    spelling: int


@dataclass(frozen=True, slots=True)
class Noted:
    """One person as one list noted them; what it did not note is empty or None.

    Args:
        given: Given name; empty for the unnamed.
        father: Father's name.
        family: Family name.
        swapped: Whether the list wrote the family name first.
        sex: `F`, `M` or empty.
        age: In years.
        died: A day of the date.
        to_month: Whether only the month of it is known.
        village: As spelt.
        district: As spelt.
    """

    given: str
    father: str
    family: str
    swapped: bool
    sex: str
    age: int | None
    died: date | None
    to_month: bool
    village: str
    district: str


def note_down(person: Person, place: Place, habits: Habits, draws: Draws) -> Noted:
    """Write a person down as a list would."""
    named = not draws.chance(_UNNAMED)
    parts = [_spell(token, habits, draws) if named else "" for token in (person.given, person.father, person.family)]
    died = None if draws.chance(_NO_DATE) else person.died
    if died and draws.chance(_DAY_OFF):
        died += timedelta(days=draws.pick((-2, -1, 1, 2)))
    district_only = draws.chance(_DISTRICT_ONLY)
    nowhere = draws.chance(_NO_PLACE)
    village = place.arabic if habits.arabic else draws.pick(place.spellings)
    return Noted(
        given=parts[0],
        father="" if draws.chance(_NO_FATHER) else parts[1],
        family=parts[2],
        swapped=draws.chance(_SWAPPED),
        sex="" if draws.chance(_NO_SEX) else person.sex,
        age=_age(person.age, draws),
        died=died,
        to_month=draws.chance(_MONTH_ONLY),
        village="" if nowhere or district_only else village,
        district="" if nowhere else place.arabic_district if habits.arabic else place.district,
    )


def _age(age: int, draws: Draws) -> int | None:
    if draws.chance(_NO_AGE):
        return None
    return max(age + draws.pick((-1, 1)), 0) if draws.chance(_AGE_OFF) else age


def _spell(token: Token, habits: Habits, draws: Draws) -> str:
    if habits.arabic:
        word = token.arabic
        for letter, other in _ARABIC_SWAPS:
            if letter in word and draws.chance(_ARABIC_VARIANT):
                word = word.replace(letter, other)
    elif draws.chance(_OWN_SPELLING):
        word = token.latin[habits.spelling % len(token.latin)]
    else:
        word = draws.pick(token.latin)
    return _slip(word, draws) if draws.chance(_TYPO) and len(word) > 3 else word


def _slip(word: str, draws: Draws) -> str:
    """Swap, drop, double or replace one letter, never the first."""
    at = draws.between(1, len(word) - 2)
    letters: Sequence[str] = word
    kinds = (
        word[:at] + letters[at + 1] + letters[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + letters[at] + word[at:],
        word[:at] + draws.pick(letters) + word[at + 1 :],
    )
    return draws.pick(kinds).capitalize()
