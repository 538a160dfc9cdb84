"""Which claims come from one source: copies, the same speaker, the same document, a figure led back to its speaker.

A tie needs the same act, unit, figure and way of saying it, and no stated population, place or period that differs.
Tied claims count as one source; of claims without a tie nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from accounted.claims.comparing import Thing, is_another
from accounted.claims.copied_claims import pair_copied
from accounted.claims.gazetteer import Gazetteer
from accounted.claims.speakers_alike import Aliases, cited_speaker, one_speaker, same_name, speaker_words
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.relations import ClaimRelation, Copied

__all__ = ["Ordered", "alike", "components", "find_ties"]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Claims in order, the earliest first, with what is asked of them again and again.

    Args:
        claims: All of them.
        things: Per id, what the claim is about.
        known: Per id, when it was said, or the date of its document.
        place: Per id, its number in the order.
        aliases: From folded names to the names that stand for them.
        gazetteer: Which place lies in which.
    """

    claims: tuple[Claim, ...]
    things: Mapping[str, Thing]
    known: Mapping[str, DateInterval | None]
    place: Mapping[str, int]
    aliases: Aliases
    gazetteer: Gazetteer

    @staticmethod
    def of(
        claims: Sequence[Claim], dates: Mapping[str, DateInterval | None], aliases: Aliases, gazetteer: Gazetteer
    ) -> Ordered:
        """Order claims by when they were said; those of unknown date come last, in the order given."""
        known = {claim.id: claim.said_when or dates.get(claim.document) for claim in claims}
        ordered = sorted(enumerate(claims), key=lambda pair: (*_day(known[pair[1].id]), pair[0]))
        return Ordered(
            tuple(claim for _, claim in ordered),
            {claim.id: Thing.of(claim) for claim in claims},
            known,
            {claim.id: number for number, (_, claim) in enumerate(ordered)},
            aliases,
            gazetteer,
        )


def _day(known: DateInterval | None) -> tuple[int, tuple[int, ...]]:
    first = known.earliest or known.latest if known else None
    return (0, tuple(first)) if first else (1, ())


def find_ties(
    ordered: Ordered, copies: Sequence[Copied], independent: Collection[str] = ()
) -> dict[tuple[str, str], ClaimRelation]:
    """Find the ties between claims, by pair of ids.

    Args:
        ordered: The claims.
        copies: Passages that documents share.
        independent: Claims that a person has said to be sources of their own.
    """
    ties: dict[tuple[str, str], ClaimRelation] = {}
    for tie in (*_in_copies(ordered, copies), *_said_again(ordered), *_cited(ordered)):
        if tie.left not in independent and tie.right not in independent:
            ties.setdefault((min(tie.left, tie.right), max(tie.left, tie.right)), tie)
    return ties


def components(ids: Iterable[str], ties: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Group what is tied, in the order given.

    >>> components("abcd", [("a", "c"), ("d", "c")])
    [('a', 'c', 'd'), ('b',)]
    """
    names = list(ids)
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one, two in ties:
        parent[root(two)] = root(one)
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(root(name), []).append(name)
    return [tuple(group) for group in groups.values()]


def alike(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Put claims together that have the same act, unit, figure and way of saying it."""
    groups: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.figure is not None or claim.polarity == "none_occurred":
            groups[claim.act, _figure(claim), claim.polarity, claim.modality].append(claim)
    return list(groups.values())


def _figure(claim: Claim) -> tuple[object, ...]:
    f = claim.figure
    return (claim.unit, *((f.low, f.best, f.high, f.low_inclusive, f.high_inclusive) if f else ()))


def _in_copies(ordered: Ordered, copies: Sequence[Copied]) -> Iterator[ClaimRelation]:
    for copied, one, two in pair_copied(ordered.claims, copies):
        yield _tie(ordered, one, two, f"both stand in a passage of {copied.n_words} words that two documents share")


def _tie(ordered: Ordered, one: Claim, two: Claim, reason: str) -> ClaimRelation:
    earlier, later = sorted((one, two), key=lambda claim: ordered.place[claim.id])
    return ClaimRelation(later.id, earlier.id, "repeats", reason)


def _said_again(ordered: Ordered) -> Iterator[ClaimRelation]:
    """The same figure again, by the same speaker or in the same document."""
    for group in alike(ordered.claims):
        near: dict[object, list[Claim]] = defaultdict(list)
        for claim in group:
            near["in", claim.document].append(claim)
            if claim.attribution.kind == "named":
                for word in sorted(speaker_words(claim.attribution.speaker, ordered.aliases)):
                    near["by", word].append(claim)
        for some in near.values():
            for number, later in enumerate(some):
                for earlier in some[:number]:
                    reason = _why_one_source(ordered, earlier, later)
                    if reason:
                        yield _tie(ordered, earlier, later, reason)
                        break


def _why_one_source(ordered: Ordered, one: Claim, two: Claim) -> str:
    if is_another(ordered.things[one.id], ordered.things[two.id], ordered.gazetteer):
        return ""
    if one_speaker(one, two, ordered.aliases):
        return f"the same speaker ({two.attribution.speaker}) gives the same figure"
    if one.document != two.document:
        return ""
    if "headline" in (one.position, two.position):
        return "a headline and its text are one source"
    if one.attribution.kind == two.attribution.kind == "named":
        return ""
    return "the same figure again in one document"


def _cited(ordered: Ordered) -> Iterator[ClaimRelation]:
    """A figure that its speaker leads back to the speaker of another claim."""
    groups: dict[object, list[Claim]] = defaultdict(list)
    for claim in ordered.claims:
        if claim.figure is not None:
            groups[_figure(claim)].append(claim)
    for group in groups.values():
        own = [claim for claim in group if claim.attribution.kind == "named" and cited_speaker(claim) is None]
        for one in group:
            name = cited_speaker(one)
            found = next((two for two in own if name and _is_cited(ordered, one, name, two)), None)
            if found is not None:
                stance = next((link.stance for link in one.attribution.chain if link.stance != "states"), "reports")
                who = one.attribution.speaker or "the text"
                reason = f"{who} {stance} the figure of {found.attribution.speaker}"
                yield ClaimRelation(one.id, found.id, "cites", reason)


def _is_cited(ordered: Ordered, one: Claim, name: str, two: Claim) -> bool:
    is_near = one.document == two.document
    named = same_name(name, two.attribution.speaker, ordered.aliases, is_near=is_near)
    return named and not is_another(ordered.things[one.id], ordered.things[two.id], ordered.gazetteer)
