"""`plan.toml`: what is fixed before any number is seen, and whether an estimate is what was planned.

The order of the steps, once per estimation: read the plan strictly; refuse priors that cite what the inquiry examines;
write a plan that is new into the record, by its SHA-256, before any estimate is made; then hold every estimate against
the last plan that came before the first one, and count it. Nothing here stops an estimate: it says what it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from accounted.inquiry import contents
from accounted.inquiry.plan_file import read_plan
from accounted.inquiry.runs import code_version, digest
from accounted.inquiry.settings import PLAN_FILE, same_file
from accounted.inquiry.stepping import Workplace
from accounted.inquiry.strictly import nearest
from accounted.model.errors import SettingsError
from accounted.model.plan import (
    Plan,
    RecordedPlan,
    Specification,
    Standing,
    UserPrior,
)
from accounted.model.questions import Question
from accounted.model.records import ListInfo

__all__ = ["Plans", "judge", "settle_plan"]


@dataclass(frozen=True, slots=True)
class Plans:
    """What stands about plans at the moment of an estimation.

    Args:
        current: `plan.toml` as it is now, as recorded; None without one.
        binding: The last plan before the first estimate, against which estimates are held; None when there was none.
        is_new: Whether `current` has just gone into the record.
    """

    current: RecordedPlan | None
    binding: RecordedPlan | None
    is_new: bool = False

    def find_priors(self, question: str) -> tuple[UserPrior, ...]:
        """Find the user's priors for a question in the plan as it is now."""
        return self.current.plan.find_priors(question) if self.current else ()

    def wants_checks(self, question: str) -> bool:
        """Whether the plan as it is now has the assumption behind a question's estimate tried."""
        planned = self.current.plan.find_question(question) if self.current else None
        return planned is not None and planned.checks

    def find_impute_above(self, question: str) -> tuple[str, ...]:
        """By what the plan as it is now breaks a question down though more than 40 % do not state it."""
        planned = self.current.plan.find_question(question) if self.current else None
        return planned.impute_above if planned else ()

    def pairs_of_strata(self, question: str) -> tuple[tuple[str, str], ...]:
        """Pairs of a question's strata that the plan as it is now compares."""
        planned = self.current.plan.comparisons if self.current else ()
        pairs = [(c.left, c.right) for c in planned if c.of == "strata" and c.question == question]
        return tuple(dict.fromkeys(pairs))

    def is_compared(self, question: str) -> bool:
        """Whether the plan as it is now compares a question with another."""
        planned = self.current.plan.comparisons if self.current else ()
        return any(c.of == "questions" and question in (c.left, c.right) for c in planned)

    def note(self) -> str:
        """Say what a person must know before the estimates, in a sentence; empty when there is nothing new."""
        if self.current is None and self.binding is None:
            return f"There is no {PLAN_FILE}: every estimate is exploratory."
        if self.current is None or not self.is_new:
            return ""
        plan = self.current.plan
        when = "is in the record, before the first estimate"
        if self.binding is not self.current:
            changed = "was changed" if self.binding else "came"
            when = f"{changed} after the first estimate: what only it foresees is exploratory"
        return f"{PLAN_FILE} of {plan.person} ({plan.date}) {when}; SHA-256 {plan.sha256}"


def settle_plan(place: Workplace, questions: Sequence[Question], declared: Mapping[str, str]) -> Plans:
    """Read the plan, check it, and write it into the record when it is new, before anything is estimated.

    Args:
        place: Where.
        questions: The inquiry's questions as they are now.
        declared: Per list, what the settings declare of it now, as canonical text.

    Raises:
        SettingsError: When the plan is faulty, names what the inquiry does not have, or a prior cites a document,
            speaker or claim that the inquiry examines.
    """
    read = read_plan(place.folder.root)
    known = contents.plans(place.ledger)
    first = contents.first_estimate(place.ledger)
    if read is None:
        return Plans(None, contents.binding_plan(known, first))
    plan, text = read
    _refuse_citations(place, plan)
    if known and known[-1].plan.sha256 == plan.sha256:
        return Plans(known[-1], contents.binding_plan(known, first))
    resolved = _resolve(place, plan, questions)
    asked = tuple(question for question in questions if resolved.find_question(question.id))
    recorded = RecordedPlan(resolved, text, asked, tuple(sorted(declared.items())))
    run = {
        "step": "plan",
        "subject": PLAN_FILE,
        "inputs": plan.sha256,
        "code": code_version(),
        "outputs": digest([recorded]),
    }
    with place.ledger.writing() as writer:
        seq = writer.add("run", run)
        writer.add("result", {"question": PLAN_FILE, "body": recorded}, run=seq)
    recorded = replace(recorded, fact=seq)
    binding = contents.binding_plan((*known, recorded), first)
    return Plans(recorded, binding, is_new=True)


def _refuse_citations(place: Workplace, plan: Plan) -> None:
    cited = [fault for prior in plan.priors for fault in contents.find_citations(place.ledger, prior)]
    if cited:
        raise SettingsError(
            "; ".join(cited),
            where=PLAN_FILE,
            mend="take a source that this inquiry does not examine, or leave the prior out",
        )


