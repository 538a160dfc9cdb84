"""Read cells by a controlled vocabulary: what the codebook says first, then words that are known, else not understood.

A cell may name several things (`detained; tortured; killed`); denials and doubts give no code. Whatever gives none is
kept as written, so that it can be listed and given a code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from accounted.lists.statuses import fold_value, is_no, is_unsure, is_yes, phrases_by_words
from accounted.lists.titles import title_words
from accounted.lists.values import is_blank, state_of
from accounted.model.vocabularies import SHIPPED, Coding, Vocabulary, VocabularyId

__all__ = ["Coder", "Read", "make_coder", "say_codes"]

Read = tuple[str | None, str]
"""A code, or None where there is none, and the words that it is for."""

_PARTS = re.compile(r"[;|,،؛/+\n]|\s(?:and|und|et|&|و)\s", re.IGNORECASE)
_AGES = re.compile(r"(?P<low>\d{1,3})?\s*(?P<sign>[-–—]|to|<|>|\+|under|over)?\s*(?P<high>\d{1,3})?\s*(?P<plus>\+)?")
_ADULT_AT = 18
_VALUES_SHOWN = 5
_OWN_WORDS_ONLY = frozenset({"other", "unknown"})


@dataclass(frozen=True, slots=True)
class Coder:
    """Reads values by one vocabulary.

    Args:
        vocabulary: The vocabulary.
        book: Version of the codebook; empty without one.
        said: What the codebook says values mean, by value in folded form.
        phrases: Words that are known, by phrase in folded form.
        longest: Words in the longest phrase.
    """

    vocabulary: Vocabulary
    book: str
    said: Mapping[str, str]
    phrases: Mapping[tuple[str, ...], str]
    longest: int

    @property
    def name(self) -> str:
        """What a code from this coder is coded by: vocabulary, version, and the codebook's version.

        >>> from accounted.model.vocabularies import Codebook
        >>> own = Coding(Codebook("2", "", (("cause", "K7", "accident"),)))
        >>> make_coder("cause").name, make_coder("cause", own).name
        ('cause@2018-12-03', 'cause@2018-12-03, codebook 2')
        """
        return f"{self.vocabulary.name}, codebook {self.book}" if self.said else self.vocabulary.name

    def read(self, text: str) -> tuple[Read, ...]:
        """Read a cell; nothing for an empty one and for one that only says that it is not known.

        >>> make_coder("act").read("arrested, tortured and killed")
        (('detained', 'arrested'), ('tortured', 'tortured'), ('killed', 'killed'))
        >>> [make_coder("cause").read(cell) for cell in ("Code 7", "unknown", "not shot")]
        [((None, 'Code 7'),), (), ((None, 'not shot'),)]
        >>> from accounted.model.vocabularies import Codebook
        >>> make_coder("act", Coding(Codebook("1", "", (("act", "D-1", "detained"),)))).read("d 1")
        (('detained', 'd 1'),)
        """
        if is_blank(text) or state_of({"": text}, [""]) == "stated unknown":
            return ()
        whole = self.said.get(fold_value(text))
        if whole:
            return ((whole, text.strip()),)
        found: dict[str | None, str] = {}
        for part in filter(None, (part.strip() for part in _PARTS.split(text))):
            for code in self._codes(part):
                found.setdefault(code, part)
        if self.vocabulary.id != "act" and len(found) > 1:
            found.pop(None, None)  # of a description one word that is understood is enough; of acts each one counts
        return tuple((code, text.strip() if len(found) == 1 else part) for code, part in found.items())

    def read_title(self, title: str) -> str | None:
        """Read what the title of a column names, or None.

        >>> make_coder("act").read_title("Date of arrest"), make_coder("act").read_title("date")
        ('detained', None)
        """
        said = self.said.get(fold_value(title))
        return said or next(iter(self._phrases(title_words(title))), None)

    def _codes(self, part: str) -> list[str | None]:
        folded = fold_value(part)
        if folded in self.said:
            return [self.said[folded]]
        if self.vocabulary.id == "age_group" and (group := _age_group(part)):
            return [group]
        words = tuple(folded.split())
        if any(mark in part for mark in "?؟") or (words not in self.phrases and any(map(is_unsure, words))):
            return [None]
        return [*dict.fromkeys(self._phrases(words))] or [None]

    def _phrases(self, words: tuple[str, ...]) -> Iterator[str]:
        """Codes of the phrases in some words, longer ones first, none counted within another."""
        # In Arabic "and" is written together with the word after it.
        words = tuple(
            w[1:] if w[:1] == "و" and (w,) not in self.phrases and (w[1:],) in self.phrases else w for w in words
        )
        at = 0
        while at < len(words):
            for size in range(min(self.longest, len(words) - at), 0, -1):
                code = self.phrases.get(words[at : at + size])
                if code:
                    yield code
                    at += size
                    break
            else:
                at += 1


def say_codes(vocabulary: VocabularyId, title: str, values: Mapping[str, int], coding: Coding = SHIPPED) -> str:
    """Say how a column is coded: how many rows have which code, and which values have none.

    Args:
        vocabulary: By which.
        title: Title of the column, which may be that of an act itself.
        values: Value as written → number of rows.
        coding: In force.

    >>> say_codes("act", "what happened", {"arrested; killed": 2, "D-1": 1, "": 4})
    'killed 2, detained 2; no code: “D-1” 1'
    >>> say_codes("act", "tortured", {"yes": 3, "no": 9})
    'tortured 3'
    """
    coder = make_coder(vocabulary, coding)
    titled = coder.read_title(title)
    counts: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for value, n in values.items():
        folded = fold_value(value)
        if titled and (is_yes(folded) or is_no(folded)):
            counts[titled] += n * is_yes(folded)
            continue
        for code, part in coder.read(value):
            (without if code is None else counts)[part if code is None else code] += n
    order = {code.code: at for at, code in enumerate(coder.vocabulary.codes)}
    shown = sorted((code for code in counts if counts[code]), key=lambda code: (-counts[code], order[code]))
    said = ", ".join(f"{code} {counts[code]}" for code in shown) or "nothing read"
    if not without:
        return said
    most = sorted(without.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"“{value}” {n}" for value, n in most[:_VALUES_SHOWN])
    return f"{said}; no code: {named}" + (", …" if len(most) > _VALUES_SHOWN else "")


@lru_cache(maxsize=256)
def make_coder(vocabulary: VocabularyId, coding: Coding = SHIPPED) -> Coder:
    """Make the reader of a vocabulary's values, with what a codebook says about them."""
    known, codebook = coding.vocabulary(vocabulary), coding.codebook
    codes = {code.code for code in known.codes} - _OWN_WORDS_ONLY
    phrases: dict[tuple[str, ...], str] = {}
    if vocabulary == "act":
        phrases |= {words: status for words, status in phrases_by_words().items() if status in codes}
    for code in known.codes:
        for written in (code.label, *code.words):
            phrases[tuple(fold_value(written).split())] = code.code
    phrases.pop(("unknown",), None)
    said = {fold_value(value): code for value, code in codebook.of(vocabulary).items()} if codebook else {}
    return Coder(known, codebook.version if codebook and said else "", said, phrases, max(map(len, phrases)))


def _age_group(text: str) -> str | None:
    """Read a range of ages when all of it lies on one side of eighteen.

    >>> [_age_group(text) for text in ("0-17", "18+", "> 60", "15-24", "under 18", "30")]
    ['child', 'adult', 'adult', None, 'child', None]
    """
    found = _AGES.fullmatch(text.strip().casefold())
    if found is None or not (found["low"] or found["high"]):
        return None
    low, high, sign = found["low"], found["high"], found["sign"] or ("+" if found["plus"] else "")
    if not sign:
        return None
    if sign in ("<", "under") and high and not low:
        return "child" if int(high) <= _ADULT_AT else None
    first = int(low or high)
    last = int(high or first) if sign in ("-", "–", "—", "to") else None
    if first >= _ADULT_AT:
        return "adult"
    return "child" if last is not None and last < _ADULT_AT else None
