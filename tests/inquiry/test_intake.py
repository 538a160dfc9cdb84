"""What comes in: archives opened, custody kept, everything accounted for, and an import that is whole or not at all."""

import hashlib
import io
import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.intake import made
from PIL import Image
from typer.testing import CliRunner

from accounted.cli.documents import count_documents, document_lines, preview_lines
from accounted.cli.main import app
from accounted.documents import read as read_module
from accounted.documents import tesseract
from accounted.inquiry import init_inquiry, open_inquiry
from accounted.inquiry import reading as reading_module
from accounted.model.documents import STATES, MovedSpan
from accounted.model.errors import DiskFull, NotWritable, RecordBusy, RecordDamaged, UsageError
from accounted.store import originals as originals_module

KEY = b"a made-up key of a test, 32 long"


@pytest.fixture
def empty(tmp_path):
    inquiry = init_inquiry(tmp_path / "inquiry", key=KEY)
    yield inquiry
    inquiry.close()


def brought(tmp_path, files):
    folder = tmp_path / "brought"
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def canonical(inquiry):
    """All facts but when they were written down."""
    kinds = ("file", "custody", "file_state", "document", "passage", "list_version", "record", "run")
    left = ("seq", "salt", "run")
    rows = {
        kind: [{k: v for k, v in row.items() if k not in left} for row in inquiry._ledger.rows(kind)] for kind in kinds
    }
    return rows, sorted(p.name for p in inquiry.folder.originals.iterdir())


def nested(depth):
    data, name = b"Made up, deep within.", "a.txt"
    for level in range(depth):
        data, name = made.packed({name: data}), f"{level}.zip"
    return data


def test_archives_are_opened_and_each_file_in_them_is_a_file(empty, tmp_path):  # R2, R5, P4
    mail = made.eml(
        made.text(4), {"attached.docx": made.make("docx", 5), "pack.zip": made.packed({"x.rtf": made.make("rtf", 6)})}
    )
    folder = brought(tmp_path, {
        "pack.zip": made.packed({"one.txt": made.make("txt", 1), "inner/two.pdf": made.make("pdf", 2), ".hidden": "x"}),
        "mail.eml": mail,
        "web.warc.gz": made.warc({"https://example.org/news/1": made.make("html", 3)}),
        "slip.zip": made.packed({"../x.txt": b"x"}),
        "deep.zip": nested(20),
        "plain.txt": made.make("txt", 7),
    })  # fmt: skip
    taken, outcome = empty.add([folder])
    status = empty.status()
    states = {f.name.removeprefix("brought/"): f.state for f in status.files}
    assert states == {
        "deep.zip": "parsed", "deep.zip/18.zip": "parsed", "deep.zip/18.zip/17.zip": "parsed",
        "deep.zip/18.zip/17.zip/16.zip": "parsed", "deep.zip/18.zip/17.zip/16.zip/15.zip": "failed",
        "mail.eml": "parsed", "mail.eml/attached.docx": "parsed", "mail.eml/pack.zip": "parsed",
        "mail.eml/pack.zip/x.rtf": "parsed", "pack.zip": "parsed with warnings", "pack.zip/inner/two.pdf": "parsed",
        "pack.zip/one.txt": "parsed", "plain.txt": "parsed", "slip.zip": "failed", "web.warc.gz": "parsed",
        "web.warc.gz/example.org/news/1.html": "parsed",
    }  # fmt: skip
    assert len(taken.new) == len(states) == len(status.files)
    assert status.unread == ()
    assert {name.removeprefix("brought/") for name, _ in outcome.failed} == {
        n for n, s in states.items() if s == "failed"
    }
    custody = {row["file"]: (row["act"], row["origin"]) for row in empty._ledger.rows("custody")}
    ids = {row["name"].removeprefix("brought/"): row["id"] for row in empty._ledger.rows("file")}
    assert custody[ids["mail.eml"]] == ("added", "brought/mail.eml")
    assert custody[ids["mail.eml/attached.docx"]] == ("unpacked", "brought/mail.eml")
    page = custody[ids["web.warc.gz/example.org/news/1.html"]]
    assert page == ("unpacked", "brought/web.warc.gz: https://example.org/news/1: 2021-07-03T00:00:00Z")
    assert empty.verify().n_originals == len({row["sha256"] for row in empty._ledger.rows("file")})
    assert list(empty.folder.temp.iterdir()) == []


