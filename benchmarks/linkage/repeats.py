"""Whether the rate at which lists repeat a person is estimated right: made-up lists with repeats put in on purpose.

python -m benchmarks.linkage.repeats [--sets 3] [--first 300] [--people 2000]
"""

from __future__ import annotations

import argparse

import numpy as np

from accounted.linkage import link_records
from accounted.model.ids import IdMaker
from benchmarks.linkage.made import NOISES, make_lists
from benchmarks.machine import describe

RATES = (0.0, 0.01, 0.05, 0.10)


def judge_set(seed: int, noise: str, n_people: int, rate: float) -> list[tuple[float, float, float, float, bool]]:
    """Per list: true repeats, expected ones, the interval, and whether the constraint binds; counts per record."""
    made = make_lists(n_people, seed, NOISES[noise], repeats=rate)
    linked = link_records(made.records, deduplicated=made.lists, make_id=IdMaker(b"made-up key"))
    judged = []
    for entry in linked.repeats:
        own = [made.person[r.id] for r in made.records if r.list == entry.list]
        found = (len(own) - len(set(own)), entry.expected or 0.0, entry.lower or 0.0, entry.upper or 0.0)
        judged.append((*(count / len(own) for count in found), entry.binds))
    return judged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=3)
    parser.add_argument("--first", type=int, default=300)
    parser.add_argument("--people", type=int, default=2_000)
    o = parser.parse_args()
    print(describe())
    print(f"\n{o.sets} sets of {o.people:,} people, four lists each, seeds from {o.first}\n")
    print("| noise | put in | truly there | estimated | worst difference | truth in the 95 % interval | held to |")
    print("|---|---|---|---|---|---|---|")
    for noise in NOISES:
        for rate in RATES:
            judged = [j for k in range(o.sets) for j in judge_set(o.first + k, noise, o.people, rate)]
            true, expected, lower, upper, binds = np.array(judged).T
            inside = np.mean((lower - 1e-6 <= true) & (true <= upper + 1e-6))
            print(
                f"| {noise} | {rate:.0%} | {true.mean():.2%} | {expected.mean():.2%} | "
                f"{abs(expected - true).max():.2%} | {inside:.0%} | {binds.mean():.0%} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
