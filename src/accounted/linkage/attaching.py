"""Rows without a name that can only be about one person, whom another list names or none does.

Such a row is no person of its own, and being found by name elsewhere must not make a list look more complete than it
is: so it is attached to a person, shown beside them, and never enters a capture table. It is weighed by what it does
state, day and place of death, sex and age, with the weights that were learnt; all people who could be meant are rivals.
Rows of several lists that nobody named is meant by may be about one unnamed person; they are put together the same way,
and are counted once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounted.linkage.date_columns import day_number
from accounted.linkage.parameters import Model
from accounted.model.canonical import canonical_bytes
from accounted.model.ids import IdMaker
from accounted.model.linkage import Attached, Cluster, Linkage
from accounted.model.records import Record
from accounted.text.names import fold_text

__all__ = ["attach_unnamed", "counted_elsewhere"]

_LEAST = 0.5
_AGES = ((0.0, "the same age"), (1.0, "ages a year apart"), (3.0, "ages within three years"))
_FAR = "ages far apart"


def attach_unnamed(
    records: Sequence[Record],
    clusters: Sequence[Cluster],
    deduplicated: Sequence[str],
    model: Model,
    make_id: IdMaker,
) -> tuple[Attached, ...]:
    """Find the people that rows without a name are about.

    A row needs a day and a place of death; the person needs a record with that place and that day or the next one to
    it. In a list that holds each person once, a row can only be about somebody the list does not name.

    Args:
        records: All rows; those that stand for a group are about no one person.
        clusters: The people, of named rows.
        deduplicated: Lists that hold each person at most once.
        model: What was learnt.
        make_id: Makes the cluster id of an unnamed person from the sorted ids of the rows.

    Returns:
        By record. A cluster id that is none of `clusters` is a person whom no list names.
    """
    unnamed = [record for record in records if not record.is_named and record.n_unnamed == 1]
    if not unnamed:
        return ()
    rows = _Rows.of(model, frozenset(deduplicated))
    by_id = {record.id: record for record in records}
    people = [[by_id[r] for r in cluster.records] for cluster in clusters]
    found, taken = [], set[tuple[str, int]]()
    for probability, best, record in _find_people(unnamed, people, rows):
        if (record.list, best) not in taken:
            taken.add((record.list, best))
            found.append(Attached(record.id, clusters[best].id, probability))
    attached = {a.record for a in found}
    for group, probability in _group([record for record in unnamed if record.id not in attached], rows):
        own = sorted(record.id for record in group)
        person = make_id("clu", *own)
        found += [Attached(record, person, probability) for record in own]
    return tuple(sorted(found, key=lambda a: a.record))


def counted_elsewhere(linkage: Linkage) -> frozenset[str]:
    """Find the rows without a name that are about somebody who is counted by another row."""
    named = {cluster.id for cluster in linkage.clusters}
    first: dict[str, str] = {}
    for row in linkage.attached:
        if row.cluster not in named:
            first.setdefault(row.cluster, row.record)
    return frozenset(row.record for row in linkage.attached) - frozenset(first.values())


@dataclass(frozen=True, slots=True)
class _Rows:
    """How rows without a name are weighed.

    Args:
        bits: Weights by field and words of the level.
        prior_bits: Before comparing.
        deduplicated: Lists that hold each person at most once.
    """

    bits: Mapping[tuple[str, str], float]
    prior_bits: float
    deduplicated: frozenset[str]

    @classmethod
    def of(cls, model: Model, deduplicated: frozenset[str]) -> _Rows:
        bits = {
            (c.field, level.words): model.level_bits[n][len(c.levels) - 1 - at]
            for n, c in enumerate(model.comparisons)
            for at, level in enumerate(c.levels)
        }
        return cls(bits, model.prior_bits, deduplicated)

    def odds(self, record: Record, members: Sequence[Record]) -> float:
        """Odds that a row is about the person of these rows."""
        if record.list in self.deduplicated and any(m.list == record.list for m in members):
            return 0.0
        return float(2.0 ** (self.prior_bits + max(_weigh(record, m, self.bits) for m in members)))


def _find_people(
    unnamed: Sequence[Record], people: Sequence[Sequence[Record]], rows: _Rows
) -> list[tuple[float, int, Record]]:
    """Find per row the person it is most probably about, where that is likelier than not; the surest first."""
    near = _by_place_and_day(people)
    found = []
    for record in unnamed:
        odds = {number: rows.odds(record, people[number]) for number in _near(record, near)}
        if odds:
            best = max(odds, key=lambda n: (odds[n], -n))
            probability = round(odds[best] / (1.0 + sum(odds.values())), 6)
            if probability >= _LEAST:
                found.append((probability, best, record))
    # The surer of two rows of one list takes the person; by content, so that the order of rows is no matter.
    return sorted(found, key=lambda c: (-c[0], canonical_bytes(c[2].values), c[2].id))


def _group(unnamed: Sequence[Record], rows: _Rows) -> list[tuple[list[Record], float]]:
    """Put rows together that are about one unnamed person: pairs that are the likeliest for either row, then others."""
    ordered = sorted(unnamed, key=lambda r: (canonical_bytes(r.values), r.id))
    near = _by_place_and_day([[record] for record in ordered])
    pairs = []
    for number, record in enumerate(ordered):
        odds = {n: rows.odds(record, [ordered[n]]) for n in _near(record, near) if n != number}
        for name in sorted({ordered[n].list for n in odds}):
            rivals = {n: odds[n] for n in odds if ordered[n].list == name}
            best = max(rivals, key=lambda n: (rivals[n], -n))
            pairs.append((round(rivals[best] / (1.0 + sum(rivals.values())), 6), number, best))
    both: dict[tuple[int, int], list[float]] = {}
    for probability, one, other in pairs:
        both.setdefault((min(one, other), max(one, other)), []).append(probability)
    sure = sorted((-min(p), pair) for pair, p in both.items() if len(p) > 1 and min(p) >= _LEAST)
    home = {n: [n] for n in range(len(ordered))}
    least = dict.fromkeys(home, 1.0)
    for negative, (one, other) in sure:
        lists = [ordered[n].list for n in (*home[one], *home[other]) if ordered[n].list in rows.deduplicated]
        if home[one] is home[other] or len(lists) != len(set(lists)):
            continue
        joined, lower = home[one] + home[other], min(least[one], least[other], -negative)
        for n in joined:
            home[n], least[n] = joined, lower
    firsts = [n for n in home if home[n][0] == n and len(home[n]) > 1]
    return [([ordered[k] for k in home[n]], least[n]) for n in firsts]


def _by_place_and_day(people: Sequence[Sequence[Record]]) -> dict[tuple[int, str], list[int]]:
    near: dict[tuple[int, str], list[int]] = {}
    for number, members in enumerate(people):
        for key in {key for r in members for key in _places_and_days(r)}:
            near.setdefault(key, []).append(number)
    return near


def _near(record: Record, near: Mapping[tuple[int, str], list[int]]) -> list[int]:
    days = [(day + d, place) for day, place in _places_and_days(record) for d in (-1, 0, 1)]
    return sorted({n for key in days for n in near.get(key, ())})


def _places_and_days(record: Record) -> list[tuple[int, str]]:
    if record.died is None or not record.died.is_one_day or record.died.earliest is None:
        return []
    places = [place for place in (fold_text(value) for _, value in record.places[:1]) if place]
    return [(day_number(record.died.earliest), place) for place in places]


def _weigh(one: Record, other: Record, bits: Mapping[tuple[str, str], float]) -> float:
    """log2 m/u of what both state, for two rows with one place; the name says nothing."""
    here, there = _places_and_days(one), _places_and_days(other)
    if not here or not there or here[0][1] != there[0][1] or abs(here[0][0] - there[0][0]) > 1:
        return -60.0
    day = "the same day" if here[0][0] == there[0][0] else "dates a day apart"
    total = _bits(bits, "died", day) + _bits(bits, "place", "the same place")
    if one.sex and other.sex:
        total += _bits(bits, "sex", "the same sex" if one.sex == other.sex else "different sex")
    if one.age is not None and other.age is not None:
        apart = abs(one.age - other.age)
        total += _bits(bits, "born", next((words for most, words in _AGES if apart <= most), _FAR))
    return total


def _bits(bits: Mapping[tuple[str, str], float], field: str, level: str) -> float:
    """Weight of a level; 0 when the field was not compared, an error when the field has no such level."""
    return bits[field, level] if any(known == field for known, _ in bits) else 0.0
