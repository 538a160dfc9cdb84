"""The spine on real input, and Velmar over twenty seeds.

    python -m benchmarks.spine [--seeds 20] [--shared ../shared]

The truth file of the lists is read here, after the run, for scoring alone.
"""

import argparse
import csv
import gzip
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import accounted
from accounted.inquiry import demo
from accounted.model.capture import Estimate
from benchmarks.machine import describe

LIST = "data/lists/us_police_2015_2016.csv.gz"
TRUTH = "data/lists/us_police_2015_2016_truth.csv.gz"
ARTICLE = "data/documents/advocacy-article-2017.txt"
TABLE = "data/capture_tables/kosovo_1999.csv"


def run_measured(folder: Path) -> tuple[float, float]:
    """Run an inquiry in a process of its own; seconds and peak megabytes over it and its children."""
    program = "import sys, accounted; accounted.open(sys.argv[1]).run()"
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", program, str(folder)])
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"the run failed with status {status}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def pairwise(found: dict[str, str], truth: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of records in one cluster."""

    def pairs(clusters: dict[str, str]) -> set[tuple[str, str]]:
        members = defaultdict(list)
        for record, cluster in clusters.items():
            members[cluster].append(record)
        return {pair for own in members.values() for pair in itertools.combinations(sorted(own), 2)}

    mine, right = pairs(found), pairs(truth)
    both = len(mine & right)
    precision, recall = both / len(mine), both / len(right)
    return precision, recall, 2 * precision * recall / (precision + recall)


def real_inputs(shared: Path, temp: Path) -> None:
    root = temp / "real"
    accounted.init(root).close()
    for name, role in ((LIST, "lists"), (ARTICLE, "documents"), (TABLE, "tables")):
        shutil.copy(shared / name, root / "input" / role)
    settings = root / "inquiry.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '\n[document_date]\n"advocacy-article-2017.txt" = "2017-06-17"\n',
        encoding="utf-8",
    )
    seconds, megabytes = run_measured(root)
    print(f"real inputs: {seconds:.1f} s, {megabytes:.0f} MB (asked: under 60 s, under 2,048 MB)")
    inquiry = accounted.open(root)
    view = inquiry.view()
    by_question = {result.question.id: result for result in view.results}

    rows = {r.id: dict(r.values)["rec_id"] for r in view.records}
    found = {rows[r]: c.id for c in by_question["lists"].linkage.clusters for r in c.records}
    with gzip.open(shared / TRUTH, "rt", encoding="utf-8") as reader:
        truth = {row["rec_id"]: row["truth_id"] for row in csv.DictReader(reader)}
    precision, recall, f1 = pairwise({r: c for r, c in found.items() if r in truth}, truth)
    print(f"linkage of 4 lists: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f} (asked: F1 at least .995)")

    kosovo = by_question["kosovo_1999"].estimates.strata[0]
    print(
        f"Kosovo: {kosovo.point:,.0f}, 95 % interval {kosovo.lower:,.0f}–{kosovo.upper:,.0f}; holds 10,401: "
        f"{'yes' if kosovo.lower <= 10_401 <= kosovo.upper else 'NO'} (asked: yes)"
    )
    for low in (30_000, 100_000):
        claim = next((c for c in view.claims if c.figure and c.figure.low == low), None)
        said = "not in the ledger"
        if claim:
            said = (
                f"“{claim.figure.wording}”, {claim.act}, attribution {claim.attribution.kind}, best {claim.figure.best}"
            )
        print(f"article, {low:,}: {said} (asked: a lower bound, no attribution)")
    placed = sum(m.relation == "same" for r in view.results for m in r.matches)
    print(f"claims of the article in a row of the lists or of Kosovo: {placed} (asked: 0)")
    inquiry.close()


def velmar(seeds: int, temp: Path) -> None:
    held = 0
    for seed in range(1, seeds + 1):
        inquiry = demo.prepare("velmar", temp / f"velmar-{seed}", seed=seed)
        inquiry.run()
        result = inquiry.results()[0]
        truth = next(r.value for r in result.references if r.known_truth)
        estimate = result.estimates.strata[0]
        if isinstance(estimate, Estimate):
            inside = estimate.lower <= truth <= estimate.upper
            held += inside
            mark = "" if inside else "  outside"
            print(
                f"Velmar seed {seed:2}: truth {truth:,.0f}, recorded {estimate.n_observed:,}, "
                f"estimate {estimate.point:,.0f} "
                f"({estimate.lower:,.0f}–{estimate.upper:,.0f}), linkage share {estimate.linkage_share or 0:.2f}{mark}",
                flush=True,
            )
        inquiry.close()
    print(f"Velmar: the interval holds the truth {held} of {seeds} times (asked: at least 18 of 20)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    options = parser.parse_args()
    print(describe())
    with tempfile.TemporaryDirectory() as name:
        if (options.shared / LIST).exists():
            real_inputs(options.shared, Path(name))
        else:
            print(json.dumps({"skipped": f"no data to measure against in {options.shared}"}))
        velmar(options.seeds, Path(name))


if __name__ == "__main__":
    main()
