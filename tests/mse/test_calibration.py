"""The default's interval on made-up tables whose truth is known. The full measurement is `python -m benchmarks.mse`."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from accounted.mse import CaptureTable, Estimate, estimate

Captured = NDArray[np.bool_]


def _independent(rng: np.random.Generator) -> Captured:
    return rng.random((500, 4)) < rng.uniform(0.2, 0.4, 4)


def _two_classes(rng: np.random.Generator) -> Captured:
    rates = np.where((rng.random(1_200) < 0.5)[:, None], rng.uniform(0.15, 0.25, 4), rng.uniform(0.45, 0.6, 4))
    return rng.random((1_200, 4)) < rates


def _referral(rng: np.random.Generator) -> Captured:
    captured = rng.random((900, 4)) < rng.uniform(0.25, 0.4, 4)
    captured[:, 1] |= captured[:, 0] & (rng.random(900) < 0.4)
    return captured


FAMILIES: dict[str, Callable[[np.random.Generator], Captured]] = {
    "independent lists": _independent,
    "easy and hard to find": _two_classes,
    "one list refers to another": _referral,
}
SEEDS = (1, 2)


def _draw(family: str, seed: int) -> tuple[CaptureTable, int]:
    captured = FAMILIES[family](np.random.default_rng([seed, len(family)]))
    histories, counts = np.unique(captured[captured.any(axis=1)].astype(int), axis=0, return_counts=True)
    cells = {tuple(h): n for h, n in zip(histories.tolist(), counts.tolist(), strict=True)}
    return CaptureTable.of("ABCD", cells), len(captured)


@pytest.fixture(scope="module")
def answers() -> list[tuple[str, Estimate, int]]:
    found = []
    for family in FAMILIES:
        for seed in SEEDS:
            table, truth = _draw(family, seed)
            (answer,) = estimate(table).strata
            assert isinstance(answer, Estimate), answer
            found.append((family, answer, truth))
    return found


def test_intervals_hold_the_truth(answers):
    # Of six 95 % intervals five or more hold the truth with probability .97.
    missed = [(f, a.lower, a.upper, n) for f, a, n in answers if not a.lower <= n <= a.upper]
    assert len(missed) <= 1, missed


def test_points_are_near_and_intervals_say_something(answers):
    for family, answer, _ in answers:
        assert answer.lower <= answer.point <= answer.upper, family
        assert answer.lower < answer.upper < 3.0 * answer.lower, (family, answer.lower, answer.upper)
    assert float(np.median([abs(math.log(a.point / n)) for _, a, n in answers])) <= 0.08
