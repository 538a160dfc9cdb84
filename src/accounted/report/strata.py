"""The answer of every stratum of a question, laid out for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from accounted.model.capture import CheckedAssumption, Estimate, JointComparison, NotEstimable, PriorEstimate, Total
from accounted.model.findings import Finding
from accounted.report.figure import models_figure, priors_figure, unseen_figure
from accounted.report.links import question_page
from accounted.report.plots import posterior_plot, rank_plot, trace_plot
from accounted.report.prose import Quantity, check_estimate, interval_kind, number_text, say_imputed, supported

__all__ = [
    "ComparisonRow",
    "ModelRow",
    "PriorRow",
    "StratumRow",
    "lay_out_certain",
    "lay_out_comparisons",
    "lay_out_strata",
]

_WITHOUT_ORDER = ("latent_class_pairs",)
"""Models whose runs are populations of draws, in which no draw comes after another."""


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model's answer."""

    name: str
    kind: str
    point: Quantity
    lower: Quantity
    upper: Quantity
    weight: Quantity


@dataclass(frozen=True, slots=True)
class PriorRow:
    """What the default family answers under one prior; `said_by` is who states a user's prior, when, and why."""

    name: str
    description: str
    said_by: str
    point: Quantity
    lower: Quantity
    upper: Quantity
    implied: Quantity


@dataclass(frozen=True, slots=True)
class StratumRow:
    """One stratum's answer, or that there is none."""

    name: str
    anchor: str
    n_observed: Quantity
    status: str
    reason: str
    point: Quantity | None
    lower: Quantity | None
    upper: Quantity | None
    exact: str
    prob: Quantity | None
    kind: str
    models: tuple[ModelRow, ...]
    checks: tuple[Quantity, ...]
    warnings: tuple[str, ...]
    assumptions: tuple[str, ...]
    modes: tuple[tuple[Quantity, Quantity, Quantity], ...]
    seed: Quantity
    figure: Markup | None
    posterior: Markup | None = None
    priors: tuple[PriorRow, ...] = ()
    prior_figure: Markup | None = None
    unseen_figure: Markup | None = None
    checked: CheckedAssumption | None = None
    runs: tuple[tuple[str, Markup | None, Markup], ...] = ()
    imputed: str = ""
    rivals: tuple[tuple[Quantity, Quantity, Quantity], ...] = ()


def lay_out_strata(finding: Finding, slug: str) -> tuple[StratumRow, ...]:
    """Lay out the answer of every stratum, and of their total."""
    if finding.estimated is None:
        return ()
    checked = {found.stratum: found for found in finding.estimated.checked}
    rows = [
        _stratum(entry, slug, number, checked.get(entry.stratum))
        for number, entry in enumerate(finding.estimated.strata, start=1)
    ]
    if finding.estimated.total is not None:
        rows.append(_total(finding.estimated.total, slug, finding.estimated.strata))
    return tuple(rows)


def lay_out_certain(finding: Finding, slug: str) -> tuple[StratumRow, ...]:
    """Lay out the answer of every stratum, and of their total, without those who only possibly belong.

    What explains an answer (models side by side, priors, runs) is shown of the main one alone.
    """
    answer = finding.certain
    if answer is None or answer.estimates is None:
        return ()
    rows = [_stratum(entry, slug, number, None) for number, entry in enumerate(answer.estimates.strata, start=1)]
    if answer.estimates.total is not None:
        rows.append(_total(answer.estimates.total, slug, answer.estimates.strata))
    page, table = question_page(slug, "estimate", "certain"), question_page(slug, "table", "certain")

    def moved(quantity: Quantity) -> Quantity:
        return replace(quantity, trace=page)

    return tuple(
        replace(
            row,
            anchor=f"certain-{row.anchor}",
            n_observed=replace(row.n_observed, trace=table),
            point=row.point and moved(row.point),
            lower=row.lower and moved(row.lower),
            upper=row.upper and moved(row.upper),
            prob=row.prob and moved(row.prob),
            models=(),
            checks=tuple(moved(check) for check in row.checks),
            modes=(),
            rivals=(),
            seed=moved(row.seed),
            figure=None,
            posterior=None,
            priors=(),
            prior_figure=None,
            unseen_figure=None,
            runs=(),
        )
        for row in rows
    )


