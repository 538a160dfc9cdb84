"""Estimates in lines that people read: rounded to what the interval supports, with all that stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accounted.model.capture import Estimate, EstimateSet, ModelEstimate, NotEstimable, Total
from accounted.report.prose import interval_kind, join_words, number_text, say_imputed, supported

__all__ = ["say_estimates"]

_STRATA_NAMED = 5


def say_estimates(found: EstimateSet) -> list[str]:
    """Say every stratum and the total; of a single stratum also the models, priors and assumptions.

    >>> nothing = NotEstimable("all", "no overlap", 12, ("A", "B", "C"), 1)
    >>> say_estimates(EstimateSet("velmar", (nothing,), None))
    ['velmar all: 12 on at least one of A, B and C; not estimable: no overlap']
    """
    lines = [f"{found.table} {_say_stratum(stratum)}" for stratum in found.strata]
    if len(found.strata) == 1:
        lines += [
            f"  {line}" for stratum in found.strata if isinstance(stratum, Estimate) for line in _say_all(stratum)
        ]
    else:
        lines += _say_once(found.strata)
    if found.total:
        kind = interval_kind(m.name for s in found.strata if isinstance(s, Estimate) for m in s.models if m.weight)
        lines += [f"{found.table} {line}" for line in _say_total(found.total, kind)]
    lines += [f"{found.table} {comparison.sentence}" for comparison in found.comparisons]
    lines += [f"{found.table} {sentence}" for sentence in found.compared]
    return lines


def _say_stratum(stratum: Estimate | NotEstimable) -> str:
    observed = number_text(stratum.n_observed)
    given = f" ({say_imputed(stratum.imputed)})" if stratum.imputed else ""
    head = f"{stratum.stratum}: {observed} on at least one of {join_words(stratum.lists) or 'no lists'}{given}; "
    if isinstance(stratum, NotEstimable):
        is_said = stratum.reason.startswith("not estimable")
        return head + ("" if is_said else "not estimable: ") + stratum.reason
    kind = interval_kind(model.name for model in stratum.models if model.weight)
    n, point = stratum.n_observed, stratum.point
    narrow = ""
    if stratum.lower_80 is not None and stratum.upper_80 is not None:
        narrow = f", 80 % {_span(point, stratum.lower_80, stratum.upper_80, n)}"
    weak = f" ({stratum.status.replace('_', ' ')}: {stratum.reason})" if stratum.reason else ""
    alone = f"; alone {_span_of(stratum.unpooled, n)}" if stratum.unpooled else ""
    said = _say_number(point, stratum.lower, stratum.upper, stratum.prob, kind, n)
    return f"{head}estimated {said}{narrow}{alone}{weak}"


def _say_all(answer: Estimate) -> Iterator[str]:
    n = answer.n_observed
    yield f"unrounded: {number_text(answer.point)} ({number_text(answer.lower)}–{number_text(answer.upper)})"
    of_answer = [model for model in answer.models if model.weight and model.name != "combined"]
    if len(of_answer) > 1:
        said = [f"{m.name} {_span_of(m, n)}, weight {m.weight:.2g}" for m in of_answer]
        span = _span(answer.point, min(m.lower for m in of_answer), max(m.upper for m in of_answer), n)
        yield f"models: {'; '.join(said)}; together they span {span}"
    for model in answer.models:
        if not model.weight:
            yield _say_beside(model, n)
    for prior in answer.priors:
        implied = " to ".join(f"{ratio:.3g}" for ratio in (prior.implied[0], prior.implied[2]))
        who = f"; {prior.person}, {prior.date}, on the grounds of {prior.source}" if prior.person else ""
        yield (
            f"prior {prior.name}: {_span(prior.point, prior.lower, prior.upper, n)} ({prior.description}; without the "
            f"lists it implies {implied} people for each one listed{who})"
        )
    yield from (f"assumed: {sentence}" for sentence in answer.assumptions)
    yield from (f"warning: {sentence}" for sentence in answer.diagnostics.warnings)


def _say_beside(model: ModelEstimate, n_observed: int) -> str:
    span = _span_of(model, n_observed)
    if model.name == "chao":
        return f"beside: chao, a lower bound and no estimate: {span}; no part of the answer"
    return f"beside, under another assumption and no part of the answer: {model.name} {span}"


def _say_once(strata: Iterable[Estimate | NotEstimable]) -> list[str]:
    """Each assumption and each warning once, with the strata it is about where it is not about all."""
    answers = [stratum for stratum in strata if isinstance(stratum, Estimate)]
    about: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        said = [*(("assumed", s) for s in answer.assumptions), *(("warning", s) for s in answer.diagnostics.warnings)]
        for kind, text in said:
            about.setdefault((kind, text), []).append(answer.stratum)
    lines = []
    for (kind, text), names in sorted(about.items(), key=lambda item: item[0][0]):
        more = [f"{len(names) - _STRATA_NAMED} more"] if len(names) > _STRATA_NAMED else []
        where = f" ({join_words([*names[:_STRATA_NAMED], *more])})" if len(names) < len(answers) else ""
        lines.append(f"  {kind}{where}: {text}")
    return lines


def _say_total(total: Total, kind: str) -> Iterator[str]:
    n = total.n_observed
    said = _say_number(total.point, total.lower, total.upper, total.prob, kind, n)
    yield f"{total.of}: {number_text(n)} on at least one list; estimated {said}"
    if total.direct:
        yield f"all strata in one table: {_span_of(total.direct, n)}"
    if total.warning:
        yield f"warning: {total.warning}"


def _say_number(point: float, lower: float, upper: float, prob: float, kind: str, n_observed: int) -> str:
    middle = number_text(supported(point, lower, upper, n_observed)[0])
    return f"{middle}, {100 * prob:.4g} % {kind} {_span(point, lower, upper, n_observed)}"


def _span(point: float, lower: float, upper: float, n_observed: int) -> str:
    _, low, high = supported(point, lower, upper, n_observed)
    return f"{number_text(low)}–{number_text(high)}"


def _span_of(model: ModelEstimate, n_observed: int) -> str:
    return _span(model.point, model.lower, model.upper, n_observed)
