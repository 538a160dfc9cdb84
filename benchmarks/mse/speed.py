"""How fast: the sampler against LCMCR's, and whole calls with their memory, each in a process of its own.

*Seconds to 1,000*: processor seconds for a tail effective sample size of 1,000 on log(N − n + 1), with R-hat < 1.01,
over four chains, all threads added up, nothing but the chains (compiled code is loaded before the clock starts): what
is held against LCMCR, which uses one core. Bars in plain seconds are held against the clock, on 2 cores.
LCMCR runs 10,000 draws at thinning 50 after 10,000 sweeps of burn-in, in four chains; its time is scaled to 1,000.
Where R is missing, PEERS.csv gives seconds and effective size of single chains (measured elsewhere: good to a factor of
2 or 3).
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from accounted.mse import AverageOptions, CaptureTable, sample_latent_class_pairs
from accounted.mse.convergence import assess_convergence
from benchmarks.mse.bars import Bar
from benchmarks.mse.families import SHARED, read_published
from benchmarks.mse.peers import has_r, peer_rows, time_lcmcr
from benchmarks.mse.tables import markdown

__all__ = ["SAMPLER_TABLES", "judge_speed", "made_up_strata", "report_sampler"]

SAMPLER_TABLES = ("kosovo_1999", "scotland_pwid_4lists", "netherlands_5lists", "uk_2013_5lists", "netherlands_6lists")
_ESS = 1_000.0
_ANY_ERROR = 1e6
_EVERY = 0.02
_ROOT = Path(__file__).resolve().parents[2]


def report_sampler(tables: Sequence[str] = SAMPLER_TABLES) -> tuple[str, list[Bar]]:
    """Seconds to 1,000 effective draws, ours and LCMCR's, and the bars on them."""
    lines, bars = [], []
    for name in tables:
        table = read_published(name)
        ours, wall, said = _time_ours(table)
        theirs, reached, peer_said = _time_theirs(name, table)
        lines.append([name, _seconds(ours), f"{wall:.1f}", said, _seconds(theirs), peer_said])
        if name == "kosovo_1999":
            got = f"{theirs / ours:.0f} times as fast" if math.isfinite(theirs) else "LCMCR does not get there"
            bars.append(Bar(f"{name}: ≥ 10 × LCMCR's speed", got, theirs >= 10.0 * ours))
        elif not reached:
            met = math.isfinite(ours) and wall <= 15.0
            got = f"{wall:.1f} s on the clock, {_seconds(ours)} of processor time"
            bars.append(Bar(f"{name}: ≤ 15 s on 2 cores (LCMCR does not get there)", got, met))
    header = ["table", "ours, s to 1,000", "wall s", "R-hat, size", "LCMCR, s to 1,000", "R-hat, size"]
    return markdown(header, lines), bars


def _time_ours(table: CaptureTable) -> tuple[float, float, str]:
    """Processor seconds, wall seconds, and how the chains stood."""
    sample_latent_class_pairs(table, np.random.SeedSequence(0), options=replace(AverageOptions(), most_rounds=1))
    options = replace(AverageOptions(), rhat=1.01, ess=_ESS, limit_error=_ANY_ERROR)
    started, wall = time.process_time(), time.perf_counter()
    run = sample_latent_class_pairs(table, np.random.SeedSequence(1), options=options)
    seconds, wall = time.process_time() - started, time.perf_counter() - wall
    reached = run.convergence.is_reached(1.01, _ESS)
    said = f"{run.convergence.rhat or math.nan:.3f}, {run.convergence.ess or 0:,.0f}"
    return (seconds if reached else math.inf), wall, said


def _time_theirs(name: str, table: CaptureTable) -> tuple[float, bool, str]:
    """Seconds (infinite where the chains disagree), whether it gets there, and how the chains stood."""
    if has_r("r_lcmcr"):
        runs = [time_lcmcr(table, seed) for seed in range(1, 5)]
        draws = np.array([draws for _, draws in runs])
        found = assess_convergence(np.log1p(draws - table.n_observed))
        rhat, ess = found.rhat or math.inf, found.ess or 1.0
        seconds = sum(seconds for seconds, _ in runs)
        scaled = seconds * max(_ESS / ess, 0.0) if rhat < 1.01 else math.inf
        return scaled, rhat < 1.01, f"{rhat:.3f}, {ess:,.0f} in {seconds:.0f} s"
    rows = [notes for _, notes in peer_rows("lcmcr", name)]
    if not rows:
        return math.inf, False, "no R, no row in PEERS.csv"
    scaled = float(np.median([float(notes["seconds"]) * _ESS / float(notes["ess"]) for notes in rows]))
    sizes = ", ".join(notes["ess"] for notes in rows)
    return scaled, min(float(notes["ess"]) for notes in rows) >= 400, f"PEERS.csv: single chains, {sizes}"


