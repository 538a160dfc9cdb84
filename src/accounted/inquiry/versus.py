"""Questions compared with each other, as a plan says: by the joint draws that their estimates keep.

Nothing is estimated again. Where both questions rest on the same sampled linkages, draws in the same place come from
the same one, so what linkage leaves open hits both alike; the rest of the doubt is taken to be independent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np

from accounted.model.capture import NotEstimable
from accounted.model.plan import PlannedComparison
from accounted.model.view import QuestionResult
from accounted.mse.totals import compare_jointly

__all__ = ["compare_questions"]

_INDEPENDENT = (
    "Apart from sampled linkages that they share, the numbers of two questions are taken to be uncertain independently "
    "of each other; where they count the same people they are not, and the interval of their difference is too wide."
)


def compare_questions(
    results: Sequence[QuestionResult],
    wanted: Iterable[PlannedComparison],
    foreseen: Collection[PlannedComparison],
    prob: float,
) -> tuple[QuestionResult, ...]:
    """Put into each result what the comparisons with other questions say.

    Args:
        results: One per question.
        wanted: Comparisons of the plan as it is now; those of strata are not looked at.
        foreseen: Comparisons of the plan that came before the first estimate.
        prob: Probability of the intervals.
    """
    draws, lost = {}, {}
    for result in results:
        name, estimates = result.question.id, result.estimates
        if estimates is not None and estimates.joint:
            draws[name] = np.array(estimates.joint)
        elif estimates is None or any(isinstance(stratum, NotEstimable) for stratum in estimates.strata):
            lost[name] = f"{name} could not be estimated"
        else:
            lost[name] = f"{name} has to be estimated again first"
    pairs, said = {}, []
    for planned in wanted:
        if planned.of == "questions":
            pair = (planned.left, planned.right)
            pairs[pair] = planned
            why = [lost.get(name, f"there is no question {name}") for name in pair if name not in draws]
            if why:
                said.append((pair, f"{' and '.join(pair)} cannot be compared: {'; '.join(why)}."))
            elif planned not in foreseen:
                said.append((pair, f"The comparison of {' and '.join(pair)} is exploratory: no plan foresaw it."))
    possible = [pair for pair in pairs if set(pair) <= set(draws)]
    made, together = compare_jointly(draws, possible, prob) if possible else ((), ())
    out = []
    for result in results:
        mine = tuple(c for c in made if result.question.id in (c.left, c.right))
        sentences = [text for pair, text in said if result.question.id in pair]
        if mine:
            sentences += [*together, _INDEPENDENT]
        out.append(replace(result, versus=mine, versus_said=tuple(sentences)))
    return tuple(out)
