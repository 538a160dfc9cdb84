"""From draws to an estimate: median and interval, the models beside each other, and how far it can be relied on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable, Diagnostics, Estimate, Mode, ModelEstimate, PriorEstimate, Trace
from accounted.model.plan import UserPrior
from accounted.mse.combine import Row, linkage_share, mix_models, thin_evenly, weigh_models
from accounted.mse.identifiability import Check
from accounted.mse.latent_class_pairs import answer_under, find_rivals, find_thin_priors, weigh_priors
from accounted.mse.models import ModelRuns
from accounted.mse.modes import find_modes
from accounted.mse.sampled_rows import MOST_LIMIT_ERROR, LimitError, assess_limits
from accounted.mse.user_prior import estimate_under_user_prior

__all__ = ["Asked", "Carries", "pool_estimate", "summarise"]

_WORST_RHAT = 1.05
_MOST_TRUNCATED = 0.005
_MOST_SATURATED = 0.5
_WIDEST = 5.0
_MOST_SWAY = 1.5
_TRACED = 200

_POOLED = (
    "capture rates of the strata are drawn towards each other as far as they are alike; what the stratum says alone "
    "stands beside"
)
_FEW_SAMPLES = "too few "
_CARRIED = "doubt about "
_CLOSED = "nobody enters or leaves the population while the lists are kept, and every person could be on some list"
_ASSUMPTIONS = {
    "latent_class_pairs": (
        "latent_class_pairs: people differ in how easily they are found, in unseen classes or without steps; but for "
        "that lists are independent, save pairs that depend on each other alike for everybody; nobody is beyond the "
        "reach of every list"
    ),
    **{
        name: f"{name}: no interaction joins all lists, and {which}; people are alike but for what the terms say"
        for name, which in (
            ("loglinear_bic", "the log-linear model with the lowest BIC holds, its choice carried by a bootstrap"),
            ("loglinear_stepwise", "the log-linear model found stepwise holds, its choice carried by a bootstrap"),
            ("loglinear_average", "log-linear models are averaged by their BIC"),
        )
    },
    "dga": (
        "dga: some lists are independent of each other, at least given other lists; which ones is averaged over all "
        "decomposable graphs"
    ),
    "latent_class": (
        "latent_class: people fall into unseen classes within which the lists are independent; no class is beyond the "
        "reach of every list"
    ),
}

Floats = NDArray[np.float64]
Carries = Literal["the linkage", "missing labels", "the linkage and missing labels"]
_DRAWN: Mapping[Carries, str] = {
    "the linkage": "sampled linkages",
    "missing labels": "draws of the labels",
    "the linkage and missing labels": "sampled linkages with labels drawn",
}
_HOW_TO_DRAW: Mapping[Carries, str] = {
    "the linkage": "`link --samples {0}`, in an inquiry `linkage_samples = {0}`",
    "missing labels": "`n_draws={0}` of `impute_labels`",
    "the linkage and missing labels": "`link --samples {0}`, in an inquiry `linkage_samples = {0}`",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, beside the table.

    Args:
        seed: Seed.
        prob: Probability of the intervals.
        n_samples: Sampled linkages given.
        priors: Users' priors.
        carries: What the samples carry doubt about.
        assumed: Sentences that stand among the assumptions as well.
    """

    seed: int
    prob: float
    n_samples: int
    priors: tuple[UserPrior, ...]
    carries: Carries = "the linkage"
    assumed: tuple[str, ...] = ()


def summarise(
    table: CaptureTable, check: Check, runs: ModelRuns, rows: Sequence[Row], n_used: int, asked: Asked
) -> Estimate:
    """Describe the posterior of one stratum.

    Args:
        table: The table as asked for.
        check: What a look at it showed.
        runs: The models on it.
        rows: Draws of N, one row per linkage that could be estimated, or the one of the table.
        n_used: Sampled linkages that could be estimated; 0 when `rows` is that of the table.
        asked: What was asked for.
    """
    prob = asked.prob
    names = [run.name for run in runs.answer]
    per_model = {name: np.concatenate([row.draws[name] for row in rows]) for name in names}
    points = {} if n_used else {run.name: run.point for run in runs.answer}
    mixed = mix_models(rows)
    weights = weigh_models(names)
    models = tuple(_describe(name, draws, prob, weights[name], points.get(name)) for name, draws in per_model.items())
    combined = _describe("combined", mixed, prob, 1.0, points.get(names[0]) if len(names) == 1 else None)
    beside = tuple(_describe(run.name, run.draws, prob, 0.0, run.point) for run in runs.beside)
    modes = find_modes(mixed, table.n_observed, prob)
    priors, prior_warnings = _show_priors(runs, check.table, asked)
    telling = [m for m, run in zip(beside, runs.beside, strict=True) if run.saturated <= _MOST_SATURATED]
    reasons = _find_doubts((*models, *telling), combined, modes, runs)
    rivals = find_rivals(runs.pairs, prob) if runs.pairs is not None else ()
    reasons += [*_find_sway(priors), *_say_rivalry(rivals)]
    share = linkage_share(rows) if n_used else None
    found = assess_limits(rows, prob) if n_used else None
    warnings = (*check.warnings, *runs.warnings, *prior_warnings, *_warn_of_samples(rows, asked, found))
    return Estimate(
        table.stratum,
        "weakly_identified" if reasons else "estimated",
        "; ".join(reasons),
        (*modes, *rivals),
        table.n_observed,
        table.lists,
        combined.point,
        combined.lower,
        combined.upper,
        prob,
        (*models, *([combined] if len(models) > 1 else []), *beside, *runs.bounds),
        _diagnose(runs, warnings),
        _state_assumptions(names, n_used, share, asked),
        asked.seed,
        share if asked.carries == "the linkage" else None,
        *_round_ends(mixed, 0.8),
        priors,
        percentiles=_find_percentiles(mixed),
        limit_error=round(found.error, 4) if found else None,
        samples_needed=found.n_needed if found else None,
    )


