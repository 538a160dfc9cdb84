"""Facts are added, in whole transactions, and never changed."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.model.dates import DateInterval
from accounted.model.errors import RecordDamaged
from accounted.model.linkage import Cluster, Comparison, Linkage
from accounted.model.records import Record
from accounted.store import open_ledger
from accounted.store.codec import from_row, to_row
from accounted.store.schema import FACT, METADATA, PAYLOADS

RECORD = Record(
    id="rec_x", list="Made up", row=3, names=("Made Up", "مختلق"), sex=None, age=41.0, birth=None,
    died=DateInterval.parse("1999-03"), places=(("village", "Nowhere"),), values=(("name", "Made Up"), ("age", "41")),
)  # fmt: skip


def test_what_is_added_comes_back(ledger):
    with ledger.writing() as writer:
        run = writer.add("run", {"step": "read", "subject": "a", "inputs": "", "code": "", "outputs": ""})
        writer.add_all("record", [RECORD], run=run)
    assert ledger.values(Record, "record") == (RECORD,)
    assert ledger.values(Record, "record", run=[run]) == (RECORD,)
    assert ledger.values(Record, "record", run=[run + 7]) == ()


def test_a_linkage_with_its_nested_values_comes_back(ledger):
    linked = Linkage(
        ("A", "B"), ("rec_1", "rec_2"), (), (Cluster("clu_1", ("rec_1", "rec_2")),),
        (Comparison("rec_1", "rec_2", 3.25, 0.9, "none", ("same name",)),), 1, ((0, 0), (0, 1)), 0.5, ("note",), 7,
    )  # fmt: skip
    with ledger.writing() as writer:
        writer.add("linkage", linked, run=1)
    assert ledger.values(Linkage, "linkage") == (linked,)


def test_an_exception_undoes_the_whole_transaction(ledger):
    with ledger.writing() as writer:
        writer.add("staff", {"id": "act_1", "name": "made up"})
    before = ledger.head()

    def pull_the_plug():
        with ledger.writing() as writer:
            writer.add("staff", {"id": "act_2", "name": "made up"})
            raise RuntimeError("the plug was pulled")

    with pytest.raises(RuntimeError, match="plug"):
        pull_the_plug()
    assert ledger.head() == before
    assert len(ledger.rows("staff")) == 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET seq = seq + 1", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["fact", "staff"])
def test_triggers_forbid_change(ledger, tmp_path, table, statement):  # P14
    with ledger.writing() as writer:
        writer.add("staff", {"id": "act_1", "name": "made up"})
    raw = sqlite3.connect(tmp_path / "record.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match=r"never (updated|deleted)"):
        raw.execute(statement.format(table))
    raw.close()


def test_unknown_columns_are_refused():
    with pytest.raises(ValueError, match="no column nickname"):
        to_row("staff", {"id": "a", "name": "b", "nickname": "c"})


@given(st.text(), st.one_of(st.none(), st.floats(0, 120)), st.lists(st.tuples(st.text(), st.text()), max_size=3))
@settings(max_examples=60)
def test_rows_and_values_are_inverse(name, age, values):
    record = Record("rec_x", "L", 1, (name,), None, age, None, None, (), tuple(values))
    back = from_row(Record, "record", to_row("record", record, run=1))
    if not any("\ud800" <= c <= "\udfff" for text in (name, *sum(values, ())) for c in text):
        assert back == record


def test_the_schema_has_room_for_what_comes(ledger):
    for kind in ("vocabulary", "list_version", "decision", "release", "tombstone"):
        assert kind in PAYLOADS
        assert ledger.rows(kind) == []
    assert FACT.name in METADATA.tables


def test_a_newer_record_is_refused(ledger, tmp_path):
    raw = sqlite3.connect(tmp_path / "record.sqlite")
    raw.execute("INSERT INTO schema_version VALUES (99, '')")
    raw.commit()
    raw.close()
    with pytest.raises(RecordDamaged, match="version 99"):
        open_ledger(tmp_path / "record.sqlite", "act_x")


def test_something_else_is_no_record(tmp_path):
    path = tmp_path / "record.sqlite"
    path.write_bytes(b"this is not a database, it is long enough to be taken for one" * 40)
    with pytest.raises(RecordDamaged, match="not a record"):
        open_ledger(path, "act_x")


def test_whoever_reads_does_not_wait_for_whoever_writes(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("accounted.store.ledger._BUSY_MILLISECONDS", 1)
    with ledger.writing() as writer:
        writer.add("staff", {"id": "act_1", "name": "made up"})
        other = open_ledger(tmp_path / "record.sqlite", "act_other")
        assert other.rows("staff") == []
        other.close()
