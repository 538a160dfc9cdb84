from dataclasses import replace

import numpy as np
import pytest

from accounted.model.capture import CaptureTable
from accounted.model.errors import UsageError
from accounted.mse import AverageOptions, PairsPrior, estimate, estimate_under_priors
from accounted.mse import sample_latent_class_pairs as sample
from accounted.mse.convergence import Convergence
from accounted.mse.latent_class_pairs import (
    PairsRun,
    continue_pairs,
    find_rivals,
    find_thin_priors,
    lay_out,
    weigh_priors,
    why_not_pairs,
)
from accounted.mse.pairs_average import Average, Weighed
from accounted.mse.pairs_prior import DEFAULT, PRIORS, Structure

ONE = np.random.SeedSequence(1)


@pytest.mark.parametrize(("n_lists", "truth"), [(3, 900), (4, 900)])
def test_recovers_independent_lists(draw_independent, n_lists, truth):
    run = sample(draw_independent(4, truth, [0.4, 0.35, 0.3, 0.3][:n_lists]), ONE)
    low, high = np.quantile(run.draws, [0.025, 0.975])
    assert low < truth < high < 1.5 * truth
    assert run.convergence.is_reached(1.01, 1_000)
    assert run.average.error < 0.02


def _draw(seed: int, rates: np.ndarray) -> CaptureTable:
    """One row of rates per person, one column per list."""
    on = np.random.default_rng(seed).random(rates.shape) < rates
    histories, counts = np.unique(on.astype(int), axis=0, return_counts=True)
    cells = {tuple(h.tolist()): int(n) for h, n in zip(histories, counts, strict=True) if h.any()}
    return CaptureTable.of("ABCDE"[: rates.shape[1]], cells)


def test_people_who_are_hard_to_find_are_not_lost():
    """Two classes, where independent rates see about 4,300 and a model without classes stops far short of 8,000."""
    easy = np.random.default_rng(6).random(8_000) < 0.35
    run = sample(_draw(5, np.where(easy[:, None], 0.45, 0.1) * np.ones(4)), np.random.SeedSequence(2))
    low, high = np.quantile(run.draws, [0.025, 0.975])
    assert low < 8_000 < high
    assert sum(w.weight for w in run.average.weights if w.structure.n_classes != 1) > 0.9


def test_a_list_that_refers_is_found_out():
    rng = np.random.default_rng(3)
    on = rng.random((3_000, 4)) < 0.25
    on[:, 1] |= on[:, 0] & (rng.random(3_000) < 0.5)
    histories, counts = np.unique(on.astype(int), axis=0, return_counts=True)
    table = CaptureTable.of(
        "ABCD", {tuple(h.tolist()): int(n) for h, n in zip(histories, counts, strict=True) if h.any()}
    )
    run = sample(table, ONE)
    assert sum(w.weight for w in run.average.weights if (0, 1) in w.structure.pairs) > 0.95
    low, high = np.quantile(run.draws, [0.025, 0.975])
    assert low < 3_000 < high


def test_the_seed_decides_and_nothing_else(velmar):
    one, same, other = (sample(velmar, np.random.SeedSequence(s)) for s in (1, 1, 2))
    assert np.array_equal(one.draws, same.draws)
    assert not np.array_equal(one.draws, other.draws)


def test_cells_are_laid_out_by_number(velmar):
    """List j counts 2^j."""
    problem = lay_out(velmar)
    assert problem.counts.tolist() == [0, 41, 36, 9, 30, 11, 8, 3]
    turned = CaptureTable.of(velmar.lists, reversed(velmar.cells), impossible=(), dependent=[("Cato", "Almen")])
    assert lay_out(turned).counts.tolist() == problem.counts.tolist()
    assert lay_out(turned).forced == ((0, 2),)


def test_the_order_of_rows_changes_no_byte(velmar):  # P17
    one = sample(velmar, np.random.SeedSequence(3))
    turned = sample(CaptureTable.of(velmar.lists, list(reversed(velmar.cells))), np.random.SeedSequence(3))
    assert one.draws.tobytes() == turned.draws.tobytes()
    assert one.convergence == turned.convergence


