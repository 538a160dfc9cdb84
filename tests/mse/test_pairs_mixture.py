import numpy as np
import pytest
from scipy.stats import multivariate_t

from accounted.mse.pairs_mixture import fit_mixture

GUESS = np.eye(3)


def _log_density(parts, points: np.ndarray) -> np.ndarray:
    logs = [np.log(p.share) + multivariate_t(p.centre, p.root @ p.root.T, df=6).logpdf(points) for p in parts]
    return np.logaddexp.reduce(logs, axis=0)


def _two_clouds(n: int, seed: int) -> np.ndarray:
    """A third of the points thin and turned, the others round and far away."""
    rng = np.random.default_rng(seed)
    thin = rng.normal(size=(n // 3, 3)) @ np.array([[2.0, 2.0, 0.0], [0.0, 0.05, 0.0], [0.0, 0.0, 0.3]])
    return np.concatenate([thin, rng.normal(8.0, 1.0, (n - n // 3, 3))])


def test_parts_lie_where_the_points_do():
    points = _two_clouds(3_000, 1)
    parts = fit_mixture(points, np.full(3_000, 1 / 3_000), 3_000.0, GUESS)
    assert sum(p.share for p in parts) == pytest.approx(1.0)
    thin = [p for p in parts if p.centre.mean() < 4.0]
    assert sum(p.share for p in thin) == pytest.approx(1 / 3, abs=0.02)
    assert all(np.array_equal(p.root, np.tril(p.root)) and (np.diag(p.root) > 0.0).all() for p in parts)


def test_a_thin_cloud_gets_thin_parts_and_fresh_points_are_likely():
    points, fresh = _two_clouds(3_000, 1), _two_clouds(3_000, 2)
    many = fit_mixture(points, np.full(3_000, 1 / 3_000), 3_000.0, GUESS)
    one = fit_mixture(points, np.full(3_000, 1 / 3_000), 20.0, GUESS)
    assert len(one) == 1
    assert _log_density(many, fresh).mean() > _log_density(one, fresh).mean() + 1.0
    # As likely as under the two clouds themselves, nearly.
    thin = np.array([[2.0, 2.0, 0.0], [0.0, 0.05, 0.0], [0.0, 0.0, 0.3]])
    truth = [(1 / 3, np.zeros(3), thin.T @ thin), (2 / 3, np.full(3, 8.0), np.eye(3))]
    best = np.logaddexp.reduce([np.log(w) + multivariate_t(m, c, df=60).logpdf(fresh) for w, m, c in truth], axis=0)
    assert _log_density(many, fresh).mean() > best.mean() - 0.15


def test_weights_count():
    points = _two_clouds(3_000, 1)
    weights = np.where(points.mean(axis=1) < 4.0, 1.0, 0.0)
    parts = fit_mixture(points, weights / weights.sum(), 1_000.0, GUESS)
    assert all(p.centre.mean() < 4.0 for p in parts)


def test_many_points_are_thinned_by_weight():
    points = _two_clouds(30_000, 1)
    parts = fit_mixture(points, np.full(30_000, 1 / 30_000), 30_000.0, GUESS)
    assert sum(p.share for p in parts if p.centre.mean() < 4.0) == pytest.approx(1 / 3, abs=0.02)


@pytest.mark.parametrize("n", [1, 3, 40])
def test_few_points_all_alike_fall_back_on_the_guess(n):
    parts = fit_mixture(np.ones((n, 3)), np.full(n, 1 / n), float(n), GUESS)
    assert len(parts) == 1
    assert parts[0].centre == pytest.approx(np.ones(3))
    assert np.isfinite(parts[0].root).all()
    assert (np.diag(parts[0].root) > 0.0).all()
