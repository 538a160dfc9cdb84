"""The columns that names are compared by, worked out once per record; each distinct word is read once.

A name has up to five **slots**, `a` to `e`, one per word; of longer names the first three words and the last two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from accounted.text.name_words import Word, name_words
from accounted.text.names import is_latin, name_tokens, romanise_name, token_key

__all__ = ["ALL_WAYS", "NAME_CHARACTERS", "NAME_SCHEMA", "SLOTS", "Naming", "name_columns", "weigh_words"]

NAME_CHARACTERS = 100
"""Characters of a name that are compared letter by letter."""

SLOTS = "abcde"

_PARTS = (
    ("word", pa.string()),
    ("key", pa.string()),
    ("other", pa.string()),
    ("vowelled", pa.string()),
    ("sounds", pa.int64()),
    ("bits", pa.int16()),
)
NAME_SCHEMA: tuple[tuple[str, pa.DataType], ...] = (
    ("name", pa.string()),
    ("latin", pa.bool_()),
    ("whole_names", pa.list_(pa.string())),
    ("given_key", pa.string()),
    ("family_key", pa.string()),
    ("full_key", pa.string()),
    ("ends_key", pa.string()),
    ("whole", pa.string()),
    ("all_sounds", pa.int64()),
    ("n_words", pa.int8()),
    ("all_bits", pa.int32()),
    *((f"{part}_{slot}", kind) for slot in SLOTS for part, kind in _PARTS),
)

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

        >>> Naming(phonetics=False).read(name_words("Muhammad")[0]).key
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


def name_columns(names: Sequence[str], naming: Naming) -> dict[str, object]:
    """Make what is compared of a record's names; the words' rarity comes from all records, by `weigh_words`."""
    tokens = [name_tokens(name) for name in names]
    main = next((n for n, name in enumerate(names) if is_latin(name) and tokens[n]), 0)
    words = [naming.read(word) for word in _slotted(name_words(names[main]))]
    keys = [naming.coarse(word) for word in words]
    given, family = (keys[0], keys[-1]) if keys else ("", "")
    columns: dict[str, object] = {
        "name": romanise_name(names[main])[:NAME_CHARACTERS] or None,
        "latin": is_latin(names[main]),
        "whole_names": sorted({" ".join(sorted(ts))[:NAME_CHARACTERS] for ts in tokens if ts}),
        "given_key": given or None,
        "family_key": (family if len(words) > 1 else "") or None,
        "full_key": " ".join(sorted(keys)) or None,
        "ends_key": " ".join(sorted((given, family))) if len(words) > 1 else (given or None),
        "whole": "".join(word.key for word in words)[:NAME_CHARACTERS],
        "n_words": len(words),
        "written": keys,
        "token_keys": sorted({key for ts in tokens for t in ts if (key := token_key(t))}),
    }
    sounds = 0
    for slot, word in zip(SLOTS, words, strict=False):
        columns |= {
            f"word_{slot}": word.written,
            f"key_{slot}": word.key,
            f"other_{slot}": word.other,
            f"vowelled_{slot}": word.vowelled,
            f"sounds_{slot}": word.sounds,
        }
        sounds |= word.sounds
    return columns | {"all_sounds": sounds}


def weigh_words(table: pa.Table) -> pa.Table:
    """Add how rare the words are: how much it says, in tenths of a bit, that two records share one.

    That is −log2 of the share of records that have a word of this sound. In a short list a word that occurs once or
    twice is not therefore rare: the share is drawn towards 2^-10 with the weight of 150 records, and the two records
    that are compared are left out of it.
    """
    if not len(table):
        return table
    columns = [table.column(f"key_{slot}").combine_chunks() for slot in SLOTS]
    codes = pa.chunked_array(columns).combine_chunks().dictionary_encode().indices.fill_null(-1)
    places = codes.to_numpy(zero_copy_only=False).astype(np.int64).reshape(len(SLOTS), len(table))
    counts = np.bincount(places[places >= 0], minlength=1)
    unseen = _UNSEEN_WEIGHT * 2.0**-_UNSEEN_BITS
    shares = (np.maximum(counts - 2, 0) + unseen) / (len(table) + _UNSEEN_WEIGHT)
    bits = np.rint(10 * np.minimum(-np.log2(shares), _MOST_BITS)).astype(np.int16)
    own = np.where(places >= 0, bits[places], 0).astype(np.int16)
    for slot, row in zip(SLOTS, own, strict=True):
        table = _replaced(table, f"bits_{slot}", pa.array(row))
    return _replaced(table, "all_bits", pa.array(own.sum(axis=0, dtype=np.int32)))


def _replaced(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, values)


def _slotted(words: Sequence[Word]) -> Sequence[Word]:
    return words if len(words) <= len(SLOTS) else (*words[:3], *words[-2:])
