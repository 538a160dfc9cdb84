"""From records to scored pairs: compare, learn, weigh; and say per pair what the weight is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from accounted.linkage.blocking import BlockingRule, count_pairs
from accounted.linkage.comparison_levels import FieldComparison
from accounted.linkage.engine import compare_blocked, compare_listed, count_patterns
from accounted.linkage.fields import Columns, number_values
from accounted.linkage.learning import learn
from accounted.linkage.parameters import Model, PairCounts

__all__ = [
    "FLOOR_BITS",
    "Labels",
    "ScoredPairs",
    "explain_pairs",
    "learn_model",
    "score_listed",
    "score_pairs",
    "to_probability",
]

FLOOR_BITS = -9.964
"""Match weight of probability .001, below which a pair is not kept."""

_SHOWN = 0.05
_SAMPLE = 300_000
_SAMPLE_SEED = 20_250_101

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """Pairs of record numbers (`left < right`, sorted), their comparison vectors and weights in bits (to 1e-3)."""

    left: Ints
    right: Ints
    vectors: Ints
    bits: Floats

    def at(self, which: npt.NDArray[np.bool_]) -> ScoredPairs:
        """Take some of the pairs."""
        return ScoredPairs(self.left[which], self.right[which], self.vectors[which], self.bits[which])


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Pairs of record numbers (`left < right`, sorted) that persons judged: 1 the same, -1 different."""

    left: Ints
    right: Ints
    known: Ints


def to_probability(bits: Floats) -> Floats:
    """Turn match weights (log2 odds) into probabilities.

    >>> to_probability(np.array([0.0, 1.0])).round(3).tolist()
    [0.5, 0.667]
    """
    result: Floats = 1 / (1 + np.exp2(-np.clip(bits, -1000, 1000)))
    return result


def learn_model(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    comparisons: Sequence[FieldComparison],
    rules: Sequence[BlockingRule],
    labels: Labels | None = None,
) -> tuple[Model, PairCounts]:
    """Compare the candidate pairs and a sample of all others, and learn the parameters from both and from labels.

    Leaves the comparison vectors of the candidate pairs in the table `compared`.

    Returns:
        The model, and what it was learnt from.
    """
    compare_blocked(connection, comparisons, rules)
    patterns, counts = count_patterns(connection, "compared", comparisons)
    others = count_pairs(connection, ()) - int(counts.sum())
    pairs = PairCounts.of(patterns, counts.astype(np.float64))
    left, right = _other_pairs(connection, columns)
    if len(left):
        compare_listed(connection, comparisons, left, right)
        sampled, n_sampled = count_patterns(connection, "listed", comparisons)
        each = np.full(len(n_sampled), others / len(left))
        pairs = pairs.joined(PairCounts(sampled, n_sampled * each, each, np.zeros(len(each), np.int64)))
    if labels is not None and len(labels.known):
        compare_listed(connection, comparisons, labels.left, labels.right)
        pairs = pairs.judged(_read_vectors(connection, comparisons), labels.known)
    return learn(comparisons, pairs), pairs


def score_pairs(
    connection: duckdb.DuckDBPyConnection, columns: Columns, model: Model, least_bits: float = FLOOR_BITS
) -> ScoredPairs:
    """Weigh the candidate pairs and keep those from `least_bits` on.

    Only pairs whose vector could reach that with the rarest names are read out of the database.
    """
    patterns, _ = count_patterns(connection, "compared", model.comparisons)
    most = np.array([_most_bits(columns, level) for level in _levels_by_column(model)], dtype=object)
    reachable = model.pattern_bits(patterns)
    for column, by_level in enumerate(most):
        reachable = reachable + np.array([by_level[k] for k in patterns[:, column]])
    return _weighed(connection, columns, model, "compared", patterns[reachable >= least_bits], least_bits)


def score_listed(
    connection: duckdb.DuckDBPyConnection, columns: Columns, model: Model, left: Ints, right: Ints
) -> ScoredPairs:
    """Weigh given pairs of record numbers, whatever their weight."""
    compare_listed(connection, model.comparisons, left, right)
    patterns, _ = count_patterns(connection, "listed", model.comparisons)
    return _weighed(connection, columns, model, "listed", patterns, -np.inf)


def explain_pairs(model: Model, columns: Columns, pairs: ScoredPairs) -> list[tuple[str, ...]]:
    """Say what each weight is made of: a phrase per field and one for the prior, in bits that add up to it.

    Phrases are made once for each level and tenth of a bit, so that many pairs share them.
    """
    phrases = [_phrase_field(model, columns, pairs, column) for column in range(len(model.comparisons))]
    together = model.together_bits(pairs.vectors)
    words = "how often different people agree in all of this together"
    phrases.append(_phrase([words], np.where(np.abs(together) >= _SHOWN, 0, -1), together))
    before = f"before comparing: {model.prior_bits:+.1f} bits"
    return [(*filter(None, own), before) for own in zip(*phrases, strict=True)]