def test_the_same_again_is_known_and_a_new_version_replaces_what_was_in_the_old(empty, tmp_path):
    folder = brought(tmp_path, {"pack.zip": made.packed({"one.txt": b"Made up, one.", "two.txt": b"Made up, two."})})
    empty.add([folder])
    facts = empty.status().n_facts
    taken, outcome = empty.add([folder])
    assert (taken.new, taken.replaced, taken.n_known, outcome.done) == ((), (), 1, ())
    assert empty.status().n_facts == facts
    brought(tmp_path, {"pack.zip": made.packed({"one.txt": b"Made up, one.", "three.txt": b"Made up, three."})})
    taken, _ = empty.add([folder])
    assert taken.replaced == ("brought/pack.zip", "brought/pack.zip/one.txt")
    assert taken.new == ("brought/pack.zip/three.txt",)
    names = [f.name for f in empty.status().files]
    assert names == ["brought/pack.zip", "brought/pack.zip/one.txt", "brought/pack.zip/three.txt"]
    assert [d.name for d in empty.view().documents] == names[1:]


def test_links_pipes_and_hidden_files_are_left_out_and_said_to_be(empty, tmp_path):  # R5
    folder = brought(tmp_path, {"a.txt": b"Made up.", ".hidden": b"x", "sub/b.txt": b"Made up too."})
    (folder / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe")
    taken, _ = empty.add([folder])
    assert taken.new == ("brought/a.txt", "brought/sub/b.txt")
    assert dict(taken.left_out) == {
        "brought/.hidden": "a hidden file", "brought/link.txt": "a link is not followed",
        "brought/pipe": "not a regular file",
    }  # fmt: skip


def test_every_file_ends_in_one_state(empty, tmp_path):  # R5, P3
    folder = brought(tmp_path, {"a.txt": b"", "b.pdf": b"%PDF-1.7", "c.docx": made.make("docx", 1)[:300],
                                "d.doc": b"\xd0\xcf\x11\xe0" + bytes(600), "e.bin": bytes(range(256)) * 9,
                                "f.txt": b"Made up."})  # fmt: skip
    empty.add([folder])
    files = empty.status().files
    assert len(files) == 6
    assert {f.state for f in files} <= set(STATES)
    assert [f.state for f in files] == ["failed", "failed", "failed", "skipped", "skipped", "parsed"]
    assert all(f.reason for f in files[:5])


def test_public_and_language_are_as_a_person_says_and_confidential_otherwise(empty, tmp_path):
    settings = empty.folder.root / "inquiry.toml"
    said = 'document_language = { "a.txt" = "ar" }\npublic_documents = ["pub", "pack.zip"]\n'
    settings.write_text(said, encoding="utf-8")
    pack = made.packed({"in.txt": b"Made up."})
    empty.add([brought(tmp_path, {"a.txt": b"Made up.", "pub/b.txt": b"Made up.", "pack.zip": pack})])
    documents = {d.name.removeprefix("brought/"): d for d in empty.view().documents}
    assert {name: d.is_public for name, d in documents.items()} == {
        "a.txt": False, "pack.zip/in.txt": True, "pub/b.txt": True
    }  # fmt: skip
    assert (documents["a.txt"].language, documents["a.txt"].language_by) == ("ar", "settings")


def fails_at(place):
    class Broken(Exception):
        pass

    def fail(*_, **__):
        raise Broken(place)

    return Broken, fail


@pytest.mark.parametrize("place", ["run_step", "make_document", "admit", "commit", "after the commit"])
def test_an_import_that_breaks_leaves_nothing_and_the_next_equals_the_undisturbed(tmp_path, monkeypatch, place):  # P1
    files = {"a.txt": made.make("txt", 1), "pack.zip": made.packed({"b.pdf": made.make("pdf", 2)}),
             "c.csv": b"name,date\nOmbra Vask,2031-07-03\nTilde Orren,2031-07-04\n"}  # fmt: skip
    folder = brought(tmp_path, files)
    undisturbed = init_inquiry(tmp_path / "undisturbed", key=KEY)
    undisturbed.add([folder])
    inquiry = init_inquiry(tmp_path / "inquiry", key=KEY)
    before, settings = canonical(inquiry), (inquiry.folder.root / "inquiry.toml").read_bytes()
    broken, fail = fails_at(place)
    with monkeypatch.context() as patched:
        if place == "admit":
            patched.setattr(originals_module, "_sync", fail)
        elif place == "commit":
            patched.setattr("sqlalchemy.Connection.commit", fail)
        elif place == "after the commit":
            real, calls = originals_module.Originals.recover, []

            def recover(self, known):
                calls.append(1)
                return real(self, known) if len(calls) == 1 else fail()

            patched.setattr(originals_module.Originals, "recover", recover)
        else:
            patched.setattr(reading_module, place, fail)
        with pytest.raises(broken):
            inquiry.add([folder])
    if place == "after the commit":
        assert len(inquiry.status().files) == 4
    else:
        assert canonical(inquiry) == before
        if place != "commit":
            assert (inquiry.folder.root / "inquiry.toml").read_bytes().decode() == settings.decode()
    inquiry.verify()
    inquiry.add([folder])
    assert canonical(inquiry) == canonical(undisturbed)
    assert not (inquiry.folder.hidden / "incoming").exists()
    inquiry.verify()


def test_a_full_disk_stops_cleanly_and_says_what_to_free(empty, tmp_path, monkeypatch):  # P2
    folder = brought(tmp_path, {"a.txt": b"Made up."})

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(originals_module.os, "fsync", full)
        with pytest.raises(DiskFull, match="nothing of this import was kept") as caught:
            empty.add([folder])
    assert "free" in caught.value.mend
    assert (empty.status().files, list(empty.folder.originals.iterdir())) == ((), [])
    empty.add([folder])
    assert len(empty.status().files) == 1


def test_a_file_that_is_gone_before_it_is_read_stops_only_itself(empty, tmp_path, monkeypatch):
    folder = brought(tmp_path, {"a.txt": b"Made up.", "b.txt": b"Made up."})
    real = originals_module.Originals.keep

    def keep(self, source, **options):
        if source.name == "a.txt":
            raise OSError(5, "Input/output error")
        return real(self, source, **options)

    monkeypatch.setattr(originals_module.Originals, "keep", keep)
    taken, _ = empty.add([folder])
    assert taken.failed == (("brought/a.txt", "cannot be read: Input/output error"),)
    assert taken.new == ("brought/b.txt",)


def test_two_imports_at_once_are_refused(empty, tmp_path):
    with empty.folder.working(), pytest.raises(RecordBusy):
        empty.add([brought(tmp_path, {"a.txt": b"Made up."})])


def test_threads_and_order_change_nothing(tmp_path):  # P17
    folder = brought(tmp_path, {f"{kind}.{kind}": made.make(kind, 1) for kind in made.KINDS})
    one = init_inquiry(tmp_path / "one", key=KEY)
    one._threads = 1
    one.add([folder])
    other = init_inquiry(tmp_path / "other", key=KEY)
    shutil.copytree(folder, tmp_path / "moved" / "brought")
    other.add([tmp_path / "moved" / "brought"])
    assert canonical(one) == canonical(other)


def test_status_tells_guesses_from_what_a_person_confirmed(empty, tmp_path):
    settings = empty.folder.root / "inquiry.toml"
    settings.write_text('public_documents = ["b.txt"]\n[document_date]\n"b.txt" = "2031-07"\n', encoding="utf-8")
    empty.add([brought(tmp_path, {"a.txt": made.make("txt", 1), "b.txt": b"12"})])
    first, second = empty.status().documents
    assert (first.language, first.language_by, first.is_public) == ("en", "document", False)
    assert (second.dated, second.dated_by, second.language, second.is_public) == ("2031-07", "settings", "", True)
    assert count_documents(empty.status()) == (
        "2: 1 confidential, 1 public; 1 dates not confirmed, 2 languages not confirmed; "
        "accounted status --documents shows them"
    )
    assert document_lines(empty.status())[1] == (
        "brought/b.txt: date 2031-07 (confirmed), language not known, public; read by plain text 2"
    )


def test_a_better_parser_makes_a_new_text_and_old_claims_lead_into_it(empty, tmp_path, monkeypatch):  # R4, R34
    words = b"The Velmar Committee said on 2 July 2031 that over 300 people were killed in Velmar."
    empty.add([brought(tmp_path, {"a.txt": words + b"\n\nThe ministry said that 12 people were injured."})])
    empty.claims()
    before = {claim.id: claim.quote for _, claim in empty.ledger_of_claims()}
    real = reading_module.parse_file

    def better(path, name, parsers, **options):
        file = real(path, name, parsers, **options)
        text = "Read better.\n\n" + file.parsed.text.replace(" people were killed", "\npeople were killed").replace(
            "12", "18"
        )
        return replace(file, parsed=replace(file.parsed, text=text, parser="better 2"))

    monkeypatch.setattr(reading_module, "parse_file", better)
    monkeypatch.setattr("accounted.inquiry.stepping.code_version", lambda: "a newer version")
    empty.read()
    empty.claims()
    (document,) = empty.view().documents
    moved = {span.claim: span for span in empty._ledger.values(MovedSpan, "moved_span")}
    assert set(moved) == set(before)
    found = [m for m in moved.values() if m.new_start is not None]
    assert found
    for span in found:
        assert document.text[span.new_start : span.new_end].split() == before[span.claim].split()
    assert any(m.new_start is None and "12" in m.quote for m in moved.values())
    lost = [m for m in moved.values() if m.new_start is None]
    assert {span.claim for span in empty.status().lost_spans} == {span.claim for span in lost}
    assert len(lost) == len(empty.view().lost_spans)
    shown = CliRunner().invoke(app, ["-C", str(empty.folder.root), "status"]).stdout
    assert f"{lost[0].claim}: no place in the newer text of its document" in shown
    gone = next(m for m in found if m.claim not in {c.id for _, c in empty.ledger_of_claims()})
    steps = empty.trace(gone.claim).steps
    assert [s.what for s in steps] == ["claim of an earlier text", "document", "file"]
    assert "better 2" in steps[0].lines[2]


def test_each_sheet_and_each_table_is_a_list_of_its_own(empty, tmp_path):
    path = tmp_path / "two.sqlite"
    with sqlite3.connect(path) as connection:
        for name in ("north", "south"):
            connection.execute(f"CREATE TABLE {name} (name TEXT, died TEXT)")
            connection.execute(f"INSERT INTO {name} VALUES ('Ombra Vask', '2031-07-03')")
        connection.execute("CREATE TABLE zero (name TEXT)")
    connection.close()
    taken, outcome = empty.add([path])
    assert taken.new == ("two.sqlite", "two.sqlite/north.csv", "two.sqlite/south.csv", "two.sqlite/zero.csv")
    states = {f.name: (f.role, f.state) for f in empty.status().files}
    assert states["two.sqlite"] == ("container", "parsed")
    assert states["two.sqlite/north.csv"] == ("list", "parsed")
    assert dict(outcome.failed).keys() == {"two.sqlite/zero.csv"}
    assert [name for name, _ in empty.status().lists] == ["north", "south"]
    taken, outcome = empty.add([path])
    assert (taken.new, taken.n_known, outcome.done) == ((), 1, ())


def test_the_same_list_under_another_name_is_recognised(empty, tmp_path):  # R5
    rows = b"name,date\nOmbra Vask,2031-07-03\n"
    folder = brought(tmp_path, {"a.csv": rows, "b.csv": rows})
    taken, outcome = empty.add([folder])
    assert (taken.new, outcome.failed) == (("brought/a.csv", "brought/b.csv"), ())
    states = {f.name: (f.state, f.reason) for f in empty.status().files}
    assert states["brought/b.csv"] == ("skipped", "the same as brought/a.csv, byte for byte")
    assert [name for name, _ in empty.status().lists] == ["a"]
    brought(tmp_path, {"a.csv": rows + b"Tilde Orren,2031-07-04\n"})
    empty.add([folder])
    assert [name for name, _ in empty.status().lists] == ["a", "b"]


OLD_LIST = b"id,name,date\n1,Ombra Vask,2031-07-03\n2,Tilde Orren,2031-07-04\n3,Ania Dreve,2031-07-05\n"
NEW_LIST = b"id,name,date\n2,Tilde Orren,2031-07-14\n1,Ombra Vask,2031-07-03\n4,Marek Sollin,2031-07-06\n"


@pytest.mark.parametrize("accepted", [True, False, None])
def test_a_new_version_of_a_list_is_a_diff_to_approve_never_a_second_copy(empty, tmp_path, accepted):
    empty.add([brought(tmp_path, {"a.csv": OLD_LIST})])
    folder = brought(tmp_path, {"a.csv": NEW_LIST})
    shown = []

    def accept(changes):
        shown.append(changes)
        return accepted

    taken, _ = empty.add([folder], accept=None if accepted is None else accept)
    sentence = "1 rows as before, 1 new, 1 changed, 1 gone (by id)"
    if accepted is not None:
        assert [c.sentence for c in shown] == [sentence]
        assert (shown[0].new, shown[0].changed, shown[0].gone) == ((3,), ((2, 1),), (3,))
    names = {dict(r.values)["name"] for r in empty.records().values()}
    kept = empty._ledger.rows("list_change")
    if accepted is False:
        assert taken.left_out == (("brought/a.csv", f"the new version was refused: {sentence}"),)
        assert (taken.replaced, kept, names) == ((), [], {"Ombra Vask", "Tilde Orren", "Ania Dreve"})
        assert empty.verify().n_originals == 1
    else:
        assert names == {"Ombra Vask", "Tilde Orren", "Marek Sollin"}
        assert [c.sentence for c in taken.changes] == [sentence]
        assert [(row["n_same"], bool(row["approved"])) for row in kept] == [(1, bool(accepted))]
        unseen = [c.sentence for c in empty.status().unapproved_changes]
        assert unseen == ([] if accepted else [sentence])
        shown = CliRunner().invoke(app, ["-C", str(empty.folder.root), "status"]).stdout
        assert (f"brought/a.csv: a new version, not approved: {sentence}" in shown) is not accepted
    assert [name for name, _ in empty.status().lists] == ["a"]


def test_a_dry_run_shows_twenty_rows_and_takes_nothing_in(empty, tmp_path):
    rows = "".join(f"Ombra Vask {n},2031-07-03\n" for n in range(30))
    folder = brought(tmp_path, {"a.csv": f"name,date\n{rows}".encode(), "b.txt": b"Made up.", "c.csv": b"name\n"})
    before = canonical(empty)
    taken, previews = empty.preview([folder])
    assert len(taken.new) == 3
    first, broken = previews
    assert (first.file, first.n_rows, len(first.rows), first.header) == ("brought/a.csv", 30, 20, ("name", "date"))
    assert "no rows" in broken.read_as
    assert canonical(empty) == before
    assert preview_lines(first)[-1] == "… and 10 rows more"


def sheets(**tables):
    """A file of several tables."""
    with sqlite3.connect(":memory:") as connection:
        for name, rows in tables.items():
            connection.execute(f"CREATE TABLE {name} (id, name, date)")
            connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)
    return connection.serialize()


