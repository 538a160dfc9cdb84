"""The columns that names are compared by, worked out once per record; each distinct word is read once.

A name has up to five **slots**, `a` to `e`, one per word; of longer names the first three words and the last two.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from accounted.linkage.distinct import text_column
from accounted.text.name_words import Word, plain_initial, read_pair
from accounted.text.names import is_latin, romanise_name, split_name

__all__ = ["ALL_WAYS", "NAME_CHARACTERS", "SLOTS", "NameReader", "Naming"]

NAME_CHARACTERS = 100
"""Characters of a name that are compared letter by letter."""

SLOTS = "abcde"

Ints = npt.NDArray[np.int32]

_TEXTS = {
    "name": pa.string(),
    "whole_names": pa.list_(pa.string()),
    "full_key": pa.string(),
    "ends_key": pa.string(),
    "whole": pa.string(),
}
_NO_WORD = Word("", "", "", "")
_START = 2
_CHUNK = 20_000
_UNSEEN_BITS = 10.0
_UNSEEN_WEIGHT = 150.0
_MOST_BITS = 12.0


@dataclass(frozen=True, slots=True)
class Naming:
    """What words of names are compared by, beyond their letters.

    Args:
        transliteration: Whether words of different scripts are compared; without it a name in another script than the
            Latin one agrees only with names in its own.
        phonetics: Whether words that sound alike agree; without it only folded letters count, and an edit distance.
    """

    transliteration: bool = True
    phonetics: bool = True

    def read(self, word: Word) -> Word:
        """Take from a word what is not to be compared.

        >>> Naming(phonetics=False).read(read_pair("muhammad", "muhammad")).key
        'muhammad'
        """
        if self.phonetics and (self.transliteration or word.written.isascii()):
            return word
        letters = romanise_name(word.written) if self.transliteration else word.written
        return Word(word.written, letters, letters, letters)

    def coarse(self, word: Word) -> str:
        """The key that brings candidates together: the word's letters where its sound does not count."""
        return word.coarse if word.key[:1].isupper() else word.key


ALL_WAYS = Naming()
"""Across scripts, and by sound."""


