"""One ladder of tempered chains for latent classes with pairwise list terms, as machine code.

Rung r draws from prior × likelihood^t_r, from t = 1 at the top to t = 0, where draws come straight from the prior. Each
sweep moves every rung by Hamiltonian Monte Carlo and then offers neighbours an exchange, even and odd pairs in turn,
which carries fresh starts from the prior to the top without a random walk (Syed, Bouchard-Côté, Deligiannidis & Doucet
2022, doi:10.1111/rssb.12464). A mode that no single chain could leave is thereby left and entered many times.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.mse.compiled import compiled
from accounted.mse.pairs_density import N_HYPER, N_ROWS, count_classes, evaluate

__all__ = ["run_ladder"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_MOST_ENERGY_ERROR = 1_000.0
_MOST_TRIES = 50
_SHORT_MOVES = 0.3
_SHORTEST = 4.0
"""Three moves in ten take steps up to e⁴ times shorter: a way out of places far more curved than most."""


@compiled
def _find_force(z: Floats, grad: Floats, temperature: float, factor: Floats, force: Floats) -> None:
    """Fill in Wᵀ (−z + t ∇ log L) for the upper triangular factor W of the inverse metric."""
    n = len(z)
    force[:] = 0.0
    for i in range(n):
        pull = temperature * grad[i] - z[i]
        for k in range(i, n):
            force[k] += factor[i, k] * pull


@compiled
def _move(
    rng: np.random.Generator,
    z: Floats,
    grad: Floats,
    at: Floats,
    temperature: float,
    step: float,
    n_steps: int,
    factor: Floats,
    scales: Floats,
    forced: Bools,
    counts: Floats,
    possible: Floats,
    cells: Floats,
    work: Floats,
) -> float:
    """One Hamiltonian move of one rung, in place (`at`: its log likelihood and odds); return the chance it had."""
    n = len(z)
    new, momentum, slope, force = work[0], work[1], work[2], work[3]
    before = -temperature * at[0]
    for i in range(n):
        new[i] = z[i]
        slope[i] = grad[i]
        momentum[i] = rng.standard_normal()
        before += 0.5 * (z[i] * z[i] + momentum[i] * momentum[i])
    log_l, odds = at[0], at[1]
    _find_force(new, slope, temperature, factor, force)
    for _ in range(n_steps):
        for i in range(n):
            momentum[i] += 0.5 * step * force[i]
        for i in range(n):
            total = 0.0
            for k in range(i, n):
                total += factor[i, k] * momentum[k]
            new[i] += step * total
        log_l, odds = evaluate(new, scales, forced, counts, possible, slope, cells)
        _find_force(new, slope, temperature, factor, force)
        for i in range(n):
            momentum[i] += 0.5 * step * force[i]
    after = -temperature * log_l
    for i in range(n):
        after += 0.5 * (new[i] * new[i] + momentum[i] * momentum[i])
    if not math.isfinite(after) or after - before > _MOST_ENERGY_ERROR:
        return 0.0
    chance = math.exp(min(before - after, 0.0))
    if rng.random() < chance:
        z[:] = new
        grad[:] = slope
        at[0], at[1] = log_l, odds
    return chance


@compiled
def _refresh(
    rng: np.random.Generator,
    z: Floats,
    grad: Floats,
    at: Floats,
    temperature: float,
    n_lists: int,
    scales: Floats,
    forced: Bools,
    counts: Floats,
    possible: Floats,
    cells: Floats,
    work: Floats,
) -> None:
    """Draw anew from the prior what the likelihood hardly feels, in place.

    A pair without a term may be anywhere below its threshold: its variate is drawn again, exactly. The effects of one
    class, or one stick, are drawn from the prior and kept by Metropolis–Hastings, which mostly succeeds for classes
    with few people.
    """
    n = len(z)
    n_classes = count_classes(n, n_lists)
    at_b = N_HYPER + n_lists
    at_c = at_b + n_classes
    at_t = at_c + n_classes * n_lists
    at_pair = at_t + n_classes - 1
    n_pairs = n - at_pair
    omega = 1.0 - (0.5 * math.erfc(z[4] * 0.7071067811865476)) ** (1.0 / n_pairs)
    for i in range(n_pairs):
        if not forced[i] and math.erfc(abs(z[at_pair + i]) * 0.7071067811865476) >= omega:
            for _ in range(_MOST_TRIES):
                v = rng.standard_normal()
                if math.erfc(abs(v) * 0.7071067811865476) >= omega:
                    z[at_pair + i] = v
                    break
    new, slope = work[0], work[2]
    for part in range(2):
        if part == 1 and n_classes == 1:
            break
        new[:] = z
        if part == 0:
            k = rng.integers(0, n_classes)
            new[at_b + k] = rng.standard_normal()
            for j in range(n_lists):
                new[at_c + k * n_lists + j] = rng.standard_normal()
        else:
            new[at_t + rng.integers(0, n_classes - 1)] = rng.standard_normal()
        log_l, odds = evaluate(new, scales, forced, counts, possible, slope, cells)
        if rng.random() < math.exp(min(temperature * (log_l - at[0]), 0.0)):
            z[:] = new
            grad[:] = slope
            at[0], at[1] = log_l, odds


@compiled
def run_ladder(
    rng: np.random.Generator,
    states: Floats,
    temperatures: Floats,
    steps: Floats,
    n_steps: Ints,
    factors: Floats,
    scales: Floats,
    forced: Bools,
    counts: Floats,
    possible: Floats,
    n_sweeps: int,
    thin: int,
    target: float,
    gain: float,
    kept: Floats,
    unseen: Floats,
    statistics: Floats,
    moments: Floats,
) -> None:
    """Run sweeps; states and step sizes change in place, and statistics are added up.

    Args:
        rng: Source of randomness of this ladder.
        states: State: parameters per rung.
        temperatures: Per rung, 1 first, 0 last.
        steps: Step size per rung.
        n_steps: Most leapfrog steps of a move per rung; the number varies evenly from half of it.
        factors: Per rung, upper triangular factor W of the inverse metric: momenta are standard normal, z moves by W.
        scales: As in `evaluate`.
        forced: As in `evaluate`.
        counts: As in `evaluate`.
        possible: As in `evaluate`.
        n_sweeps: Sweeps to run.
        thin: Sweeps per draw kept.
        target: Acceptance that step sizes are steered to.
        gain: How strongly; 0 leaves the steps alone.
        kept: Filled in: parameters at the top, every `thin`-th sweep.
        unseen: Filled in: odds of being on no list, of these.
        statistics: Added to, per rung: chance that an exchange with the next is refused, chance that a move is
            accepted, log likelihood.
        moments: Added to, per rung: outer product of the gradient of the negative log posterior, lower triangle.
    """
    n_rungs, n = states.shape
    n_lists = 0
    while 1 << n_lists < len(counts):
        n_lists += 1
    cells = np.empty((N_ROWS + count_classes(n, n_lists), len(counts)))
    work = np.empty((4, n))
    grads, at = np.empty((n_rungs, n)), np.empty((n_rungs, 2))
    for r in range(n_rungs):
        at[r, 0], at[r, 1] = evaluate(states[r], scales, forced, counts, possible, grads[r], cells)
    for sweep in range(n_sweeps):
        for r in range(n_rungs):
            chance = 1.0
            if temperatures[r] == 0.0:
                for i in range(n):
                    states[r, i] = rng.standard_normal()
                at[r, 0], at[r, 1] = evaluate(states[r], scales, forced, counts, possible, grads[r], cells)
            else:
                length = rng.integers((n_steps[r] + 1) // 2, n_steps[r] + 1)
                is_short = rng.random() < _SHORT_MOVES
                step = steps[r] * math.exp(-rng.random() * _SHORTEST) if is_short else steps[r]
                chance = _move(
                    rng, states[r], grads[r], at[r], temperatures[r], step, length, factors[r],
                    scales, forced, counts, possible, cells, work,
                )  # fmt: skip
                _refresh(
                    rng, states[r], grads[r], at[r], temperatures[r], n_lists,
                    scales, forced, counts, possible, cells, work,
                )  # fmt: skip
                if gain > 0.0 and not is_short:
                    steps[r] *= math.exp(gain * (chance - target))
            statistics[1, r] += chance
            statistics[2, r] += at[r, 0]
            if gain > 0.0:
                for i in range(n):
                    work[0, i] = states[r, i] - temperatures[r] * grads[r, i]
                    for k in range(i + 1):
                        moments[r, i, k] += work[0, i] * work[0, k]
        for r in range(n_rungs - 1):
            chance = math.exp(min((temperatures[r] - temperatures[r + 1]) * (at[r + 1, 0] - at[r, 0]), 0.0))
            statistics[0, r] += 1.0 - chance
            if r % 2 == sweep % 2 and rng.random() < chance:
                for i in range(n):
                    states[r, i], states[r + 1, i] = states[r + 1, i], states[r, i]
                    grads[r, i], grads[r + 1, i] = grads[r + 1, i], grads[r, i]
                for i in range(2):
                    at[r, i], at[r + 1, i] = at[r + 1, i], at[r, i]
        if (sweep + 1) % thin == 0:
            kept[(sweep + 1) // thin - 1] = states[0]
            unseen[(sweep + 1) // thin - 1] = at[0, 1]
