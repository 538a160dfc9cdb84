import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import kstest, logistic
from scipy.stats import t as student_t

from accounted.mse.pairs_prior import (
    DEFAULT,
    PRIORS,
    PairsPrior,
    Structure,
    _grid,
    draw_prior,
    implied_ratio,
    log_prior_of,
)

KINDS = (1, 2, 3, 0)
PLAIN, EIGHT = Structure(2, (), is_plain=True), np.ones(8)
STRUCTURES = [Structure(1), Structure(2, ((0, 1),)), Structure(3), Structure(0, ((0, 2),))]
NARROW = PairsPrior("narrow", "made up", centre_spread=0.8, class_spread=0.5, pair_scale=0.5, continuous_spread=0.4)


@pytest.mark.parametrize("apart", [0.01, 0.3, 1.0, 5.0])
@pytest.mark.parametrize("n_classes", [1, 2, 3])
def test_summing_the_spreads_out_gives_the_prior_of_the_logits(n_classes, apart):
    """Against the normal densities with every combination of spreads, written out as matrices.

    Where logits lie far apart the narrow steps of the grid are left out, and nothing is lost.
    """
    n_lists = 3
    n = n_lists * n_classes
    theta = np.random.default_rng(2).normal(-1.0, apart, n)
    total = 0.0
    keep = np.linalg.qr(np.column_stack([np.ones(n), np.eye(n)[:, 1:]]))[0][:, 1:].T
    for of_list, log_a in _grid(DEFAULT.list_spread):
        for of_class, log_b in _grid(DEFAULT.class_spread) if n_classes > 1 else ((0.0, 0.0),):
            for mixed, log_c in _grid(DEFAULT.mixed_spread):
                by_list = np.kron(np.ones((n_classes, n_classes)), np.eye(n_lists)) * of_list
                by_class = np.kron(np.eye(n_classes), np.ones((n_lists, n_lists))) * of_class
                covariance = keep @ (by_list + by_class + mixed * np.eye(n)) @ keep.T
                residual = keep @ theta
                log_density = -0.5 * residual @ np.linalg.solve(covariance, residual)
                log_density -= 0.5 * np.linalg.slogdet(2 * np.pi * covariance)[1]
                total += np.exp(log_a + log_b + log_c + log_density)
    v = np.concatenate([theta, np.zeros(n_classes - 1)])
    # Equal shares under Dirichlet(1, …, 1): (K − 1)! times the product of the shares, on the logit scale.
    expected = np.log(total) + math.lgamma(n_classes) - n_classes * np.log(n_classes)
    expected += student_t.logpdf(theta.mean(), 4, DEFAULT.centre, DEFAULT.centre_spread) - np.log(n) / 2
    assert log_prior_of(Structure(n_classes, (), is_plain=True), DEFAULT, np.ones(2**n_lists), v[None])[
        0
    ] == pytest.approx(expected, abs=1e-9)


def test_the_grid_of_a_spread_is_the_half_t_distribution_in_steps():
    variances, logs = np.array(_grid(0.7)).T
    assert np.exp(logs).sum() == pytest.approx(1.0)
    spreads = np.sqrt(variances)
    edges = np.sqrt(spreads[1:] * spreads[:-1])
    assert np.cumsum(np.exp(logs))[:-1] == pytest.approx(2.0 * student_t.cdf(edges / 0.7, 4) - 1.0)


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("prior", [NARROW, *PRIORS[:2]], ids=lambda p: p.name)
def test_draws_of_the_prior_have_its_density(structure, prior):
    """The mean ratio of a narrower prior's density to its own, over its own draws, is 1."""
    points = draw_prior(structure, prior, EIGHT, 40_000, np.random.default_rng(5))
    assert points.shape == (40_000, structure.count_parameters(3))
    target = replace(prior, centre_spread=0.9 * prior.centre_spread, class_spread=0.9 * prior.class_spread,
                     pair_scale=0.9 * prior.pair_scale, continuous_spread=0.9 * prior.continuous_spread)  # fmt: skip
    ratio = np.exp(log_prior_of(structure, target, EIGHT, points) - log_prior_of(structure, prior, EIGHT, points))
    assert ratio.std() > 0.01
    assert ratio.mean() == pytest.approx(1.0, abs=4 * ratio.std() / 200)


