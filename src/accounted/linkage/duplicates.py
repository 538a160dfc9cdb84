"""How often a list repeats a person, estimated before it is taken never to.

The rules that make pairs between lists make them within lists too, and the model that was learnt weighs them. Long
lists are looked at through a sample of their records, each compared with all that stand before it in canonical
order, so that the work has a bound and no pair is there twice.

With b = m/u of a pair, what all fields and the rarity of the name say of it, and N pairs within the list, the number D
of matches among them solves

    D = ½ + Σ p(b),    p(b) = (D/N) b / (1 − D/N + (D/N) b)

the ½ being what a vague prior adds. The share of matches is thus learnt for each list by itself, and what strangers
would give is taken off: at the prior odds of pairs between lists namesakes would count as repeats. A record is a repeat
when one before it is the same person: 1 − Π(1 − p) over the pairs with those before it, summed over the records.

The interval is that of a gamma distribution with the mean and the variance of that sum: which pairs match given D, what
is not known of D (information lost to not knowing which match, Louis 1982, doi:10.1111/j.2517-6161.1982.tb01203.x), and
the records not looked at. Its lower end is worked out with all weights a bit lower and its upper end with all a bit
higher, the doubt that sampled linkages have of the model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.special import gammaincinv

from accounted.linkage.blocking import BlockingRule, make_keys
from accounted.linkage.clustering import Constraints, Links, cluster_records
from accounted.linkage.engine import make_pairs
from accounted.linkage.fields import Columns
from accounted.linkage.parameters import Model
from accounted.linkage.scoring import FLOOR_BITS, ScoredPairs, score_listed
from accounted.model.linkage import Alternative, ListRepeats

__all__ = [
    "MOST_REPEATS",
    "WithinPairs",
    "cluster_otherwise",
    "compare_within",
    "estimate_alternative",
    "estimate_repeats",
    "say_repeats",
    "score_within",
    "take_within",
]

MOST_REPEATS = 0.02
"""A list said to hold each person once is not held to it when the lower end of its rate of repeats is above this."""

_FEWEST_REPEATS = 2.0
"""Nor is the word of a person doubted for fewer repeats than this."""

_FEWEST_FIELDS = 3
_SHIFT_BITS = 1.0
_MOST_BITS = 60.0
_PROB = 0.95
_STEPS = 80

_MOST_PAIRS = 500_000
_SAMPLE_SEED = 20_310_401
_TIGHT = (
    ("full_key",),
    ("ends_key",),
    ("died_day", "given_key"),
    ("died_day", "family_key"),
    ("birth_day", "given_key"),
    ("age", "given_key", "place"),
)
"""Rules within lists where between lists every pair is compared, and within them that would be too many."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WithinPairs:
    """Candidate pairs within lists.

    Args:
        pairs: With their weights, whatever these are; the prior in them is that of pairs between lists.
        looked_at: Per list, the numbers of its records that were compared with all records before them.
    """

    pairs: ScoredPairs
    looked_at: dict[str, Ints]

    def is_whole(self, columns: Columns) -> bool:
        """Whether all records of these lists were looked at."""
        n_listed = Counter(record.list for record in columns.records)
        return all(len(own) == n_listed[name] for name, own in self.looked_at.items())


def score_within(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    lists: Collection[str],
    rules: Sequence[BlockingRule],
) -> ScoredPairs:
    """Weigh the candidate pairs within these lists; within a list without repeats none of them is a match."""
    return compare_within(connection, columns, model, lists, rules).pairs


