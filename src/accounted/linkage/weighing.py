"""From columns to weighed pairs: rules, comparisons, parameters, and what is read off the pairs while they last."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from accounted.linkage.blocking import BlockingRule, choose_rules, refuse_sameness
from accounted.linkage.clustering import Links
from accounted.linkage.completing import complete_pairs
from accounted.linkage.dependence import say_dependence
from accounted.linkage.duplicates import WithinPairs, compare_within, estimate_repeats, take_within
from accounted.linkage.external_ids import find_shared_ids
from accounted.linkage.fields import Columns
from accounted.linkage.judged import Judged, make_constraints, make_labels, number_judged
from accounted.linkage.levels import choose_comparisons
from accounted.linkage.losses import combine, estimate_by_rules
from accounted.linkage.parameters import Expected, Model, PairCounts, expect_matches
from accounted.linkage.scoring import ScoredPairs, learn_model, score_listed, score_pairs
from accounted.linkage.thinness import find_thin
from accounted.model.linkage import ListRepeats
from accounted.model.progress import Progress
from accounted.sandbox.duck import open_duckdb

__all__ = ["Said", "Scored", "score_records"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
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


@dataclass(frozen=True, slots=True)
class Said:
    """Lists said to hold each person at most once, and those of them that are held to it in any case."""

    deduplicated: frozenset[str]
    insisted: frozenset[str]


def score_records(
    columns: Columns,
    judged: Judged,
    said: Said,
    threads: int,
    temp: Path | None,
    progress: Progress,
) -> Scored | None:
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
        model, counts = learn_model(connection, columns, comparisons, rules, make_labels(columns, judged))
        pairs = score_pairs(connection, columns, model)
        within = compare_within(connection, columns, model, said.deduplicated, rules)
        links = complete_pairs(connection, columns, model, pairs, make_constraints(columns, judged))
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
    return Scored(
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


def _score_decided(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    pairs: ScoredPairs,
    asked: Collection[tuple[str, str]],
) -> ScoredPairs:
    """Weigh the pairs that a person judged, or that share an id, and that are not among the kept ones."""
    number = number_judged(columns, asked)
    wanted = sorted({(min(number[a], number[b]), max(number[a], number[b])) for a, b in asked})
    if wanted:
        kept = set(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
        wanted = [pair for pair in wanted if pair not in kept]
    left = np.array([a for a, _ in wanted], dtype=np.int64)
    right = np.array([b for _, b in wanted], dtype=np.int64)
    if not wanted:
        return ScoredPairs(left, right, np.zeros((0, len(model.comparisons)), np.int64), np.zeros(0))
    return score_listed(connection, columns, model, left, right)


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
