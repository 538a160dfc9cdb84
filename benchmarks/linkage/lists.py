"""Real lists whose truth is known, and how peers link them beside ours.

    python -m benchmarks.linkage.lists [--half odd]

The four lists of people killed by police in the United States: persons are split by the SHA-256 of their truth id;
errors are looked at on the even half only. The truth is read here, after linking, for scoring alone. These lists copy
each other: no estimate is ever made from them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.linkage.peers import find_peers
from benchmarks.linkage.scoring import Score, score_clusters
from benchmarks.machine import describe

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "lists"
LISTS = SHARED / "us_police_2015_2016.csv.gz"
TRUTH = SHARED / "us_police_2015_2016_truth.csv.gz"
HISTORICAL = SHARED / "standard" / "historical_50k.parquet"
BLANKED = ("city", "county", "race")

_LINK = """
import json, sys
from accounted.linkage import link
records, linked = link([sys.argv[1]], list_column=sys.argv[2] or None, deduplicated=sys.argv[3])
own = {r.id: dict(r.values)[sys.argv[4]] for r in records}
found = {own[r]: c.id for c in linked.clusters for r in c.records}
json.dump(found | {own[a.record]: a.cluster for a in linked.attached}, open(sys.argv[5], "w"))
"""


def run_measured(program: str, *arguments: str, python: str = sys.executable) -> tuple[dict[str, object], str, float]:
    """Run a linker in a process of its own: clusters by record, seconds (on the clock, of the processor), peak MB."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "clusters.json"
        started = time.perf_counter()
        child = subprocess.Popen([python, "-c", program, *arguments, str(out)], stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            raise SystemExit(f"a linker failed with status {status}")
        seconds = f"{time.perf_counter() - started:.1f} ({usage.ru_utime + usage.ru_stime:.1f})"
        return json.loads(out.read_text()), seconds, usage.ru_maxrss / 1024


def read_truth() -> tuple[dict[str, str], dict[str, str]]:
    """Read who is who, and the quality of each link."""
    with gzip.open(TRUTH, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["rec_id"]: row["truth_id"] for row in rows}, {row["rec_id"]: row["quality"] for row in rows}


def in_half(person: str, half: str) -> bool:
    """Whether a person belongs to a half, by the SHA-256 of the truth id."""
    odd = int(hashlib.sha256(person.encode()).hexdigest(), 16) % 2
    return half == "all" or odd == (half == "odd")


def score_half(found: dict[str, object], truth: dict[str, str], keep: Callable[[str], bool]) -> Score:
    """Score over the records that are kept."""
    return score_clusters(found, {record: person for record, person in truth.items() if keep(record)})


def blank_lists(folder: Path) -> Path:
    """Write the lists with dates cut to the month and city, county and race blanked."""
    out = folder / "blanked.csv"
    with gzip.open(LISTS, "rt", encoding="utf-8") as source, out.open("w", encoding="utf-8", newline="") as target:
        reader = csv.DictReader(source)
        writer = csv.DictWriter(target, reader.fieldnames or [])
        writer.writeheader()
        for row in reader:
            writer.writerow(row | dict.fromkeys(BLANKED, "") | {"date": row["date"][:7]})
    return out


def report_lists(half: str) -> None:
    """Print the table of the four lists."""
    truth, quality = read_truth()
    print("| lists | linker | precision | recall | F1 | gold F1 | silver recall | wrong, missed | s (processor) | MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        plain = Path(name) / "lists.csv"
        plain.write_bytes(gzip.decompress(LISTS.read_bytes()))
        blanked = blank_lists(Path(name))
        ours = {"ours": (sys.executable, "ours", _LINK)}
        for what, path, linkers in (("as they are", plain, ours | find_peers()), ("month, no town", blanked, ours)):
            for python, linker, program in linkers.values():
                found, seconds, megabytes = run_measured(program, str(path), "list", "", "rec_id", python=python)
                s = score_half(found, truth, lambda r: in_half(truth[r], half))
                gold = score_half(found, truth, lambda r: in_half(truth[r], half) and quality[r] == "gold")
                silver_people = {truth[r] for r in truth if quality[r] == "silver"}
                silver = score_half(
                    found, truth, lambda r, people=silver_people: in_half(truth[r], half) and truth[r] in people
                )
                errors = f"{s.n_false}, {s.n_missed} of {s.n_true:,}"
                print(
                    f"| {what} | {linker} | {s.precision:.4f} | {s.recall:.4f} | {s.f1:.4f} | {gold.f1:.4f} | "
                    f"{silver.recall:.4f} | {errors} | {seconds} | {megabytes:.0f} |",
                    flush=True,
                )


def report_historical() -> None:
    """Print the table of the 50,000 records of historical people with made errors.

    The columns keep the names that the file gives them; its ids, which hold the truth, are replaced by row numbers.
    """
    import duckdb

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "historical.csv"
        numbered = f"SELECT row_number() OVER () AS rec_id, * EXCLUDE (unique_id) FROM '{HISTORICAL}'"
        duckdb.execute(f"COPY (SELECT * EXCLUDE (cluster) FROM ({numbered})) TO '{path}' (HEADER)")
        truth = dict(duckdb.execute(f"SELECT rec_id::VARCHAR, cluster FROM ({numbered})").fetchall())
        found, seconds, megabytes = run_measured(_LINK, str(path), "", "none", "rec_id")
    s = score_clusters(found, truth)
    print("\n| historical_50k | precision | recall | F1 | B³ | largest | seconds (processor) | MB |")
    print("|---|---|---|---|---|---|---|---|")
    print(
        f"| ours | {s.precision:.4f} | {s.recall:.4f} | {s.f1:.4f} | {s.b_cubed:.4f} | {s.largest} | {seconds} | "
        f"{megabytes:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("even", "odd", "all"), default="odd")
    o = parser.parse_args()
    if not LISTS.exists():
        print("skipped: no lists in ../shared/data/lists")
        return
    print(describe())
    print(f"\nPersons of the {o.half} half.\n")
    report_lists(o.half)
    report_historical()


if __name__ == "__main__":
    main()
