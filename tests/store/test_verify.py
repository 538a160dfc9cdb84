"""History cannot be changed unnoticed (P14), and a changed original is named with the byte (R1)."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.errors import RecordDamaged
from accounted.store import verify
from accounted.store.originals import block_hashes, first_wrong_byte


def fill(ledger, n=6):
    with ledger.writing() as writer:
        for number in range(n):
            writer.add("staff", {"id": f"act_{number}", "name": f"made-up person {number}"})


def tamper(tmp_path, *statements):
    raw = sqlite3.connect(tmp_path / "record.sqlite")
    raw.execute("PRAGMA foreign_keys = OFF")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


TAMPERINGS = [
    ("payload edited", "entry 3 ", ["UPDATE staff SET name = 'someone else' WHERE seq = 3"]),
    ("salt edited", "entry 3 ", ["UPDATE staff SET salt = x'00' WHERE seq = 3"]),
    ("time edited", "entry 2 ", ["UPDATE fact SET at = '2001-01-01T00:00:00Z' WHERE seq = 2"]),
    ("actor edited", "entry 2 ", ["UPDATE fact SET actor = 'act_other' WHERE seq = 2"]),
    ("entry deleted", "entry 4 ", ["DELETE FROM staff WHERE seq = 4", "DELETE FROM fact WHERE seq = 4"]),
    ("payload deleted", "entry 4 ", ["DELETE FROM staff WHERE seq = 4"]),
    ("entries swapped", "entry 2 ", [
        "UPDATE fact SET seq = 99 WHERE seq = 2", "UPDATE fact SET seq = 2 WHERE seq = 3",
        "UPDATE fact SET seq = 3 WHERE seq = 99"]),
    ("payload inserted", "no entry of the chain knows", ["INSERT INTO staff VALUES (77, x'00', 'a', 'b')"]),
    ("entry inserted", "entry 7 ", ["INSERT INTO fact VALUES (7, 'staff', '', '', '', '', 'x')"]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "statements"), [t[1:] for t in TAMPERINGS], ids=[t[0] for t in TAMPERINGS])
def test_tampering_is_found_and_named(ledger, originals, tmp_path, said, statements):  # P14
    fill(ledger)
    assert verify(ledger, originals).n_facts == 6
    tamper(tmp_path, *statements)
    with pytest.raises(RecordDamaged) as caught:
        verify(ledger, originals)
    assert said.strip() in str(caught.value)


def test_cutting_off_the_end_is_found_with_an_anchor_only(ledger, originals, tmp_path):  # P14
    fill(ledger)
    head = ledger.head()[1]
    assert verify(ledger, originals, against=head).anchored_at == 6
    tamper(tmp_path, "DELETE FROM staff WHERE seq = 6", "DELETE FROM fact WHERE seq = 6")
    found = verify(ledger, originals)
    assert "not anchored since" in found.sentence()
    with pytest.raises(RecordDamaged, match="not in this chain"):
        verify(ledger, originals, against=head)


def test_an_anchor_holds_while_the_chain_grows(ledger, originals):
    fill(ledger, 3)
    head = ledger.head()[1]
    fill(ledger, 2)
    assert verify(ledger, originals, against=head).anchored_at == 3
    assert verify(ledger, originals, against=head[:16]).anchored_at == 3
    for wrong in ("f" * 64, head[:4], "%"):
        with pytest.raises(RecordDamaged):
            verify(ledger, originals, against=wrong)


def test_erasure_leaves_a_tombstone_and_a_chain_that_verifies(ledger, originals):  # R40
    fill(ledger)
    with ledger.writing() as writer:
        tombstone = writer.erase("staff", 3, "withdrawn")
    assert [row["seq"] for row in ledger.rows("staff")] == [1, 2, 4, 5, 6]
    found = verify(ledger, originals)
    assert found.n_erased == 1
    assert f"1 erased under tombstone {tombstone}" in found.sentence()


def test_a_changed_original_is_named_with_its_byte(ledger, originals, tmp_path):  # R1
    source = tmp_path / "speech.txt"
    source.write_bytes(b"Made-up text. " * 300)
    sha256, size, blocks = originals.keep(source)
    originals.admit([sha256])
    originals.recover(lambda: {sha256})
    with ledger.writing() as writer:
        writer.add(
            "file",
            {"id": "fil_1", "name": "documents/speech.txt", "role": "document", "sha256": sha256, "n_bytes": size,
             "media_type": "text/plain", "blocks": blocks},
        )  # fmt: skip
    assert verify(ledger, originals).n_originals == 1
    kept = originals.path(sha256)
    assert kept.stat().st_mode & 0o777 == 0o400
    kept.chmod(0o600)
    data = bytearray(kept.read_bytes())
    data[2345] ^= 1
    kept.write_bytes(data)
    with pytest.raises(RecordDamaged, match="byte 2345") as caught:
        verify(ledger, originals)
    assert "documents/speech.txt" in caught.value.where
    kept.unlink()
    with pytest.raises(RecordDamaged, match="gone"):
        verify(ledger, originals)


@given(st.binary(max_size=3000), st.data())
def test_the_place_of_a_change_is_found(data, draw):
    blocks = block_hashes(data)
    assert first_wrong_byte(data, blocks) is None
    if data:
        place = draw.draw(st.integers(0, len(data) - 1))
        changed = data[:place] + bytes([data[place] ^ 0x40]) + data[place + 1 :]
        assert first_wrong_byte(changed, blocks) == (place, place)
    longer = first_wrong_byte(data + b"more", blocks)
    assert longer is not None
    assert longer[1] >= len(data) // 512 * 512