NORTH = [("1", "Ombra Vask", "2031-07-03"), ("2", "Tilde Orren", "2031-07-04")]
SOUTH = [("9", "Marek Sollin", "2031-07-03")]


def test_a_sheet_whose_new_version_is_refused_stays_as_it_was(empty, tmp_path):
    empty.add([brought(tmp_path, {"book.sqlite": sheets(North=NORTH, South=SOUTH, East=NORTH[:1])})])
    folder = brought(tmp_path, {"book.sqlite": sheets(North=NORTH[:1], South=[*SOUTH, ("10", "Ania Dreve", "2031")])})
    taken, outcome = empty.add([folder], accept=lambda changes: "South" in changes.file)
    assert [name for name, _ in taken.left_out] == ["brought/book.sqlite/North.csv"]
    assert taken.replaced == ("brought/book.sqlite", "brought/book.sqlite/South.csv")
    assert taken.gone == ("brought/book.sqlite/East.csv",)
    assert outcome.failed == ()
    assert empty.status().lists == (("North", 2), ("South", 2))
    assert empty.add([folder])[0].n_known == 1
    assert empty.status().lists == (("North", 2), ("South", 2))
    empty.verify()


def test_a_new_version_that_cannot_be_read_does_not_take_the_place_of_one_that_can(empty, tmp_path):
    empty.add([brought(tmp_path, {"a.csv": OLD_LIST})])
    taken, _ = empty.add([brought(tmp_path, {"a.csv": b"\x00\x01\x02" * 50})])
    assert [name for name, _ in taken.failed] == ["brought/a.csv"]
    assert "the one before stays" in taken.failed[0][1]
    assert empty.status().lists == (("a", 3),)
    assert {f.state for f in empty.status().files} == {"parsed"}


