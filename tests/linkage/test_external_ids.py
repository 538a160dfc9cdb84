"""External ids alone never merge or separate people (R26)."""

from __future__ import annotations

from dataclasses import replace

from accounted.linkage import link_records
from accounted.linkage.external_ids import find_shared_ids
from accounted.model.ids import IdMaker


def _with_id(record, value, title="National ID"):
    return replace(record, external_ids=((title, value),))


def _link(records):
    return link_records(records, deduplicated=["North", "South"], make_id=IdMaker(b"made-up key"))


def _crowd(row):
    """Others, so that the model has something to learn from."""
    names = [
        f"{given} {family}" for given in ("Tor", "Ada", "Bel", "Cor", "Dan") for family in ("Velm", "Orsk", "Tarn")
    ]
    return [
        row(f"{side}{n:02d}", side, name, died=f"2031-03-{n + 1:02d}", age=20 + n)
        for n, name in enumerate(names)
        for side in ("North", "South")
    ]


def test_one_id_with_different_names_is_reviewed_and_never_joined(row):  # R26
    one = row("a", "North", "Ambel Sample", died="2031-03-20", age=30)
    other = row("b", "South", "Quil Fendor", died="2031-05-02", age=71)
    plain = _link([*_crowd(row), one, other])
    linkage = _link([*_crowd(row), _with_id(one, "VM-17"), _with_id(other, "vm 17", "national_id")])
    assert [c.records for c in linkage.clusters] == [c.records for c in plain.clusters]
    assert ("a",) in [c.records for c in linkage.clusters]
    shown = next(c for c in linkage.comparisons if (c.left, c.right) == ("a", "b"))
    assert "the same national id: no weight, a person has to look" in shown.why
    assert shown.match_probability < 0.5
    assert linkage.n_review == plain.n_review + 1


def test_different_ids_never_keep_one_person_apart(row):  # R26
    one = row("a", "North", "Ambel Sample", died="2031-03-20", age=30)
    other = row("b", "South", "Ambel Sample", died="2031-03-20", age=30)
    plain = _link([*_crowd(row), one, other])
    linkage = _link([*_crowd(row), _with_id(one, "17"), _with_id(other, "18")])
    assert ("a", "b") in [c.records for c in linkage.clusters]
    assert [c.records for c in linkage.clusters] == [c.records for c in plain.clusters]
    assert [c.match_weight for c in linkage.comparisons] == [c.match_weight for c in plain.comparisons]


def test_a_placeholder_is_no_shared_id(row):
    records = [_with_id(row(f"{n:02d}", "North", "Ambel Sample"), "0") for n in range(11)]
    assert find_shared_ids(records) == {}
    assert len(find_shared_ids(records[:3])) == 3
