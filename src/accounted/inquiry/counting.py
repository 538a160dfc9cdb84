"""From a linkage and its scope to the capture tables of a question, with what the lists declare carried into them.

Two tables are made: with the people of whom it is undetermined whether they belong, and without them. Each has its own
sampled linkages, in which belonging is decided anew.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from accounted import linkage
from accounted.inquiry.imputing import Part, fill_labels
from accounted.inquiry.questions import Declared, check_units, coverage_of, limited_lists, reasons_outside
from accounted.inquiry.settings import Settings
from accounted.lists.unfolding import dated_for
from accounted.model.capture import CaptureTable, Imputed
from accounted.model.claims import Claim
from accounted.model.linkage import Linkage
from accounted.model.plan import Specification
from accounted.model.questions import Question, Scope
from accounted.model.records import ListInfo, Record
from accounted.mse.declared import (
    CoveredPerson,
    apply_declarations,
    declare_contained,
    drop_lists,
    find_contained,
    find_regions,
    tables_by_coverage,
)
from accounted.mse.summary import Carries
from accounted.mse.table import label_stratum

__all__ = ["Asked", "Prepared", "has_undetermined", "prepare_tables", "strata_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that its answer is made from."""

    question: Question
    tables: tuple[CaptureTable, ...]
    infos: tuple[ListInfo, ...]
    records: tuple[Record, ...]
    linked: Linkage | None
    said: tuple[Claim, ...]
    declared: Declared
    made: Specification
    compare: tuple[tuple[str, str], ...] = ()
    has_checks: bool = False
    is_compared: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """Capture tables to estimate from, and what declarations and labels that are not stated did to them.

    Args:
        tables: One per stratum.
        samples: The same strata of every sampled linkage, or of every draw of the labels.
        sentences: What was done.
        counted: The tables as people were counted, with those who state no stratum in one of their own.
        carries: What the samples carry doubt about.
        assumed: What filling in labels rests on, in sentences.
        given: Per stratum, how many people who state none were given to it.
    """

    tables: tuple[CaptureTable, ...]
    samples: tuple[tuple[CaptureTable, ...], ...] = ()
    sentences: tuple[str, ...] = ()
    counted: tuple[CaptureTable, ...] = ()
    carries: Carries = "the linkage"
    assumed: tuple[str, ...] = ()
    given: Mapping[str, Imputed] = field(default_factory=dict)


def prepare_tables(settings: Settings, asked: Asked, scope: Scope | None, *, only_certain: bool = False) -> Prepared:
    """Make the capture tables, with what the lists declare carried into them, and labels that are not stated filled in.

    Args:
        settings: In force.
        asked: The question.
        scope: Who belongs to it; None without lists.
        only_certain: Whether people of whom it is undetermined whether they belong are left out.
    """
    question = asked.question
    made, values = Prepared(asked.tables), dict[str, tuple[str, ...]]()
    if asked.linked is not None and scope is not None:
        made = _count(asked, asked.linked, scope, only_certain)
        if len(question.strata) > 1:
            dated = dated_for(asked.records, question.act, asked.infos)
            values = linkage.stratum_values(
                asked.linked, scope, dated, strata=question.strata, only_certain=only_certain
            )
    carried = _carry(settings, asked, scope, made, values)
    parts = _take_apart(settings, asked, made, values)
    filling = fill_labels(parts, asked.made.impute_above, settings.seed)
    if filling.refused and question.lists:
        left = tuple(name for name in question.strata if name not in filling.refused)
        fewer = replace(asked, question=replace(question, strata=left))
        prepared = prepare_tables(settings, fewer, scope, only_certain=only_certain)
        sentences = tuple(dict.fromkeys((*filling.sentences, *prepared.sentences)))
        return replace(prepared, counted=carried.tables, sentences=sentences)
    if not filling.refused and not filling.given:
        return replace(carried, counted=carried.tables)
    filled = _carry(settings, asked, scope, replace(made, tables=filling.tables, samples=filling.samples), values)
    return Prepared(
        filled.tables,
        filled.samples,
        tuple(dict.fromkeys((*filling.sentences, *filled.sentences))),
        carried.tables,
        filling.carries,
        filling.assumed,
        filling.given,
    )


