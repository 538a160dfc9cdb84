"""How far the lists are seen to depart from what is assumed, on the scale ξ of the unrecorded.

Nobody sees how far the people on no list depart from the model's assumption. Among the people on some list it can be
seen, in two ways, and both give a factor ξ by which a predicted number of missed people has to be multiplied:

1. *The model's own assumption.* Take one list for the whole, predict from the others, under the model, how many of its
   people no other list found, and divide what is there by it (`known_answer`):  ξ_C = actual / predicted.
2. *Independence of two lists* A and B, among the people on at least one other list:

       predicted by independence  n̂₀₀ = n₁₀ n₀₁ / n₁₁,      ξ_AB = n₀₀ / n̂₀₀ = n₁₁ n₀₀ / (n₁₀ n₀₁),

   the odds ratio: with two lists, multiplying the unrecorded by ξ and fixing their odds ratio at ξ are the same
   (Gerritse, van der Heijden & Bakker 2015, doi:10.1515/jos-2015-0022). Point and interval are those of
   Haldane (1956, doi:10.1111/j.1469-1809.1955.tb01285.x): half a person added to each cell, log ξ normal with variance
   Σ 1/(n + ½).

The first is the scale of the estimate and makes the band where it can be had (four lists). With three lists the second
stands in, and it is said that it measures against independence.

Only lists and pairs with enough people expected to tell half from double count (`enough`): a handful of people shared
by chance would make a band of any width. When there are none, it is said with the counts, and there is no band.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from scipy.special import ndtri

from accounted.model.capture import CaptureTable, History
from accounted.mse.arguments import a_probability, a_table, an_instance, check_arguments, or_none
from accounted.mse.enough import ENOUGH, tell_half_from_double
from accounted.mse.fitting import Factor, held_lists, keep_lists, times_text
from accounted.mse.known_answer import KnownAnswer, KnownAnswers

__all__ = ["Departures", "PairDeparture", "find_departures", "measure_pairs"]

_FEW = 3


@dataclass(frozen=True, slots=True)
class PairDeparture:
    """How two lists depend on each other among the people on at least one other list.

    Args:
        lists: The two lists.
        both: People on both and on another list.
        first_only: People on the first, not the second, and on another.
        second_only: People on the second, not the first, and on another.
        neither: People on neither, but on another.
        expected: People expected on both (and on another list) were the two independent.
        is_thin: Whether too few are expected in one of the four cells for any outcome to tell half from double.
        is_declared: Whether the two were declared to depend on each other.
        factor: The odds ratio, which is ξ against independence; None when there is nobody to see it among.
        sentence: The same in words.
    """

    lists: tuple[str, str]
    both: int
    first_only: int
    second_only: int
    neither: int
    expected: float
    is_thin: bool
    is_declared: bool
    factor: Factor | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Departures:
    """The departures seen, as a band of ξ.

    Args:
        scale: `model` when the band is relative to the model's own assumption, `independence` when relative to
            independence of two lists, `none` when nothing can be seen, or too few people are shared to see it.
        lower: Smallest ξ seen, or 1 when all are above it; None without a band.
        upper: Largest ξ seen, or 1 when all are below it; None without a band, or when it has no bound (`is_open`).
        outer_lower: Smallest end of an interval of a ξ seen, 1 at most.
        outer_upper: Largest, 1 at least; None likewise.
        is_open: Whether the band has no upper bound.
        pairs: For every pair of lists.
        prob: Probability of the intervals.
        sentences: In words.
    """

    scale: Literal["model", "independence", "none"]
    lower: float | None
    upper: float | None
    outer_lower: float | None
    outer_upper: float | None
    is_open: bool
    pairs: tuple[PairDeparture, ...]
    prob: float
    sentences: tuple[str, ...]

    def place(self, factor: float) -> Literal["within", "at the edge", "beyond", "unknown"]:
        """Say where a factor lies: within those seen, within their intervals only, or beyond.

        >>> seen = Departures("model", 0.8, 1.5, 0.5, 2.5, False, (), 0.95, ())
        >>> seen.place(1.2), seen.place(2.0), seen.place(0.4)
        ('within', 'at the edge', 'beyond')
        """
        if self.lower is None:
            return "unknown"
        if self.lower <= factor and (self.upper is None or factor <= self.upper):
            return "within"
        inside = self.outer_lower is None or self.outer_lower <= factor
        return "at the edge" if inside and (self.outer_upper is None or factor <= self.outer_upper) else "beyond"


@check_arguments(
    table=a_table,
    known=or_none(an_instance(KnownAnswers, mend="give what check_known_answers returned")),
    prob=a_probability,
)
def find_departures(table: CaptureTable, known: KnownAnswers | None = None, *, prob: float = 0.95) -> Departures:
    """Collect the departures seen between the lists of a table.

    The band runs from the smallest to the largest ξ seen and takes in 1, for what lies between the assumption and a
    departure seen departs less. The outer band takes in their intervals; of one or two it is the band itself. Checks
    and pairs with too few people expected to tell half from double are counted and stay out, as do pairs declared to
    depend on each other. Without any left there is no band, and the counts are given.

    Args:
        table: People by capture history.
        known: The known-answer checks on the same table under the model; None to use independence of pairs.
        prob: Probability of the intervals of the pairs.

    Raises:
        UsageError: A probability not between 0 and 1.

    >>> counts = {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11, (0, 1, 1): 8, (1, 1, 1): 3}
    >>> find_departures(CaptureTable.of("ABC", counts)).sentences[0][:43]
    'The overlap is too thin to show departures:'
    >>> seen = find_departures(CaptureTable.of("ABC", {history: 8 * n for history, n in counts.items()}))
    >>> seen.scale, round(seen.lower, 2), round(seen.upper, 2)
    ('independence', 1.0, 1.51)
    """
    pairs = measure_pairs(table, prob=prob)
    checks = [check for check in known.checks if check.factor is not None] if known else []
    own = [check.factor for check in checks if check.factor is not None and not check.is_thin]
    if own and known:
        return _make_band("model", own, len(known.checks), pairs, prob)
    free = [pair for pair in pairs if not pair.is_declared]
    against = [pair.factor for pair in free if pair.factor is not None and not pair.is_thin]
    if against:
        return _make_band("independence", against, len(free), pairs, prob)
    said = (_say_thin(known.checks if known else (), free), *(pair.sentence for pair in pairs))
    return Departures("none", None, None, None, None, False, pairs, prob, said)


@check_arguments(table=a_table, prob=a_probability)
def measure_pairs(table: CaptureTable, *, prob: float = 0.95) -> tuple[PairDeparture, ...]:
    """Measure for every pair of lists the odds ratio among the people on at least one other list.

    Combinations of the other lists under which one of the four cells could not occur are left out.

    >>> table = CaptureTable.of("ABC", {(1, 0, 1): 40, (0, 1, 1): 60, (0, 0, 1): 120, (1, 1, 1): 20})
    >>> print(measure_pairs(table)[0].sentence[:93])
    A and B: of the people on another list, neither has 120, about what independence would give (
    """
    used = keep_lists(table, held_lists(table))
    return tuple(_measure_pair(used, a, b, prob) for a, b in combinations(used.lists, 2))


def _measure_pair(table: CaptureTable, a: str, b: str, prob: float) -> PairDeparture:
    at = (table.lists.index(a), table.lists.index(b))
    hidden = {_rest(history, at) for history in table.impossible}
    cells = {(x, y): 0 for x in (0, 1) for y in (0, 1)}
    for history, count in table.cells:
        rest = _rest(history, at)
        if any(rest) and rest not in hidden:
            cells[history[at[0]], history[at[1]]] += count
    both, first, second, neither = (cells[key] for key in ((1, 1), (1, 0), (0, 1), (0, 0)))
    is_declared = (a, b) in table.dependent or (b, a) in table.dependent
    expected = _expect_cells(both, first, second, neither)
    is_thin = not tell_half_from_double(expected)
    factor = None
    # Without anybody on A or anybody off it (or B), the table says nothing about A together with B.
    if min(both + first, both + second, second + neither, first + neither) > 0:
        halves = [n + 0.5 for n in (both, first, second, neither)]
        centre = math.log(halves[0] * halves[3] / (halves[1] * halves[2]))
        width = float(ndtri(0.5 + prob / 2.0)) * math.sqrt(sum(1.0 / n for n in halves))
        factor = Factor(math.exp(centre), math.exp(centre - width), math.exp(centre + width))
    counts = (both, first, second, neither)
    sentence = _say_few(a, b, counts, expected[0], is_declared) if is_thin else ""
    sentence = sentence or _say_pair(a, b, neither, factor, is_declared)
    return PairDeparture((a, b), *counts, expected[0], is_thin, is_declared, factor, sentence)


def _expect_cells(both: int, first: int, second: int, neither: int) -> tuple[float, float, float, float]:
    """Expect the four cells from their margins, were the two lists independent; the first is on both."""
    n = both + first + second + neither
    if n == 0:
        return 0.0, 0.0, 0.0, 0.0
    a, b = both + first, both + second
    return a * b / n, a * (n - b) / n, (n - a) * b / n, (n - a) * (n - b) / n


def _rest(history: History, at: tuple[int, int]) -> History:
    return tuple(value for j, value in enumerate(history) if j not in at)


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _declared_text(is_declared: bool) -> str:
    return "; the two are declared to depend on each other" if is_declared else ""


def _say_few(a: str, b: str, counts: tuple[int, int, int, int], expected: float, is_declared: bool) -> str:
    """Say that a pair shows nothing; empty when nobody is on another list, which has a sentence of its own."""
    if not any(counts):
        return ""
    both, first, second, neither = (f"{n:,}" for n in counts)
    return (
        f"{a} and {b}: of the people on another list {both} {_are(counts[0])} on both ({expected:.1f} were they "
        f"independent), {first} and {second} on one, {neither} on neither: too few to tell half from double"
        f"{_declared_text(is_declared)}."
    )


def _say_pair(a: str, b: str, neither: int, factor: Factor | None, is_declared: bool) -> str:
    declared = _declared_text(is_declared)
    if factor is None or factor.point is None or factor.lower is None or factor.upper is None:
        return f"{a} and {b}: nobody on another list shows how these two depend on each other{declared}."
    times = f"{times_text(factor.point)} times; {times_text(factor.lower)}–{times_text(factor.upper)}"
    if factor.lower <= 1.0 <= factor.upper:
        compared = "about what"
    else:
        compared = "more than" if factor.point > 1.0 else "fewer than"
    return (
        f"{a} and {b}: of the people on another list, neither has {neither:,}, {compared} independence would give "
        f"({times}){declared}."
    )


def _make_band(
    scale: Literal["model", "independence"],
    factors: Sequence[Factor],
    n_tried: int,
    pairs: tuple[PairDeparture, ...],
    prob: float,
) -> Departures:
    points = [math.inf if f.point is None else f.point for f in factors]
    lowers = [math.inf if f.lower is None else f.lower for f in factors]
    uppers = [math.inf if f.upper is None else f.upper for f in factors]
    # The span of one or two points is no span: their intervals then make the band.
    few = len(factors) < _FEW
    least, most = (lowers, uppers) if few else (points, points)
    lead = _say_band(scale, min(least), max(most), len(factors), n_tried)
    return Departures(
        scale,
        min(1.0, *least),
        _bounded(max(1.0, *most)),
        min(1.0, *lowers),
        _bounded(max(1.0, *uppers)),
        math.isinf(max(most)),
        pairs,
        prob,
        (lead, *(pair.sentence for pair in pairs)),
    )


def _bounded(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _say_band(scale: str, lower: float, upper: float, n_seen: int, n_tried: int) -> str:
    doubt = " (the ends of their intervals, for these are few)" if n_seen < _FEW else ""
    if math.isinf(upper):
        least = (
            f"at least {times_text(lower, -1)} times what was assumed" if math.isfinite(lower) else "more than assumed"
        )
        span = f"{least}, without a bound above{doubt}"
    else:
        span = f"between {times_text(lower, -1)} and {times_text(upper, 1)} times what was assumed{doubt}"
    thin = f", of {n_tried}; the others share too few people" if n_tried > n_seen else ""
    if scale == "model":
        lead = (
            f"Taking each list for the whole ({n_seen} check{'s' if n_seen > 1 else ''}{thin}), the people whom all "
            f"other lists missed were {span}."
        )
    else:
        lead = (
            f"For pairs of lists ({n_seen}{thin}), the people on another list whom both missed were {span}, here that "
            "the two are independent; the model assumes something else, so this is a rough guide."
        )
    return f"{lead} Whether the people on no list depart as far, the lists cannot show."


def _say_thin(checks: Sequence[KnownAnswer], pairs: Sequence[PairDeparture]) -> str:
    """Say that there is no band, with the counts of the list and the pair that come nearest to one."""
    parts = []
    if checks:
        best = max(checks, key=lambda check: (check.expected_shared, check.known))
        parts.append(
            f"taking one list for the whole, {best.list} shows most: of its {best.known:,} people {best.n_shared:,} "
            f"{_are(best.n_shared)} on two others ({best.expected_shared:.1f} were these independent) and "
            f"{best.n_missed:,} on none"
        )
    if pairs:
        near = max(pairs, key=lambda pair: (pair.expected, pair.neither))
        parts.append(
            f"of pairs, {near.lists[0]} and {near.lists[1]} do: of the people on another list {near.both:,} "
            f"{_are(near.both)} on both ({near.expected:.1f} were they independent) and {near.neither:,} on neither"
        )
    if not parts:
        return "No departures can be seen between these lists: no two of them can be compared."
    return (
        f"The overlap is too thin to show departures: {'; '.join(parts)}. About {ENOUGH:.0f} of each have to be "
        "expected to tell half from double. How far the people on no list may depart, nothing here shows."
    )