def test_draws_of_the_prior_are_spread_as_it_says():
    rng = np.random.default_rng(1)
    classes = draw_prior(Structure(2, ((0, 1),), is_plain=True), DEFAULT, np.ones(16), 20_000, rng)
    centre = classes[:, :8].mean(axis=1)
    assert kstest(centre, student_t(4, DEFAULT.centre, DEFAULT.centre_spread).cdf).pvalue > 1e-3
    # Dirichlet(1, 1): the share of a class is uniform.
    assert kstest(expit(classes[:, 8]), "uniform").pvalue > 1e-3
    assert kstest(classes[:, 9], logistic(0.0, DEFAULT.pair_scale).cdf).pvalue > 1e-3
    steps = draw_prior(Structure(0), DEFAULT, np.ones(16), 20_000, rng)
    spread = np.exp(steps[:, 4]) / DEFAULT.continuous_spread
    assert kstest(spread, lambda x: 2.0 * student_t.cdf(x, 4) - 1.0).pvalue > 1e-3


def _mass(structure: Structure, n_lists: int, place: int, values: np.ndarray) -> float:
    """The prior's mass along one parameter whose density does not hang on the others, up to a constant of theirs."""
    points = np.zeros((len(values), structure.count_parameters(n_lists)))
    points[:, place] = values
    return float(np.trapezoid(np.exp(log_prior_of(structure, DEFAULT, np.ones(2**n_lists), points)), values))


def test_pair_terms_and_shares_have_densities_that_add_up_to_one():
    alone = float(np.exp(log_prior_of(Structure(1), DEFAULT, EIGHT, np.zeros((1, 3)))[0]))
    assert _mass(Structure(1, ((0, 1),)), 3, 3, np.linspace(-30, 30, 20_001)) == pytest.approx(alone, rel=1e-6)
    # Two classes of equal logits: the density of the rates, with 1/4 for equal shares.
    two = float(np.exp(log_prior_of(PLAIN, DEFAULT, EIGHT, np.zeros((1, 7)))[0])) / 0.25
    assert _mass(PLAIN, 3, 6, np.linspace(-40, 40, 20_001)) == pytest.approx(two, rel=1e-6)


@pytest.mark.parametrize("farthest", [5.0, 30.0])
def test_the_spread_without_steps_has_a_density_that_adds_up_to_one(farthest):
    alone = float(np.exp(log_prior_of(Structure(1), DEFAULT, EIGHT, np.zeros((1, 3)))[0]))
    mass = _mass(Structure(0), 3, 3, np.linspace(-15.0, farthest, 40_001))
    assert mass == pytest.approx(alone, rel=1e-3)


@pytest.mark.parametrize(("n_lists", "n_forced"), [(2, 0), (3, 0), (3, 1), (4, 0), (4, 2), (3, 3)])
@pytest.mark.parametrize("prior", PRIORS, ids=lambda p: p.name)
def test_the_chances_of_all_structures_add_up_to_one(prior, n_lists, n_forced):
    pairs = list(itertools.combinations(range(n_lists), 2))
    forced, free = pairs[:n_forced], pairs[n_forced:]
    total = sum(
        math.exp(prior.log_chance(Structure(kind, (*forced, *chosen)), len(pairs), n_forced))
        for kind in KINDS
        for size in range(len(free) + 1)
        for chosen in itertools.combinations(free, size)
    )
    assert total == pytest.approx(1.0)


def test_half_the_chance_is_on_no_pair_whatever_the_number_of_lists():
    for n_lists in (3, 4, 7):
        n_pairs = n_lists * (n_lists - 1) // 2
        none = sum(math.exp(DEFAULT.log_chance(Structure(kind), n_pairs, 0)) for kind in KINDS)
        assert none == pytest.approx(0.5)


def test_a_prior_that_hides_people_implies_more_of_them():
    default, hidden = (implied_ratio(p, 4) for p in (DEFAULT, replace(DEFAULT, centre=DEFAULT.centre - 1.0)))
    assert all(low < high for low, high in zip(default, hidden, strict=True))


def test_more_lists_imply_fewer_people_on_none():
    three, six = implied_ratio(DEFAULT, 3), implied_ratio(DEFAULT, 6)
    assert all(1.0 <= few < many for few, many in zip(six, three, strict=True))


def test_priors_have_names_of_their_own_and_the_default_comes_first():
    assert PRIORS[0] is DEFAULT
    assert len({p.name for p in PRIORS}) == len(PRIORS) >= 3
    assert all(sum(p.chances) == pytest.approx(1.0) for p in PRIORS)
