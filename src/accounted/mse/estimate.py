"""From capture tables to an answer that says how sure it is, or that there is none.

Per stratum: look whether the table can say anything; run the models; mix their draws, each assumption weighing the
same; look for signs that the answer hangs on the assumption rather than on the lists. Over strata: add joint draws.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable, Estimate, EstimateSet, NotEstimable
from accounted.model.errors import UsageError
from accounted.model.plan import UserPrior
from accounted.model.progress import SILENT, Progress
from accounted.mse.arguments import (
    a_flag,
    a_probability,
    a_progress,
    a_seed,
    a_text,
    an_instance,
    check_arguments,
    one_of,
    or_none,
    pairs_of_names,
    several,
    some_names,
    some_tables,
    some_texts,
)
from accounted.mse.combine import arrange_jointly, thin_evenly
from accounted.mse.identifiability import check_table, select_lists
from accounted.mse.models import DEFAULT_BESIDE, DEFAULT_MODELS, MODELS, ModelRuns, run_models
from accounted.mse.pairs_average import AverageOptions
from accounted.mse.pooling import LEAST_STRATA, StratumRates, find_rates, pool_strata
from accounted.mse.sampled_rows import MOST_RUNS, draw_rows
from accounted.mse.summary import Asked, Carries, pool_estimate, summarise
from accounted.mse.totals import add_draws, add_strata, compare_jointly, sum_tables

__all__ = ["estimate"]

_JOINT_DRAWS = 8_000
_LEAST_DRAWS_PER_SAMPLE = 200
_KEPT_DRAWS = 2_000
_FEW_STRATA = 50
_THREADS_OF_ONE = 2
_MANY_STRATA_OPTIONS = AverageOptions(
    n_populations=3,
    points=300,
    least_points=60,
    points_per_parameter=2.0,
    most_rounds=2,
    left_out=0.05,
    ess=400.0,
    limit_error=0.08,
    lessons=1,
    tries_coordinates=False,
    n_threads=1,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Models of the answer and beside it, what else was asked for, and how much is drawn."""

    answer: tuple[str, ...]
    beside: tuple[str, ...]
    asked: Asked
    options: AverageOptions
    most_runs: int


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """The answer for one stratum, with joint draws when there is an estimate, and what pooling needs."""

    result: Estimate | NotEstimable
    draws: Floats | None
    used: tuple[str, ...] = ()
    rates: tuple[StratumRates | None, ...] = ()


