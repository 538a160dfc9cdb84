"""The four real lists, against the truth that the linker never sees; third-party data, not part of the project."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from accounted.linkage import link_records
from accounted.model.dates import DateInterval
from accounted.model.ids import IdMaker
from accounted.model.records import Record
from accounted.text.names import is_placeholder

LISTS = Path(__file__).parents[2] / ".." / "shared" / "data" / "lists"


def _rows(name):
    path = LISTS / name
    if not path.exists():
        pytest.skip(f"needs {name} in ../shared/data/lists, which is not part of the project")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _record(number, row):
    return Record(
        id=row["rec_id"],
        list=row["list"],
        row=number,
        names=() if is_placeholder(row["name"]) else (row["name"],),
        sex=row["sex"] if row["sex"] in ("F", "M") else None,
        age=float(row["age"]) if row["age"] else None,
        birth=None,
        died=DateInterval.parse(row["date"]) if row["date"] else None,
        places=tuple((column, row[column]) for column in ("city", "county", "state") if row[column]),
        values=tuple(row.items()),
    )


def test_the_four_police_lists_are_linked_as_their_keepers_link_them():
    rows = _rows("us_police_2015_2016.csv.gz")
    persons = defaultdict(list)
    for row in _rows("us_police_2015_2016_truth.csv.gz"):
        persons[row["truth_id"]].append(row["rec_id"])
    records = [_record(n, row) for n, row in enumerate(rows, start=1)]
    lists = {r.list for r in records}
    linkage = link_records(records, deduplicated=lists, make_id=IdMaker(b"made-up key"))
    found = {pair for c in linkage.clusters for pair in combinations(c.records, 2)}
    true = {pair for person in persons.values() for pair in combinations(sorted(person), 2)}
    assert 2 * len(found & true) / (len(found) + len(true)) >= 0.995
