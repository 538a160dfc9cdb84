"""An inquiry from its files to its report, and what happens when something goes wrong on the way."""

import os
import signal
import stat
import subprocess
import sys
import time

import pytest

import accounted
from accounted.inquiry import init_inquiry
from accounted.model.errors import NotAnInquiry, NotFound, RecordBusy, RecordDamaged, UsageError
from tests_support import write_inputs


def output_of(root):
    folder = root / "output"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_it_runs_end_to_end_and_a_second_run_does_nothing(made_up):  # R33
    taken, outcomes = made_up.run()
    assert len(taken.new) == 5
    assert [o.step for o in outcomes] == ["read", "claims", "relate", "link", "estimate", "report"]
    assert all(o.done for o in outcomes)
    assert not any(o.failed for o in outcomes)
    first = output_of(made_up.folder.root)
    facts = made_up.status().n_facts
    taken, outcomes = made_up.run()
    assert (taken.new, taken.replaced, taken.n_known) == ((), (), 5)
    assert not any(o.done for o in outcomes)
    assert made_up.status().n_facts == facts
    assert output_of(made_up.folder.root) == first


def test_a_change_runs_what_depends_on_it_and_no_more(made_up):
    made_up.run()
    statement = made_up.folder.input / "documents" / "statement.txt"
    statement.write_text(statement.read_text(encoding="utf-8").replace("over 300", "over 400"), encoding="utf-8")
    _, outcomes = made_up.run()
    done = {o.step: o.done for o in outcomes}
    assert done["read"] == ("documents/statement.txt",)
    assert len(done["claims"]) == 1
    assert done["link"] == ()
    assert done["estimate"] == ("killed", "table")
    assert done["report"] == ("",)
    assert b"over 400" in output_of(made_up.folder.root)["report.html"]


def test_a_deleted_output_is_rebuilt_to_the_same_bytes(made_up):  # R33
    made_up.run()
    first = output_of(made_up.folder.root)
    (made_up.folder.output / "report.html").unlink()
    _, outcomes = made_up.run()
    assert {o.step for o in outcomes if o.done} == {"report"}
    assert output_of(made_up.folder.root) == first


def test_rows_files_threads_locale_and_time_zone_do_not_change_a_byte(made_up, tmp_path):  # R33, P17
    made_up.run()
    expected = output_of(made_up.folder.root)
    other = tmp_path / "elsewhere" / "inquiry"
    init_inquiry(other, key=b"a made-up key of a test, 32 long").close()
    write_inputs(other, shuffle=5)
    program = "import sys, accounted.inquiry as i; i.open_inquiry(sys.argv[1], threads=1).run()"
    environment = {**os.environ, "TZ": "Asia/Tehran", "LC_ALL": "C", "PYTHONHASHSEED": "77", "NUMBA_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", program, str(other)], check=True, env=environment, capture_output=True)
    found = output_of(other)
    assert sorted(found) == sorted(expected)
    assert [name for name in expected if found[name] != expected[name]] == []


def test_every_claim_is_its_span_and_is_traced_to_it(made_up):  # R6, R34
    made_up.run()
    ledger = made_up.ledger_of_claims()
    assert ledger
    for document, claim in ledger:
        assert document.text[claim.start : claim.end] == claim.quote
        steps = made_up.trace(claim.id).steps
        assert [s.what for s in steps] == ["claim", "document", "file"]
        assert document.sha256 in steps[2].lines[1]
        assert claim.quote in steps[0].lines[0]


def test_an_estimate_is_traced_to_rows_of_files(made_up):  # R34
    made_up.run()
    steps = made_up.trace("killed.estimate").steps
    assert [s.what for s in steps[:2]] == ["estimate", "capture table"]
    rows = [line for s in steps if s.what == "record" for line in s.lines if line.startswith("row ")]
    assert rows
    name, number = rows[0].removeprefix("row ").split(" of ")[::-1]
    written = (made_up.folder.input / name).read_text(encoding="utf-8").splitlines()[int(number)]
    record = next(s for s in steps if s.what == "record")
    assert written.split(",")[0] in record.lines[1]
    with pytest.raises(NotFound):
        made_up.trace("rec_nothing")


