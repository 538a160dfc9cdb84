"""Whole linkages drawn from the model: what else the links could be, under the same constraints.

A draw begins with parameters of its own, drawn from their posterior and shared by all records. Then every record whose
place is in doubt is drawn anew, in turn and several times over, by the odds of the clusters near it. At last come the
matches that blocking lost: their number is drawn from what the model expects among pairs that were not compared; who
they are nobody knows, so people are joined who could be the same by sex, age and date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.linkage.fields import Columns
from accounted.linkage.learning import draw_model
from accounted.linkage.losses import combine
from accounted.linkage.parameters import expect_matches
from accounted.linkage.scoring import ScoredPairs
from accounted.linkage.units import Doubt, find_units, sweep
from accounted.model.progress import SILENT, Progress

__all__ = ["draw_linkages"]

_SWEEPS = 15
_SHIFT_BITS = 1.0
"""Standard deviation of the shift of all log-odds of one draw: the model is wrong where fields depend on each other."""

_TRIES = 40
_YEARS, _DAYS = 3.0, 31

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def draw_linkages(
    doubt: Doubt, *, n_samples: int, seed: int, progress: Progress = SILENT
) -> tuple[tuple[int, ...], ...]:
    """Draw whole linkages; per draw, one cluster number per record, numbered by first appearance.

    Raises:
        UsageError: With more de-duplicated lists than `MOST_LISTS`.
    """
    if not n_samples:
        return ()
    units = find_units(doubt)
    rarity = doubt.pairs.bits - doubt.model.pattern_bits(doubt.pairs.vectors)
    rest = doubt.counts.without(doubt.pairs.vectors)
    unused = np.zeros(len(doubt.pairs.bits))
    progress.step("drawing linkages", n_samples)
    drawn = []
    for child in np.random.SeedSequence(seed).spawn(n_samples):
        rng = np.random.default_rng(child)
        model = draw_model(doubt.model, doubt.counts, rng)
        lost = combine(expect_matches(model, rest), doubt.lost)
        home, shift = units.home.copy(), 2.0 ** rng.normal(doubt.shift, _SHIFT_BITS)
        sweep(units, home, model, doubt.pairs, rarity, rng, n_sweeps=_SWEEPS, together=unused, shift=shift)
        labels = home[units.of_record]
        n_lost = lost.draw(rng) - _count_unseen(labels, doubt.pairs)
        joined = _join_lost(doubt.columns, doubt.constraints.different, labels, n_lost, rng)
        drawn.append(tuple(_number(joined).tolist()))
        progress.advance()
    return tuple(drawn)


def _count_unseen(labels: Ints, pairs: ScoredPairs) -> int:
    """Count the pairs of records that are joined by way of a third, without having been compared or kept."""
    sizes = np.bincount(labels)
    return int((sizes * (sizes - 1) // 2).sum() - np.count_nonzero(labels[pairs.left] == labels[pairs.right]))


def _join_lost(
    columns: Columns, different: Sequence[tuple[int, int]], labels: Ints, n_lost: int, rng: np.random.Generator
) -> Ints:
    """Join as many people on one list each as matches are lost, between lists as the drawn links are.

    Somebody who was found on a third list is joined by way of it already, so those who stand alone are taken.
    """
    sizes = np.bincount(labels)
    members: dict[int, list[int]] = {}
    for record in np.flatnonzero(sizes[labels] > 1).tolist():
        members.setdefault(int(labels[record]), []).append(record)
    between = [(a, b) for own in members.values() for a in own for b in own if a < b]
    if not between or n_lost <= 0:
        return labels
    table, apart = _Comparable.of(columns), {frozenset(pair) for pair in different}
    names = [record.list for record in columns.records]
    alone: dict[str, list[int]] = {}
    for record in rng.permutation(np.flatnonzero(sizes[labels] == 1)).tolist():
        alone.setdefault(names[record], []).append(record)
    labels = labels.copy()
    for at in rng.integers(len(between), size=n_lost).tolist():
        one, other = (names[r] for r in between[at])
        if len(alone.get(one, ())) < 2 or len(alone.get(other, ())) < 2:
            continue
        first = alone[one].pop()
        tried = alone[other][-_TRIES:]
        conflicts = table.count_conflicts(first, tried)
        nearest = min(range(len(tried)), key=lambda k: (frozenset((first, tried[k])) in apart, conflicts[k]))
        if frozenset((first, tried[nearest])) not in apart:
            labels[alone[other].pop(len(alone[other]) - len(tried) + nearest)] = labels[first]
    return labels


@dataclass(frozen=True, slots=True, eq=False)
class _Comparable:
    """Sex, ages and days of death as arrays; NaN or -1 where not known."""

    sex: Ints
    age: tuple[Floats, Floats]
    died: tuple[Floats, Floats]

    @classmethod
    def of(cls, columns: Columns) -> _Comparable:
        def numbers(name: str) -> Floats:
            values = columns.table.column(name).to_pylist()
            return np.array([np.nan if v is None else v for v in values], dtype=np.float64)

        codes = {"F": 0, "M": 1}
        sex = np.array([codes.get(v, -1) for v in columns.table.column("sex").to_pylist()], dtype=np.int64)
        return cls(sex, (numbers("age_from"), numbers("age_to")), (numbers("died_from"), numbers("died_to")))

    def count_conflicts(self, one: int, others: Sequence[int]) -> Ints:
        """Say per other record how much speaks against its being the same person."""
        at = np.array(others)
        sexes = (self.sex[at] >= 0) & (self.sex[one] >= 0) & (self.sex[at] != self.sex[one])
        conflicts: Ints = sexes.astype(np.int64)
        for (low, high), most in ((self.age, _YEARS), (self.died, _DAYS)):
            with np.errstate(invalid="ignore"):
                apart: npt.NDArray[np.bool_] = np.fmax(low[at] - high[one], low[one] - high[at]) > most
            conflicts = conflicts + apart
        return conflicts


def _number(labels: Ints) -> Ints:
    """Number clusters by first appearance, so that equal partitions are equal."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    numbered: Ints = rank[inverse]
    return numbered
