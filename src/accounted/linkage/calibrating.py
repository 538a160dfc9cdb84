"""Calibrate match probabilities with a clerical sample: pairs drawn at random within strata, judged blind.

With x the log2 odds that linkage gave a pair, the corrected odds are a + b x (Platt 1999, with a prior that shrinks to
a = 0, b = 1, so that few labels change little). A pair is drawn with a probability that depends on x alone, so that
what is learnt of the matches given x needs no weights. Judgements are wrong with one probability e, whatever the truth:
of pairs that two persons judged, by themselves, they then disagree about 2e(1 − e), which gives e; a pair with k
judgements for and l against has the likelihood

    π (1 − e)^k e^l + (1 − π) e^k (1 − e)^l,    π = 1 / (1 + 2^−(a + b x))

(two errors instead of one, as in Dawid & Skene 1979, doi:10.2307/2346806, cannot be told apart from two persons; the
correction of a share is that of Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510). The posterior of (a, b)
is summed over a grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from accounted.model.linkage import Calibration, Label

__all__ = [
    "FEWEST_LABELS",
    "calibrate",
    "correct",
    "describe_quality",
    "estimate_share",
    "reviewer_error",
    "undo_correction",
]

FEWEST_LABELS = 20
"""With fewer judged pairs of a clerical sample nothing is calibrated."""

_SD_INTERCEPT, _SD_SLOPE = 2.0, 0.4
_INTERCEPTS = np.linspace(-8.0, 8.0, 161)
_SLOPES = np.linspace(0.1, 2.5, 97)
_MOST_BITS = 12.0
_LEAST_ERROR = 1e-4
_DRAWS, _BINS = 400, 0.25
_RELATIVE_ERROR = 0.5
"""Standard error of the number of matches that blocking lost, as a share of it (as in `losses`)."""

_Z95 = 1.959964

Floats = npt.NDArray[np.float64]


def reviewer_error(labels: Sequence[Label]) -> float | None:
    """Share of judgements that are wrong, from the first two of each pair that was judged twice; None without any.

    >>> twice = [Label(0.0, 1.0, 2, 0)] * 82 + [Label(0.0, 1.0, 1, 1)] * 18
    >>> round(reviewer_error(twice), 3)
    0.1
    """
    twice = [label for label in labels if label.n_same + label.n_different > 1]
    if not twice:
        return None
    n_pairs = sum(_choose_two(label.n_same + label.n_different) for label in twice)
    apart = sum(label.n_same * label.n_different for label in twice) / n_pairs
    return round((1.0 - sqrt(max(1.0 - 2.0 * apart, 0.0))) / 2.0, 6)


def _choose_two(n: int) -> int:
    return n * (n - 1) // 2


def calibrate(labels: Sequence[Label]) -> Calibration | None:
    """Learn the correction from judged pairs; None when they are too few."""
    judged = [label for label in labels if label.n_same + label.n_different]
    if len(judged) < FEWEST_LABELS:
        return None
    error = reviewer_error(judged)
    weights = _posterior(judged, error or 0.0)
    a, b = _INTERCEPTS[:, None], _SLOPES[None, :]
    means = [float((weights * values).sum()) for values in (a, b)]
    covariance = (
        float((weights * (a - means[0]) ** 2).sum()),
        float((weights * (a - means[0]) * (b - means[1])).sum()),
        float((weights * (b - means[1]) ** 2).sum()),
    )
    return Calibration(
        round(means[0], 4),
        round(means[1], 4),
        (round(covariance[0], 6), round(covariance[1], 6), round(covariance[2], 6)),
        len(judged),
        error,
        sum(label.n_same + label.n_different > 1 for label in judged),
    )


def _posterior(labels: Sequence[Label], error: float) -> Floats:
    """Posterior over the grid of intercepts and slopes."""
    e = min(max(error, _LEAST_ERROR), 0.5)
    log = -0.5 * (_INTERCEPTS[:, None] / _SD_INTERCEPT) ** 2 - 0.5 * ((_SLOPES[None, :] - 1.0) / _SD_SLOPE) ** 2
    for label in labels:
        x = min(max(label.forecast, -_MOST_BITS), _MOST_BITS)
        share = 1.0 / (1.0 + np.exp2(-(_INTERCEPTS[:, None] + _SLOPES[None, :] * x)))
        k, n = label.n_same, label.n_different
        log = log + np.log(share * (1.0 - e) ** k * e**n + (1.0 - share) * e**k * (1.0 - e) ** n)
    weights = np.exp(log - log.max())
    normalised: Floats = weights / weights.sum()
    return normalised


def correct(calibration: Calibration | None, bits: Floats) -> Floats:
    """Corrected log2 odds; beyond ±12 bits the correction is that at ±12.

    >>> correct(Calibration(-1.0, 0.5, (0.0, 0.0, 0.0), 50, None, 0), np.array([4.0, 13.0])).tolist()
    [1.0, 6.0]
    """
    if calibration is None:
        return bits
    within = np.clip(bits, -_MOST_BITS, _MOST_BITS)
    corrected: Floats = bits + calibration.intercept_bits + (calibration.slope - 1.0) * within
    return corrected


def undo_correction(calibration: Calibration | None, bits: float) -> float:
    """Log2 odds before the correction.

    >>> undo_correction(Calibration(-1.0, 0.5, (0.0, 0.0, 0.0), 50, None, 0), 1.0)
    4.0
    """
    if calibration is None:
        return bits
    a, b = calibration.intercept_bits, calibration.slope
    within = (bits - a) / b
    if abs(within) <= _MOST_BITS:
        return within
    edge = _MOST_BITS if within > 0 else -_MOST_BITS
    return bits - a - (b - 1.0) * edge


def estimate_share(labels: Sequence[Label], error: float) -> tuple[float, float, float] | None:
    """True share of matches among the pairs that labels were drawn from, with its 95 % interval; None without labels.

    Each label counts 1 / inclusion; errors of reviewers are taken out as Rogan and Gladen do.
    """
    judged = [label for label in labels if label.n_same + label.n_different]
    if not judged:
        return None
    weights = np.array([1.0 / label.inclusion for label in judged])
    said = np.array([label.n_same / (label.n_same + label.n_different) for label in judged])
    weights = weights / weights.sum()
    share = float((weights * said).sum())
    n_effective = 1.0 / float((weights**2).sum())
    # Agresti and Coull's interval, so that none of few does not mean never.
    centre = (share * n_effective + 2.0) / (n_effective + 4.0)
    half = _Z95 * sqrt(centre * (1.0 - centre) / (n_effective + 4.0))
    scale = max(1.0 - 2.0 * error, 0.1)
    low, middle, high = ((value - error) / scale for value in (centre - half, share, centre + half))
    return (round(min(max(middle, 0.0), 1.0), 6), round(max(low, 0.0), 6), round(min(high, 1.0), 6))


def describe_quality(
    calibration: Calibration, bits: Floats, is_linked: npt.NDArray[np.bool_], n_lost: float, seed: int
) -> tuple[str, ...]:
    """Say what calibration rests on, and precision and recall of the best linkage with 95 % intervals.

    Args:
        calibration: The correction.
        bits: Log2 odds of all pairs that are told, before it.
        is_linked: Which of them the best linkage joins.
        n_lost: Matches that blocking lost, as estimated.
        seed: Of the draws of intercept and slope.
    """
    variance, covariance, of_slope = calibration.covariance
    rng = np.random.default_rng(seed)
    drawn = rng.multivariate_normal(
        [calibration.intercept_bits, calibration.slope], [[variance, covariance], [covariance, of_slope]], _DRAWS
    )
    binned, at = np.unique(np.round(np.clip(bits, -_MOST_BITS, _MOST_BITS) / _BINS) * _BINS, return_inverse=True)
    n_linked = np.bincount(at, weights=is_linked, minlength=len(binned))
    n_all = np.bincount(at, minlength=len(binned))
    share = 1.0 / (1.0 + np.exp2(-(drawn[:, :1] + drawn[:, 1:] * binned[None, :])))
    right = share @ n_linked
    precision = right / max(float(n_linked.sum()), 1.0)
    lost = np.maximum(n_lost * (1.0 + _RELATIVE_ERROR * rng.standard_normal(_DRAWS)), 0.0)
    recall = right / np.maximum(share @ n_all + lost, 1e-9)
    error = calibration.reviewer_error
    checked = (
        f"{calibration.n_twice:,} of them judged twice, error of a judgement about {error:.1%}"
        if error is not None
        else "none judged twice, so that judgements are taken as right"
    )
    return (
        f"calibrated on {calibration.n_labels:,} pairs of a clerical sample ({checked}): log2 odds x became "
        f"{calibration.intercept_bits:+.2f} + {calibration.slope:.2f} x",
        f"best linkage, estimated from that: precision {_say(precision)}, recall {_say(recall)}",
    )


def _say(values: Floats) -> str:
    low, middle, high = np.quantile(values, [0.025, 0.5, 0.975], method="inverted_cdf")
    return f"{middle:.3f} (95 %: {low:.3f} to {high:.3f})"
