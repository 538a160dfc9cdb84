"""Whether leaving out records too thin to identify anyone makes estimates less biased: made-up lists, truth known.

python -m benchmarks.linkage.thin [--sets 10] [--first 8000] [--people 1500]

A share of the rows of each list loses all but a given name, or all but initials, at random. Everybody is as easy to
find as everybody else, so that what is left of the bias comes from the linkage.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from accounted import mse
from accounted.linkage import link_records, scope, tabulate
from accounted.model.ids import IdMaker
from accounted.model.linkage import Linkage
from accounted.model.questions import Question
from accounted.model.records import Record
from benchmarks.linkage.made import NOISES, make_lists
from benchmarks.machine import describe

_RATES = ((0.5, 0.5), (0.45, 0.45), (0.4, 0.4))
_SHARES = (0.0, 0.1, 0.2, 0.3)
_ANY = Question("q", "How many?", "killed", "persons", "", "", None)


def measure(seed: int, share: float, n_people: int) -> tuple[int, float, float]:
    """Number of thin rows found, and N as a share of the truth with the rule and without it."""
    made = make_lists(n_people, seed, NOISES["little"], rates=_RATES)
    rng = np.random.default_rng(seed)
    records = [_bare(r, rng.random() < 0.5) if rng.random() < share else r for r in made.records]
    linked = link_records(records, deduplicated=made.lists, make_id=IdMaker(b"made-up key"))
    ruled, unruled = (_estimate(link, records) / n_people for link in (linked, replace(linked, thin=())))
    return len(linked.thin), ruled, unruled


def _bare(record: Record, has_initials: bool) -> Record:
    words = record.names[0].split()
    if has_initials:
        return replace(record, names=(" ".join(f"{word[0]}." for word in words),))
    return replace(record, names=(words[0],), died=None, birth=None, age=None, places=())


def _estimate(linked: Linkage, records: list[Record]) -> float:
    table = tabulate(linked, scope(_ANY, linked, records), records)[0]
    return float(np.median(mse.average_graphs(table).spread_draws(400)))


def main() -> None:
    """Print one line per share of thin rows."""
    options = argparse.ArgumentParser()
    options.add_argument("--sets", type=int, default=10)
    options.add_argument("--first", type=int, default=8000)
    options.add_argument("--people", type=int, default=1500)
    said = options.parse_args()
    print(describe())
    print("| rows made thin | found thin | N / truth with the rule (range) | without it (range) |\n|---|---|---|---|")
    for share in _SHARES:
        found = [measure(seed, share, said.people) for seed in range(said.first, said.first + said.sets)]
        n_thin, ruled, unruled = (np.array(column) for column in zip(*found, strict=True))
        cells = [f"{v.mean():.3f} ({v.min():.3f}–{v.max():.3f})" for v in (ruled, unruled)]
        print(f"| {share:.0%} | {n_thin.mean():,.0f} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
