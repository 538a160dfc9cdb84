import csv
from pathlib import Path

import numpy as np
import pytest

from accounted.model.errors import UsageError
from accounted.mse import CaptureTable
from accounted.mse.loglinear import LoglinearEstimate, NoEstimate, estimate_loglinear

PEERS = Path(__file__).parents[2] / ".." / "shared" / "data" / "capture_tables" / "PEERS.csv"

# R's Rcapture 1.4-4, closedpMS.t, measured 2026-11-23: the model of lowest BIC of 8, 113 or, with pairs only, 1,024.
RCAPTURE = {
    "australia_4lists": 6496,
    "hiv_rome_4lists": 11125,
    "korea_palembang": 157,
    "kosovo_1999": 10357,
    "lesbian_allegheny_4lists": 6349,
    "madigan_york_5lists": 620,
    "netherlands_5lists": 48013,
    "new_orleans_5lists": 981,
    "scotland_pwid_4lists": 34828,
    "spina_bifida_3lists": 731,
    "uk_2013_5lists": 22991,
    "western_us_5lists": 2483,
}
# Chan, Silverman & Vincent (2021), doi:10.1080/01621459.2019.1708748, section 4; for the rest R's SparseMSE
# 2.0.1, and for six lists MultipleSystemsEstimation 1.2.0.
STEPWISE = {
    "western_us_5lists": 2483,
    "new_orleans_5lists_v185": 1034,
    "new_orleans_8lists_v185": 1184,
    "korea_palembang": 269,
    "kosovo_1999": 14342,
    "new_orleans_5lists": 981,
    "uk_2013_5lists": 11313,
    "uk_2013_6lists": 11418,
}
# The same paper's limits, from one run of 1,000 replicates.
STEPWISE_LIMITS = {
    "western_us_5lists": (1293, 3670),
    "new_orleans_5lists_v185": (589, 1703),
    "new_orleans_8lists_v185": (717, 1657),
}


def run(table, method, seed=1, **options) -> LoglinearEstimate:
    answer = estimate_loglinear(table, method, seeds=np.random.SeedSequence(seed), **options)
    assert isinstance(answer, LoglinearEstimate)
    return answer


@pytest.mark.parametrize("name", RCAPTURE)
def test_lowest_bic_agrees_with_rcapture(read_shared, name):
    assert run(read_shared(name), "bic", n_bootstrap=100).point == pytest.approx(RCAPTURE[name], abs=1)


@pytest.mark.parametrize("name", STEPWISE)
def test_stepwise_agrees_with_the_paper_and_its_package(read_shared, name):
    assert run(read_shared(name), "stepwise", n_bootstrap=100).point == pytest.approx(STEPWISE[name], abs=1)


@pytest.mark.parametrize("name", STEPWISE_LIMITS)
def test_published_stepwise_limits_are_like_those_of_a_run(read_shared, name):
    # With 1,000 replicates the limits rest on the outermost few; the published ones must look like one more such run.
    runs = [run(read_shared(name), "stepwise", seed, n_bootstrap=1_000) for seed in range(20)]
    for limits, published in zip(
        ([r.lower for r in runs], [r.upper for r in runs]), STEPWISE_LIMITS[name], strict=True
    ):
        assert 0.95 * min(limits) <= published <= 1.05 * max(limits)


def test_kosovo_with_and_without_the_choice_of_the_model(kosovo):
    # Silverman, Chan & Vincent (2024), doi:10.1007/s11222-023-10346-9, table 2: 10,357, with the choice among all 113
    # models 6,900–18,000, without it 9,100–12,000.
    answer = run(kosovo, "bic", n_bootstrap=2_000)
    assert answer.point == pytest.approx(10357, abs=1)
    assert (answer.lower, answer.upper) == pytest.approx((6947, 18010), rel=0.08)
    assert answer.fixed == pytest.approx((9100, 12000), rel=0.03)
    assert answer.n_models == 113
    assert answer.terms == ("EXH×ABA×OSCE", "EXH×HRW", "OSCE×HRW")