def test_an_impossible_history_is_not_a_zero():
    """List B takes all of A: with A and not B impossible, A alone says nothing against B finding everybody."""
    counts = {(0, 1, 0): 200, (1, 1, 0): 80, (0, 0, 1): 60, (0, 1, 1): 40, (1, 1, 1): 20}
    table = CaptureTable.of("ABC", counts, impossible=[(1, 0, 0), (1, 0, 1)])
    assert lay_out(table).possible.tolist() == [1, 0, 1, 1, 1, 0, 1, 1]
    told, untold = (np.median(sample(t, ONE).draws) for t in (table, CaptureTable.of("ABC", counts)))
    assert told > table.n_observed
    assert abs(np.log(told / untold)) > 0.05


def test_a_declared_pair_always_has_its_term(velmar):
    table = CaptureTable.of(velmar.lists, velmar.cells, dependent=[("Almen", "Brook")])
    run = sample(table, ONE)
    assert all((0, 1) in weighed.structure.pairs for weighed in run.average.weights)
    # Declaring a dependence that the lists do not show costs certainty.
    free = sample(velmar, ONE)
    assert np.std(np.log(run.draws)) > np.std(np.log(free.draws))


def test_draws_from_a_table_much_alike(velmar):
    run = sample(velmar, ONE)
    again = continue_pairs(velmar, run, np.random.SeedSequence(9))
    assert again is not None
    assert np.median(again.draws) == pytest.approx(np.median(run.draws), rel=0.05)


def test_draws_weighed_for_another_prior_are_those_of_that_prior(draw_independent):
    table = draw_independent(2, 500, [0.4, 0.35, 0.3, 0.3])
    run = sample(table, ONE)
    other = PairsPrior("other", "made up", pair_scale=1.0, centre_spread=0.8, chances=(0.5, 0.3, 0.1, 0.1))
    weighed = estimate_under_priors(run, 0.95, (DEFAULT, other))[1]
    direct = np.quantile(sample(table, ONE, other).draws, [0.5, 0.025, 0.975])
    assert np.log([weighed.point, weighed.lower, weighed.upper]) == pytest.approx(np.log(direct), abs=0.04)


def test_other_chances_of_structures_weigh_the_draws_by_their_ratio(draw_independent):
    run = sample(draw_independent(2, 900, [0.4, 0.35, 0.3, 0.3]), ONE)
    other = PairsPrior("other", "made up", chances=(0.05, 0.6, 0.3, 0.05))
    ratios = [b / a for a, b in zip(DEFAULT.chances, other.chances, strict=True)]
    by_structure = np.array([ratios[w.structure.n_classes - 1] for w in run.average.weights])
    expected = by_structure[run.average.structures.ravel()]
    (_, weights) = weigh_priors(run, (other,))[1]
    assert weights / weights.sum() == pytest.approx(expected / expected.sum(), rel=1e-9)
    order = np.argsort(run.draws.ravel())
    place = np.cumsum(expected[order]) / expected.sum()
    below, above = run.draws.ravel()[order][np.searchsorted(place, 0.975) + np.array([-1, 1])]
    own, weighed = estimate_under_priors(run, 0.95, (DEFAULT, other))
    assert below - 1 <= weighed.upper <= above + 1
    assert weighed.upper > own.upper + 5


def test_the_draws_answer_their_own_prior_exactly(velmar):
    run = sample(velmar, ONE)
    own = estimate_under_priors(run, 0.95)[0]
    assert own.point == pytest.approx(np.median(run.draws), abs=1)
    assert own.lower == pytest.approx(np.quantile(run.draws, 0.025), abs=1)
    assert own.upper == pytest.approx(np.quantile(run.draws, 0.975), abs=1)


def test_several_priors_are_shown(velmar):
    (answer,) = estimate(velmar).strata
    assert [p.name for p in answer.priors] == [p.name for p in PRIORS]
    assert len(answer.priors) >= 3
    assert (answer.priors[0].point, answer.priors[0].upper) == pytest.approx((answer.point, answer.upper), rel=0.01)
    for prior in answer.priors:
        assert velmar.n_observed <= prior.lower <= prior.point <= prior.upper
        assert 1.0 <= prior.implied[0] <= prior.implied[1] <= prior.implied[2]
    assert answer.lower <= answer.lower_80 <= answer.point <= answer.upper_80 <= answer.upper


