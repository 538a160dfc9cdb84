"""Every look at an assumption in one call, under the default family.

None of these can show that the assumption holds. Known answers and lists left out can find that it fails; the number of
people that a conclusion needs on no list, set beside the departures seen between lists, says how far it would have to
fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accounted.model.capture import CaptureTable, CheckedAssumption, NotEstimable
from accounted.model.progress import SILENT, Progress
from accounted.mse.arguments import (
    a_function,
    a_probability,
    a_progress,
    a_seed,
    a_table,
    an_instance,
    check_arguments,
    several,
)
from accounted.mse.departures import find_departures
from accounted.mse.fitting import Draws, Fit, Fitted, fit_table, held_lists, keep_lists, seeds_for
from accounted.mse.identifiability import check_table
from accounted.mse.known_answer import KnownAnswers, check_known_answers
from accounted.mse.latent_class_pairs import PairsRun, continue_pairs, sample_latent_class_pairs, why_not_pairs
from accounted.mse.leave_out import LeaveOneOut, leave_out_lists
from accounted.mse.over_count import OverCount, vary_over_count
from accounted.mse.pairs_average import AverageOptions
from accounted.mse.sensitivity import Conclusion, Sensitivity, a_conclusion, vary_unseen

__all__ = ["Checks", "fit_default", "run_checks", "say_checked"]

_BRIEF = AverageOptions(n_populations=2, points=300, least_points=60, most_rounds=3, ess=400.0, limit_error=0.08)
_THINNED_TABLES = 3


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks on one table say; each carries its sentences.

    Args:
        stratum: Label of the table.
        sensitivity: How the answer moves with the number of people on no list.
        known_answers: Each list as the whole, estimated from the others.
        leave_one_out: The estimate without each list.
        over_count: The estimate with shares of the people on one list taken to be false.
    """

    stratum: str
    sensitivity: Sensitivity
    known_answers: KnownAnswers
    leave_one_out: LeaveOneOut
    over_count: OverCount

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words, in the order of the fields."""
        parts = (self.sensitivity, self.known_answers, self.leave_one_out, self.over_count)
        return tuple(sentence for part in parts for sentence in part.sentences)


def fit_default(table: CaptureTable, seeds: np.random.SeedSequence) -> Draws | None:
    """Draw N from the default family, more briefly than for an answer; None where it cannot be run."""
    run = _run_default(table, seeds)
    return run.draws.ravel() if run else None


def _run_default(table: CaptureTable, seeds: np.random.SeedSequence) -> PairsRun | None:
    return None if why_not_pairs(table) else sample_latent_class_pairs(table, seeds, options=_BRIEF)


def _continue_from(run: PairsRun) -> Fit:
    """Fit the default family to tables of the same lists without looking for structures anew, as on sampled linkages.

    A few false singletons change a table less than one linkage differs from another.
    """

    def fit(table: CaptureTable, seeds: np.random.SeedSequence) -> Draws | None:
        again = continue_pairs(table, run, seeds, _BRIEF) if len(table.lists) == run.problem.n_lists else None
        return again.draws.ravel() if again else fit_default(table, seeds)

    return fit


@check_arguments(
    table=a_table,
    seed=a_seed,
    conclusions=several(a_conclusion),
    fit=a_function,
    prob=a_probability,
    progress=a_progress,
)
def run_checks(
    table: CaptureTable,
    *,
    seed: int = 20020103,
    conclusions: Sequence[Conclusion] = (),
    fit: Fit = fit_default,
    prob: float = 0.95,
    progress: Progress = SILENT,
) -> Checks | NotEstimable:
    """Try the assumption behind an estimate from several sides.

    Args:
        table: People by capture history.
        seed: Seed.
        conclusions: What was said about the number, to be tried.
        fit: The model.
        prob: Probability of the intervals.
        progress: Hears of the parts of each check.

    Raises:
        UsageError: A probability not between 0 and 1, or a conclusion with a number below 0.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> from accounted.mse import average_graphs
    >>> found = run_checks(table, fit=lambda t, _: average_graphs(t).spread_draws(400))
    >>> print(found.sentences[0][:98])
    138 people are on the lists; with the model's own assumption about those on none of them there wer
    """
    used = keep_lists(table, held_lists(table))
    seeds = np.random.SeedSequence(seed)
    whole, fit_alike = _fit_whole(used, fit, seeds_for(seeds, "all lists"))
    if whole.draws is None:
        return NotEstimable(table.stratum, whole.reason, table.n_observed, table.lists, seed)
    known = check_known_answers(used, fit, seeds, prob=prob, progress=progress)
    departures = find_departures(used, known, prob=prob)
    return Checks(
        table.stratum,
        vary_unseen(whole.draws, used.n_observed, conclusions=conclusions, departures=departures, prob=prob),
        known,
        leave_out_lists(used, fit, seeds, full=whole.draws, prob=prob, progress=progress),
        vary_over_count(
            used, fit_alike, seeds, n_tables=_THINNED_TABLES, full=whole.draws, prob=prob, progress=progress
        ),
    )


def _fit_whole(table: CaptureTable, fit: Fit, seeds: np.random.SeedSequence) -> tuple[Fitted, Fit]:
    """Fit a table, and say how to fit those much like it."""
    reason = check_table(table).reason
    run = _run_default(table, seeds) if fit is fit_default and not reason else None
    if run is None:
        return fit_table(table, fit, seeds), fit
    return Fitted(run.draws.ravel(), ""), _continue_from(run)


@check_arguments(found=an_instance(Checks, NotEstimable, mend="give what run_checks returned"))
def say_checked(found: Checks | NotEstimable) -> CheckedAssumption:
    """Keep what the checks say in words, and the departures seen.

    >>> say_checked(NotEstimable("all", "no overlap", 12, ("A", "B", "C"), 1)).reason
    'no overlap'
    """
    if isinstance(found, NotEstimable):
        return CheckedAssumption(found.stratum, reason=found.reason)
    seen = found.sensitivity.departures
    ends = (seen.lower, seen.upper) if seen else (None, None)
    return CheckedAssumption(
        found.stratum,
        found.sensitivity.sentences,
        found.known_answers.sentences,
        found.leave_one_out.sentences,
        found.over_count.sentences,
        None if ends[0] is None or ends[1] is None else (ends[0], ends[1]),
    )