def test_a_version_that_changes_nothing_waits_for_nobody(empty, tmp_path):
    empty.add([brought(tmp_path, {"a.csv": OLD_LIST})])
    taken, _ = empty.add([brought(tmp_path, {"a.csv": OLD_LIST.replace(b"\n", b"\r\n")})], accept=lambda _: False)
    assert (taken.replaced, taken.changes, taken.left_out) == (("brought/a.csv",), (), ())
    assert empty.status().unapproved_changes == ()


def test_the_same_list_in_an_archive_or_a_second_file_of_tables_counts_once(empty, tmp_path):
    book = sheets(North=NORTH, South=SOUTH)
    folder = brought(
        tmp_path, {"a.csv": OLD_LIST, "b.zip": made.packed({"a.csv": OLD_LIST, "other.csv": OLD_LIST}),
                   "c.sqlite": book, "d.sqlite": book}
    )  # fmt: skip
    _, outcome = empty.add([folder])
    assert outcome.failed == ()
    states = {f.name.removeprefix("brought/"): (f.state, f.reason) for f in empty.status().files}
    for name, primary in (
        ("b.zip/a.csv", "a.csv"),
        ("b.zip/other.csv", "a.csv"),
        ("d.sqlite/North.csv", "c.sqlite/North.csv"),
    ):
        assert states[name] == ("skipped", f"the same as brought/{primary}, byte for byte")
    assert [name for name, _ in empty.status().lists] == ["North", "South", "a"]


