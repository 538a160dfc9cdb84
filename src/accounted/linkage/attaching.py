"""Rows without a name that can only be about somebody whom another list names.

Such a row is no person of its own, and being found by name elsewhere must not make a list look more complete than it
is: so it is attached to a person, shown beside them, and never enters a capture table. It is weighed by what it does
state, day and place of death, sex and age, with the weights that were learnt; all people who could be meant are rivals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounted.linkage.fields import day_number
from accounted.linkage.parameters import Model
from accounted.model.canonical import canonical_bytes
from accounted.model.linkage import Attached, Cluster
from accounted.model.records import Record
from accounted.text.names import fold_text

__all__ = ["attach_unnamed"]

_LEAST = 0.5
_AGES = ((0.0, "the same age"), (1.0, "ages a year apart"), (3.0, "ages within three years"))
_FAR = "ages far apart"


def attach_unnamed(
    records: Sequence[Record], clusters: Sequence[Cluster], deduplicated: Sequence[str], model: Model
) -> tuple[Attached, ...]:
    """Find the people that rows without a name are about.

    A row needs a day and a place of death; the person needs a record with that place and that day or the next one to
    it. In a list that holds each person once, a row can only be about somebody the list does not name.

    Args:
        records: All rows.
        clusters: The people, of named rows.
        deduplicated: Lists that hold each person at most once.
        model: What was learnt.
    """
    bits = {
        (c.field, level.words): model.level_bits[n][len(c.levels) - 1 - at]
        for n, c in enumerate(model.comparisons)
        for at, level in enumerate(c.levels)
    }
    by_id = {record.id: record for record in records}
    near: dict[tuple[int, str], list[int]] = {}
    for number, cluster in enumerate(clusters):
        for key in {key for r in cluster.records for key in _places_and_days(by_id[r])}:
            near.setdefault(key, []).append(number)
    candidates = []
    for record in records:
        if record.is_named:
            continue
        odds = {}
        for number in sorted({n for day, place in _places_and_days(record) for d in (-1, 0, 1)
                              for n in near.get((day + d, place), ())}):  # fmt: skip
            members = [by_id[r] for r in clusters[number].records]
            once = record.list in deduplicated
            if not (once and any(m.list == record.list for m in members)):
                odds[number] = 2.0 ** (model.prior_bits + max(_weigh(record, m, bits) for m in members))
        if odds:
            best = max(odds, key=lambda n: (odds[n], -n))
            candidates.append((round(odds[best] / (1.0 + sum(odds.values())), 6), best, record))
    # The surer of two rows of one list takes the person; by content, so that the order of rows is no matter.
    candidates.sort(key=lambda c: (-c[0], canonical_bytes(c[2].values), c[2].id))
    found = []
    taken: set[tuple[str, int]] = set()
    for probability, best, record in candidates:
        if probability >= _LEAST and (record.list, best) not in taken:
            taken.add((record.list, best))
            found.append(Attached(record.id, clusters[best].id, probability))
    return tuple(sorted(found, key=lambda a: a.record))


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
