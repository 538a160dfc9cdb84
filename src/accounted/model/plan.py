"""What is fixed before any number is seen, and what an estimate is in that light: planned or exploratory.

Of many ways to make an estimate somebody may keep the one they like. A plan that stands in the record before the first
estimate, and a count of every estimate made, show a reader which one this is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log, sqrt
from statistics import NormalDist
from typing import Literal, get_args

from accounted.model.errors import UsageError
from accounted.model.questions import Question

__all__ = [
    "ASKS",
    "Ask",
    "Plan",
    "PlanState",
    "PlannedComparison",
    "PlannedQuestion",
    "RecordedPlan",
    "Specification",
    "Standing",
    "UserPrior",
]

Ask = Literal["ratio", "difference", "P(A > B)"]
ASKS: tuple[Ask, ...] = get_args(Ask)

_UPPER_TAIL = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class UserPrior:
    """What a person holds about the people on no list before seeing the tables, with who says so and on what grounds.

    The ratio (N − n) / n of the people on no list to those on some list is lognormal, and lies between the two values
    with probability .95.

    Args:
        name: Short name.
        description: What it says, in a sentence.
        source: Where it comes from; never a document or claim that the inquiry examines.
        person: Who states it.
        date: When, in EDTF.
        unseen_ratio_low: 2.5 % quantile of (N − n) / n; above 0.
        unseen_ratio_high: 97.5 % quantile; above the lower one.

    Raises:
        UsageError: When the two values are not numbers with 0 < low < high.

    >>> prior = UserPrior("made up", "as many again, give or take", "made up", "A. Sample", "2031", 0.5, 2.0)
    >>> prior.log_centre, round(prior.log_spread, 4), prior.median
    (0.0, 0.3537, 1.0)
    """

    name: str
    description: str
    source: str
    person: str
    date: str
    unseen_ratio_low: float
    unseen_ratio_high: float

    def __post_init__(self) -> None:
        if not (0 < self.unseen_ratio_low < self.unseen_ratio_high and isfinite(self.unseen_ratio_high)):
            raise UsageError(
                f"the range {self.unseen_ratio_low:g} to {self.unseen_ratio_high:g} of (N − n) / n is none",
                where=f"prior {self.name}",
                mend="give a lower value above 0 and an upper one above it",
            )

    @property
    def log_centre(self) -> float:
        """Mean of log((N − n) / n)."""
        return (log(self.unseen_ratio_low) + log(self.unseen_ratio_high)) / 2

    @property
    def log_spread(self) -> float:
        """Standard deviation of log((N − n) / n)."""
        return (log(self.unseen_ratio_high) - log(self.unseen_ratio_low)) / (2 * _UPPER_TAIL)

    @property
    def median(self) -> float:
        """Median of (N − n) / n."""
        return sqrt(self.unseen_ratio_low * self.unseen_ratio_high)


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """How one question is to be estimated.

    Args:
        id: Question id.
        lists: Names of the lists.
        tables: Capture tables, instead of lists.
        strata: By what it is broken down; empty for not at all.
        models: Models of the answer.
        priors: Names of the user's priors that stand beside the default.
        reason: Why so, in words.
        checks: Whether the assumption behind the estimate is tried.
        impute_above: By what it is broken down though more than 40 % do not state it.
    """

    id: str
    lists: tuple[str, ...]
    tables: tuple[str, ...]
    strata: tuple[str, ...]
    models: tuple[str, ...]
    priors: tuple[str, ...]
    reason: str
    checks: bool = False
    impute_above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedComparison:
    """Two numbers that are to be compared.

    Args:
        of: Whether `left` and `right` are strata of `question`, or questions.
        question: The question whose strata they are; empty when they are questions.
        left: A.
        right: B.
        asks: What is asked of the two.
        reason: Why, in words.
    """

    of: Literal["strata", "questions"]
    question: str
    left: str
    right: str
    asks: tuple[Ask, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All of `plan.toml`.

    Args:
        sha256: Hash of the file's bytes.
        person: Who stands for it.
        date: When it was made, as stated, in EDTF.
        reason: Why so, in words.
        questions: One entry per question that is to be estimated.
        priors: The user's priors.
        comparisons: Pairs that are to be compared.
    """

    sha256: str
    person: str
    date: str
    reason: str
    questions: tuple[PlannedQuestion, ...]
    priors: tuple[UserPrior, ...]
    comparisons: tuple[PlannedComparison, ...]

    def find_question(self, question: str) -> PlannedQuestion | None:
        """Find what is planned for a question; None when it is not in the plan."""
        return next((planned for planned in self.questions if planned.id == question), None)

    def find_priors(self, question: str) -> tuple[UserPrior, ...]:
        """Find the user's priors for a question, in the plan's order."""
        planned = self.find_question(question)
        wanted = planned.priors if planned else ()
        return tuple(prior for prior in self.priors if prior.name in wanted)


