"""What the lists together say of one person: every value with its lists, and a summary made by a stated rule."""

from __future__ import annotations

from dataclasses import dataclass

from accounted.model.dates import DateInterval

__all__ = ["PersonSummary", "Said", "SummaryLine"]


@dataclass(frozen=True, slots=True)
class Said:
    """One value as stated, with the lists that state it, sorted."""

    value: str
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """What the lists say of one thing.

    Args:
        field: `names`, `died`, `acts`, `birth`, `age`, `sex`, `place`, `status` or `civil-status`.
        text: The summary, in words.
        agrees: Whether all stated values can hold together.
        said: Every value, in an order that content alone decides.
    """

    field: str
    text: str
    agrees: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """All that is stated of one person; the rules stand in `accounted.linkage.RULES`.

    Args:
        cluster: Cluster id.
        lines: One per thing that at least one list states.
        died: The days of death that the summary allows; None when no list states one.
        age: The lowest and the highest age stated; None when no list states one.
    """

    cluster: str
    lines: tuple[SummaryLine, ...]
    died: DateInterval | None
    age: tuple[float, float] | None