@check_arguments(
    tables=some_tables,
    name=a_text,
    samples=several(several(an_instance(CaptureTable, mend="give what tables_from_samples returned"))),
    carries=one_of(get_args(Carries)),
    assumed=some_texts,
    lists=or_none(some_names),
    models=some_texts,
    beside=or_none(some_texts),
    priors=several(an_instance(UserPrior, mend="make one with UserPrior")),
    pool=a_flag,
    compare=pairs_of_names,
    keep_draws=a_flag,
    seed=a_seed,
    prob=a_probability,
    progress=a_progress,
)
def estimate(
    tables: CaptureTable | Sequence[CaptureTable],
    *,
    name: str = "",
    samples: Sequence[Sequence[CaptureTable]] = (),
    carries: Carries = "the linkage",
    assumed: Sequence[str] = (),
    lists: Sequence[str] | None = None,
    models: Sequence[str] = DEFAULT_MODELS,
    beside: Sequence[str] | None = None,
    priors: Sequence[UserPrior] = (),
    pool: bool = True,
    compare: Sequence[tuple[str, str]] = (),
    keep_draws: bool = False,
    seed: int = 20020103,
    prob: float = 0.95,
    progress: Progress = SILENT,
) -> EstimateSet:
    """Estimate how many people there were, those on no list included.

    The answer is that of the default family, with another model beside it. When several models are chosen, each rests
    on its own assumption about how lists depend on each other; between assumptions the data cannot choose, so the
    answer is a mixture of their draws: assumptions weigh equally, models that share one share its weight. Its point is
    the median, its ends are quantiles. With sampled linkages every draw of the linkage is estimated and all draws of N
    are mixed.

    Args:
        tables: One table, or one per stratum with different labels.
        name: Name of the table, for the reader.
        samples: Tables of sampled linkages: per draw, the strata in the same order as `tables`.
        carries: What the samples carry doubt about: `missing labels` for those of `impute_labels` without linkages.
        assumed: Sentences to stand among the assumptions, as that of `impute_labels`.
        lists: Lists to use; all unless given. Their order does not matter.
        models: Of `MODELS`. `chao` is a bound and stands beside the answer only.
        beside: Of `MODELS`: what stands beside the answer with weight 0; unless given, `DEFAULT_BESIDE` beside the
            default models and nothing beside others.
        priors: What people held beforehand about the people on no list; each stands beside the default prior.
        pool: Draw capture rates of three or more strata towards each other as far as they are alike; N never. What each
            stratum says alone stands beside. Only the default family alone is pooled, within each sampled linkage.
        compare: Pairs of strata to compare by ratio and difference, with simultaneous intervals.
        keep_draws: Whether draws of the number over all strata are kept, to be compared with another set's.
        seed: Seed; the same seed gives the same answer, and that of a stratum alone whatever other strata stand beside.
        prob: Probability of the interval.
        progress: Hears of one step per stratum.

    Raises:
        UsageError: An unknown model or list, a probability not between 0 and 1, two strata with one label, samples
            that do not have the same strata, no table.
        InvalidTable: More people than can be counted.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> answer = estimate(table, models=("dga",)).strata[0]
    >>> answer.status, answer.point, answer.lower, answer.upper
    ('estimated', 264.0, 211.0, 351.0)
    >>> estimate(select_lists(table, "AB")).strata[0].reason[:43]
    'not estimable without assuming independence'
    """
    strata = (tables,) if isinstance(tables, CaptureTable) else tuple(tables)
    if beside is None:
        beside = DEFAULT_BESIDE if tuple(models) == DEFAULT_MODELS else ()
    _check_call(strata, samples, models, beside, compare)
    asked = Asked(seed, prob, len(samples), tuple(priors), carries, tuple(assumed))
    plan = _Plan(tuple(models), tuple(beside), asked, *_choose_effort(len(strata)))
    is_pooled = pool and len(strata) >= LEAST_STRATA and plan.answer == DEFAULT_MODELS
    progress.step("estimate", len(strata))

    def run(number: int) -> _Answer:
        chosen = [select_lists(sample[number], lists) for sample in samples]
        return _estimate_stratum(select_lists(strata[number], lists), chosen, plan, is_pooled)

    answers = []
    with ThreadPoolExecutor(_count_threads(len(strata))) as threads:
        for answer in threads.map(run, range(len(strata))):
            answers.append(answer)
            progress.advance()
    if is_pooled:
        answers = _pool(answers, np.random.SeedSequence([seed, len(strata)]), carries)
    results = tuple(answer.result for answer in answers)
    joint = _keep_joint(answers) if keep_draws else ()
    if len(answers) == 1:
        return EstimateSet(name, results, None, joint=joint)
    direct = _estimate_together(strata, samples, lists, plan)
    made = {answer.result.stratum: answer for answer in answers if answer.draws is not None}
    drawn = {label: answer.draws for label, answer in made.items() if answer.draws is not None}
    total = add_strata([a.result for a in made.values()], list(drawn.values()), len(answers), direct, prob)
    return EstimateSet(name, results, total, *compare_jointly(drawn, compare, prob), joint=joint)


def _keep_joint(answers: Sequence[_Answer]) -> tuple[float, ...]:
    drawn = [answer.draws for answer in answers if answer.draws is not None]
    return tuple(thin_evenly(add_draws(drawn), _KEPT_DRAWS).tolist()) if len(drawn) == len(answers) else ()


def _estimate_together(
    strata: Sequence[CaptureTable], samples: Sequence[Sequence[CaptureTable]], lists: Sequence[str] | None, plan: _Plan
) -> Estimate | NotEstimable | None:
    """Estimate from all strata in one table; None when they are not of the same lists."""
    whole = sum_tables([select_lists(table, lists) for table in strata])
    if whole is None:
        return None
    drawn = [sum_tables([select_lists(table, lists) for table in sample]) for sample in samples]
    return _estimate_stratum(whole, [table for table in drawn if table is not None], replace(plan, beside=())).result


def _choose_effort(n_strata: int) -> tuple[AverageOptions, int]:
    """Thousands of strata are drawn from more briefly: limits of each are then known to some 5 %, as is said."""
    few = AverageOptions(n_threads=_count_threads(_THREADS_OF_ONE))
    return (few, MOST_RUNS) if n_strata <= _FEW_STRATA else (_MANY_STRATA_OPTIONS, 1)


def _count_threads(most: int) -> int:
    """Compiled code lets other threads run; each has its own randomness, so their number does not matter."""
    return max(min(most, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2), 1)


def _pool(answers: list[_Answer], seeds: np.random.SeedSequence, carries: Carries) -> list[_Answer]:
    """Pool the strata that used the same lists, within each sampled linkage where there are some."""
    groups: dict[tuple[tuple[str, ...], int], list[int]] = {}
    for number, answer in enumerate(answers):
        if answer.rates:
            groups.setdefault((answer.used, len(answer.rates)), []).append(number)
    out = list(answers)
    for (_, numbers), child in zip(sorted(groups.items()), seeds.spawn(len(groups)), strict=True):
        if len(numbers) < LEAST_STRATA:
            continue
        for number, draws in _pool_group([answers[n] for n in numbers], numbers, child).items():
            result = answers[number].result
            if isinstance(result, Estimate):
                out[number] = replace(answers[number], result=pool_estimate(result, draws, carries), draws=draws)
    return out


