"""Who is recorded: clusters in scope, the range over sampled linkages, unnamed victims apart.

A documented number is a count of named people on the lists at hand. It is a lower bound of nothing but itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from accounted.lists.tallying import count_unnamed
from accounted.model.errors import RecordDamaged
from accounted.model.findings import Documented
from accounted.model.linkage import Cluster, Linkage
from accounted.model.questions import Scope
from accounted.model.records import Record

__all__ = ["cluster_key", "count_documented", "lists_of", "record_key", "solid_clusters"]


def record_key(record: Record) -> tuple[str, ...]:
    """Order a record by its content, never by its id or its row."""
    return (*record.names, "", record.list, *(f"{title}\x00{value}" for title, value in record.values))


def cluster_key(cluster: Cluster, records: Mapping[str, Record]) -> tuple[tuple[str, ...], ...]:
    """Order a cluster by the content of its records."""
    return tuple(sorted(record_key(records[name]) for name in cluster.records))


def lists_of(cluster: Cluster, records: Mapping[str, Record]) -> tuple[str, ...]:
    """Name the lists that a cluster's person is on, sorted."""
    return tuple(sorted({records[name].list for name in cluster.records}))


def solid_clusters(linkage: Linkage) -> dict[str, Cluster]:
    """Give the clusters by id without their records too thin to identify anyone: what is counted, and nothing else."""
    thin = set(linkage.thin)
    solid = (Cluster(c.id, tuple(name for name in c.records if name not in thin)) for c in linkage.clusters)
    return {cluster.id: cluster for cluster in solid if cluster.records}


def count_documented(scope: Scope, linkage: Linkage, records: Iterable[Record]) -> Documented:
    """Count who is in scope.

    The range holds the best single linkage and every sampled one: its low end is the smallest number of certain
    persons, its high end the largest number of certain and possible persons.

    Raises:
        RecordDamaged: When the linkage names a record, or the scope a cluster, that the inquiry does not have.
    """
    by_id = {record.id: record for record in records}
    clusters = solid_clusters(linkage)
    lost = sorted({name for c in linkage.clusters for name in c.records if name not in by_id})
    lost += sorted(entry.cluster for entry in scope.clusters if entry.cluster not in clusters)
    if lost:
        raise RecordDamaged(
            "the linkage speaks of records that are not there", where=lost[0], mend="run `accounted verify`"
        )
    members = Counter(entry.membership for entry in scope.clusters)
    inside = [clusters[entry.cluster] for entry in scope.clusters if entry.membership != "out"]
    inside.sort(key=lambda cluster: (cluster_key(cluster, by_id), cluster.id))
    counted = [*scope.draws, (members["certain"], members["possible"])]
    overlap = Counter(lists_of(cluster, by_id) for cluster in inside)
    return Documented(
        n_certain=members["certain"],
        n_possible=members["possible"],
        n_out=members["out"],
        low=min(certain for certain, _ in counted),
        high=max(certain + possible for certain, possible in counted),
        n_unnamed=len(scope.unnamed),
        n_records=sum(len(cluster.records) for cluster in inside),
        overlap=tuple(sorted(overlap.items(), key=lambda item: (len(item[0]), item[0]))),
        clusters=tuple(cluster.id for cluster in inside),
        n_thin=len(scope.thin),
        unnamed=count_unnamed(
            [by_id[name] for cluster in inside for name in cluster.records] + [by_id[name] for name in scope.unnamed]
        ),
    )
