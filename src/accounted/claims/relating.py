"""How claims relate across documents: which repeat, cite, update or contradict which, and which say the same.

1. Claims that are tied (`tying`) count as one source: *repeats* and *cites*.
2. Claims with the same figure about the same thing stand together, tied or not; that untied ones are independent is not
   said.
3. *Updates*, *contradicts* and *part of* are looked for only where act, unit, population, place and period are all
   stated. A contradiction needs dates of knowledge that overlap, and figures that no number fits both of; a later and
   higher figure is an update, a later and lower one only of the same speaker. An update is of the last figure
   before it. *Part of* needs the same sentence or the same speaker.

Claims are never added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from accounted.claims.comparing import Thing, is_part, is_same
from accounted.claims.gazetteer import Gazetteer, world
from accounted.claims.ranges import apart, is_higher, same_figure, say_range
from accounted.claims.speakers_alike import Aliases, one_speaker
from accounted.claims.tying import Ordered, alike, components, find_ties
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.relations import Across, ClaimRelation, Copied, SameClaim

__all__ = ["relate"]

_OWN = "the same speaker"

Group = tuple[Claim, ...]
"""The first claims of sources that say the same."""


def relate(
    claims: Sequence[Claim],
    dates: Mapping[str, DateInterval | None],
    copies: Sequence[Copied] = (),
    *,
    aliases: Aliases | None = None,
    independent: Collection[str] = (),
    gazetteer: Gazetteer | None = None,
) -> Across:
    """Relate claims to each other.

    Args:
        claims: Claims of all documents, in the order of documents and of their texts.
        dates: When each document was published.
        copies: Passages that the documents share.
        aliases: From folded names to the names that stand for them.
        independent: Claims that a person has said to be sources of their own.
        gazetteer: Which place lies in which; None takes the world's table alone.

    Returns:
        The copies, with relations and groups.
    """
    ordered = Ordered.of(claims, dates, aliases or {}, gazetteer or world())
    ties = find_ties(ordered, copies, independent)
    sources = components([claim.id for claim in ordered.claims], ties)
    same = _say_the_same(ordered, sources)
    by_id = {claim.id: claim for claim in ordered.claims}
    groups = [tuple(by_id[_first_whole(ordered, source)] for source in entry.sources) for entry in same]
    everything = (
        *_latest(ordered, _between(ordered, groups)),
        *_first_ties(ordered, ties.values()),
        *_within_documents(ordered),
    )
    relations = {(relation.left, relation.right): relation for relation in everything}
    found = sorted(relations.values(), key=lambda r: (ordered.place[r.left], ordered.place[r.right]))
    return Across(tuple(copies), tuple(found), tuple(entry for entry in same if len(entry.claims) > 1))


def _first_ties(ordered: Ordered, ties: Iterable[ClaimRelation]) -> Iterator[ClaimRelation]:
    """Let a claim repeat the first one it is tied to: twelve copies are eleven repetitions, not sixty-six."""
    by_place = sorted(ties, key=lambda tie: -ordered.place[tie.right])
    first = {tie.left: tie for tie in by_place if tie.kind == "repeats"}
    yield from (tie for tie in by_place if tie.kind != "repeats" or first[tie.left] is tie)


def _first_whole(ordered: Ordered, source: Sequence[str]) -> str:
    """The first claim of a source that leaves nothing open; the first when all do."""
    return next((name for name in source if ordered.things[name].is_whole), source[0])


def _say_the_same(ordered: Ordered, sources: Sequence[tuple[str, ...]]) -> list[SameClaim]:
    """Put sources together of which some claims are the same in everything, with nothing left open."""
    source_of = {name: source for source in sources for name in source}
    joined: dict[tuple[str, str], None] = {}
    for group in alike(ordered.claims):
        of: dict[Thing, str] = {}
        for claim in group:
            first = of.setdefault(ordered.things[claim.id], source_of[claim.id][0])
            if ordered.things[claim.id].is_whole:
                joined[first, source_of[claim.id][0]] = None
        for one, two in _near(of, ordered.gazetteer):
            if is_same(one, two, ordered.gazetteer):
                joined[of[one], of[two]] = None
    found = []
    for names in components([source[0] for source in sources], joined):
        own = tuple(source_of[name] for name in names)
        members = sorted((name for source in own for name in source), key=lambda name: ordered.place[name])
        found.append(SameClaim(tuple(members), own))
    return found


def _near(things: Iterable[Thing], known: Gazetteer) -> Iterator[tuple[Thing, Thing]]:
    """Pair things that are stated whole and whose places share a word; each pair once."""
    by_word: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        if thing.is_whole:
            for word in sorted(thing.place_words(known)):
                by_word[word].append(thing)
    pairs: dict[tuple[Thing, Thing], None] = {}
    for near in by_word.values():
        pairs.update(dict.fromkeys(combinations(near, 2)))
    yield from pairs


def _between(ordered: Ordered, groups: Sequence[Group]) -> Iterator[ClaimRelation]:
    """Relations between groups about the same thing, or of which one is about a part of the other's."""
    about: dict[Thing, list[Group]] = defaultdict(list)
    known = ordered.gazetteer
    for group in groups:
        for thing in dict.fromkeys(ordered.things[claim.id] for claim in group):
            if thing.is_whole:
                about[thing].append(tuple(c for c in group if ordered.things[c.id] == thing and c.modality == "stated"))
    for own in about.values():
        for one, two in combinations(own, 2):
            yield from _by_figures(ordered, one, two)
    for left, right in _near(about, known):
        same, reasons = is_same(left, right, known), (is_part(left, right, known), is_part(right, left, known))
        pairs = product(about[left], about[right]) if same or any(reasons) else ()
        for one, two in pairs:
            if same:
                yield from _by_figures(ordered, one, two)
            elif reasons[0]:
                yield from _parts(ordered, one, two, reasons[0])
            elif reasons[1]:
                yield from _parts(ordered, two, one, reasons[1])


