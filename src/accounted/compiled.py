"""One place where functions become machine code, typed so that the rest of the package stays checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
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
    # What was typed at a prompt has no file to keep the result beside; and where neither the package's folder nor the
    # user's cache can be written, compiling at every start beats not starting.
    has_file = Path(function.__code__.co_filename).is_file()
    try:
        made = numba.njit(function, cache=has_file, nogil=True)
    except RuntimeError:
        made = numba.njit(function, nogil=True)
    return cast(Callable[P, R], made)
