"""People whose stratum is not stated, given to the strata before an inquiry's estimate, in every draw anew.

The capture tables of the record keep them as `not stated`, for every count there leads to persons; only what is
estimated has no such stratum. Where more than 40 % state nothing the estimate is not broken down by that, unless a
person has named it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from accounted import mse
from accounted.model.capture import CaptureTable, Imputed
from accounted.model.errors import InvalidTable
from accounted.mse.summary import Carries
from accounted.mse.table import label_stratum
from accounted.mse.totals import sum_tables

__all__ = ["Filling", "Part", "fill_labels"]

Tables = tuple[CaptureTable, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Tables that are broken down alike.

    Args:
        columns: By what.
        tables: One per stratum; their labels as `mse.label_stratum` makes them.
        samples: The same strata of every sampled linkage.
        labels: What the strata are called in the inquiry, by these labels.
        outside: Per stratum, the lists that did not work there.
        prefix: Begins these names in the inquiry.
    """

    columns: tuple[str, ...]
    tables: Tables
    samples: tuple[Tables, ...]
    labels: Mapping[str, str]
    outside: Mapping[str, Collection[str]]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """Tables and samples to estimate from, and what became of people without a label.

    Args:
        tables: One per stratum.
        samples: Per draw, the same strata.
        carries: What the samples carry doubt about.
        assumed: What this rests on, in sentences.
        given: Per stratum, how many people were given to it; empty where all labels are stated.
        sentences: What a reader must know.
        refused: By what the tables are not broken down, because too few people state it.
    """

    tables: Tables
    samples: tuple[Tables, ...]
    carries: Carries = "the linkage"
    assumed: tuple[str, ...] = ()
    given: Mapping[str, Imputed] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def fill_labels(parts: Sequence[Part], allow_above: Collection[str], seed: int) -> Filling:
    """Give people without a label to the strata that it could be, by the lists they are on.

    Args:
        parts: The tables.
        allow_above: By what to break down though more than 40 % do not state it.
        seed: Seed of the draws.
    """
    refusals = [_refuse(part, allow_above) for part in parts]
    sentences = [said for refused in refusals for said in refused.values()]
    ready = [_join(part, refused) for part, refused in zip(parts, refusals, strict=True)]
    lacking = [_count_missing(part) for part in ready]
    tables = tuple(_rename(part, table) for part in ready for table in part.tables)
    refused = tuple(dict.fromkeys(column for columns in refusals for column in columns))
    if not any(lacking):
        n_draws = max((len(part.samples) for part in ready), default=0)
        same = tuple(tuple(_rename(part, table) for part in ready for table in part.samples[n]) for n in range(n_draws))
        return Filling(tables, same, sentences=tuple(sentences), refused=refused)
    filled: list[mse.ImputedTables] = []
    for part, missing, child in zip(ready, lacking, np.random.SeedSequence(seed).spawn(len(ready)), strict=True):
        made, said = _impute(part, child)
        filled.append(made)
        sentences += [*(_say_filled(column, n, part) for column, n in missing.items()), *made.warnings, *said]
    n_draws = max(len(made.samples) for made in filled)
    draws: list[list[CaptureTable]] = [[] for _ in range(n_draws)]
    tables, given = (), dict[str, Imputed]()
    for part, made in zip(ready, filled, strict=True):
        tables += tuple(_rename(part, table) for table in made.tables)
        given |= {part.labels[t.stratum]: n for t, n in zip(made.tables, made.given, strict=False)}
        for draw, own in zip(draws, made.samples or (made.tables,) * n_draws, strict=True):
            draw += [_rename(part, table) for table in own]
    linked = any(part.samples for part in parts)
    return Filling(
        tables,
        tuple(tuple(draw) for draw in draws),
        "the linkage and missing labels" if linked else "missing labels",
        tuple(dict.fromkeys(made.assumption for made in filled if made.assumption)),
        given,
        tuple(sentences),
        refused,
    )


def _count_missing(part: Part) -> dict[str, int]:
    found = mse.find_missing(part.tables, part.columns) if part.columns else {}
    return {column: n for column, n in found.items() if n}


