"""Does the 95 % interval hold the truth, how wide is it, and does it say when it cannot know?

Per family and method, over tables with known truth:

* *held*: share of the intervals with lower ≤ N ≤ upper, among the tables where there is an interval. A weakly
  identified estimate gives an interval and is scored like any other; *none* (not estimable, failed) is counted apart
  and never as holding the truth. *above* and *below*: intervals that lie wholly above or below the truth.
* *width*: median of log(upper / lower). *× own*, *× shared*: median over tables of its ratio to the posterior under the
  very family that made the table, with either prior (`generating`).
* *off*: median of |log(point / N)|.
* *score*: mean interval score on log N (Gneiting & Raftery 2007, doi:10.1198/016214506000001437, α = .05):
  (u − l) + (2/α) (l − y)₊ + (2/α) (y − u)₊ with l, u, y the logs of lower, upper and N; smaller is better.
* *weak*, *warned*: shares said to be weakly identified; with any doubt at all (weak, not estimable, or a warning).

Methods are compared on the tables where both give an interval. A method that gives none for a whole family has no
score there, and the other one counts as better.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.mse.answers import YARDSTICKS, Answer
from benchmarks.mse.tables import markdown, percent

__all__ = ["Own", "Scored", "Summary", "collect_own", "interval_score", "report", "score_of", "summarise", "three"]

ALPHA = 0.05
Own = Mapping[tuple[str, str, int], Answer]
"""Answers of the yardsticks, by method, family and seed."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer beside the truth."""

    family: str
    seed: int
    method: str
    truth: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Summary:
    """How a method did on a family, or on several; None where no table allows the figure."""

    n_tables: int
    n_intervals: int
    held: float | None
    above: int
    below: int
    width: float | None
    against: Mapping[str, float | None]
    off: float | None
    score: float | None
    weak: float
    warned: float
    seconds: float


def interval_score(lower: float, upper: float, truth: float) -> float:
    """Interval score on the log scale; smaller is better.

    >>> round(interval_score(100, 200, 150), 3), round(interval_score(100, 200, 210), 3)
    (0.693, 2.645)
    """
    low, high, y = math.log(lower), math.log(upper), math.log(truth)
    return high - low + 2.0 / ALPHA * (max(low - y, 0.0) + max(y - high, 0.0))


def collect_own(rows: Sequence[Scored]) -> Own:
    """Pick the answers of the yardsticks."""
    return {(row.method, row.family, row.seed): row.answer for row in rows if row.method in YARDSTICKS}


def summarise(rows: Sequence[Scored], own: Own) -> Summary:
    """Summarise the answers of one method.

    Args:
        rows: Its answers.
        own: Answers under the family that made the table.
    """
    given = [row for row in rows if row.answer.has_interval]
    above = sum(row.answer.lower > row.truth for row in given)
    below = sum(row.answer.upper < row.truth for row in given)
    scores = [score_of(row) for row in given]
    n = max(len(rows), 1)
    return Summary(
        len(rows),
        len(given),
        1.0 - (above + below) / len(given) if given else None,
        above,
        below,
        _median([_width(row.answer) for row in given]),
        {name: _median(_ratios(given, own, name)) for name in YARDSTICKS},
        _median([abs(math.log(row.answer.point / row.truth)) for row in given]),
        float(np.mean(scores)) if scores else None,
        sum(row.answer.status == "weakly_identified" for row in rows) / n,
        sum(row.answer.status != "estimated" or row.answer.n_warnings > 0 for row in rows) / n,
        sum(row.answer.seconds for row in rows) / n,
    )


def _ratios(rows: Sequence[Scored], own: Own, name: str) -> list[float]:
    """Widths against those of a yardstick on the same tables."""
    pairs = [(row.answer, own.get((name, row.family, row.seed))) for row in rows]
    return [_width(mine) / _width(best) for mine, best in pairs if best is not None and best.upper > best.lower]


def _width(answer: Answer) -> float:
    return math.log(answer.upper / answer.lower)


def score_of(row: Scored) -> float:
    """Interval score of an answer that has an interval."""
    return interval_score(row.answer.lower, row.answer.upper, row.truth)


def _median(values: Sequence[float]) -> float | None:
    return float(np.median(values)) if values else None


def report(rows: Sequence[Scored], kinds: Mapping[str, str]) -> str:
    """One table per family, and one over each kind of family, in Markdown."""
    own = collect_own(rows)
    parts = []
    for family in dict.fromkeys(row.family for row in rows):
        inside = [row for row in rows if row.family == family]
        parts.append(f"### {family} ({_KIND[kinds[family]]})\n\n{_table(inside, own)}")
    for kind, words in _KIND.items():
        inside = [row for row in rows if kinds[row.family] == kind]
        if inside:
            parts.append(f"### All that are {words}\n\n{_table(inside, own)}")
    return "\n\n".join(parts)


_KIND = {"yes": "identifiable", "weak": "weakly identifiable", "no": "not identifiable"}
_HEADER = (
    *("method", "tables", "held %", "above", "below", "width", "× own", "× shared", "off", "score", "weak %"),
    *("warned %", "none", "seconds"),
)


def _table(rows: Sequence[Scored], own: Own) -> str:
    lines = []
    for method in dict.fromkeys(row.method for row in rows):
        s = summarise([row for row in rows if row.method == method], own)
        lines.append(
            [
                method,
                str(s.n_tables),
                percent(s.held),
                str(s.above),
                str(s.below),
                three(s.width),
                *(three(s.against[name]) for name in YARDSTICKS),
                three(s.off),
                three(s.score),
                percent(s.weak),
                percent(s.warned),
                str(s.n_tables - s.n_intervals),
                f"{s.seconds:.2f}",
            ]
        )
    return markdown(_HEADER, lines)


def three(value: float | None) -> str:
    """A figure with three decimals, `–` when there is none."""
    return "–" if value is None else f"{value:.3f}"