class NameReader:
    """Reads the names of one record after the other; each distinct word is read once.

    >>> reader = NameReader(ALL_WAYS)
    >>> reader.add(("Ambel Sample",))
    >>> reader.add(("Sample",))
    >>> {name: column.to_pylist() for name, column in reader.columns().items() if name in ("name", "n_words", "word_b")}
    {'name': ['ambel sample', 'sample'], 'n_words': [2, 1], 'word_b': ['sample', None]}
    """

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._numbers: dict[tuple[str, str], int] = {}
        self._words = [_NO_WORD]
        self._coarse = [""]
        self._slots = tuple(array("i") for _ in SLOTS)
        self._firsts = [0]
        self._initials = array("i")
        self._is_family = array("b")
        self._latin = array("b")
        self._texts: dict[str, list[object]] = {name: [] for name in _TEXTS}
        self._chunks: dict[str, list[pa.Array]] = {name: [] for name in _TEXTS}

    def add(self, names: Sequence[str]) -> None:
        """Take the names of the next record, the main one first."""
        split = [split_name(name) for name in names]
        main = next((n for n, name in enumerate(names) if is_latin(name) and split[n]), 0)
        kept = [pair for pair in split[main] if len(pair[0]) > 1] or split[main]
        numbers = [self._number(pair) for pair in _slotted(kept)]
        for slot, own in enumerate(self._slots):
            own.append(numbers[slot] if slot < len(numbers) else 0)
        alone = () if len(kept) == len(split[main]) else [token for token, _ in split[main] if len(token) == 1]
        self._initials.append(_letters(alone))
        self._is_family.append(len(numbers) == 1 and len(split[main][0][0]) == 1 and bool(alone))
        self._latin.append(is_latin(names[main]))
        keys = [self._coarse[number] for number in numbers]
        whole = {" ".join(sorted(token for token, _ in pairs))[:NAME_CHARACTERS] for pairs in split if pairs}
        texts = self._texts
        texts["name"].append(romanise_name(names[main])[:NAME_CHARACTERS] or None)
        texts["whole_names"].append(sorted(whole))
        texts["full_key"].append(" ".join(sorted(keys)) or None)
        texts["ends_key"].append(" ".join(sorted((keys[0], keys[-1]))) if len(keys) > 1 else "".join(keys) or None)
        texts["whole"].append("".join(self._words[number].key for number in numbers)[:NAME_CHARACTERS])
        if len(texts["name"]) >= _CHUNK:
            self._close_chunk()

    def columns(self) -> dict[str, pa.Array | pa.ChunkedArray]:
        """Give the columns of all records."""
        self._close_chunk()
        made: dict[str, pa.Array | pa.ChunkedArray] = {
            name: pa.chunked_array(self._chunks[name], kind) for name, kind in _TEXTS.items()
        }
        slots = np.array(self._slots, dtype=np.int32).reshape(len(SLOTS), -1)
        n_words = (slots > 0).sum(axis=0)
        made["latin"] = pa.array(np.array(self._latin, dtype=np.bool_))
        made["n_words"] = pa.array(n_words.astype(np.int8))
        made |= self._key_columns(slots, n_words)
        initials = np.array(self._initials, dtype=np.int32)
        made["initials"] = pa.array(initials)
        made["starts"] = pa.array(np.bitwise_or.reduce(np.array(self._firsts, np.int32)[slots], axis=0) | initials)
        sounds = np.array([word.sounds for word in self._words], dtype=np.int64)
        made["all_sounds"] = pa.array(np.bitwise_or.reduce(sounds[slots], axis=0))
        bits = self._rarity(slots)
        made["all_bits"] = pa.array(bits.sum(axis=0, dtype=np.int32))
        for slot, numbers, own in zip(SLOTS, slots, bits, strict=True):
            absent = numbers == 0
            for part in ("written", "key", "other", "vowelled"):
                values = [getattr(word, part) for word in self._words]
                made[f"{'word' if part == 'written' else part}_{slot}"] = text_column(values, numbers, absent)
            made[f"sounds_{slot}"] = pa.array(sounds[numbers], mask=absent)
            made[f"bits_{slot}"] = pa.array(own)
        return made

    def _number(self, pair: tuple[str, str]) -> int:
        number = self._numbers.get(pair)
        if number is None:
            word = self._naming.read(read_pair(*pair))
            number = self._numbers[pair] = len(self._words)
            self._words.append(word)
            self._firsts.append(_letters([word.written]))
            self._coarse.append(self._naming.coarse(word))
        return number

    def _key_columns(self, slots: Ints, n_words: Ints) -> dict[str, pa.Array]:
        """Keys of the first, the second and the last name, and how they begin."""
        last = slots[np.maximum(n_words - 1, 0), np.arange(slots.shape[1])]
        starts = [key[:_START] or None for key in self._coarse]
        seconds = [key.split()[0] if key.split() else None for key in self._coarse]
        coarse = [key or None for key in self._coarse]
        is_family = np.array(self._is_family, dtype=np.bool_)
        is_alone = (n_words < 2) & ~is_family
        return {
            "given_key": text_column(coarse, slots[0], is_family),
            "given_start": text_column(starts, slots[0], is_family),
            "middle_key": text_column(seconds, slots[1], n_words < 3),
            "family_key": text_column(coarse, last, is_alone),
            "family_start": text_column(starts, last, is_alone),
        }

    def _rarity(self, slots: Ints) -> npt.NDArray[np.int16]:
        """Say how rare the words are: how much it says, in tenths of a bit, that two records share one.

        That is −log2 of the share of records that have a word of this sound. In a short list a word that occurs once or
        twice is not therefore rare: the share is drawn towards 2^-10 with the weight of 150 records, and the two
        records that are compared are left out of it.
        """
        codes = np.unique([word.key for word in self._words], return_inverse=True)[1]
        counts = np.bincount(codes[slots[slots > 0]], minlength=len(codes))
        unseen = _UNSEEN_WEIGHT * 2.0**-_UNSEEN_BITS
        shares = (np.maximum(counts - 2, 0) + unseen) / (slots.shape[1] + _UNSEEN_WEIGHT)
        bits = np.rint(10 * np.minimum(-np.log2(shares), _MOST_BITS)).astype(np.int16)
        return np.where(slots > 0, bits[codes[slots]], 0).astype(np.int16)

    def _close_chunk(self) -> None:
        for name, values in self._texts.items():
            self._chunks[name].append(pa.array(values, _TEXTS[name]))
            values.clear()


def _letters(tokens: Sequence[str]) -> int:
    """First letters of words as a set of bits."""
    letters = {plain_initial(token) for token in tokens}
    return sum(1 << (ord(letter) - ord("a")) for letter in letters if "a" <= letter <= "z")


def _slotted(pairs: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    return pairs if len(pairs) <= len(SLOTS) else (*pairs[:3], *pairs[-2:])