def test_file_states_add_up(made_up):  # R5
    (made_up.folder.input / "documents" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (made_up.folder.input / "lists" / "nameless.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (made_up.folder.input / "tables" / "wrong.csv").write_text("A,B,C,count\n1,0,0,-4\n2,0,1,3\n", encoding="utf-8")
    (made_up.folder.input / "documents" / "empty.txt").write_bytes(b"")
    _, outcomes = made_up.run()
    failed = dict(outcomes[0].failed)
    assert set(failed) == {"documents/broken.pdf", "lists/nameless.csv", "tables/wrong.csv", "documents/empty.txt"}
    assert "negative" in failed["tables/wrong.csv"]
    assert "name" in failed["lists/nameless.csv"]
    states = [f.state for f in made_up.status().files]
    assert len(states) == 9
    assert states.count("failed") == 4
    assert made_up.results()[0].estimates is not None
    for path in made_up.folder.temp.iterdir():
        pytest.fail(f"left behind: {path.name}")


def test_what_is_secret_is_readable_by_its_owner_alone(made_up):  # P19
    made_up.run()
    for path in (made_up.folder.hidden, made_up.folder.originals, made_up.folder.temp):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((made_up.folder.hidden / "key").stat().st_mode) == 0o600
    for path in made_up.folder.originals.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
    for path in made_up.folder.output.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.is_dir()
    assert stat.S_IMODE(made_up.folder.record.stat().st_mode) & 0o077 == 0


def test_names_stay_out_of_envelopes_and_custody(made_up):  # R40
    made_up.run()
    assert all("Tarvo" not in str(row) for row in made_up._ledger.rows("custody"))
    with made_up._ledger.reading() as connection:
        chain = connection.exec_driver_sql("SELECT * FROM fact").fetchall()
    assert all("Tarvo" not in str(row) for row in chain)


def test_a_flipped_byte_of_an_original_is_named(made_up):  # R1
    made_up.run()
    assert made_up.verify().n_originals == 5
    file = next(r for r in made_up._ledger.rows("file") if r["name"] == "lists/north.csv")
    path = made_up.folder.originals / file["sha256"]
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[100] ^= 4
    path.write_bytes(data)
    with pytest.raises(RecordDamaged, match=r"lists/north\.csv.*byte 100 ") as caught:
        made_up.verify()
    assert caught.value.exit_code == 1


def test_two_at_once_are_refused(made_up):
    with made_up.folder.working(), pytest.raises(RecordBusy):
        made_up.run()


@pytest.mark.parametrize("delay", [0.6, 1.6, 2.6, 3.6])
def test_killed_in_the_middle_it_verifies_and_ends_well(made_up, tmp_path, delay):  # P1
    program = "import sys, accounted.inquiry as i; i.open_inquiry(sys.argv[1]).run()"
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(made_up.folder.root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(delay)
    running.send_signal(signal.SIGKILL)
    running.wait()
    made_up.verify()
    made_up.run()
    made_up.verify()
    undisturbed = tmp_path / "undisturbed"
    init_inquiry(undisturbed, key=b"a made-up key of a test, 32 long").close()
    write_inputs(undisturbed)
    accounted.open(undisturbed).run()
    assert output_of(made_up.folder.root) == output_of(undisturbed)


def test_files_of_one_name_are_never_taken_for_each_other(made_up, tmp_path):
    folder = tmp_path / "brought"
    for part in ("east", "west"):
        (folder / part).mkdir(parents=True)
        (folder / part / "notes.txt").write_text(f"Made-up notes from the {part}.", encoding="utf-8")
    taken, _ = made_up.add([folder])
    assert taken.new == ("brought/east/notes.txt", "brought/west/notes.txt")
    taken, _ = made_up.add([folder / "east" / "notes.txt", folder / "west" / "notes.txt"])
    assert taken.new == ("notes.txt",)
    assert "named notes.txt too" in taken.failed[0][1]
    (folder / "east" / "notes.txt").write_text("Made-up notes, second version.", encoding="utf-8")
    taken, _ = made_up.add([folder])
    assert (taken.replaced, taken.n_known) == (("brought/east/notes.txt",), 1)
    assert made_up.verify().n_originals == 3


def test_wrong_places_are_readable_errors(tmp_path, made_up):
    with pytest.raises(NotAnInquiry, match="no inquiry"):
        accounted.open(tmp_path)
    with pytest.raises(UsageError, match="already"):
        init_inquiry(made_up.folder.root)
    with pytest.raises(UsageError, match="no such file"):
        made_up.add([tmp_path / "nowhere.txt"])
    taken, _ = made_up.add([tmp_path / "nowhere.txt", made_up.folder.input / "documents"])
    assert len(taken.new) == 1
    assert taken.failed[0][0].endswith("nowhere.txt")
