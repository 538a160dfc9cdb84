"""Whether one place lies in another, as far as a small offline table and the user's own places tell.

A name that is in neither is compared by its words alone, as before. Two known places of which neither lies in the other
are different; pairs on which states disagree, and names of several places, stay unclear: that is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from accounted.claims.gazetteer_table import AMBIGUOUS, COUNTRIES, REGIONS, UNSETTLED, WORLD_REGIONS
from accounted.claims.populations import compare_places
from accounted.model.questions import Relation
from accounted.text.names import fold_text

__all__ = ["Gazetteer", "Place", "relate_places", "world"]

_DIRECTION = re.compile(
    r"(?:the\s+)?(?:(?:far\s+)?(?:north|south|east|west)(?:ern|[ -]?east(?:ern)?|[ -]?west(?:ern)?)?|central|rural"
    r"|upper|lower)[ -](?:of\s+)?(?:the\s+)?(?P<rest>\S.*)",
    re.IGNORECASE,
)
_NEW = re.compile(r"(?:the\s+)?New\s")
"""New Velmar is no part of Velmar."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place with the other names it goes by and the larger places it lies in."""

    name: str
    aliases: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Gazetteer:
    """Places by their folded names.

    Args:
        names: From every name, folded and without its article, to the name that stands for the place.
        within: Per place, all larger places.
        ambiguous: Such names of several places.
        unsettled: Pairs that nobody but a person decides, with the reason.
    """

    names: Mapping[str, str]
    within: Mapping[str, frozenset[str]]
    ambiguous: frozenset[str]
    unsettled: Mapping[tuple[str, str], str]

    @staticmethod
    def of(places: Iterable[Place] = ()) -> Gazetteer:
        """Make a gazetteer of the world's table and a user's places; what the user says of a name goes first."""
        own = tuple(places)
        names: dict[str, str] = {}
        parents: dict[str, set[str]] = {}
        for place in (*_of_table(), *own):
            names |= {_key(alias): place.name for alias in (place.name, *place.aliases)}
        for place in (*_of_table(), *own):
            above = {names.setdefault(_key(larger), larger) for larger in place.within}
            parents.setdefault(place.name, set()).update(above)
        said = {_key(name) for place in own for name in (place.name, *place.aliases)}
        ambiguous = frozenset(_key(name) for name in AMBIGUOUS.split(", ")) - said
        decided = {(place.name, names[_key(larger)]) for place in own for larger in place.within}
        unsettled = {pair: reason for pair, reason in UNSETTLED.items() if not {pair, pair[::-1]} & decided}
        return Gazetteer(names, {name: _all_above(name, parents) for name in parents}, ambiguous, unsettled)

    def find(self, wording: str) -> str | None:
        """Find the place that a wording names; None when it is not known."""
        return self.names.get(_key(wording))


@cache
def world() -> Gazetteer:
    """The world's table alone."""
    return Gazetteer.of()


def relate_places(worded: str | None, asked: str, gazetteer: Gazetteer | None = None) -> tuple[Relation, str]:
    """Tell how the place of a claim relates to the one asked about, with the reason.

    >>> relate_places("Baghdad", "Iraq")[0], relate_places("northern Iraq", "Western Asia")[0]
    ('narrower', 'narrower')
    >>> relate_places("Peru", "Chile")[0], relate_places("Kosovo", "Serbia")[0], relate_places("Velmar", "Peru")[0]
    ('different', 'unclear', 'unclear')
    """
    known = gazetteer or world()
    if not worded or not asked:
        return compare_places(worded, asked)
    one, two = known.find(worded), known.find(asked)
    if one is not None and two is not None:
        return _relate_known(known, worded, asked, one, two)
    part = _DIRECTION.fullmatch(worded.strip())
    if one is None and two is not None and part and (base := known.find(part["rest"])):
        return _of_part(known, worded, asked, base, two)
    if _key(worded) != _key(asked) and (_NEW.match(worded) or _NEW.match(asked)):
        return "unclear", f"whether “{worded}” lies in {asked} is not known"
    return compare_places(worded, asked)


def _relate_known(known: Gazetteer, worded: str, asked: str, one: str, two: str) -> tuple[Relation, str]:
    if one == two:
        return "same", f"both say {asked}" if worded == asked else f"“{worded}” is another name of {asked}"
    reason = known.unsettled.get((one, two)) or known.unsettled.get((two, one)) or _unsettled_above(known, one, two)
    if reason:
        return "unclear", reason
    several = [name for name in (worded, asked) if _key(name) in known.ambiguous]
    if several:
        return "unclear", f"{several[0]} is the name of several places"
    if two in known.within.get(one, ()):
        return "narrower", f"“{worded}” lies in {asked}"
    if one in known.within.get(two, ()):
        return "wider", f"{asked} lies in “{worded}”"
    return "different", f"“{worded}” and {asked} are two places, and neither lies in the other"


def _unsettled_above(known: Gazetteer, one: str, two: str) -> str:
    """What is unsettled for a whole is unsettled for its parts: Gaza and Israel, Belgrade and Kosovo."""
    ones, twos = {one, *known.within.get(one, ())}, {two, *known.within.get(two, ())}
    pairs = ((a, b) for a in sorted(ones) for b in sorted(twos))
    found = (known.unsettled.get((a, b)) or known.unsettled.get((b, a)) for a, b in pairs)
    return next((reason for reason in found if reason), "")


def _of_part(known: Gazetteer, worded: str, asked: str, base: str, two: str) -> tuple[Relation, str]:
    if base == two:
        return "narrower", f"“{worded}” is a part of {asked}"
    relation, reason = _relate_known(known, base, asked, base, two)
    if relation == "wider":
        return "unclear", f"whether {asked} lies in “{worded}” cannot be told"
    return relation, reason


def _of_table() -> Iterator[Place]:
    yield Place("Americas", ("the Americas", "America"), ())
    for larger, smaller in WORLD_REGIONS.items():
        yield Place(larger)
        for name in smaller.split(", "):
            yield Place(name, (), (larger,))
    for region, entries in COUNTRIES.items():
        for entry in entries.split("; "):
            names, _, capital = entry.partition(": ")
            name, *aliases = names.split(" = ")
            yield Place(name, tuple(aliases), (region,))
            if capital:
                yield Place(capital, (), (name,))
    for country, regions in REGIONS.items():
        for name in regions.split(", "):
            yield Place(name, (), (country,))


def _key(name: str) -> str:
    return fold_text(name).removeprefix("the ")


def _all_above(name: str, parents: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for larger in parents.get(waiting.pop(), ()):
            if larger not in found:
                found.add(larger)
                waiting.append(larger)
    return frozenset(found - {name})
