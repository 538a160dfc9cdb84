"""How many people a row stands for, where its name is that of nobody: "family of 7" is seven people, and no person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from accounted.model.casualty import Casualty

__all__ = ["name_nobody", "read_group"]

_WORDS = {
    word: n
    for n, words in enumerate(
        (
            "two deux dos اثنان دو", "three trois tres ثلاثة سه", "four quatre cuatro اربعة چهار",
            "five cinq cinco خمسة پنج", "six seis ستة شش", "seven sept siete سبعة هفت", "eight huit ocho ثمانية هشت",
            "nine neuf nueve تسعة نه", "ten dix diez عشرة ده", "eleven onze once", "twelve douze doce",
        ),
        start=2,
    )
    for word in words.split()
}  # fmt: skip
_N = rf"(?P<n>\d{{1,4}}|{'|'.join(_WORDS)})"
_PEOPLE = (
    "people|persons|person|victims|members|men|women|children|child|boys|girls|bodies|civilians|others|relatives|dead|"
    "personnes|victimes|hommes|femmes|enfants|corps|autres|personas|victimas|hombres|mujeres|ninos|cuerpos|otros|"
    "أشخاص|اشخاص|شخصا|شهداء|ضحايا|افراد|أفراد|جثث|رجال|نساء|أطفال|نفر|نفره|تن|جسد"
)
_UNKNOWN = (
    "unknown|unidentified|unnamed|other|more|inconnus|inconnues|non identifies|non identifiees|desconocidos|"
    "desconocidas|no identificados|مجهولي الهوية|مجهولين|ناشناس"
)
_FAMILY = r"(?:a |an |the |une |una )?(?:family|group|famille|groupe|familia|grupo) (?:of|de)"
_LONGEST = 120
_DIGIT = re.compile(r"(?<!\w)\d")
_GROUPS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FAMILY} {_N}(?: (?:{_PEOPLE}))?",
        rf"{_FAMILY} [^\d()]+[(,:] ?{_N}(?: (?:{_PEOPLE}))? ?\)?",
        rf"[^\d()]+ (?:family|famille) ?[(,:] ?{_N}(?: (?:{_PEOPLE}))? ?\)?",
        rf"{_N} (?:(?:{_UNKNOWN}) )?(?:{_PEOPLE})(?: (?:{_UNKNOWN}))?",
        rf"{_N} (?:{_UNKNOWN})",
        rf"{_N} (?:{_PEOPLE}) (?:of|from|de|من) [^\d]*(?:family|famille|familia|عائلة)[^\d]*",
        rf"(?:عائلة|أسرة) (?:من )?{_N}(?: (?:{_PEOPLE}))?",
        rf"خانواده {_N} ?(?:{_PEOPLE})?",
    )
)


@lru_cache(maxsize=16_384)
def _count(text: str) -> int | None:
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    western = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in spaced)
    for group in _GROUPS:
        found = group.fullmatch(western)
        if found:
            word = found["n"].casefold()
            return int(word) if word.isdigit() else _WORDS[word]
    return None


def read_group(name: str) -> int | None:
    """Read how many people a cell of names stands for when it names none of them; None when it is no such group.

    >>> [read_group(name) for name in ("family of 7", "Family of Vask (7)", "three unidentified men", "عائلة من ٧")]
    [7, 7, 3, 7]
    >>> read_group("Ombra Vask"), read_group("Isolde Vask, 7"), read_group("Ombra Vask and family")
    (None, None, None)
    """
    if _DIGIT.search(name) is None and _WORDS.keys().isdisjoint(name.casefold().split()):
        return None  # every such group is counted
    return _count(name) if len(name) < _LONGEST else None


def name_nobody(names: tuple[str, ...], casualty: Casualty | None) -> tuple[tuple[str, ...], Casualty | None]:
    """Take a group out of the names and count it; what a column says of the number of people comes first (R17).

    >>> name_nobody(("family of 7",), None)[1].n_stated, name_nobody(("Ombra Vask",), None)
    (7, (('Ombra Vask',), None))
    """
    n = read_group(names[0]) if names else None
    if n is None:
        return names, casualty
    known = casualty or Casualty()
    return (), known if known.n_stated is not None else replace(known, n_stated=n)
