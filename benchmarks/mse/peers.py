"""R's packages, asked through Rscript; nothing of them is part of this project.

Set ACCOUNTED_R_LIBS to the folder of the R packages LCMCR and dga; without it, or without R, they are skipped.

* LCMCR (Manrique-Vallier 2016): K = 10 classes, α ~ Gamma(.25, .25), burn-in 10,000, 10,000 samples, thinning 50. With
  seed 1 this gives the limits kept in PEERS.csv to the last person.
* dga (Johndrow & Lum; Madigan & York 1997): δ = 2^−L, 1 to 30 n people on no list, one by one or, beyond 30,000 of
  them, in 30,000 equal steps. This too gives what PEERS.csv keeps.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from accounted.mse import CaptureTable
from benchmarks.mse.families import SHARED

__all__ = ["PEERS", "ask_peer", "has_r", "peer_rows", "peer_version", "time_lcmcr"]

PEERS = ("r_lcmcr", "r_dga")
_PACKAGES = {"r_lcmcr": "LCMCR", "r_dga": "dga"}
_LONGEST_SECONDS = 900

_HEAD = """
args <- commandArgs(TRUE); seed <- as.integer(args[2]); out <- args[3]
d <- read.csv(args[1]); L <- ncol(d) - 1; n <- sum(d$count)
"""
_TAIL = """
writeLines(sprintf("%.6f", c(q[2], q[1], q[3], seconds)), out)
"""
_LCMCR_SETUP = """
suppressMessages(library(LCMCR))
names(d)[L + 1] <- "Freq"
for (j in 1:L) d[, j] <- factor(d[, j], levels = 0:1)
start <- proc.time()[3]
s <- lcmCR(d, tabular = TRUE, in_list_label = "1", not_in_list_label = "0", K = 10, a_alpha = .25, b_alpha = .25,
           buffer_size = 10000, thinning = 20, seed = seed, verbose = FALSE)
"""
_LCMCR = (
    _HEAD
    + _LCMCR_SETUP
    + """
N <- lcmCR_PostSampl(s, burnin = 10000, samples = 10000, thinning = 50, output = FALSE)
seconds <- proc.time()[3] - start
q <- quantile(N, c(.025, .5, .975))
"""
    + _TAIL
)
_LCMCR_DRAWS = (
    _HEAD
    + _LCMCR_SETUP
    + """
N <- lcmCR_PostSampl(s, burnin = 10000, samples = 10000, thinning = 50, output = FALSE)
writeLines(sprintf("%.0f", c(round((proc.time()[3] - start) * 1000), N)), out)
"""
)
_DGA = (
    _HEAD
    + """
suppressMessages(library(dga))
Y <- array(0, rep(2, L))
for (i in seq_len(nrow(d))) Y[matrix(unlist(d[i, 1:L]) + 1, 1)] <- d$count[i]
start <- proc.time()[3]
name <- paste0("graphs", L); data(list = name); graphs <- get(name)
last <- 30 * n
missing <- if (last <= 30000) 1:last else unique(round(seq(1, last, length.out = 30000)))
w <- bma.cr(Y, missing, 2^-L, graphs)
p <- cumsum(colSums(w)); p <- p / p[length(p)]
q <- n + missing[vapply(c(.025, .5, .975), function(a) which(p >= a)[1], 1L)]
seconds <- proc.time()[3] - start
"""
    + _TAIL
)
_SCRIPTS = {"r_lcmcr": _LCMCR, "r_dga": _DGA}


def has_r(method: str) -> bool:
    """Whether R and the package of a method are there."""
    return peer_version(method) != ""


@lru_cache(maxsize=8)
def peer_version(method: str) -> str:
    """Version of R and of a package; empty when either is missing."""
    libraries = os.environ.get("ACCOUNTED_R_LIBS", "")
    if not libraries or shutil.which("Rscript") is None:
        return ""
    program = (
        f'cat(R.version$major, ".", R.version$minor, " ", format(packageVersion("{_PACKAGES[method]}")), sep = "")'
    )
    done = subprocess.run(["Rscript", "-e", program], env=_environment(), capture_output=True, text=True, check=False)
    return "" if done.returncode else f"R {done.stdout.strip()}"


def ask_peer(method: str, table: CaptureTable, seed: int) -> tuple[float, float, float, float] | str:
    """Point, lower, upper and seconds; or why there are none."""
    if not has_r(method):
        return "R or the package is not installed (ACCOUNTED_R_LIBS)"
    if method == "r_dga" and not 3 <= len(table.lists) <= 5:
        return f"R's dga takes three to five lists, not {len(table.lists)}"
    lines = _run(_SCRIPTS[method], table, seed)
    if isinstance(lines, str):
        return lines
    point, lower, upper, seconds = (float(line) for line in lines)
    return point, lower, upper, seconds


def time_lcmcr(table: CaptureTable, seed: int) -> tuple[float, list[float]]:
    """Seconds that LCMCR takes for 10,000 draws (after as many sweeps of burn-in), and the draws of N."""
    lines = _run(_LCMCR_DRAWS, table, seed)
    if isinstance(lines, str):
        raise RuntimeError(lines)
    return float(lines[0]) / 1000.0, [float(line) for line in lines[1:]]


def peer_rows(method: str, table: str) -> list[tuple[tuple[float, float, float], dict[str, str]]]:
    """What PEERS.csv keeps of a peer on a published table, seed by seed: point, lower, upper, and its notes.

    The notes hold `seconds` too.
    """
    path = SHARED / "data" / "capture_tables" / "PEERS.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["method"] == method and row["table"] == table]
    found = []
    for row in rows:
        if row["estimate"] != "NA":
            notes = dict(note.split("=", 1) for note in row["notes"].split(";") if "=" in note)
            figures = (float(row["estimate"]), float(row["lo95"]), float(row["hi95"]))
            found.append((figures, {**notes, "seconds": row["seconds"]}))
    return found


def _environment() -> dict[str, str]:
    return {**os.environ, "R_LIBS": os.environ["ACCOUNTED_R_LIBS"], "OMP_NUM_THREADS": "1"}


def _run(script: str, table: CaptureTable, seed: int) -> list[str] | str:
    """Lines that a script wrote, or the last words of its error."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "peer.R").write_text(script, encoding="utf-8")
        with (folder / "table.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow([*(f"list_{j}" for j in range(1, len(table.lists) + 1)), "count"])
            writer.writerows([*history, count] for history, count in table.cells)
        arguments = [folder / "peer.R", folder / "table.csv", str(seed), folder / "out.txt"]
        try:
            done = subprocess.run(
                ["Rscript", *map(str, arguments)],
                env=_environment(),
                capture_output=True,
                text=True,
                check=False,
                timeout=_LONGEST_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return f"no answer within {_LONGEST_SECONDS} seconds"
        if done.returncode:
            return " ".join(done.stderr.split())[-200:]
        return (folder / "out.txt").read_text(encoding="utf-8").split()
