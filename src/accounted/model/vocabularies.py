"""Controlled vocabularies: codes with a label, a definition and the version of the whole (R21).

What is shipped stands as TOML beside this package, each vocabulary under the version of the classification it takes
over. A code means what its own version says: a later version is another vocabulary, and never changes what was coded
before.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal, get_args

__all__ = [
    "DEATHS",
    "SHIPPED",
    "VOCABULARIES",
    "Code",
    "Codebook",
    "Coding",
    "Vocabulary",
    "VocabularyId",
    "implies",
    "shipped",
    "ways_up",
]

VocabularyId = Literal["act", "cause", "status", "age_group", "sex", "precision", "role"]
VOCABULARIES: tuple[VocabularyId, ...] = get_args(VocabularyId)


@dataclass(frozen=True, slots=True)
class Code:
    """One code.

    Args:
        code: Stable name.
        label: As it is shown; of a published classification, in its own words.
        definition: What it means.
        broader: The code of which it is a part; empty when it is of none.
        words: How lists write it, in several languages.
    """

    code: str
    label: str
    definition: str
    broader: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Codes of one kind, under one version, with the source they are taken from."""

    id: str
    version: str
    source: str
    codes: tuple[Code, ...]

    @property
    def name(self) -> str:
        """Identifier and version as they stand in a record.

        >>> shipped("cause").name
        'cause@2018-12-03'
        """
        return f"{self.id}@{self.version}"

    def label(self, code: str) -> str:
        """Label of a code; the code itself when this version does not have it."""
        return next((known.label for known in self.codes if known.code == code), code)


@dataclass(frozen=True, slots=True)
class Codebook:
    """What an inquiry says its own codes and words mean: per vocabulary, pairs of a value as written and a code.

    Args:
        version: Names this state of it; other entries need another version.
        source: Where it comes from, in words.
        entries: Vocabulary, value as written, code; sorted.
    """

    version: str
    source: str
    entries: tuple[tuple[str, str, str], ...]

    def of(self, vocabulary: str) -> Mapping[str, str]:
        """The entries for one vocabulary, by the value as written."""
        return {value: code for kind, value, code in self.entries if kind == vocabulary}


@dataclass(frozen=True, slots=True)
class Coding:
    """By what the values of a list are coded.

    Args:
        codebook: The inquiry's own codes; None without.
        others: Vocabularies to use instead of those that come with the program: what was coded by another version
            before goes on being coded by it.
    """

    codebook: Codebook | None = None
    others: tuple[Vocabulary, ...] = ()

    def vocabulary(self, vocabulary: VocabularyId) -> Vocabulary:
        """The vocabulary to use."""
        return next((known for known in self.others if known.id == vocabulary), shipped(vocabulary))


SHIPPED = Coding()
"""The vocabularies that come with the program, and no codebook."""


@functools.cache
def shipped(vocabulary: VocabularyId) -> Vocabulary:
    """Read a vocabulary that comes with the program.

    >>> [code.label for code in shipped("age_group").codes]
    ['Adult (18 and above)', 'Child (below 18)', 'Unknown']
    """
    text = (resources.files("accounted") / "vocabularies" / f"{vocabulary}.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    return Vocabulary(
        raw["id"],
        raw["version"],
        raw["source"],
        tuple(
            Code(
                entry["code"],
                entry["label"],
                entry["definition"],
                entry.get("broader", ""),
                tuple(entry["words"].split(", ")) if "words" in entry else (),
            )
            for entry in raw["codes"]
        ),
    )


@functools.cache
def ways_up(act: str) -> tuple[str, ...]:
    """Name an act and all that it is a part of.

    >>> ways_up("executed"), ways_up("missing")
    (('executed', 'killed', 'dead'), ('missing',))
    """
    broader = {code.code: code.broader for code in shipped("act").codes}
    found = [act]
    while broader.get(found[-1]):
        found.append(broader[found[-1]])
    return tuple(found)


def implies(act: str, asked: str) -> bool:
    """Whether one act is another, or a part of it: whoever was executed was killed, not the other way round.

    >>> implies("executed", "killed"), implies("killed", "executed"), implies("missing", "killed")
    (True, False, False)
    """
    return asked in ways_up(act)


DEATHS = frozenset({"dead", "killed", "executed", "died naturally"})
"""Acts after which a person lives no more; of one person, they are one act."""
