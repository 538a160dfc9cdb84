"""Two lists: Chapman's estimate, shown with its assumption and never part of an answer.

    N̂ = (n₁ + 1)(n₂ + 1) / (m + 1) − 1

It holds only when being on one list says nothing about being on the other, and two lists cannot show whether that is so
(Chapman 1951, University of California Publications in Statistics 1:131–160; interval on log(N − n) as in
Chao 1987, doi:10.2307/2531532).
"""

from __future__ import annotations

import math

from scipy.special import ndtri

from accounted.model.capture import CaptureTable, ModelEstimate
from accounted.model.errors import UsageError
from accounted.mse.arguments import a_probability, a_table, check_arguments

__all__ = ["INDEPENDENCE_SENTENCE", "estimate_chapman"]

INDEPENDENCE_SENTENCE = "not estimable without assuming independence"


@check_arguments(table=a_table, prob=a_probability)
def estimate_chapman(table: CaptureTable, prob: float = 0.95) -> ModelEstimate:
    """Estimate from two lists, assuming that they are independent; `lower` and `upper` are a confidence interval.

    Raises:
        UsageError: The table has not exactly two lists, nobody is on them, or the probability is not between 0 and 1.

    >>> table = CaptureTable.of("AB", {(1, 0): 40, (0, 1): 30, (1, 1): 20})
    >>> estimate_chapman(table)
    ModelEstimate(name='chapman', point=147.0, lower=120.0, upper=200.0, weight=0.0)
    """
    if len(table.lists) != 2:
        raise UsageError(f"Chapman's estimate takes two lists, not {len(table.lists)}", mend="choose two lists")
    if not table.cells:
        raise UsageError("nobody is in the table", mend="give people on the two lists")
    cells = dict(table.cells)
    both, only_1, only_2 = (cells.get(history, 0) for history in ((1, 1), (1, 0), (0, 1)))
    n_1, n_2, n = both + only_1, both + only_2, table.n_observed
    point = (n_1 + 1) * (n_2 + 1) / (both + 1) - 1
    variance = (n_1 + 1) * (n_2 + 1) * only_1 * only_2 / ((both + 1) ** 2 * (both + 2))
    unlisted = point - n
    if unlisted <= 0 or variance == 0:
        return ModelEstimate("chapman", float(round(point)), float(n), float(round(point)), 0.0)
    width = math.exp(float(ndtri(0.5 + prob / 2)) * math.sqrt(math.log1p(variance / unlisted**2)))
    lower, upper = n + unlisted / width, n + unlisted * width
    return ModelEstimate("chapman", float(round(point)), float(round(lower)), float(round(upper)), 0.0)