def _pool_group(group: Sequence[_Answer], numbers: Sequence[int], seeds: np.random.SeedSequence) -> dict[int, Floats]:
    """Joint draws of the strata of a group, one row per linkage; without sampled ones a single, longer row.

    In a linkage in which fewer strata than can be pooled were estimated, and in strata that were not, the draws stay as
    they were.
    """
    n_rows = len(group[0].rates)
    # Rows that no pooling reaches stay; a single row is pooled or left alone, and needs no copy of thousands of strata.
    drawn = {n: np.array(a.draws) for n, a in zip(numbers, group, strict=True) if n_rows > 1 and a.draws is not None}
    for row, child in enumerate(seeds.spawn(n_rows)):
        found = {n: a.rates[row] for n, a in zip(numbers, group, strict=True)}
        rates = {n: r for n, r in found.items() if r is not None}
        if len(rates) < LEAST_STRATA:
            continue
        if n_rows == 1:
            people, _ = pool_strata(list(rates.values()), child)
            return {n: draws[None] for n, draws in zip(rates, people, strict=True)}
        people, _ = pool_strata(list(rates.values()), child, drawn[numbers[0]].shape[1])
        for n, draws in zip(rates, people, strict=True):
            drawn[n][row] = draws
    return drawn


def _check_call(
    strata: tuple[CaptureTable, ...],
    samples: Sequence[Sequence[CaptureTable]],
    models: Sequence[str],
    beside: Sequence[str],
    compare: Sequence[tuple[str, str]],
) -> None:
    labels = [table.stratum for table in strata]
    if not strata:
        raise UsageError("there is no capture table", mend="give at least one")
    if len(set(labels)) < len(labels):
        raise UsageError("two strata have the same label", mend="give each stratum its own label")
    if not models or set(models) - set(MODELS) or len(set(models)) < len(models):
        raise UsageError(f"cannot run models: {', '.join(models) or 'none'}", mend=f"choose from: {', '.join(MODELS)}")
    if set(beside) - set(MODELS):
        raise UsageError(f"cannot show beside: {', '.join(beside)}", mend=f"choose from: {', '.join(MODELS)}")
    unknown = sorted({name for pair in compare for name in pair} - set(labels))
    if unknown:
        raise UsageError(
            f"there is no stratum {', '.join(unknown)} to compare", mend=f"choose from: {', '.join(labels)}"
        )
    for number, sample in enumerate(samples, start=1):
        if [table.stratum for table in sample] != labels:
            raise UsageError(
                "a sampled linkage has other strata than the tables",
                where=f"draw {number}",
                mend="give one table per stratum, in the order of the tables",
            )


def _seeds(seed: int, stratum: str) -> np.random.SeedSequence:
    """Seeds of one stratum, by its label: strata are independent of each other and of who stands beside them."""
    digest = hashlib.sha256(stratum.encode("utf-8", "surrogatepass")).digest()
    return np.random.SeedSequence([seed, *np.frombuffer(digest, dtype="<u4").tolist()])


def _estimate_stratum(
    table: CaptureTable, samples: Sequence[CaptureTable], plan: _Plan, with_rates: bool = False
) -> _Answer:
    asked = plan.asked
    check = check_table(table, asked.prob)
    runs: ModelRuns | None = None
    reason = check.reason
    main_seeds, sample_seeds, order_seed = _seeds(asked.seed, table.stratum).spawn(3)
    if not reason:
        runs = run_models(check.table, plan.answer, main_seeds, asked.prob, plan.beside, plan.options)
        reason = "" if runs.answer else _why_nothing_ran(runs)
    if runs is None or reason:
        return _Answer(NotEstimable(table.stratum, reason, table.n_observed, table.lists, asked.seed), None)
    n_per_row = max(_JOINT_DRAWS // max(len(samples), 1), _LEAST_DRAWS_PER_SAMPLE)
    chosen = [select_lists(sample, check.table.lists) for sample in samples]
    rows = draw_rows(
        chosen, runs, sample_seeds.spawn(len(samples)), n_per_row, asked.prob, plan.most_runs, with_rates=with_rates
    )
    used = [row for row in rows if row is not None]
    result = summarise(table, check, runs, used or [runs.row], len(used), asked)
    joint = arrange_jointly(rows if used else [runs.row], n_per_row, np.random.default_rng(order_seed))
    rates: tuple[StratumRates | None, ...] = ()
    if with_rates and used:
        rates = tuple(None if row is None else row.rates for row in rows)
    elif with_rates and runs.pairs is not None:
        rates = (find_rates(runs.pairs),)
    return _Answer(result, joint, check.table.lists, rates)


def _why_nothing_ran(runs: ModelRuns) -> str:
    bounds = [f"{m.name} is a lower bound, no estimate: at least {m.point:.0f} people" for m in runs.bounds]
    return f"no model chosen can be run: {'; '.join([*bounds, *runs.warnings])}"
