"""Attribution on PolNeAR: every attribution of an article, ours against the annotated ones.

    ACCOUNTED_PUBLIC_SETS=DIR python -m benchmarks.claims attribution [--final]

DIR holds a working copy named PolNeAR. `--final` reads the test part; it is for the reported table, once.

**When two attributions match.** Words are runs of letters and digits. *Lenient*: the contents share at least half of
the words of each, and the sources share a word, or both have none. *Strict*: the contents and the sources have the very
same words. Each annotated attribution matches at most one of ours, in the order of the text. Sources are compared as
worded, so a pronoun counts as the source that it is annotated to be. Nested attributions are not annotated in PolNeAR:
only ours of depth 0 are compared. Intervals: 95 %, percentiles over 2,000 resamples of the articles.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from accounted.claims.languages.english import word_set
from accounted.claims.relation import Relation
from accounted.claims.relations import read_relations
from accounted.model.documents import Span
from benchmarks.claims.polnear import Annotated, load
from benchmarks.machine import describe

_WORD = re.compile(r"[^\W_]+")
_RESAMPLES = 2_000
_SEED = 20261126
_WORDS_OF_AN_ARTICLE = 500
_PRONOUNS = word_set("he she they it who which that i we you his her their some many")

Words = frozenset[int]
Parts = tuple[Words, Words]  # source, content


def _words(spans: Sequence[Span], starts: Sequence[int]) -> Words:
    return frozenset(i for s in spans for i in range(bisect_left(starts, s.start), bisect_left(starts, s.end)))


def _is_lenient(ours: Parts, theirs: Parts) -> bool:
    common = len(ours[1] & theirs[1])
    if bool(ours[0]) != bool(theirs[0]) or (ours[0] and not ours[0] & theirs[0]):
        return False
    return common > 0 and 2 * common >= len(ours[1]) and 2 * common >= len(theirs[1])


def _is_strict(ours: Parts, theirs: Parts) -> bool:
    return bool(theirs[1]) and ours == theirs


def _is_content_only(ours: Parts, theirs: Parts) -> bool:
    return _is_lenient((frozenset(), ours[1]), (frozenset(), theirs[1]))


def _count(ours: Sequence[Parts], theirs: Sequence[Parts], matches: Callable[[Parts, Parts], bool]) -> int:
    used: set[int] = set()
    for one in ours:
        found = next((k for k, other in enumerate(theirs) if k not in used and matches(one, other)), None)
        if found is not None:
            used.add(found)
    return len(used)


def _scores(right: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> tuple[float, float, float]:
    precision = right.sum() / max(ours.sum(), 1)
    recall = right.sum() / max(theirs.sum(), 1)
    return precision, recall, 2 * right.sum() / max(ours.sum() + theirs.sum(), 1)


def _row(label: str, rule: str, counts: Sequence[tuple[int, int, int]]) -> str:
    right, ours, theirs = (np.array(column) for column in zip(*counts, strict=True))
    rng = np.random.default_rng(_SEED)
    drawn = rng.integers(0, len(counts), (_RESAMPLES, len(counts)))
    samples = np.array([_scores(right[d], ours[d], theirs[d]) for d in drawn])
    low, high = np.percentile(samples, [2.5, 97.5], axis=0)
    values = _scores(right, ours, theirs)
    cells = " | ".join(f"{v:.3f} ({lo:.3f}–{hi:.3f})" for v, lo, hi in zip(values, low, high, strict=True))
    return f"| {label} | {rule} | {cells} | {int(ours.sum()):,} |"


def _is_any(_text: str, _relation: Relation) -> bool:
    return True


def _is_established(_text: str, relation: Relation) -> bool:
    return relation.grade == "established"


def _is_established_name(text: str, relation: Relation) -> bool:
    source = relation.source
    is_pronoun = source is not None and text[source.start : source.end].lower() in _PRONOUNS
    return relation.grade == "established" and not is_pronoun


def _is_quotation(_text: str, relation: Relation) -> bool:
    return relation.complement in ("aq", "q")


def _report(articles: Sequence[Annotated]) -> list[list[Relation]]:
    began = time.process_time()
    read = [[r for r in read_relations(article.text) if r.depth == 0] for article in articles]
    seconds = time.process_time() - began
    starts = [[m.start() for m in _WORD.finditer(a.text)] for a in articles]

    def counts(
        keep: Callable[[str, Relation], bool], matches: Callable[[Parts, Parts], bool], as_annotated: bool
    ) -> list[tuple[int, int, int]]:
        rows = []
        for article, relations, begin in zip(articles, read, starts, strict=True):
            ours = [
                (_words([r.source] if r.source else [], begin), _words(r.contents, begin))
                for r in relations
                if keep(article.text, r)
            ]
            theirs = [
                (
                    _words(note.cue if as_annotated and note.is_swapped else note.source, begin),
                    _words(note.content, begin),
                )
                for note in article.annotations
            ]
            rows.append((_count(ours, theirs, matches), len(ours), len(theirs)))
        return rows

    n = sum(len(a.annotations) for a in articles)
    swapped = sum(note.is_swapped for a in articles for note in a.annotations)
    print(f"{len(articles)} articles, {n:,} annotated attributions; source and cue swapped in {swapped}, put right\n")
    print("| ours | match | precision | recall | F1 | n |\n|---|---|---|---|---|---|")
    for label, rule, keep, matches in (
        ("all grades", "lenient", _is_any, _is_lenient),
        ("all grades", "content only", _is_any, _is_content_only),
        ("all grades", "strict", _is_any, _is_strict),
        ("established", "lenient", _is_established, _is_lenient),
        ("established", "strict", _is_established, _is_strict),
        ("established, source no pronoun", "lenient", _is_established_name, _is_lenient),
        ("quotations only", "lenient", _is_quotation, _is_lenient),
        ("all grades, slips left in", "lenient", _is_any, _is_lenient),
        ("established, slips left in", "lenient", _is_established, _is_lenient),
    ):
        print(_row(label, rule, counts(keep, matches, "slips" in label)))
    words = sum(len(s) for s in starts)
    speed = words / _WORDS_OF_AN_ARTICLE / seconds
    print(f"\n{words:,} words in {seconds:.1f} s of processor time: {speed:.0f} articles of 500 words a second")
    return read


def _misses(articles: Sequence[Annotated], read: Sequence[Sequence[Relation]]) -> None:
    """Count the cues that were missed, by their words; no sentence is shown."""
    missed: Counter[str] = Counter()
    for article, relations in zip(articles, read, strict=True):
        cues = [r.cue for r in relations]
        for note in article.annotations:
            if not any(c.start < s.end and s.start < c.end for c in cues for s in note.cue):
                missed[" ".join(article.text[s.start : s.end].lower() for s in note.cue)] += 1
    print("\nno cue of ours there: " + ", ".join(f"{cue} {n}" for cue, n in missed.most_common(60)))


def main() -> None:
    options = argparse.ArgumentParser(description="Attribution on PolNeAR")
    options.add_argument("--final", action="store_true", help="the test part, for the reported table")
    options.add_argument("--train", action="store_true", help="the part that the tables were counted on")
    options.add_argument("--misses", action="store_true", help="count the words of cues that were not found")
    wanted = options.parse_args()
    folder = Path(os.environ.get("ACCOUNTED_PUBLIC_SETS", "")) / "PolNeAR"
    if not os.environ.get("ACCOUNTED_PUBLIC_SETS") or not (folder / "data").is_dir():
        print(
            "skipped: no working copy of networkdynamics/PolNeAR as PolNeAR/ in the folder ACCOUNTED_PUBLIC_SETS names"
        )
        return
    part = "test" if wanted.final else "train" if wanted.train else "dev"
    print(f"{describe()}; PolNeAR {part}\n")
    articles = load(folder, part)
    read = _report(articles)
    if wanted.misses and part != "test":
        _misses(articles, read)


if __name__ == "__main__":
    main()
