"""Search measured: how long the index takes to make, and how long questions take, over documents and names."""

import csv
import hashlib
import random
import resource
import sqlite3
import time
from collections import Counter
from pathlib import Path
from statistics import median

from accounted.inquiry import init_inquiry
from accounted.text.names import fold_text
from accounted.text.word_alike import how_alike
from benchmarks.intake import made

__all__ = ["measure_search", "measure_words"]

_LATIN = ["ba", "ka", "sim", "mo", "ham", "med", "yu", "suf", "dra", "vor", "lin", "ta", "ri", "q", "sha", "ne"]
_ARABIC = ["با", "كا", "سم", "مح", "حم", "مد", "يو", "سف", "در", "فر", "لين", "تا", "ري", "ق", "شا", "ني"]
QUESTIONS = (
    ("one rare name", "exact", "Mohamdra"),
    ("one rare name", "transliterated", "Mohamdra"),
    ("one rare name", "phonetic", "Mohamdra"),
    ("a word of every passage", "exact", "people"),
    ("two frequent words", "folded", "killed people"),
    ("a phrase of frequent words", "folded", '"people were killed"'),
    ("a phrase of frequent words", "phonetic", '"people were killed"'),
    ("a beginning of two letters", "phonetic", "mo*"),
    ("a number", "folded", "300"),
)


def measure_search(temp: Path, n_documents: int, n_names: int) -> None:
    """Made-up documents and a list of made-up names in two scripts, taken in, then searched."""
    rng = random.Random(11)
    _write_documents(temp / "many", n_documents, rng)
    _write_names(temp / "names.csv", n_names, rng)
    inquiry = init_inquiry(temp / "inquiry")
    inquiry.add([temp / "many", temp / "names.csv"])
    before, started = time.process_time(), time.perf_counter()
    inquiry.search("nothing")
    used, seconds = time.process_time() - before, time.perf_counter() - started
    size = inquiry.folder.search.stat().st_size / (1 << 20)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    record = inquiry.folder.record.stat().st_size / (1 << 20)
    (temp / "more").mkdir()
    (temp / "more" / "one.txt").write_text("One document more, made up.", encoding="utf-8")
    inquiry.add([temp / "more"])
    again = time.process_time()
    inquiry.search("nothing")
    again = time.process_time() - again
    print(
        f"{n_documents:,} documents, {n_names:,} names: index made in {seconds:.1f} s ({used:.1f} s of processor time)"
    )
    print(f"  made anew after one document more: {again:.1f} s of processor time")
    print(f"  {size:.0f} MB beside a record of {record:.0f} MB; peak {peak:.0f} MB, the import included")
    for what, mode, words in QUESTIONS:
        taken = []
        for _ in range(7):
            before = time.process_time()
            found = inquiry.search(words, mode=mode)
            taken.append(time.process_time() - before)
        print(f"  {what} ({mode}): {found.n_hits:,} hits, median {1000 * median(taken):.0f} ms of processor time")
    before = time.process_time()
    found = inquiry.search("people", offset=max(0, found.n_hits - 20))
    print(f"  the last page of a word of every passage: {1000 * (time.process_time() - before):.0f} ms")
    _measure_fts5(inquiry.folder.search)
    inquiry.close()


def _measure_fts5(index: Path) -> None:
    """SQLite's own full text over the same texts: one mode, between exact and folded, and no reasons."""
    source = sqlite3.connect(index)
    texts = source.execute("SELECT text FROM part ORDER BY entry, number").fetchall()
    source.close()
    peer = sqlite3.connect(":memory:")
    before = time.process_time()
    peer.execute("CREATE VIRTUAL TABLE t USING fts5(text, prefix='2')")
    peer.executemany("INSERT INTO t VALUES (?)", texts)
    peer.commit()
    print(f"  peer, FTS5 in memory: made in {time.process_time() - before:.1f} s of processor time")
    for words in ("Mohamdra", "people", "killed people", '"people were killed"', "mo*"):
        taken, n = [], 0
        for _ in range(7):
            before = time.process_time()
            n = peer.execute("SELECT count(*) FROM t WHERE t MATCH ?", (words,)).fetchone()[0]
            peer.execute("SELECT text FROM t WHERE t MATCH ? ORDER BY rowid LIMIT 20", (words,)).fetchall()
            taken.append(time.process_time() - before)
        print(f"    {words}: {n:,} hits, median {1000 * median(taken):.0f} ms")
    peer.close()


def measure_words(path: Path) -> None:
    """How many Arabic names meet their English spelling, in the half of the dictionary that taught nothing."""
    if not path.exists():
        print("the dictionary of names is not here: not measured")
        return
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    pairs = [(a, e) for a, e in rows if int(hashlib.sha256(a.encode()).hexdigest(), 16) % 2 and not a.isascii()]
    same = Counter(str(how_alike(english, arabic)) for arabic, english in pairs)
    rng = random.Random(5)
    strangers = Counter(str(how_alike(rng.choice(pairs)[1], rng.choice(pairs)[0])) for _ in range(100_000))
    print(f"{len(pairs):,} Arabic names and their English spelling: {dict(same.most_common())}")
    plain = sum(fold_text(arabic) == fold_text(english) for arabic, english in pairs)
    print(f"  peer, anyascii alone: {plain} of them the same")
    print(f"  100,000 random pairs of them: {dict(strangers.most_common())}")


def _name(rng: random.Random, syllables: list[str], n: int) -> str:
    return "".join(rng.choice(syllables) for _ in range(n))


def _write_documents(folder: Path, n: int, rng: random.Random) -> None:
    folder.mkdir()
    for number in range(n):
        paragraphs = made.text(number, rng.randint(3, 40))
        spoken = [
            f"{p} {_name(rng, _LATIN, 3).title()}, or {_name(rng, _ARABIC, 3)}, was there." for p in paragraphs[1:]
        ]
        (folder / f"{number:05d}.txt").write_text("\n\n".join([paragraphs[0], *spoken]), encoding="utf-8")


def _write_names(path: Path, n: int, rng: random.Random) -> None:
    """Every second name in Arabic letters; per script 4,096 given and 20,000 family names of made-up syllables."""
    families = {id(own): [_name(rng, own, 4).title() for _ in range(20_000)] for own in (_LATIN, _ARABIC)}
    with path.open("w", encoding="utf-8") as writer:
        writer.write("name,father,date\n")
        for number in range(n):
            own = _ARABIC if number % 2 else _LATIN
            given, father, family = (
                _name(rng, own, 3).title(),
                _name(rng, own, 3).title(),
                rng.choice(families[id(own)]),
            )
            writer.write(f"{given} {family},{father},2031-07-{number % 28 + 1:02d}\n")
