from __future__ import annotations

import numpy as np
import pytest

from accounted.linkage.levels import COMPARISONS, choose_comparisons
from accounted.linkage.parameters import PairCounts, learn


def test_known_parameters_are_recovered():
    """Pairs are drawn from a model with known m, u and λ over three fields."""
    comparisons = choose_comparisons(("name", "born", "sex"))
    generator = np.random.default_rng(1)
    m = [generator.dirichlet(np.array([level.m for level in c.levels[::-1]]) * 60 + 0.5) for c in comparisons]
    u = [generator.dirichlet(np.array([level.u for level in c.levels[::-1]]) * 60 + 0.5) for c in comparisons]
    m[0] = np.where(np.arange(10) < 3, 0.003, m[0])
    m[0] /= m[0].sum()
    n, n_matches = 400_000, 4_000
    drawn = [
        np.concatenate([generator.choice(len(a), n_matches, p=a), generator.choice(len(b), n - n_matches, p=b)])
        for a, b in zip(m, u, strict=True)
    ]
    patterns, counts = np.unique(np.stack(drawn, axis=1), axis=0, return_counts=True)
    model = learn(comparisons, PairCounts(patterns, counts.astype(float)))
    assert model.n_expected == pytest.approx(n_matches, rel=0.08)
    for learnt, true in zip((*model.m, *model.u), (*m, *u), strict=True):
        assert np.abs(np.array(learnt) - true).max() < 0.03


def test_strangers_of_one_massacre_are_no_matches():
    """Many pairs share day and place but not the name: they must not become a class of matches."""
    comparisons = choose_comparisons(("name", "died", "place"))
    best = [len(c.levels) - 1 for c in comparisons]
    patterns = np.array([[0, best[1], best[2]], [0, 0, 0], best])
    model = learn(comparisons, PairCounts(patterns, np.array([20_000.0, 480_000.0, 300.0])))
    bits = model.pattern_bits(patterns)
    assert bits[0] < 0 < bits[2]
    assert model.n_expected < 1_000


def test_what_is_expected_before_seeing_data_adds_up():
    for comparison in COMPARISONS:
        assert sum(level.m for level in comparison.levels) == pytest.approx(1)
        assert sum(level.u for level in comparison.levels) == pytest.approx(1)
        assert comparison.levels[0].supports
        assert not comparison.levels[-1].condition


def test_an_unknown_field_says_nothing():
    comparisons = choose_comparisons(("name", "sex"))
    model = learn(comparisons, PairCounts(np.array([[9, -1], [0, 1]]), np.array([5.0, 50.0])))
    with_sex, without = model.pattern_bits(np.array([[9, 1], [9, -1]]))
    assert with_sex - without == pytest.approx(model.level_bits[1][1])