@pytest.mark.parametrize(
    ("name", "order", "point", "limits"),
    [
        ("korea_palembang", None, 157, (128, 349)),
        ("uk_2013_5lists", None, 22991, (11456, 43894)),
        ("new_orleans_5lists", None, 981, (397, 1505)),
    ],
)
def test_lowest_bic_limits_of_2024(read_shared, name, order, point, limits):
    # The same paper, tables 2 and 6. New Orleans: the lower limit is the outermost of 1,000 replicates.
    answer = run(read_shared(name), "bic", n_bootstrap=2_000 if name == "korea_palembang" else 1_000)
    assert answer.point == pytest.approx(point, abs=1)
    assert answer.upper == pytest.approx(limits[1], rel=0.15)
    assert answer.lower == pytest.approx(limits[0], rel=0.4 if name == "new_orleans_5lists" else 0.15)


def test_all_interactions_of_five_lists_when_asked(read_shared):
    # Silverman, Chan & Vincent (2024), table 6: 25,311 among 6,893 models.
    answer = run(read_shared("uk_2013_5lists"), "average", max_order=4)
    assert answer.n_models == 6893
    assert answer.shares[0].point == pytest.approx(25311, abs=1)


@pytest.mark.parametrize("method", ["bic", "stepwise", "average"])
def test_same_seed_same_answer_whatever_the_order_of_rows(velmar, method):
    # P17
    again = CaptureTable.of(velmar.lists, list(reversed(velmar.cells)))
    first, second = (run(table, method, 3, n_bootstrap=200) for table in (velmar, again))
    assert (first.point, first.lower, first.upper, first.shares) == (
        second.point, second.lower, second.upper, second.shares,
    )  # fmt: skip
    assert np.array_equal(first.draws, second.draws)


@pytest.mark.parametrize("method", ["bic", "stepwise"])
def test_draws_have_the_limits_as_quantiles(kosovo, method):
    answer = run(kosovo, method, n_bootstrap=1_000)
    assert np.all(np.diff(answer.draws) >= 0)
    assert np.quantile(answer.draws, [0.025, 0.975]) == pytest.approx((answer.lower, answer.upper), rel=0.03)


@pytest.mark.parametrize(
    ("lists", "counts", "reason"),
    [
        pytest.param("ABC", {}, "nobody is on any list", id="empty"),
        pytest.param("ABC", {(1, 1, 0): 7}, "one cell", id="one cell"),
        pytest.param("AB", {(1, 0): 7, (1, 1): 2, (0, 1): 3}, "two lists", id="two lists"),
        pytest.param("ABC", {(1, 0, 0): 7, (1, 1, 0): 2, (0, 1, 0): 3}, "two lists", id="a list of nobody"),
        pytest.param("ABC", {(1, 0, 0): 5, (0, 1, 0): 2, (0, 0, 1): 3}, "no overlap", id="no overlap"),
        pytest.param("ABC", {(1, 0, 0): 5, (1, 1, 0): 2, (1, 0, 1): 3}, "everyone is on list A", id="inside"),
        pytest.param(
            [f"L{j}" for j in range(11)],
            {tuple(int(j == k) for j in range(11)): 5 for k in range(11)} | {(1,) * 11: 2},
            "up to 10 lists",
            id="eleven lists",
        ),
    ],
)
@pytest.mark.parametrize("method", ["bic", "stepwise", "average"])
def test_what_cannot_be_estimated_has_a_reason(lists, counts, reason, method):
    answer = estimate_loglinear(CaptureTable.of(lists, counts), method, seeds=np.random.SeedSequence(1))
    assert isinstance(answer, NoEstimate)
    assert reason in answer.reason


@pytest.mark.parametrize("method", ["bic", "stepwise", "average"])
def test_no_estimable_model_has_a_reason(method):
    # On this table of Chan, Silverman & Vincent (2021) the pair that overlaps has no finite estimate.
    cells = {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 20, (1, 1, 0): 6}
    table = CaptureTable.of("ABC", cells, impossible=[(1, 0, 1), (0, 1, 1)], dependent=[("A", "B")])
    answer = estimate_loglinear(table, method, seeds=np.random.SeedSequence(1))
    assert isinstance(answer, NoEstimate)
    assert "finite and unique" in answer.reason


@pytest.mark.parametrize("method", ["bic", "stepwise", "average"])
def test_everyone_on_two_of_three_lists_leaves_hardly_anybody(method):
    # Some resampled tables have everyone on one list: they say nobody is missing, not that there is no end.
    answer = run(CaptureTable.of("ABC", {(1, 1, 0): 5, (1, 0, 1): 2, (0, 1, 1): 3}), method, n_bootstrap=500)
    assert answer.point == 10
    assert answer.upper is not None
    assert answer.truncated == 0.0