def _refuse(part: Part, allow_above: Collection[str]) -> dict[str, str]:
    """Say by what the tables cannot be broken down, and why."""
    total, refused = sum(table.n_observed for table in part.tables), {}
    for column, n in _count_missing(part).items():
        if n == total:
            refused[column] = f"nobody states {column}: the estimate is not broken down by it"
        elif n / total > mse.MOST_MISSING and column not in allow_above:
            refused[column] = (
                f"{_say_missing(column, n, total)}, more than {100 * mse.MOST_MISSING:.0f} %: the estimate is not "
                "broken down by it, for what is imputed would be more assumption than data; naming it in impute_above "
                "beside the question does so all the same"
            )
    return refused


def _say_missing(column: str, n: int, total: int) -> str:
    return f"{column} is not stated for {n:,} of {total:,} people ({100 * n / total:.1f} %)"


def _say_filled(column: str, n: int, part: Part) -> str:
    total = sum(table.n_observed for table in part.tables)
    above = f", more than {100 * mse.MOST_MISSING:.0f} % as impute_above allows" if n / total > mse.MOST_MISSING else ""
    return (
        f"{_say_missing(column, n, total)}{above}: for the estimate they are given to the strata by the lists they are "
        "on, anew in each draw"
    )


def _join(part: Part, refused: Collection[str]) -> Part:
    """Put together the strata that differ in a refused column only."""
    if not refused:
        return part
    kept = [j for j, column in enumerate(part.columns) if column not in refused]
    columns = tuple(part.columns[j] for j in kept)
    together: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    for number, table in enumerate(part.tables):
        stated = mse.split_label(table.stratum, part.columns)
        label = label_stratum(columns, [stated[j] or "" for j in kept])
        together.setdefault(label, []).append(number)
        labels[label] = f"{part.prefix}{label}"

    def join(tables: Tables) -> Tables:
        sums = ((label, sum_tables([tables[n] for n in numbers])) for label, numbers in sorted(together.items()))
        return tuple(replace(made, stratum=label) for label, made in sums if made is not None)

    return Part(columns, join(part.tables), tuple(join(sample) for sample in part.samples), labels, {}, part.prefix)


def _rename(part: Part, table: CaptureTable) -> CaptureTable:
    return replace(table, stratum=part.labels[table.stratum])


def _impute(part: Part, seeds: np.random.SeedSequence) -> tuple[mse.ImputedTables, list[str]]:
    """Draw labels; nobody on a list is given to a stratum in which it did not work."""
    if not _count_missing(part):
        return mse.ImputedTables(part.tables, part.samples, (), "", ()), []
    limited = tuple(_limit(part, table) for table in part.tables)
    said = []
    try:
        made = _draw(part, limited, seeds)
    except InvalidTable as error:
        said = [f"people without a label may be given to strata in which their lists did not work: {error.what}"]
        made = _draw(part, part.tables, seeds)
    never = {table.stratum: table.impossible for table in part.tables}

    def restore(tables: Tables) -> Tables:
        return tuple(replace(table, impossible=never[table.stratum]) for table in tables)

    return replace(made, tables=restore(made.tables), samples=tuple(restore(draw) for draw in made.samples)), said


def _draw(part: Part, tables: Tables, seeds: np.random.SeedSequence) -> mse.ImputedTables:
    return mse.impute_labels(tables, samples=part.samples, seeds=seeds, columns=part.columns, allow_above=part.columns)


def _limit(part: Part, table: CaptureTable) -> CaptureTable:
    """Declare impossible what would put people on lists that did not work in a stratum, save where people stand so."""
    gone = part.outside.get(table.stratum, ())
    of_all = [other for draw in (part.tables, *part.samples) for other in draw]
    own = [other for other in of_all if other.stratum == table.stratum]
    at = [
        j
        for j, name in enumerate(table.lists)
        if name in gone and not any(history[j] for other in own for history, _ in other.cells)
    ]
    seen = {history for other in of_all for history, _ in other.cells}
    never = {history for history in seen if any(history[j] for j in at)}
    return replace(table, impossible=tuple(sorted({*table.impossible, *never})))
