"""What is odd in a list is kept with it, counted by status, and shown without a name."""

from __future__ import annotations

import random
import re
import sqlite3

import pytest

import accounted
from accounted.inquiry import init_inquiry
from tests_support import people

HEADER = "name,date,age,sex"


def odd_rows():
    rows = [list(person) for person in people(40, seed=5)]
    rows[3][2] = "1979"
    rows[9][2] = "-7"
    return rows


def write_list(root, rows, name="lists/odd.csv"):
    path = root / "input" / name
    path.write_text("\n".join([HEADER, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def bare(tmp_path):
    inquiry = init_inquiry(tmp_path / "inquiry", key=b"a made-up key of a test, 32 long")
    yield inquiry
    inquiry.close()


@pytest.fixture
def odd(bare):
    sound = write_list(bare.folder.root, list(people(40, seed=6)), "lists/sound.csv")
    bare.add([write_list(bare.folder.root, odd_rows()), sound])
    return bare


def test_findings_are_kept_with_the_list_and_name_rows(odd):
    found = odd.status().list_findings
    assert [(f.file, f.kind, f.rows, f.values) for f in found] == [
        ("lists/odd.csv", "age_is_year", ((4,),), ("1979",)),
        ("lists/odd.csv", "age_impossible", ((10,),), ("-7",)),
    ]
    records = odd.records()
    assert [records[name].row for f in found for name in f.records] == [4, 10]
    assert odd.verify().n_originals == 2


def test_no_finding_holds_a_name(odd):
    rows = odd._ledger.rows("list_finding")
    assert len(rows) == 2
    names = {part for row in odd_rows() for part in row[0].split()}
    assert not names & set(re.findall(r"\w+", str(rows)))


def test_a_corrected_list_takes_its_findings_back(odd):
    odd.add([write_list(odd.folder.root, list(people(40, seed=5)))])
    assert odd.status().list_findings == ()
    assert len(odd._ledger.rows("list_finding")) == 2  # superseded, never deleted


def test_a_column_that_a_person_took_away_is_not_asked_about(bare):
    settings = bare.folder.root / "inquiry.toml"
    more = '\n[[lists]]\nfile = "odd.csv"\ncolumns = { age = "" }\n'
    settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    bare.add([write_list(bare.folder.root, odd_rows())])
    assert bare.status().list_findings == ()


def test_shuffled_rows_change_no_byte_of_the_report(tmp_path):  # R33, P17
    rows = odd_rows()
    outputs = []
    for number in range(2):
        root = tmp_path / str(number) / "inquiry"
        inquiry = init_inquiry(root, key=b"a made-up key of a test, 32 long")
        inquiry.add([write_list(root, rows)])
        inquiry.report()
        outputs.append({p.name: p.read_bytes() for p in inquiry.folder.output.rglob("*") if p.is_file()})
        inquiry.close()
        random.Random(3).shuffle(rows)
    assert outputs[0] == outputs[1]
    page = outputs[0]["list-checks.html"].decode()
    assert "a year stands where the age should be" in page
    assert b"list-checks.html" in outputs[0]["files.html"]


def test_a_record_from_before_findings_is_read(bare):
    bare.add([write_list(bare.folder.root, list(people(40, seed=6)))])
    root, path = bare.folder.root, bare.folder.record
    bare.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE list_finding")
        connection.execute("DELETE FROM schema_version WHERE version > 4")
    connection.close()
    opened = accounted.open(root)
    assert opened.status().list_findings == ()
    assert opened.verify().n_originals == 1
    opened.add([write_list(root, odd_rows())])
    assert len(opened.status().list_findings) == 2
    opened.close()