@dataclass(frozen=True, slots=True)
class Specification:
    """The choices behind one estimate: what a plan fixes and what can be tried in many ways.

    Args:
        question: Question id.
        lists: Names of the lists, sorted.
        tables: Capture tables, sorted.
        strata: Sorted.
        models: Sorted.
        priors: The user's priors, by name.
        impute_above: By what it is broken down though more than 40 % do not state it, sorted.
    """

    question: str
    lists: tuple[str, ...]
    tables: tuple[str, ...]
    strata: tuple[str, ...]
    models: tuple[str, ...]
    priors: tuple[UserPrior, ...]
    impute_above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedPlan:
    """A plan as the record holds it: with its words, and with what the settings said when it came in.

    Args:
        plan: The plan, with lists and tables by the names that they have in the inquiry.
        text: The file, word for word: its UTF-8 bytes have the plan's SHA-256.
        asked: The questions as the settings put them then, so that none can change its meaning under its id.
        declared: Per list, what the settings declared of it then, as canonical text.
        fact: Number of the fact in the chain.
    """

    plan: Plan
    text: str
    asked: tuple[Question, ...]
    declared: tuple[tuple[str, str], ...]
    fact: int = 0


@dataclass(frozen=True, slots=True)
class PlanState:
    """Where one recorded plan stands.

    Args:
        sha256: Hash of the file.
        person: Who stands for it.
        date: As stated, in EDTF.
        fact: Number of the fact in the chain.
        is_before_first_estimate: Whether it came in before the first estimate.
        is_binding: Whether estimates are held against it: the last one before the first estimate.
    """

    sha256: str
    person: str
    date: str
    fact: int
    is_before_first_estimate: bool
    is_binding: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What one estimate is: planned or exploratory, and which of the estimates made on its question.

    Args:
        status: `planned` when the plan that came before the first estimate foresees it.
        reasons: Why it is exploratory, in words; empty when it is planned.
        plan: SHA-256 of the plan it was held against; empty without one.
        person: Who stands for that plan.
        date: Date of that plan, as stated.
        specification: The choices behind it.
        run: Number of this estimate on its question, from 1.
        n_planned: Estimates on this question that were planned, up to now.
        n_exploratory: Estimates on this question that were exploratory, up to now.
        n_ways: Different specifications among all of them.
    """

    status: Literal["planned", "exploratory"]
    reasons: tuple[str, ...]
    plan: str
    person: str
    date: str
    specification: Specification
    run: int
    n_planned: int
    n_exploratory: int
    n_ways: int

    @property
    def n_runs(self) -> int:
        """Number of estimates made on this question."""
        return self.n_planned + self.n_exploratory

    @property
    def sentence(self) -> str:
        """Say it in words, without a full stop.

        >>> made = Specification("killed", ("A", "B", "C"), (), ("month",), ("dga",), ())
        >>> late = Standing("exploratory", ("strata month are not in the plan",), "ab12", "A. Sample", "2031", made, 2,
        ...                 1, 1, 2)
        >>> late.sentence
        'exploratory: strata month are not in the plan; estimate run 2 of 2 on this question (1 planned, 1 exploratory)'
        """
        whose = f", as in the plan of {self.person} ({self.date})" if self.status == "planned" else ""
        why = f": {'; '.join(self.reasons)}" if self.reasons else ""
        counted = f"{self.n_planned} planned, {self.n_exploratory} exploratory"
        return f"{self.status}{whose}{why}; estimate run {self.run} of {self.n_runs} on this question ({counted})"