def pool_estimate(alone: Estimate, draws: Floats, carries: Carries = "the linkage") -> Estimate:
    """Put draws with pooled capture rates in place of those of a stratum alone, which stands beside.

    Args:
        alone: What the stratum says alone, of one model.
        draws: Equally likely values of N, one row per sampled linkage, or one row in all.
        carries: What the samples carry doubt about.
    """
    linked, draws = [Row({"pooled": row}, float(np.var(np.log(row))) / len(row)) for row in draws], draws.ravel()
    share = linkage_share(linked)
    n_used = len(linked) if len(linked) > 1 else 0
    pooled = _describe(alone.models[0].name, draws, alone.prob, 1.0)
    found = assess_limits(linked, alone.prob) if n_used else None
    few = _warn_of_few(linked, found, carries) if found else []
    kept = tuple(text for text in alone.diagnostics.warnings if not text.startswith(_FEW_SAMPLES))
    return replace(
        alone,
        diagnostics=replace(alone.diagnostics, warnings=(*kept, *few)),
        modes=(
            *find_modes(draws, alone.n_observed, alone.prob),
            *(mode for mode in alone.modes if mode.kind == "explanations"),
        ),
        point=pooled.point,
        lower=pooled.lower,
        upper=pooled.upper,
        models=(pooled, *alone.models[1:]),
        assumptions=(
            *(
                _say_linkage(n_used, share, carries) if n_used and text.startswith(_CARRIED) else text
                for text in alone.assumptions
            ),
            _POOLED,
        ),
        linkage_share=share if carries == "the linkage" else None,
        lower_80=_round_ends(draws, 0.8)[0],
        upper_80=_round_ends(draws, 0.8)[1],
        unpooled=replace(alone.models[0], name="unpooled", weight=0.0),
        percentiles=_find_percentiles(draws),
        limit_error=round(found.error, 4) if found else None,
        samples_needed=found.n_needed if found else None,
    )


def _find_percentiles(draws: Floats) -> tuple[float, ...]:
    return tuple(float(round(q)) for q in np.quantile(draws, np.arange(1, 100) / 100.0))


def _show_priors(runs: ModelRuns, table: CaptureTable, asked: Asked) -> tuple[tuple[PriorEstimate, ...], list[str]]:
    """Answers under the built-in priors, then under the users'; and warnings."""
    if runs.pairs is None:
        return (), [f"the prior '{p.name}' needs the model latent_class_pairs and was not used" for p in asked.priors]
    weighed = weigh_priors(runs.pairs)
    shown, warnings = list(answer_under(runs.pairs, asked.prob, weighed)), list(find_thin_priors(weighed))
    for prior in asked.priors:
        found, warning = estimate_under_user_prior(
            runs.pairs.draws, table.n_observed, len(table.lists), runs.pairs.prior, prior, asked.prob
        )
        shown.append(found)
        warnings += [warning] if warning else []
    return tuple(shown), warnings


def _diagnose(runs: ModelRuns, warnings: tuple[str, ...]) -> Diagnostics:
    sampled = [(run.name, run.chains) for run in runs.answer if run.chains is not None]
    return Diagnostics(
        None if runs.convergence.rhat is None else round(runs.convergence.rhat, 4),
        None if runs.convergence.ess is None else float(round(runs.convergence.ess)),
        runs.n_chains,
        round(runs.saturated, 6),
        round(runs.truncated, 6),
        warnings,
        tuple(Trace(name, tuple(tuple(thin_evenly(c, _TRACED).tolist()) for c in chains)) for name, chains in sampled),
    )


def _round_ends(draws: Floats, prob: float) -> tuple[float, float]:
    tail = (1.0 - prob) / 2.0
    low, high = (float(round(q)) for q in np.quantile(draws, [tail, 1.0 - tail]))
    return low, high


def _find_sway(priors: Sequence[PriorEstimate]) -> list[str]:
    """Say when a limit moves by more than half from one built-in prior to another."""
    if not priors:
        return []
    base = priors[0]
    moved = [
        p
        for p in priors[1:]
        if not p.person
        and max(p.upper / base.upper, base.upper / p.upper, p.lower / base.lower, base.lower / p.lower) > _MOST_SWAY
    ]
    return [
        f"under the prior '{p.name}' ({p.description}) the interval is {p.lower:.0f}–{p.upper:.0f}: the lists alone do "
        "not settle it"
        for p in moved
    ]


