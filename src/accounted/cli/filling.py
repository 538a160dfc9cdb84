"""Labels of strata that are not stated, filled in before `estimate`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accounted import mse
from accounted.model.capture import CaptureTable
from accounted.model.errors import UsageError
from accounted.mse.summary import Carries

__all__ = ["Filled", "fill_labels"]

_NOT_STATED = "not stated"

Tables = Sequence[CaptureTable]


@dataclass(frozen=True, slots=True)
class Filled:
    """Tables and samples for `mse.estimate`, what the samples carry, what is assumed, and what a reader must know."""

    tables: tuple[CaptureTable, ...]
    samples: tuple[tuple[CaptureTable, ...], ...]
    carries: Carries = "the linkage"
    assumed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def fill_labels(
    tables: Tables, samples: Sequence[Tables], columns: Sequence[str], allow_above: Sequence[str], seed: int
) -> Filled:
    """Draw labels that are not stated by the lists that people are on; nothing changes where all are stated.

    Raises:
        UsageError: More than 40 % state nothing in a column that is not in `allow_above`.
    """
    given = Filled(tuple(tables), tuple(tuple(sample) for sample in samples))
    for name in allow_above:
        if name not in columns:
            raise UsageError(f"{name!r} does not split the table", mend="name it in --strata, or leave it out")
    if not any(_NOT_STATED in table.stratum for table in tables):
        return given
    try:
        made = mse.impute_labels(
            tables, samples=samples, seeds=np.random.SeedSequence(seed), columns=columns, allow_above=allow_above
        )
    except UsageError as error:
        raise UsageError(
            error.what, where=error.where, mend="name the column in --impute-above to fill it in all the same"
        ) from None
    if not made.assumption:
        return given
    carries: Carries = "the linkage and missing labels" if samples else "missing labels"
    return Filled(made.tables, made.samples, carries, (made.assumption,), made.warnings)
