"""One list as the whole, estimated from the others: a failure found or not found, never a proof."""

import re
from itertools import combinations

import numpy as np
import pytest

from accounted.model.canonical import canonical_bytes
from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, average_graphs
from accounted.mse.fitting import Factor
from accounted.mse.known_answer import check_known_answers

SEEDS = np.random.SeedSequence(20020103)


def fit(table, seeds):
    return average_graphs(table).spread_draws(2_000)


def test_counts_and_ratio_are_those_of_the_list(kosovo):
    answers = check_known_answers(kosovo, fit, SEEDS)
    by_name = {check.list: check for check in answers.checks}
    assert list(by_name) == ["ABA", "EXH", "HRW", "OSCE"]
    exh = by_name["EXH"]
    assert (exh.known, exh.n_found, exh.n_missed) == (1_910, 779, 1_131)
    assert exh.ratio.upper == pytest.approx(exh.answer.upper / 1_910)
    assert exh.verdict == "did not find a failure"
    assert by_name["ABA"].verdict == "found a failure"
    assert by_name["ABA"].answer.upper < by_name["ABA"].known
    assert "found a failure, the estimate is too low" in by_name["ABA"].sentence
    assert (answers.n_possible, answers.n_failed) == (4, 1)
    assert answers.by_chance == pytest.approx(1 - 0.95**4)
    assert b"NaN" not in canonical_bytes(answers)


def test_independent_lists_fail_as_often_as_the_interval_says(draw_independent):
    found = [check_known_answers(draw_independent(s, 2_000, [0.3, 0.35, 0.25, 0.3]), fit, SEEDS) for s in range(50)]
    checks = [check for answers in found for check in answers.checks]
    assert all(check.verdict != "not possible" for check in checks)
    assert 0.90 <= np.mean([check.verdict == "did not find a failure" for check in checks]) <= 0.99


def test_people_who_differ_are_found_out():
    rng = np.random.default_rng(3)
    easy = rng.random(20_000) < 0.3
    seen = rng.random((20_000, 4)) < np.where(easy[:, None], 0.5, 0.06)
    cells = {}
    for row in seen[seen.any(axis=1)].astype(int).tolist():
        cells[tuple(row)] = cells.get(tuple(row), 0) + 1
    answers = check_known_answers(CaptureTable.of("ABCD", cells), fit, SEEDS)
    assert answers.n_failed >= 3
    assert "too low" in answers.sentences[0]
    assert min(check.factor.lower for check in answers.checks if check.verdict == "found a failure") > 1


@pytest.mark.parametrize("word", ["valid", "correct", "confirm", "reliable", "passed"])
def test_a_check_never_claims_to_have_shown_that_all_is_well(word, kosovo, draw_independent):
    for table in (kosovo, draw_independent(1, 2_000, [0.3, 0.35, 0.25, 0.3])):
        assert word not in " ".join(check_known_answers(table, fit, SEEDS).sentences).lower()


def test_three_lists_are_too_few(velmar):
    answers = check_known_answers(velmar, fit, SEEDS)
    assert answers.checks == ()
    assert "not possible: fewer than three lists remain" in answers.sentences[0]


def test_an_empty_list_does_not_count_as_one(velmar):
    cells = {(*history, 0): n for history, n in velmar.cells}
    assert check_known_answers(CaptureTable.of("ABCD", cells), fit, SEEDS).checks == ()


def test_the_order_of_lists_does_not_matter(kosovo):
    order = [2, 0, 3, 1]
    turned = CaptureTable.of([kosovo.lists[j] for j in order], {tuple(h[j] for j in order): n for h, n in kosovo.cells})
    assert check_known_answers(turned, fit, SEEDS) == check_known_answers(kosovo, fit, SEEDS)


def test_a_list_that_nobody_could_be_on_alone_cannot_be_the_whole(kosovo):
    cells = {h: n for h, n in kosovo.cells if h != (1, 0, 0, 0)}
    table = CaptureTable.of(kosovo.lists, cells, impossible=[(1, 0, 0, 0)])
    exh = next(c for c in check_known_answers(table, fit, SEEDS).checks if c.list == "EXH")
    assert exh.verdict == "not possible"
    assert "nobody could be on this list alone" in exh.sentence


def test_lists_that_do_not_meet_on_a_list_give_the_reason(kosovo):
    cells = {h: n for h, n in kosovo.cells if not (h[3] and sum(h) > 2)} | {(1, 0, 0, 1): 30}
    hrw = next(
        c for c in check_known_answers(CaptureTable.of(kosovo.lists, cells), fit, SEEDS).checks if c.list == "HRW"
    )
    assert hrw.verdict == "not possible"
    assert "no overlap" in hrw.reason


def test_lists_that_would_share_nobody_by_chance_are_not_tried(draw_independent):
    """Where half a person is expected on two others, the checks that can be made are those that chance spoilt."""
    tables = [draw_independent(seed, 12_000, [0.02, 0.015, 0.02, 0.01, 0.02]) for seed in range(20)]
    checks = [check for table in tables for check in check_known_answers(table, fit, SEEDS).checks]
    assert all(check.is_thin for check in checks)
    reasons = {check.reason for check in checks if check.expected_shared < 1}
    assert any(re.fullmatch(r"too few of its people are on two other lists \(1; 0\.\d were .*", r) for r in reasons)
    assert all(check.verdict == "not possible" for check in checks if check.expected_shared < 1)


def test_what_is_expected_to_be_shared_is_counted_by_hand(kosovo):
    exh = next(check for check in check_known_answers(kosovo, fit, SEEDS).checks if check.list == "EXH")
    sizes = [403, 478, 193]
    assert exh.expected_shared == pytest.approx(sum(a * b for a, b in combinations(sizes, 2)) / 1_910)
    assert exh.n_shared == 181 + 18 + 42 + 27
    assert not exh.is_thin


def test_a_declared_pair_tells_nothing_of_the_missed(kosovo):
    told = CaptureTable.of(kosovo.lists, kosovo.cells, dependent=[("ABA", "OSCE")])
    free, less = (check_known_answers(t, fit, SEEDS).checks for t in (kosovo, told))
    at = [check.list for check in free].index("EXH")
    assert less[at].expected_shared == pytest.approx(free[at].expected_shared - 403 * 478 / 1_910)


def test_nobody_predicted_is_a_factor_without_bound(kosovo):
    sure = check_known_answers(kosovo, lambda t, s: np.full(50, float(t.n_observed)), SEEDS)
    assert sure.checks[0].factor == Factor(None, None, None)
    assert sure.n_failed == 4
    assert b"Infinity" not in canonical_bytes(sure)


def test_a_rough_check_says_so(kosovo):
    rough = check_known_answers(kosovo, lambda t, s: t.n_observed * np.geomspace(1.01, 40, 500), SEEDS)
    assert rough.n_failed == 0
    assert not any(check.is_telling for check in rough.checks)
    assert "too rough to have shown half or double" in rough.checks[0].sentence


@pytest.mark.parametrize(
    ("factor", "telling"),
    [((1.0, 0.8, 1.3), True), ((1.0, 0.4, 2.5), False), ((3.0, 0.6, None), True), ((None, 0.2, None), False)],
)
def test_what_counts_as_telling(factor, telling):
    assert Factor(*factor).is_telling is telling


def test_a_probability_out_of_range_is_refused(kosovo):
    with pytest.raises(UsageError, match="between 0 and 1"):
        check_known_answers(kosovo, fit, SEEDS, prob=1.0)
