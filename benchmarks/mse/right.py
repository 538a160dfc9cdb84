"""Agreement with published figures and with what R's packages answer on published tables (PEERS.csv)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accounted.mse import Estimate, average_graphs, estimate
from accounted.mse.loglinear import LoglinearEstimate, LoglinearMethod, estimate_loglinear
from benchmarks.mse.bars import Bar
from benchmarks.mse.families import published_tables, read_published
from benchmarks.mse.peers import peer_rows

__all__ = ["judge_right"]

_SEED = 1
_KOSOVO_KNOWN = 10_401

# Chan, Silverman & Vincent 2021 (doi:10.1080/01621459.2019.1708748): point and 95 % BCa interval.
_STEPWISE = {
    "western_us_5lists": (2_483, 1_293, 3_670),
    "new_orleans_5lists_v185": (1_034, 589, 1_703),
    "new_orleans_8lists_v185": (1_184, 717, 1_657),
}


def judge_right() -> list[Bar]:
    """Every figure asked for."""
    return [_compare_dga(), *_check_loglinear(), _check_kosovo()]


def _compare_dga() -> Bar:
    """Exact averaging against R's dga, over the same range of people on no list."""
    rows, apart = 0, []
    for name in published_tables():
        table = read_published(name)
        for figures, _ in peer_rows("dga", name):
            average = average_graphs(table, first=1, last=30 * table.n_observed)
            mine = average.quantiles(np.array([0.5, 0.025, 0.975]))
            rows += 1
            # R's dga went in 30,000 steps, and cuts its cumulated weights at the first value above.
            step = max(30.0 * table.n_observed / 30_000.0, 1.0)
            if not all(abs(a - b) <= max(step, 0.001 * b) for a, b in zip(mine, figures, strict=True)):
                apart.append(f"{name} {', '.join(f'{a:.0f}' for a in mine)} / {', '.join(f'{b:.0f}' for b in figures)}")
    asked = "dga: point and limits as R's on every table of ≤ 5 lists (one of its steps, or .1 %)"
    return Bar(asked, "; ".join(apart) or f"all {rows} tables", not apart if rows else None)


def _check_loglinear() -> list[Bar]:
    kosovo = _loglinear("kosovo_1999", "bic")
    bars = [_hold("loglinear_bic on kosovo_1999: 10,357 ± 1", kosovo, 10_357, 1.0)]
    for name, published in _STEPWISE.items():
        found = _loglinear(name, "stepwise")
        bars.append(_hold(f"loglinear_stepwise on {name}: {published[0]:,}", found, published[0], 1.0))
        bars.append(_hold_limits(name, found, published[1:]))
    return bars


def _loglinear(name: str, method: LoglinearMethod) -> LoglinearEstimate | None:
    found = estimate_loglinear(read_published(name), method, seeds=np.random.SeedSequence(_SEED))
    return found if isinstance(found, LoglinearEstimate) else None


def _hold(asked: str, found: LoglinearEstimate | None, value: float, apart: float) -> Bar:
    if found is None:
        return Bar(asked, "no estimate", False)
    return Bar(asked, f"{found.point:,.0f}", abs(found.point - value) <= apart)


def _hold_limits(name: str, found: LoglinearEstimate | None, published: Sequence[float]) -> Bar:
    asked = f"its limits on {name} within 5 % of {published[0]:,}–{published[1]:,}"
    if found is None or found.upper is None:
        return Bar(asked, "no interval", False)
    near = all(abs(a / b - 1.0) <= 0.05 for a, b in zip((found.lower, found.upper), published, strict=True))
    return Bar(asked, f"{found.lower:,.0f}–{found.upper:,.0f}", near)


def _check_kosovo() -> Bar:
    (answer,) = estimate(read_published("kosovo_1999"), seed=_SEED).strata
    asked = f"default on kosovo_1999: the interval holds {_KOSOVO_KNOWN:,} (one case)"
    if not isinstance(answer, Estimate):
        return Bar(asked, answer.reason, False)
    got = f"{answer.point:,.0f} ({answer.lower:,.0f}–{answer.upper:,.0f}), {answer.status}"
    return Bar(asked, got, answer.lower <= _KOSOVO_KNOWN <= answer.upper)