def _stratum(entry: Estimate | NotEstimable, slug: str, number: int, checked: CheckedAssumption | None) -> StratumRow:
    page = question_page(slug, "estimate", f"s{number}")
    observed = Quantity("on at least one list", entry.n_observed, "persons", question_page(slug, "table"))
    seed = Quantity("seed of the draws", entry.seed, "seed", page, shown=str(entry.seed))
    imputed = say_imputed(entry.imputed) if entry.imputed else ""
    if isinstance(entry, NotEstimable):
        return StratumRow(
            entry.stratum, f"s{number}", observed, "not estimable", entry.reason, None, None, None, "", None, "",
            (), (), (), (), (), seed, None, imputed=imputed,
        )  # fmt: skip
    check_estimate(entry)
    kind = interval_kind(model.name for model in entry.models)
    point, lower, upper = _ends(entry.point, entry.lower, entry.upper, entry.n_observed, page)
    return StratumRow(
        name=entry.stratum,
        anchor=f"s{number}",
        n_observed=observed,
        status=entry.status.replace("_", " "),
        reason=entry.reason,
        point=point,
        lower=lower,
        upper=upper,
        exact=_exact(entry.point, entry.lower, entry.upper),
        prob=Quantity(f"probability of the {kind}", round(entry.prob * 100, 1), "%", page),
        kind=kind,
        models=tuple(
            _model(model.name, model.point, model.lower, model.upper, model.weight, page)
            for model in (*entry.models, *([entry.unpooled] if entry.unpooled else []))
        ),
        checks=_checks(entry, page),
        warnings=entry.diagnostics.warnings,
        assumptions=entry.assumptions,
        modes=_ranges(entry, "peak", page),
        rivals=_ranges(entry, "explanations", page),
        seed=seed,
        figure=models_figure(entry, slug, number) if entry.models else None,
        posterior=posterior_plot(entry, f"post-{slug}-{number}"),
        priors=tuple(_prior(prior, entry, page) for prior in entry.priors),
        prior_figure=priors_figure(entry, slug, number) if entry.priors else None,
        unseen_figure=unseen_figure(entry, slug, number, checked.departures if checked else None),
        checked=checked,
        runs=tuple(
            (
                trace.model,
                trace_plot(trace, entry.n_observed, f"trace-{slug}-{number}-{at}")
                if trace.model not in _WITHOUT_ORDER
                else None,
                rank_plot(trace, f"rank-{slug}-{number}-{at}"),
            )
            for at, trace in enumerate(entry.diagnostics.traces, start=1)
        ),
        imputed=imputed,
    )


def _ranges(entry: Estimate, kind: str, page: str) -> tuple[tuple[Quantity, Quantity, Quantity], ...]:
    return tuple(
        (
            Quantity("lower end of one range", round(mode.lower), "persons", page),
            Quantity("upper end of one range", round(mode.upper), "persons", page),
            Quantity("its share of the probability", round(mode.share * 100, 1), "%", page),
        )
        for mode in entry.modes
        if mode.kind == kind
    )


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """Two strata, or questions, compared: A / B with its own and the simultaneous interval, in words and numbers."""

    names: str
    ratio: str
    joint: str
    sentence: str


def lay_out_comparisons(comparisons: Sequence[JointComparison]) -> tuple[ComparisonRow, ...]:
    """Lay out comparisons that were asked for."""
    rows = []
    for c in comparisons:
        point, low, high, joint_low, joint_high = c.ratio
        own, joint = f"{point:.2f} ({low:.2f}–{high:.2f})", f"{joint_low:.2f}–{joint_high:.2f}"
        rows.append(ComparisonRow(f"{c.left} / {c.right}", own, joint, c.sentence))
    return tuple(rows)


