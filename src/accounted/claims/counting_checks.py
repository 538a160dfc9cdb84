"""What one figure counts, and small questions about it that need no other figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accounted.claims.act_words import may_be_persons
from accounted.claims.counting_patterns import TO_ONE, TOLL_WHO
from accounted.claims.figures import FoundFigure
from accounted.model.claims import Act, Unit
from accounted.model.documents import Span

__all__ = ["Counted", "contradicts", "happens_to_one", "is_ordinal_list", "is_whole", "refines", "who_in_toll"]

_FARED_OTHERWISE = re.compile(
    r"\s*(?:of (?:whom|them|these)\s+)?(?:(?:were|was|have|has|had|been|later|since|already|now|soon|subsequently)\s+)*"
    r"(?:released|freed|acquitted|survived|escaped|rescued|returned|to death"
    r"|(?:found|discovered|reported) (?:to be )?(?:alive|safe|unharmed)|accounted for)\b"
)
_TIMES = re.compile(r"\s*(?:times|rounds|shots|bullets|-?fold)\b")


@dataclass(frozen=True, slots=True)
class Counted:
    """What one figure counts, relative to the sentence.

    Args:
        act: What happened.
        unit: What is counted.
        who: Span of the words for those counted; None when the figure stands without a noun.
        end: Where the words about the figure end; a place or time may follow.
        further: Further acts on the same people ("detained, tortured and killed"), with their words.
        part_of: Index of the figure that this one is a part of ("12, among them 4 children"), or None.
        act_span: Words that say what happened.
    """

    act: Act
    unit: Unit
    who: Span | None
    end: int
    act_span: Span
    part_of: int | None = None
    further: tuple[tuple[Act, Span], ...] = ()


def happens_to_one(view: str, counted: Counted) -> bool:
    """Whether an act can be counted by "a": nobody counts one attendant, and what is burnt down is no person."""
    if counted.act in ("attending", "signing", "displaced"):
        return False
    return counted.act != "other" or TO_ONE.match(view, counted.act_span.start) is not None


def refines(act: Act, whole: Act) -> bool:
    """Whether a part may have an act of its own ("120 casualties, 30 of them fatal")."""
    may_follow = act in ("missing", "injured") and whole in ("detained", "displaced", "attending")
    return act != whole and (whole == "other" or act in ("killed", "executed", "tortured") or may_follow)


def contradicts(view: str, end: int) -> bool:
    """Whether the part is said to have fared otherwise ("of whom 60 were released")."""
    return _FARED_OTHERWISE.match(view, end) is not None


def is_ordinal_list(view: str, figure: FoundFigure) -> bool:
    """Whether what follows is counted in times or shots, not in people."""
    return _TIMES.match(view, figure.counts_from) is not None


def is_whole(found: FoundFigure) -> bool:
    """Whether a figure is a whole number: people come in no halves."""
    values = (found.figure.low, found.figure.best, found.figure.high)
    return all(value is None or float(value).is_integer() for value in values)


def who_in_toll(view: str, toll: Span) -> Span | None:
    """Find those counted in "the number of prisoners killed was 300"."""
    found = TOLL_WHO.search(view, toll.start, toll.end)
    if found is None or not may_be_persons(found["who"].split()[-1].lower()):
        return None
    return Span(found.start("who"), found.end("who"))