def test_a_prior_that_few_draws_meet_is_said_to_rest_on_few(draw_independent):
    run = sample(draw_independent(4, 900, [0.4, 0.35, 0.3, 0.3]), ONE)
    assert find_thin_priors(weigh_priors(run, [DEFAULT])) == ()
    sharp = replace(DEFAULT, name="sharp", centre=-0.75, centre_spread=1e-5)
    (warning,) = find_thin_priors(weigh_priors(run, [DEFAULT, sharp]))
    assert "'sharp' rests on about" in warning


def test_rivals_are_structures_whose_ranges_do_not_meet(velmar, draw_independent):
    assert find_rivals(sample(draw_independent(2, 500, [0.4, 0.35, 0.3, 0.3]), ONE), 0.95) == ()
    low, high = find_rivals(sample(velmar, ONE), 0.05)
    assert low.upper < high.lower
    assert min(low.share, high.share) >= 0.1
    assert (low.kind, high.kind) == ("explanations", "explanations")


def _run_of(*ranges: tuple[float, float, float]):
    """A run by hand of structures with ranges of N and weights, drawn evenly over each range."""
    drawn = [np.linspace(low, high, round(4_000 * weight)) for low, high, weight in ranges]
    structures = [Structure(1), Structure(2), Structure(3), Structure(0)][: len(ranges)]
    weights = [Weighed(s, weight, n) for s, (_, _, weight), n in zip(structures, ranges, drawn, strict=True)]
    average = Average(
        n_people=np.concatenate(drawn)[None],
        structures=np.repeat(np.arange(len(drawn)), [len(d) for d in drawn])[None],
        points=(),
        weights=tuple(weights),
        convergence=Convergence(1.0, 1_000.0),
        error=0.01,
        n_rounds=1,
        log_evidence=0.0,
        truncated=0.0,
    )
    return PairsRun(DEFAULT, lay_out(CaptureTable.of("ABC", {(1, 0, 0): 4})), (), average)


@pytest.mark.parametrize("narrow", [(1_000.0, 1_010.0), (1_990.0, 2_000.0)])
def test_a_narrow_explanation_stands_on_one_side_only(narrow):
    """Its range is shorter than what ends are known to, so it lies both below and above numbers inside of it."""
    low, high = find_rivals(_run_of((900.0, 1_000.0, 0.5), (2_000.0, 2_500.0, 0.49), (*narrow, 0.01)), 0.95)
    assert low.upper < high.lower
    assert low.share + high.share == pytest.approx(1.0)


def test_ranges_that_hardly_overlap_end_in_the_middle():
    """Of the first 97.5 % lie below 2,033, of the second 2.5 % below 2,011."""
    low, high = find_rivals(_run_of((1_000.0, 2_060.0, 0.5), (1_960.0, 4_000.0, 0.5)), 0.95)
    assert (low.lower, high.upper) == pytest.approx((1_026.5, 3_949.0), rel=1e-3)
    assert low.upper == pytest.approx(2_022.0, rel=1e-3)
    assert high.lower == low.upper + 1.0
    assert find_rivals(_run_of((1_000.0, 2_150.0, 0.5), (1_960.0, 4_000.0, 0.5)), 0.95) == ()


def test_narrow_ranges_that_overlap_are_no_rivals():
    assert find_rivals(_run_of((1_000.0, 1_012.0, 0.5), (1_004.0, 1_016.0, 0.5)), 0.95) == ()


def test_what_cannot_be_run_is_refused_with_the_reason():
    with pytest.raises(UsageError, match="2 to 10 lists"):
        sample(CaptureTable.of([f"list {j}" for j in range(12)], {(1,) * 12: 3}), ONE)
    with pytest.raises(UsageError, match="nobody"):
        sample(CaptureTable.of("ABC", {}), ONE)
    pairs = [("A", "B"), ("A", "C"), ("B", "C")]
    table = CaptureTable.of("ABC", {(1, 0, 0): 4, (0, 1, 1): 3}, impossible=[(1, 1, 1)], dependent=pairs)
    assert "more dependences" in why_not_pairs(table)
    short = replace(AverageOptions(), most_rounds=1)
    all_pairs = CaptureTable.of("ABC", {(1, 0, 0): 40, (0, 1, 1): 9, (1, 1, 0): 8, (0, 0, 1): 30}, dependent=pairs)
    assert np.isfinite(sample(all_pairs, ONE, options=short).draws).all()
