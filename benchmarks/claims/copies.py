"""Copied passages among thousands of made-up documents, with the truth known.

    python -m benchmarks.claims.copies [--n 10000] [--seed 1] [--peer]

Documents of about 500 words of an invented language with natural word frequencies. Some copy another one: whole with
every twentieth word changed, one half of it, or two of its sentences. All of them share a footer of two sentences and
three of forty stock sentences; a third hold standing phrases of 9 to 12 words that a few others hold too. One story is
reprinted twelve times, another one sixty times, each with its own first and last sentences. A passage that is found is
right when both of its spans overlap a true one. The search runs in a process of its own, whose peak memory is printed.
`--peer` measures datasketch's MinHash LSH beside (128 permutations, 8-word shingles, Jaccard .3), where installed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from accounted.claims.copies import find_copies
from accounted.model.documents import Span
from accounted.model.relations import Copied

KINDS = ("5 % edited", "half copied", "two sentences", "12 reprints", "60 reprints")
Sentences = list[list[str]]


@dataclass
class Made:
    """Documents, and which passages of which pairs are true: pair of ids → kind, left span, right span."""

    texts: list[tuple[str, str]]
    truth: dict[tuple[str, str], tuple[str, Span, Span]] = field(default_factory=dict)


class Writer:
    """Writes sentences of an invented language."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
        made = {"".join(self.random.choice(syllables, self.random.integers(1, 5))) for _ in range(9000)}
        self.words = np.array(sorted(made))
        self.random.shuffle(self.words)
        share = 1.0 / np.arange(3, self.words.size + 3)
        self.share = share / share.sum()

    def pick(self, n: int) -> list[str]:
        return [str(word) for word in self.random.choice(self.words, n, p=self.share)]

    def sentences(self, n_words: int) -> Sentences:
        words = self.pick(n_words)
        cut: Sentences = []
        while words:
            n = int(self.random.integers(10, 28))
            cut.append(words[:n])
            words = words[n:]
        return cut

    def edit(self, sentences: Sentences) -> Sentences:
        """Change, drop or double one word in twenty."""
        edited = []
        for sentence in sentences:
            words: list[str] = []
            for word in sentence:
                draw = self.random.random()
                words += self.pick(1) if draw < 0.03 else [] if draw < 0.04 else [word, word] if draw < 0.05 else [word]
            edited.append(words)
        return edited


