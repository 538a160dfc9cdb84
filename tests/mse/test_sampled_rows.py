"""How well limits are known from sampled linkages, what more draws bring, and how many linkages would be enough."""

import numpy as np
import pytest

from accounted.model.capture import CaptureTable
from accounted.mse import estimate, sampled_rows
from accounted.mse.combine import Row, join_rows
from accounted.mse.sampled_rows import assess_limits, draw_rows


def _rows(rng, n_rows, between, n_draws, n_runs=1, within=0.2, name="latent_class_pairs"):
    """Linkages that differ in log N by `between`; each run lies off by chance, as after few effective draws."""
    rows = []
    for centre in rng.normal(7.0, between, n_rows):
        row = None
        for _ in range(n_runs):
            drawn = Row({name: np.exp(rng.normal(centre, within, n_draws))}, within**2 / n_draws)
            row = drawn if row is None else join_rows(row, drawn)
        rows.append(row)
    return rows


def test_the_error_is_the_spread_of_the_limits_over_many_repetitions():
    rng = np.random.default_rng(1)
    ends, said = [], []
    for _ in range(200):
        rows = _rows(rng, 25, 0.1, 200)
        draws = np.concatenate([row.draws["latent_class_pairs"] for row in rows])
        ends.append(np.log(np.quantile(draws, [0.025, 0.975])))
        said.append(assess_limits(rows, 0.95).error)
    true = float(np.std(ends, axis=0).max())
    assert 0.85 * true < np.mean(said) < 1.35 * true


def test_what_more_draws_would_leave_is_known_from_repeated_runs():
    rng = np.random.default_rng(2)
    differing = [assess_limits(_rows(rng, 25, 0.2, 200, n_runs=3), 0.95) for _ in range(20)]
    assert all(found.floor > 0.8 * found.error for found in differing)
    alike = [assess_limits(_rows(rng, 20, 0.0, 15, n_runs=2), 0.95) for _ in range(20)]
    unsure = [found for found in alike if found.error > 0.03]
    assert len(unsure) > 10
    assert np.mean([found.floor / found.error for found in unsure]) < 0.6


def test_where_draws_are_exact_only_more_linkages_help():
    found = assess_limits(_rows(np.random.default_rng(3), 10, 0.2, 400, name="dga"), 0.95)
    assert found.floor == found.error > 0.03
    unknown = assess_limits(_rows(np.random.default_rng(3), 10, 0.2, 400), 0.95)
    assert (unknown.floor, unknown.error) == (0.0, found.error)


def test_the_number_of_linkages_that_is_said_is_about_enough():
    rng = np.random.default_rng(4)
    left = []
    for _ in range(40):
        found = assess_limits(_rows(rng, 20, 0.2, 200), 0.95)
        assert found.n_needed > 20
        assert found.n_needed % 5 == 0
        left.append(assess_limits(_rows(rng, found.n_needed, 0.2, 200), 0.95).error)
    assert np.median(left) == pytest.approx(0.03, rel=0.25)


def test_small_errors_need_nothing_more():
    found = assess_limits(_rows(np.random.default_rng(5), 60, 0.01, 400), 0.95)
    assert found.error < 0.03
    assert (found.floor, found.n_needed) == (0.0, 60)


class _Main:
    """Stands for the models run on the best linkage."""

    def __init__(self, *names):
        self.answer = tuple(type("Run", (), {"name": name})() for name in names)


@pytest.fixture
def counted(monkeypatch):
    """Count runs per linkage; each linkage lies `between` off, each run has few draws."""
    runs = []

    def make(between, n_draws):
        centres = np.random.default_rng(1).normal(7.0, between, 20)

        def run(table, main, number, seeds, _n, *, with_rates=False):
            runs.append((number, tuple(seeds.spawn_key), with_rates))
            if number == 3:
                return None
            drawn = np.random.default_rng(seeds).normal(centres[number], 0.7, n_draws)
            return Row({main.answer[0].name: np.exp(drawn)}, 0.49 / n_draws)

        monkeypatch.setattr(sampled_rows, "run_sample", run)
        return runs

    return make


SAMPLES = [CaptureTable.of("AB", {(1, 1): n + 1}) for n in range(20)]


def _seeds():
    return np.random.SeedSequence(1).spawn(20)


def test_runs_are_added_until_the_limits_are_known(counted):
    runs = counted(0.0, 60)
    rows = draw_rows(SAMPLES, _Main("latent_class_pairs"), _seeds(), 60, 0.95)
    n_runs = {row.n_runs for row in rows if row}
    assert rows[3] is None
    (n,) = n_runs
    assert 2 <= n < 8
    assert assess_limits([row for row in rows if row], 0.95).error <= 0.03
    assert len(runs) == 20 + 19 * (n - 1)
    assert len({(number, key) for number, key, _ in runs}) == len(runs)  # each run has seeds of its own
    again = draw_rows(SAMPLES, _Main("latent_class_pairs"), _seeds(), 60, 0.95)
    assert all(
        a is b or np.array_equal(a.draws["latent_class_pairs"], b.draws["latent_class_pairs"])
        for a, b in zip(rows, again, strict=True)
    )


def test_no_runs_are_added_where_only_more_linkages_help(counted):
    runs = counted(0.4, 200)
    rows = draw_rows(SAMPLES, _Main("latent_class_pairs"), _seeds(), 200, 0.95)
    assert {row.n_runs for row in rows if row} == {2}
    assert len(runs) == 39
    runs.clear()
    assert {row.n_runs for row in draw_rows(SAMPLES, _Main("dga"), _seeds(), 200, 0.95) if row} == {1}
    draw_rows(SAMPLES, _Main("latent_class_pairs"), _seeds(), 200, 0.95, with_rates=True)
    assert [with_rates for _, _, with_rates in runs[20:]] == [True] * 20 + [False] * 19


def test_runs_stop_at_a_stated_number(counted):
    counted(0.0, 6)
    rows = draw_rows(SAMPLES, _Main("latent_class_pairs"), _seeds(), 6, 0.95, most_runs=3)
    assert {row.n_runs for row in rows if row} == {3}


def test_the_answer_says_how_many_linkages_to_draw(velmar):
    rng = np.random.default_rng(1)
    samples = []
    for _ in range(6):
        scale = rng.lognormal(0.0, 0.6)
        cells = {h: max(round(n * (scale if sum(h) > 1 else 1.0)), 1) for h, n in velmar.cells}
        samples.append((CaptureTable.of(velmar.lists, cells),))
    (answer,) = estimate(velmar, samples=samples, models=("dga",)).strata
    (said,) = [text for text in answer.diagnostics.warnings if text.startswith("too few")]
    assert answer.limit_error > 0.03
    assert answer.samples_needed > 6
    assert f"About {answer.samples_needed} would: `link --samples {answer.samples_needed}`" in said
    assert "more runs on each would not bring it below 3 %" in said
    (labels,) = estimate(velmar, samples=samples, models=("dga",), carries="missing labels").strata
    assert any(f"`n_draws={labels.samples_needed}`" in text for text in labels.diagnostics.warnings)
    (alike,) = estimate(velmar, samples=[(velmar,)] * 4, models=("dga",)).strata
    assert (alike.limit_error, alike.samples_needed) == (0.0, 4)
    (best,) = estimate(velmar, models=("dga",)).strata
    assert (best.limit_error, best.samples_needed) == (None, None)
