"""Link records of lists into people: one call from records to a `Linkage`, with its doubt.

Order of the steps: records to columns; comparisons and blocking rules chosen from the columns present; pairs counted,
then compared (plain SQL in DuckDB); parameters learnt without labels; pairs weighed; clusters under constraints; whole
linkages drawn. Every step works on the records in an order that their content alone decides, so neither row order nor
threads change the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from accounted.linkage.attaching import attach_unnamed
from accounted.linkage.blocking import BlockingRule, choose_rules, refuse_sameness
from accounted.linkage.calibrating import correct, describe_quality
from accounted.linkage.clustering import Constraints, Links, cluster_records, list_codes, merge_decided
from accounted.linkage.completing import complete_pairs
from accounted.linkage.dependence import say_dependence
from accounted.linkage.duplicates import (
    WithinPairs,
    cluster_otherwise,
    compare_within,
    estimate_alternative,
    estimate_repeats,
    say_repeats,
    take_within,
)
from accounted.linkage.external_ids import find_shared_ids
from accounted.linkage.fields import Columns, prepare
from accounted.linkage.levels import choose_comparisons
from accounted.linkage.losses import combine, estimate_by_rules
from accounted.linkage.name_columns import ALL_WAYS, Naming
from accounted.linkage.parameters import Expected, Model, PairCounts, expect_matches
from accounted.linkage.samples import draw_linkages
from accounted.linkage.scoring import (
    Labels,
    ScoredPairs,
    explain_pairs,
    learn_model,
    score_listed,
    score_pairs,
    to_probability,
)
from accounted.linkage.thinness import find_bare, find_thin
from accounted.linkage.units import Doubt, find_probabilities
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import (
    Alternative,
    Calibration,
    Cluster,
    Comparison,
    Decision,
    Judgement,
    Linkage,
    ListRepeats,
)
from accounted.model.progress import SILENT, Progress
from accounted.model.records import Record
from accounted.sandbox.duck import open_duckdb

__all__ = ["REVIEW_FROM", "REVIEW_TO", "THRESHOLD", "link_records"]

THRESHOLD = 0.5
"""Probability from which pairs are joined: with the prior estimated, joining what is more likely a match than not makes
the fewest wrong pairs in expectation, and needs no labels to choose."""

LEAST_PROBABILITY = 0.001
"""Pairs below it are not told."""

_TOLD = 0.05
_LEAST_TOLD = 1e-6
_LEAST_ODDS = -9.965
_NOT_CALIBRATED = ("not calibrated here: no clerical sample has been judged (accounted review --sample N)",)
_NOTHING_COMPARED = ("fewer than two records have a name: nothing was compared",)

Floats = npt.NDArray[np.float64]

REVIEW_FROM, REVIEW_TO = 0.1, 0.9
"""Probabilities between which a pair is for clerical review."""


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """Pairs by record number with what they were weighed by.

    Args:
        model: What was learnt.
        counts: What it was learnt from.
        pairs: Those that are kept.
        links: These, and pairs across clusters that may be one: what is clustered by.
        decided: Pairs that persons judged or that share an id, and that are not among them.
        shared: Pairs of record ids that share an external id, with its kind.
        lost: Matches that blocking lost, estimated from the rules.
        notes: What a reader must know.
        thin: Records too thin to identify anyone.
        within: Pairs within lists held to have each person once.
        repeats: Per list, how often it repeats a person.
        moved: Per kept pair, the bits by which calibration moved it; None without one.
    """

    model: Model
    counts: PairCounts
    pairs: ScoredPairs
    links: Links
    decided: ScoredPairs
    shared: Mapping[tuple[str, str], str]
    lost: Expected
    notes: tuple[str, ...]
    thin: tuple[int, ...]
    within: WithinPairs
    repeats: tuple[ListRepeats, ...]
    moved: Floats | None = None


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
        UsageError: When two records have one id, or `n_samples` is below zero.
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
    judged = _latest(decisions, set(ids))
    said = _Said(frozenset(deduplicated) | frozenset(insisted), frozenset(insisted))
    scored = _score(columns, judged, said, threads, temp, progress)
    loose = frozenset(entry.list for entry in (scored.repeats if scored else ()) if entry.declared and not entry.binds)
    alternatives: tuple[Alternative, ...] = ()
    if scored and loose:
        alternatives = (_otherwise(columns, scored, judged, said.deduplicated),)
        said, before = _Said(said.deduplicated - loose, said.insisted), scored.repeats
        columns = prepare(records, said.deduplicated, naming)
        again = _score(columns, judged, said, threads, temp, progress)
        scored = replace(again, repeats=before) if again else None
    binding = tuple(sorted(said.deduplicated))
    constraints = _constraints(columns, judged)
    progress.step("clustering")
    links = scored.links if scored else Links.of([])
    groups = cluster_records(len(ids), links, constraints)
    _, refused = merge_decided(len(ids), constraints)
    drawn: tuple[tuple[int, ...], ...] = tuple(tuple(range(len(ids))) for _ in range(n_samples))
    comparisons: tuple[Comparison, ...] = ()
    quality: tuple[str, ...] = _NOT_CALIBRATED if scored else ()
    if scored:
        doubt = Doubt(columns, scored.model, scored.counts, scored.pairs, scored.lost, constraints, groups)
        progress.step("weighing each pair among all others")
        told = find_probabilities(doubt, seed)
        if calibration is not None:
            scored, told, odds = _calibrate(scored, told, calibration)
            groups = cluster_records(len(ids), scored.links, constraints)
            quality = _describe_quality(scored, odds, calibration, groups, seed)
            doubt = replace(doubt, pairs=scored.pairs, best=groups)
        comparisons = _compare_all(columns, scored, told, judged)
        drawn = draw_linkages(doubt, n_samples=n_samples, seed=seed, progress=progress)
    place = np.argsort(np.array(ids, dtype=object)) if ids else np.array([], dtype=np.int64)
    made = sorted(tuple(sorted(ids[number] for number in group)) for group in groups)
    clusters = tuple(Cluster(make_id("clu", *group), group) for group in made)
    if said.deduplicated and scored:
        alternatives = (_otherwise(columns, scored, judged, (), len(clusters)), *alternatives)
    attached = attach_unnamed(records, clusters, binding, scored.model, make_id) if scored else ()
    notes = [*(scored.notes if scored else _NOTHING_COMPARED), *_constraint_notes(columns, binding, refused)]
    notes += [*quality, *(say_repeats(scored.repeats) if scored else ())]
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
        n_review=_count_for_review(comparisons, clusters, scored.shared if scored else {}),
        samples=tuple(_renumbered([labels[n] for n in place]) for labels in drawn),
        threshold=THRESHOLD,
        notes=tuple(notes),
        seed=seed,
        attached=attached,
        thin=tuple(sorted(ids[number] for number in thin)),
        repeats=scored.repeats if scored else (),
        alternatives=alternatives,
        calibration=calibration,
    )


def _calibrate(scored: _Scored, told: Floats, calibration: Calibration) -> tuple[_Scored, Floats, Floats]:
    """Correct the pairs that a clerical sample is drawn from; returns them with probabilities and odds before it.

    A pair's own weight is moved by as many bits as the probability that takes all records into account.
    """
    certain = np.asarray(np.clip(told, _LEAST_TOLD, 1.0 - _LEAST_TOLD), dtype=np.float64)
    odds = np.asarray(np.log2(certain / (1.0 - certain)), dtype=np.float64)
    moved = np.asarray(np.where(told >= LEAST_PROBABILITY, correct(calibration, odds) - odds, 0.0), dtype=np.float64)
    pairs = replace(scored.pairs, bits=np.round(scored.pairs.bits + moved, 3))
    corrected: Floats = np.where(moved == 0.0, told, np.round(to_probability(odds + moved), 6))
    completed = scored.links.bits[len(pairs.bits) :]
    links = replace(scored.links, bits=np.concatenate([pairs.bits, completed]))
    return replace(scored, pairs=pairs, links=links, moved=moved), corrected, odds


def _describe_quality(
    scored: _Scored, odds: Floats, calibration: Calibration, groups: Sequence[Sequence[int]], seed: int
) -> tuple[str, ...]:
    """Say how well the best linkage does, as the clerical sample has it."""
    home = np.empty(sum(len(group) for group in groups), np.int64)
    for number, group in enumerate(groups):
        home[list(group)] = number
    is_linked = home[scored.pairs.left] == home[scored.pairs.right]
    lost = combine(expect_matches(scored.model, scored.counts.without(scored.pairs.vectors)), scored.lost)
    kept = odds >= _LEAST_ODDS
    return describe_quality(calibration, odds[kept], is_linked[kept], lost.mean, seed)


def _otherwise(
    columns: Columns,
    scored: _Scored,
    judged: dict[tuple[str, str], Judgement],
    deduplicated: Collection[str],
    n_clusters: int = 0,
) -> Alternative:
    """Give the answer of the same scored pairs under other constraints; estimated where lists were sampled."""
    if not (deduplicated or scored.within.is_whole(columns)):
        return estimate_alternative(n_clusters, scored.repeats)
    return cluster_otherwise(columns, scored.pairs, scored.within.pairs, _constraints(columns, judged), deduplicated)


def _check(records: Sequence[Record], n_samples: int) -> None:
    twice = sorted(name for name, n in Counter(record.id for record in records).items() if n > 1)
    if twice:
        raise UsageError("two records have one id", where=twice[0], mend="make the ids with one IdMaker per run")
    if n_samples < 0:
        raise UsageError(f"{n_samples} linkages cannot be drawn", mend="give 0 or more samples")


def _latest(decisions: Sequence[Decision], known: set[str]) -> dict[tuple[str, str], Judgement]:
    """The judgement that holds per pair, of pairs whose records are here."""
    latest: dict[tuple[str, str], Judgement] = {}
    for decision in sorted(decisions, key=lambda d: d.at):
        if decision.left in known and decision.right in known and decision.left != decision.right:
            latest[min(decision.left, decision.right), max(decision.left, decision.right)] = decision.judgement
    return dict(sorted(latest.items()))


def _numbers(columns: Columns, judged: Collection[tuple[str, str]]) -> dict[str, int]:
    """Numbers of the records that somebody judged."""
    wanted = {name for pair in judged for name in pair}
    return {record.id: n for n, record in enumerate(columns.records) if record.id in wanted} if wanted else {}


def _constraints(columns: Columns, judged: dict[tuple[str, str], Judgement]) -> Constraints:
    number = _numbers(columns, judged)

    def pairs(judgement: Judgement) -> tuple[tuple[int, int], ...]:
        return tuple((number[a], number[b]) for (a, b), said in judged.items() if said == judgement)

    codes = list_codes(columns.table.column("dd").to_pylist())
    return Constraints(codes, same=pairs("same"), different=pairs("different"))


@dataclass(frozen=True, slots=True)
class _Said:
    """Lists said to hold each person at most once, and those of them that are held to it in any case."""

    deduplicated: frozenset[str]
    insisted: frozenset[str]


def _score(
    columns: Columns,
    judged: dict[tuple[str, str], Judgement],
    said: _Said,
    threads: int,
    temp: Path | None,
    progress: Progress,
) -> _Scored | None:
    """Compare, learn and weigh; None when fewer than two records have a name."""
    comparisons = choose_comparisons(columns.fields)
    if "name" not in columns.fields:
        return None
    connection = open_duckdb(threads=threads, temp=temp)
    try:
        connection.register("source", columns.table)
        connection.execute("CREATE TABLE records AS SELECT * FROM source ORDER BY unique_id")
        refuse_sameness(connection, len(columns.records))
        rules = choose_rules(connection, len(columns.records))
        progress.step("comparing pairs", sum(rule.n_pairs for rule in rules))
        model, counts = learn_model(connection, columns, comparisons, rules, _labels(columns, judged))
        pairs = score_pairs(connection, columns, model)
        within = compare_within(connection, columns, model, said.deduplicated, rules)
        links = complete_pairs(connection, columns, model, pairs, _constraints(columns, judged))
        shared = find_shared_ids(columns.records)
        decided = _score_decided(connection, columns, model, pairs, {*judged, *shared})
        thin = find_thin(connection, columns, model, pairs, [pair for pair, said in judged.items() if said == "same"])
    finally:
        connection.close()
    by_rules = estimate_by_rules(columns, rules, pairs)
    n_lost = combine(expect_matches(model, counts.without(pairs.vectors)), by_rules).mean
    others = {record.list for record in columns.records} - said.deduplicated
    repeats = [
        entry
        for pairs_within in (within, take_within(columns, pairs, others))
        for entry in estimate_repeats(
            columns,
            model,
            pairs_within,
            declared=said.deduplicated,
            insisted=said.insisted,
            share_found=1.0 - n_lost / max(model.n_expected, 2.0 * n_lost, 1.0),
        )
    ]
    return _Scored(
        model,
        counts,
        pairs,
        links,
        decided,
        shared,
        by_rules,
        _model_notes(model, counts, rules, n_lost),
        thin,
        within,
        tuple(sorted(repeats, key=lambda entry: entry.list)),
    )


def _labels(columns: Columns, judged: dict[tuple[str, str], Judgement]) -> Labels:
    """What persons judged, by record number; who was unsure says nothing."""
    number = _numbers(columns, judged)
    known = {"same": 1, "different": -1}
    found = sorted(
        (min(number[a], number[b]), max(number[a], number[b]), known[said])
        for (a, b), said in judged.items()
        if said in known
    )
    return Labels(*np.array(found, dtype=np.int64).reshape(-1, 3).T)


def _score_decided(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    pairs: ScoredPairs,
    asked: Collection[tuple[str, str]],
) -> ScoredPairs:
    """Weigh the pairs that a person judged, or that share an id, and that are not among the kept ones."""
    number = _numbers(columns, asked)
    wanted = sorted({(min(number[a], number[b]), max(number[a], number[b])) for a, b in asked})
    if wanted:
        kept = set(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
        wanted = [pair for pair in wanted if pair not in kept]
    left = np.array([a for a, _ in wanted], dtype=np.int64)
    right = np.array([b for _, b in wanted], dtype=np.int64)
    if not wanted:
        return ScoredPairs(left, right, np.zeros((0, len(model.comparisons)), np.int64), np.zeros(0))
    return score_listed(connection, columns, model, left, right)


def _compare_all(
    columns: Columns, scored: _Scored, probabilities: Floats, judged: dict[tuple[str, str], Judgement]
) -> tuple[Comparison, ...]:
    """Write the kept pairs and the judged ones as comparisons, with what their weights are made of."""
    ids = [record.id for record in columns.records]
    of_decided = np.round(to_probability(scored.decided.bits), 6)
    made = []
    still = np.zeros(len(of_decided))
    moved = np.zeros(len(probabilities)) if scored.moved is None else scored.moved
    for every, of_every, by in ((scored.pairs, probabilities, moved), (scored.decided, of_decided, still)):
        told = of_every >= LEAST_PROBABILITY
        if judged or scored.shared:
            ends = zip(every.left.tolist(), every.right.tolist(), strict=True)
            asked = judged.keys() | scored.shared.keys()
            told |= np.array([(min(ids[a], ids[b]), max(ids[a], ids[b])) in asked for a, b in ends], dtype=np.bool_)
        pairs, own = every.at(told), of_every[told]
        alone = np.round(to_probability(pairs.bits), 6)
        for a, b, bits, by_itself, probability, shift, phrases in zip(
            pairs.left.tolist(),
            pairs.right.tolist(),
            pairs.bits.tolist(),
            alone.tolist(),
            own.tolist(),
            by[told].tolist(),
            explain_pairs(scored.model, columns, pairs),
            strict=True,
        ):
            left, right = (ids[a], ids[b]) if ids[a] < ids[b] else (ids[b], ids[a])
            corrected = (*phrases, f"calibration: {shift:+.1f} bits") if shift else phrases
            near = f"with the other records near: probability {probability:.2f}, not {by_itself:.2f}"
            why = (*corrected, near) if abs(by_itself - probability) >= _TOLD else corrected
            if (left, right) in scored.shared:
                why = (*why, f"the same {scored.shared[left, right]}: no weight, a person has to look")
            made.append(Comparison(left, right, bits, probability, judged.get((left, right), "none"), why))
    made.sort(key=attrgetter("left", "right"))
    return tuple(made)


def _count_for_review(
    comparisons: Sequence[Comparison], clusters: Sequence[Cluster], shared: Mapping[tuple[str, str], str]
) -> int:
    """Count the pairs without a judgement that are not clear, or share an external id and were not joined (R26)."""
    cluster_of = {record: cluster.id for cluster in clusters for record in cluster.records} if shared else {}
    return sum(
        c.judgement == "none"
        and (
            REVIEW_FROM <= c.match_probability <= REVIEW_TO
            or ((c.left, c.right) in shared and cluster_of[c.left] != cluster_of[c.right])
        )
        for c in comparisons
    )


def _model_notes(model: Model, counts: PairCounts, rules: Sequence[BlockingRule], n_lost: float) -> tuple[str, ...]:
    compared = ", ".join(_FIELD_WORDS[c.field] for c in model.comparisons)
    n_known = int(counts.counts[counts.known != 0].sum())
    labels = f"with {n_known:,} pairs that persons judged" if n_known else "without labels"
    return (
        f"parameters learnt {labels}",
        f"compared: {compared}",
        *(f"pairs made by {rule.words}: {rule.n_pairs:,}" for rule in rules),
        f"expected matching pairs: {model.n_expected:,.0f}; prior odds {model.prior_bits:+.1f} bits",
        f"matching pairs lost because no rule compared them, estimated: {n_lost:,.0f} "
        f"({n_lost / max(model.n_expected, 1.0):.1%}); the sampled linkages hold as many, the best one does not",
        *say_dependence(model, counts, _FIELD_WORDS),
    )


_FIELD_WORDS = {
    "name": "name",
    "died": "day of death",
    "died_about": "date of death where only loosely known",
    "born": "birth or age",
    "sex": "sex",
    "place": "place",
    "parents": "parents' names where the name does not hold them",
    "home": "birth place, residence and postcode",
    "occupation": "occupation",
    "affiliation": "affiliation",
}


def _constraint_notes(
    columns: Columns, deduplicated: Collection[str], refused: Sequence[tuple[int, int]]
) -> tuple[str, ...]:
    notes = []
    if deduplicated:
        notes.append(f"taken to hold each person at most once: {', '.join(sorted(set(deduplicated)))}")
    notes += [
        f"not followed: the decision that {columns.records[a].id} and {columns.records[b].id} are the same contradicts "
        "another decision or a de-duplicated list"
        for a, b in refused
    ]
    return tuple(notes)


def _renumbered(labels: Sequence[int]) -> tuple[int, ...]:
    """Number clusters by first appearance, so that equal partitions are equal."""
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(label, len(numbers)) for label in labels)
