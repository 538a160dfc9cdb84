"""How many articles of 500 words are read in a second of processor time, kinds of text apart.

    [ACCOUNTED_PUBLIC_SETS=FOLDER] python -m benchmarks.claims speed

Everything together: language, times, figures, what they count, who says it, moods, places. The made-up articles beside
this file are of kinds in which much is counted; news as it is comes from the public sets, where they are there. Each
text is read once before, so that tables are compiled; a kind's time is the best of the repeats. Processor time, not the
clock; beside programs that use the same core and its caches it still grows by a third or more.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from accounted.claims.extract import extract_text
from accounted.model.dates import DateInterval
from benchmarks import machine
from benchmarks.claims.polnear import load
from benchmarks.claims.times import ENVIRONMENT, TRAINING, read_timeml

ARTICLES = Path(__file__).parent / "articles"
FOUNDING = Path(__file__).parents[2].parent / "shared" / "data" / "documents" / "advocacy-article-2017.txt"
DATED = DateInterval.parse("2034-03-12")
ENDLESS = "The ministry said that 12 people were killed in Velmar on Monday, and 30 others were injured. "

Text = tuple[str, DateInterval | None]


def kinds() -> Iterator[tuple[str, Sequence[Text]]]:
    """Yield each kind of text with its texts."""
    for path in sorted(ARTICLES.glob("*.txt")):
        yield f"made up: {path.stem.replace('_', ' ')}", [(path.read_text("utf-8"), DATED)]
    yield "made up: one line of 100,000 characters, two claims a sentence", [(ENDLESS * 1_075, DATED)]
    if FOUNDING.is_file():
        yield "the founding document", [(FOUNDING.read_text("utf-8"), DateInterval.parse("2017-06-17"))]
    folder = Path(os.environ.get(ENVIRONMENT, ""))
    if not os.environ.get(ENVIRONMENT):
        return
    for name in ("TimeBank", "AQUAINT"):
        files = sorted((folder / TRAINING / name).glob("*.tml"))
        if files:
            yield f"{name}, news", [(gold.text, gold.dated) for gold in map(read_timeml, files)]
    if (folder / "PolNeAR" / "data").is_dir():
        yield "PolNeAR dev, political news", [(one.text, None) for one in load(folder / "PolNeAR", "dev")]


def measure(texts: Sequence[Text], repeats: int) -> tuple[float, int]:
    """Seconds of processor time to read the texts, and how many claims they hold."""
    n_claims = sum(len(extract_text(text, dated=dated)) for text, dated in texts)
    best = float("inf")
    for _ in range(repeats):
        before = time.process_time()
        for text, dated in texts:
            extract_text(text, dated=dated)
        best = min(best, time.process_time() - before)
    return best, n_claims


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    options, _ = parser.parse_known_args()
    print(machine.describe() + "; processor time")
    print("\n| kind | texts | words | claims in 500 words | articles of 500 words a second |\n|---|---|---|---|---|")
    for name, texts in kinds():
        n_words = sum(len(text.split()) for text, _ in texts)
        seconds, n_claims = measure(texts, options.repeats)
        share = n_words / 500
        print(f"| {name} | {len(texts)} | {n_words:,} | {n_claims / share:.1f} | {share / seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
