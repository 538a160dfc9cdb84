"""Numbers and names in words: neutral, the same in every locale, never finer than what is known.

A number that people read is a `Quantity`: it cannot exist without a unit (R14) and a place to look it up (R34).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounted.model.capture import Estimate, Imputed
from accounted.model.errors import AccountedError

__all__ = [
    "Quantity",
    "check_estimate",
    "count_text",
    "interval_kind",
    "join_words",
    "number_text",
    "say_imputed",
    "supported",
    "unit_text",
]

_SINGULAR = {
    "persons": "person",
    "incidents": "incident",
    "records": "record",
    "objects": "object",
    "claims": "claim",
    "documents": "document",
    "files": "file",
    "lists": "list",
    "pairs": "pair",
    "acts": "act",
    "values": "value",
}
_FREQUENTIST = frozenset(
    {"chapman", "chao", "loglinear_bic", "loglinear_stepwise", "loglinear_average", "doubly_robust"}
)


def number_text(value: float) -> str:
    """Write a number with commas between thousands and no more than two decimals.

    Raises:
        AccountedError: When the value is infinite or not a number.

    >>> number_text(30000), number_text(1.25), number_text(0)
    ('30,000', '1.25', '0')
    """
    if not math.isfinite(value):
        raise AccountedError("a number of the report is not finite", mend="report this with the step that made it")
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def unit_text(value: float, unit: str) -> str:
    """Give the unit in the number that the value asks for.

    >>> unit_text(1, "persons"), unit_text(2, "persons"), unit_text(1, "money")
    ('person', 'persons', 'money')
    """
    return _SINGULAR.get(unit, unit) if value == 1 else unit


def count_text(value: float, unit: str) -> str:
    """Write a count with its unit.

    >>> count_text(1, "files"), count_text(2806, "persons")
    ('1 file', '2,806 persons')
    """
    return f"{number_text(value)} {unit_text(value, unit)}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of the report.

    Args:
        what: What it is, in words, for machines and for the hint that a pointer shows.
        value: The number, unrounded.
        unit: What is counted; never empty (R14).
        trace: Path below `output/` at which its origin stands, with an anchor where there is one.
        shown: How it is written when not as it is (rounded to what an interval supports).

    >>> Quantity("certainly in scope", 2806, "persons", "trace/q-persons.html").text
    '2,806'
    """

    what: str
    value: float
    unit: str
    trace: str
    shown: str = ""

    def __post_init__(self) -> None:
        """Refuse a number that cannot stand in a report."""
        if not self.unit.strip():
            raise AccountedError(f"a number has no counting unit: {self.what}", mend="name the unit in the question")
        if not self.trace:
            raise AccountedError(f"a number leads nowhere: {self.what}", mend="report this as a fault of the program")
        if not math.isfinite(self.value):
            raise AccountedError(f"a number is not finite: {self.what}", mend="report this with the step that made it")

    @property
    def text(self) -> str:
        """The number as written."""
        return self.shown or number_text(self.value)

    @property
    def hint(self) -> str:
        """The number with its unit and what it is."""
        return f"{number_text(self.value)} {unit_text(self.value, self.unit)}: {self.what}"


def supported(point: float, lower: float, upper: float, n_observed: int) -> tuple[int, int, int]:
    """Round to what the interval supports: the step is the power of ten below a tenth of its width.

    The lower end is rounded down and the upper end up, so the interval never gets narrower; nothing falls below the
    number observed. Where the interval reaches so far up that the step would swallow what lies between its lower end
    and the point, these two are rounded more finely.

    Returns:
        Point, lower and upper, rounded.

    >>> supported(10398.4, 9002.2, 13877.0, 4400)
    (10400, 9000, 13900)
    >>> supported(4402, 4401, 4404, 4400)
    (4402, 4401, 4404)
    >>> supported(26, 18, 10987654, 18)
    (26, 18, 11000000)
    """
    step = _step_of(upper - lower)
    high = math.ceil(upper / step) * step
    if lower < point < lower + step:
        step = _step_of(point - lower)
    low = max(math.floor(lower / step) * step, min(n_observed, math.floor(lower)))
    middle = min(max(math.floor(point / step + 0.5) * step, low), high)
    return middle, low, high


def _step_of(width: float) -> int:
    return int(10 ** math.floor(math.log10(width / 10))) if width > 10 else 1


def say_imputed(imputed: Imputed) -> str:
    """Say how many people of a stratum state its label, and how many were given to it.

    >>> say_imputed(Imputed(1371, 41, 33, 49))
    '1,371 state it; 41 state none and are given to it, 33–49 from draw to draw'
    """
    given = f"{number_text(imputed.n_given)} state none and are given to it"
    draws = f"{number_text(imputed.fewest)}–{number_text(imputed.most)} from draw to draw"
    return f"{number_text(imputed.n_stated)} state it; {given}, {draws}"


def interval_kind(models: Iterable[str]) -> str:
    """Name the interval by the models behind it: `credible` when at least one is Bayesian, else `confidence`.

    >>> interval_kind(["dga", "chapman"]), interval_kind(["chapman"])
    ('credible interval', 'confidence interval')
    """
    names = set(models)
    return "confidence interval" if names and names <= _FREQUENTIST else "credible interval"


def check_estimate(estimate: Estimate) -> None:
    """Refuse an estimate that comes without an interval, or with one that does not hold its point (R31).

    Raises:
        AccountedError: When point, ends or probability are missing, not finite or out of order.
    """
    parts = (estimate.point, estimate.lower, estimate.upper, estimate.prob)
    whole = all(isinstance(part, (int, float)) and math.isfinite(part) for part in parts)
    if not whole or not estimate.lower <= estimate.point <= estimate.upper or not 0 < estimate.prob < 1:
        raise AccountedError(
            "an estimate without a proper interval cannot be reported",
            where=f"stratum {estimate.stratum}",
            mend="estimate again; a point alone says nothing about what it is worth",
        )


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Join words into a list as it is read.

    >>> join_words(["A"]), join_words(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
