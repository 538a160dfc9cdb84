"""Known-answer checks: take one list for the whole, estimate its known size from the others, see how far off that is.

The people on list C are a population of known size. The other lists found some of them; from their overlap among the
people on C the model estimates how many are on C, the ones that no other list found included:

    ratio = estimate / people on C,        ξ_C = people on C missed by all others / those the model predicts

ξ_C is what the model's unrecorded would have had to be multiplied by to be right. This is the internal consistency
analysis of Binette & Steorts (2022, doi:10.1111/rssa.12803). Three other lists are needed, so four in all.

A check can find a failure. It cannot show that there is none: people on a list are people whom at least one list can
find, those on no list need not be like them, and no check here speaks of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from accounted.model.capture import CaptureTable
from accounted.model.progress import SILENT, Progress
from accounted.mse.arguments import a_function, a_probability, a_progress, a_seed_sequence, a_table, check_arguments
from accounted.mse.enough import LEAST_SHARED, expect_shared, tell_half_from_double
from accounted.mse.fitting import (
    Draws,
    Factor,
    Fit,
    Spread,
    describe_draws,
    fit_table,
    held_lists,
    keep_lists,
    people_text,
    percent_text,
    restrict_to,
    seeds_for,
    spread_text,
    times_text,
)

__all__ = ["KnownAnswer", "KnownAnswers", "check_known_answers"]

_LEAST_LISTS = 4

Verdict = Literal["found a failure", "did not find a failure", "not possible"]


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """One list as the whole, estimated from the others.

    Args:
        list: The list whose size is known.
        known: People on it.
        n_found: Those of them who are on another list.
        n_missed: Those who are on this list only: what the model has to predict.
        n_shared: Those who are on at least two others: what the model predicts from.
        expected_shared: How many would be shared by two others, over all pairs of these, were the others independent.
        is_thin: Whether too few are expected on two others, or on none, for any outcome to tell half from double the
            number of those missed (`accounted.mse.enough`).
        answer: Estimate of `known` from the other lists; None when it is not possible.
        ratio: Estimate / known.
        factor: ξ, actual / predicted number of those missed.
        verdict: `found a failure` when the interval does not hold the known number.
        is_telling: Whether the check would have shown half or double the number of those missed.
        reason: Why the check is not possible, or empty.
        sentence: The same in words.
    """

    list: str
    known: int
    n_found: int
    n_missed: int
    n_shared: int
    expected_shared: float
    is_thin: bool
    answer: Spread | None
    ratio: Spread | None
    factor: Factor | None
    verdict: Verdict
    is_telling: bool
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """The checks on all lists.

    Args:
        prob: Probability of the intervals.
        checks: One per list, sorted by name; empty when fewer than three lists would remain.
        n_possible: Checks that could be made.
        n_failed: Checks that found a failure.
        by_chance: Probability that at least one of so many independent checks finds a failure by chance alone.
        sentences: The same in words.
    """

    prob: float
    checks: tuple[KnownAnswer, ...]
    n_possible: int
    n_failed: int
    by_chance: float
    sentences: tuple[str, ...]


@check_arguments(table=a_table, fit=a_function, seeds=a_seed_sequence, prob=a_probability, progress=a_progress)
def check_known_answers(
    table: CaptureTable,
    fit: Fit,
    seeds: np.random.SeedSequence,
    *,
    prob: float = 0.95,
    progress: Progress = SILENT,
) -> KnownAnswers:
    """Estimate the known size of each list from the others.

    Args:
        table: People by capture history.
        fit: The model.
        seeds: Source of seeds; not changed.
        prob: Probability of the intervals.
        progress: Hears of one part per list.

    Raises:
        UsageError: A probability not between 0 and 1, or draws that cannot be numbers of people.

    >>> from accounted.mse import average_graphs
    >>> counts = {(1, 0, 0, 0): 50, (0, 1, 0, 0): 41, (0, 0, 1, 0): 44, (0, 0, 0, 1): 31, (1, 1, 0, 0): 24,
    ...           (1, 0, 1, 0): 26, (1, 0, 0, 1): 19, (0, 1, 1, 0): 22, (0, 1, 0, 1): 14, (0, 0, 1, 1): 17,
    ...           (1, 1, 1, 0): 12, (1, 1, 0, 1): 9, (1, 0, 1, 1): 10, (0, 1, 1, 1): 8, (1, 1, 1, 1): 5}
    >>> made_up = CaptureTable.of(["Almen", "Brook", "Cato", "Dorn"], counts)
    >>> answers = check_known_answers(made_up, lambda t, _: average_graphs(t).spread_draws(4_000),
    ...                               np.random.SeedSequence(1))
    >>> print(answers.checks[0].sentence[:113])
    Almen as the whole: 155 people are on it, the other lists found 105 of them, and from these the estimate is 153 (
    """
    used = keep_lists(table, held_lists(table))
    if len(used.lists) < _LEAST_LISTS:
        return _summarise((), prob)
    progress.step("known answers", len(used.lists))
    checks = []
    for name in used.lists:
        checks.append(_check_list(used, name, fit, seeds_for(seeds, "known answer", name), prob))
        progress.advance()
    return _summarise(tuple(checks), prob)


def _check_list(table: CaptureTable, name: str, fit: Fit, seeds: np.random.SeedSequence, prob: float) -> KnownAnswer:
    at = table.lists.index(name)
    alone = tuple(int(j == at) for j in range(len(table.lists)))
    others = restrict_to(table, name)
    n_missed, n_found = dict(table.cells).get(alone, 0), others.n_observed
    known = n_found + n_missed
    n_shared = sum(n for history, n in others.cells if sum(history) > 1)
    shared, missed = _expect(others, known)
    counts = (name, known, n_found, n_missed, n_shared, shared, not tell_half_from_double([shared, missed]))
    draws: Draws | None = None
    if alone in table.impossible:
        reason = "it is declared that nobody could be on this list alone"
    elif len(held_lists(others)) < _LEAST_LISTS - 1:
        reason = "fewer than three other lists hold people who are on this one"
    elif shared < LEAST_SHARED:
        reason = f"too few of its people are on two other lists ({n_shared}; {shared:.1f} were these independent)"
    else:
        fitted = fit_table(others, fit, seeds)
        draws, reason = fitted.draws, fitted.reason
    if draws is None:
        sentence = f"{name} as the whole: not possible: {reason}."
        return KnownAnswer(*counts, None, None, None, "not possible", False, reason, sentence)
    answer, ratio = describe_draws(draws, prob), describe_draws(draws / known, prob)
    factor = _compare_missed(n_missed, draws - n_found, prob)
    inside = answer.lower <= known <= answer.upper
    verdict: Verdict = "did not find a failure" if inside else "found a failure"
    sentence = _say(name, (known, n_found), answer, ratio, inside, factor.is_telling, prob)
    return KnownAnswer(*counts, answer, ratio, factor, verdict, factor.is_telling, "", sentence)


def _expect(others: CaptureTable, known: int) -> tuple[float, float]:
    """Expect how many of the known people two other lists share, and how many none has, were these independent.

    Pairs that are declared to depend on each other, or that nobody could be on together, say nothing about the missed.
    """
    sizes = [sum(n for history, n in others.cells if history[j]) for j in range(len(others.lists))]
    n_each = 2 ** (len(sizes) - 2)
    apart = [
        (a, b)
        for a, b in combinations(range(len(sizes)), 2)
        if (others.lists[a], others.lists[b]) in others.dependent
        or (others.lists[b], others.lists[a]) in others.dependent
        or sum(history[a] and history[b] for history in others.impossible) == n_each
    ]
    missed = float(known) * math.prod(1.0 - size / known for size in sizes) if known else 0.0
    return expect_shared(sizes, known, apart), missed


def _compare_missed(actual: int, predicted: Draws, prob: float) -> Factor:
    """Divide the number missed by draws of the number predicted; 0/0 is as predicted, more has no bound."""
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(predicted > 0, actual / predicted, np.inf if actual else 1.0)
    tail = (1.0 - prob) / 2.0
    # Without interpolation, for a step between a number and no bound has no middle.
    ends = np.quantile(factors, [0.5, tail, 1.0 - tail], method="inverted_cdf")
    return Factor(*(float(end) if np.isfinite(end) else None for end in ends))


def _say(
    name: str, counts: tuple[int, int], answer: Spread, ratio: Spread, inside: bool, telling: bool, prob: float
) -> str:
    known, n_found = counts
    lead = (
        f"{name} as the whole: {people_text(known)} people are on it, the other lists found {people_text(n_found)} of "
        f"them, and from these the estimate is {spread_text(answer, prob)}, {times_text(ratio.point)} times the known "
        f"number ({times_text(ratio.lower)}–{times_text(ratio.upper)})"
    )
    if not inside:
        return f"{lead}: the check found a failure, the estimate is too {'low' if answer.upper < known else 'high'}."
    weak = "" if telling else "; it is too rough to have shown half or double the number of those missed"
    return f"{lead}: the check did not find a failure{weak}."


def _summarise(checks: tuple[KnownAnswer, ...], prob: float) -> KnownAnswers:
    possible = [check for check in checks if check.verdict != "not possible"]
    failed = [check for check in possible if check.verdict == "found a failure"]
    by_chance = 1.0 - prob ** len(possible)
    if not checks:
        said = ["Known-answer checks are not possible: fewer than three lists remain when one is taken for the whole."]
    elif not possible:
        said = ["Known-answer checks are not possible here.", *(check.sentence for check in checks)]
    else:
        said = [_sum_up(len(possible), failed, by_chance), *(check.sentence for check in checks)]
        said.append(
            "These checks are about people on at least one list; whether those on no list are like them, no check can "
            "show."
        )
    return KnownAnswers(prob, checks, len(possible), len(failed), by_chance, tuple(said))


def _sum_up(n_possible: int, failed: list[KnownAnswer], by_chance: float) -> str:
    checks = f"{n_possible} known-answer check{'s' if n_possible > 1 else ''}"
    if not failed:
        return f"{checks} did not find a failure."
    names = ", ".join(check.list for check in failed)
    low = sum(check.answer.upper < check.known for check in failed if check.answer)
    sides = {0: "too high", len(failed): "too low"}.get(low, "too low in some and too high in others")
    so_many = "it fails" if n_possible == 1 else "at least one in so many fails"
    return (
        f"Of {checks} {len(failed)} found a failure ({names}; the estimate is {sides}). By chance alone {so_many} "
        f"with a probability of about {percent_text(by_chance)}."
    )
