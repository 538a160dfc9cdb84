from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accounted.linkage import compare_clusters
from accounted.model.ids import IdMaker
from accounted.model.linkage import Change, Cluster


def clusters(groups):
    make_id = IdMaker(b"made-up key")
    return [Cluster(make_id("clu", *sorted(g)), tuple(sorted(g))) for g in groups]


def _groups(labels):
    by_label = {}
    for record, label in enumerate(labels):
        if label is not None:
            by_label.setdefault(label, []).append(f"r{record:02d}")
    return list(by_label.values())


def test_each_way_of_becoming_has_its_name():
    was = clusters([["a"], ["b", "c"], ["d"], ["e"], ["f", "g"], ["h", "i"], ["j", "k"], ["l"], ["m"]])
    now = clusters([["a", "x"], ["b"], ["d", "e"], ["f"], ["g"], ["h", "j"], ["i", "k"], ["m"], ["y"]])
    found = compare_clusters(["A"], was, now)
    assert sorted(change.kind for change in found.changes) == sorted(
        ["grew", "shrank", "merged", "split", "rearranged", "gone"]
    )
    assert (found.n_kept, found.n_new, found.n_gone) == (1, 1, 1)
    merged = next(change for change in found.changes if change.kind == "merged")
    assert merged == Change("merged", tuple(sorted((was[2].id, was[3].id))), (now[2].id,))


labels = st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=12)


@given(labels, labels)
def test_every_earlier_person_is_accounted_for_once_and_nothing_is_lost_the_other_way(first, second):  # R4
    was, now = clusters(_groups(first)), clusters(_groups(second))
    found = compare_clusters(["A"], was, now)
    before = [id_ for change in found.changes for id_ in change.before]
    after = [id_ for change in found.changes for id_ in change.after]
    assert len(set(before)) == len(before) == len(was) - found.n_kept
    assert len(set(after)) == len(after) == len(now) - found.n_kept - found.n_new
    assert set(before).isdisjoint(c.id for c in now), "an id that changed is not used again"
    assert {c.id for c in was} - set(before) <= {c.id for c in now}
    by_id = {c.id: set(c.records) for c in (*was, *now)}
    for change in found.changes:
        gone = set().union(*(by_id[i] for i in change.before))
        assert all(by_id[i] & gone for i in change.after)


@given(labels)
def test_against_itself_everybody_is_kept(partition):
    own = clusters(_groups(partition))
    found = compare_clusters(["A"], own, own[::-1])
    assert (found.n_kept, found.n_new, found.n_gone, found.changes) == (len(own), 0, 0, ())