def compare_within(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    lists: Collection[str],
    rules: Sequence[BlockingRule],
) -> WithinPairs:
    """Make the pairs within lists by the rules and weigh them.

    Args:
        connection: With the table `records`.
        columns: What is in it.
        model: What was learnt.
        lists: Names of the lists to look into.
        rules: As chosen for pairs between lists.
    """
    codes = {name: code for code, name in enumerate(sorted(set(lists)))}
    of_record = np.array([codes.get(record.list, -1) for record in columns.records], dtype=np.int64)
    sizes = np.bincount(of_record[of_record >= 0], minlength=len(codes))
    keys = [rule.columns for rule in rules]
    if () in keys and int((sizes * (sizes - 1) // 2).sum()) > _MOST_PAIRS:
        keys = list(_TIGHT)
    connection.register("own_list", pa.table({"unique_id": np.arange(len(of_record)), "code": of_record}))
    make_keys(connection, keys, "records JOIN own_list USING (unique_id) WHERE code >= 0", "code")
    connection.unregister("own_list")
    n_pairs = np.zeros(len(codes))
    for number in range(len(keys)):
        for code, n in _count_by_list(connection, number).items():
            n_pairs[code] += n
    looked_at = _choose_records(of_record, n_pairs, len(codes))
    left, right = _make_pairs(connection, len(keys), np.concatenate([*looked_at, np.empty(0, np.int64)]))
    connection.execute("DROP TABLE keys")
    pairs = score_listed(connection, columns, model, left, right) if len(left) else _no_pairs(model)
    return WithinPairs(pairs, {name: looked_at[code] for name, code in codes.items()})


def take_within(columns: Columns, pairs: ScoredPairs, lists: Collection[str]) -> WithinPairs:
    """Take the pairs within these lists out of pairs that were made without a constraint on them."""
    names = np.array([record.list for record in columns.records], dtype=object)
    kept = (names[pairs.left] == names[pairs.right]) & np.isin(names[pairs.left].astype(str), sorted(lists))
    own = ScoredPairs(pairs.left[kept], pairs.right[kept], pairs.vectors[kept], pairs.bits[kept])
    return WithinPairs(own, {name: np.flatnonzero(names == name) for name in sorted(lists)})


def estimate_repeats(
    columns: Columns,
    model: Model,
    within: WithinPairs,
    *,
    declared: Collection[str],
    insisted: Collection[str] = (),
    share_found: float = 1.0,
) -> tuple[ListRepeats, ...]:
    """Estimate how often each list that was looked at repeats a person, and say whether its constraint binds.

    Args:
        columns: What was compared.
        model: What was learnt.
        within: Pairs within lists.
        declared: Lists said to hold each person at most once.
        insisted: Those of them that are held to it whatever the estimate.
        share_found: Share of true pairs that blocking finds, as estimated between lists.
    """
    can_tell = len({comparison.field.removesuffix("_about") for comparison in model.comparisons}) >= _FEWEST_FIELDS
    names = np.array([record.list for record in columns.records], dtype=object)
    found = []
    for name in sorted(within.looked_at):
        own = np.flatnonzero(names == name)
        expected = lower = upper = None
        if can_tell:
            looked_at = within.looked_at[name]
            at = names[within.pairs.left] == name
            bits, right = within.pairs.bits[at] - model.prior_bits, within.pairs.right[at]
            n_pairs = float(np.searchsorted(own, looked_at).sum())
            share = len(looked_at) / max(len(own), 1) * share_found
            expected, _, _ = _count_repeats(bits, right, n_pairs, share)
            _, lower, _ = _count_repeats(bits - _SHIFT_BITS, right, n_pairs, share)
            _, _, upper = _count_repeats(bits + _SHIFT_BITS, right, n_pairs, share)
        is_small = lower is None or lower <= max(MOST_REPEATS * len(own), _FEWEST_REPEATS)
        binds = name in declared and (is_small or name in insisted)
        found.append(ListRepeats(name, len(own), expected, lower, upper, name in declared, binds))
    return tuple(found)


def _count_repeats(bits: Floats, right: Ints, n_pairs: float, share: float) -> tuple[float, float, float]:
    """Expected number of repeats with its interval; `share` of them can be among the pairs."""
    if n_pairs < 1.0:
        return 0.0, 0.0, 0.0
    probability = _match_within(np.exp2(np.clip(bits, -_MOST_BITS, _MOST_BITS)), n_pairs)
    _, at = np.unique(right, return_inverse=True)
    is_first = np.exp(np.bincount(at, weights=np.log1p(-np.minimum(probability, 1.0 - 1e-12))))
    mean, of_pairs = float((1.0 - is_first).sum()), float(probability.sum())
    doubt = float((probability * (1.0 - probability)).sum())
    unknown = (doubt * mean / max(of_pairs, 1e-12)) ** 2 / max(of_pairs - doubt, 0.5)
    variance = float((is_first * (1.0 - is_first)).sum()) + unknown + mean * (1.0 - share)
    mean, variance = mean / share, max(variance, 1e-9) / share**2
    shape = max(mean, 1e-9) ** 2 / variance
    lower, upper = (float(gammaincinv(shape, q)) * variance / max(mean, 1e-9) for q in (_TAIL, 1.0 - _TAIL))
    return round(mean, 3), round(min(lower, mean), 3), round(max(upper, mean), 3)


_TAIL = (1.0 - _PROB) / 2.0


def _match_within(factors: Floats, n_pairs: float) -> Floats:
    """Probabilities of a match with the share of matches that they themselves add up to."""

    def weigh(n_matches: float) -> Floats:
        odds = n_matches / max(n_pairs - n_matches, 1e-9) * factors
        result: Floats = odds / (1.0 + odds)
        return result

    low, high = 0.0, n_pairs
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        if 0.5 + float(weigh(middle).sum()) > middle:
            low = middle
        else:
            high = middle
    return weigh(min(low, n_pairs / 2.0))


def cluster_otherwise(
    columns: Columns,
    pairs: ScoredPairs,
    within: ScoredPairs,
    constraints: Constraints,
    deduplicated: Collection[str],
) -> Alternative:
    """Cluster the same scored pairs, those within lists added, with only these lists held to have each person once."""
    names = [record.list for record in columns.records]
    codes = {name: code for code, name in enumerate(sorted(set(deduplicated)))}
    kept = within.bits >= FLOOR_BITS
    links = Links(
        np.concatenate([pairs.left, within.left[kept]]),
        np.concatenate([pairs.right, within.right[kept]]),
        np.concatenate([pairs.bits, within.bits[kept]]),
    )
    freed = Constraints([codes.get(name, -1) for name in names], constraints.same, constraints.different)
    groups = cluster_records(len(names), links, freed)
    overlap = Counter(tuple(sorted({names[number] for number in group})) for group in groups)
    return Alternative(tuple(codes), len(groups), tuple(sorted(overlap.items())))


def estimate_alternative(n_clusters: int, repeats: Sequence[ListRepeats]) -> Alternative:
    """Say how many people there would be without any constraint, where not all pairs within lists were made."""
    n_repeats = sum(entry.expected or 0.0 for entry in repeats if entry.binds)
    return Alternative((), max(n_clusters - round(n_repeats), 0), ())


def say_repeats(repeats: Sequence[ListRepeats]) -> tuple[str, ...]:
    """One sentence per list on its repeats, warnings where the constraint does not bind."""
    said = []
    for entry in repeats:
        if entry.expected is None or entry.lower is None or entry.upper is None:
            said.append(f"{entry.list}: too few fields to tell its repeats from namesakes")
            continue
        n = max(entry.n_records, 1)
        rate = (
            f"{entry.list}: {entry.expected:,.0f} of {entry.n_records:,} records ({entry.expected / n:.1%}; 95 %: "
            f"{entry.lower / n:.1%} to {entry.upper / n:.1%}) repeat another one of it, as estimated"
        )
        if entry.declared and not entry.binds:
            rate += (
                f"; NOT taken to hold each person at most once, because more than {MOST_REPEATS:.0%} surely do; "
                'to insist: --insist NAME, or deduplicated = "insist" in inquiry.toml'
            )
        said.append(rate)
    return tuple(said)


def _count_by_list(connection: duckdb.DuckDBPyConnection, rule: int) -> dict[int, float]:
    """Count the pairs of records within each list that a rule makes."""
    found = connection.execute(
        f"SELECT code, sum(n * (n - 1) / 2) FROM (SELECT code, count(*) AS n FROM keys WHERE k{rule} IS NOT NULL "  # noqa: S608
        f"GROUP BY code, k{rule}) GROUP BY code ORDER BY code"
    ).fetchall()
    return {int(code): float(n) for code, n in found}


def _choose_records(of_record: Ints, n_pairs: Floats, n_lists: int) -> list[Ints]:
    """Take all records of a list, or as many at random as the pairs allow, by canonical numbers."""
    rng = np.random.default_rng(_SAMPLE_SEED)
    chosen = []
    for code in range(n_lists):
        own = np.flatnonzero(of_record == code)
        share = min(1.0, _MOST_PAIRS / n_lists / max(float(n_pairs[code]), 1.0))
        kept = own if share == 1.0 else np.sort(rng.choice(own, max(int(share * len(own)), 1), replace=False))
        chosen.append(kept.astype(np.int64))
    return chosen


def _make_pairs(connection: duckdb.DuckDBPyConnection, n_rules: int, looked_at: Ints) -> tuple[Ints, Ints]:
    """Make the pairs within lists whose later record is looked at."""
    connection.register("looked_at", pa.table({"unique_id": looked_at.astype(np.int64)}))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE keys AS SELECT keys.*, looked_at.unique_id IS NOT NULL AS is_asked "
        "FROM keys LEFT JOIN looked_at USING (unique_id)"
    )
    connection.unregister("looked_at")
    left, right = make_pairs(connection, n_rules, "l.code = r.code AND r.is_asked")
    return left.astype(np.int64), right.astype(np.int64)


def _no_pairs(model: Model) -> ScoredPairs:
    none = np.empty(0, np.int64)
    return ScoredPairs(none, none, np.empty((0, len(model.comparisons)), np.int64), np.empty(0))
