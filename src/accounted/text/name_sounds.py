"""How a word of a name may sound: a few readings of its letters, by a model of how sounds are spelt.

No romanisation is assumed. A spelling such as *c*, *ch*, *s* or *zh* may stand for several sounds, and a letter such as
ث, ق or ב may too. The model (`SPELLINGS`, in bits: −log2 of a probability) says how likely each is; a word is cut into
spellings in every way, and the two most probable readings are kept.

A reading is written in **sound codes** of two characters, a family and a member, in such a way that sounds that writers
take for one another share one of the two: `Ss` (s) and `Sx` (sh), `Sx` and `Cx` (ch), `Cg` (j) and `Kg` (g), `Ts` (th)
and both `Tt` and `Ss`. So the plain edit distance of two readings, which every database has, is a weighted one: 1 for
sounds that are taken for one another, 2 for others.

* **key**: the consonants alone, a doubled one once, `A` before for an initial vowel. Arabic and Persian leave
  short vowels out, and no two romanisations agree on them;
* **vowelled**: the same with the vowels that are written, in three classes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from accounted.text.name_spellings import ARABIC_SOUNDS, PERSIAN_LETTERS, PERSIAN_SOUNDS, SPELLINGS

__all__ = ["Reading", "read_word"]

MAX_SOUNDS = 24
"""Characters of a word that are read."""

_KEPT, _WORSE = 4, 5.0
_VOWEL_BITS = 1.0
_STRANGE_BITS = 8.0
_LONGEST = max(map(len, SPELLINGS))
_DIGITS = "DEGIJOPQUV"
_VOWELS = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u"}
_PAIRED = re.compile("([A-Z])([a-z])")
_DOUBLED = re.compile("([A-Z][a-z])(?:\\1)+")
_CONSONANT_V = re.compile("^و|(?<=[اي])و|و(?=[اي])")
_INNER_ARTICLE = re.compile(r"(?<=\w{2})ال(?=دين|اسلام|حق|زمان|رحمن)")
_FINAL_H = re.compile("(?<=[aeiou])h$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to say a word: its consonants, and those with the written vowels."""

    key: str
    vowelled: str


@lru_cache(maxsize=262144)
def read_word(word: str, persian: bool = False) -> tuple[Reading, ...]:
    """Read one folded word in the most probable ways, the most probable first; one or two readings.

    >>> read_word("mohammad")[0].key == read_word("محمد")[0].key == read_word("muhamed")[0].key
    True
    >>> [reading.key for reading in read_word("azhar")]
    ['ASzHhRr', 'ASgRr']
    >>> read_word("قاسم")[0].key == read_word("qassem")[0].key, read_word("ذ")[0].key
    (True, 'Tz')
    """
    word = word[:MAX_SOUNDS]
    if not word.isascii():
        both = (_arabic(word, ARABIC_SOUNDS), _persian(word))
        first, second = both[::-1] if persian or PERSIAN_LETTERS & set(word) else both
        return (first,) if first.key == second.key else (first, second)
    return _best(_FINAL_H.sub("", word), SPELLINGS, "aeiou")


def _arabic(word: str, sounds: dict[str, str]) -> Reading:
    body = _INNER_ARTICLE.sub("", word[:-1] + "ا" if len(word) > 2 and word[-1] == "ه" else word)
    return _reading("".join(sounds.get(ch, "") for ch in body), word[0] in "اع")


def _persian(word: str) -> Reading:
    body = _CONSONANT_V.sub("ڤ", word[:-1] + "ي" if len(word) > 2 and word[-1] == "ه" else word)
    return _arabic(body, ARABIC_SOUNDS | PERSIAN_SOUNDS)


def _best(word: str, table: dict[str, tuple[tuple[str, float], ...]], initials: str) -> tuple[Reading, ...]:
    """The most probable readings, place by place: at each place of the word the best few so far are kept."""
    so_far: list[dict[str, float]] = [{"": 0.0}, *({} for _ in word)]
    for place in range(len(word)):
        for said, bits in sorted(so_far[place].items(), key=lambda item: (item[1], item[0]))[:_KEPT]:
            for length in range(1, min(_LONGEST, len(word) - place) + 1):
                for sound, more in _spelt(word[place : place + length], table):
                    longer, cost = said + sound, bits + more
                    known = so_far[place + length]
                    if cost < known.get(longer, 1e9):
                        known[longer] = cost
    ends = sorted((bits, said) for said, bits in so_far[-1].items())
    is_vowel_first = word[:1] != "" and word[0] in initials
    readings: dict[str, Reading] = {}
    for bits, said in ends:
        reading = _reading(said, is_vowel_first)
        if bits <= ends[0][0] + _WORSE and len(readings) < 2:
            readings.setdefault(reading.key, reading)
    return tuple(readings.values())


def _spelt(spelling: str, table: dict[str, tuple[tuple[str, float], ...]]) -> tuple[tuple[str, float], ...]:
    known = table.get(spelling)
    if known is not None:
        return known
    if len(spelling) > 1:
        return ()
    if spelling in _VOWELS:
        return ((_VOWELS[spelling], _VOWEL_BITS),)
    return (("", _STRANGE_BITS),) if not spelling.isdigit() else ((f"{_DIGITS[int(spelling)]}q", _VOWEL_BITS),)


def _reading(said: str, is_vowel_first: bool) -> Reading:
    consonants = _DOUBLED.sub(r"\1", "".join(a + b for a, b in _PAIRED.findall(said)) or "")
    initial = "A" if is_vowel_first else ""
    if len(consonants) > 2:
        consonants = consonants.removesuffix("Hh")
    vowelled = re.sub(r"([aiu])\1+", r"\1", _DOUBLED.sub(r"\1", said))
    return Reading(initial + consonants, vowelled)