def _seconds(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "not reached"


def made_up_strata(n_strata: int, seed: int = 1) -> list[CaptureTable]:
    """Made-up tables of four lists and 200 to 2,000 people, half of whom are harder to find in every third stratum."""
    rng = np.random.default_rng(seed)
    tables = []
    for number in range(n_strata):
        n = int(rng.integers(200, 2_000))
        hard = (rng.random(n) < 0.5) * float(number % 3 == 0)
        logits = rng.uniform(-1.6, -0.4, 4)[None, :] - hard[:, None]
        on = rng.random((n, 4)) < 1.0 / (1.0 + np.exp(-logits))
        histories, counts = np.unique(on[on.any(axis=1)].astype(int), axis=0, return_counts=True)
        cells = {tuple(h): int(c) for h, c in zip(histories.tolist(), counts.tolist(), strict=True)}
        tables.append(CaptureTable.of(["A", "B", "C", "D"], cells, f"stratum {number + 1:04}"))
    return tables


_CALL = """
import sys, time
from accounted import mse
from benchmarks.mse.families import read_published
from benchmarks.mse.speed import made_up_strata
what, n = sys.argv[1], int(sys.argv[2])
tables = made_up_strata(n) if what == "strata" else read_published(what)
started = time.perf_counter()
mse.estimate(tables, seed=1)
print(time.perf_counter() - started)
"""


def judge_speed(n_strata: int) -> list[Bar]:
    """Whole calls: seconds after import (all of it for the command), and the peak memory of the process."""
    bars = []
    for name, most in (("kosovo_1999", 3.0), ("uk_2013_6lists", 15.0), ("netherlands_6lists", 15.0)):
        _call(name, 0)  # compiles whatever is not kept yet
        seconds, megabytes = _call(name, 0)
        bars.append(_bar(f"default on {name}: ≤ {most:.0f} s after import", seconds, megabytes, most))
    seconds, megabytes = _call("strata", n_strata)
    most = 300.0 * n_strata / 1_000.0
    bars.append(_bar(f"{n_strata:,} strata of 4 lists: ≤ {most:.0f} s", seconds, megabytes, most))
    bars.append(_time_command())
    return bars


def _bar(asked: str, seconds: float, megabytes: float, most: float) -> Bar:
    return Bar(f"{asked}, < 500 MB", f"{seconds:.1f} s, {megabytes:.0f} MB", seconds <= most and megabytes < 500.0)


def _call(what: str, n: int) -> tuple[float, float]:
    """Seconds that the program says, and peak megabytes."""
    _, megabytes, out = _run_measured([sys.executable, "-c", _CALL, what, str(n)])
    return float(out.strip().splitlines()[-1]), megabytes


def _time_command() -> Bar:
    path = SHARED / "data" / "capture_tables" / "kosovo_1999.csv"
    command = [sys.executable, "-m", "accounted.cli.main", "estimate", str(path), "--json"]
    seconds, megabytes, _ = _run_measured(command)
    return _bar("cold `accounted estimate` on kosovo_1999: ≤ 10 s", seconds, megabytes, 10.0)


def _run_measured(command: Sequence[str]) -> tuple[float, float, str]:
    """Wall seconds, peak megabytes and output of a process."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, cwd=_ROOT)
        peak = 0.0
        while child.poll() is None:
            peak = max(peak, _peak_of(child.pid))
            time.sleep(_EVERY)
        seconds = time.perf_counter() - started
        if child.returncode:
            raise SystemExit(f"{' '.join(command[:3])} … failed with status {child.returncode}")
        out.seek(0)
        return seconds, peak, out.read()


def _peak_of(pid: int) -> float:
    """Peak megabytes of a running process so far.

    What `wait4` says of a child includes the memory of this process at the moment it was started.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((float(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)
