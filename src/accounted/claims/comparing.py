"""What a claim is about, and whether two claims are about the same: act, unit, population, place, period.

What a claim leaves open is the same as nothing: two claims without a place are not about one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from accounted.claims.gazetteer import Gazetteer, relate_places
from accounted.claims.matching import relate_acts
from accounted.claims.periods import compare_periods
from accounted.claims.populations import compare_populations
from accounted.model.claims import Act, Claim, Unit
from accounted.model.dates import DateInterval
from accounted.model.questions import Relation

__all__ = ["Thing", "is_another", "is_part", "is_same"]

_SMALL = frozenset({"the", "of", "and", "in", "a"})


@dataclass(frozen=True, slots=True)
class Thing:
    """What a claim counts; None where it does not say."""

    act: Act
    unit: Unit
    population: str | None
    place: str | None
    period: DateInterval | None

    @staticmethod
    def of(claim: Claim) -> Thing:
        """Take what a claim is about."""
        return Thing(
            claim.act,
            claim.unit,
            claim.counted,
            claim.where.wording if claim.where else None,
            claim.when.interval if claim.when else None,
        )

    @property
    def is_whole(self) -> bool:
        """Whether every dimension is stated, and the act has a code."""
        return self.act != "other" and bool(self.population and self.place and self.period)

    def place_words(self, known: Gazetteer) -> frozenset[str]:
        """The words of the place, small, and the known places that it is or lies in."""
        place = known.find(self.place or "")
        words = frozenset((self.place or "").casefold().split()) - _SMALL
        return words | {place, *known.within.get(place, ())} if place else words


def is_same(one: Thing, two: Thing, known: Gazetteer) -> bool:
    """Whether both state the same act, unit, population, place and period."""
    return one.is_whole and two.is_whole and {relation for _, relation, _ in _compare(one, two, known)} == {"same"}


def is_another(one: Thing, two: Thing, known: Gazetteer) -> bool:
    """Whether one states another population, place or period than the other; what is left open decides nothing."""
    return one.unit != two.unit or any(
        relation in ("different", "overlapping") for name, relation, _ in _compare(one, two, known) if name != "act"
    )


def is_part(one: Thing, two: Thing, known: Gazetteer) -> str:
    """Say why the first counts a part of what the second counts; empty when it does not, or when something is open."""
    if not (one.is_whole and two.is_whole):
        return ""
    found = _compare(one, two, known)
    if {relation for _, relation, _ in found} != {"same", "narrower"}:
        return ""
    return "; ".join(reason for _, relation, reason in found if relation == "narrower")


@lru_cache(maxsize=100_000)
def _compare(one: Thing, two: Thing, known: Gazetteer) -> tuple[tuple[str, Relation, str], ...]:
    unit: Relation = "same" if one.unit == two.unit else "different"
    found: list[tuple[str, Relation, str]] = [("unit", unit, ""), ("act", *relate_acts(one.act, two.act))]
    found.append(("period", *_stated(one.period and two.period, one, two, "period", known)))
    found.append(("place", *_stated(one.place and two.place, one, two, "place", known)))
    found.append(("population", *_stated(one.population and two.population, one, two, "population", known)))
    return tuple(found)


def _stated(both: object, one: Thing, two: Thing, name: str, known: Gazetteer) -> tuple[Relation, str]:
    if not both:
        return "unclear", f"one of them does not state its {name}"
    if name == "period":
        return compare_periods(one.period, None, two.period)
    if name == "place":
        return relate_places(one.place, two.place or "", known)
    return compare_populations(one.population, two.population or "")
