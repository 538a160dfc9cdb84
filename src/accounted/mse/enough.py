"""Whether enough people are counted to show a departure, judged by what is expected and never by what is found.

A departure is a ratio of counts. The logarithm of a ratio of Poisson counts with expectations e₁, e₂, … has about the
variance Σ 1/eᵢ, and its 95 % interval spans from half to double or less when

    1.96 √(Σ 1/eᵢ) ≤ log 2,      that is      Σ 1/eᵢ ≤ 1/8

(Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x, for the variance). With fewer people nothing that is found could
tell half from double.

The expectations are those under independence, given how many people each list holds. They do not depend on how far the
lists overlap. Chosen by what is found instead (an overlap that is not zero, an interval that leaves something out), the
cases kept are those in which chance went one way: among independent lists with less than half a person expected on two
of them, the cases with one person there gave a median ξ of 21.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

__all__ = ["ENOUGH", "LEAST_SHARED", "expect_shared", "tell_half_from_double"]

ENOUGH = 8.0
"""(1.96 / log 2)²: as many people expected tell half from double."""

LEAST_SHARED = 1.0
"""With fewer expected on two lists, whether an estimate can be made at all is chance, and those that are made fail."""


def tell_half_from_double(expected: Sequence[float]) -> bool:
    """Say whether a ratio of counts with these expectations can tell half from double.

    >>> tell_half_from_double([8.0]), tell_half_from_double([16.0, 16.0]), tell_half_from_double([16.0, 15.0])
    (True, True, False)
    """
    return min(expected) > 0.0 and sum(1.0 / e for e in expected) <= 1.0 / ENOUGH


def expect_shared(sizes: Sequence[float], whole: float, apart: Sequence[tuple[int, int]] = ()) -> float:
    """Expect how many of `whole` people two lists share, summed over pairs of lists, were they independent.

    Args:
        sizes: People on each list, all of them of the whole.
        whole: Number of people.
        apart: Pairs of lists, by position, that do not count.

    >>> expect_shared([20, 30, 10], 100)
    11.0
    """
    pairs = [pair for pair in combinations(range(len(sizes)), 2) if pair not in apart]
    return sum(sizes[a] * sizes[b] for a, b in pairs) / whole if whole else 0.0
