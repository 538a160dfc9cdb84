"""What became of the people of an earlier linkage.

A cluster's id is made from its records, so a person whose records are the same keeps it, whatever else was linked, and
an id never comes to mean other records. This says what the other ids became: earlier and later clusters that share
records, directly or by way of others, belong together.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounted.linkage.clustering import components
from accounted.model.linkage import Becoming, Change, Cluster, Continuity

__all__ = ["compare_clusters"]


def compare_clusters(lists: Sequence[str], before: Sequence[Cluster], after: Sequence[Cluster]) -> Continuity:
    """Set the clusters of a linkage against those of the one before.

    Args:
        lists: Lists of the later linkage.
        before: Clusters of the earlier linkage.
        after: Clusters of the later one.

    >>> was = [Cluster("c1", ("a", "b")), Cluster("c2", ("c",)), Cluster("c3", ("d",))]
    >>> now = [Cluster("c3", ("d",)), Cluster("c4", ("a", "b", "c")), Cluster("c5", ("e",))]
    >>> found = compare_clusters(["A"], was, now)
    >>> found.changes, found.n_kept, found.n_new
    ((Change(kind='merged', before=('c1', 'c2'), after=('c4',)),), 1, 1)
    """
    where = {record: len(before) + n for n, cluster in enumerate(after) for record in cluster.records}
    shared = sorted({(n, where[r]) for n, cluster in enumerate(before) for r in cluster.records if r in where})
    n_kept = n_new = n_gone = 0
    changes = []
    for group in components(len(before) + len(after), shared):
        old = [before[n] for n in group if n < len(before)]
        new = [after[n - len(before)] for n in group if n >= len(before)]
        if not old:
            n_new += 1
        elif [c.records for c in old] == [c.records for c in new]:
            n_kept += 1
        else:
            n_gone += not new
            ids = (tuple(sorted(c.id for c in own)) for own in (old, new))
            changes.append(Change(_say_kind(old, new), *ids))
    return Continuity(tuple(lists), n_kept, n_new, n_gone, tuple(sorted(changes, key=lambda c: c.before)))


def _say_kind(old: Sequence[Cluster], new: Sequence[Cluster]) -> Becoming:
    if not new:
        return "gone"
    if len(old) == len(new) == 1:
        was, now = set(old[0].records), set(new[0].records)
        return "grew" if was < now else "shrank" if now < was else "rearranged"
    return "merged" if len(new) == 1 else "split" if len(old) == 1 else "rearranged"