def _say_rivalry(rivals: Sequence[Mode]) -> list[str]:
    """Say when structures of the default family that both fit give ranges that do not meet."""
    if not rivals:
        return []
    spans = " and ".join(f"{m.lower:.0f}–{m.upper:.0f} ({100 * m.share:.0f} % of the probability)" for m in rivals)
    return [f"explanations that fit the table alike give ranges that do not meet: {spans}"]


def _describe(name: str, draws: Floats, prob: float, weight: float, stated: float | None = None) -> ModelEstimate:
    """The median and the interval of the draws; `stated` is a point that is not the median."""
    tail = (1.0 - prob) / 2.0
    point, lower, upper = (float(round(q)) for q in np.quantile(draws, [0.5, tail, 1.0 - tail]))
    return ModelEstimate(name, point if stated is None else float(round(stated)), lower, upper, weight)


def _find_doubts(
    models: Sequence[ModelEstimate], combined: ModelEstimate, modes: tuple[Mode, ...], runs: ModelRuns
) -> list[str]:
    """Say in words why the answer hangs on more than the lists; empty when nothing shows."""
    doubts = []
    if len(models) > 1 and max(m.lower for m in models) > min(m.upper for m in models):
        spans = ", ".join(f"{m.name} {m.lower:.0f}–{m.upper:.0f}" for m in models)
        doubts.append(f"the models' intervals do not meet: {spans}")
    if modes:
        spans = ", ".join(f"{m.lower:.0f}–{m.upper:.0f} ({100 * m.share:.0f} %)" for m in modes)
        doubts.append(f"the answer lies in {len(modes)} separate ranges: {spans}")
    if runs.convergence.rhat is not None and runs.convergence.rhat > _WORST_RHAT:
        doubts.append(
            f"independent runs disagree (R-hat {runs.convergence.rhat:.2f}): there may be ranges hardly visited, "
            "and the share of each range is rough"
        )
    if runs.saturated > _MOST_SATURATED:
        share = 100 * runs.saturated
        doubts.append(f"the saturated graph, which fits any table and explains none, holds {share:.0f} % of the weight")
    if runs.truncated > _MOST_TRUNCATED:
        doubts.append(f"{100 * runs.truncated:.1f} % of the probability lies beyond the range searched")
    if combined.upper > _WIDEST * combined.lower:
        doubts.append(f"the interval spans more than a factor of {_WIDEST:.0f}")
    return doubts


def _warn_of_samples(rows: Sequence[Row], asked: Asked, found: LimitError | None) -> list[str]:
    n_used = len(rows) if found else 0
    if not asked.n_samples:
        return []
    warnings = [
        f"{n_used} of {asked.n_samples} {_DRAWN[asked.carries]} were estimated; on each, sampled models went on, "
        "shorter, from where the main run ended"
    ]
    if found is None:
        return [
            *warnings,
            f"none of the {_DRAWN[asked.carries]} could be estimated: the doubt about {asked.carries} is not included",
        ]
    return [*warnings, *_warn_of_few(rows, found, asked.carries)]


def _warn_of_few(rows: Sequence[Row], found: LimitError, carries: Carries) -> list[str]:
    if found.error <= MOST_LIMIT_ERROR:
        return []
    known = f"with {len(rows)} the limits are known to about {100 * found.error:.1f} % (Monte Carlo standard error)"
    n_runs = max(row.n_runs for row in rows)
    more = f", after {n_runs} runs on each" if n_runs > 1 else ""
    if found.only_linkages_help:
        more += "; more runs on each would not bring it below 3 %"
    how = _HOW_TO_DRAW[carries].format(found.n_needed)
    return [f"{_FEW_SAMPLES}{_DRAWN[carries]}: {known}{more}. About {found.n_needed} would: {how}"]


def _say_linkage(n_used: int, share: float | None, carries: Carries) -> str:
    part = f"; {100 * share:.0f} % of the variance of log N comes from it" if share is not None else ""
    return f"{_CARRIED}{carries} is carried by {n_used} {_DRAWN[carries]}{part}"


def _join(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]])


def _state_assumptions(names: Sequence[str], n_used: int, share: float | None, asked: Asked) -> tuple[str, ...]:
    sentences = [_CLOSED, *asked.assumed]
    if n_used:
        sentences.append(_say_linkage(n_used, share, asked.carries))
    if not n_used or asked.carries == "missing labels":
        sentences.append("records are linked without error: nobody is split in two, no two people are taken for one")
    sentences += [_ASSUMPTIONS[name] for name in names]
    if len(names) > 1:
        weights = weigh_models(names)
        if len(set(weights.values())) == 1:
            sentences.append(f"combined: {_join(names)} weigh equally, for the data cannot choose between them")
        else:
            parts = _join([f"{name} {weights[name]:.3g}" for name in names])
            sentences.append(
                "combined: each assumption weighs the same, for the data cannot choose between them, and models that "
                f"share one share its weight: {parts}"
            )
    return tuple(sentences)
