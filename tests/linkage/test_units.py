"""The probability of a pair takes all other records into account."""

from __future__ import annotations

import numpy as np
import pytest

from accounted.linkage import link_records
from accounted.model.ids import IdMaker
from accounted.model.linkage import Decision

LISTS = ("North", "South", "East")


def _link(records, decisions=()):
    return link_records(records, deduplicated=LISTS, decisions=decisions, make_id=IdMaker(b"made-up key"))


def _probability(linkage, one, other):
    return next(c.match_probability for c in linkage.comparisons if (c.left, c.right) == tuple(sorted((one, other))))


def test_two_who_could_be_the_same_one_share_what_is_probable(made_up, row):
    twins = [row(f"s{k}", "South", "Tamer Dalmar", died="2033-04-04", age=24, sex="M") for k in (1, 2)]
    one = row("n1", "North", "Tamer Dalmar", died="2033-04-04", age=24, sex="M")
    linkage = _link([*made_up(300, seed=51).records, one, *twins])
    first, second = (_probability(linkage, "n1", twin.id) for twin in twins)
    assert first == pytest.approx(second, abs=0.05)
    assert 0.9 < first + second <= 1.02  # each is a mean over drawn partitions
    why = next(c.why for c in linkage.comparisons if (c.left, c.right) == ("n1", "s1"))
    assert why[-1].startswith("with the other records near: probability 0.")


def test_a_pair_that_others_bear_out_is_more_probable_than_its_weight(made_up, row):
    records = [
        row("n1", "North", "Tamer Dalmar", died="2033-04-04", age=24, sex="M", places=["Velmouth"]),
        row("s1", "South", "Tamer Dalmar", died="2033-04-04", age=24, sex="M", places=["Velmouth"]),
        row("e1", "East", "Tamer Dalmor", sex="M", age=25, places=["Velmouth"]),
    ]
    linkage = _link([*made_up(300, seed=51).records, *records])
    alone = _link([*made_up(300, seed=51).records, records[0], records[2]])
    assert _probability(linkage, "e1", "n1") >= _probability(alone, "e1", "n1") - 0.02


def test_among_pairs_given_a_probability_as_many_match(made_up):
    """Expected matches over all kept pairs are the true ones, within what chance allows."""
    said = true = n_middle = 0.0
    for seed in (7, 8, 9):
        made = made_up(400, seed=seed)
        for c in _link(made.records).comparisons:
            if 0.05 <= c.match_probability <= 0.95:
                said, n_middle = said + c.match_probability, n_middle + 1
                true += made.person[c.left] == made.person[c.right]
    assert abs(said - true) <= 4 * np.sqrt(max(n_middle, 1.0) * 0.25)


def test_what_persons_judged_is_learnt_from(made_up):
    """Labels that say doubtful pairs are the same make pairs like them more probable, and the notes say how many."""
    made = made_up(300, seed=12)
    before = _link(made.records)
    doubtful = [c for c in before.comparisons if 0.02 < c.match_probability < 0.98]
    decisions = [
        Decision(f"d{n}", c.left, c.right, "same" if made.person[c.left] == made.person[c.right] else "different",
                 "A. Sample", f"2031-01-01T00:00:{n % 60:02d}", "", c.match_weight)
        for n, c in enumerate(doubtful)
    ]  # fmt: skip
    after = _link(made.records, decisions)
    assert any(f"with {len(decisions):,} pairs that persons judged" in note for note in after.notes)
