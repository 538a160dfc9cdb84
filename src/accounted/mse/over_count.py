"""Over-count: the estimate when some of those on one list only are not what they seem.

A record that stands alone may be a person whom another list has under another name (a link that was missed), somebody
who does not belong (alive, elsewhere, not real), or the same person twice. All of them swell the cells of people on
exactly one list, and an estimate hangs on those: false singletons push it up. For a share f of the n_A people on list A
alone,

    false_A ~ Binomial(n_A, f),        n_A → n_A − false_A                      (kind `not_real`)
                                       and as many people seen without A get A   (kind `missed_link`)

Several tables are drawn, their false numbers at evenly spread quantiles so that few tables suffice (Latin hypercube,
McKay, Beckman & Conover 1979, doi:10.1080/00401706.1979.10489755), each is estimated, and all draws of N are mixed.
That false singletons inflate an estimate is known from species counts (Chiu & Chao 2016, doi:10.7717/peerj.1634).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import binom

from accounted.model.capture import CaptureTable, History
from accounted.model.errors import UsageError
from accounted.model.progress import SILENT, Progress
from accounted.mse.arguments import (
    a_function,
    a_number,
    a_probability,
    a_progress,
    a_seed_sequence,
    a_table,
    a_text,
    a_whole_number,
    check_arguments,
    draws_of_one,
    or_none,
    several,
)
from accounted.mse.combine import thin_evenly
from accounted.mse.fitting import (
    Draws,
    Fit,
    Spread,
    check_draws,
    describe_draws,
    fit_table,
    held_lists,
    keep_lists,
    people_text,
    seeds_for,
    spread_text,
)

__all__ = ["Kind", "OverCount", "OverCountRow", "draw_thinned", "vary_over_count"]

Kind = Literal["not_real", "missed_link"]

_MOST_TABLES = 1_000
_WORDS = {"not_real": "false (not real, or counted twice)", "missed_link": "people whom another list has as well"}


@dataclass(frozen=True, slots=True)
class OverCountRow:
    """The estimate when a share of the singletons of some lists is false.

    Args:
        lists: The lists whose singletons are thinned: one, or all of them.
        share: Share that is false.
        n_false: Mean number of false singletons.
        n_observed: Mean number of people left on the lists.
        answer: Estimate; None when no thinned table could be estimated.
        change: Median / median without false singletons.
        n_tables: Thinned tables drawn.
        n_estimated: Those of them that could be estimated.
        sentence: The same in words.
    """

    lists: tuple[str, ...]
    share: float
    n_false: float
    n_observed: float
    answer: Spread | None
    change: float | None
    n_tables: int
    n_estimated: int
    sentence: str


@dataclass(frozen=True, slots=True)
class OverCount:
    """How the estimate answers to false singletons.

    Args:
        kind: `not_real`: they drop out; `missed_link`: they are people whom another list has as well.
        full: Estimate when none is false; None when there is none.
        rows: Per list and share, then for all lists together.
        prob: Probability of the intervals.
        sentences: In words.
    """

    kind: Kind
    full: Spread | None
    rows: tuple[OverCountRow, ...]
    prob: float
    sentences: tuple[str, ...]


@check_arguments(
    table=a_table,
    fit=a_function,
    seeds=a_seed_sequence,
    shares=several(a_number()),
    kind=a_text,
    n_tables=a_whole_number(0, _MOST_TABLES),
    full=or_none(draws_of_one),
    prob=a_probability,
    progress=a_progress,
)
def vary_over_count(
    table: CaptureTable,
    fit: Fit,
    seeds: np.random.SeedSequence,
    *,
    shares: Sequence[float] = (0.0, 0.02, 0.05, 0.10),
    kind: Kind = "not_real",
    n_tables: int = 5,
    full: Draws | None = None,
    prob: float = 0.95,
    progress: Progress = SILENT,
) -> OverCount:
    """Estimate again with shares of the people on exactly one list taken to be false.

    Args:
        table: People by capture history.
        fit: The model.
        seeds: Source of seeds; not changed. The tables drawn for one share are subsets of those for a smaller one.
        shares: Shares that are false; 0 is the estimate as it stands.
        kind: What false means.
        n_tables: Thinned tables per list and share.
        full: Draws of N from the table as it is, under the same model, when they are there already.
        prob: Probability of the intervals.
        progress: Hears of one part per list and share.

    Raises:
        UsageError: A share not from 0 to below 1, an unknown kind, no tables, a probability not between 0 and 1, or
            draws that cannot be numbers of people.

    >>> from accounted.mse import average_graphs
    >>> made_up = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                   (0, 1, 1): 8, (1, 1, 1): 3})
    >>> answer = vary_over_count(made_up, lambda t, _: average_graphs(t).spread_draws(400), np.random.SeedSequence(1))
    >>> [(row.lists, row.share, round(row.change, 2)) for row in answer.rows[-2:]]
    [(('A', 'B', 'C'), 0.05, 0.94), (('A', 'B', 'C'), 0.1, 0.88)]
    """
    _check_call(shares, kind, n_tables)
    used = keep_lists(table, held_lists(table))
    whole = fit_table(used, fit, seeds_for(seeds, "all lists")) if full is None else None
    draws = whole.draws if whole else check_draws(np.asarray(full), used.stratum, used.n_observed)
    if draws is None:
        said = f"Over-count cannot be looked at: {whole.reason if whole else ''}."
        return OverCount(kind, None, (), prob, (said,))
    answer = describe_draws(draws, prob)
    groups = [*((name,) for name in used.lists), used.lists]
    tried = [(group, share) for group in groups for share in sorted(set(shares)) if share > 0.0]
    progress.step("over-count", len(tried))
    rows = []
    for group, share in tried:
        thinned = draw_thinned(used, group, share, n_tables, seeds, kind=kind)
        rows.append(_estimate_row(used, group, share, thinned, fit, seeds, answer, kind, prob))
        progress.advance()
    return OverCount(kind, answer, tuple(rows), prob, _sum_up(rows, answer, used.lists, prob))


def _check_call(shares: Sequence[float], kind: str, n_tables: int) -> None:
    for share in shares:
        if not 0.0 <= share < 1.0:
            raise UsageError(f"the share {share} is not from 0 to below 1", mend="use for example 0.05 for 5 %")
    if kind not in _WORDS:
        raise UsageError(f"unknown kind of over-count: {kind}", mend=f"choose from: {', '.join(_WORDS)}")
    if n_tables < 1:
        raise UsageError(f"{n_tables} thinned tables were asked for", mend="ask for at least one")


def draw_thinned(
    table: CaptureTable,
    lists: Sequence[str],
    share: float,
    n_tables: int,
    seeds: np.random.SeedSequence,
    *,
    kind: Kind = "not_real",
) -> tuple[CaptureTable, ...]:
    """Draw tables in which a share of the people on exactly one of the given lists is found to be false.

    >>> made_up = CaptureTable.of("ABC", {(1, 0, 0): 400, (0, 1, 0): 300, (0, 1, 1): 80, (1, 1, 1): 30})
    >>> drawn = draw_thinned(made_up, "A", 0.05, 4, np.random.SeedSequence(1))
    >>> [810 - t.n_observed for t in drawn], {dict(t.cells)[0, 1, 1] for t in drawn}
    ([15, 25, 21, 18], {80})
    """
    counts = [dict(table.cells) for _ in range(n_tables)]
    never = set(table.impossible)
    for name in sorted(lists):
        at = table.lists.index(name)
        alone = tuple(int(j == at) for j in range(len(table.lists)))
        rng = np.random.default_rng(seeds_for(seeds, "over-count", name))
        spread = (rng.permutation(n_tables) + 0.5) / n_tables
        n_alone = dict(table.cells).get(alone, 0)
        wanted = binom.ppf(spread, n_alone, share).astype(np.int64).tolist()
        for cells, n_false in zip(counts, wanted, strict=True):
            if kind == "not_real":
                cells[alone] = cells.get(alone, 0) - min(n_false, cells.get(alone, 0))
            else:
                _link(cells, alone, at, n_false, never, rng)
    return tuple(CaptureTable.of(table.lists, c, table.stratum, table.impossible, table.dependent) for c in counts)


def _link(
    cells: dict[History, int], alone: History, at: int, n_false: int, never: set[History], rng: np.random.Generator
) -> None:
    """Give the list to people seen without it, chosen evenly among them, in place of as many on it alone."""
    partners = [h for h in sorted(cells) if not h[at] and _with(h, at) not in never]
    sizes = np.array([cells[h] for h in partners], dtype=np.int64)
    n_linked = min(n_false, cells.get(alone, 0))
    if not n_linked or not sizes.sum():
        return
    # Drawn with replacement and capped: sampling without it stops at 10⁹ people, and differs by chance only.
    taken = np.minimum(rng.multinomial(n_linked, sizes / sizes.sum()), sizes)
    cells[alone] -= int(taken.sum())
    for history, n in zip(partners, taken.tolist(), strict=True):
        cells[history] -= n
        joined = _with(history, at)
        cells[joined] = cells.get(joined, 0) + n


def _with(history: History, at: int) -> History:
    return (*history[:at], 1, *history[at + 1 :])


def _estimate_row(
    table: CaptureTable,
    lists: tuple[str, ...],
    share: float,
    thinned: tuple[CaptureTable, ...],
    fit: Fit,
    seeds: np.random.SeedSequence,
    full: Spread,
    kind: Kind,
    prob: float,
) -> OverCountRow:
    fitted = [
        fit_table(drawn, fit, seeds_for(seeds, "thinned", *lists, f"{share:.6f}", str(number))).draws
        for number, drawn in enumerate(thinned)
    ]
    found = [draws for draws in fitted if draws is not None]
    n_left = float(np.mean([drawn.n_observed for drawn in thinned]))
    n_false = table.n_observed - n_left
    who = f"those on {lists[0]} alone" if len(lists) == 1 else "those on exactly one list"
    about = people_text(n_false) if n_false >= 10.0 else f"{n_false:.1f}"
    lead = f"If {100 * share:g} % of {who} (about {about}) were {_WORDS[kind]}"
    if not found:
        sentence = f"{lead}, there would be no estimate."
        return OverCountRow(lists, share, n_false, n_left, None, None, len(thinned), 0, sentence)
    n_each = min(draws.size for draws in found)
    answer = describe_draws(np.concatenate([thin_evenly(draws, n_each) for draws in found]), prob)
    change = answer.point / full.point
    some = "" if len(found) == len(thinned) else f" (from {len(found)} of {len(thinned)} tables drawn)"
    sentence = f"{lead}, the estimate would be {spread_text(answer, prob)}{some}, {_change_text(change)}."
    return OverCountRow(lists, share, n_false, n_left, answer, change, len(thinned), len(found), sentence)


def _change_text(change: float) -> str:
    per_cent = round(100 * abs(change - 1.0))
    if per_cent == 0:
        return "the same to within a per cent"
    return f"{per_cent} % {'less' if change < 1.0 else 'more'}"


def _sum_up(rows: Sequence[OverCountRow], full: Spread, lists: tuple[str, ...], prob: float) -> tuple[str, ...]:
    said = [f"As the lists stand, the estimate is {spread_text(full, prob)}."]
    outside = [row for row in rows if row.answer is None or not full.lower <= row.answer.point <= full.upper]
    if not rows:
        return tuple(said)
    if not outside:
        most = max(row.share for row in rows)
        said.append(f"Up to {100 * most:g} % false singletons leave the middle of the answer inside that interval.")
    else:
        first = min(outside, key=lambda row: (row.share, len(row.lists), row.lists))
        where = "all lists together" if first.lists == lists else first.lists[0]
        said.append(
            f"From {100 * first.share:g} % false singletons ({where}) the middle of the answer leaves that interval, "
            "or there is no estimate."
        )
    return (*said, *(row.sentence for row in rows))
