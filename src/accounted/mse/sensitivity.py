"""How wrong a model's assumption would have to be for a conclusion to change."""

from __future__ import annotations

from accounted.model.capture import Estimate

__all__ = ["tipping_factor"]


def tipping_factor(estimate: Estimate, threshold: float) -> float | None:
    """Find ξ such that the interval just reaches a threshold when the unrecorded are ξ times as many.

    The people on no list are multiplied: N(ξ) = n + ξ (N − n), which departs from the identifying assumption and leaves
    what was seen alone. For a threshold above the interval ξ = (c − n) / (upper − n) > 1; for one below it
    ξ = (c − n) / (lower − n) < 1.

    Args:
        estimate: An estimate with its interval.
        threshold: Number of people, for example of a claim.

    Returns:
        ξ; 1 when the threshold lies in the interval; None when no ξ reaches it: fewer people than are on the lists,
        or an interval that ends at those on the lists.

    >>> from accounted.mse import estimate, CaptureTable
    >>> made_up = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                   (0, 1, 1): 8, (1, 1, 1): 3})
    >>> answer = estimate(made_up, models=("dga",)).strata[0]
    >>> answer.lower, answer.upper, round(tipping_factor(answer, 1_000), 2), tipping_factor(answer, 100)
    (211.0, 351.0, 4.05, None)
    """
    n = estimate.n_observed
    if threshold < n:
        return None
    if estimate.lower <= threshold <= estimate.upper:
        return 1.0
    end = estimate.upper if threshold > estimate.upper else estimate.lower
    return (threshold - n) / (end - n) if end > n else None