def _take_apart(
    settings: Settings, asked: Asked, made: Prepared, values: Mapping[str, tuple[str, ...]]
) -> tuple[Part, ...]:
    """Take the tables apart into those that are broken down alike: one part, or one per file."""
    question = asked.question
    outside = _find_outside(settings, asked, made.tables, values)
    if question.lists:
        columns = question.strata
        labels = {
            table.stratum: label_stratum(columns, values[table.stratum]) if len(columns) > 1 else table.stratum
            for table in made.tables
        }
        return (_make_part(columns, made, labels, outside),)
    parts = []
    for file in question.tables:
        prefix = f"{file}: " if len(question.tables) > 1 else ""
        labels = {t.stratum: t.stratum.removeprefix(prefix) for t in made.tables if t.stratum.startswith(prefix)}
        parts.append(_make_part(settings.for_table(file).strata, made, labels, outside, prefix))
    return tuple(parts)


def _make_part(
    columns: tuple[str, ...],
    made: Prepared,
    labels: Mapping[str, str],
    outside: Mapping[str, Mapping[str, str]],
    prefix: str = "",
) -> Part:
    def take(tables: Sequence[CaptureTable]) -> tuple[CaptureTable, ...]:
        return tuple(replace(t, stratum=labels[t.stratum]) for t in tables if t.stratum in labels)

    return Part(
        columns,
        take(made.tables),
        tuple(take(sample) for sample in made.samples),
        {label: name for name, label in labels.items()},
        {label: tuple(outside[name]) for name, label in labels.items()},
        prefix,
    )


def _find_outside(
    settings: Settings, asked: Asked, tables: Sequence[CaptureTable], values: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[str, str]]:
    """Per stratum, the lists that did not work there, with what they declare."""
    strata = strata_of(settings, asked.question)
    labels = [values.get(t.stratum) or _values(t.stratum, strata, asked.question.tables) for t in tables]
    found = reasons_outside(asked.declared, strata, labels)
    return {table.stratum: reasons for table, reasons in zip(tables, found, strict=True)}


def _carry(
    settings: Settings, asked: Asked, scope: Scope | None, made: Prepared, values: Mapping[str, tuple[str, ...]]
) -> Prepared:
    """Carry what the lists declare into every table."""
    question = asked.question
    outside = _find_outside(settings, asked, made.tables, values)
    groups, sentences = [], [*check_units(question, asked.declared), *made.sentences]
    apart = {name for reasons in outside.values() for name in reasons}
    if question.strata and scope is not None and asked.linked is not None:
        sentences += _say_not_apart(asked, asked.linked, scope, apart)
    elif question.tables:
        sentences += _say_undivided(asked, apart)
    for number, table in enumerate(made.tables):
        group = [table, *(sample[number] for sample in made.samples)]
        ready, said = _declare(group, outside[table.stratum], asked.declared, settings)
        groups.append(ready)
        sentences += said
    tables = tuple(group[0] for group in groups)
    samples = tuple(tuple(group[draw] for group in groups) for draw in range(1, len(made.samples) + 1))
    return Prepared(tables, samples, tuple(dict.fromkeys(sentences)))


def has_undetermined(scope: Scope | None) -> bool:
    """Whether anybody in the best linkage, or in a sampled one, only possibly belongs."""
    if scope is None:
        return False
    return any(entry.membership == "possible" for entry in scope.clusters) or any(n for _, n in scope.draws)


def _values(label: str, strata: Sequence[str], files: Sequence[str]) -> tuple[str, ...]:
    """Take the label of a stratum apart, one value per variable; empty when it does not come apart so.

    >>> _values("2031-03, F", ["month", "sex"], [])
    ('2031-03', 'F')
    >>> _values("a.csv: month: 2031-03, sex: F", ["month", "sex"], ["a.csv"])
    ('2031-03', 'F')
    """
    for file in files:
        label = label.removeprefix(f"{file}: ")
    parts = label.split(", ") if len(strata) > 1 else [label]
    if len(parts) != len(strata):
        return ()
    return tuple(part.removeprefix(f"{name}: ") for name, part in zip(strata, parts, strict=True))


