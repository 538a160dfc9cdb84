"""One small interface for every method under test: a table and a seed in, a figure with its interval out.

default                 mse.estimate(table), as a user calls it
dga, latent_class, …    mse.estimate(table, models=(name,)): any model the installed code has
generating              the posterior under the family that made the table (`generating`); a yardstick, no rival
r_lcmcr, r_dga          R's LCMCR and dga (`peers`)
"""

from __future__ import annotations

import ast
import hashlib
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

import accounted.mse
from accounted.model.errors import AccountedError
from accounted.mse import CaptureTable, Estimate, estimate, find_modes
from accounted.mse.loglinear import LoglinearMethod, NoEstimate, estimate_loglinear
from accounted.mse.models import MODELS
from benchmarks.mse.families import Known
from benchmarks.mse.generating import PRIORS, draw_n, model_of
from benchmarks.mse.long_run import run_default
from benchmarks.mse.peers import PEERS, ask_peer, peer_version

__all__ = ["LONG", "YARDSTICKS", "Answer", "answer", "answer_known", "fingerprint", "methods"]

YARDSTICKS = tuple(PRIORS)
LONG = "default_long"
LONGER = 20
_LOGLINEAR: dict[str, LoglinearMethod] = {
    "loglinear_bic": "bic",
    "loglinear_stepwise": "stepwise",
    "loglinear_average": "average",
}
Status = Literal["estimated", "weakly_identified", "not_estimable", "failed"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method said; the figures are 0 where it gave none.

    Args:
        status: As of an estimate; `failed` when the method raised an error.
        point: Median of N.
        lower: Lower end of the 95 % interval.
        upper: Upper end.
        seconds: Time taken, once compiled.
        n_observed: People on at least one list.
        n_warnings: Sentences that warn, not counting the status.
        reason: Why it is weak, not estimable or failed.
        modes: Lower end, upper end and share of separate ranges.
    """

    status: Status
    point: float
    lower: float
    upper: float
    seconds: float
    n_observed: int
    n_warnings: int = 0
    reason: str = ""
    modes: tuple[tuple[float, float, float], ...] = ()

    @property
    def has_interval(self) -> bool:
        """Whether there is an interval to score."""
        return self.status in ("estimated", "weakly_identified")


def methods() -> list[str]:
    """Every method that can be asked here."""
    return list(dict.fromkeys([*YARDSTICKS, "default", *MODELS, *_LOGLINEAR, *PEERS]))


def answer(method: str, table: CaptureTable, seed: int) -> Answer:
    """Ask a method about a table."""
    started = time.perf_counter()
    if method == LONG:
        return _ask_long(table, seed)
    if method in PEERS:
        found = ask_peer(method, table, seed)
        if isinstance(found, str):
            return _no_figures("failed", table, found, time.perf_counter() - started)
        return Answer("estimated", *found, n_observed=table.n_observed)
    if method in _LOGLINEAR and method not in MODELS:
        return _ask_loglinear(_LOGLINEAR[method], table, seed)
    try:
        one = estimate(table, seed=seed) if method == "default" else estimate(table, models=(method,), seed=seed)
    except AccountedError as error:
        return _no_figures("failed", table, str(error), time.perf_counter() - started)
    seconds = time.perf_counter() - started
    result = one.strata[0]
    if not isinstance(result, Estimate):
        return _no_figures("not_estimable", table, result.reason, seconds)
    limits = (result.point, result.lower, result.upper, seconds, result.n_observed)
    modes = tuple((mode.lower, mode.upper, mode.share) for mode in result.modes if mode.kind == "peak")
    return Answer(result.status, *limits, len(result.diagnostics.warnings), result.reason, modes)


def _ask_long(table: CaptureTable, seed: int) -> Answer:
    started = time.perf_counter()
    found = run_default(table, seed, LONGER)
    if isinstance(found, str):
        return _no_figures("not_estimable", table, found, time.perf_counter() - started)
    lower, point, upper = (float(q) for q in np.quantile(found, [0.025, 0.5, 0.975]))
    modes = tuple((mode.lower, mode.upper, mode.share) for mode in find_modes(found, table.n_observed))
    seconds = time.perf_counter() - started
    return Answer("estimated", point, lower, upper, seconds, table.n_observed, modes=modes)


def _ask_loglinear(method: LoglinearMethod, table: CaptureTable, seed: int) -> Answer:
    started = time.perf_counter()
    found = estimate_loglinear(table, method, seeds=np.random.SeedSequence(seed))
    seconds = time.perf_counter() - started
    if isinstance(found, NoEstimate):
        return _no_figures("not_estimable", table, found.reason, seconds)
    if found.upper is None:
        return _no_figures("not_estimable", table, "no upper limit", seconds)
    limits = (found.point, found.lower, found.upper, seconds, table.n_observed)
    return Answer("estimated", *limits, len(found.warnings))


def answer_known(method: str, known: Known, seed: int) -> Answer:
    """Ask a method about a table whose truth is known; the yardstick may know the family."""
    if method not in PRIORS:
        return answer(method, known.table, seed)
    started = time.perf_counter()
    rng = np.random.default_rng([seed, known.seed])
    draws = draw_n(model_of(known.family), known.table, rng, PRIORS[method])
    lower, point, upper = (float(q) for q in np.quantile(draws, [0.025, 0.5, 0.975]))
    return Answer("estimated", point, lower, upper, time.perf_counter() - started, known.table.n_observed)


@lru_cache(maxsize=1)
def _own_code() -> str:
    return _hash_of(sorted(Path(accounted.mse.__file__).parent.glob("*.py")))


def fingerprint(method: str) -> str:
    """What an answer depends on besides table and seed: answers of another code are not taken from the cache."""
    if method in PEERS:
        return peer_version(method)
    here = Path(__file__).parent
    return _hash_of([here / "generating.py", here / "maker_density.py"]) if method in PRIORS else _own_code()


def _hash_of(paths: list[Path]) -> str:
    """Hash of what the modules do: comments, docstrings and line breaks do not count."""
    whole = hashlib.sha256()
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list):
                node.body = [part for part in body if not _is_text(part)]  # type: ignore[attr-defined]
        whole.update(path.name.encode() + b"\0" + ast.dump(tree).encode())
    return whole.hexdigest()[:12]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _no_figures(status: Status, table: CaptureTable, reason: str, seconds: float) -> Answer:
    return Answer(status, 0.0, 0.0, 0.0, seconds, table.n_observed, reason=reason)
