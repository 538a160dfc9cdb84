"""Look words up: what happened, in which unit a noun is counted, and whether it can be people."""

from __future__ import annotations

import re
from functools import lru_cache

from accounted.claims.languages.english import (
    ACT_NOUNS,
    ACT_STATES,
    COMPOUND_ACTS,
    NOT_COUNTED,
    PERSONS,
    THINGS,
)
from accounted.model.claims import ACTS, Act, Unit
from accounted.model.documents import Span
from accounted.text.lower import lower_alike

__all__ = [
    "COMPOUND",
    "STATE",
    "act_of_group",
    "is_thing",
    "may_be_persons",
    "named_act",
    "noun_act",
    "singular_person",
    "unit_of",
]

_ACTS: dict[str, Act] = {act: act for act in ACTS}
_STATES = "|".join(f"(?P<{act}__{n}>{words})" for n, (act, words) in enumerate(ACT_STATES))
STATE = re.compile(rf"(?<![\w-])(?:{_STATES})(?![\w-])")
"""Any word that says what happened to those named before it, in text in lower case; its group names the act."""
COMPOUND = re.compile(rf"(?<![\w-])(?:{COMPOUND_ACTS})(?![\w-])")
"""Wordings for several acts at once, in text in lower case."""
_NOUNS = tuple((act, unit, re.compile(words, re.IGNORECASE)) for act, unit, words in ACT_NOUNS)
_THINGS = tuple((unit, re.compile(words, re.IGNORECASE)) for unit, words in THINGS)


def act_of_group(found: re.Match[str]) -> Act:
    """Tell the act from the name of the group that matched (`killed__0`)."""
    if found.lastgroup and (act := found.lastgroup.split("__")[0]) in _ACTS:
        return _ACTS[act]
    for name, value in found.groupdict().items():
        act = name.split("__")[0]
        if value is not None and act in _ACTS:
            return _ACTS[act]
    return "other"


def named_act(view: str, start: int = 0) -> tuple[Act, Span] | None:
    """Find the first word from `start` on that says what happened; "killed or missing" and its like are `other`."""
    low = lower_alike(view)
    both, single = COMPOUND.search(low, start), STATE.search(low, start)
    if both and (single is None or both.start() <= single.start()):
        return "other", Span(both.start(), both.end())
    return (act_of_group(single), Span(single.start(), single.end())) if single else None


@lru_cache(maxsize=10_000)
def unit_of(head: str) -> Unit:
    """Tell the unit that a head noun is counted in; unknown nouns are persons."""
    return next((unit for unit, pattern in _THINGS if pattern.fullmatch(head)), "persons")


def may_be_persons(head: str) -> bool:
    """Whether a head noun can mean people: known ones, and unknown plurals that are not known to be things."""
    if head in PERSONS or head == "":
        return True
    return head not in NOT_COUNTED and not is_thing(head) and head.endswith("s")


def singular_person(word: str) -> bool:
    """Whether a word names one person.

    >>> singular_person("policeman"), singular_person("policemen")
    (True, False)
    """
    return word in _SINGULARS


def _singulars() -> frozenset[str]:
    irregular = {
        "people",
        "men",
        "women",
        "children",
        "policemen",
        "gunmen",
        "fishermen",
        "tribesmen",
        "seamen",
        "staff",
        "police",
        "troops",
        "personnel",
        "youth",
        "family",
        "crew",
        "clergy",
        "others",
        "militiamen",
        "servicemen",
        "wives",
        "babies",
        "jawans",
        "mps",
        "meps",
        "paramilitaries",
        "passers-by",
        "aid-workers",
        "civilians",
    }
    plurals = {word for word in PERSONS if word.endswith("s") and word[:-1] in PERSONS}
    made = {word[:-1] for word in PERSONS if word.endswith("s")} - irregular
    single = {word for word in PERSONS if not word.endswith("s")} - irregular
    return frozenset((single | made | {"baby", "wife", "youth"}) - plurals)


@lru_cache(maxsize=10_000)
def noun_act(word: str) -> tuple[Act, Unit] | None:
    """Tell what a noun says happened by itself ("deaths"), and the unit that goes with it."""
    return next(((act, unit) for act, unit, pattern in _NOUNS if pattern.fullmatch(word)), None)


_SINGULARS = _singulars()


@lru_cache(maxsize=10_000)
def is_thing(word: str) -> bool:
    """Whether a noun is known to be no person."""
    return any(pattern.fullmatch(word) for _, pattern in _THINGS)
