"""From settings to questions: each with the lists and tables that bear on it, and what these lists declare.

An inquiry that has asked nothing gets one question for all its lists and one per capture table; these take no claims,
because nobody has said what they are about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from accounted.inquiry.settings import ListSettings, Settings, same_file
from accounted.model.canonical import canonical_bytes
from accounted.model.capture import ListDeclaration
from accounted.model.dates import DateInterval
from accounted.model.errors import InvalidDate, SettingsError
from accounted.model.questions import Question
from accounted.model.records import ListInfo, Record
from accounted.text.names import fold_text

__all__ = [
    "Declared",
    "check_units",
    "coverage_of",
    "declared_of",
    "limited_lists",
    "questions_of",
    "reasons_outside",
]

Coverage = Callable[[Sequence[Record]], tuple[bool | None, ...]]
_TIMES = ("month", "year", "date", "period")


def questions_of(settings: Settings, lists: Sequence[ListInfo], tables: Sequence[str]) -> tuple[Question, ...]:
    """Make the questions of an inquiry, in the order of the settings.

    Args:
        settings: As read.
        lists: The lists that came in.
        tables: Names of the capture-table files that came in.

    Raises:
        SettingsError: When a question names a list or table that is not there.
    """
    if not settings.questions:
        return _by_itself(lists, tables)
    made = []
    for asked in settings.questions:
        list_names = _lists(asked.id, asked.lists, lists)
        table_names = _tables(asked.id, asked.tables, tables)
        if not asked.lists and not asked.tables:
            list_names = tuple(sorted(info.name for info in lists))
            table_names = () if list_names else tuple(tables)
        made.append(asked.to_question(list_names, table_names))
    return tuple(made)


def _by_itself(lists: Sequence[ListInfo], tables: Sequence[str]) -> tuple[Question, ...]:
    made = []
    names = tuple(sorted(info.name for info in lists))
    if names:
        text = "How many people do these lists name together, and how many more does their overlap point to?"
        made.append(Question("lists", text, None, "persons", "", "", None, lists=names, takes_claims=False))
    for table in sorted(tables):
        stem = PurePosixPath(table).name.removesuffix(".gz").rsplit(".", 1)[0]
        clean = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "-" for c in stem).strip("-") or "table"
        text = f"How many people does the overlap of the lists in {table} point to?"
        made.append(
            Question(_unused(clean, made), text, None, "persons", "", "", None, tables=(table,), takes_claims=False)
        )
    return tuple(made)


def _unused(wanted: str, made: Sequence[Question]) -> str:
    taken = {q.id for q in made}
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _lists(question: str, named: Sequence[str], lists: Sequence[ListInfo]) -> tuple[str, ...]:
    found: set[str] = set()
    for name in named:
        hits = {info.name for info in lists if info.name == name or same_file(name, info.file)}
        if not hits:
            raise _missing(question, "list", name, [info.name for info in lists])
        found |= hits
    return tuple(sorted(found))


def _tables(question: str, named: Sequence[str], tables: Sequence[str]) -> tuple[str, ...]:
    found = []
    for name in named:
        hits = [table for table in tables if same_file(name, table)]
        if not hits:
            raise _missing(question, "table", name, tables)
        found += hits
    return tuple(found)


def _missing(question: str, kind: str, name: str, there: Sequence[str]) -> SettingsError:
    known = ", ".join(there) or "none"
    return SettingsError(
        f"question {question} names the {kind} {name!r}, which has not come in or could not be read",
        where="inquiry.toml",
        mend=f"name one of: {known}",
    )


@dataclass(frozen=True, slots=True)
class Declared:
    """What the settings declare about the lists behind one question.

    Args:
        lists: One entry per list, in the order of their names.
        takes_all: Pairs of a list and another of which it takes in every record.
        texts: Per list, all of it as canonical text, to see whether it was changed.
    """

    lists: tuple[ListDeclaration, ...]
    takes_all: tuple[tuple[str, str], ...]
    texts: Mapping[str, str]


def declared_of(settings: Settings, infos: Sequence[ListInfo], names: Iterable[str]) -> Declared:
    """Gather what is declared about lists: by their file, or by name for the lists of a capture table."""
    files = {info.name: info.file for info in infos}
    made, pairs, texts = [], [], {}
    for name in sorted(set(names)):
        said = settings.for_list(files[name]) if name in files else _by_name(settings, name)
        related = said.relations
        declared = ListDeclaration(
            name=name,
            places=said.places,
            period=said.period.edtf if said.period else "",
            unit=said.unit or "",
            method=said.method,
            publisher=said.publisher,
            copies=related.copies,
            refers_to=related.refers_to,
            shares_sources=related.shares_sources,
        )
        made.append(declared)
        pairs += [(name, other) for other in related.takes_all_of]
        texts[name] = canonical_bytes([declared, related.takes_all_of, settings.copies]).decode()
    return Declared(tuple(made), tuple(pairs), texts)


def _by_name(settings: Settings, name: str) -> ListSettings:
    return next((s for s in settings.lists if not s.file and s.name == name), ListSettings(name=name))


def check_units(question: Question, declared: Declared) -> tuple[str, ...]:
    """Look whether the lists of a question count the same thing, and what the question asks about.

    Returns:
        A warning in a sentence, or nothing.

    Raises:
        SettingsError: When two lists declare different units: their overlap would count nothing.
    """
    units: dict[str, list[str]] = {}
    for entry in declared.lists:
        if entry.unit:
            units.setdefault(entry.unit, []).append(entry.name)
    if len(units) > 1:
        said = "; ".join(f"{unit}: {', '.join(names)}" for unit, names in sorted(units.items()))
        raise SettingsError(
            f"the lists of question {question.id} count different things ({said}): who is on both cannot be counted",
            where="inquiry.toml",
            mend="name lists of one unit in the question",
        )
    if units and question.unit not in units:
        (unit, names), *_ = units.items()
        counts = "counts" if len(names) == 1 else "count"
        return (f"{', '.join(names)} {counts} {unit}; the question asks for {question.unit}",)
    return ()


def coverage_of(question: Question, declared: Declared, records: Sequence[Record]) -> Coverage | None:
    """Make the function that says of the records of one person which lists worked where and when this happened.

    Places are the same when they are equal after folding; nothing knows that a village lies in a province. So a record
    says "elsewhere" only with a place that another list declares, in a column in which the places of this list stand as
    well; everything else is not known. A date is elsewhere when it cannot lie in the list's period.

    Args:
        question: A list that declares the question's whole place and period could hold everybody.
        declared: What the lists declare.
        records: All records of these lists.

    Returns:
        Per list True, False, or None when it cannot be told; or None when every list could hold everybody.
    """
    readers = [_reader(question, entry, declared, records) for entry in declared.lists]
    if not any(readers):
        return None
    return lambda person: tuple(reader(person) if reader else True for reader in readers)


def _reader(
    question: Question, entry: ListDeclaration, declared: Declared, records: Sequence[Record]
) -> Callable[[Sequence[Record]], bool | None] | None:
    places, period = _limits(question, entry)
    if not places and period is None:
        return None
    known = frozenset(place for other in declared.lists for place in _folded(other.places))
    here = {(r.list, title) for r in records for title, value in r.places if places and fold_text(value) in places}

    def read(person: Sequence[Record]) -> bool | None:
        said = [_placed(record, places, known, here) for record in person] if places else [True]
        where = True if True in said else False if False in said else None
        when = _dated(period, person) if period else True
        return False if False in (where, when) else None if None in (where, when) else True

    return read


def _limits(question: Question, entry: ListDeclaration) -> tuple[frozenset[str], DateInterval | None]:
    """The places and the period that a list declares, as far as they are less than the whole question."""
    places = _folded(entry.places)
    period = DateInterval.parse(entry.period) if entry.period else None
    is_whole = period is not None and question.period is not None and period.contains(question.period)
    return frozenset() if fold_text(question.place) in places else places, None if is_whole else period


def limited_lists(question: Question, declared: Declared) -> tuple[str, ...]:
    """Name the lists that declare less than the whole place and period of a question.

    >>> asked = Question("q", "Made up?", "killed", "persons", "", "Velmar", DateInterval.parse("2031"))
    >>> lists = (ListDeclaration("A", places=("Velmar",)), ListDeclaration("B", period="2031-04/2031-06"))
    >>> limited_lists(asked, Declared(lists, (), {}))
    ('B',)
    """
    return tuple(entry.name for entry in declared.lists if any(_limits(question, entry)))


def _folded(places: Iterable[str]) -> frozenset[str]:
    return frozenset(fold_text(place) for place in places) - {""}


def _placed(record: Record, places: frozenset[str], known: frozenset[str], here: set[tuple[str, str]]) -> bool | None:
    values = [(title, fold_text(value)) for title, value in record.places]
    if any(value in places for _, value in values):
        return True
    if any(value in known and (record.list, title) in here for title, value in values):
        return False
    return None


def _dated(period: DateInterval, person: Sequence[Record]) -> bool | None:
    dates = [record.died for record in person if record.died is not None]
    if any(period.contains(date) for date in dates):
        return True
    return False if dates and not any(period.overlaps(date) for date in dates) else None


def reasons_outside(
    declared: Declared, strata: Sequence[str], labels: Sequence[tuple[str, ...]]
) -> tuple[dict[str, str], ...]:
    """Say per stratum which lists did not work there, with what they declare.

    A stratum is elsewhere for a list when its month or year cannot lie in the list's period, or when its value is none
    of the list's places while other strata are.

    Args:
        declared: What the lists declare.
        strata: By what the question is broken down.
        labels: Per stratum, one value for each of these; empty when that is not known.

    >>> lists = (ListDeclaration("A", places=("North Velmar",)), ListDeclaration("B", period="2031-04/2031-06"))
    >>> reasons_outside(Declared(lists, (), {}), ["month", "district"],
    ...                 [("2031-03", "north Velmar"), ("2031-05", "Coast")])
    ({'B': 'the period 2031-04/2031-06'}, {'A': 'North Velmar'})
    """
    found: tuple[dict[str, str], ...] = tuple({} for _ in labels)
    for at, name in enumerate(strata):
        values = [label[at] if len(label) == len(strata) else "" for label in labels]
        is_time = any(word in fold_text(name).split() for word in _TIMES)
        for entry in declared.lists:
            places = _folded(entry.places)
            speaks = any(fold_text(value) in places for value in values)
            for reasons, value in zip(found, values, strict=True):
                if is_time and entry.period and _is_apart(entry.period, value):
                    reasons[entry.name] = f"the period {entry.period}"
                elif speaks and fold_text(value) not in {*places, "", "not stated", "stated differently"}:
                    reasons[entry.name] = ", ".join(entry.places)
    return found


def _is_apart(period: str, value: str) -> bool:
    try:
        return not DateInterval.parse(period).overlaps(DateInterval.parse(value))
    except InvalidDate:
        return False
