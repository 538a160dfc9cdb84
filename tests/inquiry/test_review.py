"""Reviewing an inquiry: the order of the queue, decisions that bind at the next run, undo, blind second looks."""

from __future__ import annotations

import json
import re

import pytest

from accounted.inquiry import init_inquiry, open_inquiry
from accounted.inquiry.review_queue import make_queue
from accounted.model.errors import UsageError
from accounted.model.linkage import Cluster, Comparison, Linkage
from tests_support import accounted, clean, write_inputs


@pytest.fixture
def linked(made_up):
    made_up.run()
    return made_up


def _clusters(inquiry):
    (result,) = (r for r in inquiry.results() if r.linkage)
    return {cluster.records for cluster in result.linkage.clusters}


def test_a_decision_binds_at_the_next_run_and_nothing_else_is_done_again(linked):
    before = _clusters(linked)
    pair = next(c for c in before if len(c) == 2)
    made = linked.decide(*pair, "different", person="A. Sample", reason="two brothers")
    assert (made.left, made.right) == pair
    assert made.match_weight is not None
    assert made.evidence
    assert made.at.endswith("Z")
    _, outcomes = linked.run()
    assert {o.step for o in outcomes if o.done} == {"link", "estimate", "report"}
    assert {(pair[0],), (pair[1],)} <= _clusters(linked)
    linked.undo(made.id, person="A. Sample")
    linked.run()
    assert _clusters(linked) == before  # R25
    assert [d.judgement for d in linked.decisions()] == ["different", "none"]
    assert linked.verify().n_facts


def test_external_ids_alone_neither_merge_nor_separate(tmp_path):  # R26
    inquiry = init_inquiry(tmp_path / "ids", key=b"a made-up key of a test, 32 long")
    folder = inquiry.folder.input / "lists"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.csv").write_text(
        "id,name,date\n7,Ambel Sample,2031-03-04\n8,Corvan Tarvo,2031-05-01\n", encoding="utf-8"
    )
    (folder / "b.csv").write_text(
        "id,name,date\n7,Delmira Wendil,2031-04-09\n9,Ambel Sample,2031-03-04\n", encoding="utf-8"
    )
    inquiry.run()
    names = {r: record.names[0] for r, record in inquiry.records().items()}
    assert sorted(sorted({names[r] for r in c}) for c in _clusters(inquiry)) == [
        ["Ambel Sample"], ["Corvan Tarvo"], ["Delmira Wendil"],
    ]  # fmt: skip
    inquiry.close()


def test_the_queue_begins_with_what_would_change_the_answers_most(linked):
    queue = linked.review_queue()
    doubtful = [q for q in queue if 0.02 <= q.comparison.match_probability <= 0.98]
    assert list(queue[: len(doubtful)]) == doubtful
    assert [q.value for q in doubtful] == sorted((q.value for q in doubtful), reverse=True)
    assert all("may change the count by 1" in q.words for q in queue)
    assert any("the estimate by about" in q.words for q in queue)


def test_of_two_equally_doubtful_pairs_the_one_that_moves_the_estimate_comes_first(row_of):
    records, clusters, n = {}, [], 0

    def person(*lists):
        nonlocal n
        own = []
        for name in lists:
            n += 1
            records[f"r{n:04d}"] = row_of(f"r{n:04d}", name)
            own.append(f"r{n:04d}")
        clusters.append(Cluster(f"c{len(clusters)}", tuple(own)))
        return own[0]

    for lists, count in (("A", 60), ("B", 50), ("C", 40), ("AB", 12), ("AC", 10), ("BC", 8), ("ABC", 4)):
        for _ in range(count):
            person(*lists)
    triple, single_a, single_b, single_c = person("A", "B"), person("A"), person("B"), person("C")
    pairs = tuple(
        Comparison(*sorted(pair), 0.0, 0.5) for pair in ((single_a, single_b), (triple, single_c), (single_a, single_c))
    )
    linkage = Linkage(("A", "B", "C"), tuple(sorted(records)), (), tuple(clusters), pairs, 3, (), 0.5, (), 1)
    queue = make_queue((linkage,), records)
    assert {q.comparison for q in queue} == set(pairs)
    moved = [abs(q.change) for q in queue]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > moved[-1] > 1.0


@pytest.fixture
def row_of():
    from accounted.model.records import Record

    return lambda id_, name: Record(id_, name, 1, ("Ambel Sample",), None, None, None, None, (), ())


