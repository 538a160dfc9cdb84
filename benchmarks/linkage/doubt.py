"""Whether linkage knows how sure it is: made-up lists with the truth known, four levels of noise.

python -m benchmarks.linkage.doubt [--sets 100] [--first 9000] [--people 2000] [--draws 40]
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from accounted import mse
from accounted.linkage import link_records
from accounted.model.ids import IdMaker
from benchmarks.linkage.made import NOISES, capture_table, make_lists
from benchmarks.linkage.scoring import Score, score_clusters
from benchmarks.machine import describe

_TENTHS = 10
_LEAST_PAIRS = 200
_LEAST_CELL = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """One data set: what was found beside what is true.

    Args:
        score: Of the best linkage.
        ratio: Median over the draws of N, as a share of N from the true links.
        of_best: N from the best linkage alone, likewise.
        cells: Mean over the draws of every large overlap, as a share of the true one.
        inside: Per quantity, how often the truth lies in the draws' 90 % interval, and of how many.
        expected: Expected matches as a share of the true ones, those lost to blocking included.
        tenths: Per tenth of the probability: pairs, sum of probabilities, true matches.
        seconds: For linking and drawing.
    """

    score: Score
    ratio: float
    of_best: float
    cells: tuple[float, ...]
    inside: dict[str, tuple[int, int]]
    expected: float
    tenths: np.ndarray
    seconds: float


def judge_set(seed: int, noise: str, n_people: int, n_draws: int) -> Judged:
    """Link one data set and hold the answer, and the draws, against the truth."""
    made = make_lists(n_people, seed, NOISES[noise])
    started = time.perf_counter()
    linked = link_records(
        made.records, deduplicated=made.lists, n_samples=n_draws, seed=seed, make_id=IdMaker(b"made-up key")
    )
    seconds = time.perf_counter() - started
    found = {record: n for n, cluster in enumerate(linked.clusters) for record in cluster.records}
    true_table, table = capture_table(made, made.person), capture_table(made, found)
    drawn = [capture_table(made, dict(zip(linked.records, draw, strict=True))) for draw in linked.samples]
    true_n, drawn_n = _estimate(true_table), [_estimate(t) for t in drawn]
    cells = _cells(true_table)
    drawn_cells = [_cells(t) for t in drawn]
    large = [c for c, count in cells.items() if count >= _LEAST_CELL]
    inside = {
        "persons": (int(_holds([t.n_observed for t in drawn], true_table.n_observed)), 1),
        "cells": (sum(_holds([t.get(c, 0) for t in drawn_cells], cells[c]) for c in large), len(large)),
        "N": (int(_holds(drawn_n, true_n)), 1),
    }
    tenths = np.zeros((_TENTHS, 3))
    for pair in linked.comparisons:
        p = pair.match_probability
        tenths[min(int(p * _TENTHS), _TENTHS - 1)] += (1.0, p, made.person[pair.left] == made.person[pair.right])
    groups: dict[int, list[str]] = {}
    for record, person in made.person.items():
        groups.setdefault(person, []).append(record)
    n_true = sum(math.comb(len(own), 2) for own in groups.values())
    return Judged(
        score_clusters(found, made.person),
        float(np.median(drawn_n)) / true_n,
        _estimate(table) / true_n,
        tuple(float(np.mean([t.get(c, 0) for t in drawn_cells])) / cells[c] for c in large),
        inside,
        _expected(linked.notes) / n_true,
        tenths,
        seconds,
    )


def _expected(notes: tuple[str, ...]) -> float:
    """Read the expected matches out of the notes."""
    (note,) = (note for note in notes if note.startswith("expected matching pairs"))
    return float(note.split(":")[1].split(";")[0].replace(",", ""))


def _cells(table: mse.CaptureTable) -> dict[tuple[int, ...], int]:
    """People on both lists of every pair, and in every history of the table."""
    pairs = {
        tuple(int(k in (i, j)) + 2 for k in range(len(table.lists))): sum(n for h, n in table.cells if h[i] and h[j])
        for i, j in combinations(range(len(table.lists)), 2)
    }
    return {**dict(table.cells), **pairs}


def _estimate(table: mse.CaptureTable) -> float:
    draws = mse.average_graphs(table).spread_draws(400)
    return float(np.median(draws))


def _holds(drawn: list[float], value: float) -> bool:
    low, high = np.quantile(drawn, [0.05, 0.95], method="inverted_cdf")
    return bool(low <= value <= high)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=100)
    parser.add_argument("--first", type=int, default=9_000, help="first seed; below 9000 for looking")
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--noises", default=",".join(NOISES))
    o = parser.parse_args()
    print(describe())
    print(f"\n{o.sets} sets of {o.people:,} people, four lists, {o.draws} draws, seeds from {o.first}\n")
    with ProcessPoolExecutor(2) as workers:
        for noise in o.noises.split(","):
            jobs = [workers.submit(judge_set, o.first + k, noise, o.people, o.draws) for k in range(o.sets)]
            judged = []
            for job in jobs:
                judged.append(job.result())
                print(f"\r{noise}: {len(judged)} of {o.sets}", end="", file=sys.stderr, flush=True)
            _report(noise, judged)


def _report(noise: str, judged: list[Judged]) -> None:
    tenths = np.sum([j.tenths for j in judged], axis=0)
    off = [abs(hits / n - p / n) for n, p, hits in tenths.tolist() if n >= _LEAST_PAIRS]
    cells = [r for j in judged for r in j.cells]
    print(f"\n## Noise: {noise}\n\n| asked | got | |\n|---|---|---|")
    missed, wrong = (1 - np.mean([getattr(j.score, of) for j in judged]) for of in ("recall", "precision"))
    print(f"| links that the best linkage misses, links that are wrong | {100 * missed:.1f} %, {100 * wrong:.2f} % | |")
    best = np.array([j.of_best for j in judged])
    print(f"| N of the best linkage alone, as a share | mean {best.mean():.4f} | |")
    ratios = np.array([j.ratio for j in judged])
    _row(
        "\\|N(linked) / N(true links) − 1\\| ≤ 2 %",
        f"mean {ratios.mean():.4f}, in {np.mean(abs(ratios - 1) <= 0.02):.0%} of the sets",
        abs(ratios.mean() - 1) <= 0.02,
    )
    _row(
        "overlap cells of ≥ 50 within 5 %",
        f"mean {np.mean(cells):.4f}, {np.mean(np.abs(np.array(cells) - 1) <= 0.05):.0%} of {len(cells)}",
        np.mean(np.abs(np.array(cells) - 1) <= 0.05) >= 0.95,
    )
    for name in ("persons", "cells", "N"):
        hits, n = np.sum([j.inside[name] for j in judged], axis=0)
        _row(f"{name} inside the draws' 90 % interval ≥ 85 %", f"{hits / n:.0%} of {n}", hits / n >= 0.85)
    expected = np.mean([j.expected for j in judged])
    _row("expected matches within 2 % of the true ones", f"{expected:.4f}", abs(expected - 1) <= 0.02)
    _row(
        "share of matches within .05 of the probability, per tenth",
        f"worst {max(off, default=0.0):.3f}",
        max(off, default=0.0) <= 0.05,
    )
    for k, (n, p, hits) in enumerate(tenths.tolist()):
        if n:
            said = f"{n:,.0f} pairs: said {p / n:.3f}, true {hits / n:.3f}"
            print(f"| probability {k / 10:.1f}–{(k + 1) / 10:.1f} | {said} | |")
    print(f"| seconds per set | {np.mean([j.seconds for j in judged]):.1f} | |", flush=True)


def _row(asked: str, got: str, is_met: bool) -> None:
    print(f"| {asked} | {got} | {'met' if is_met else 'NOT met'} |")


if __name__ == "__main__":
    main()
