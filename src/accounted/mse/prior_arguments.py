"""Priors of the default family, checked when they are given to a call."""

from __future__ import annotations

from dataclasses import fields

from accounted.model.errors import UsageError
from accounted.mse.arguments import a_number, a_text, several
from accounted.mse.pairs_prior import PairsPrior

__all__ = ["a_prior"]

_N_CHANCES = 4
_FARTHEST_CENTRE = 20.0
_LEAST_SPREAD, _MOST_SPREAD = 1e-3, 1e3


def a_prior(value: object, where: str) -> PairsPrior:
    """Take a prior whose spreads are above 0 and whose chances are some.

    Raises:
        UsageError: It is none, or one of its numbers cannot be.
    """
    if not isinstance(value, PairsPrior):
        what = f"{value!r:.40} is no prior"
        raise UsageError(what, where=where, mend="give one of PRIORS, or make one with PairsPrior")
    for part in fields(value):
        number, named = getattr(value, part.name), f"{where}, {part.name}"
        if part.name in ("name", "description"):
            a_text(number, named)
        elif part.name == "chances":
            chances = several(a_number(0.0))(number, named)
            if len(value.chances) != _N_CHANCES or not sum(value.chances) > 0.0:
                raise UsageError(f"{chances} are no four chances", where=named, mend="give four, not all 0")
        elif part.name == "centre":
            a_number(-_FARTHEST_CENTRE, _FARTHEST_CENTRE)(number, named)
        else:
            a_number(_LEAST_SPREAD, _MOST_SPREAD)(number, named)
    return value
