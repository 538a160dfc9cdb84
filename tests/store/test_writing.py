"""Rows of cells are bound as values are; the chain holds."""

from hypothesis import given
from hypothesis import strategies as st

from accounted.store import verify
from accounted.store.chain import GENESIS, commit, committer, link, linker
from accounted.store.codec import columns_of, to_row

CELL = st.none() | st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.binary(max_size=9)


@given(st.dictionaries(st.text(min_size=1), CELL, max_size=8), st.binary(max_size=16))
def test_cells_are_bound_as_mappings_are(row, salt):  # P14
    row = {name: cell for name, cell in row.items() if name not in ("seq", "salt")}
    assert committer(list(row))(salt, list(row.values())) == commit(salt, row)


@given(st.text(), st.integers(1), st.text(), st.text())
def test_envelopes_are_bound_alike(kind, seq, at, actor):  # P14
    assert linker(kind, at, actor)(GENESIS, seq, "ab") == link(GENESIS, seq, kind, at, actor, "ab")


def test_rows_of_cells_are_the_facts_that_values_are(ledger, originals):
    value = {"id": "act_1", "name": "made up"}
    with ledger.writing() as writer:
        writer.add("staff", value)
        row = to_row("staff", value)
        assert writer.add_rows("staff", [[row[name] for name in columns_of("staff")]] * 7) == 8
    cells = [{k: v for k, v in row.items() if k not in ("seq", "salt")} for row in ledger.rows("staff")]
    assert cells == [value] * 8
    assert verify(ledger, originals).n_facts == 8
