"""Drawn linkages as arrays: what the records of every person say together, without making the persons one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Groups", "group_records"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Groups:
    """The records of one linkage, person by person.

    Args:
        order: Numbers of the records, those of one person together.
        starts: Where each person starts in `order`.
    """

    order: Ints
    starts: Ints

    @property
    def n_persons(self) -> int:
        """Number of persons."""
        return len(self.starts)

    def join(self, codes: Ints) -> Ints:
        """Join the bits of each person's records."""
        if not len(self.starts):
            return np.zeros(0, dtype=np.int64)
        return np.bitwise_or.reduceat(codes[self.order], self.starts)

    def least(self, values: Ints) -> Ints:
        """The smallest value among each person's records."""
        if not len(self.starts):
            return np.zeros(0, dtype=np.int64)
        return np.minimum.reduceat(values[self.order], self.starts)

    def persons(self) -> Ints:
        """Per record of `order`, the number of its person."""
        sizes = np.diff(np.append(self.starts, len(self.order)))
        return np.repeat(np.arange(len(self.starts)), sizes)


def group_records(numbers: Sequence[int], kept: npt.NDArray[np.bool_] | None = None) -> Groups:
    """Bring records of one person together.

    Args:
        numbers: Per record, the number of its person.
        kept: Which records count; all when None.

    >>> groups = group_records([0, 1, 0, 2])
    >>> groups.n_persons, groups.join(np.array([1, 8, 2, 4])).tolist()
    (3, [3, 8, 4])
    """
    persons = np.asarray(numbers, dtype=np.int64)
    order = np.argsort(persons, kind="stable")
    if kept is not None:
        order = order[kept[order]]
    ordered = persons[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[0] - 1)) if len(ordered) else order
    return Groups(order, starts.astype(np.int64))