def _total(total: Total, slug: str, strata: Sequence[Estimate | NotEstimable]) -> StratumRow:
    page = question_page(slug, "estimate", "total")
    kind = interval_kind(model.name for s in strata if isinstance(s, Estimate) for model in s.models)
    point, lower, upper = _ends(total.point, total.lower, total.upper, total.n_observed, page)
    return StratumRow(
        name=f"total, {total.of}",
        anchor="total",
        n_observed=Quantity("on at least one list", total.n_observed, "persons", question_page(slug, "table")),
        status="from joint draws",
        reason=total.warning,
        point=point,
        lower=lower,
        upper=upper,
        exact=_exact(total.point, total.lower, total.upper),
        prob=Quantity(f"probability of the {kind}", round(total.prob * 100, 1), "%", page),
        kind=kind,
        models=()
        if total.direct is None
        else (
            _model("all strata in one table", total.direct.point, total.direct.lower, total.direct.upper, 0.0, page),
        ),
        checks=(),
        warnings=(),
        assumptions=(),
        modes=(),
        seed=Quantity("seed of the draws", strata[0].seed, "seed", page, shown=str(strata[0].seed)),
        figure=None,
    )


def _ends(point: float, lower: float, upper: float, n_observed: int, page: str) -> tuple[Quantity, Quantity, Quantity]:
    middle, low, high = supported(point, lower, upper, n_observed)
    return (
        Quantity("median estimate", point, "persons", page, shown=number_text(middle)),
        Quantity("lower end of the interval", lower, "persons", page, shown=number_text(low)),
        Quantity("upper end of the interval", upper, "persons", page, shown=number_text(high)),
    )


def _exact(point: float, lower: float, upper: float) -> str:
    return f"{number_text(round(point, 1))} ({number_text(round(lower, 1))}–{number_text(round(upper, 1))})"


def _model(name: str, point: float, lower: float, upper: float, weight: float, page: str) -> ModelRow:
    return ModelRow(
        name,
        interval_kind([name]),
        Quantity(f"point of {name}", point, "persons", page, shown=number_text(round(point))),
        Quantity(f"lower end of {name}", lower, "persons", page, shown=number_text(round(lower))),
        Quantity(f"upper end of {name}", upper, "persons", page, shown=number_text(round(upper))),
        Quantity(f"weight of {name} in the whole", weight, "share", page, shown=f"{weight:.2f}"),
    )


def _prior(prior: PriorEstimate, entry: Estimate, page: str) -> PriorRow:
    said_by = f"{prior.person}, {prior.date}; source: {prior.source}" if prior.person else ""
    point, lower, upper = _ends(prior.point, prior.lower, prior.upper, entry.n_observed, page)
    low, middle, high = prior.implied
    shown = f"{low:.2f}–{high:.3g}, median {middle:.3g}"
    implied = Quantity(f"N / n that the prior '{prior.name}' implies", middle, "times", page, shown=shown)
    return PriorRow(prior.name, prior.description, said_by, point, lower, upper, implied)


def _checks(entry: Estimate, page: str) -> tuple[Quantity, ...]:
    found = entry.diagnostics
    checks = [Quantity("chains", found.chains, "chains", page)]
    if found.rhat is not None:
        checks.append(
            Quantity("R-hat (one when the chains agree)", found.rhat, "R-hat", page, shown=f"{found.rhat:.3f}")
        )
    if found.ess is not None:
        checks.append(Quantity("effective sample size", found.ess, "draws", page, shown=number_text(round(found.ess))))
    checks.append(_percent("weight on the saturated graph", found.saturated, page))
    checks.append(_percent("draws at the upper end of the range searched", found.truncated, page))
    if entry.linkage_share is not None:
        checks.append(_percent("variance that comes from doubt about the linkage", entry.linkage_share, page))
    return tuple(checks)


def _percent(what: str, share: float, page: str) -> Quantity:
    return Quantity(what, share * 100, "%", page, shown=f"{share * 100:.1f}")
