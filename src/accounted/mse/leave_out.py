"""The estimate without each list in turn: does one list carry the answer?

Without list C the people on C alone are no longer seen, and become part of what has to be estimated; the number of
people is the same, so the estimates with and without C answer one question. They share most of their data, so the ratio
of the two is usually better known than from independent draws: its interval here, made as if they were independent,
errs towards being too wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from accounted.model.capture import CaptureTable
from accounted.model.progress import SILENT, Progress
from accounted.mse.arguments import (
    a_function,
    a_probability,
    a_progress,
    a_seed_sequence,
    a_table,
    check_arguments,
    draws_of_one,
    or_none,
)
from accounted.mse.fitting import (
    Draws,
    Fit,
    Fitted,
    Spread,
    check_draws,
    describe_draws,
    fit_table,
    held_lists,
    keep_lists,
    people_text,
    quotient,
    seeds_for,
    spread_text,
    times_text,
)

__all__ = ["LeaveOneOut", "LeftOut", "leave_out_lists"]

_LEAST_LISTS = 4

Part = Literal["one of several", "carries the answer", "cannot be spared"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The estimate without one list.

    Args:
        list: The list left out.
        n_only: People on that list only, who are then not seen.
        answer: Estimate from the other lists; None when they give none.
        ratio: This estimate / the one from all lists, its interval as if the two were independent.
        part: `carries the answer` when without the list the interval does not meet the one from all lists or the
            median lies outside it; `cannot be spared` when the others give no estimate.
        reason: Why there is no estimate, or empty.
        sentence: The same in words.
    """

    list: str
    n_only: int
    answer: Spread | None
    ratio: Spread | None
    part: Part
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """The estimates without each list.

    Args:
        full: Estimate from all lists; None when there is none.
        rows: One per list, sorted by name; empty when fewer than three lists would remain.
        carried_by: Lists that carry the answer or cannot be spared.
        prob: Probability of the intervals.
        sentences: In words.
    """

    full: Spread | None
    rows: tuple[LeftOut, ...]
    carried_by: tuple[str, ...]
    prob: float
    sentences: tuple[str, ...]


@check_arguments(
    table=a_table,
    fit=a_function,
    seeds=a_seed_sequence,
    full=or_none(draws_of_one),
    prob=a_probability,
    progress=a_progress,
)
def leave_out_lists(
    table: CaptureTable,
    fit: Fit,
    seeds: np.random.SeedSequence,
    *,
    full: Draws | None = None,
    prob: float = 0.95,
    progress: Progress = SILENT,
) -> LeaveOneOut:
    """Estimate without each list in turn.

    Args:
        table: People by capture history.
        fit: The model.
        seeds: Source of seeds; not changed.
        full: Draws of N from all lists under the same model, when they are there already.
        prob: Probability of the intervals.
        progress: Hears of one part per list.

    Raises:
        UsageError: A probability not between 0 and 1, or draws that cannot be numbers of people.

    >>> from accounted.mse import average_graphs
    >>> made_up = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                   (0, 1, 1): 8, (1, 1, 1): 3})
    >>> answer = leave_out_lists(made_up, lambda t, _: average_graphs(t).spread_draws(400), np.random.SeedSequence(1))
    >>> answer.sentences
    ('Leaving out a list is not possible: fewer than three lists would remain.',)
    """
    used = keep_lists(table, held_lists(table))
    whole = _fit_whole(used, fit, seeds, full)
    if whole.draws is None:
        return LeaveOneOut(None, (), (), prob, (f"Leaving out a list is not possible: {whole.reason}.",))
    answer = describe_draws(whole.draws, prob)
    if len(used.lists) < _LEAST_LISTS:
        said = "Leaving out a list is not possible: fewer than three lists would remain."
        return LeaveOneOut(answer, (), (), prob, (said,))
    progress.step("lists left out", len(used.lists))
    rows = []
    for name in used.lists:
        rest = keep_lists(used, [other for other in used.lists if other != name])
        fitted = fit_table(rest, fit, seeds_for(seeds, "left out", name))
        rows.append(_describe(name, used.n_observed - rest.n_observed, fitted, whole.draws, prob))
        progress.advance()
    carried = tuple(row.list for row in rows if row.part != "one of several")
    said = (
        f"The answer hangs on {_join(carried)} more than on the others."
        if carried
        else "No single list carries the answer."
    )
    return LeaveOneOut(answer, tuple(rows), carried, prob, (said, *(row.sentence for row in rows)))


def _fit_whole(table: CaptureTable, fit: Fit, seeds: np.random.SeedSequence, full: Draws | None) -> Fitted:
    if full is None:
        return fit_table(table, fit, seeds_for(seeds, "all lists"))
    return Fitted(check_draws(full, table.stratum, table.n_observed), "")


def _describe(name: str, n_only: int, fitted: Fitted, whole: Draws, prob: float) -> LeftOut:
    if fitted.draws is None:
        sentence = f"Without {name} there is no estimate ({fitted.reason}): this list cannot be spared."
        return LeftOut(name, n_only, None, None, "cannot be spared", fitted.reason, sentence)
    full, answer = describe_draws(whole, prob), describe_draws(fitted.draws, prob)
    ratio = quotient(fitted.draws, whole, prob)
    apart = answer.lower > full.upper or answer.upper < full.lower
    moved = not full.lower <= answer.point <= full.upper
    lead = (
        f"Without {name} (and the {people_text(n_only)} people on it alone) the estimate is "
        f"{spread_text(answer, prob)}, {times_text(ratio.point)} times that of all lists "
        f"({times_text(ratio.lower)}–{times_text(ratio.upper)})"
    )
    if apart:
        end = "this list carries the answer: the two intervals do not meet"
    elif moved:
        end = "this list carries the answer: without it the middle lies outside the interval of all lists"
    else:
        end = "it does not carry the answer"
    part: Part = "carries the answer" if apart or moved else "one of several"
    return LeftOut(name, n_only, answer, ratio, part, "", f"{lead}: {end}.")


def _join(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
