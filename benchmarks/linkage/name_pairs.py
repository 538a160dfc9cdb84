"""Pairs of names judged from the names alone: ours, and simple or peer scores beside it.

    python -m benchmarks.linkage.name_pairs [--misses]

Ours says "same" when every word of the shorter name has a counterpart in the other and at least half of what the
shorter name says, by the rarity of its words, agrees: a rule, so that no label chooses a cut. The scores of rapidfuzz
and nomenklatura are cut where they make the most of the labels (their best case), and at the cut that their own pages
advise. A peer that is not installed is left out, with a line that says so. `--misses` lists every pair on which ours
and the labels differ, with the explanation; the names stay in this output.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accounted.linkage.comparison_levels import FieldComparison, Level
from accounted.linkage.engine import compare_listed
from accounted.linkage.fields import prepare
from accounted.linkage.name_levels import NAME
from accounted.model.records import Record
from accounted.sandbox.duck import open_duckdb
from accounted.text.name_words import explain
from benchmarks.linkage.peers import NAME_SCORES, find_peer
from benchmarks.machine import describe

PAIRS = Path(__file__).resolve().parents[3] / "shared" / "data" / "names" / "name_pairs.csv"
PEOPLE = "Person"
RULE = FieldComparison(
    "rule", NAME.unknown, (Level("same", "n_without = 0 AND name_share >= 0.5", 0.5, 0.5), Level("other", "", 0.5, 0.5))
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and what the file says of them."""

    one: str
    other: str
    is_match: bool
    schema: str


def read_pairs(path: Path) -> list[Pair]:
    """Read the labelled pairs."""
    with path.open(encoding="utf-8") as file:
        return [
            Pair(row["name1"], row["name2"], row["is_match"] == "true", row["schema"]) for row in csv.DictReader(file)
        ]


def judge_pairs(pairs: Sequence[Pair]) -> list[tuple[bool, str]]:
    """Decide every pair from its names alone: whether the rule holds, and the words of the level."""
    records = [
        Record(f"{n:05d}{side}", side, n + 1, (name or "?",), None, None, None, None, (), ())
        for n, pair in enumerate(pairs)
        for side, name in (("l", pair.one), ("r", pair.other))
    ]
    columns = prepare(records, ())
    number = {record.id: n for n, record in enumerate(columns.records)}
    left = np.array([number[f"{n:05d}l"] for n in range(len(pairs))])
    right = np.array([number[f"{n:05d}r"] for n in range(len(pairs))])
    comparisons = (NAME, RULE)
    connection = open_duckdb(threads=2, temp=None)
    try:
        connection.register("source", columns.table)
        connection.execute("CREATE TABLE records AS SELECT * FROM source ORDER BY unique_id")
        table = compare_listed(connection, comparisons, np.minimum(left, right), np.maximum(left, right))
        rows = connection.execute(f"SELECT l, r, gamma_name, gamma_rule FROM {table} ORDER BY l, r").fetchall()
    finally:
        connection.close()
    found = {(a, b): (level, rule) for a, b, level, rule in rows}
    judged = [found[min(a, b), max(a, b)] for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    return [
        (rule == 1, words.words if (words := NAME.level(level)) else "nothing to compare") for level, rule in judged
    ]


def peers(pairs: Sequence[Pair]) -> list[tuple[str, list[float], float | None]]:
    """The scores of the linkers beside ours that are installed, each with the cut its own pages advise, if any."""
    found: list[tuple[str, list[float], float | None]] = []
    try:
        fuzz = importlib.import_module("rapidfuzz.fuzz")
        process = importlib.import_module("rapidfuzz.utils").default_process
        for name in ("token_sort_ratio", "WRatio"):
            score = getattr(fuzz, name)
            found.append((f"rapidfuzz {name}", [score(p.one, p.other, processor=process) for p in pairs], None))
    except ImportError:
        print("left out: rapidfuzz is not installed")
    if (peer := find_peer("nomenklatura")) is not None:
        python, version = peer
        asked = json.dumps([(p.one, p.other, p.schema) for p in pairs])
        told = subprocess.run([python, "-c", NAME_SCORES], input=asked, capture_output=True, text=True, check=True)
        found.append((f"{version} logic-v2", json.loads(told.stdout), 0.7))
    return found


def _rates(said: Sequence[bool], pairs: Sequence[Pair]) -> tuple[float, float, float, int, int]:
    hits = sum(s and p.is_match for s, p in zip(said, pairs, strict=True))
    n_false = sum(s and not p.is_match for s, p in zip(said, pairs, strict=True))
    n_missed = sum(p.is_match and not s for s, p in zip(said, pairs, strict=True))
    precision, recall = hits / max(hits + n_false, 1), hits / max(hits + n_missed, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12), n_false, n_missed


def _row(who: str, cut: str, said: Sequence[bool], pairs: Sequence[Pair]) -> None:
    precision, recall, f1, n_false, n_missed = _rates(said, pairs)
    print(f"| {who} | {cut} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {n_false} | {n_missed} |", flush=True)


def _report(title: str, pairs: Sequence[Pair]) -> None:
    print(f"\n## {title}: {len(pairs)} pairs, {sum(p.is_match for p in pairs)} of them the same\n")
    print("| who | cut | precision | recall | F1 | wrong | missed |\n|---|---|---|---|---|---|---|")
    _row("ours", "by the rule, no label", [said for said, _ in judge_pairs(pairs)], pairs)
    for name, scores, advised in peers(pairs):
        best = max(sorted(set(scores)), key=lambda cut: _rates([s >= cut for s in scores], pairs)[2])
        _row(name, f"≥ {best:.4g}, chosen by the labels", [s >= best for s in scores], pairs)
        if advised is not None:
            _row(name, f"≥ {advised}, as advised", [s >= advised for s in scores], pairs)


def _list_misses(pairs: Sequence[Pair]) -> None:
    for pair, (said, words) in zip(pairs, judge_pairs(pairs), strict=True):
        if said != pair.is_match:
            print(f"\n{'WRONG' if said else 'MISSED'}: {pair.one} | {pair.other}\n  level: {words}")
            for name in (pair.one, pair.other):
                print(f"  {'; '.join(explain(name))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="list every pair on which ours and the labels differ")
    o = parser.parse_args()
    if not PAIRS.exists():
        print("skipped: no name_pairs.csv in ../shared/data/names")
        return
    print(describe())
    pairs = read_pairs(PAIRS)
    people = [pair for pair in pairs if pair.schema == PEOPLE]
    started = time.perf_counter()
    _report("People", people)
    _report("Everything in the file, companies and ships too", pairs)
    print(f"\n{time.perf_counter() - started:.1f} s")
    if o.misses:
        print("\n# Where ours and the labels differ, people")
        _list_misses(people)


if __name__ == "__main__":
    main()
