"""The words of a name as they are compared: what is written, and how it may sound.

Each distinct word is read once (`name_sounds`) and kept; a million records hold far fewer words. A word has at most two
keys. The second is another reading, or the word with or without an article or *abu* that may be glued to it: الياس is
Elias as often as *al-Yas*, and Elsayed is as-Sayyid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from accounted.text.name_sounds import read_word
from accounted.text.name_tables import VARIANTS
from accounted.text.names import split_name
from accounted.text.nicknames import NICKNAMES

__all__ = ["Word", "full_form", "name_words", "read_pair"]

_ARABIC_GLUED = re.compile(r"^(?:ابو)?(?:ال)?(?=\w{2})")
_LATIN_GLUED = re.compile(r"^(?:abou|abu|abo|al|el|ul)(?=[bcdfghjklmnpqrstvwxyz]\w{3})")
_SHORT = 3
_CODES = 52
_COARSE = {"Cx": "S", "Cg": "K", "Kh": "H", "Fb": ""}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name.

    Args:
        written: Its folded letters.
        key: Its most probable reading, consonants alone, in the sound codes of `name_sounds`.
        other: Another reading; the same as `key` when there is none.
        vowelled: The first reading with the vowels that are written.
    """

    written: str
    key: str
    other: str
    vowelled: str

    @property
    def coarse(self) -> str:
        """The key with sounds that different writers spell alike made one; it brings candidates together.

        >>> one, other = name_words("Cemal Hadija")[0], name_words("Jamal Khadija")[0]
        >>> one.coarse == other.coarse
        True
        """
        codes = [self.key[at : at + 2] for at in range(self.key.startswith("A"), len(self.key), 2)]
        merged = "".join(_COARSE.get(code, code[:1]) for code in codes)
        return self.key[:1] * self.key.startswith("A") + re.sub(r"(.)\1+", r"\1", merged) or self.key

    @property
    def sounds(self) -> int:
        """The sound codes of the key as a set of bits, so that words far apart are told without an edit distance.

        >>> bin(Word("al", "ALl", "ALl", "aLl").sounds).count("1")
        3
        """
        bits = 0
        for ch in self.key:
            bits |= 1 << ((ord(ch) - ord("A") if ch < "a" else ord(ch) - ord("a") + 26) % _CODES)
        return bits


def name_words(name: str, persian: bool = False) -> tuple[Word, ...]:
    """Make the words of a name, in their order; initials are left out unless nothing else is there.

    >>> [word.key for word in name_words("Muhammad al-Sammak")] == [word.key for word in name_words("محمد السماك")]
    True
    """
    tokens = split_name(name)
    written = [pair for pair in tokens if len(pair[0]) > 1] or list(tokens)
    return tuple(read_pair(token, original, persian) for token, original in written)


def full_form(word: str) -> str:
    """The full form of a short or pet form, or one of the spellings of a name whose sound differs by country.

    >>> full_form("bill"), full_form("mehmet"), full_form("sample")
    ('william', 'muhammad', 'sample')
    """
    return VARIANTS.get(word) or NICKNAMES.get(word, word)


@lru_cache(maxsize=262144)
def read_pair(token: str, original: str, persian: bool = False) -> Word:
    """Read one word as `split_name` gives it: without its article, and as it was written.

    >>> read_pair("sample", "sample").written
    'sample'
    """
    named = full_form(token)
    readings = read_word(named, persian)
    other = _without_or_with(token, original)
    second = read_word(other, persian)[0] if other else readings[-1]
    first = readings[0]
    key = first.key or "A"
    return Word(token, key, second.key or key, first.vowelled)


def _without_or_with(token: str, original: str) -> str:
    """The word with an article that was taken off a short one, or without one that may be glued to it."""
    if token != original and len(token) <= _SHORT:
        return original
    glued = (_LATIN_GLUED if token.isascii() else _ARABIC_GLUED).match(token)
    return token[glued.end() :] if glued and glued.end() else ""
