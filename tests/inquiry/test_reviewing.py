"""What decisions amount to: standing, binding, contradictions against brute force, agreement of reviewers."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.inquiry.reviewing import binding, find_contradictions, judge_agreement, rule, standing
from accounted.model.linkage import Decision


def decide(id_, left, right, judgement, person="P", **more):
    return Decision(id_, left, right, judgement, person, "2031-01-01T00:00:00Z", "", None, **more)


def test_the_latest_of_a_person_holds_and_what_was_taken_back_does_not():  # R25
    first, second = decide("d1", "a", "b", "same"), decide("d2", "a", "b", "different")
    assert [d.id for d in binding([first, second])] == ["d2"]
    back = decide("d3", "a", "b", "none", undoes="d2")
    assert [d.id for d in binding([first, second, back])] == ["d1"]
    assert binding([first, decide("d4", "a", "b", "none", undoes="d1")]) == ()
    assert [d.id for d in standing([first, second, back])] == ["d1"]


def test_persons_who_disagree_bind_nothing_until_it_is_settled():
    made = [decide("d1", "a", "b", "same", "P"), decide("d2", "a", "b", "different", "Q")]
    assert [r.state for r in rule(made)] == ["disputed"]
    assert binding(made) == ()
    settled = [*made, decide("d3", "a", "b", "same", "R", settles=True)]
    assert [d.judgement for d in binding(settled)] == ["same"]
    agreed = [*made, decide("d4", "a", "b", "same", "Q")]
    assert [r.state for r in rule(agreed)] == ["same"]


def test_unsure_binds_nothing_and_contradicts_nobody():
    assert rule([decide("d1", "a", "b", "unsure")])[0].state == "unsure"
    made = [decide("d1", "a", "b", "unsure", "P"), decide("d2", "a", "b", "same", "Q")]
    assert [d.id for d in binding(made)] == ["d2"]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["same", "different"])), max_size=18))
def test_contradictions_are_those_that_walking_all_chains_finds(edges):  # R27
    made = [decide(f"d{n}", f"r{min(a, b)}", f"r{max(a, b)}", said) for n, (a, b, said) in enumerate(edges) if a != b]
    bound = {(d.left, d.right): d.judgement for d in binding(made)}
    groups = [{f"r{n}"} for n in range(7)]
    for (a, b), said in bound.items():
        if said == "same":
            one = next(g for g in groups if a in g)
            other = next(g for g in groups if b in g)
            if one is not other:
                groups.remove(other)
                one |= other
    expected = {
        (a, b) for (a, b), said in bound.items() if said == "different" and any({a, b} <= group for group in groups)
    }
    found = find_contradictions(made)
    assert {(c.apart.left, c.apart.right) for c in found} == expected
    for c in found:
        ends = [c.apart.left]
        for d in c.chain:
            assert d.judgement == "same"
            ends.append(d.right if d.left == ends[-1] else d.left)
        assert ends[-1] == c.apart.right


def test_two_simulated_reviewers_give_the_right_kappa():  # R28
    rng = random.Random(4)
    made, both = [], []
    for n in range(4_000):
        truth = rng.random() < 0.4
        said = ["same" if (truth if rng.random() < 0.9 else not truth) else "different" for _ in range(2)]
        both.append(said)
        made += [decide(f"{p}{n}", f"a{n}", f"b{n}", j, p) for p, j in zip("PQ", said, strict=True)]
    found = judge_agreement(made)
    agree = sum(x == y for x, y in both) / len(both)
    share = [sum(s[k] == "same" for s in both) / len(both) for k in (0, 1)]
    chance = share[0] * share[1] + (1 - share[0]) * (1 - share[1])
    assert found.n_pairs == 4_000
    assert found.kappa == pytest.approx((agree - chance) / (1 - chance), abs=1e-6)
    # Nine in ten right, each by itself: agreement .82, by chance about .515.
    assert found.lower < 0.63 < found.upper


def test_a_few_pairs_leave_kappa_wide_open():  # R28
    apart = [decide("p", "a", "b", "same", "P"), decide("q", "a", "b", "different", "Q")]
    one = judge_agreement(apart)
    assert (one.n_pairs, one.kappa) == (1, 0.0)
    assert one.upper > 0.7
    agreed = [decide(f"{p}{n}", f"a{n}", f"b{n}", "same" if n else "different", p) for n in range(4) for p in "PQ"]
    four = judge_agreement(agreed)
    assert four.kappa == 1.0
    assert four.upper == pytest.approx(1.0)
    assert four.lower < 0.5


def test_agreement_leaves_out_what_settles_and_pairs_of_one_person():
    made = [decide("d1", "a", "b", "same", "P"), decide("d2", "c", "d", "same", "P")]
    assert judge_agreement(made).n_pairs == 0
    made.append(decide("d3", "a", "b", "different", "Q", settles=True))
    assert judge_agreement(made).n_pairs == 0
    everyone = [decide(f"{p}{a}", a, b, "same", p) for a, b in combinations("abc", 2) for p in "PQ"]
    assert judge_agreement(everyone).kappa is None
