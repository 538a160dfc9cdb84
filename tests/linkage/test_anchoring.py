"""How far the prior odds of partitions are shifted, so that draws hold as many matches as there are."""

from __future__ import annotations

import importlib
from statistics import fmean

import pytest
from benchmarks.linkage.made import NOISES, Made, make_lists

from accounted.linkage.anchoring import find_shift
from accounted.linkage.link import link_records
from accounted.model.ids import IdMaker

MODULE = importlib.import_module("accounted.linkage.settling")


def _count_true(made: Made) -> int:
    own: dict[int, int] = {}
    for person in made.person.values():
        own[person] = own.get(person, 0) + 1
    return sum(n * (n - 1) // 2 for n in own.values())


def _count_drawn(made: Made) -> float:
    linked = link_records(
        made.records, deduplicated=made.lists, n_samples=12, seed=5, make_id=IdMaker(b"made-up key")
    )  # fmt: skip
    return fmean(sum(draw.count(c) * (draw.count(c) - 1) // 2 for c in set(draw)) for draw in linked.samples)


def test_draws_hold_the_matches_that_speak_too_weakly_for_the_best_linkage(monkeypatch: pytest.MonkeyPatch):
    """R24: lists so noisy that the best linkage misses one link in seven; with no shift the draws miss many too."""
    made = make_lists(1200, 303, NOISES["most"])
    shifts: list[float] = []

    def spied(doubt):
        shifts.append(find_shift(doubt))
        return shifts[-1]

    monkeypatch.setattr(MODULE, "find_shift", spied)
    drawn, true = _count_drawn(made), _count_true(made)
    monkeypatch.setattr(MODULE, "find_shift", lambda doubt: 0.0)
    unshifted = _count_drawn(made)
    assert shifts[0] > 0.2
    assert abs(drawn / true - 1) < 0.06
    assert abs(drawn - true) < 0.6 * abs(unshifted - true)


def test_where_nothing_is_in_doubt_the_odds_stay_as_they_are(monkeypatch: pytest.MonkeyPatch):
    made = make_lists(400, 300, NOISES["little"])
    shifts: list[float] = []
    monkeypatch.setattr(MODULE, "find_shift", lambda doubt: shifts.append(find_shift(doubt)) or shifts[-1])
    link_records(made.records, deduplicated=made.lists, make_id=IdMaker(b"made-up key"))
    assert abs(shifts[0]) < 0.5
