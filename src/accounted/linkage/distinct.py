"""Columns worked out once per distinct value: lists repeat places, dates and words far more often than not."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["Distinct", "text_column"]

V = TypeVar("V", bound=Hashable)
Codes = npt.NDArray[np.int32]


class Distinct(Generic[V]):
    """Numbers values as they come and reads each of them once.

    Args:
        read: Makes of a value what its columns hold, in the order of `schema`.
        schema: Names and types of these columns.

    >>> folded = Distinct(lambda value: (value.casefold(), len(value)), [("word", pa.string()), ("n", pa.int64())])
    >>> for value in ("Velm", "Velmouth", "Velm"):
    ...     folded.add(value)
    >>> {name: column.to_pylist() for name, column in folded.columns().items()}
    {'word': ['velm', 'velmouth', 'velm'], 'n': [4, 8, 4]}
    """

    def __init__(self, read: Callable[[V], tuple[object, ...]], schema: Sequence[tuple[str, pa.DataType]]) -> None:
        self._read, self._schema = read, schema
        self._numbers: dict[V, int] = {}
        self._rows: list[tuple[object, ...]] = []
        self._codes = array("i")

    def add(self, value: V) -> None:
        """Take the value of the next record."""
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self._rows)
            self._rows.append(self._read(value))
        self._codes.append(number)

    def columns(self) -> dict[str, pa.Array]:
        """Give the columns of all records, texts as dictionaries."""
        codes = np.array(self._codes, dtype=np.int32)
        made = {}
        for place, (name, kind) in enumerate(self._schema):
            values = [row[place] for row in self._rows]
            made[name] = text_column(values, codes) if pa.types.is_string(kind) else pa.array(values, kind).take(codes)
        return made


def text_column(values: Sequence[object], codes: Codes, absent: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Give the text with each number as a dictionary without repeats; none where the text is None, or `absent`.

    >>> text_column(["a", None, "a"], np.array([2, 1, 0], dtype=np.int32)).to_pylist()
    ['a', None, 'a']
    """
    encoded = pa.array(values, pa.string()).dictionary_encode()
    own = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    found = own[codes] if len(own) else np.full(len(codes), -1, dtype=np.int32)
    missing = found < 0 if absent is None else (found < 0) | absent
    is_used = np.bincount(found[~missing], minlength=len(encoded.dictionary)) > 0
    renumbered = (np.cumsum(is_used) - 1).astype(np.int32)
    kept = encoded.dictionary.filter(pa.array(is_used))
    numbers = renumbered[found] if len(renumbered) else found
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32(), mask=missing), kept)
