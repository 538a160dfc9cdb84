"""Labels of strata that are not stated, filled in before `estimate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from accounted import mse
from accounted.model.capture import CaptureTable, Imputed
from accounted.model.errors import UsageError
from accounted.mse.summary import Carries

__all__ = ["Filled", "fill_labels"]

_NOT_STATED = "not stated"

Tables = Sequence[CaptureTable]


@dataclass(frozen=True, slots=True)
class Filled:
    """Tables and samples for `mse.estimate`, what the samples carry, what is assumed, and what a reader must know.

    `given` says per stratum how many people were given to it.
    """

    tables: tuple[CaptureTable, ...]
    samples: tuple[tuple[CaptureTable, ...], ...]
    carries: Carries = "the linkage"
    assumed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    given: Mapping[str, Imputed] = field(default_factory=dict)


def fill_labels(
    tables: Tables, samples: Sequence[Tables], columns: Sequence[str], allow_above: Sequence[str], seed: int
) -> Filled:
    """Draw labels that are not stated by the lists that people are on; nothing changes where all are stated.

    Raises:
        UsageError: More than 40 % state nothing in a column that is not in `allow_above`.
    """
    as_it_is = Filled(tuple(tables), tuple(tuple(sample) for sample in samples))
    for name in allow_above:
        if name not in columns:
            raise UsageError(f"{name!r} does not split the table", mend="name it in --strata, or leave it out")
    if not any(_NOT_STATED in table.stratum for table in tables):
        return as_it_is
    try:
        made = mse.impute_labels(
            tables, samples=samples, seeds=np.random.SeedSequence(seed), columns=columns, allow_above=allow_above
        )
    except UsageError as error:
        raise UsageError(
            error.what, where=error.where, mend="name the column in --impute-above to fill it in all the same"
        ) from None
    if not made.assumption:
        return as_it_is
    carries: Carries = "the linkage and missing labels" if samples else "missing labels"
    given = dict(zip((table.stratum for table in made.tables), made.given, strict=True))
    return Filled(made.tables, made.samples, carries, (made.assumption,), made.warnings, given)
