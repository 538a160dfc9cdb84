"""The table of SDG indicator 16.1.2: documented deaths by sex, age group, cause and status, each with "unknown" (R22).

Every break-down puts every person into exactly one row, so it adds up to the total. Where lists disagree, or one names
several, the person stands in a row of its own and widens the range of each class that is stated: a status is an
assertion of its source (R23). What is estimated stands in columns of its own and is never added (R30).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from accounted.model.capture import Estimate, EstimateSet, Total
from accounted.model.questions import Question
from accounted.model.records import Record
from accounted.model.vocabularies import VocabularyId, shipped
from accounted.report.casualties import PersonActs, Persons

__all__ = ["DIMENSIONS", "DISAGREE", "SdgRow", "SdgTable", "classes_of", "make_sdg_table", "sdg_csv"]

DIMENSIONS: tuple[VocabularyId, ...] = ("sex", "age_group", "cause", "status")
DISAGREE = "lists disagree"
_UNKNOWN = "unknown"
_DISAGREE_LABEL = "Lists disagree, or one names several"
_TITLES = {"sex": "Sex", "age_group": "Age group", "cause": "Cause of death", "status": "Status", "total": "Total"}
_ADULT_AT = 18
_SEXES = {"F": "woman", "M": "man"}


@dataclass(frozen=True, slots=True)
class SdgRow:
    """One class of one break-down.

    Args:
        dimension: `sex`, `age_group`, `cause`, `status`, or `total`.
        title: The dimension as it is shown.
        code: Code of the class, `unknown`, or `lists disagree`.
        label: As the indicator's metadata words it.
        certain: Persons certainly in scope of this class, and of no other.
        either: Persons certainly or possibly in scope, likewise.
        high: Persons certainly or possibly in scope of whom at least one list states this class; with `either`, the
            range.
        unnamed: Unnamed victims of this class, if all of them are new.
        clusters: Ids of the persons of `either`.
    """

    dimension: str
    title: str
    code: str
    label: str
    certain: int
    either: int
    high: int
    unnamed: int
    clusters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SdgTable:
    """The table of one question, with what is estimated apart.

    Args:
        act: What the question asks about.
        vocabularies: Name and version of the classification, one per dimension.
        total: The row of everybody.
        rows: Break-downs in the order of `DIMENSIONS`, each adding up to the total.
        estimated: Pairs of a dimension with a code and the estimate of it; only what the strata of the question give.
    """

    act: str
    vocabularies: tuple[str, ...]
    total: SdgRow
    rows: tuple[SdgRow, ...]
    estimated: tuple[tuple[str, str, Estimate | Total], ...]


def make_sdg_table(
    question: Question, persons: Persons, estimates: EstimateSet | None, n_unnamed: int = 0
) -> SdgTable | None:
    """Make the table for a question about deaths of persons; None for any other question.

    Args:
        question: The question.
        persons: Everybody documented for it.
        estimates: What was estimated, or None.
        n_unnamed: Unnamed victims, if all of them are new; of those whom no row stands for, every class is unknown.
    """
    if question.act not in ("killed", "executed") or question.unit != "persons":
        return None
    rows: list[SdgRow] = []
    of_rows = sum(record.n_unnamed for record in persons.unnamed)
    for dimension in DIMENSIONS:
        rows += _break_down(dimension, persons, max(n_unnamed - of_rows, 0))
    total = SdgRow(
        "total",
        _TITLES["total"],
        "total",
        "All",
        sum(person.membership == "certain" for person in persons.people),
        len(persons.people),
        len(persons.people),
        max(n_unnamed, of_rows),
        tuple(person.cluster for person in persons.people),
    )
    names = tuple(f"{_TITLES[d]}: {shipped(d).name}" for d in DIMENSIONS)
    return SdgTable(question.act, names, total, tuple(rows), tuple(_estimated(question, estimates)))


def _break_down(dimension: VocabularyId, persons: Persons, n_without_row: int) -> list[SdgRow]:
    stated = [(person, classes_of(dimension, person.records)) for person in persons.people]
    unnamed = Counter({_UNKNOWN: n_without_row})
    for record in persons.unnamed:
        unnamed[_one_of(classes_of(dimension, [record]))] += record.n_unnamed
    own: dict[str, list[PersonActs]] = {}
    for person, classes in stated:
        own.setdefault(_one_of(classes), []).append(person)
    labels = [(code.code, code.label) for code in shipped(dimension).codes]
    labels += [(DISAGREE, _DISAGREE_LABEL)] if DISAGREE in own or unnamed[DISAGREE] else []
    return [
        SdgRow(
            dimension,
            _TITLES[dimension],
            code,
            label,
            sum(person.membership == "certain" for person in own.get(code, ())),
            len(own.get(code, ())),
            len(own.get(code, ())) if code == DISAGREE else max(len(own.get(code, ())), _n_stating(code, stated)),
            unnamed[code],
            tuple(person.cluster for person in own.get(code, ())),
        )
        for code, label in labels
    ]


def _n_stating(code: str, stated: Sequence[tuple[PersonActs, frozenset[str]]]) -> int:
    return sum(code in classes for _, classes in stated)


def _one_of(classes: frozenset[str]) -> str:
    return _UNKNOWN if not classes else next(iter(classes)) if len(classes) == 1 else DISAGREE


def classes_of(dimension: VocabularyId, records: Iterable[Record]) -> frozenset[str]:
    """Give the classes that some rows state of one person; none when nothing is known.

    >>> row = Record("r", "L", 1, ("Ambel Sample",), "F", 17.0, None, None, (), ())
    >>> [sorted(classes_of(dimension, [row])) for dimension in DIMENSIONS]
    [['woman'], ['child'], [], []]
    """
    return frozenset(code for record in records for code in _READERS[dimension](record))


def _sex(record: Record) -> set[str]:
    return {_SEXES[record.sex]} if record.sex in _SEXES else set()


def _age_group(record: Record) -> set[str]:
    """By the age at death as stated, else as the dates of birth and death allow it on one side of eighteen only."""
    if record.age is not None:
        return {"child" if record.age < _ADULT_AT else "adult"}
    stated = _coded("age_group")(record)
    if stated or record.birth is None or record.died is None:
        return stated
    (born, last_born), (died, last_died) = ((when.earliest, when.latest) for when in (record.birth, record.died))
    if last_born and died and died >= last_born._replace(year=last_born.year + _ADULT_AT):
        return {"adult"}
    if born and last_died and last_died < born._replace(year=born.year + _ADULT_AT):
        return {"child"}
    return set()


def _coded(vocabulary: str) -> Callable[[Record], set[str]]:
    def read(record: Record) -> set[str]:
        codes = record.casualty.codes if record.casualty else ()
        return {c.code for c in codes if c.vocabulary == vocabulary and c.code and c.code != _UNKNOWN}

    return read


_READERS: dict[str, Callable[[Record], set[str]]] = {
    "sex": _sex,
    "age_group": _age_group,
    "cause": _coded("cause"),
    "status": _coded("status"),
}


def _estimated(question: Question, estimates: EstimateSet | None) -> Iterable[tuple[str, str, Estimate | Total]]:
    """Name what was estimated: everybody where all strata were, each sex when the strata are the sexes."""
    if estimates and estimates.total and estimates.total.of == "all strata":
        yield "total", "total", estimates.total
    for stratum in estimates.strata if estimates else ():
        if not isinstance(stratum, Estimate):
            continue
        if question.strata == ("sex",) and stratum.stratum in _SEXES:
            yield "sex", _SEXES[stratum.stratum], stratum
        elif not question.strata and len(estimates.strata if estimates else ()) == 1:
            yield "total", "total", stratum


def sdg_csv(table: SdgTable) -> bytes:
    """Write the table for machines: documented and estimated in columns of their own, empty where not estimated."""
    found = {(dimension, code): estimate for dimension, code, estimate in table.estimated}
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        ["dimension", "code", "label", "unit", "documented_certain", "documented_certain_or_possible",
         "documented_low", "documented_high", "unnamed_if_all_new", "estimated_lower", "estimated_point",
         "estimated_upper", "estimated_probability", "vocabulary"]
    )  # fmt: skip
    for row in (table.total, *table.rows):
        estimate = found.get((row.dimension, row.code))
        ends = ("", "", "", "")
        if estimate is not None:
            ends = tuple(f"{n:g}" for n in (estimate.lower, estimate.point, estimate.upper, estimate.prob))  # type: ignore[assignment]  # four
        vocabulary = "" if row.dimension == "total" or row.code == DISAGREE else _vocabulary(row.dimension)
        writer.writerow(
            [row.dimension, row.code, row.label, "persons", row.certain, row.either, row.either, row.high, row.unnamed,
             *ends, vocabulary]
        )  # fmt: skip
    return out.getvalue().encode("utf-8")


def _vocabulary(dimension: str) -> str:
    return next(shipped(d).name for d in DIMENSIONS if d == dimension)