def test_decided_pairs_leave_the_queue_and_a_blind_look_shows_them_to_somebody_else(linked):
    queue = linked.review_queue(person="P")
    for queued in queue[:10]:
        linked.decide(queued.comparison.left, queued.comparison.right, "same", person="P")
    left = {(q.comparison.left, q.comparison.right) for q in linked.review_queue(person="Q")}
    decided = {(q.comparison.left, q.comparison.right) for q in queue[:10]}
    assert left.isdisjoint(decided)
    blind = linked.review_queue(person="Q", blind=0.5)
    assert len(blind) == 5
    assert {(q.comparison.left, q.comparison.right) for q in blind} <= decided
    assert blind == linked.review_queue(person="Q", blind=0.5)
    assert linked.review_queue(person="P", blind=1.0) == ()
    for queued in blind:
        linked.decide(queued.comparison.left, queued.comparison.right, "different", person="Q")
    assert {(q.comparison.left, q.comparison.right) for q in linked.review_queue(settle=True)} == {
        (q.comparison.left, q.comparison.right) for q in blind
    }
    assert linked.agreement().n_pairs == 5


def test_two_at_work_lose_no_decision(linked):  # P16
    other = open_inquiry(linked.folder.root)
    pairs = [(q.comparison.left, q.comparison.right) for q in linked.review_queue()[:6]]
    for n, pair in enumerate(pairs):
        (linked, other)[n % 2].decide(*pair, "unsure", person="PQ"[n % 2])
    assert len(linked.decisions()) == len(other.decisions()) == 6
    assert len({d.id for d in other.decisions()}) == 6
    other.close()


def test_what_cannot_be_decided_is_refused_with_the_reason(linked, tmp_path):
    first = linked.review_queue()[0].comparison
    for left, right, said, person in (
        (first.left, first.left, "same", "P"),
        (first.left, "rec_nobody", "same", "P"),
        (first.left, first.right, "none", "P"),
        (first.left, first.right, "same", "  "),
    ):
        with pytest.raises(UsageError):
            linked.decide(left, right, said, person=person)
    made = linked.decide(first.left, first.right, "same", person="P")
    back = linked.undo(made.id, person="P")
    for wrong in ("dec_nothing", made.id, back.id):
        with pytest.raises(UsageError, match="no such decision"):
            linked.undo(wrong, person="P")
    with pytest.raises(UsageError, match="no question"):
        linked.review_queue(question="nothing")
    empty = init_inquiry(tmp_path / "empty", key=b"a made-up key of a test, 32 long")
    with pytest.raises(UsageError, match="no lists have been linked"):
        empty.review_queue()
    empty.close()


def test_names_and_reasons_of_decisions_stay_out_of_envelopes(linked):  # R40
    first = linked.review_queue()[0].comparison
    linked.decide(first.left, first.right, "unsure", person="Ambel Sample-Reviewer", reason="secret words")
    with linked._ledger.reading() as connection:
        envelopes = str([dict(r) for r in connection.exec_driver_sql("SELECT * FROM fact").mappings()])
    assert "Ambel Sample-Reviewer" not in envelopes
    assert "secret words" not in envelopes


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "inquiry"
    init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
    write_inputs(root)
    clean(accounted("run", cwd=root), 0)
    return root


def test_answers_may_be_piped_in_and_nonsense_keeps_nothing(folder):
    told = accounted(
        "review", "--person", "A. Sample", "--n", "4", cwd=folder, stdin="s\nboth say so\nperhaps\nd\n\nk\nb\nq\n"
    )
    said = clean(told, 0).stdout
    assert "1 of 4" in said
    assert "no answer" in said
    assert "taken back" in said
    assert "1 decided" in said
    shown = json.loads(clean(accounted("review", "--list", "--json", cwd=folder), 0).stdout)
    assert [d["judgement"] for d in shown["decisions"]] == ["same", "different", "none"]
    assert shown["decisions"][0]["reason"] == "both say so"
    assert shown["decisions"][0]["person"] == "A. Sample"
    undone = clean(accounted("review", "--undo", shown["decisions"][0]["id"], "--person", "A. Sample", cwd=folder), 0)
    assert "taken back" in undone.stderr
    assert "there is no such decision" in accounted("review", "--undo", "dec_x", "--person", "A", cwd=folder).stderr


def test_an_end_of_the_answers_ends_the_review_and_keeps_what_was_said(folder):
    told = clean(accounted("review", "--person", "A. Sample", cwd=folder, stdin="u\nsee the file\n"), 0)
    assert "1 decided" in told.stdout
    told = accounted("review", cwd=folder, stdin="")
    assert told.returncode in (0, 2)
    assert "Traceback" not in told.stderr


def test_pairs_show_whose_child_each_is_and_nothing_that_steers_a_terminal(tmp_path):
    root = tmp_path / "inquiry"
    init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
    lists = root / "input" / "lists"
    for name in "ab":
        (lists / f"{name}.csv").write_text(
            f"name,father's name,date,note\nAmbel Sample,Tor {name},2031-03-04,gone\u202e{name}\n", encoding="utf-8"
        )
    clean(accounted("run", cwd=root), 0)
    said = clean(accounted("review", "--person", "A. Sample", cwd=root, stdin="q\n"), 0).stdout
    assert "\u202e" not in said
    assert "<202E>" in said
    assert re.search("≠ father .*Tor [ab].*Tor [ab]", said)
