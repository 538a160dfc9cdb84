"""Capture tables and what can be said from them: an estimate with its doubt, or that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from accounted.model.capture_reading import (
    MOST_PEOPLE,
    History,
    find_declared_faults,
    find_faults,
    read_histories,
    read_names,
    read_pairs,
    read_rows,
)
from accounted.model.errors import InvalidTable

__all__ = [
    "MOST_PEOPLE",
    "CaptureTable",
    "CheckedAssumption",
    "Diagnostics",
    "Estimate",
    "EstimateSet",
    "History",
    "Imputed",
    "JointComparison",
    "ListDeclaration",
    "Mode",
    "ModelEstimate",
    "NotEstimable",
    "PriorEstimate",
    "Total",
    "Trace",
]


@dataclass(frozen=True, slots=True)
class CaptureTable:
    """How many people were on exactly which lists.

    Args:
        lists: Names of the lists.
        cells: Pairs of a capture history (one 0 or 1 per list, never all 0) and a count above zero, sorted.
        stratum: Label of the stratum, `all` for the whole.
        impossible: Capture histories that could not occur because of how the lists were made, sorted: structural
            zeros. A history that is neither here nor in `cells` could have occurred and did not.
        dependent: Pairs of lists declared to depend on each other (one refers to the other, or they share sources),
            each in the order of `lists`.

    >>> CaptureTable.of(["A", "B"], {(1, 0): 5, (1, 1): 2, (0, 1): 0}).n_observed
    7
    """

    lists: tuple[str, ...]
    cells: tuple[tuple[History, int], ...]
    stratum: str = "all"
    impossible: tuple[History, ...] = ()
    dependent: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls,
        lists: Iterable[str],
        counts: Mapping[History, int] | Iterable[tuple[History, int]],
        stratum: str = "all",
        impossible: Iterable[History] = (),
        dependent: Iterable[tuple[str, str]] = (),
    ) -> CaptureTable:
        """Check and sort a table; zero cells are left out.

        Raises:
            InvalidTable: Repeated list names or histories, a value other than 0 and 1, a row of zeros, a count that is
                negative or not whole, a history of the wrong length, people in an impossible history, or a dependence
                of lists that are not there. All faults are named together.
        """
        names = read_names(lists)
        if not isinstance(stratum, str):
            raise InvalidTable(f"the label {stratum!r} of the stratum is not text", mend="give it in quotation marks")
        where = stratum if stratum != "all" else ""
        rows, never, pairs = read_rows(counts, where), read_histories(impossible, where), read_pairs(dependent, where)
        faults = find_faults(names, rows) or find_declared_faults(names, dict(rows), never, pairs)
        if faults:
            raise InvalidTable("; ".join(faults), where=where, mend="correct these rows")
        cells = sorted((tuple(int(v) for v in history), int(n)) for history, n in rows if n)
        zeros = sorted({tuple(int(v) for v in history) for history in never})
        ordered = sorted({_in_order(names, pair) for pair in pairs})
        return cls(names, tuple(cells), str(stratum), tuple(zeros), tuple(ordered))

    @property
    def n_observed(self) -> int:
        """Number of people on at least one list."""
        return sum(n for _, n in self.cells)


def _in_order(names: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, str]:
    a, b = sorted(pair, key=names.index)
    return a, b


@dataclass(frozen=True, slots=True)
class ListDeclaration:
    """What a person says about how one list was made.

    Args:
        name: The list.
        places: Where it worked; empty when not said.
        period: When it worked, as EDTF; empty when not said.
        unit: What it counts; empty when not said.
        method: How it was kept, in words.
        publisher: Who keeps it.
        copies: Lists that it takes records from.
        refers_to: Lists that it passes people to, or gets people from.
        shares_sources: Lists that drew on the same sources.
    """

    name: str
    places: tuple[str, ...] = ()
    period: str = ""
    unit: str = ""
    method: str = ""
    publisher: str = ""
    copies: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    shares_sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelEstimate:
    """What one model answers: a number of people with its interval, and the model's weight in the whole.

    The weight is 0 for a model that only stands beside the answer.
    """

    name: str
    point: float
    lower: float
    upper: float
    weight: float


@dataclass(frozen=True, slots=True)
class Mode:
    """One of several separate ranges in which the answer may lie, with its share of the probability.

    `kind` is `peak` for a peak of the draws, with little between it and the next: together they hold all of the
    probability. It is `explanations` for what explanations that fit the table give that do not meet those of the other
    range: between the two lie others, so that their shares need not add up to 1, and the draws may have one peak.
    """

    lower: float
    upper: float
    share: float
    kind: Literal["peak", "explanations"] = "peak"


@dataclass(frozen=True, slots=True)
class PriorEstimate:
    """What the default family answers under one prior.

    Args:
        name: Short name of the prior.
        description: What it holds, in a sentence.
        point: Median of N.
        lower: Lower end of the credible interval.
        upper: Upper end.
        implied: What the prior alone says about N / n before any table is seen: its lower end, median and upper end.
        source: Where a user's prior comes from; empty for the ones that are built in.
        person: Who stated it.
        date: When it was stated, ISO 8601.
    """

    name: str
    description: str
    point: float
    lower: float
    upper: float
    implied: tuple[float, float, float]
    source: str = ""
    person: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Imputed:
    """How many people of a stratum state its label, and how many who state none were given to it.

    Args:
        n_stated: People on the lists who state it.
        n_given: People who state none, given to it: their expected number, part of `n_observed`.
        fewest: Of all draws, the fewest given to it.
        most: Of all draws, the most.
    """

    n_stated: int
    n_given: int
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Trace:
    """Draws of N of one model in the order drawn, thinned evenly: one row per chain, all equally long."""

    model: str
    chains: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How the computation went.

    Args:
        rhat: Rank-normalised split R-hat on log(N − n), the largest over models; None without sampling.
        ess: The smaller of bulk and tail effective sample size; None without sampling.
        chains: Number of chains.
        saturated: Share of the weight on the saturated graph, which fits any table and explains none.
        truncated: Share of the draws at the upper end of the range searched.
        warnings: In words.
        traces: Of every sampled model.
    """

    rhat: float | None
    ess: float | None
    chains: int
    saturated: float
    truncated: float
    warnings: tuple[str, ...]
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many people there were, those on no list included, given the lists and stated assumptions.

    `point` is the median, `lower` and `upper` the ends of the equal-tailed interval holding probability `prob`;
    `linkage_share` is the share of the variance of log N that comes from doubt about the linkage, None without samples.
    `lower_80` and `upper_80` are the ends of the interval that holds 80 %. `priors` are the answers of the default
    family under several priors, its default first. `unpooled` is what this stratum says alone when capture rates were
    pooled over strata. `percentiles` are the 1st to the 99th percentile of N, for drawing its distribution. `imputed`
    says how many of the people seen stated no label; None where all labels are stated.
    `limit_error` is the Monte Carlo standard error of the logarithm of the worse limit that comes from finitely many
    sampled linkages and draws from each, `samples_needed` how many linkages would bring it to 3 % (those there are when
    it is below); None without samples.
    """

    stratum: str
    status: Literal["estimated", "weakly_identified"]
    reason: str
    modes: tuple[Mode, ...]
    n_observed: int
    lists: tuple[str, ...]
    point: float
    lower: float
    upper: float
    prob: float
    models: tuple[ModelEstimate, ...]
    diagnostics: Diagnostics
    assumptions: tuple[str, ...]
    seed: int
    linkage_share: float | None = None
    lower_80: float | None = None
    upper_80: float | None = None
    priors: tuple[PriorEstimate, ...] = ()
    unpooled: ModelEstimate | None = None
    percentiles: tuple[float, ...] = ()
    imputed: Imputed | None = None
    limit_error: float | None = None
    samples_needed: int | None = None


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """That the lists cannot say, and why."""

    stratum: str
    reason: str
    n_observed: int
    lists: tuple[str, ...]
    seed: int
    imputed: Imputed | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """The sum over the strata from joint draws; `of` is `all strata` or `estimated strata only`.

    `direct` is what the strata put together in one table give; `warning` says when its interval and the sum's do not
    meet, which happens when the strata differ in how they are found.
    """

    of: str
    n_observed: int
    point: float
    lower: float
    upper: float
    prob: float
    direct: ModelEstimate | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class JointComparison:
    """Two strata, or two questions, compared by joint draws; with intervals that hold together over all comparisons.

    Args:
        left: Stratum or question A.
        right: B.
        ratio: Median of A / B, its own interval, and the simultaneous one.
        difference: Median of A − B, likewise.
        probability: P(A > B).
        prob: Probability of each own interval, and of all simultaneous ones together.
        sentence: In words.
    """

    left: str
    right: str
    ratio: tuple[float, float, float, float, float]
    difference: tuple[float, float, float, float, float]
    probability: float
    prob: float
    sentence: str


@dataclass(frozen=True, slots=True)
class CheckedAssumption:
    """What trying the assumption behind one stratum's estimate from several sides said, in sentences.

    Args:
        stratum: Its label.
        unseen: If the people on no list were more or fewer.
        known_answers: Each list as the whole, estimated from the others.
        leave_one_out: The estimate without each list.
        over_count: The estimate with shares of the people on one list taken to be false.
        departures: Smallest and largest factor by which people whom all other lists missed were seen to depart from
            what was assumed; None where no list could be tried.
        reason: Why nothing was tried; empty otherwise.
    """

    stratum: str
    unseen: tuple[str, ...] = ()
    known_answers: tuple[str, ...] = ()
    leave_one_out: tuple[str, ...] = ()
    over_count: tuple[str, ...] = ()
    departures: tuple[float, float] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EstimateSet:
    """The answers for every stratum of one table; `total` is None when there is a single stratum or none estimated.

    `comparisons` are those that were asked for and whose strata were estimated; `compared` says the rest in sentences.
    `checked` holds one entry per stratum when the assumption was tried. `joint` holds draws of the number over all
    strata, those of one sampled linkage after those of the other, where it is to be compared with another set's; it is
    empty when a stratum could not be estimated.
    """

    table: str
    strata: tuple[Estimate | NotEstimable, ...]
    total: Total | None
    comparisons: tuple[JointComparison, ...] = ()
    compared: tuple[str, ...] = ()
    checked: tuple[CheckedAssumption, ...] = ()
    joint: tuple[float, ...] = ()
