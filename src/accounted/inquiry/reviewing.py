"""What the decisions of several persons amount to: what binds, what contradicts, how far reviewers agree.

Nothing is deleted. A decision that is taken back stays, with the fact that took it back. Of one person the latest
decision about a pair holds. Where two persons disagree, neither binds until a decision settles it or they agree.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Literal

from accounted.model.linkage import Decision, Label

__all__ = [
    "Agreement",
    "Contradiction",
    "Ruling",
    "binding",
    "find_contradictions",
    "judge_agreement",
    "label_sample",
    "rule",
    "standing",
]

_CLEAR = ("same", "different")
_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Ruling:
    """What all that was decided about one pair amounts to.

    Args:
        left: Record id.
        right: Record id.
        state: What binds; `unsure` and `disputed` bind nothing.
        decisions: Those that stand, one per person, oldest first.
    """

    left: str
    right: str
    state: Literal["same", "different", "unsure", "disputed"]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two records held to be different, and the chain of decisions that makes them one person (R27)."""

    apart: Decision
    chain: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers of the same pairs agree (R28).

    Args:
        n_pairs: Pairs that two persons decided.
        table: How often the first and the second said what.
        kappa: Cohen's kappa (1960, doi:10.1177/001316446002000104); None when it is not defined.
        lower: Lower end of its 95 % interval: Wilson's (1927, doi:10.1080/01621459.1927.10502953) for the share of
            agreement, with the agreement by chance as it is; a few pairs on which all agree are no certainty.
        upper: Upper end.
    """

    n_pairs: int
    table: tuple[tuple[tuple[str, str], int], ...]
    kappa: float | None
    lower: float | None
    upper: float | None


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Find the decisions that stand: not taken back, and the latest of their person about their pair."""
    given = list(decisions)
    gone = {d.undoes for d in given if d.undoes}
    latest: dict[tuple[str, str, str], Decision] = {}
    for decision in given:
        if not decision.undoes and decision.id not in gone:
            key = (decision.left, decision.right, decision.person)
            latest.pop(key, None)
            latest[key] = decision
    return tuple(latest.values())


def rule(decisions: Iterable[Decision]) -> tuple[Ruling, ...]:
    """Say per pair what binds, in the order in which pairs were first decided."""
    by_pair: dict[tuple[str, str], list[Decision]] = {}
    for decision in standing(decisions):
        by_pair.setdefault((decision.left, decision.right), []).append(decision)
    return tuple(Ruling(left, right, _state(own), tuple(own)) for (left, right), own in by_pair.items())


def label_sample(decisions: Iterable[Decision]) -> tuple[Label, ...]:
    """What persons said of the pairs of clerical samples, one label per pair, the first draw of a pair counting.

    Who was unsure, or settled a disagreement, is left out: the one says nothing, the other was not blind.
    """
    labels = []
    for ruling in rule(decisions):
        drawn = [d for d in ruling.decisions if d.inclusion is not None and d.forecast is not None]
        if drawn and drawn[0].forecast is not None and drawn[0].inclusion is not None:
            said = Counter(d.judgement for d in ruling.decisions if not d.settles and d.inclusion is not None)
            labels.append(Label(drawn[0].forecast, drawn[0].inclusion, said["same"], said["different"]))
    return tuple(labels)


def _state(own: Sequence[Decision]) -> Literal["same", "different", "unsure", "disputed"]:
    settled = [d for d in own if d.settles]
    said = {d.judgement for d in (settled[-1:] or own) if d.judgement in _CLEAR}
    if len(said) > 1:
        return "disputed"
    return "same" if said == {"same"} else "different" if said == {"different"} else "unsure"


def binding(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Find the decisions that linkage must follow: the last one of every pair about which there is no dispute."""
    return tuple(
        [d for d in ruling.decisions if d.judgement == ruling.state][-1]
        for ruling in rule(decisions)
        if ruling.state in _CLEAR
    )


def find_contradictions(decisions: Iterable[Decision]) -> tuple[Contradiction, ...]:
    """Find records held to be different although other decisions, one after the other, make them one person.

    >>> made = [Decision(f"d{n}", a, b, said, "A. Sample", "", "", None)
    ...         for n, (a, b, said) in enumerate([("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different")])]
    >>> [[d.id for d in c.chain] for c in find_contradictions(made)]
    [['d0', 'd1']]
    """
    bound = binding(decisions)
    by_ends = {frozenset((d.left, d.right)): d for d in bound}
    near: dict[str, list[str]] = {}
    for d in bound:
        if d.judgement == "same":
            near.setdefault(d.left, []).append(d.right)
            near.setdefault(d.right, []).append(d.left)
    found = []
    for d in bound:
        path = _walk(near, d.left, d.right) if d.judgement == "different" else ()
        if path:
            found.append(Contradiction(d, tuple(by_ends[frozenset(step)] for step in pairwise(path))))
    return tuple(found)


def _walk(near: dict[str, list[str]], start: str, end: str) -> tuple[str, ...]:
    """Find the shortest chain from one record to another; empty when there is none."""
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here == end:
            path = [here]
            while before[path[-1]]:
                path.append(before[path[-1]])
            return tuple(reversed(path))
        for there in near.get(here, ()):
            if there not in before:
                before[there] = here
                queue.append(there)
    return ()


def judge_agreement(decisions: Iterable[Decision]) -> Agreement:
    """Set side by side what the first two persons said about each pair, before anything was settled.

    >>> made = [Decision(f"{p}{n}", f"a{n}", f"b{n}", said, p, "", "", None)
    ...         for n, both in enumerate([("same", "same"), ("same", "different"), ("different", "different")])
    ...         for p, said in zip("PQ", both)]
    >>> judge_agreement(made).kappa
    0.4
    """
    first_two: dict[tuple[str, str], dict[str, str]] = {}
    for d in standing(decisions):
        own = first_two.setdefault((d.left, d.right), {})
        if not d.settles and len(own) < 2:
            own.setdefault(d.person, d.judgement)
    both = Counter(tuple(own.values()) for own in first_two.values() if len(own) == 2)
    n = sum(both.values())
    table = tuple(sorted(((pair[0], pair[1]), count) for pair, count in both.items()))
    if not n:
        return Agreement(0, (), None, None, None)
    seen = sum(count for pair, count in both.items() if pair[0] == pair[1]) / n
    one, two = (Counter[str]() for _ in range(2))
    for pair, count in both.items():
        one[pair[0]] += count
        two[pair[1]] += count
    chance = sum(one[said] * two[said] for said in one) / n**2
    if chance >= 1.0:
        return Agreement(n, table, None, None, None)
    kappa = (seen - chance) / (1.0 - chance)
    spread = _Z95**2 / n
    middle, half = seen + spread / 2.0, _Z95 * sqrt((seen * (1.0 - seen) + spread / 4.0) / n)
    lower, upper = (((middle + side) / (1.0 + spread) - chance) / (1.0 - chance) for side in (-half, half))
    return Agreement(n, table, round(kappa, 6), max(lower, -1.0), min(upper, 1.0))
