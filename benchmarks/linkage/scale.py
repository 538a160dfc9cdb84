"""How linkage grows: two made-up lists of 100,000 to 1,000,000 records in all, each in a process of its own.

    python -m benchmarks.linkage.scale [--records 100000 300000 1000000] [--samples 0]

Names are drawn with frequencies that fall as 1 / (rank + 20), so that the commonest given name is carried by one
person in sixty. Two fifths of the people who are on a list are on both. Lists misspell, leave out a father's name or
write initials in another order, know a month or nothing of the date, round ages, leave out places. The lists are
written as CSV; reading them, linking and writing the rows is what is measured.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.linkage.made import misspell, words
from benchmarks.machine import describe

__all__ = ["main", "make_files"]

_FLATNESS = 20.0
_FIRST = np.datetime64("2031-01-01")
_N_DAYS = 3650
_OVERLAP = 0.4
_HEADER = ("name", "sex", "age", "date of death", "village", "district")
_CHANCES = {
    "misspelt": 0.07,
    "short": 0.15,
    "turned": 0.03,
    "loose": 0.12,
    "undated": 0.05,
    "other_day": 0.08,
    "sexless": 0.03,
    "ageless": 0.12,
    "other_age": 0.15,
    "placeless": 0.08,
    "misspelt_place": 0.04,
}

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class _People:
    """Who there is: numbers of words, places, days and ages."""

    names: tuple[Words, Words, Words]
    village: Words
    district: Words
    day: Ints
    age: Ints
    sex: Words


def make_files(folder: Path, n_records: int, seed: int) -> Ints:
    """Write two lists of half the records each; returns the person behind each row, the first list's rows first."""
    rng = np.random.default_rng(seed)
    n_each = n_records // 2
    n_both = int(_OVERLAP * n_each)
    people = _make_people(rng, 2 * n_each - n_both)
    found = [rng.permutation(n_each), n_each - n_both + rng.permutation(n_each)]
    for letter, persons in zip("AB", found, strict=True):
        with (folder / f"List {letter}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_HEADER)
            writer.writerows(_rows(rng, people, persons))
    return np.concatenate(found)


def _make_people(rng: np.random.Generator, n: int) -> _People:
    given, family = words(rng, 3000, 2), words(rng, 30000, 3)
    villages, districts = words(rng, 3000, 3), words(rng, 100, 2)
    rank = [1.0 / (np.arange(size) + _FLATNESS) for size in (3000, 30000, 3000)]
    first, father, last, place = (rng.choice(len(r), n, p=r / r.sum()) for r in (rank[0], rank[0], rank[1], rank[2]))
    siblings = np.flatnonzero(rng.random(n - 1) < 0.08) + 1
    for column in (father, last, place):
        column[siblings] = column[siblings - 1]
    day = rng.integers(0, _N_DAYS, n)
    together = np.flatnonzero(rng.random(n - 1) < 0.2) + 1
    for column in (day, place):
        column[together] = column[together - 1]
    names = (np.array(given)[first], np.array(given)[father], np.array(family)[last])
    district = np.array(districts)[place % len(districts)]
    sex = np.array(["F", "M"])[rng.integers(0, 2, n)]
    return _People(names, np.array(villages)[place], district, day, rng.integers(0, 90, n), sex)


def _rows(rng: np.random.Generator, people: _People, persons: Ints) -> Iterator[tuple[str, ...]]:
    n = len(persons)
    has = {name: rng.random(n) < chance for name, chance in _CHANCES.items() if name != "misspelt"}
    misspelt = rng.random((n, 3)) < _CHANCES["misspelt"]
    days = people.day[persons] + np.where(has["other_day"], rng.integers(-3, 4, n), 0)
    dates = np.datetime_as_string(_FIRST + days)
    ages = np.maximum(people.age[persons] + np.where(has["other_age"], rng.integers(-2, 3, n), 0), 0)
    written = [part[persons].tolist() for part in people.names]
    villages, districts, sexes = (part[persons].tolist() for part in (people.village, people.district, people.sex))
    for at in range(n):
        parts = [
            misspell(rng, part[at]) if wrong else part[at] for part, wrong in zip(written, misspelt[at], strict=True)
        ]
        if has["short"][at]:
            del parts[1]
        if has["turned"][at]:
            parts = [parts[-1], *parts[:-1]]
        date = "" if has["undated"][at] else str(dates[at])[: 7 if has["loose"][at] else 10]
        village = misspell(rng, villages[at]) if has["misspelt_place"][at] else villages[at]
        lost = has["placeless"][at]
        yield (
            " ".join(parts).title(),
            "" if has["sexless"][at] else sexes[at],
            "" if has["ageless"][at] else str(ages[at]),
            date,
            "" if lost else village.title(),
            "" if lost else districts[at].title(),
        )


class _Stages:
    """Hears which step begins, and keeps the seconds and the peak of memory at each."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float, float]] = []

    def step(self, name: str, total: int | None = None) -> None:  # noqa: ARG002 - as in Progress
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.steps.append((name, time.perf_counter(), peak))

    def advance(self, parts: int = 1) -> None: ...

    def note(self, text: str) -> None: ...


def _link(folder: Path, n_samples: int, threads: int) -> None:
    """Link the lists of a folder and print what it took; run in a process of its own."""
    from accounted import linkage
    from accounted.cli.tables import write_rows

    stages = _Stages()
    stages.step("reading files")
    files = sorted(folder.glob("List *.csv"))
    records, linked = linkage.link(files, n_samples=n_samples, threads=threads, progress=stages)
    stages.step("writing rows")
    write_rows(folder / "linked.csv", *linkage.linked_rows(records, linked))
    stages.step("end")
    began = [at for _, at, _ in stages.steps]
    seconds = {name: b - a for (name, _, _), a, b in zip(stages.steps, began, began[1:], strict=False)}
    peaks = {name: peak for (name, _, _), (_, _, peak) in zip(stages.steps, stages.steps[1:], strict=False)}
    cpu = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "peaks": peaks,
                "total": began[-1] - began[0],
                "cpu": cpu.ru_utime + cpu.ru_stime,
                "peak": stages.steps[-1][2],
                "notes": linked.notes,
            }
        )
    )


def _blocked(folder: Path) -> None:
    """Print the pairs that blocking makes and the share of the true ones that it loses."""
    from accounted.linkage.blocking import choose_rules, make_keys
    from accounted.linkage.engine import make_pairs
    from accounted.linkage.fields import prepare
    from accounted.lists import read_list
    from accounted.model.ids import IdMaker
    from accounted.sandbox.duck import open_duckdb

    make_id, records = IdMaker(b"made-up"), []
    for file in sorted(folder.glob("List *.csv")):
        records += read_list(file, make_id=make_id)[1]
    truth = np.load(folder / "truth.npy")
    person = {record.id: int(number) for record, number in zip(records, truth, strict=True)}
    columns = prepare(records, {record.list for record in records})
    connection = open_duckdb()
    connection.register("source", columns.table)
    connection.execute("CREATE TABLE records AS SELECT * FROM source ORDER BY unique_id")
    rules = choose_rules(connection, len(columns.records))
    make_keys(connection, [rule.columns for rule in rules])
    of = np.array([person[record.id] for record in columns.records])
    order = np.argsort(of, kind="stable")
    twice = np.flatnonzero(of[order][1:] == of[order][:-1])
    pairs = np.sort(np.stack([order[twice], order[twice + 1]], axis=1), axis=1)
    left, right = make_pairs(connection, len(rules))
    made_pairs = left.astype(np.int64) * len(of) + right
    found = np.isin(pairs[:, 0] * len(of) + pairs[:, 1], made_pairs)
    print(json.dumps({"pairs": len(made_pairs), "lost": 1.0 - float(found.mean()), "n_true": len(pairs)}))


def _child(*arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.linkage.scale", *arguments], check=True, capture_output=True, text=True
    )
    read: dict[str, object] = json.loads(done.stdout)
    return read


def _f1(folder: Path, truth: Ints) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of records."""
    with (folder / "linked.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        at = next(rows).index("cluster_id")
        clusters = np.unique([row[at] for row in rows], return_inverse=True)[1]
    both = np.unique(clusters.astype(np.int64) * (truth.max() + 1) + truth, return_counts=True)[1]
    shared, joined, true = (int((n * (n - 1) // 2).sum()) for n in (both, np.bincount(clusters), np.bincount(truth)))
    precision, recall = shared / max(joined, 1), shared / max(true, 1)
    return precision, recall, 2 * shared / max(joined + true, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[100_000, 300_000, 1_000_000])
    parser.add_argument("--samples", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--link", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--blocked", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.link:
        _link(chosen.link, chosen.samples, chosen.threads)
        return
    if chosen.blocked:
        _blocked(chosen.blocked)
        return
    print(describe())
    print("\n| records | seconds | CPU s | peak MB | pairs | lost to blocking | precision | recall | F1 |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    stages = {}
    for n_records in chosen.records:
        with tempfile.TemporaryDirectory() as temp:
            folder = Path(temp)
            truth = make_files(folder, n_records, chosen.seed)
            np.save(folder / "truth.npy", truth)
            told = _child("--link", temp, "--samples", str(chosen.samples), "--threads", str(chosen.threads))
            scores = " | ".join(f"{score:.4f}" for score in _f1(folder, truth))
            lost = _child("--blocked", temp)
        stages[n_records] = told
        print(
            f"| {n_records:,} | {told['total']:.0f} | {told['cpu']:.0f} | {told['peak']:,.0f} | {lost['pairs']:,} "
            f"| {lost['lost']:.2%} | {scores} |",
            flush=True,
        )
    print("\nseconds (and peak MB so far) per step:\n")
    for n_records, told in stages.items():
        parts = ", ".join(f"{name} {s:.1f} ({told['peaks'][name]:,.0f})" for name, s in told["seconds"].items())
        print(f"- {n_records:,}: {parts}")


if __name__ == "__main__":
    main()