def test_tables_without_an_end_say_so():
    # Two people hold the overlap together: some resampled tables have none.
    cells = {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 35, (1, 1, 0): 1, (0, 1, 1): 1}
    answer = run(CaptureTable.of("ABC", cells), "stepwise", n_bootstrap=2_000)
    assert answer.truncated > 0.02
    assert any("no finite estimate" in warning for warning in answer.warnings)
    assert np.all(np.isfinite(answer.draws))
    wide = run(CaptureTable.of("ABC", cells), "stepwise", n_bootstrap=2_000, prob=0.999)
    assert wide.upper is None


@pytest.mark.parametrize("method", ["bic", "stepwise", "average"])
def test_declared_pairs_are_in_the_model(velmar, method):
    table = CaptureTable.of(velmar.lists, velmar.cells, dependent=[("Cato", "Almen")])
    assert "Almen×Cato" in run(table, method, n_bootstrap=200).terms


def test_a_model_that_fits_as_well_is_named(kosovo):
    assert any(
        "another model fits as well" in w and "18,393" in w for w in run(kosovo, "bic", n_bootstrap=100).warnings
    )


def test_a_list_of_nobody_is_left_out(velmar):
    table = CaptureTable.of([*velmar.lists, "Dorn"], [((*h, 0), n) for h, n in velmar.cells])
    answer = run(table, "bic", n_bootstrap=100)
    assert answer.point == run(velmar, "bic", n_bootstrap=100).point
    assert "list Dorn holds nobody here and is left out" in answer.warnings


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("aic", {}),
        ("bic", {"prob": 1.0}),
        ("bic", {"n_bootstrap": 5}),
        ("bic", {"max_order": 3}),
        ("average", {"prob": 0}),
    ],
)
def test_wrong_calls_say_what_to_do(velmar, method, options):
    with pytest.raises(UsageError) as caught:
        run(velmar, method, **options)
    assert caught.value.mend


def draw_pair(seed, n, rates, share):
    """Independent lists, except that `share` of those on the first are put on the second as well."""
    rng = np.random.default_rng(seed)
    x = rng.random((n, len(rates))) < np.array(rates)
    x[:, 1] |= x[:, 0] & (rng.random(n) < share)
    rows, counts = np.unique(x.astype(int), axis=0, return_counts=True)
    cells = {tuple(r): int(c) for r, c in zip(rows.tolist(), counts, strict=True) if any(r)}
    return CaptureTable.of("ABCD"[: len(rates)], cells)


@pytest.mark.parametrize("share", [0.0, 0.4])
@pytest.mark.parametrize(("method", "n_bootstrap"), [("bic", 200), ("stepwise", 300), ("average", 1_000)])
def test_the_interval_holds_the_truth(method, n_bootstrap, share):
    # 40 tables of 3,000 people; the chance that a 95 % interval holds fewer than 34 of them is 1 in 700.
    n_held, errors = 0, []
    for seed in range(40):
        answer = run(draw_pair(seed, 3_000, [0.2, 0.3, 0.25, 0.35], share), method, seed, n_bootstrap=n_bootstrap)
        n_held += answer.lower <= 3_000 <= (answer.upper or np.inf)
        errors.append(np.log(answer.point / 3_000))
    assert n_held >= 34
    assert abs(np.median(errors)) < 0.03


def test_every_published_table_gets_an_answer_without_nan(read_shared):
    for name in (*RCAPTURE, "netherlands_6lists", "new_orleans_8lists"):
        answer = run(read_shared(name), "average", n_bootstrap=200)
        assert answer.lower <= answer.point <= (answer.upper or np.inf), name


def test_the_figures_of_the_docs_are_those_of_the_peers(read_shared):
    # The table above is typed; where the measured file is there, it must say the same.
    read_shared("kosovo_1999")
    rows = csv.DictReader(PEERS.read_text(encoding="utf-8").splitlines())
    notes = {row["table"]: row["notes"] for row in rows if row["method"] == "rcap_ms"}
    for name, point in RCAPTURE.items():
        assert f"bic_point={point};" in notes[name]
