"""The estimate without each list in turn."""

import numpy as np
import pytest

from accounted.model.canonical import canonical_bytes
from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, average_graphs
from accounted.mse.fitting import keep_lists, quotient
from accounted.mse.leave_out import leave_out_lists

SEEDS = np.random.SeedSequence(20020103)


def fit(table, seeds):
    return average_graphs(table).spread_draws(2_000)


class _Heard:
    def __init__(self):
        self.total, self.done = 0, 0

    def step(self, name, total=None):
        self.total += total

    def advance(self, parts=1):
        self.done += parts

    def note(self, text):
        pass


def test_each_row_is_the_estimate_of_the_smaller_table(kosovo):
    heard = _Heard()
    answer = leave_out_lists(kosovo, fit, SEEDS, progress=heard)
    assert (heard.total, heard.done) == (4, 4)
    assert [row.list for row in answer.rows] == ["ABA", "EXH", "HRW", "OSCE"]
    for row in answer.rows:
        rest = keep_lists(kosovo, [name for name in kosovo.lists if name != row.list])
        assert row.n_only == kosovo.n_observed - rest.n_observed
        assert row.answer.point == np.median(fit(rest, None))
        assert row.ratio.point == pytest.approx(row.answer.point / answer.full.point, rel=0.06)
    assert b"NaN" not in canonical_bytes(answer)


def test_a_list_carries_the_answer_when_the_rest_disagrees():
    # Three lists that find the same half of the people, and one that finds anybody.
    rng = np.random.default_rng(1)
    near = rng.random(6_000) < 0.5
    seen = np.column_stack([*((rng.random(6_000) < 0.4) & near for _ in range(3)), rng.random(6_000) < 0.4])
    cells = {}
    for row in seen[seen.any(axis=1)].astype(int).tolist():
        cells[tuple(row)] = cells.get(tuple(row), 0) + 1
    answer = leave_out_lists(CaptureTable.of(["Almen", "Brook", "Cato", "Dorn"], cells), fit, SEEDS)
    dorn = answer.rows[-1]
    assert dorn.part == "carries the answer"
    assert "the two intervals do not meet" in dorn.sentence
    assert "Dorn" in answer.carried_by


def test_independent_lists_seldom_carry_it_and_the_ratio_holds_one(draw_independent):
    answers = [leave_out_lists(draw_independent(s, 3_000, [0.35] * 4), fit, SEEDS) for s in range(25)]
    rows = [row for answer in answers for row in answer.rows]
    assert np.mean([row.ratio.lower <= 1 <= row.ratio.upper for row in rows]) >= 0.95
    assert np.mean([row.part == "one of several" for row in rows]) >= 0.85


def test_a_list_that_cannot_be_spared():
    cells = {(1, 0, 0, 1): 30, (0, 1, 0, 1): 25, (0, 0, 1, 1): 20, (1, 0, 0, 0): 60, (0, 1, 0, 0): 50}
    cells |= {(0, 0, 1, 0): 40, (0, 0, 0, 1): 70}
    answer = leave_out_lists(CaptureTable.of("ABCD", cells), fit, SEEDS)
    row = answer.rows[3]
    assert row.part == "cannot be spared"
    assert "no overlap" in row.sentence
    assert row.answer is None
    assert "D" in answer.carried_by


def test_three_lists_or_no_estimate_at_all(velmar):
    assert "fewer than three lists would remain" in leave_out_lists(velmar, fit, SEEDS).sentences[0]
    empty = leave_out_lists(velmar, lambda t, s: None, SEEDS)
    assert empty.full is None
    assert "gives no estimate" in empty.sentences[0]


def test_draws_that_are_there_are_used(kosovo):
    draws = np.linspace(9_000, 12_000, 500)
    assert leave_out_lists(kosovo, fit, SEEDS, full=draws).full.point == 10_500
    with pytest.raises(UsageError, match="below the 4400"):
        leave_out_lists(kosovo, fit, SEEDS, full=np.array([4_000.0]))


def test_the_order_of_lists_does_not_matter(kosovo):
    order = [3, 1, 0, 2]
    turned = CaptureTable.of([kosovo.lists[j] for j in order], {tuple(h[j] for j in order): n for h, n in kosovo.cells})
    assert leave_out_lists(turned, fit, SEEDS) == leave_out_lists(kosovo, fit, SEEDS)


def test_the_quotient_of_two_independent_lognormals():
    rng = np.random.default_rng(4)
    a, b = np.exp(rng.normal(1.0, 0.3, 40_000)), np.exp(rng.normal(0.5, 0.4, 40_000))
    ratio = quotient(a, b, 0.95)
    assert np.log([ratio.lower, ratio.point, ratio.upper]) == pytest.approx([0.5 - 0.98, 0.5, 0.5 + 0.98], abs=0.02)
    with pytest.raises(UsageError, match="ratio to nobody"):
        quotient(a, np.zeros(3), 0.95)