def _parts(ordered: Ordered, part: Group, whole: Group, reason: str) -> Iterator[ClaimRelation]:
    """Of one speaker only: what different speakers count is a part of each other's by thousands, and says nothing."""
    for one, two in product(part, whole):
        if "denied" not in (one.polarity, two.polarity) and one_speaker(one, two, ordered.aliases):
            yield ClaimRelation(one.id, two.id, "part_of", f"the same speaker; {reason}")
            return


def _by_figures(ordered: Ordered, one: Group, two: Group) -> Iterator[ClaimRelation]:
    """Contradictions and updates of two groups about one thing: every update by a speaker, of the others the first."""
    others: list[ClaimRelation] = []
    for pair in product(one, two):
        earlier, later = sorted(pair, key=lambda claim: ordered.place[claim.id])
        relation = _by_figure(ordered, earlier, later)
        if relation is not None and relation.kind == "updates" and one_speaker(earlier, later, ordered.aliases):
            yield relation
        elif relation is not None:
            others.append(relation)
    yield from sorted(others, key=lambda r: r.kind)[:1]


def _by_figure(ordered: Ordered, earlier: Claim, later: Claim) -> ClaimRelation | None:
    if "denied" in (earlier.polarity, later.polarity):
        if earlier.polarity != later.polarity and same_figure(earlier, later):
            return ClaimRelation(later.id, earlier.id, "contradicts", "one denies the figure that the other states")
        return None
    then, now = ordered.known[earlier.id], ordered.known[later.id]
    if same_figure(earlier, later) or then is None or now is None:
        return None
    words = f"{say_range(later)}, {say_range(earlier)}"
    if then.overlaps(now):
        reason = f"about the same thing as of the same time, and no number fits both: {words}"
        return ClaimRelation(later.id, earlier.id, "contradicts", reason) if apart(earlier, later) else None
    dates = f"{now.edtf} after {then.edtf}: {say_range(later)} after {say_range(earlier)}"
    if one_speaker(earlier, later, ordered.aliases):
        return ClaimRelation(later.id, earlier.id, "updates", f"{_OWN}, {dates}")
    if is_higher(later, earlier):
        reason = f"later and higher, by another speaker, {dates}; the earlier speaker took nothing back"
        return ClaimRelation(later.id, earlier.id, "updates", reason)
    return None


def _latest(ordered: Ordered, relations: Iterable[ClaimRelation]) -> Iterator[ClaimRelation]:
    """Let a claim update one figure only, the last one before it: of its own speaker, else of the others."""
    by_place = sorted(relations, key=lambda r: (r.kind != "updates" or _OWN in r.reason, ordered.place[r.right]))
    last = {r.left: r for r in by_place if r.kind == "updates"}
    yield from (r for r in by_place if r.kind != "updates" or last[r.left] is r)


def _within_documents(ordered: Ordered) -> Iterator[ClaimRelation]:
    for claim in ordered.claims:
        if claim.part_of is not None and claim.part_of in ordered.place:
            yield ClaimRelation(claim.id, claim.part_of, "part_of", "the sentence says that it is a part")
