"""Which structures a table supports: classes and pairs, found by growing sets of pairs that are not far off the best.

A structure is left out when it has more parameters than the table has free cells, and when its posterior probability by
Laplace's method is far below that of the best one (Occam's window: Madigan & Raftery 1994,
doi:10.1080/01621459.1994.10476894). Nothing is left out for being slightly worse: those are weighed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from accounted.mse.pairs_bridge import bridge
from accounted.mse.pairs_coordinates import fold_points, unfold_points
from accounted.mse.pairs_frame import Frame
from accounted.mse.pairs_modes import Mode, approximate, find_modes
from accounted.mse.pairs_prior import PairsPrior, Structure, make_frame
from accounted.mse.pairs_proposal import Component, Proposal, propose

__all__ = ["Candidate", "Problem", "find_structures", "refit"]

Floats = NDArray[np.float64]

KINDS = (1, 2, 3, 0)
MOST_DEPARTURES = 4
"""Departures from independence at once: each class beyond the first, differences without steps, each free pair."""

MOST_PAIRS = 3

_WINDOW = 7.0
_KEPT = 6.0
_MOST_KEPT = 40
_ALWAYS_GROWN = 2
_RANDOM_STARTS = 6
_FEW_STARTS = 2
_SPLIT_MODES = 2
_TRIALS, _TRIAL_POINTS = 6, 60
_HANDICAP = {2: 0.0, 3: 0.5}
"""Of folded coordinates: where three classes are found as well in plain ones, what is learnt there varies less."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A table laid out over all cells.

    Args:
        counts: People per cell; cell number Σ_j x_j 2^j.
        possible: 1 per cell that can occur, 0 for the others.
        forced: Pairs of lists declared to depend on each other.
    """

    counts: Floats
    possible: Floats
    forced: tuple[tuple[int, int], ...]

    @property
    def n_lists(self) -> int:
        """Number of lists."""
        return len(self.counts).bit_length() - 1

    @property
    def n_observed(self) -> float:
        """People on at least one list."""
        return float(self.counts.sum())

    @property
    def n_free(self) -> int:
        """Free cells of the conditional multinomial."""
        return int(self.possible[1:].sum()) - 1

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """All pairs of lists."""
        return tuple((i, j) for j in range(self.n_lists) for i in range(j))


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A structure with its proposal, log prior chance, and log of posterior probability, not normalised."""

    proposal: Proposal
    log_chance: float
    score: float

    @property
    def structure(self) -> Structure:
        """Classes and pairs."""
        return self.proposal.structure


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    structure: Structure
    frame: Frame
    modes: tuple[Mode, ...]
    log_chance: float
    score: float


def find_structures(
    problem: Problem, prior: PairsPrior, rng: np.random.Generator, *, tries_coordinates: bool = True
) -> tuple[Candidate, ...]:
    """Find the structures worth sampling, best first.

    Args:
        problem: The table.
        prior: Constants.
        rng: Source of randomness for starts.
        tries_coordinates: Whether to try which coordinates find more of structures with several classes; if not, these
            are sampled in θ and π themselves.
    """
    seen: dict[Structure, _Seen] = {}
    for kind in KINDS:
        _look(Structure(kind, problem.forced), None, problem, prior, rng, seen)
    for n_free in range(1, _most_pairs(problem) + 1):
        for parent in _choose_parents(seen.values()):
            if len(parent.structure.pairs) - len(problem.forced) >= min(n_free, _room(parent.structure.n_classes)):
                continue
            for pair in problem.pairs:
                if pair not in parent.structure.pairs:
                    larger = tuple(sorted((*parent.structure.pairs, pair), key=problem.pairs.index))
                    _look(Structure(parent.structure.n_classes, larger), parent, problem, prior, rng, seen)
    best = max(s.score for s in seen.values())
    kept = sorted((s for s in seen.values() if s.score > best - _KEPT), key=lambda s: -s.score)[:_MOST_KEPT]
    made: dict[Structure, Proposal] = {}
    for kind in {s.structure.n_classes for s in kept if s.structure.n_classes > 1}:
        best_of_kind = next(s for s in kept if s.structure.n_classes == kind)
        if not tries_coordinates or _are_plain_better(best_of_kind, problem, prior, rng, seen, made):
            kept = [_unfold(s, problem, prior) if s.structure.n_classes == kind else s for s in kept]
    return _make_candidates(kept, problem, prior, rng, seen, made)


