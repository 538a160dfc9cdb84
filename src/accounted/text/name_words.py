"""The words of a name as they are compared: what is written, and how it may sound.

Each distinct word is read once (`name_sounds`) and kept; a million records hold far fewer words. A word has at most two
keys. The second is another reading, or the word with or without an article or *abu* that may be glued to it: الياس is
Elias as often as *al-Yas*, and Elsayed is as-Sayyid. *Abd al-X* may be written X, and what follows *Abdul* may be the
next name; a Slavic patronymic (*Viktorovich*, *Viktorovna*) may be read as the father's name that it is made of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from accounted.text.name_sounds import read_word
from accounted.text.name_tables import VARIANTS
from accounted.text.names import fold_steps, romanise_name, split_name
from accounted.text.nicknames import NICKNAMES

__all__ = ["Word", "explain", "full_form", "name_words", "other_form", "plain_initial", "read_pair"]

_ARABIC_GLUED = re.compile(r"^(?:ابو)?(?:ال)?(?=\w{2})")
_LATIN_GLUED = re.compile(r"^(?:abou|abu|abo|al|el|ul)(?=[bcdfghjklmnpqrstvwxyz]\w{3})")
_PATRONYMIC = re.compile(r"^(\w{3,}?)(?:[yi]?[eo]v[iy]t?ch|[yi]?[eo]vna|[iy]vna)$")
_SERVANT = re.compile(r"^(?:abd|عبد)(?=\w{3})")
_LIKE = str.maketrans("cqygeovw", "kkjjiuuu")
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


@lru_cache(maxsize=262144)
def plain_initial(token: str) -> str:
    """Give the first letter of a folded word; letters that writers take for one another (c, k; g, j, y; e, i) are one.

    >>> plain_initial("qasim"), plain_initial("c"), plain_initial("محمد")
    ('k', 'k', 'm')
    """
    return romanise_name(token)[:1].translate(_LIKE)


def explain(name: str, persian: bool = False) -> list[str]:
    """Say in words what folding changes in a name, and how each of its words is read, in the codes of `name_sounds`.

    >>> for step in explain("Zoë Cemal III"):
    ...     print(step)
    invisible marks, wide letters and capitals folded: zoë cemal iii
    accents and other scripts written in plain Latin letters: zoe cemal iii
    suffix left out: zoe cemal
    read as: zoe Sz or Tz; cemal CgMmLl or MmLl, a spelling of jamal
    """
    read = []
    for word in name_words(name, persian):
        named = full_form(word.written)
        ways = word.key if word.other == word.key else f"{word.key} or {word.other}"
        read.append(f"{word.written} {ways}" + ("" if named == word.written else f", a spelling of {named}"))
    return [*(f"{words}: {after}" for words, after in fold_steps(name)), f"read as: {'; '.join(read)}"]


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
    other = other_form(token, original)
    second = read_word(other, persian)[0] if other else readings[-1]
    first = readings[0]
    key = first.key or "A"
    return Word(token, key, second.key or key, first.vowelled)


def other_form(token: str, original: str) -> str:
    """Say what else a word may be, if anything: with its article, without one glued on, without *Abd*, a father's name.

    >>> other_form("elsayed", "elsayed"), other_form("viktorovich", "viktorovich"), other_form("sample", "sample")
    ('sayed', 'viktor', '')
    """
    if token != original and len(token) <= _SHORT:
        return original
    if servant := _SERVANT.match(token):
        return token[servant.end() :]
    patronymic = _PATRONYMIC.match(token)
    if patronymic:
        return full_form(patronymic[1])
    glued = (_LATIN_GLUED if token.isascii() else _ARABIC_GLUED).match(token)
    return token[glued.end() :] if glued and glued.end() else ""
