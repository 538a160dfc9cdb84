"""`plan.toml`: which questions, lists, strata, models, priors and comparisons are fixed before any number is seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from accounted.inquiry.settings import PLAN_FILE, Models
from accounted.inquiry.strictly import Dated, Names, Strict, nearest, read_strictly
from accounted.model.errors import SettingsError
from accounted.model.plan import ASKS, Ask, Plan, PlannedComparison, PlannedQuestion, UserPrior

__all__ = ["ComparisonSettings", "PlanSettings", "PlannedQuestionSettings", "PriorSettings", "read_plan"]

Ratio = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0, lt=1)]


class PriorSettings(Strict):
    """A user's prior (`[[priors]]`): a 95 % range of `unseen_ratio`, (N − n) / n, or of `unseen_share`, (N − n) / N."""

    name: str = Field(min_length=1)
    description: str = Field(min_length=1)
    source: str = Field(min_length=1)
    person: str = Field(min_length=1)
    date: Dated
    unseen_ratio: tuple[Ratio, Ratio] | None = None
    unseen_share: tuple[Share, Share] | None = None

    @model_validator(mode="after")
    def _is_one_range(self) -> Self:
        if (self.unseen_ratio is None) == (self.unseen_share is None):
            raise ValueError("give one of unseen_ratio and unseen_share")
        low, high = self.unseen_ratio or self.unseen_share or (0.0, 0.0)
        if low >= high:
            raise ValueError("the range must begin below its end")
        return self

    def to_prior(self) -> UserPrior:
        """Make the prior; a share s of people on no list is the ratio s / (1 − s)."""
        low, high = self.unseen_ratio or tuple(s / (1 - s) for s in self.unseen_share or ())
        return UserPrior(self.name, self.description, self.source, self.person, self.date.edtf, low, high)


class PlannedQuestionSettings(Strict):
    """How one question is to be estimated (`[[questions]]`)."""

    id: str
    lists: Names = ()
    tables: Names = ()
    strata: Names = ()
    models: Models = ()
    priors: Names = ()
    checks: bool = False
    impute_above: Names = ()
    reason: str = ""


class ComparisonSettings(Strict):
    """Numbers to be compared, each with each (`[[comparisons]]`): strata of one question, or questions."""

    question: str = ""
    strata: Names = ()
    questions: Names = ()
    asks: tuple[Ask, ...] = ASKS
    reason: str = ""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        compared = self.strata or self.questions
        if bool(self.question and self.strata) == bool(self.questions) or (self.questions and self.question):
            raise ValueError("name either question and strata, or questions")
        if len(set(compared)) < max(2, len(compared)) or not self.asks:
            raise ValueError("name at least two different things to compare, and what is asked of them")
        return self


class PlanSettings(Strict):
    """All of `plan.toml`; `models` holds for every question that names none."""

    person: str = Field(min_length=1)
    date: Dated
    reason: str = ""
    models: Models = ()
    questions: tuple[PlannedQuestionSettings, ...] = Field(min_length=1)
    priors: tuple[PriorSettings, ...] = ()
    comparisons: tuple[ComparisonSettings, ...] = ()


def read_plan(folder: Path) -> tuple[Plan, str] | None:
    """Read `plan.toml` and its words; None when there is none, or when everything in it is still a comment.

    Raises:
        SettingsError: Naming every fault.
    """
    path = folder / PLAN_FILE
    if path.is_file() and not any(_speaking_lines(path)):
        return None
    read = read_strictly(path, PlanSettings)
    if read is None:
        return None
    said, content = read
    faults = list(_find_faults(said))
    if faults:
        raise SettingsError("; ".join(faults), where=PLAN_FILE, mend="correct these lines")
    plan = Plan(
        sha256=hashlib.sha256(content).hexdigest(),
        person=said.person,
        date=said.date.edtf,
        reason=said.reason,
        questions=tuple(_planned(question, said.models) for question in said.questions),
        priors=tuple(prior.to_prior() for prior in said.priors),
        comparisons=tuple(pair for comparison in said.comparisons for pair in _pairs(comparison)),
    )
    return plan, content.decode("utf-8")


def _speaking_lines(path: Path) -> Iterator[bytes]:
    for line in path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines():
        if line.strip() and not line.lstrip().startswith(b"#"):
            yield line


def _planned(said: PlannedQuestionSettings, models: tuple[str, ...]) -> PlannedQuestion:
    return PlannedQuestion(
        said.id,
        said.lists,
        said.tables,
        said.strata,
        said.models or models,
        said.priors,
        said.reason,
        said.checks,
        said.impute_above,
    )


def _pairs(said: ComparisonSettings) -> Iterator[PlannedComparison]:
    of: Literal["strata", "questions"] = "strata" if said.strata else "questions"
    for left, right in combinations(said.strata or said.questions, 2):
        yield PlannedComparison(of, said.question, left, right, said.asks, said.reason)


def _find_faults(said: PlanSettings) -> Iterator[str]:
    ids, names = [q.id for q in said.questions], [p.name for p in said.priors]
    yield from (f"two questions have the id {name}" for name in _repeated(ids))
    yield from (f"two priors have the name {name}" for name in _repeated(names))
    for number, question in enumerate(said.questions, start=1):
        where = f"questions.{number} ({question.id})"
        if bool(question.lists) == bool(question.tables):
            yield f"{where}: say which lists, or which tables"
        if not question.models and not said.models:
            yield f"{where}: say which models"
        yield from (
            f"{where}: impute_above names {n!r}, by which it is not broken down; {nearest(n, question.strata)}"
            for n in question.impute_above
            if n not in question.strata
        )
        yield from (f"{where}: no prior {n!r}; {nearest(n, names)}" for n in question.priors if n not in names)
    used = {name for question in said.questions for name in question.priors}
    yield from (f"no question names the prior {name}" for name in names if name not in used)
    for number, comparison in enumerate(said.comparisons, start=1):
        asked = [comparison.question] if comparison.question else list(comparison.questions)
        for name in asked:
            if name not in ids:
                yield f"comparisons.{number}: the plan has no question {name!r}; {nearest(name, ids)}"
        if any(q.id == comparison.question and not q.strata for q in said.questions):
            yield f"comparisons.{number}: question {comparison.question} is not broken down by strata"


def _repeated(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
