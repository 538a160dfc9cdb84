"""Estimates in the shape that other programs rely on (`accounted estimate --json`)."""

from __future__ import annotations

from accounted.model.canonical import plain
from accounted.model.capture import Estimate, EstimateSet, NotEstimable
from accounted.mse.arguments import an_instance, check_arguments

__all__ = ["to_json"]

_NO_DIAGNOSTICS: dict[str, object] = {
    **dict.fromkeys(("rhat", "ess", "chains", "saturated", "truncated")),
    "warnings": [],
}


@check_arguments(estimates=an_instance(EstimateSet, mend="give what estimate returned"))
def to_json(estimates: EstimateSet) -> dict[str, object]:
    """Turn estimates into what JSON knows; null where there is nothing, never NaN.

    >>> nothing = NotEstimable("all", "no overlap", 12, ("A", "B", "C"), 1)
    >>> answer = to_json(EstimateSet("velmar", (nothing,), None))
    >>> answer["table"], answer["strata"][0]["status"], answer["strata"][0]["point"], answer["total"]
    ('velmar', 'not_estimable', None, None)
    """
    said = bool(estimates.comparisons or estimates.compared)
    return {
        "table": estimates.table,
        "strata": [_describe(stratum) for stratum in estimates.strata],
        "total": plain(estimates.total),
        **({"comparisons": plain(estimates.comparisons), "compared": plain(estimates.compared)} if said else {}),
        **({"checked": plain(estimates.checked)} if estimates.checked else {}),
    }


def _describe(stratum: Estimate | NotEstimable) -> dict[str, object]:
    out: dict[str, object] = {
        "stratum": stratum.stratum,
        "status": "not_estimable",
        "reason": stratum.reason,
        "modes": [],
        "n_observed": stratum.n_observed,
        "lists": list(stratum.lists),
        "point": None,
        "lower": None,
        "upper": None,
        "prob": None,
        "models": [],
        "diagnostics": plain(_NO_DIAGNOSTICS),
        "assumptions": [],
        "seed": stratum.seed,
        "lower_80": None,
        "upper_80": None,
        "priors": [],
        "unpooled": None,
        "linkage_share": None,
        "imputed": plain(stratum.imputed),
        "limit_error": None,
        "samples_needed": None,
    }
    if isinstance(stratum, Estimate):
        out |= {key: plain(getattr(stratum, key)) for key in out}
        out["diagnostics"] = {key: plain(getattr(stratum.diagnostics, key)) for key in _NO_DIAGNOSTICS}
    return out
