"""One place where functions become machine code, typed so that the rest of the package stays checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba

__all__ = ["compiled", "inlined"]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile at the first call and keep the result on disk; one thread, so the answer never depends on the machine.

    Dividing by zero gives an infinity, or what is not a number, and raises nothing.

    >>> @compiled
    ... def double(x: float) -> float:
    ...     return 2 * x
    >>> double(1.5)
    3.0
    """
    return _compile(function)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile likewise, and into the place of every call from compiled functions.

    For what is called millions of times: a call counts the references of every array handed over, those in tuples too,
    up and down again, which takes longer than a thousand multiplications.

    >>> @inlined
    ... def double(x: float) -> float:
    ...     return 2 * x
    >>> double(1.5)
    3.0
    """
    return _compile(function, forceinline=True)


def _compile(function: Callable[P, R], *, forceinline: bool = False) -> Callable[P, R]:
    # No fast-math: it may reorder sums, and the same table must give the same answer on every machine of a kind.
    # What was typed at a prompt has no file to keep the result beside; and where neither the package's folder nor the
    # user's cache can be written, compiling at every start beats not starting.
    has_file = Path(function.__code__.co_filename).is_file()
    try:
        made = numba.njit(function, cache=has_file, nogil=True, error_model="numpy", forceinline=forceinline)
    except RuntimeError:
        made = numba.njit(function, nogil=True, error_model="numpy", forceinline=forceinline)
    return cast(Callable[P, R], made)
