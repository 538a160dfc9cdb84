"""Link records of lists into people: one call from records to a `Linkage`, with its doubt.

Order of the steps: records to columns; comparisons and blocking rules chosen from the columns present; pairs counted,
then compared (plain SQL in DuckDB); parameters learnt without labels; pairs weighed; clusters under constraints; whole
linkages drawn. Every step works on the records in an order that their content alone decides, so neither row order nor
threads change the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from accounted.linkage.attaching import attach_unnamed
from accounted.linkage.clustering import merge_decided
from accounted.linkage.duplicates import cluster_otherwise, estimate_alternative, say_repeats
from accounted.linkage.fields import Columns, prepare
from accounted.linkage.judged import Judged, make_constraints, take_latest
from accounted.linkage.name_columns import ALL_WAYS, Naming
from accounted.linkage.samples import draw_linkages
from accounted.linkage.settling import Settled, settle
from accounted.linkage.telling import (
    REVIEW_FROM,
    REVIEW_TO,
    count_for_review,
    renumber,
    say_constraints,
    write_comparisons,
)
from accounted.linkage.thinness import find_bare
from accounted.linkage.weighing import Said, Scored, score_records
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import Alternative, Calibration, Cluster, Comparison, Decision, Linkage
from accounted.model.progress import SILENT, Progress
from accounted.model.records import Record

__all__ = ["REVIEW_FROM", "REVIEW_TO", "THRESHOLD", "link_records"]

THRESHOLD = 0.5
"""Probability from which pairs are joined: with the prior estimated, joining what is more likely a match than not makes
the fewest wrong pairs in expectation, and needs no labels to choose."""

_MOST_NUMBERS = 500_000_000
"""Cluster numbers of sampled linkages that are held, one per record and draw: 4 GB."""

_NOTHING_COMPARED = ("fewer than two records have a name: nothing was compared",)

Floats = npt.NDArray[np.float64]


def link_records(
    records: Sequence[Record],
    *,
    deduplicated: Collection[str],
    insisted: Collection[str] = (),
    decisions: Sequence[Decision] = (),
    calibration: Calibration | None = None,
    naming: Naming = ALL_WAYS,
    n_samples: int = 0,
    seed: int = 1,
    threads: int = 2,
    make_id: IdMaker,
    temp: Path | None = None,
    progress: Progress = SILENT,
) -> Linkage:
    """Link the named records into people.

    Args:
        records: Rows of all lists; those without a name take no part.
        deduplicated: Names of lists said to hold each person at most once; one that repeats too many is not held to it.
        insisted: Names of those that are held to it whatever is estimated.
        decisions: What persons decided about pairs; the latest about a pair holds.
        calibration: Learnt from a clerical sample; corrects probabilities and weights, and so clusters and draws.
        naming: Whether names of different scripts, and names that sound alike, are compared.
        n_samples: Whole linkages to draw.
        seed: Starts the draws.
        threads: Threads DuckDB may use; the answer does not depend on it.
        make_id: Makes cluster ids from the sorted record ids.
        temp: Folder for data that memory cannot hold.
        progress: Hears how far the work is.

    Raises:
        UsageError: When two records have one id, `n_samples` is below zero, or memory would not hold so many draws.
        TooManyPairs: When the records would make more pairs than can be compared.

    >>> row = lambda id, list, name: Record(id, list, 1, (name,), None, None, None, None, (), ())
    >>> made_up = [row("a", "One", "Ambel Sample"), row("b", "Two", "Ambel Sample"), row("c", "Two", "Tor Velmarsson")]
    >>> linkage = link_records(made_up, deduplicated=["One", "Two"], make_id=IdMaker(b"made-up key"))
    >>> [cluster.records for cluster in linkage.clusters]
    [('a', 'b'), ('c',)]
    """
    _check(records, n_samples)
    progress.step("reading names and dates")
    columns = prepare(records, {*deduplicated, *insisted}, naming)
    ids = [record.id for record in columns.records]
    judged = take_latest(decisions, set(ids))
    said = Said(frozenset(deduplicated) | frozenset(insisted), frozenset(insisted))
    scored = score_records(columns, judged, said, threads, temp, progress)
    loose = frozenset(entry.list for entry in (scored.repeats if scored else ()) if entry.declared and not entry.binds)
    alternatives: tuple[Alternative, ...] = ()
    if scored and loose:
        alternatives = (_otherwise(columns, scored, judged, said.deduplicated),)
        said, before = Said(said.deduplicated - loose, said.insisted), scored.repeats
        columns = prepare(records, said.deduplicated, naming)
        again = score_records(columns, judged, said, threads, temp, progress)
        scored = replace(again, repeats=before) if again else None
    binding = tuple(sorted(said.deduplicated))
    constraints = make_constraints(columns, judged)
    groups, refused = merge_decided(len(ids), constraints)
    drawn: tuple[tuple[int, ...], ...] = tuple(tuple(range(len(ids))) for _ in range(n_samples))
    comparisons: tuple[Comparison, ...] = ()
    settled: Settled | None = None
    if scored:
        progress.step("weighing each pair among all others")
        settled = settle(columns, scored, constraints, calibration, seed)
        groups = settled.groups
        comparisons = write_comparisons(columns, settled.scored, settled.told, judged)
        drawn = draw_linkages(settled.doubt, n_samples=n_samples, seed=seed, progress=progress)
    place = np.argsort(np.array(ids, dtype=object)) if ids else np.array([], dtype=np.int64)
    made = sorted(tuple(sorted(ids[number] for number in group)) for group in groups)
    clusters = tuple(Cluster(make_id("clu", *group), group) for group in made)
    if said.deduplicated and settled:
        alternatives = (_otherwise(columns, settled.joined, judged, (), len(clusters)), *alternatives)
    attached = attach_unnamed(records, clusters, binding, scored.model, make_id) if scored else ()
    notes = [*(scored.notes if scored else _NOTHING_COMPARED), *say_constraints(columns, binding, refused)]
    notes += [*(settled.quality if settled else ()), *(say_repeats(scored.repeats) if scored else ())]
    if attached:
        notes.append(
            f"rows without a name that are about somebody on another list, in no capture table: {len(attached)}"
        )
    thin = scored.thin if scored else tuple(sorted(find_bare(columns.records)))
    if thin:
        notes.append(f"records too thin to identify anyone, in no capture table: {len(thin)}")
    return Linkage(
        lists=tuple(sorted({record.list for record in records})),
        records=tuple(sorted(ids)),
        deduplicated=binding,
        clusters=clusters,
        comparisons=comparisons,
        n_review=count_for_review(comparisons, clusters, scored.shared if scored else {}),
        samples=tuple(renumber([labels[n] for n in place]) for labels in drawn),
        threshold=THRESHOLD,
        notes=tuple(notes),
        seed=seed,
        attached=attached,
        thin=tuple(sorted(ids[number] for number in thin)),
        repeats=scored.repeats if scored else (),
        alternatives=alternatives,
        calibration=calibration,
    )


def _otherwise(
    columns: Columns,
    scored: Scored,
    judged: Judged,
    deduplicated: Collection[str],
    n_clusters: int = 0,
) -> Alternative:
    """Give the answer of the same scored pairs under other constraints; estimated where lists were sampled."""
    if not (deduplicated or scored.within.is_whole(columns)):
        return estimate_alternative(n_clusters, scored.repeats)
    constraints = make_constraints(columns, judged)
    return cluster_otherwise(columns, scored.pairs, scored.within.pairs, constraints, deduplicated)


def _check(records: Sequence[Record], n_samples: int) -> None:
    twice = sorted(name for name, n in Counter(record.id for record in records).items() if n > 1)
    if twice:
        raise UsageError("two records have one id", where=twice[0], mend="make the ids with one IdMaker per run")
    if n_samples < 0:
        raise UsageError(f"{n_samples} linkages cannot be drawn", mend="give 0 or more samples")
    if n_samples * len(records) > _MOST_NUMBERS:
        raise UsageError(
            f"{n_samples:,} linkages of {len(records):,} records are more than memory holds",
            mend=f"draw {_MOST_NUMBERS // len(records):,} at most; 50 to 100 are enough for an interval",
        )
