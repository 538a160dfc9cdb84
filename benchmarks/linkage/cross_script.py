"""The same people in Arabic script and in two Latin spellings: made-up people from a dictionary of name tokens.

    python -m benchmarks.linkage.cross_script [--tokens odd] [--seed 1]

Tokens whose SHA-256 is even may teach, odd ones score. A second romanisation is made from the dictionary's spelling by
the habits of French and of Turkish writers; spelling noise comes on top. The truth is used for scoring alone.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from accounted.linkage import link_records
from accounted.model.ids import IdMaker
from accounted.model.records import Record
from benchmarks.linkage.scoring import score_clusters
from benchmarks.machine import describe

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "names"
DICTIONARY = SHARED / "arabic_english_name_dictionary.csv"
SMALL, LARGE, BOTH = 4_000, 15_000, 3_600
SETTINGS = (("latin", "arabic", 0.95), ("latin", "other latin", 0.95), ("arabic", "arabic", 0.98))
PEERS = {
    "latin-arabic": "Splink .93, nomenklatura .44",
    "latin-other latin": "Splink .84",
    "arabic-arabic": "Splink .98",
}

_FRENCH = (
    ("sh", "ch"),
    ("oo", "ou"),
    ("ee", "i"),
    ("w", "ou"),
    ("j", "dj"),
    ("u", "ou"),
    ("q", "k"),
    ("th", "t"),
    ("y", "i"),
)
_TURKISH = (
    ("sh", "s"),
    ("oo", "u"),
    ("ee", "i"),
    ("w", "v"),
    ("j", "c"),
    ("kh", "h"),
    ("gh", "g"),
    ("q", "k"),
    ("th", "s"),
    ("dh", "z"),
)
_ARABIC_HABITS = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ؤ", "و"), ("ئ", "ي"))
_LATIN = "abcdefghijklmnoprstuwyz"


def read_tokens(path: Path, half: str) -> list[tuple[str, str]]:
    """Read the tokens of one half: Arabic and the dictionary's spelling."""
    with path.open(encoding="utf-8") as file:
        rows = [[cell.strip("() ") for cell in row] for row in list(csv.reader(file))[2:]]
    wanted = 0 if half == "even" else 1
    found = {}
    for row in rows:
        if len(row) == 2 and all(row) and int(hashlib.sha256(row[0].encode()).hexdigest(), 16) % 2 == wanted:
            found.setdefault(row[0], row[1])
    return sorted(found.items())


def respell(word: str, habits: Sequence[tuple[str, str]]) -> str:
    """Spell a word by other habits."""
    for old, new in habits:
        word = word.replace(old, new)
    return word


def make_people(
    tokens: Sequence[tuple[str, str]], n: int, rng: np.random.Generator
) -> list[tuple[list[int], int, str]]:
    """Make people: numbers of their tokens, age, sex; frequencies of tokens fall as 1 / (rank + 30)."""
    order = rng.permutation(len(tokens))
    weights = 1.0 / (np.arange(len(tokens)) + 30.0)
    weights /= weights.sum()
    sizes = np.where(rng.random(n) < 0.5, 3, 4)
    return [
        (order[rng.choice(len(tokens), size, p=weights)].tolist(), int(rng.integers(1, 90)), "FM"[rng.integers(2)])
        for size in sizes
    ]


def write_name(tokens: Sequence[tuple[str, str]], own: Sequence[int], script: str, rng: np.random.Generator) -> str:
    """Write a name in one script with its noise; the second Latin spelling keeps one habit for the whole name."""
    habits = (_FRENCH, _TURKISH)[rng.integers(2)]
    kept = [t for k, t in enumerate(own) if k in (0, len(own) - 1) or rng.random() > 0.08]
    words = []
    for token in kept:
        arabic, latin = tokens[token]
        if script == "arabic":
            word = respell(arabic, [pair for pair in _ARABIC_HABITS if rng.random() < 0.5])
        else:
            word = latin if script == "latin" else respell(latin, habits)
        words.append(_misspell(word, rng) if rng.random() < 0.04 else word)
    return " ".join(words if script == "arabic" else [word.capitalize() for word in words])


def _misspell(word: str, rng: np.random.Generator) -> str:
    at = int(rng.integers(len(word)))
    kind = rng.integers(3)
    if kind == 0 and len(word) > 2:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at : at + 1] + word[at:]
    other = word[int(rng.integers(len(word)))] if not word.isascii() else _LATIN[rng.integers(len(_LATIN))]
    return word[:at] + other + word[at + 1 :]


def make_lists(
    tokens: Sequence[tuple[str, str]], first: str, second: str, seed: int
) -> tuple[tuple[Record, ...], dict[str, int]]:
    """Make the small and the large list, with those who are on both."""
    rng = np.random.default_rng(seed)
    people = make_people(tokens, SMALL + LARGE - BOTH, rng)
    records, person = [], {}
    for name, script, numbers in (
        ("small", first, range(SMALL)),
        ("large", second, range(SMALL - BOTH, SMALL + LARGE - BOTH)),
    ):
        for number in numbers:
            own, age, sex = people[number]
            id_ = f"{name}-{number:06d}"
            told = float(max(age + int(rng.integers(-1, 2)), 0))
            written = write_name(tokens, own, script, rng)
            records.append(Record(id_, name, number + 1, (written,), sex, told, None, None, (), ()))
            person[id_] = number
    return tuple(records), person


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", choices=("even", "odd"), default="odd")
    parser.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    if not DICTIONARY.exists():
        print("skipped: no dictionary in ../shared/data/names")
        return
    tokens = read_tokens(DICTIONARY, o.tokens)
    print(describe())
    print(
        f"\n{len(tokens):,} {o.tokens} tokens, {SMALL:,} × {LARGE:,} records, {BOTH:,} people on both, seed {o.seed}\n"
    )
    print("| lists | precision | recall | F1 | asked | seconds | peers on real lists of that kind |")
    print("|---|---|---|---|---|---|---|")
    for first, second, bar in SETTINGS:
        records, person = make_lists(tokens, first, second, o.seed)
        started = time.perf_counter()
        linked = link_records(records, deduplicated=("small", "large"), make_id=IdMaker(b"made-up key"))
        seconds = time.perf_counter() - started
        found = {record: n for n, cluster in enumerate(linked.clusters) for record in cluster.records}
        s = score_clusters(found, person)
        met = "met" if s.f1 >= bar else "NOT met"
        print(
            f"| {first}–{second} | {s.precision:.4f} | {s.recall:.4f} | {s.f1:.4f} | ≥ {bar} {met} | {seconds:.1f} "
            f"| {PEERS[f'{first}-{second}']} |",
            flush=True,
        )
    print(f"\npeak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
