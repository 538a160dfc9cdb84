"""What one record says of belonging to a question: by its date, place, status as stated, and population as stated.

Per dimension a record says in, out, that it leaves it open, or that it does not know; or nothing. That is kept as bits,
so that what the records of a person say together is their union, for millions of drawn persons as for one. Nothing is
decided by majority, and what is not stated excludes nobody.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from accounted.linkage.act_scope import IN, OPEN, OUT, UNKNOWN, AskedAct, ask_act, stand_by_act, why_by_act
from accounted.lists.statuses import read_status
from accounted.lists.titles import title_words
from accounted.lists.unfolding import Dating, date_of, dating_of
from accounted.model.dates import DateInterval
from accounted.model.questions import Membership, Question
from accounted.model.records import ListInfo, Record
from accounted.text.names import fold_text

__all__ = ["DIMENSIONS", "Asked", "ask", "belongs", "explain", "stand"]

DIMENSIONS = ("period", "place", "status", "population")
"""In this order, four bits each, the period's the lowest."""

_POPULATION_TITLES = frozenset(
    word
    for text in (
        "population ethnicity ethnic nationality race community religion sect tribe group citizenship affiliation role "
        "category status civilian ethnie nationalite communaute religion etnia nacionalidad comunidad",
        "قومية جنسية عرق طائفة صفة انتماء قومیت ملیت مذهب",
    )
    for word in title_words(text)
)
_SEXES = {
    **dict.fromkeys(("woman", "women", "girl", "female"), "F"),
    **dict.fromkeys(("man", "men", "boy", "male"), "M"),
}
_CHILDREN = frozenset({"child", "children", "minor", "girl", "boy"})
_ADULT_AT = 18
_GENERIC = frozenset({"people", "person", "human", "victim", "everyone", "all", "of", "the"})
_JOINING = frozenset({"and", "or", "et", "ou", "y", "e"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready for comparison with records.

    Args:
        period: As asked.
        place: Folded; empty when not asked.
        declared: Per list, the folded places it says it worked in.
        speaks_of_place: Lists whose records name the question's place at all.
        act: What is asked about, with what is known of whole lists; None when not said.
        dating: Per list, what its main date is of.
        population: Words of the people asked about, without sex and age.
        sex: `F` or `M` when only they are asked about, else empty.
        only_children: Whether only children are asked about.
        speaks_of_population: Pairs of a list and a column that name the people asked about at all.
        fold: Folds a short text, each different one once.
    """

    period: DateInterval | None
    place: str
    declared: Mapping[str, tuple[str, ...]]
    speaks_of_place: frozenset[str]
    act: AskedAct | None
    dating: Mapping[str, Dating]
    population: frozenset[str]
    sex: str
    only_children: bool
    speaks_of_population: frozenset[tuple[str, str]]
    fold: Callable[[str], str]


def ask(question: Question, records: Sequence[Record], lists: Collection[ListInfo]) -> Asked:
    """Make a question ready, with what has to be known of whole lists: a list can only deny what it speaks of."""
    words = _words(question.population)
    is_one_group = not words & _JOINING
    sexes = {_SEXES[word] for word in words if word in _SEXES} if is_one_group else set()
    dating = dating_of(lists)
    asked = Asked(
        period=question.period,
        place=fold_text(question.place),
        declared={info.name: tuple(fold_text(p) for p in info.places if fold_text(p)) for info in lists},
        speaks_of_place=frozenset(),
        act=ask_act(question.act, records, dating) if question.act else None,
        dating=dating,
        population=frozenset(words - _SEXES.keys() - _CHILDREN - _GENERIC - _JOINING),
        sex=next(iter(sexes)) if len(sexes) == 1 else "",
        only_children=is_one_group and bool(words & _CHILDREN),
        speaks_of_population=frozenset(),
        fold=functools.cache(fold_text),
    )
    places, groups = _spoken_of(asked, records)
    return replace(asked, speaks_of_place=places, speaks_of_population=groups)


def _spoken_of(asked: Asked, records: Sequence[Record]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Which lists name the place asked about at all, and in which of their columns stand the people asked about."""
    places = {r.list for r in records if asked.place and any(_lies_in(asked.fold(v), asked.place) for _, v in r.places)}
    titles = {title for record in records for title, _ in record.values} if asked.population else set()
    fitting = {title for title in titles if _POPULATION_TITLES & set(title_words(title))}
    stated = {(r.list, title, value) for r in records for title, value in r.values if title in fitting}
    groups = {(name, title) for name, title, value in stated if _is_of(value, asked.population)}
    return frozenset(places), frozenset(groups)


def stand(asked: Asked, record: Record) -> int:
    """Say as bits what a record says of belonging, four for each dimension."""
    said = (
        _period(asked.period, _date(asked, record)) if asked.period else 0,
        _place(asked, record) if asked.place else 0,
        stand_by_act(asked.act, record) if asked.act else 0,
        _population(asked, record),
    )
    return sum(bits << 4 * at for at, bits in enumerate(said))


def belongs(asked: Asked) -> Callable[[int], Membership]:
    """Make the function from joined bits to belonging: the weakest dimension decides."""
    silent: tuple[Membership, ...] = (
        "possible" if asked.period else "certain",
        "possible" if asked.place else "certain",
        "certain",
        "certain",
    )
    known: dict[int, Membership] = {}

    def decide(code: int) -> Membership:
        if code not in known:
            found = [_decide(code >> 4 * at & 15, silent[at]) for at in range(len(DIMENSIONS))]
            known[code] = "out" if "out" in found else "possible" if "possible" in found else "certain"
        return known[code]

    return decide


def _decide(bits: int, silent: Membership) -> Membership:
    """Not knowing takes nothing away from what others state, but keeps anybody from being excluded."""
    if not bits:
        return silent
    if bits & ~UNKNOWN == IN:
        return "certain"
    return "out" if bits == OUT else "possible"


def explain(asked: Asked, members: Sequence[Record], code: int) -> str:
    """Say why people with these records belong as they do: the reasons of the dimensions that decide."""
    decide = belongs(asked)
    membership = decide(code)
    reasons = []
    if asked.period:
        reasons.append((decide(code & 15 | _in_all_but(0)), _period_reason(code & 15)))
    if asked.place:
        reasons.append((decide(code & 15 << 4 | _in_all_but(1)), _place_reason(code >> 4 & 15)))
    if code >> 8 & 15:
        reasons.append((decide(code & 15 << 8 | _in_all_but(2)), _act_reason(asked, members, code >> 8 & 15)))
    if code >> 12 & 15:
        reasons.append((decide(code & 15 << 12 | _in_all_but(3)), _population_reason(code >> 12 & 15)))
    if not reasons:
        return "the question names no period and no place"
    return "; ".join(reason for found, reason in reasons if found == membership)


def _in_all_but(dimension: int) -> int:
    return sum(IN << 4 * at for at in range(len(DIMENSIONS)) if at != dimension)


def _date(asked: Asked, record: Record) -> DateInterval | None:
    """The date of the act that is asked about; never that of another (R18)."""
    return date_of(record, asked.act.act if asked.act else None, asked.dating.get(record.list, Dating()))


def _period(period: DateInterval, died: DateInterval | None) -> int:
    if died is None:
        return 0
    return IN if period.contains(died) else OPEN if period.overlaps(died) else OUT


def _period_reason(bits: int) -> str:
    return {
        0: "no date is stated, and the question names a period",
        IN: "every stated date lies inside the period",
        OUT: "every stated date lies outside the period",
        IN | OUT: "the lists disagree: one date lies inside the period, another outside",
        IN | OUT | OPEN: "the lists disagree: one date lies inside the period, another outside",
    }.get(bits, "a stated date may lie inside the period or outside it")


def _place(asked: Asked, record: Record) -> int:
    """Whether the record lies in the place: by its own values, else by what its list declares, else not known.

    A record's values say "elsewhere" only in a list whose records name the question's place at all: a list that gives
    villages alone does not deny the province.
    """
    values = [folded for folded in (asked.fold(value) for _, value in record.places) if folded]
    if any(_lies_in(value, asked.place) for value in values):
        return IN
    declared = asked.declared.get(record.list, ())
    if declared and all(_lies_in(place, asked.place) for place in declared):
        return IN
    if values and record.list in asked.speaks_of_place:
        return OUT
    if declared and not any(_lies_in(place, asked.place) or _lies_in(asked.place, place) for place in declared):
        return OUT
    return 0


def _place_reason(bits: int) -> str:
    return {
        0: "no record or list says whether this was in the question's place",
        IN: "every stated place lies in the question's place",
        OUT: "every stated place lies elsewhere",
    }.get(bits, "the lists disagree about the place")


def _lies_in(value: str, place: str) -> bool:
    """Whether the place's words stand in the value, as whole words and in their order."""
    return f" {place} " in f" {value} "


def _act_reason(asked: Asked, members: Sequence[Record], bits: int) -> str:
    return why_by_act(asked.act, members, bits) if asked.act else ""


def _population(asked: Asked, record: Record) -> int:
    bits = 0
    if asked.sex and record.sex:
        bits |= IN if record.sex == asked.sex else OUT
    if asked.only_children and record.age is not None:
        bits |= IN if record.age < _ADULT_AT else OUT
    for title, value in record.values if asked.speaks_of_population else ():
        if (record.list, title) in asked.speaks_of_population and _words(value):
            status = read_status(value)
            if _is_of(value, asked.population):
                bits |= IN
            else:
                bits |= UNKNOWN if status == "unknown" else OUT if status is None else 0
    return OUT if bits & OUT else bits  # of one record all has to fit: a girl by sex and by age


def _population_reason(bits: int) -> str:
    return {
        IN: "stated to be of the people asked about",
        IN | UNKNOWN: "stated to be of the people asked about",
        OUT: "stated to be of other people than those asked about",
        UNKNOWN: "to which people they belonged is stated as unknown",
    }.get(bits, "the lists disagree about to which people they belonged")


def _words(text: str) -> frozenset[str]:
    """Words of a population in one form: singular, without case and accents."""
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in fold_text(text).split())


def _is_of(value: str, population: frozenset[str]) -> bool:
    words = _words(value) - _GENERIC - _JOINING
    return bool(words) and (words <= population or population <= words)
