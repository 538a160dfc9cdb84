"""The words that the made-up people and places of Velmar are named with, in Arabic script and in Latin spellings."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

__all__ = ["Place", "Token", "Vocabulary", "load_vocabulary"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name, with the ways in which lists spell it."""

    arabic: str
    latin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A made-up village in a made-up district."""

    district: str
    arabic_district: str
    arabic: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Given names of men and women, family names, and villages."""

    men: tuple[Token, ...]
    women: tuple[Token, ...]
    families: tuple[Token, ...]
    places: tuple[Place, ...]


def _rows(name: str) -> list[list[str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def load_vocabulary() -> Vocabulary:
    """Read the two tables that lie beside this module.

    >>> words = load_vocabulary()
    >>> len(words.men) + len(words.women), len(words.families), words.places[0].district
    (120, 120, 'Talvenne')
    """
    tokens: dict[str, list[Token]] = {"m": [], "f": [], "s": []}
    for kind, arabic, latin in _rows("tokens.tsv"):
        tokens[kind].append(Token(arabic, tuple(latin.split("|"))))
    places = tuple(
        Place(district, arabic_district, arabic, tuple(spellings.split("|")))
        for district, arabic_district, _, arabic, spellings in _rows("places.tsv")
    )
    return Vocabulary(tuple(tokens["m"]), tuple(tokens["f"]), tuple(tokens["s"]), places)
