import numpy as np
import pytest

from accounted.model.capture import CaptureTable, NotEstimable
from accounted.mse import Conclusion, average_graphs, run_checks, say_checked
from accounted.mse.checks import _fit_whole, fit_default
from accounted.mse.fitting import keep_lists
from accounted.mse.over_count import draw_thinned


def _graphs(table, seeds):
    return average_graphs(table).spread_draws(400)


def _four_lists() -> CaptureTable:
    rng = np.random.default_rng(2)
    on = rng.random((900, 4)) < [0.4, 0.35, 0.3, 0.3]
    histories, counts = np.unique(on[on.any(axis=1)].astype(int), axis=0, return_counts=True)
    return CaptureTable.of("ABCD", {tuple(h): int(c) for h, c in zip(histories.tolist(), counts.tolist(), strict=True)})


def test_all_checks_say_what_they_found_and_none_says_validated():
    found = run_checks(_four_lists(), conclusions=[Conclusion("over 5,000", 5_000, "over")], fit=_graphs)
    assert len(found.known_answers.checks) == 4
    assert len(found.leave_one_out.rows) == 4
    assert {row.share for row in found.over_count.rows} == {0.02, 0.05, 0.1}
    (tipping,) = found.sensitivity.tippings
    assert tipping.status == "outside"
    assert found.sensitivity.departures is not None
    assert any("find a failure" in sentence for sentence in found.sentences)
    assert not any("valid" in sentence for sentence in found.sentences)
    assert run_checks(_four_lists(), conclusions=[], fit=_graphs).known_answers == found.known_answers
    kept = say_checked(found)
    assert (*kept.unseen, *kept.known_answers, *kept.leave_one_out, *kept.over_count) == found.sentences
    seen = found.sensitivity.departures
    assert kept.departures == (seen.lower, seen.upper)


def test_the_default_family_is_what_is_checked(velmar):
    found = run_checks(velmar)
    assert found.sensitivity.n_observed == velmar.n_observed
    assert "fewer than three lists would remain" in found.leave_one_out.sentences[0]


def test_what_is_not_estimable_is_not_checked():
    found = run_checks(CaptureTable.of("AB", {(1, 0): 5, (0, 1): 4, (1, 1): 2}))
    assert isinstance(found, NotEstimable)
    assert "two lists cannot show" in found.reason
    assert say_checked(found).reason == found.reason


def test_structures_of_the_whole_table_do_for_tables_with_false_singletons():
    table, seeds = _four_lists(), np.random.SeedSequence(1)
    whole, alike = _fit_whole(table, fit_default, seeds)
    (thinned,) = draw_thinned(table, table.lists, 0.1, 1, seeds)
    anew, continued = (np.quantile(fit(thinned, seeds), [0.025, 0.5, 0.975]) for fit in (fit_default, alike))
    assert continued == pytest.approx(anew, rel=0.05)
    assert np.median(whole.draws) > 1.02 * continued[1]
    fewer = keep_lists(table, ("A", "B", "C"))
    # Seeds count what was spawned from them, so each fit gets its own.
    one, two = (fit(fewer, np.random.SeedSequence(2)) for fit in (alike, fit_default))
    assert (one == two).all()