def make(n: int, seed: int) -> Made:
    writer = Writer(seed)
    random = writer.random
    footer = writer.sentences(36)[:2]
    stock = [writer.pick(int(random.integers(16, 26))) for _ in range(40)]
    phrases = [writer.pick(int(random.integers(9, 13))) for _ in range(n // 9)]
    bodies = [writer.sentences(int(random.integers(380, 520))) for _ in range(n)]
    copied: list[tuple[int, int, str, Sentences]] = []
    order = [int(i) for i in random.permutation(n)]
    each = max(10, n // 33)
    for kind in KINDS[:3]:
        for _ in range(each):
            source, target = order.pop(), order.pop()
            whole = bodies[source]
            if kind == "5 % edited":
                passage = whole
                bodies[target] = writer.edit(whole)
            elif kind == "half copied":
                passage = whole[: len(whole) // 2]
                bodies[target] = [*writer.sentences(120), *passage, *writer.sentences(120)]
            else:
                at = int(random.integers(0, len(whole) - 1))
                passage = whole[at : at + 2]
                own = bodies[target]
                bodies[target] = [*own[: len(own) // 2], *passage, *own[len(own) // 2 :]]
            copied.append((source, target, kind, passage))
    for kind, reprints in (("12 reprints", 12), ("60 reprints", 60)):
        story = writer.sentences(400)
        group = sorted(order.pop() for _ in range(reprints))
        for i in group:
            bodies[i] = [*writer.sentences(30), *story, *writer.sentences(30)]
        copied += [(a, b, kind, story) for n_a, a in enumerate(group) for b in group[n_a + 1 :]]
    for body in bodies:
        if random.random() < 1 / 3:
            for _ in range(2):
                i = int(random.integers(0, len(body)))
                body[i] = [*body[i], *phrases[int(random.integers(0, len(phrases)))]]
    texts = []
    for i, body in enumerate(bodies):
        spots = sorted(int(s) for s in random.integers(0, len(body) + 1, 3))
        whole = list(body)
        for offset, spot in enumerate(spots):
            whole.insert(spot + offset, stock[int(random.integers(0, 40))])
        texts.append((f"d{i:06}", " ".join(" ".join(s).capitalize() + "." for s in [*whole, *footer])))
    made = Made(texts)
    for source, target, kind, passage in copied:
        left, right = sorted((source, target))
        spans = {i: _locate(texts[i][1], passage) for i in (source, target)}
        made.truth[texts[left][0], texts[right][0]] = (kind, spans[left], spans[right])
    return made


def _locate(text: str, passage: Sentences) -> Span:
    """From the first to the last long run of the passage's words that stands in the text; edits are stepped over."""
    plain = text.lower().replace(".", " ")
    words = [word for sentence in passage for word in sentence]
    runs = [" ".join(words[i : i + 6]) for i in range(len(words) - 5)]
    at = [plain.find(run) for run in runs]
    found = [(a, a + len(run)) for a, run in zip(at, runs, strict=True) if a >= 0]
    return Span(min(a for a, _ in found), max(b for _, b in found)) if found else Span(0, len(text))


def _overlap(one: Span, two: Span) -> int:
    return max(0, min(one.end, two.end) - max(one.start, two.start))


def score(made: Made, found: tuple[Copied, ...]) -> Iterator[str]:
    reached: dict[tuple[str, str], int] = {}
    n_right = 0
    for copied in found:
        true = made.truth.get((copied.left, copied.right))
        overlap = _overlap(copied.left_span, true[1]) if true else 0
        if true and overlap and _overlap(copied.right_span, true[2]):
            n_right += 1
            reached[copied.left, copied.right] = reached.get((copied.left, copied.right), 0) + overlap
    yield f"| precision of passages | {n_right:,} of {len(found):,} ({100 * n_right / max(1, len(found)):.1f} %) | |"
    for kind in KINDS:
        pairs = [pair for pair, (k, _, _) in made.truth.items() if k == kind]
        if not pairs:
            continue
        if kind == "60 reprints":
            # Common text is paired with its first holder only: what matters is that every reprint is tied to another.
            documents = {name for pair in pairs for name in pair}
            tied = {name for pair in reached if made.truth[pair][0] == kind for name in pair}
            yield f"| {kind}: tied to another one | {len(tied)} of {len(documents)} | |"
            continue
        hit = [pair for pair in pairs if pair in reached]
        covered = sum(min(1.0, reached[p] / (made.truth[p][1].end - made.truth[p][1].start)) for p in hit)
        share = f"{100 * covered / max(1, len(hit)):.0f} % of their characters"
        yield f"| {kind} | {len(hit)} of {len(pairs)} ({100 * len(hit) / len(pairs):.1f} %) | {share} |"


def _measure(connection: object, search: Callable[..., object], texts: list[tuple[str, str]]) -> None:
    before = time.perf_counter()
    found = search(texts)
    seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    connection.send((found, seconds, peak))  # type: ignore[attr-defined]


def run_apart(search: Callable[..., object], texts: list[tuple[str, str]]) -> tuple[object, float, int]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(theirs, search, texts))
    process.start()
    answer = ours.recv()
    process.join()
    return answer  # type: ignore[no-any-return]


def search_with_datasketch(texts: list[tuple[str, str]]) -> set[tuple[str, str]]:
    datasketch: Any = import_module("datasketch")

    index = datasketch.MinHashLSH(threshold=0.3, num_perm=128)
    pairs = set()
    for name, text in texts:
        words = text.lower().split()
        sketch = datasketch.MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 8]).encode() for i in range(len(words) - 7)])
        pairs |= {tuple(sorted((name, other))) for other in index.query(sketch)}
        index.insert(name, sketch)
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    made = make(options.n, options.seed)
    size = sum(len(text) for _, text in made.texts)
    print(f"{options.n:,} documents, {size:,} characters, seed {options.seed}\n")
    print("| ours | found | |\n|---|---|---|")
    found, seconds, peak = run_apart(find_copies, made.texts)
    for line in score(made, found):  # type: ignore[arg-type]
        print(line)
    print(f"| time, peak memory | {seconds:.1f} s, {peak} MB | documents included |")
    if options.peer:
        try:
            from importlib.metadata import version

            name = f"datasketch {version('datasketch')}"
        except ModuleNotFoundError:
            print("\ndatasketch is not installed here: no peer is measured")
            return
        pairs, seconds, peak = run_apart(search_with_datasketch, made.texts)
        print(f"\n| {name} | found | |\n|---|---|---|")
        right = [pair for pair in pairs if pair in made.truth]  # type: ignore[attr-defined]
        print(f"| precision of pairs | {len(right)} of {len(pairs)} | |")  # type: ignore[arg-type]
        for kind in KINDS:
            of = [pair for pair, (k, _, _) in made.truth.items() if k == kind]
            hit = sum(pair in pairs for pair in of)  # type: ignore[operator]
            print(f"| {kind}: pairs | {hit} of {len(of)} ({100 * hit / len(of):.1f} %) | |")
        print(f"| time, peak memory | {seconds:.1f} s, {peak} MB | |")


if __name__ == "__main__":
    main()