def _choose_parents(seen: Iterable[_Seen]) -> list[_Seen]:
    """Those near the best one, and the best ones of every kind: what lacks a pair may look hopeless without it."""
    ranked = sorted(seen, key=lambda s: (-s.score, s.structure))
    chosen = {s.structure for s in ranked if s.score > ranked[0].score - _WINDOW}
    for kind in KINDS:
        of_kind = [s for s in ranked if s.structure.n_classes == kind]
        largest = max((len(s.structure.pairs) for s in of_kind), default=0)
        chosen |= {s.structure for s in [s for s in of_kind if len(s.structure.pairs) == largest][:_ALWAYS_GROWN]}
    return [s for s in ranked if s.structure in chosen]


def _most_pairs(problem: Problem) -> int:
    """With three lists one pair at least is left without a term."""
    free = len(problem.pairs) - len(problem.forced)
    return min(MOST_PAIRS, free - 1)


def _room(n_classes: int) -> int:
    """Free pairs that a structure may have at most."""
    return min(MOST_DEPARTURES - (n_classes - 1 if n_classes else 1), MOST_PAIRS)


def _look(
    structure: Structure,
    parent: _Seen | None,
    problem: Problem,
    prior: PairsPrior,
    rng: np.random.Generator,
    seen: dict[Structure, _Seen],
) -> None:
    if structure in seen or structure.count_parameters(problem.n_lists) > max(problem.n_free, problem.n_lists):
        return
    frame = make_frame(structure, prior, problem.counts, problem.possible)
    plain = _list_starts(structure, problem, rng, _RANDOM_STARTS if parent is None else _FEW_STARTS)
    smaller = seen.get(Structure(structure.n_classes - 1, structure.pairs))
    if smaller is not None and structure.n_classes > 1:
        plain += _split_classes(structure, smaller, problem)
    starts = list(fold_points(np.stack(plain), frame))
    if parent is not None:
        place = structure.count_first(problem.n_lists) + next(
            i for i, pair in enumerate(structure.pairs) if pair not in parent.structure.pairs
        )
        starts = [np.insert(mode.at, place, 0.0) for mode in parent.modes] + starts
    modes = find_modes(frame, starts)
    if not modes:
        return
    chance = prior.log_chance(structure, len(problem.pairs), len(problem.forced))
    score = chance + float(logsumexp([approximate(mode, frame) for mode in modes]))
    seen[structure] = _Seen(structure, frame, modes, chance, score)


def _list_starts(structure: Structure, problem: Problem, rng: np.random.Generator, n_random: int) -> list[Floats]:
    """Starts from the shares of the lists, as if half as many again were on none."""
    cells = np.arange(len(problem.counts))
    sizes = np.array([problem.counts[(cells >> j) & 1 == 1].sum() for j in range(problem.n_lists)])
    rates = np.log((sizes + 0.5) / np.maximum(1.5 * problem.n_observed - sizes, 0.5))
    zeros = np.zeros(len(structure.pairs))
    if structure.n_classes == 0:
        return [np.concatenate([rates - 0.3, [math.log(spread)], zeros]) for spread in (0.3, 1.2)]
    if structure.n_classes == 1:
        return [np.concatenate([rates, zeros])]
    out = []
    for number in range(n_random):
        by_class = rng.normal(0.0, 1.2, structure.n_classes)
        own = rng.normal(0.0, 0.6 if number % 2 else 0.2, (structure.n_classes, problem.n_lists))
        theta = rates - 0.5 + (by_class - by_class.mean())[:, None] + own
        out.append(np.concatenate([theta.ravel(), rng.normal(0.0, 0.7, structure.n_classes - 1), zeros]))
    return out


