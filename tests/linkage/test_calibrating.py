"""Calibration by a clerical sample: known corrections are found again, with reviewers who err and who do not."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.linkage import FEWEST_LABELS, calibrate, link_records, undo_correction
from accounted.linkage.calibrating import correct, estimate_share, reviewer_error
from accounted.model.ids import IdMaker
from accounted.model.linkage import Calibration, Label

LISTS = ("North", "South", "East")


def _judged(n, intercept, slope, error, seed, twice=0.5):
    """Pairs whose true odds are intercept + slope · forecast, judged by reviewers who err."""
    rng = random.Random(seed)
    labels = []
    for _ in range(n):
        x = rng.uniform(-9, 9)
        is_match = rng.random() < 1 / (1 + 2 ** -(intercept + slope * x))
        said = [is_match if rng.random() >= error else not is_match for _ in range(2 if rng.random() < twice else 1)]
        labels.append(Label(x, 0.5, sum(said), len(said) - sum(said)))
    return labels


@pytest.mark.parametrize("error", [0.0, 0.05])
@pytest.mark.parametrize(("intercept", "slope"), [(0.0, 1.0), (-2.0, 0.7), (1.5, 1.3), (0.0, 0.4)])
def test_the_true_correction_is_found_again_and_tenths_of_probability_are_right(intercept, slope, error):
    found = calibrate(_judged(800, intercept, slope, error, seed=3))
    assert abs(found.intercept_bits - intercept) < 3 * found.covariance[0] ** 0.5
    assert abs(found.slope - slope) < 3 * found.covariance[2] ** 0.5
    x = np.linspace(-9, 9, 2_000)
    told, true = (1 / (1 + np.exp2(-bits)) for bits in (correct(found, x), intercept + slope * x))
    for tenth in range(10):
        at = (told * 10).astype(int) == tenth
        assert abs(told[at].mean() - true[at].mean()) < 0.05
    assert found.reviewer_error == pytest.approx(error, abs=0.025)


def test_few_labels_change_little_and_too_few_nothing():
    few = _judged(FEWEST_LABELS, 3.0, 1.0, 0.0, seed=1)
    many = _judged(600, 3.0, 1.0, 0.0, seed=1)
    assert 0.0 < calibrate(few).intercept_bits < calibrate(many).intercept_bits + 0.5
    assert calibrate(few).covariance[0] > 3 * calibrate(many).covariance[0]
    assert calibrate(few[:-1]) is None
    assert calibrate([Label(0.0, 1.0, 0, 0)] * 50) is None, "who is unsure says nothing"


def test_error_is_not_told_when_nobody_looked_twice():
    assert reviewer_error(_judged(50, 0.0, 1.0, 0.1, seed=2, twice=0.0)) is None
    assert calibrate(_judged(50, 0.0, 1.0, 0.1, seed=2, twice=0.0)).reviewer_error is None


@given(st.floats(-30, 30), st.floats(-4, 4), st.floats(0.2, 2.4))
def test_a_correction_is_monotone_and_can_be_undone(bits, intercept, slope):
    made = Calibration(intercept, slope, (0.0, 0.0, 0.0), 50, None, 0)
    corrected = float(correct(made, np.array([bits]))[0])
    assert undo_correction(made, corrected) == pytest.approx(bits, abs=1e-6)
    assert float(correct(made, np.array([bits + 0.5]))[0]) > corrected


@pytest.mark.parametrize("error", [0.0, 0.05])
def test_shares_of_a_stratum_hold_the_truth_whatever_was_drawn_more(error):
    rng, hits = random.Random(7), 0
    for _ in range(200):
        labels = []
        for share, inclusion, n in ((0.1, 0.2, 80), (0.6, 0.8, 80)):
            for _ in range(n):
                truth = rng.random() < share
                said = truth if rng.random() >= error else not truth
                labels.append(Label(0.0, inclusion, int(said), int(not said)))
        true = (0.1 * 400 + 0.6 * 100) / 500
        _, low, high = estimate_share(labels, error)
        hits += low <= true <= high
    assert hits >= 180
    assert estimate_share([], 0.0) is None


def _link(records, **options):
    return link_records(records, deduplicated=LISTS, make_id=IdMaker(b"made-up key"), **options)


def test_calibration_moves_weights_probabilities_clusters_and_draws(made_up):
    made = made_up(150, seed=4, are_hard=True)
    plain = _link(made.records, n_samples=4)
    assert any("not calibrated here" in note for note in plain.notes)
    same = _link(made.records, n_samples=4, calibration=Calibration(0.0, 1.0, (0.1, 0.0, 0.01), 50, None, 0))
    assert (same.clusters, same.comparisons, same.samples) == (plain.clusters, plain.comparisons, plain.samples)
    assert any(note.startswith("calibrated on 50 pairs") for note in same.notes)
    assert not any("not calibrated here" in note for note in same.notes)
    strict = _link(made.records, n_samples=4, calibration=Calibration(-6.0, 1.0, (0.1, 0.0, 0.01), 50, 0.02, 20))
    assert len(strict.clusters) > len(plain.clusters)
    drawn = [np.mean([len(set(draw)) for draw in linkage.samples]) for linkage in (plain, strict)]
    assert drawn[1] > drawn[0]
    was = {(c.left, c.right): c for c in plain.comparisons}
    for c in strict.comparisons:
        before = was[c.left, c.right]
        assert c.match_probability < before.match_probability
        assert c.match_weight == pytest.approx(before.match_weight - 6.0, abs=0.002)
        assert "calibration: -6.0 bits" in c.why
    (quality,) = (note for note in strict.notes if note.startswith("best linkage"))
    assert "precision" in quality
    assert "recall" in quality
