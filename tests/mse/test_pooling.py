import numpy as np
import pytest

from accounted.model.capture import CaptureTable
from accounted.mse import estimate
from accounted.mse.latent_class_pairs import sample_latent_class_pairs
from accounted.mse.pooling import find_rates, pool_strata

LISTS = "ABC"


def _strata(n_strata: int, spread: float, seed: int) -> list[tuple[CaptureTable, int]]:
    """Made-up strata whose capture rates differ by `spread` on the logit scale."""
    rng = np.random.default_rng(seed)
    centre = np.array([-0.6, -0.9, -0.4])
    out = []
    for number in range(n_strata):
        n = int(rng.integers(120, 400))
        rates = 1.0 / (1.0 + np.exp(-(centre + spread * rng.standard_normal(3))))
        on = rng.random((n, 3)) < rates
        histories, counts = np.unique(on[on.any(axis=1)].astype(int), axis=0, return_counts=True)
        cells = {tuple(h): int(c) for h, c in zip(histories.tolist(), counts.tolist(), strict=True)}
        out.append((CaptureTable.of(LISTS, cells, f"month {number + 1:02}"), n))
    return out


@pytest.fixture(scope="module")
def alike():
    drawn = _strata(12, 0.1, 1)
    runs = [sample_latent_class_pairs(t, np.random.SeedSequence([3, i])) for i, (t, _) in enumerate(drawn)]
    return runs, [n for _, n in drawn]


def _log_widths(draws) -> np.ndarray:
    low, high = np.quantile(draws, [0.025, 0.975], axis=1)
    return np.log(high / low)


def test_rates_of_a_stratum_are_list_sizes_over_the_number_of_people(alike):
    runs, _ = alike
    rates = find_rates(runs[0])
    sizes = np.array([runs[0].problem.counts[(np.arange(8) >> j) & 1 == 1].sum() for j in range(3)])
    n = runs[0].problem.n_observed * (1.0 + rates.odds)
    shares = 1.0 / (1.0 + np.exp(-rates.logits))
    assert np.median(shares * n[:, None] / sizes, axis=0) == pytest.approx(1.0, abs=0.1)


def test_strata_that_are_alike_lend_each_other_strength_and_hold_the_truth(alike):
    runs, truth = alike
    pooled, spreads = pool_strata([find_rates(run) for run in runs], np.random.SeedSequence(1))
    alone = np.stack([run.draws.ravel() for run in runs])
    assert np.median(_log_widths(pooled)) < 0.8 * np.median(_log_widths(alone))
    low, high = np.quantile(pooled, [0.025, 0.975], axis=1)
    assert np.mean((low <= truth) & (truth <= high)) >= 10 / 12
    assert spreads.max() < 0.5
    assert np.quantile(pooled.sum(axis=0), 0.025) <= sum(truth) <= np.quantile(pooled.sum(axis=0), 0.975)


def test_strata_that_differ_keep_to_themselves():
    drawn = _strata(8, 1.5, 2)
    runs = [sample_latent_class_pairs(t, np.random.SeedSequence([4, i])) for i, (t, _) in enumerate(drawn)]
    pooled, spreads = pool_strata([find_rates(run) for run in runs], np.random.SeedSequence(1))
    alone = np.stack([run.draws.ravel() for run in runs])
    assert spreads.min() > 0.6
    assert np.median(pooled, axis=1) == pytest.approx(np.median(alone, axis=1), rel=0.25)


def test_pooled_answers_show_what_each_stratum_says_alone(alike):
    tables = [table for table, _ in _strata(4, 0.1, 1)]
    pooled, alone = estimate(tables), estimate(tables, pool=False)
    for together, apart in zip(pooled.strata, alone.strata, strict=True):
        assert together.unpooled.name == "unpooled"
        assert (together.unpooled.point, together.unpooled.upper) == (apart.point, apart.upper)
        assert together.lower >= together.n_observed
        assert together.n_observed == apart.n_observed
        assert any("drawn towards each other" in sentence for sentence in together.assumptions)
        assert apart.unpooled is None
    assert estimate(tables) == pooled
    assert pooled.total.of == "all strata"


def _add_doubt(table: CaptureTable, draw: int) -> CaptureTable:
    """A linkage that takes a tenth or so of those on A and B for two people each, or two such people for one."""
    cells = dict(table.cells)
    moved = min(round(0.12 * cells[1, 1, 0] * (draw % 3)), cells[1, 1, 0] - 1)
    for history, change in (((1, 1, 0), -moved), ((1, 0, 0), moved), ((0, 1, 0), moved)):
        cells[history] += change
    return CaptureTable.of(table.lists, cells, table.stratum)


def test_strata_are_pooled_within_every_sampled_linkage():
    tables = [table for table, _ in _strata(5, 0.1, 1)]
    samples = [[_add_doubt(table, draw) for table in tables] for draw in range(6)]
    pooled, alone = (estimate(tables, samples=samples, pool=pool) for pool in (True, False))
    widths = []
    for together, apart in zip(pooled.strata, alone.strata, strict=True):
        assert (together.unpooled.point, together.unpooled.upper) == (apart.point, apart.upper)
        assert 0.0 < together.linkage_share < 1.0
        assert together.lower >= min(s.n_observed for draw in samples for s in draw if s.stratum == together.stratum)
        carried = [text for text in together.assumptions if "sampled linkages" in text]
        assert carried == [
            "doubt about the linkage is carried by 6 sampled linkages; "
            f"{100 * together.linkage_share:.0f} % of the variance of log N comes from it"
        ]
        widths.append(np.log(together.upper / together.lower) / np.log(apart.upper / apart.lower))
    assert np.median(widths) < 0.95
    # What the linkages move alike stays in the total.
    assert pooled.total.upper / pooled.total.lower > 1.05
    assert estimate(tables, samples=samples) == pooled


def test_a_linkage_that_leaves_too_few_strata_is_not_pooled():
    tables = [table for table, _ in _strata(3, 0.1, 1)]
    empty = CaptureTable.of(LISTS, {(1, 0, 0): 3}, tables[0].stratum)
    samples = [[empty, *tables[1:]], list(tables), list(tables)]
    answer = estimate(tables, samples=samples)
    assert all(stratum.unpooled is not None for stratum in answer.strata)
    assert any("2 of 3 sampled linkages" in text for text in answer.strata[0].diagnostics.warnings)


def test_two_strata_and_other_models_are_not_pooled():
    tables = [table for table, _ in _strata(4, 0.1, 1)]
    assert all(s.unpooled is None for s in estimate(tables[:2]).strata)
    assert all(s.unpooled is None for s in estimate(tables, models=("dga",)).strata)
