"""Missing stratum labels, drawn anew inside each draw, with the capture pattern as predictor.

Let x be a capture history, L(x) the labels of the people with history x who state one, "peers" the other histories with
as many lists, "rest" all histories with another number of lists, and S the labels that are possible.

    m_rest  ~ Dirichlet(L(rest) + 1/|S|)
    m_peers ~ Dirichlet(L(peers) + α · m_rest)
    θ_x     ~ Dirichlet(L(x) + α · m_peers)
    labels of the people with history x who state none  ~ Multinomial(θ_x)

So a history with many labelled people speaks for itself and one with few leans on histories like it, each level using
people that the others do not. α says how alike histories are; it is drawn for every draw from a grid, with weights
∏_x DirichletMultinomial(L(x) | α · E m_peers) (pseudo-Bayes smoothing: Fienberg & Holland 1973,
doi:10.1080/01621459.1973.10481405). Probabilities are drawn before labels, so the draws carry the doubt about the
probabilities as well: proper multiple imputation (Rubin 1987, doi:10.1002/9780470316696; Little & Rubin 2002,
doi:10.1002/9781119013563).

What is assumed: among people with the same capture history (and the same other labels, where several columns split the
table and some are stated), those who state no label have the same labels as those who do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from accounted.model.capture import CaptureTable, EstimateSet, History, Imputed
from accounted.model.errors import InvalidTable, UsageError
from accounted.mse.arguments import (
    a_mapping,
    a_seed_sequence,
    a_whole_number,
    an_instance,
    check_arguments,
    or_none,
    several,
    some_tables,
    some_texts,
)
from accounted.mse.labels import MOST_MISSING, Labels, agrees, find_missing, split_label

__all__ = ["ImputedTables", "impute_labels", "show_imputed"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DRAWS, _MOST_DRAWS = 50, 100_000
_ALPHAS = np.geomspace(0.5, 2000.0, 25)


@dataclass(frozen=True, slots=True)
class ImputedTables:
    """Capture tables with every label filled in.

    Args:
        tables: One table per stratum with the expected numbers of people, rounded so that everybody has one place.
        samples: Per draw, the same strata in the same order; empty when nothing was missing and no linkages were
            given. To be given to `estimate(tables, samples=samples)`.
        missing: Per column the share of people who state nothing in it.
        assumption: What this rests on, in a sentence; empty when nothing was missing.
        warnings: In sentences.
        given: Per stratum of `tables`, how many people were given to it; empty when nothing was missing.
    """

    tables: tuple[CaptureTable, ...]
    samples: tuple[tuple[CaptureTable, ...], ...]
    missing: tuple[tuple[str, float], ...]
    assumption: str
    warnings: tuple[str, ...]
    given: tuple[Imputed, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """People who state the same columns with the same values, and the strata they may belong to.

    Args:
        candidates: Positions of these strata.
        stated: Labelled people by history (rows) and candidate.
        wanting: People without the label, by history.
        possible: Whether the history could occur in the candidate.
        n_lists: Number of lists in each history.
    """

    candidates: tuple[int, ...]
    stated: Ints
    wanting: Ints
    possible: NDArray[np.bool_]
    n_lists: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """What tables are built in.

    Args:
        given: The table of each stratum that stays.
        wanting: Labels of the tables whose people are given to these.
        lists: Lists in order of their names.
        histories: Everything seen, in one order.
    """

    given: tuple[CaptureTable, ...]
    wanting: tuple[str, ...]
    lists: tuple[str, ...]
    histories: tuple[History, ...]

    def build(self, counts: Ints) -> tuple[CaptureTable, ...]:
        return tuple(self._build_one(table, row) for table, row in zip(self.given, counts, strict=True))

    def _build_one(self, table: CaptureTable, row: Ints) -> CaptureTable:
        at = [self.lists.index(name) for name in table.lists]
        cells = [(tuple(h[j] for j in at), int(n)) for h, n in zip(self.histories, row, strict=True)]
        return CaptureTable.of(table.lists, cells, table.stratum, table.impossible, table.dependent)


@check_arguments(
    tables=some_tables,
    samples=several(some_tables),
    n_draws=or_none(a_whole_number(-_MOST_DRAWS, _MOST_DRAWS)),
    seeds=a_seed_sequence,
    columns=some_texts,
    allow_above=some_texts,
)
def impute_labels(
    tables: Sequence[CaptureTable],
    *,
    samples: Sequence[Sequence[CaptureTable]] = (),
    n_draws: int | None = None,
    seeds: np.random.SeedSequence,
    columns: Sequence[str] = ("stratum",),
    allow_above: Sequence[str] = (),
) -> ImputedTables:
    """Give people whose label is not stated to the strata that it could be.

    People of a stratum `stated differently` keep it. With several columns, what a person states is kept, and only
    strata that agree with it are possible; who agrees with none stays in a stratum of their own, with a warning.

    Args:
        tables: One per stratum, as `tables_from_linked` makes them: labels that are `not stated`, or with several
            columns `year: 1999, sex: not stated`, are the missing ones.
        samples: Tables of sampled linkages, per draw the same strata as `tables`, as `tables_from_samples` makes them:
            labels are then imputed once in each, so that the draws carry both doubts.
        n_draws: How many draws; 50 unless given. With `samples` there is one per sampled linkage.
        seeds: Seeds of the draws.
        columns: The columns that split the tables; with one, labels are its values.
        allow_above: Columns of which more than 40 % may be missing.

    Raises:
        UsageError: More than 40 % of the people state nothing in a column that is not in `allow_above`; no table; no
            draw; a number of draws beside `samples`; samples of other strata; a name in `allow_above` that is
            no column.
        InvalidTable: Tables of different lists, two of one stratum, a label that does not fit the columns, people who
            would get an impossible history, or nobody who states a label.

    >>> def table(label, n):
    ...     return CaptureTable.of("AB", {(1, 0): 6 * n, (0, 1): 3 * n, (1, 1): n}, label)
    >>> made = impute_labels([table("north", 6), table("south", 2), table("not stated", 1)], n_draws=20,
    ...                      seeds=np.random.SeedSequence(1))
    >>> [(t.stratum, t.n_observed) for t in made.tables], made.missing, len(made.samples)
    ([('north', 67), ('south', 23)], (('stratum', 0.1111),), 20)
    >>> {sum(t.n_observed for t in draw) for draw in made.samples}
    {90}
    """
    _check_call(tables, samples, n_draws, columns, allow_above)
    labels = {table.stratum: split_label(table.stratum, columns) for table in tables}
    missing = _weigh_missing(tables, columns, allow_above)
    complete = [label for label in labels.values() if None not in label]
    wanting: list[CaptureTable] = []
    given: list[CaptureTable] = []
    warnings = []
    for table in tables:
        label = labels[table.stratum]
        fits = None not in label or any(agrees(label, other) for other in complete)
        (wanting if fits and None in label else given).append(table)
        if not fits:
            what = f"{table.n_observed} people of {table.stratum!r} keep a stratum of their own"
            warnings.append(f"{what}: no stratum fits what they state")
    lists = tuple(sorted(tables[0].lists))
    everything = [table for draw in (tables, *samples) for table in draw]
    histories = sorted({h for table in everything for h in _count(table, lists)}, key=lambda h: (sum(h), h))
    frame = _Frame(tuple(given), tuple(sorted(t.stratum for t in wanting)), lists, tuple(histories))
    base, patterns = _set_up(tables, frame, labels)
    rng = np.random.default_rng(seeds)
    n_alike = (_DRAWS if n_draws is None else n_draws) if patterns and not samples else 0
    laid_out = [(base, patterns)] * n_alike + [_set_up(sample, frame, labels) for sample in samples]
    draws = [_draw(own, wanting, rng) for own, wanting in laid_out]
    expected = _allocate(base, patterns)
    added = [(draw - own).sum(axis=1) for draw, (own, _) in zip(draws, laid_out, strict=True)]
    return ImputedTables(
        frame.build(expected),
        tuple(frame.build(draw) for draw in draws),
        missing,
        _state_assumption(columns, missing) if patterns else "",
        tuple(warnings),
        _count_given(base, expected, added) if patterns else (),
    )


def _count_given(base: Ints, expected: Ints, added: Sequence[Ints]) -> tuple[Imputed, ...]:
    stated, given = base.sum(axis=1), (expected - base).sum(axis=1)
    of_draws = np.array(added or [given])
    rows = zip(stated, given, of_draws.min(axis=0), of_draws.max(axis=0), strict=True)
    return tuple(Imputed(*(int(n) for n in row)) for row in rows)


@check_arguments(found=an_instance(EstimateSet, mend="give what estimate returned"), given=a_mapping)
def show_imputed(found: EstimateSet, given: Mapping[str, Imputed]) -> EstimateSet:
    """Put beside every stratum how many of its people were given to it.

    Args:
        found: What `estimate` said of tables with labels filled in.
        given: `ImputedTables.given` by stratum.
    """
    strata = tuple(replace(entry, imputed=given.get(entry.stratum)) for entry in found.strata)
    return replace(found, strata=strata)


def _set_up(tables: Sequence[CaptureTable], frame: _Frame, labels: Mapping[str, Labels]) -> tuple[Ints, list[_Pattern]]:
    """Labelled people by stratum and history, and everybody else by what they state."""
    by_label = {table.stratum: table for table in tables}
    base = np.array([_to_row(by_label[table.stratum], frame) for table in frame.given], dtype=np.int64)
    wanting = [by_label[label] for label in frame.wanting]
    return base, [_prepare(table, frame, labels, base) for table in wanting if table.cells]


def _check_call(
    tables: Sequence[CaptureTable],
    samples: Sequence[Sequence[CaptureTable]],
    n_draws: int | None,
    columns: Sequence[str],
    allow_above: Sequence[str],
) -> None:
    if not tables:
        raise UsageError("there is no capture table", mend="give one per stratum")
    if n_draws is not None and (samples or n_draws < 1):
        what = "there is one draw per sampled linkage" if samples else f"{n_draws} draws are too few"
        raise UsageError(what, mend="leave `n_draws` out" if samples else "use at least one")
    strata = sorted(table.stratum for table in tables)
    for number, sample in enumerate(samples, start=1):
        if sorted(table.stratum for table in sample) != strata:
            raise UsageError("a sampled linkage has other strata than the tables", where=f"draw {number}",
                             mend="count the samples with the labels of the tables")  # fmt: skip
    if not columns or len(set(columns)) < len(columns):
        raise UsageError("the columns that split the table must have different names", mend="name each column once")
    for name in allow_above:
        if name not in columns:
            raise UsageError(f"{name!r} does not split the table", mend=f"choose from: {', '.join(columns)}")
    if len({tuple(sorted(table.lists)) for draw in (tables, *samples) for table in draw}) > 1:
        raise InvalidTable("the strata do not have the same lists", mend="make all tables from the same lists")
    if len(set(strata)) < len(strata):
        raise InvalidTable("two tables are of the same stratum", mend="put them together")


def _weigh_missing(
    tables: Sequence[CaptureTable], columns: Sequence[str], allow_above: Sequence[str]
) -> tuple[tuple[str, float], ...]:
    total = sum(table.n_observed for table in tables)
    if not total:
        raise InvalidTable("nobody is on any list", mend="give tables with people")
    shares = []
    for column, n in find_missing(tables, columns).items():
        if n == total:
            raise InvalidTable(f"nobody states {column}", mend="split the table by another column")
        if n / total > MOST_MISSING and column not in allow_above:
            raise UsageError(
                f"{column} is not stated for {100 * n / total:.0f} % of the people, more than "
                f"{100 * MOST_MISSING:.0f} %: what is imputed would be more assumption than data",
                mend=f"split by another column, or name {column!r} in `allow_above`",
            )
        shares.append((column, round(n / total, 4)))
    return tuple(shares)


def _count(table: CaptureTable, lists: Sequence[str]) -> dict[History, int]:
    order = [table.lists.index(name) for name in lists]
    return {tuple(history[j] for j in order): n for history, n in table.cells}


def _to_row(table: CaptureTable, frame: _Frame) -> list[int]:
    counts = _count(table, frame.lists)
    return [counts.get(history, 0) for history in frame.histories]


def _prepare(table: CaptureTable, frame: _Frame, labels: Mapping[str, Labels], base: Ints) -> _Pattern:
    """Set up one pattern; its candidates come in the order of their labels, whatever order the tables came in."""
    stated = labels[table.stratum]
    fits = [k for k, t in enumerate(frame.given) if None not in labels[t.stratum] and agrees(stated, labels[t.stratum])]
    candidates = tuple(sorted(fits, key=lambda k: frame.given[k].stratum))
    possible = np.ones((len(frame.histories), len(candidates)), dtype=np.bool_)
    for column, k in enumerate(candidates):
        at = [frame.given[k].lists.index(name) for name in frame.lists]
        never = {tuple(history[j] for j in at) for history in frame.given[k].impossible}
        possible[:, column] = [history not in never for history in frame.histories]
    wanting = np.array(_to_row(table, frame), dtype=np.int64)
    nowhere = np.flatnonzero((wanting > 0) & ~possible.any(axis=1))
    if len(nowhere):
        held = [name for name, on in zip(frame.lists, frame.histories[int(nowhere[0])], strict=True) if on]
        what = f"people on exactly {', '.join(held)} are possible in none of the strata"
        raise InvalidTable(what, where=table.stratum, mend="correct what is declared impossible")
    n_lists = np.array([sum(history) for history in frame.histories], dtype=np.int64)
    return _Pattern(candidates, base[list(candidates)].T.copy(), wanting, possible, n_lists)


def _gather(pattern: _Pattern) -> tuple[Ints, Ints]:
    """Labelled people of the other histories with as many lists, and of all with another number, per history."""
    alike = (pattern.n_lists[:, None] == pattern.n_lists[None, :]).astype(np.int64)
    level = alike @ pattern.stated
    return level - pattern.stated, pattern.stated.sum(axis=0) - level


def _mean_of_peers(peers: Ints, rest: Ints, alpha: float) -> Floats:
    from_rest = (rest + 1.0 / rest.shape[1]) / (rest.sum(axis=1, keepdims=True) + 1.0)
    return np.asarray((peers + alpha * from_rest) / (peers.sum(axis=1, keepdims=True) + alpha), dtype=np.float64)


def _weigh_alphas(pattern: _Pattern) -> Floats:
    """Probability of each α of the grid, by how well it foretells each history from the others."""
    peers, rest = _gather(pattern)
    n = pattern.stated.sum(axis=1)
    log = np.empty(len(_ALPHAS))
    for k, alpha in enumerate(_ALPHAS):
        prior = alpha * _mean_of_peers(peers, rest, alpha)
        cells = gammaln(pattern.stated + prior) - gammaln(prior)
        log[k] = (gammaln(alpha) - gammaln(alpha + n)).sum() + cells.sum()
    weights = np.exp(log - log.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _expect(pattern: _Pattern) -> Floats:
    """Expected θ per history."""
    peers, rest = _gather(pattern)
    n = pattern.stated.sum(axis=1, keepdims=True)
    expected = np.zeros(pattern.stated.shape)
    for alpha, weight in zip(_ALPHAS, _weigh_alphas(pattern), strict=True):
        expected += weight * (pattern.stated + alpha * _mean_of_peers(peers, rest, alpha)) / (n + alpha)
    return _restrict(expected, pattern)


def _restrict(chances: Floats, pattern: _Pattern) -> Floats:
    kept = np.where(pattern.possible, chances, 0.0)
    total = kept.sum(axis=1, keepdims=True)
    even = pattern.possible / np.maximum(pattern.possible.sum(axis=1, keepdims=True), 1)
    return np.where(total > 0.0, kept / np.where(total > 0.0, total, 1.0), even)


def _allocate(base: Ints, patterns: Sequence[_Pattern]) -> Ints:
    """Give everybody one place, so that histories and strata both come as close to the expected numbers as they can.

    What rounding leaves over in one history is carried to the next; without that, histories with one person each would
    all go to the largest stratum.
    """
    counts = base.copy()
    for pattern in patterns:
        owed = np.zeros(len(pattern.candidates))
        for x, chances in enumerate(_expect(pattern)):
            n = int(pattern.wanting[x])
            if not n:
                continue
            owed += n * chances
            target = np.where(pattern.possible[x], np.maximum(owed, 0.0), 0.0)
            target *= n / target.sum()
            placed = np.floor(target + 1e-9).astype(np.int64)
            order = np.argsort(-np.round(target - placed, 9), kind="stable")
            placed[order[: n - int(placed.sum())]] += 1
            owed -= placed
            counts[list(pattern.candidates), x] += placed
    return counts


def _draw(base: Ints, patterns: Sequence[_Pattern], rng: np.random.Generator) -> Ints:
    """Draw probabilities, then labels."""
    counts = base.copy()
    for pattern in patterns:
        peers, rest = _gather(pattern)
        alpha = float(rng.choice(_ALPHAS, p=_weigh_alphas(pattern)))
        from_rest = _draw_dirichlet(rest + 1.0 / rest.shape[1], rng)
        from_peers = _draw_dirichlet(peers + alpha * from_rest, rng)
        chances = _restrict(_draw_dirichlet(pattern.stated + alpha * from_peers, rng), pattern)
        counts[list(pattern.candidates)] += rng.multinomial(pattern.wanting, chances).T
    return counts


def _draw_dirichlet(parameters: Floats, rng: np.random.Generator) -> Floats:
    # From gamma variates by hand: the parameters may be 0, where the probability is 0.
    drawn = rng.standard_gamma(parameters)
    total = drawn.sum(axis=1, keepdims=True)
    mean = parameters / parameters.sum(axis=1, keepdims=True)
    return np.where(total > 0.0, drawn / np.where(total > 0.0, total, 1.0), mean)


def _state_assumption(columns: Sequence[str], missing: Sequence[tuple[str, float]]) -> str:
    shares = ", ".join(f"{column} ({100 * share:.1f} %)" for column, share in missing if share > 0)
    among = "the same lists" if len(columns) == 1 else "the same lists and other labels"
    return (
        f"labels that are not stated, {shares}, are imputed anew in each draw: among people on {among}, those who "
        "state none are taken to have the same labels as those who do"
    )
