from __future__ import annotations

import numpy as np
import pytest

from accounted.linkage.learning import draw_model, learn
from accounted.linkage.levels import COMPARISONS, choose_comparisons
from accounted.linkage.parameters import PairCounts, expect_matches


def test_known_parameters_are_recovered():
    """Pairs are drawn from a model with known m, u and λ over three fields."""
    comparisons = choose_comparisons(("name", "born", "sex"))
    generator = np.random.default_rng(1)
    m = [generator.dirichlet(np.array([level.m for level in c.levels[::-1]]) * 60 + 0.5) for c in comparisons]
    u = [generator.dirichlet(np.array([level.u for level in c.levels[::-1]]) * 60 + 0.5) for c in comparisons]
    m[0] = np.where([level.supports for level in comparisons[0].levels[::-1]], m[0], 0.003)
    m[0] /= m[0].sum()
    n, n_matches = 400_000, 4_000
    drawn = [
        np.concatenate([generator.choice(len(a), n_matches, p=a), generator.choice(len(b), n - n_matches, p=b)])
        for a, b in zip(m, u, strict=True)
    ]
    patterns, counts = np.unique(np.stack(drawn, axis=1), axis=0, return_counts=True)
    model = learn(comparisons, PairCounts.of(patterns, counts.astype(float)))
    assert model.n_expected == pytest.approx(n_matches, rel=0.08)
    for learnt, true in zip((*model.m, *model.u), (*m, *u), strict=True):
        assert np.abs(np.array(learnt) - true).max() < 0.03


def test_where_most_names_are_misspelt_many_have_lost_all_they_shared():
    """With s = .6 of the matches misspelt, .315 s² = 11 % are at levels that cannot speak for a match."""
    comparisons = choose_comparisons(("name", "born", "died", "place"))
    rng = np.random.default_rng(5)
    levels = comparisons[0].levels[::-1]
    lost = np.array([level.lost for level in levels]) * 0.6**2
    slips = np.array([level.m * (level.supports and not level.whole) for level in levels])
    whole = np.array([level.m * level.whole for level in levels])
    of_names = lost + 0.6 * slips / slips.sum() + (0.4 - lost.sum()) * whole / whole.sum()
    m = [of_names, *(np.array([level.m for level in c.levels[::-1]]) for c in comparisons[1:])]
    u = [np.array([level.u for level in c.levels[::-1]]) for c in comparisons]
    n, n_matches = 400_000, 3_000
    drawn = [
        np.concatenate([rng.choice(len(a), n_matches, p=a), rng.choice(len(b), n - n_matches, p=b)])
        for a, b in zip(m, u, strict=True)
    ]
    patterns, counts = np.unique(np.stack(drawn, axis=1), axis=0, return_counts=True)
    model = learn(comparisons, PairCounts.of(patterns, counts.astype(float)))
    weak = sum(share for share, level in zip(model.m[0], levels, strict=True) if not level.supports)
    assert weak == pytest.approx(lost.sum(), abs=0.02)
    assert model.n_expected == pytest.approx(n_matches, rel=0.03)


def test_strangers_of_one_massacre_are_no_matches():
    """Many pairs share day and place but not the name: they must not become a class of matches."""
    comparisons = choose_comparisons(("name", "died", "place"))
    best = [len(c.levels) - 1 for c in comparisons]
    patterns = np.array([[0, best[1], best[2]], [0, 0, 0], best])
    model = learn(comparisons, PairCounts.of(patterns, np.array([20_000.0, 480_000.0, 300.0])))
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
    model = learn(comparisons, PairCounts.of(np.array([[9, -1], [0, 1]]), np.array([5.0, 50.0])))
    with_sex, without = model.pattern_bits(np.array([[9, 1], [9, -1]]))
    assert with_sex - without == pytest.approx(model.level_bits[1][1])


def test_drawn_parameters_scatter_around_those_learnt():
    comparisons = choose_comparisons(("name", "died", "place"))
    best = [len(c.levels) - 1 for c in comparisons]
    patterns = np.array([[0, best[1], 0], [0, 0, 0], best, [best[0], 0, best[2]]])
    pairs = PairCounts.of(patterns, np.array([2_000.0, 48_000.0, 300.0, 40.0]))
    model = learn(comparisons, pairs)
    rng = np.random.default_rng(3)
    drawn = [draw_model(model, pairs, rng) for _ in range(40)]
    expected = [m.n_expected for m in drawn]
    assert np.mean(expected) == pytest.approx(model.n_expected, rel=0.05)
    assert 5.0 < np.std(expected) < 60.0
    assert all(sum(shares) == pytest.approx(1.0) for m in drawn for shares in (*m.m, *m.u))


def test_matches_are_expected_where_they_were_not_compared_one_by_one():
    comparisons = choose_comparisons(("name", "died", "place"))
    best = [len(c.levels) - 1 for c in comparisons]
    patterns = np.array([[0, 0, 0], best, best])
    pairs = PairCounts(patterns, np.array([50_000.0, 300.0, 60.0]), np.array([1.0, 1.0, 12.0]), np.zeros(3, np.int64))
    model = learn(comparisons, pairs)
    lost = expect_matches(model, pairs.without(np.array([best] * 300)))
    assert lost.mean == pytest.approx(60.0, rel=0.05)
    assert lost.variance == pytest.approx(11.0 * lost.mean, rel=0.05)
    draws = [lost.draw(np.random.default_rng(n)) for n in range(400)]
    assert np.mean(draws) == pytest.approx(60.0, rel=0.08)
