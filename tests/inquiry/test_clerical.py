"""A clerical sample: drawn at random in strata, judged blind, and what the next run makes of it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounted.inquiry import init_inquiry
from accounted.inquiry.review_queue import draw_clerical
from accounted.inquiry.reviewing import label_sample
from accounted.model.linkage import Comparison, Linkage
from tests_support import accounted, clean, write_inputs


def _linkage(probabilities):
    pairs = tuple(Comparison(f"a{n:05d}", f"b{n:05d}", 0.0, p) for n, p in enumerate(probabilities))
    return Linkage(("A", "B"), (), (), (), pairs, 0, (), 0.5, (), 1)


def test_every_pair_is_drawn_with_the_probability_that_is_kept_and_the_doubtful_more():
    linkage = _linkage([0.003] * 3_000 + [0.3] * 120 + [0.9995] * 2_000)
    drawn = [draw_clerical((linkage,), 200, seed) for seed in range(40)]
    for p, n in ((0.003, 3_000), (0.3, 120), (0.9995, 2_000)):
        own = [[q for q in sample if q.comparison.match_probability == p] for sample in drawn]
        inclusion = own[0][0].inclusion
        assert {len(sample) for sample in own} == {round(inclusion * n)}
        assert all(q.inclusion == inclusion for sample in own for q in sample)
    by_p = {q.comparison.match_probability: q.inclusion for q in drawn[0]}
    assert by_p[0.3] > 3 * by_p[0.003]
    counts = {}
    for sample in drawn:
        for q in sample:
            counts[q.comparison.left] = counts.get(q.comparison.left, 0) + 1
    doubtful = [counts.get(f"a{n:05d}", 0) / 40 for n in range(3_000, 3_120)]
    assert sum(doubtful) / 120 == pytest.approx(by_p[0.3], abs=0.01)
    assert draw_clerical((linkage,), 200, 1) == draw_clerical((linkage,), 200, 1)


@pytest.mark.parametrize("n", [3, 60, 100, 400])
def test_as_many_pairs_are_drawn_as_were_asked_for(n):
    rare = [0.02] * 12 + [0.1] * 4 + [0.3] * 2 + [0.6] * 8 + [0.9] * 8 + [0.97] * 20
    linkage = _linkage([0.003] * 900 + rare + [0.9995] * 700)
    fewest = 6 * 5 + 4 + 2
    n_strata = 8
    assert abs(len(draw_clerical((linkage,), n, 1)) - max(n, fewest)) <= n_strata / 2
    assert len(draw_clerical((linkage,), 5_000, 1)) == len(linkage.comparisons)


def _truth(records, pair):
    return records[pair[0]].names == records[pair[1]].names and records[pair[0]].died == records[pair[1]].died


def test_a_judged_sample_calibrates_the_next_run_and_undoing_it_restores_the_first(made_up):  # R25, R28
    made_up.run()
    (first,) = (r.linkage for r in made_up.results() if r.linkage)
    records = made_up.records()
    queue = made_up.review_queue(person="P", sample=60)
    assert len(queue) >= 20
    made = []
    for queued in queue:
        pair = (queued.comparison.left, queued.comparison.right)
        said = "same" if _truth(records, pair) else "different"
        made.append(made_up.decide(*pair, said, person="P", inclusion=queued.inclusion))
    assert all(d.inclusion and d.forecast is not None for d in made)
    assert made_up.review_queue(person="P", sample=60) == ()
    second = made_up.review_queue(person="Q", blind=0.3)
    assert all(q.inclusion for q in second)
    for queued in second:
        pair = (queued.comparison.left, queued.comparison.right)
        said = "same" if _truth(records, pair) else "different"
        made.append(made_up.decide(*pair, said, person="Q", inclusion=queued.inclusion))
    assert made_up.agreement().n_pairs == len(second)
    labels = label_sample(made_up.decisions())
    assert len(labels) == len(queue)
    assert sum(label.n_same + label.n_different == 2 for label in labels) == len(second)
    made_up.run()
    (after,) = (r.linkage for r in made_up.results() if r.linkage)
    assert after.calibration.n_labels == len(queue)
    assert after.calibration.n_twice == len(second)
    assert any(note.startswith("calibrated on") for note in after.notes)
    for decision in made:
        made_up.undo(decision.id, person="P")
    made_up.run()
    (again,) = (r.linkage for r in made_up.results() if r.linkage)
    assert again == first


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "inquiry"
    init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
    write_inputs(root)
    clean(accounted("run", cwd=root), 0)
    return root


def test_the_sample_shows_nothing_of_what_the_model_thinks(folder):
    told = clean(accounted("review", "--sample", "40", "--person", "P", cwd=folder, stdin="s\n\nd\n\nq\n"), 0).stdout
    assert "in random order" in told
    assert "bits" not in told
    assert "probability" not in told
    shown = json.loads(clean(accounted("review", "--list", "--json", cwd=folder), 0).stdout)
    assert all(0 < d["inclusion"] <= 1 for d in shown["decisions"])
    told = clean(accounted("review", "--sample", "40", "--person", "Q", "--json", cwd=folder), 0).stdout
    pairs = [json.loads(line) for line in told.splitlines()]
    assert {frozenset(pair) for pair in pairs} == {frozenset(("left", "right", "inclusion"))}
    clean(accounted("review", "--sample", "4", "--settle", "--person", "P", cwd=folder), 2)


def test_two_reviews_at_once_lose_no_decision(folder):  # R29, P16
    def review(name):
        return accounted("review", "--sample", "60", "--person", name, cwd=folder, stdin="d\n\n" * 12 + "q\n")

    with ThreadPoolExecutor(2) as pool:
        for told in pool.map(review, ("P", "Q")):
            assert "12 decided" in clean(told, 0).stdout
    shown = json.loads(clean(accounted("review", "--list", "--json", cwd=folder), 0).stdout)
    by_person = {name: [d for d in shown["decisions"] if d["person"] == name] for name in ("P", "Q")}
    assert {name: len(own) for name, own in by_person.items()} == {"P": 12, "Q": 12}
    assert len({d["id"] for d in shown["decisions"]}) == 24
    clean(accounted("verify", cwd=folder), 0)
