"""One place where functions become machine code, typed so that the rest of the package stays checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

__all__ = ["compiled"]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile at the first call and keep the result on disk; one thread, so the answer never depends on the machine.

    >>> @compiled
    ... def double(x: float) -> float:
    ...     return 2 * x
    >>> double(1.5)
    3.0
    """
    # No fast-math: it may reorder sums, and the same table must give the same answer on every machine of a kind.
    cache = function.__module__.startswith("accounted.")
    return cast(Callable[P, R], numba.njit(function, cache=cache, nogil=True))
