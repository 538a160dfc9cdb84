"""Decomposable graphical models, averaged exactly (Madigan & York 1997, doi:10.1093/biomet/84.1.19).

For a graph g with cliques C and separators S, m people on no list, N = n + m, and a hyper-Dirichlet prior with δ in
every cell of the full table,

    p(table, N | g) = N! / (m! ∏ n_x!) · ∏_C h(C) / ∏_S h(S),     h(A) = ∏_cells Γ(n_cell + α_A) / Γ(α_A),

with α_A = δ 2^(L − |A|), the empty separator included: h(∅) = Γ(N + δ 2^L) / Γ(δ 2^L). Graphs are equally likely
beforehand and p(N) ∝ 1/N. R's package dga (Johndrow, Lum & Ball) uses the same formulas and suggests δ = 2^−L: one
prior person in all, whatever the number of lists.

The lists identify N here only through the assumption that some lists are (conditionally) independent: the saturated
graph fits every table, says nothing about m, and takes over when millions of people show that no simpler graph holds.
Its share of the weight is therefore part of the answer, and so is the average over all other graphs.

The graphs are walked through without an object for any (`graph_walk`), added up at chosen m (`decomposable_density`,
`decomposable_nodes`), and left out only where a bound proves that they cannot matter (`decomposable_search`).
"""

from __future__ import annotations

import math
from itertools import combinations

from accounted.model.capture import MOST_PEOPLE, CaptureTable
from accounted.model.errors import UsageError
from accounted.mse.arguments import a_number, a_table, a_whole_number, check_arguments, or_none
from accounted.mse.decomposable_average import GraphAverage, WeighedGraph, describe_posterior
from accounted.mse.decomposable_density import tabulate_steps
from accounted.mse.decomposable_search import find_posterior
from accounted.mse.graph_walk import Walk, join_all, lay_walk, prune_walk
from accounted.mse.graphs import MAX_LISTS

__all__ = ["GraphAverage", "WeighedGraph", "average_graphs", "find_obstacle"]

_REACH = 10_000
_FARTHEST = 10**15


@check_arguments(table=a_table)
def find_obstacle(table: CaptureTable) -> str:
    """Say why decomposable graphs cannot be averaged on this table; empty when they can.

    >>> find_obstacle(CaptureTable.of("ABC", {(1, 0, 0): 4, (0, 1, 1): 3}, impossible=[(1, 1, 0)]))
    'decomposable graphs give every capture history a chance, and 1 is declared impossible'
    """
    n_lists = len(table.lists)
    if not 2 <= n_lists <= MAX_LISTS:
        return f"graphs are averaged for 2 to {MAX_LISTS} lists, not {n_lists}"
    if table.impossible:
        n = len(table.impossible)
        declared = "1 is" if n == 1 else f"{n} are"
        return f"decomposable graphs give every capture history a chance, and {declared} declared impossible"
    if not table.n_observed:
        return "nobody is in the table"
    if table.n_observed > MOST_PEOPLE:
        return "there are more than 10¹⁰ people in the table"
    return ""


@check_arguments(
    table=a_table,
    delta=or_none(a_number(0.0)),
    first=a_whole_number(0, _FARTHEST),
    last=or_none(a_whole_number(0, _FARTHEST)),
)
def average_graphs(
    table: CaptureTable, *, delta: float | None = None, first: int = 0, last: int | None = None
) -> GraphAverage:
    """Average over all decomposable graphs on two to seven lists; declared dependences are edges of every graph.

    Args:
        table: People by capture history.
        delta: Prior people per cell of the full table; 2^−L unless given, as R's dga suggests.
        first: Smallest number of people on no list (R's dga is commonly run from 1).
        last: Largest number; 10,000 times those observed unless given, and `truncated` says what may lie beyond.

    Raises:
        UsageError: One list, or more than seven, declared impossible histories, a table of nobody or of more people
            than can be counted, or a range or prior that is empty.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> import numpy as np
    >>> answer = average_graphs(table)
    >>> answer.n_graphs, answer.quantiles(np.array([0.025, 0.5, 0.975])).tolist()
    (8, [211.0, 264.0, 351.0])
    >>> best = answer.top[0]
    >>> best.edges, round(best.share, 2), best.median
    ((), 0.81, 264.0)
    """
    obstacle = find_obstacle(table)
    if obstacle:
        raise UsageError(obstacle, where="" if table.stratum == "all" else table.stratum, mend=_mend(table))
    n_lists, n = len(table.lists), table.n_observed
    delta = 2.0**-n_lists if delta is None else delta
    last = max(_REACH * max(n, 100), first + 1) if last is None else last
    if not 0 <= first < last <= _FARTHEST or not 0.0 < delta < math.inf:
        raise UsageError("the range or the prior is empty", mend="give 0 ≤ first < last ≤ 10¹⁵ and delta above 0")
    steps = tabulate_steps(table, delta)
    saturated, others = _choose_walks(table)
    found = find_posterior(steps, saturated, others, first, last)
    return describe_posterior(table.lists, steps, found, 1 + (others.n_graphs if others else 0))


def _mend(table: CaptureTable) -> str:
    if len(table.lists) > MAX_LISTS:
        return "merge lists that share their sources, or choose lists: select_lists(table, [...])"
    if table.impossible:
        return "use a model that can leave these histories out, or merge the lists"
    return "give people on at least two lists"


def _choose_walks(table: CaptureTable) -> tuple[Walk, Walk | None]:
    """The saturated graph, and the others that join the lists declared to depend on each other."""
    n_lists = len(table.lists)
    walk = lay_walk(n_lists)
    number = {pair: bit for bit, pair in enumerate(combinations(table.lists, 2))}
    declared = sum(1 << number[pair] for pair in table.dependent)
    is_saturated = walk.edges == join_all(n_lists)
    allowed = ((walk.edges & declared) == declared) & ~is_saturated
    return prune_walk(walk, is_saturated), prune_walk(walk, allowed) if bool(allowed.any()) else None