def test_what_the_inquiry_wrote_itself_does_not_come_in(empty, tmp_path):
    root = empty.folder.root
    (root / "output").mkdir()
    (root / "output" / "persons.csv").write_bytes(OLD_LIST)
    (root / "input" / "lists" / "a.csv").write_bytes(OLD_LIST)
    taken, _ = empty.add([root])
    assert taken.new == ("lists/a.csv",)
    assert dict(taken.left_out)["inquiry/output"] == "a part of this inquiry, not of what came in"
    assert {"inquiry/inquiry.toml", "inquiry/output", "inquiry/.accounted"} <= set(dict(taken.left_out))
    taken, _ = empty.add([root / ".accounted" / "originals"])
    assert (taken.new, [name for name, _ in taken.left_out]) == ((), ["originals"])


def test_a_pipe_a_device_and_a_folder_that_cannot_be_read_are_named_and_never_read(empty, tmp_path, monkeypatch):  # R5
    folder = brought(tmp_path, {"a.txt": b"Made up.", "locked/b.txt": b"Made up too."})
    os.mkfifo(tmp_path / "pipe")
    iterdir = Path.iterdir

    def refuse(self):
        if self.name == "locked":
            raise PermissionError(13, "Permission denied", str(self))
        return iterdir(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    taken, _ = empty.add([folder, tmp_path / "pipe", Path("/dev/zero")])
    assert taken.new == ("brought/a.txt",)
    assert dict(taken.failed) == {
        "brought/locked": "the folder cannot be read: Permission denied", "pipe": "not a regular file",
        "zero": "not a regular file",
    }  # fmt: skip


def test_what_waits_for_tesseract_is_read_when_it_is_there(empty, tmp_path, monkeypatch):
    picture = io.BytesIO()
    made.picture(["Made up."]).save(picture, "PNG")
    path = tmp_path / "scan.png"
    path.write_bytes(picture.getvalue())
    found = shutil.which("tesseract")
    monkeypatch.setattr(tesseract, "find_tesseract", lambda: None)
    monkeypatch.setattr(read_module, "find_tesseract", lambda: None)
    empty.add([path])
    (file,) = empty.status().files
    assert file.state == "needs OCR"
    assert "is read by the next run" in file.reason
    assert empty.read().done == ()
    monkeypatch.undo()
    if found is None:
        pytest.skip("Tesseract is not installed")
    assert empty.read().done == ("scan.png",)
    assert empty.status().files[0].state == "parsed with warnings"
    assert empty.read().done == ()


def test_a_record_that_was_cut_off_or_lost_is_not_consistent_with_its_originals(empty, tmp_path):  # R1, P14
    empty.add([brought(tmp_path, {"a.txt": b"Made up."})])
    empty._ledger.close()
    stray = empty.folder.originals / "0"
    stray.write_bytes(b"x")
    with pytest.raises(RecordDamaged, match="1 originals are here that the record does not know"):
        empty.verify()
    (empty.folder.hidden / "incoming").write_text("0\n", encoding="ascii")
    empty.verify()
    empty.folder.record.unlink()
    with pytest.raises(RecordDamaged, match="the record is gone"):
        open_inquiry(empty.folder.root)
    assert not empty.folder.record.exists()


def test_what_may_not_be_written_is_no_full_disk(empty, tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied", "originals")

    monkeypatch.setattr(originals_module.os, "fsync", refuse)
    with pytest.raises(NotWritable, match="give yourself the right"):
        empty.add([brought(tmp_path, {"a.txt": b"Made up."})])


def test_a_version_that_nobody_approved_is_approved_or_taken_back_afterwards(empty, tmp_path):
    def names():
        return {dict(r.values)["name"] for r in empty.records().values()}

    empty.add([brought(tmp_path, {"a.csv": OLD_LIST, "b.csv": OLD_LIST.replace(b"Vask", b"Wask")})])
    folder = brought(tmp_path, {"a.csv": NEW_LIST, "b.csv": NEW_LIST.replace(b"Vask", b"Wask")})
    empty.add([folder])
    waiting = [change.changes.file for change in empty.version_changes() if not change.is_decided]
    assert waiting == ["brought/a.csv", "brought/b.csv"]
    empty.approve_version("brought/a.csv", person="A. Sample")
    assert [c.file for c in empty.status().unapproved_changes] == ["brought/b.csv"]
    outcome = empty.take_back_version("brought/b.csv", person="A. Sample")
    assert (outcome.done, outcome.failed) == (("brought/b.csv",), ())
    assert empty.status().unapproved_changes == ()
    assert "Marek Sollin" in names()
    assert {r.list for r in empty.records().values() if "Ania Dreve" in r.names} == {"b"}
    assert [row["act"] for row in empty._ledger.rows("custody")][-1] == "brought back"
    with pytest.raises(UsageError, match="waits for a decision"):
        empty.approve_version("brought/b.csv", person="A. Sample")
    taken, _ = empty.add([folder])
    assert [name for name, _ in taken.left_out] == ["brought/b.csv"]
    taken, _ = empty.add([folder], accept=lambda _: True)
    assert taken.replaced == ("brought/b.csv",)
    assert empty.status().unapproved_changes == ()
    empty.verify()


def test_a_version_is_decided_about_at_the_terminal(empty, tmp_path):
    empty.add([brought(tmp_path, {"a.csv": OLD_LIST})])
    empty.add([brought(tmp_path, {"a.csv": NEW_LIST})])
    root = str(empty.folder.root)
    shown = CliRunner().invoke(app, ["-C", root, "status"]).stdout
    assert "accounted review --versions decides about them" in shown
    as_data = CliRunner().invoke(app, ["-C", root, "review", "--versions", "--json"]).stdout
    assert '"file": "brought/a.csv"' in as_data
    done = CliRunner().invoke(app, ["-C", root, "review", "--versions", "--person", "A. Sample"], input="n\n")
    assert "brought/a.csv: the version before stands again" in done.stdout
    assert empty.status().lists == (("a", 3),)
    assert empty.status().unapproved_changes == ()


def test_the_custody_of_a_file_tells_its_acts_in_order(empty, tmp_path):  # R2
    (tmp_path / "a.csv").write_bytes(OLD_LIST)
    empty.add([tmp_path / "a.csv"])
    (tmp_path / "a.csv").write_bytes(NEW_LIST)
    empty.add([tmp_path / "a.csv"])
    empty.take_back_version("a.csv", person="A. Sample")
    (step,) = empty.trace("a.csv").steps
    assert (step.what, step.lines[0]) == ("file", "a.csv")
    told = [line.split(" ", 1)[1] for line in step.lines[1:]]
    begun = ["added from a.csv with accounted", "read with", "added from a.csv with accounted", "read with",
             "brought back from", "the new version was taken back by A. Sample", "read with"]  # fmt: skip
    assert len(told) == len(begun)
    assert all(line.startswith(start) for line, start in zip(told, begun, strict=True))
    assert all(line.endswith(f", by {empty.folder.actor()[1]}") for line in told)
    assert hashlib.sha256(OLD_LIST).hexdigest() in told[0]
    assert [line[:20] for line in step.lines[1:]] == sorted(line[:20] for line in step.lines[1:])
    (tmp_path / "b.txt").write_bytes(b"Made up.")
    empty.add([tmp_path / "b.txt"])
    document = empty.view().documents[0]
    assert [found.what for found in empty.trace(document.id).steps] == ["document", "file"]


def test_what_a_file_says_of_itself_stands_in_nothing_that_is_made_of_it(empty, tmp_path):
    exif = Image.Exif()
    exif[0x013B], exif[0x010F] = "Canary Photographer", "Canary Camera"
    picture = io.BytesIO()
    made.picture(["Over 30 people were killed in Velmar."]).convert("RGB").save(picture, "JPEG", exif=exif)
    paragraphs = ["Made up", "Over 30 people were killed in Velmar on 3 July 2031."]
    folder = brought(tmp_path, {"a.docx": made.docx(paragraphs, author="Canary Author"), "b.jpg": picture.getvalue()})
    empty.add([folder])
    empty.run()
    kept = [d.authors + str(d.stated) for d in empty.view().documents]
    assert all("Canary" in said for said in kept)
    written = [path for path in empty.folder.output.rglob("*") if path.is_file()]
    assert any(b"Velmar" in path.read_bytes() for path in written)
    assert [path for path in written if b"Canary" in path.read_bytes()] == []


def test_a_name_in_the_settings_that_no_file_has_is_said(empty, tmp_path):
    settings = empty.folder.root / "inquiry.toml"
    written = 'public_documents = ["press", "brought/sub"]\n[document_date]\n"speach.txt" = "2031"\n"a.txt" = "2031"\n'
    settings.write_text(written, encoding="utf-8")
    empty.add([brought(tmp_path, {"speech.txt": b"Made up.", "sub/a.txt": b"Made up too."})])
    assert empty.status().unmet == (
        "document_date names speach.txt, which is not here; did you mean brought/speech.txt?",
        "public_documents names press, which is not here",
    )
    shown = CliRunner().invoke(app, ["-C", str(empty.folder.root), "status"]).stdout
    assert "settings   document_date names speach.txt" in shown


@pytest.mark.parametrize("letter", ["表", "x", "😀"])
def test_a_table_with_a_very_long_name_is_still_a_table(empty, tmp_path, letter):  # P3
    table = "A,B,count\n1,0,4\n0,1,3\n1,1,2\n"
    path = tmp_path / "a.zip"
    path.write_bytes(made.packed({f"{letter * 300}.csv": table, "b.txt": "Made up."}))
    _, outcome = empty.add([path])
    assert outcome.failed == ()
    assert sorted((f.role, f.state) for f in empty.status().files) == [
        ("container", "parsed"), ("document", "parsed"), ("table", "parsed"),
    ]  # fmt: skip


def test_a_file_system_without_second_names_will_do(empty, tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(reading_module.os, "link", refuse)
    (tmp_path / "a.csv").write_text("A,B,count\n1,0,4\n0,1,3\n1,1,2\n", encoding="utf-8")
    assert empty.add([tmp_path / "a.csv"])[1].failed == ()
    assert [(f.role, f.state) for f in empty.status().files] == [("table", "parsed")]