def _declare(
    group: Sequence[CaptureTable], outside: Mapping[str, str], declared: Declared, settings: Settings
) -> tuple[list[CaptureTable], list[str]]:
    """Carry declarations into the table of one stratum and those of its sampled linkages alike."""
    fewer = [drop_lists(table, outside) for table in group]
    tables, sentences = [table for table, _ in fewer], [*fewer[0][1]]
    contained, contradictions = find_contained(tables, declared.takes_all)
    sentences += contradictions
    limited = [declare_contained(table, contained) for table in tables]
    related = [apply_declarations(table, declared.lists, copies=settings.copies) for table, _ in limited]
    return [table for table, _ in related], [*sentences, *limited[0][1], *related[0][1]]


@dataclass(frozen=True, slots=True)
class _Covered:
    """People of the best linkage and of every sampled one, with the lists that could hold them."""

    best: tuple[CoveredPerson, ...]
    draws: tuple[tuple[CoveredPerson, ...], ...]


def _count(asked: Asked, linked: Linkage, scope: Scope, only_certain: bool) -> Prepared:
    """Count people by the lists they are on; without strata, in parts that differ in which lists could hold them."""
    question, records = asked.question, asked.records
    dated = dated_for(records, question.act, asked.infos)
    covered = None if question.strata else _cover(asked, linked, scope, only_certain)
    if covered is None:
        return Prepared(
            linkage.tabulate(linked, scope, dated, strata=question.strata, only_certain=only_certain),
            linkage.tabulate_samples(
                linked,
                scope,
                records,
                strata=question.strata,
                dated=dated,
                question=question,
                lists=asked.infos,
                only_certain=only_certain,
            ),
        )
    lists, regions = [entry.name for entry in asked.declared.lists], find_regions(covered.best)
    tables, sentences = tables_by_coverage(lists, covered.best)
    samples = tuple(tables_by_coverage(lists, people, regions=regions)[0] for people in covered.draws)
    return Prepared(tables, samples, sentences)


def _cover(asked: Asked, linked: Linkage, scope: Scope, only_certain: bool = False) -> _Covered | None:
    """Say of everybody who is counted which lists could hold them; None when every list could hold everybody."""
    dated = dated_for(asked.records, asked.question.act, asked.infos)
    inside = coverage_of(asked.question, asked.declared, dated)
    if inside is None:
        return None
    thin = set(linked.thin)
    by_id = {record.id: record for record in dated if record.id not in thin}
    lists = tuple(entry.name for entry in asked.declared.lists)
    kinds = ("certain",) if only_certain else ("certain", "possible")
    wanted = {entry.cluster for entry in scope.clusters if entry.membership in kinds}

    @functools.cache  # most people are the same in most draws
    def cover(names: tuple[str, ...]) -> CoveredPerson:
        person = [by_id[name] for name in names]
        on = {record.list for record in person}
        return CoveredPerson(tuple(int(name in on) for name in lists), inside(person))

    wanted_clusters = (cluster for cluster in linked.clusters if cluster.id in wanted)
    best = tuple(cover(tuple(r for r in cluster.records if r in by_id)) for cluster in wanted_clusters)
    drawn = linkage.people_in_draws(asked.question, linked, asked.records, asked.infos, only_certain=only_certain)
    draws = [tuple(map(cover, people)) for people in drawn]
    return _Covered(best, tuple(draws))


def _say_undivided(asked: Asked, apart: Collection[str]) -> list[str]:
    """Name the lists of a capture table that declare less than the question asks: counts cannot be divided any more."""
    return [
        f"{name} declares less than the whole place and period of the question, and the table does not tell who lies "
        "outside: its silence about them is counted as if it could have held them"
        for name in limited_lists(asked.question, asked.declared)
        if name not in apart
    ]


def _say_not_apart(asked: Asked, linked: Linkage, scope: Scope, apart: Collection[str]) -> list[str]:
    """Name the lists whose silence is taken for a zero because the strata do not follow where and when they worked."""
    covered = _cover(asked, replace(linked, samples=()), scope)
    sentences = []
    for j, entry in enumerate(asked.declared.lists):
        n_outside = sum(person.inside[j] is False for person in covered.best) if covered else 0
        if n_outside and entry.name not in apart:
            sentences.append(
                f"{n_outside:,} people lie outside what {entry.name} declares, and the strata do not set them apart: "
                "its silence about them is counted as if it could have held them"
            )
    return sentences


def strata_of(settings: Settings, question: Question) -> tuple[str, ...]:
    """By what a question is broken down: as it says, or as its capture tables are."""
    if question.lists:
        return question.strata
    return tuple(dict.fromkeys(name for table in question.tables for name in settings.for_table(table).strata))
