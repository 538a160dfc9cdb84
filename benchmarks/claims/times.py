"""How well times are found and read: TempEval-3's own measures on its own texts, beside what HeidelTime reaches.

    ACCOUNTED_PUBLIC_SETS=FOLDER python -m benchmarks.claims times [--final] [--show]

FOLDER holds checkouts of the public repositories `jspotter/TempEval-3` (TimeBank and AQUAINT, for tuning) and
`qiangning/StructTempRel-EMNLP17` (TempEval-3 platinum, for the reported figures only: it is read with `--final`).
Every fifth document of TimeBank is held out: it was not looked at while tuning. AQUAINT was not looked at either.
"""

from __future__ import annotations

import argparse
import html
import math
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from accounted.claims.times import read_times
from accounted.model.dates import DateInterval
from benchmarks import machine

__all__ = ["Gold", "Score", "main", "read_timeml", "score"]

ENVIRONMENT = "ACCOUNTED_PUBLIC_SETS"
TRAINING = "TempEval-3/data/TBAQ-cleaned"
PLATINUM = "StructTempRel-EMNLP17/data/TempEval3/Evaluation/te3-platinum"
HELD_OUT = 5  # every fifth document
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_CALENDAR = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Gold:
    """A document as annotated: its text, its date, and (start, end, kind, value) for every time."""

    name: str
    text: str
    dated: DateInterval | None
    times: tuple[tuple[int, int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over documents.

    Args:
        n_gold: Times annotated.
        n_found: Times found.
        n_touched_gold: Annotated times that one found overlaps (relaxed recall).
        n_touched_found: Found times that overlap one annotated (relaxed precision).
        n_strict: Times with both ends right.
        n_value: Overlapping pairs with the right TIMEX3 value.
        n_calendar: Annotated values that are a year, month or day.
        n_calendar_right: Those found with the right value.
        misses: What went wrong, for a reader.
    """

    n_gold: int
    n_found: int
    n_touched_gold: int
    n_touched_found: int
    n_strict: int
    n_value: int
    n_calendar: int
    n_calendar_right: int
    misses: tuple[str, ...] = ()

    @property
    def relaxed(self) -> tuple[float, float, float]:
        """Precision, recall, F1 of overlapping spans."""
        return _f1(self.n_touched_found, self.n_found, self.n_touched_gold, self.n_gold)

    @property
    def strict(self) -> tuple[float, float, float]:
        """Precision, recall, F1 of equal spans."""
        return _f1(self.n_strict, self.n_found, self.n_strict, self.n_gold)

    @property
    def value(self) -> float:
        """F1 of overlapping spans with the right value, as TempEval-3 ranks."""
        return self.relaxed[2] * self.n_value / max(self.n_touched_gold, 1)


def read_timeml(path: Path) -> Gold:
    """Read a TimeML file: the text between the TEXT tags, without markup."""
    raw = path.read_text(encoding="utf-8", errors="replace")
    dated = re.search(r'<TIMEX3[^>]*functionInDocument="CREATION_TIME"[^>]*>', raw)
    day = re.search(r'value="(\d{4}-\d{2}-\d{2})', dated.group()) if dated else None
    body = raw[raw.index("<TEXT>") + 6 : raw.index("</TEXT>")]
    parts: list[str] = []
    times: list[tuple[int, int, str, str]] = []
    length, position, opened = 0, 0, ("", "", -1)
    for tag in _TAG.finditer(body):
        piece = html.unescape(body[position : tag.start()])
        parts.append(piece)
        length, position = length + len(piece), tag.end()
        if tag[2] != "TIMEX3":
            continue
        if not tag[1]:
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag[3]))
            opened = (attributes["type"], attributes["value"], length)
        elif opened[2] >= 0 and length > opened[2]:
            times.append((opened[2], length, opened[0], opened[1]))
    parts.append(html.unescape(body[position:]))
    return Gold(path.stem, "".join(parts), DateInterval.parse(day[1]) if day else None, tuple(times))


def score(documents: Sequence[Gold]) -> Score:
    """Compare what is found with what is annotated."""
    counts = [0] * 8
    misses: list[str] = []
    for document in documents:
        text = document.text
        found = [
            (t.start, t.end, t.reading.kind, t.reading.value)
            for t in read_times(text, document.dated)
            if t.reading.value
        ]
        touched = 0
        for start, end, kind, value in document.times:
            wording = _trimmed(text[start:end])
            calendar = _CALENDAR.fullmatch(value) is not None
            over = [f for f in found if f[0] < end and start < f[1]]
            strict = any(f[0] == start and _trimmed(text[f[0] : f[1]]) == wording for f in over)
            right = bool(over) and over[0][3] == value
            touched += bool(over)
            for i, yes in enumerate((True, strict, right, calendar, calendar and right)):
                counts[(0, 4, 5, 6, 7)[i]] += yes
            seen = _context(text, start, end)
            if not over:
                misses.append(f"missed   {wording!r} {kind} {value} | {seen}")
            elif not strict or not right:
                what = " ".join(repr(text[f[0] : f[1]]) + f" {f[3]}" for f in over)
                label = "value" if strict else ("span" if right else "both")
                misses.append(f"{label:8} {wording!r} {value} <- {what} | {document.name} {seen}")
        counts[1] += len(found)
        counts[2] += touched
        for f in found:
            yes = any(f[0] < end and start < f[1] for start, end, _, _ in document.times)
            counts[3] += yes
            if not yes:
                misses.append(f"spurious {text[f[0] : f[1]]!r} {f[3]} | {_context(text, f[0], f[1])}")
    return Score(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7], tuple(misses))


def _trimmed(wording: str) -> str:
    return " ".join(wording.split()).rstrip(".,")


def _context(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[max(0, start - 50) : start]}[{text[start:end]}]{text[end : end + 40]}".split())


def _f1(right: int, found: int, hit: int, gold: int) -> tuple[float, float, float]:
    precision, recall = right / max(found, 1), hit / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _interval(share: float, n: int) -> str:
    """The 95 % interval of a share by Wilson's formula; for an F1 it is taken over the annotated times."""
    z = 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{share:.3f} [{middle - half:.3f}, {middle + half:.3f}]"


def _row(name: str, documents: Sequence[Gold], *, show: str) -> None:
    if not documents:
        return
    result = score(documents)
    started = time.process_time()
    for document in documents:
        read_times(document.text, document.dated)
    seconds = time.process_time() - started
    n = result.n_gold
    print(
        f"| {name} | {len(documents)} | {n} | {_interval(result.relaxed[2], n)} | {_interval(result.strict[2], n)} "
        f"| {result.value:.3f} | {result.n_calendar_right} of {result.n_calendar} | {len(documents) / seconds:.0f} |"
    )
    if show:
        print(f"precision {result.relaxed[0]:.3f} recall {result.relaxed[1]:.3f}")
        for miss in sorted(result.misses):
            if show in ("all", miss.split()[0]):
                print("   ", miss)


def main() -> None:
    """Print one row per set."""
    parser = argparse.ArgumentParser(description="times: TempEval-3")
    parser.add_argument("--final", action="store_true", help="also read the set that is for scoring only")
    parser.add_argument("--show", default="", help="print what went wrong in the tuning part: all, missed, spurious …")
    options = parser.parse_args()
    folder = os.environ.get(ENVIRONMENT)
    if not folder or not (Path(folder) / TRAINING).is_dir():
        print(f"skipped: {ENVIRONMENT} names no folder with a checkout of jspotter/TempEval-3")
        return
    print(machine.describe() + "; documents per second of CPU time\n")
    print(
        "| set | documents | times | relaxed F1 [95 %] | strict F1 [95 %] | value F1 | calendar values | per second |"
    )
    print("|---|---|---|---|---|---|---|---|")
    bank = [read_timeml(path) for path in sorted((Path(folder) / TRAINING / "TimeBank").glob("*.tml"))]
    tuned = [document for i, document in enumerate(bank) if i % HELD_OUT]
    _row("TimeBank, tuned on", tuned, show=options.show)
    _row("TimeBank, held out", bank[::HELD_OUT], show="")
    aquaint = [read_timeml(path) for path in sorted((Path(folder) / TRAINING / "AQUAINT").glob("*.tml"))]
    _row("AQUAINT, not looked at", aquaint, show="")
    if options.final:
        platinum = [read_timeml(path) for path in sorted((Path(folder) / PLATINUM).glob("*.tml"))]
        _row("TempEval-3 platinum", platinum, show="")


if __name__ == "__main__":
    main()