def _split_classes(structure: Structure, smaller: _Seen, problem: Problem) -> list[Floats]:
    """Starts from the modes with one class less: each class in turn parted into easy and hard, or by lists."""
    n_old, n_lists = structure.n_classes - 1, problem.n_lists
    by_list = np.where(np.arange(n_lists) % 2 == 0, 0.7, -0.7)
    out = []
    for at in unfold_points(np.stack([mode.at for mode in smaller.modes[:_SPLIT_MODES]]), smaller.frame):
        rates = at[: n_old * n_lists].reshape(n_old, n_lists)
        shares = np.append(at[n_old * n_lists : n_old * (n_lists + 1) - 1], 0.0)
        rest = at[n_old * (n_lists + 1) - 1 :]
        for k in range(n_old):
            for way in (np.full(n_lists, 0.7), np.full(n_lists, 2.0), by_list):
                theta = np.concatenate([rates[k : k + 1] - way, np.delete(rates, k, axis=0), rates[k : k + 1] + way])
                weight = np.concatenate([shares[k : k + 1], np.delete(shares, k), shares[k : k + 1]])
                out.append(np.concatenate([theta.ravel(), weight[:-1] - weight[-1], rest]))
    return out


def _are_plain_better(
    best: _Seen,
    problem: Problem,
    prior: PairsPrior,
    rng: np.random.Generator,
    seen: dict[Structure, _Seen],
    made: dict[Structure, Proposal],
) -> bool:
    """Whether small populations find more of the posterior in θ and π themselves, tried on the best of a kind.

    What they miss they miss nearly always, so that the mean logarithm of their marginal likelihoods tells.
    """
    found = []
    for one in (best, _unfold(best, problem, prior)):
        proposal = _propose(one, problem, prior, rng, seen, made)
        rngs = [np.random.default_rng(number) for number in range(_TRIALS)]
        found.append(np.mean([bridge(proposal, one.frame, _TRIAL_POINTS, rng).log_evidence for rng in rngs]))
    return bool(found[1] > found[0] - _HANDICAP[best.structure.n_classes])


def _unfold(one: _Seen, problem: Problem, prior: PairsPrior) -> _Seen:
    """The same structure with θ, π and β sampled themselves."""
    structure = replace(one.structure, is_plain=True)
    frame = make_frame(structure, prior, problem.counts, problem.possible)
    modes = tuple(Mode(mode.height, unfold_points(mode.at[None], one.frame)[0]) for mode in one.modes)
    return _Seen(structure, frame, modes, one.log_chance, one.score)


def _propose(
    one: _Seen,
    problem: Problem,
    prior: PairsPrior,
    rng: np.random.Generator,
    seen: dict[Structure, _Seen],
    made: dict[Structure, Proposal],
) -> Proposal:
    """Lay a mixture over a structure, and over those with fewer classes that it takes places from."""
    if one.structure not in made:
        bases: tuple[Component, ...] = ()
        if one.structure.n_classes > 1:
            smaller = Structure(one.structure.n_classes - 1, one.structure.pairs)
            if smaller not in seen:
                _look(smaller, None, problem, prior, rng, seen)
            if smaller in seen:
                bases = _propose(seen[smaller], problem, prior, rng, seen, made).bases
        made[one.structure] = propose(one.structure, one.modes, bases, prior, one.frame)
    return made[one.structure]


def _make_candidates(
    kept: Iterable[_Seen],
    problem: Problem,
    prior: PairsPrior,
    rng: np.random.Generator,
    seen: dict[Structure, _Seen],
    made: dict[Structure, Proposal],
) -> tuple[Candidate, ...]:
    return tuple(Candidate(_propose(one, problem, prior, rng, seen, made), one.log_chance, one.score) for one in kept)


def refit(
    candidates: Iterable[Candidate], problem: Problem, prior: PairsPrior, rng: np.random.Generator
) -> tuple[Candidate, ...]:
    """Fit known structures to another table much like the one they were found on."""
    seen: dict[Structure, _Seen] = {}
    for candidate in candidates:
        structure = candidate.structure
        frame = make_frame(structure, prior, problem.counts, problem.possible)
        modes = find_modes(frame, [mode.at for mode in candidate.proposal.modes])
        if modes:
            score = candidate.log_chance + float(logsumexp([approximate(mode, frame) for mode in modes]))
            seen[structure] = _Seen(structure, frame, modes, candidate.log_chance, score)
    kept = sorted(seen.values(), key=lambda s: -s.score)
    return _make_candidates(kept, problem, prior, rng, seen, {})
