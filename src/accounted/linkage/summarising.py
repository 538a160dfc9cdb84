"""Summarise what the lists say of one person, by rules that stand beside every summary.

No value is chosen over another and none is dropped: a summary is what all stated values allow, or, where they cannot
hold together, everything that is stated, with the words "lists disagree".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from accounted.linkage.place_spellings import place_sound
from accounted.lists.unfolding import Dating, date_of, stated_acts
from accounted.model.dates import DateInterval, Day
from accounted.model.persons import PersonSummary, Said, SummaryLine
from accounted.model.records import Record
from accounted.model.vocabularies import shipped
from accounted.text.names import fold_text

__all__ = ["RULES", "summarise"]

RULES: Mapping[str, str] = {
    "names": "every way in which a list writes the name is kept; none is the right one",
    "died": "the days that all stated dates allow; when no day fits all, from the first to the last day that any "
    "allows, and “lists disagree”",
    "acts": "each act that a list states, with its date; whether two of them are one is not decided here",
    "birth": "as for the date of death",
    "age": "the age that all lists state, or from the lowest to the highest; more than a year apart is “lists "
    "disagree”",
    "sex": "what all lists state, else both, and “lists disagree”",
    "place": "the finest place when each list names it or a place that a finer list names too; else all of them, and "
    "“lists disagree”, within the place that all name where there is one; spellings that sound alike count as one "
    "place, and all are shown",
    "status": "what lists state became of the person, as read, with the number of lists; more than one is “lists "
    "disagree”, except dead beside how, and unknown",
    "civil-status": "whether the lists state a civilian, a member of armed forces or another, each with its lists; "
    "more than one is “lists disagree”, and none is chosen",
}
"""By what rule each line of a summary is made, in words."""

_YEARS_APART = 1.0
_DEATHS = frozenset({"killed", "executed", "died naturally"})


def summarise(cluster: str, records: Sequence[Record], dating: Mapping[str, Dating] | None = None) -> PersonSummary:
    """Summarise one person.

    Args:
        cluster: Cluster id.
        records: Their records, in any order.
        dating: Per list, what its main date is of; a date of something else is no date of death (R18).

    >>> def row(list, died, age):
    ...     return Record(list, list, 1, ("Ambel Sample",), "F", age, None, DateInterval.parse(died), (), ())
    >>> for line in summarise("clu", [row("One", "2031-05", 30.0), row("Two", "2031-05-12", 44.0)]).lines:
    ...     print(line.field, line.text, line.agrees)
    names Ambel Sample True
    died 2031-05-12 True
    age 30–44; lists disagree False
    sex F True
    """
    dates = {r.id: date_of(r, "dead", (dating or {}).get(r.list, Dating())) for r in records}
    died = [when for when in dates.values() if when is not None]
    ages = [record.age for record in records if record.age is not None]
    found = (
        _names(records),
        _dates("died", records, lambda record: dates[record.id]),
        _acts(records, dating or {}),
        _dates("birth", records, lambda record: record.birth),
        _age(records),
        _sex(records),
        _place(records),
        _status(records),
        _civil_status(records),
    )
    return PersonSummary(
        cluster,
        tuple(line for line in found if line),
        _join_dates(died)[0] if died else None,
        (min(ages), max(ages)) if ages else None,
    )


def _line(field: str, text: str, agrees: bool, said: Iterable[tuple[str, str]]) -> SummaryLine:
    lists: dict[str, set[str]] = {}
    for value, name in said:
        lists.setdefault(value, set()).add(name)
    values = sorted((Said(value, tuple(sorted(own))) for value, own in lists.items()), key=_by_lists)
    return SummaryLine(field, text if agrees else f"{text}; lists disagree", agrees, tuple(values))


def _by_lists(said: Said) -> tuple[int, str]:
    return -len(said.lists), said.value


def _names(records: Sequence[Record]) -> SummaryLine | None:
    said = [(name, record.list) for record in records for name in record.names]
    line = _line("names", "", True, said)
    text = " · ".join(found.value for found in line.said)
    return SummaryLine("names", text, True, line.said) if said else None


def _dates(field: str, records: Sequence[Record], read: Callable[[Record], DateInterval | None]) -> SummaryLine | None:
    stated = [(when, record.list) for record in records if (when := read(record)) is not None]
    if not stated:
        return None
    joined, agrees = _join_dates([when for when, _ in stated])
    return _line(field, joined.edtf, agrees, [(when.edtf, name) for when, name in stated])


def _join_dates(dates: Sequence[DateInterval]) -> tuple[DateInterval, bool]:
    """The days that all allow; from the first to the last that any allows when there are none, and that they disagree.

    An end that is open closes nothing.
    """
    firsts = [d.earliest for d in dates if d.earliest is not None]
    lasts = [d.latest for d in dates if d.latest is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    agrees = first is None or last is None or first <= last
    if not agrees:
        first = min(firsts) if len(firsts) == len(dates) else None
        last = max(lasts) if len(lasts) == len(dates) else None
    same = sorted((d for d in dates if (d.earliest, d.latest) == (first, last)), key=lambda d: d.edtf)
    return (same[0] if same else _between(first, last)), agrees


def _between(first: Day | None, last: Day | None) -> DateInterval:
    return DateInterval.between(first, last) if first or last else DateInterval("../..", None, None)


def _age(records: Sequence[Record]) -> SummaryLine | None:
    ages = [(record.age, record.list) for record in records if record.age is not None]
    if not ages:
        return None
    low, high = min(age for age, _ in ages), max(age for age, _ in ages)
    text = f"{low:g}" if low == high else f"{low:g}–{high:g}"
    return _line("age", text, high - low <= _YEARS_APART, [(f"{age:g}", name) for age, name in ages])


def _sex(records: Sequence[Record]) -> SummaryLine | None:
    said = [(record.sex, record.list) for record in records if record.sex]
    different = sorted({sex for sex, _ in said})
    return _line("sex", " or ".join(different), len(different) == 1, said) if said else None


def _place(records: Sequence[Record]) -> SummaryLine | None:
    chains = {tuple(value for _, value in record.places) for record in records if record.places}
    if not chains:
        return None
    ordered = sorted(chains, key=lambda chain: (-len(chain), chain))
    sounds = [[place_sound(value) for value in chain] for chain in ordered]
    said = [(", ".join(value for _, value in r.places), r.list) for r in records if r.places]
    spelled: dict[str, set[str]] = {}
    for chain, own in zip(ordered, sounds, strict=True):
        for value, sound in zip(chain, own, strict=True):
            spelled.setdefault(sound, set()).add(value)
    if all(own[0] in sounds[0] for own in sounds):
        return _line("place", ", ".join(_spellings(spelled[sound]) for sound in sounds[0]), True, said)
    shared = [sound for sound in sounds[0] if all(sound in own for own in sounds)]
    finest = sorted({_spellings(spelled[own[0]]) for own in sounds})
    return _line(
        "place", " or ".join(finest) + (f", in {_spellings(spelled[shared[0]])}" if shared else ""), False, said
    )


def _spellings(values: Iterable[str]) -> str:
    """Every way in which a place is written; those that differ in case and accents alone once."""
    return " · ".join(sorted({fold_text(value): value for value in sorted(values, reverse=True)}.values()))


def _status(records: Sequence[Record]) -> SummaryLine | None:
    stated = [(found, record.list) for record in records for found in record.statuses]
    if not stated:
        return None
    lists: dict[str, set[str]] = {}
    for found, name in stated:
        lists.setdefault(found.status or "not understood", set()).add(name)
    kinds = set(lists) - {"unknown", "not understood"}
    kinds -= {"dead"} if kinds & _DEATHS else set()
    counted = sorted(lists.items(), key=lambda item: (-len(item[1]), item[0]))
    text = ", ".join(f"{status} ({len(own)} {'list' if len(own) == 1 else 'lists'})" for status, own in counted)
    return _line("status", text, len(kinds) <= 1, [(found.words, name) for found, name in stated])


def _acts(records: Sequence[Record], dating: Mapping[str, Dating]) -> SummaryLine | None:
    """The acts of rows that have columns for them; what a status or the title of a date says stands in its own line."""
    said = []
    for record in records:
        for act in stated_acts(record, dating.get(record.list, Dating())) if record.casualty else ():
            if act.act:
                said.append((f"{act.act}, {act.when.edtf}" if act.when else act.act, record.list))
    line = _line("acts", "", True, said)
    text = "; ".join(sorted(found.value for found in line.said))
    return SummaryLine("acts", text, True, line.said) if said else None


def _civil_status(records: Sequence[Record]) -> SummaryLine | None:
    label = shipped("status").label
    said = [
        (label(code.code), record.list)
        for record in records
        for code in (record.casualty.codes if record.casualty else ())
        if code.vocabulary == "status" and code.code and code.code != "unknown"
    ]
    different = sorted({value for value, _ in said})
    return _line("civil-status", " or ".join(different), len(different) == 1, said) if said else None
