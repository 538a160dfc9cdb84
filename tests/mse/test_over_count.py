"""The estimate when some of those on one list only are false."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.model.canonical import canonical_bytes
from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, average_graphs
from accounted.mse.over_count import draw_thinned, vary_over_count

SEEDS = np.random.SeedSequence(20020103)


def fit(table, seeds):
    return average_graphs(table).spread_draws(1_000)


counts = st.dictionaries(st.tuples(*[st.integers(0, 1)] * 3).filter(any), st.integers(1, 400), min_size=1, max_size=7)


@settings(max_examples=60)
@given(counts, st.floats(0, 0.5), st.sampled_from(["not_real", "missed_link"]))
def test_thinning_touches_nothing_but_what_it_says(cells, share, kind):
    table = CaptureTable.of("ABC", cells)
    for drawn in draw_thinned(table, "A", share, 3, SEEDS, kind=kind):
        before, after = dict(table.cells), dict(drawn.cells)
        lost = table.n_observed - drawn.n_observed
        assert 0 <= lost <= before.get((1, 0, 0), 0)
        assert before.get((1, 0, 0), 0) - after.get((1, 0, 0), 0) == lost
        if kind == "not_real":
            assert {h: n for h, n in after.items() if h != (1, 0, 0)} == {
                h: n for h, n in before.items() if h != (1, 0, 0)
            }
        else:  # list A keeps its people, the other lists keep theirs
            assert sum(n for h, n in after.items() if h[0]) == sum(n for h, n in before.items() if h[0])
            for at in (1, 2):
                assert sum(n for h, n in after.items() if h[at]) == sum(n for h, n in before.items() if h[at])


def test_false_numbers_are_binomial():
    table = CaptureTable.of("ABC", {(1, 0, 0): 1_000, (0, 1, 1): 50, (1, 1, 1): 20, (0, 0, 1): 5})
    lost = np.array([1_075 - t.n_observed for t in draw_thinned(table, "A", 0.1, 400, SEEDS)])
    assert lost.mean() == pytest.approx(100, abs=0.5)  # the quantiles are spread evenly
    assert lost.std() == pytest.approx(np.sqrt(1_000 * 0.1 * 0.9), rel=0.05)


def test_more_false_is_fewer_people_draw_by_draw(kosovo):
    drawn = [draw_thinned(kosovo, kosovo.lists, share, 5, SEEDS) for share in (0.02, 0.05, 0.10)]
    for few, some, many in zip(*drawn, strict=True):
        assert few.n_observed > some.n_observed > many.n_observed


def test_impossible_histories_stay_empty():
    cells = {(1, 0, 0): 200, (0, 1, 0): 100, (0, 0, 1): 90, (0, 1, 1): 40}
    table = CaptureTable.of("ABC", cells, impossible=[(1, 1, 0), (1, 1, 1)], dependent=[("B", "C")])
    for drawn in draw_thinned(table, "A", 0.2, 4, SEEDS, kind="missed_link"):
        assert drawn.impossible == table.impossible
        assert drawn.dependent == table.dependent
        assert dict(drawn.cells).get((1, 0, 1), 0) > 0


def test_planted_false_singletons_are_taken_out_again(draw_independent):
    points = []
    for seed in range(12):
        cells = dict(draw_independent(seed, 3_000, [0.3, 0.25, 0.2, 0.35]).cells)
        for history in [h for h in cells if sum(h) == 1]:
            cells[history] = round(cells[history] / 0.9)
        answer = vary_over_count(CaptureTable.of("ABCD", cells), fit, SEEDS, shares=[0.1], n_tables=3)
        points.append((answer.full.point, answer.rows[-1].answer.point))
    as_is, thinned = np.median(points, axis=0) / 3_000
    assert as_is > 1.07
    assert thinned == pytest.approx(1.0, abs=0.02)


def test_rows_and_words(kosovo):
    answer = vary_over_count(kosovo, fit, SEEDS, n_tables=3)
    assert len(answer.rows) == 5 * 3
    assert answer.rows[-1].lists == ("ABA", "EXH", "HRW", "OSCE")
    assert answer.rows[-1].n_false == pytest.approx(0.1 * (1_131 + 845 + 936 + 306), abs=3)
    assert answer.rows[-1].change < 1
    assert answer.sentences[-1].startswith("If 10 % of those on exactly one list (about 32")
    assert answer.sentences[-1].endswith("% less.")
    assert answer.full.point == np.median(fit(kosovo, None))
    missed = vary_over_count(kosovo, fit, SEEDS, n_tables=3, kind="missed_link")
    assert missed.rows[-1].change < answer.rows[-1].change  # a link missed counts twice: one too many, one overlap lost
    assert b"NaN" not in canonical_bytes(answer)


def test_the_order_of_lists_does_not_matter(kosovo):
    order = [3, 1, 0, 2]
    turned = CaptureTable.of([kosovo.lists[j] for j in order], {tuple(h[j] for j in order): n for h, n in kosovo.cells})
    options = {"shares": [0.05], "n_tables": 2, "kind": "missed_link"}
    assert vary_over_count(turned, fit, SEEDS, **options) == vary_over_count(kosovo, fit, SEEDS, **options)


def test_no_share_and_no_estimate(velmar):
    only = vary_over_count(velmar, fit, SEEDS, shares=[0.0])
    assert only.rows == ()
    assert "As the lists stand" in only.sentences[0]
    none = vary_over_count(velmar, lambda t, s: None, SEEDS)
    assert none.full is None
    assert "gives no estimate" in none.sentences[0]


def test_thinned_tables_that_give_no_estimate_are_said(velmar):
    fragile = vary_over_count(
        velmar, lambda t, s: fit(t, s) if t.n_observed >= 138 else None, SEEDS, shares=[0.1], n_tables=4
    )
    assert fragile.rows[-1].answer is None
    assert "there would be no estimate" in fragile.sentences[-1]
    assert "or there is no estimate" in fragile.sentences[1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"shares": [1.0]}, "share 1.0"),
        ({"shares": [-0.1]}, "share -0.1"),
        ({"kind": "typo"}, "unknown kind"),
        ({"n_tables": 0}, "at least one"),
        ({"prob": 0.0}, "between 0 and 1"),
    ],
)
def test_bad_input_says_what_to_do(velmar, options, words):
    with pytest.raises(UsageError, match=words):
        vary_over_count(velmar, fit, SEEDS, **options)