def _resolve(place: Workplace, plan: Plan, questions: Sequence[Question]) -> Plan:
    """Put in the names that lists and tables have in the inquiry.

    What it does not have is an error now, while it can be mended without the plan becoming a late one.
    """
    infos = contents.lists(place.ledger)
    tables = [f.name for f in contents.file_states(place.ledger) if f.role == "table"]
    ids = [question.id for question in questions]
    titles = contents.strata_names(place.ledger, place.settings)
    faults, made = [], []
    for planned in plan.questions:
        where = f"question {planned.id}"
        if planned.id not in ids:
            faults.append(f"{where}: inquiry.toml does not ask it; {nearest(planned.id, ids)}")
        lists = _found(planned.lists, {name: _lists_named(name, infos) for name in planned.lists})
        files = _found(planned.tables, {name: [t for t in tables if same_file(name, t)] for name in planned.tables})
        faults += [f"{where}: no list {n!r}; {nearest(n, [i.name for i in infos])}" for n in lists.missing]
        faults += [f"{where}: no table {n!r}; {nearest(n, tables)}" for n in files.missing]
        faults += [f"{where}: no strata {n!r}; {nearest(n, titles)}" for n in planned.strata if n not in titles]
        made.append(replace(planned, lists=lists.names, tables=files.names))
    if faults:
        raise SettingsError("; ".join(faults), where=PLAN_FILE, mend="correct these names, or inquiry.toml")
    return replace(plan, questions=tuple(made))


@dataclass(frozen=True, slots=True)
class _Found:
    names: tuple[str, ...]
    missing: tuple[str, ...]


def _found(said: Iterable[str], hits: Mapping[str, Collection[str]]) -> _Found:
    names = sorted({hit for name in said for hit in hits[name]})
    return _Found(tuple(names), tuple(name for name in said if not hits[name]))


def _lists_named(name: str, infos: Iterable[ListInfo]) -> list[str]:
    return [info.name for info in infos if info.name == name or same_file(name, info.file)]


def judge(
    made: Specification,
    plans: Plans,
    earlier: Sequence[Standing],
    *,
    question: Question,
    declared: Mapping[str, str],
) -> Standing:
    """Say whether an estimate is what was planned, and count it.

    Args:
        made: The choices behind it.
        plans: What stands about plans.
        earlier: Standings of the estimates made on this question before.
        question: The question as it is now.
        declared: Per list, what the settings declare of it now.
    """
    reasons = tuple(_why_exploratory(made, plans, question, declared))
    status: Literal["planned", "exploratory"] = "exploratory" if reasons else "planned"
    against = plans.binding or plans.current
    n_planned = sum(standing.status == "planned" for standing in earlier) + (status == "planned")
    n_runs = len(earlier) + 1
    return Standing(
        status=status,
        reasons=reasons,
        plan=against.plan.sha256 if against else "",
        person=against.plan.person if against else "",
        date=against.plan.date if against else "",
        specification=made,
        run=n_runs,
        n_planned=n_planned,
        n_exploratory=n_runs - n_planned,
        n_ways=len({made, *(standing.specification for standing in earlier)}),
    )


def _why_exploratory(
    made: Specification, plans: Plans, question: Question, declared: Mapping[str, str]
) -> Iterator[str]:
    if plans.binding is None:
        if plans.current is None:
            yield "there was no plan"
            return
        yield "the plan came after the first estimate"
        yield from _differences(made, plans.current, question, declared)
        return
    differences = list(_differences(made, plans.binding, question, declared))
    changed = plans.current is not None and plans.current.plan.sha256 != plans.binding.plan.sha256
    if differences and changed and plans.current and not any(_differences(made, plans.current, question, declared)):
        yield "the plan was changed after the first estimate"
    yield from differences


def _differences(
    made: Specification, recorded: RecordedPlan, question: Question, declared: Mapping[str, str]
) -> Iterator[str]:
    """Say in what an estimate differs from a plan; nothing when the plan foresees it."""
    planned = recorded.plan.find_question(made.question)
    if planned is None:
        yield f"question {made.question} is not in the plan"
        return
    yield from _changed_question(recorded, question)
    for what, used, wanted in (
        ("lists", made.lists, planned.lists),
        ("tables", made.tables, planned.tables),
        ("strata", made.strata, planned.strata),
        ("models", made.models, planned.models),
        ("priors", [prior.name for prior in made.priors], planned.priors),
        ("columns of impute_above", made.impute_above, planned.impute_above),
    ):
        more, fewer = sorted(set(used) - set(wanted)), sorted(set(wanted) - set(used))
        if more:
            yield f"{what} {', '.join(more)} are not in the plan"
        if fewer:
            yield f"{what} {', '.join(fewer)} of the plan were not used"
    stated = {prior.name: prior for prior in recorded.plan.find_priors(made.question)}
    for prior in made.priors:
        if prior.name in stated and stated[prior.name] != prior:
            yield f"prior {prior.name} says something else than in the plan"
    then = dict(recorded.declared)
    for name in made.lists:
        if name in then and then[name] != declared.get(name):
            yield f"what list {name} declares was changed after the plan"


def _changed_question(recorded: RecordedPlan, question: Question) -> Iterator[str]:
    then = next((asked for asked in recorded.asked if asked.id == question.id), question)
    for part in ("act", "unit", "population", "place", "period"):
        before, now = getattr(then, part), getattr(question, part)
        if part == "period":
            before, now = before.edtf if before else None, now.edtf if now else None
        if before != now:
            yield f"the question's {part} was {before or 'not said'} when the plan came in and is {now or 'not said'}"
