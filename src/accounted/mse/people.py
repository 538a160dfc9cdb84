"""People from linked records: one row per cluster, with the lists it is on and what its records state.

Records of one person may state different things. The rule: the value that most of its records state, the first in
sorted order among equally frequent ones; for numbers the median. Only records that state something have a say, and
nobody is dropped for what is not stated.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.model.errors import InvalidTable, UsageError
from accounted.mse.arguments import a_mapping, check_arguments, or_none, several, some_names
from accounted.mse.covariates import MISSING, Value

__all__ = ["People", "people_from_linked"]

_Record = tuple[str, str, tuple[str, ...]]  # list, cluster, values

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Everybody observed, one row per person.

    Args:
        histories: People × lists, 1 where the person is on the list.
        lists: Names of the lists.
        covariates: Per covariate one value per person: a number, a text, or None where nothing is stated.
        n_disagreeing: Per covariate the number of people whose records state different values.
    """

    histories: NDArray[np.int8]
    lists: tuple[str, ...]
    covariates: Mapping[str, tuple[Value, ...]]
    n_disagreeing: Mapping[str, int]


@check_arguments(rows=several(a_mapping), lists=or_none(some_names), covariates=some_names, categories=some_names)
def people_from_linked(
    rows: Iterable[Mapping[str, object]],
    lists: Sequence[str] | None,
    covariates: Sequence[str],
    *,
    categories: Sequence[str] = (),
) -> People:
    """Put the records of each cluster together.

    A covariate is a number when all that is stated in it are numbers, unless it is named in `categories` (codes of
    districts, for example).

    Args:
        rows: The output of linking: at least `list, record_id, cluster_id`, one row per record.
        lists: Lists to use; all that occur when None. People only on others are left out.
        covariates: Columns to keep.
        categories: Those of them that are categories even if they look like numbers.

    Raises:
        InvalidTable: A row lacks one of the columns, a record stands in two rows, or no record is of a list.
        UsageError: A covariate named twice, or a category that is no covariate.

    >>> rows = [{"list": "A", "record_id": "r1", "cluster_id": "c1", "age": "31", "sex": "f"},
    ...         {"list": "B", "record_id": "r2", "cluster_id": "c1", "age": "33", "sex": ""},
    ...         {"list": "B", "record_id": "r3", "cluster_id": "c2", "age": None, "sex": "m"}]
    >>> people = people_from_linked(rows, None, ["age", "sex"])
    >>> people.histories.tolist(), people.covariates["age"], people.covariates["sex"]
    ([[1, 1], [0, 1]], (32.0, None), ('f', 'm'))
    """
    _check_names(covariates, categories)
    records = _take_records(rows, covariates)
    known = sorted({name for name, _, _ in records})
    for name in lists or ():
        if name not in known:
            raise InvalidTable(f"no record is of list {name!r}", mend=f"choose from: {', '.join(known)}")
    names = tuple(known if lists is None else sorted(set(lists)))
    clusters: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, cluster, values in records:
        clusters.setdefault(cluster, []).append((name, values))
    held = [members for _, members in sorted(clusters.items()) if any(name in names for name, _ in members)]
    histories = [[int(any(name == on for on, _ in members)) for name in names] for members in held]
    taken, disagreeing = {}, {}
    for j, column in enumerate(covariates):
        stated = [[values[j] for _, values in members if values[j] not in MISSING] for members in held]
        taken[column] = _summarise(stated, column in categories)
        disagreeing[column] = sum(len(set(texts)) > 1 for texts in stated)
    return People(np.array(histories, dtype=np.int8).reshape(len(held), len(names)), names, taken, disagreeing)


def _check_names(covariates: Sequence[str], categories: Sequence[str]) -> None:
    if len(set(covariates)) < len(covariates):
        raise UsageError("a covariate is named twice", mend="name each covariate once")
    for name in categories:
        if name not in covariates:
            raise UsageError(f"{name!r} is no covariate", mend=f"choose from: {', '.join(covariates) or 'none'}")


def _take_records(
    rows: Iterable[Mapping[str, object]], covariates: Sequence[str]
) -> list[tuple[str, str, tuple[str, ...]]]:
    records = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        for column in ("list", "record_id", "cluster_id", *covariates):
            if column not in row:
                what, mend = f"there is no column {column!r}", "give the output of linking as it was written"
                raise InvalidTable(what, where=f"row {number}", mend=mend)
        name, record, cluster = (_as_text(row[column]) for column in ("list", "record_id", "cluster_id"))
        if not (name and record and cluster):
            what = "a record without its list, id or cluster"
            raise InvalidTable(what, where=f"row {number}", mend="give every record its list, id and cluster")
        if record in seen:
            raise InvalidTable(f"record {record} stands in two rows", mend="give each record one row")
        seen.add(record)
        records.append((name, cluster, tuple(_as_text(row[column]).strip() for column in covariates)))
    if not records:
        raise InvalidTable("there is no row", mend="give the output of linking as it was written")
    return records


def _as_text(value: object) -> str:
    # Data frames write NaN where nothing is stated.
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)


def _summarise(stated: Sequence[Sequence[str]], is_category: bool) -> tuple[Value, ...]:
    if not is_category and all(_NUMBER.fullmatch(text) for texts in stated for text in texts):
        return tuple(statistics.median(map(float, texts)) if texts else None for texts in stated)
    return tuple(min(Counter(texts).items(), key=lambda item: (-item[1], item[0]))[0] if texts else None
                 for texts in stated)  # fmt: skip