def _phrase_field(model: Model, columns: Columns, pairs: ScoredPairs, column: int) -> list[str]:
    levels = model.comparisons[column].levels[::-1]
    numbers = pairs.vectors[:, column]
    bits = np.append(np.array(model.level_bits[column]), 0.0)[numbers]
    for number, level in enumerate(levels):
        at = numbers == number
        for quantity in level.bits:
            rarity = columns.bits[quantity]
            bits[at] += np.minimum(rarity[pairs.left[at]], rarity[pairs.right[at]])
    return _phrase([level.words for level in levels], numbers, bits)


def _phrase(words: Sequence[str], numbers: Ints, bits: Floats) -> list[str]:
    """Write words and bits to a tenth; nothing where the number is below 0."""
    tenths = np.rint(bits * 10.0).astype(np.int64)
    keys, at = np.unique(np.stack([numbers, tenths], axis=1), axis=0, return_inverse=True)
    made = ["" if number < 0 else f"{words[number]}: {tenth / 10:+.1f} bits" for number, tenth in keys.tolist()]
    return [made[n] for n in at.ravel().tolist()]


def _read_vectors(connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison]) -> Ints:
    """Read the comparison vectors of the listed pairs, sorted by pair."""
    names = ", ".join(f"gamma_{c.field}" for c in comparisons)
    found = connection.sql(f"SELECT {names} FROM listed ORDER BY l, r").fetchnumpy()  # noqa: S608 - names are ours
    return np.stack([found[f"gamma_{c.field}"] for c in comparisons], axis=1).astype(np.int64)


def _levels_by_column(model: Model) -> list[list[tuple[str, ...]]]:
    """Per comparison, the quantities that adjust the weight at each level number, -1 (none) last."""
    return [[*(level.bits for level in c.levels[::-1]), ()] for c in model.comparisons]


def _most_bits(columns: Columns, by_level: Sequence[tuple[str, ...]]) -> list[float]:
    return [sum(float(columns.bits[q].max(initial=0.0)) for q in quantities) for quantities in by_level]


def _weighed(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    table: str,
    patterns: Ints,
    least_bits: float,
) -> ScoredPairs:
    names = [f"gamma_{c.field}" for c in model.comparisons]
    wanted = pa.table({name: patterns[:, n] for n, name in enumerate(names)} | {"p": np.arange(len(patterns))})
    connection.register("wanted", wanted)
    found = connection.sql(
        f"SELECT l, r, p FROM {table} JOIN wanted USING ({', '.join(names)}) ORDER BY l, r"  # noqa: S608 - ours
    ).to_arrow_table()
    connection.unregister("wanted")
    left, right, pattern = (found.column(name).to_numpy() for name in ("l", "r", "p"))
    vectors = patterns[pattern]
    bits = model.pattern_bits(patterns)[pattern] + _rarity(columns, model, left, right, vectors)
    rounded = np.round(bits, 3)
    kept = rounded >= least_bits
    return ScoredPairs(left[kept], right[kept], vectors[kept], rounded[kept])


def _rarity(columns: Columns, model: Model, left: Ints, right: Ints, vectors: Ints) -> Floats:
    """Add, where a level says so, how rare the shared value is; of two values the more frequent counts."""
    added = np.zeros(len(left))
    for column, by_level in enumerate(_levels_by_column(model)):
        for number, quantities in enumerate(by_level[:-1]):
            at = vectors[:, column] == number
            for quantity in quantities:
                bits = columns.bits[quantity]
                added[at] += np.minimum(bits[left[at]], bits[right[at]])
    return added


def _other_pairs(connection: duckdb.DuckDBPyConnection, columns: Columns) -> tuple[Ints, Ints]:
    """Draw pairs that blocking did not find (all, if few) by canonical numbers, so row order is no matter."""
    n = len(columns.records)
    if n * (n - 1) // 2 <= _SAMPLE:
        left, right = np.triu_indices(n, k=1)
    else:
        drawn = np.random.default_rng(_SAMPLE_SEED).integers(0, n, size=(2 * _SAMPLE, 2))
        drawn = np.unique(np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1), axis=0)
        left, right = drawn[:, 0], drawn[:, 1]
    codes = number_values(columns.table.column("dd"))
    own = np.where(codes < 0, -1 - np.arange(n), codes)
    valid = own[left] != own[right]
    left, right = left[valid].astype(np.int64), right[valid].astype(np.int64)
    connection.register("drawn", pa.table({"l": left, "r": right}))
    found = connection.sql("SELECT l, r FROM compared JOIN drawn USING (l, r) ORDER BY l, r").to_arrow_table()
    connection.unregister("drawn")
    seen = found.column("l").to_numpy().astype(np.int64) * n + found.column("r").to_numpy()
    fresh = ~np.isin(left * n + right, seen)
    return left[fresh], right[fresh]
