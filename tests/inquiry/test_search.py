"""Search in an inquiry: made of the record, explained, switched, forgotten with what is forgotten (issue 6, What 7)."""

import json
import logging
import os
import shutil
import sqlite3
import stat

import pytest
from typer.testing import CliRunner

from accounted.cli.main import app
from accounted.inquiry import init_inquiry, open_inquiry, searching
from accounted.model.errors import UsageError
from tests_support import accounted, clean, write_inputs


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    root = tmp_path_factory.mktemp("searched") / "inquiry"
    made_up = init_inquiry(root, key=b"a made-up key of a test, 32 long")
    write_inputs(root)
    (made_up.folder.input / "documents" / "two.txt").write_text(
        "Made-up note\n\nقُتِل محمد في فيلمار.\n\nMohammed Sample was injured. Nobody exists.\n", encoding="utf-8"
    )
    (made_up.folder.input / "lists" / "names.csv").write_text(
        "name,father,date\nMohammad Sample,Yousef Umber,2031-03-02\nمحمد السماك,يوسف,2031-04-02\n", encoding="utf-8"
    )
    made_up.add([made_up.folder.input])
    made_up.claims()
    made_up.close()
    return root


@pytest.fixture
def searched(prepared, tmp_path):
    inquiry = open_inquiry(shutil.copytree(prepared, tmp_path / "inquiry"))
    yield inquiry
    inquiry.close()


def found(inquiry, words, mode="transliterated", **more):
    return [(hit.entry.kind, hit.entry.name, hit.mode) for hit in inquiry.search(words, mode=mode, **more).hits]


def test_passages_claims_and_names_are_found_across_scripts_unless_switched_off(searched):
    assert found(searched, "Mohammad", "exact") == [("names", "names", "exact")]
    assert found(searched, "mohammad", "folded") == [("names", "names", "folded")]
    assert found(searched, "Mohammad") == [
        ("names", "names", "exact"), ("documents", "documents/two.txt", "transliterated"),
        ("documents", "documents/two.txt", "transliterated"), ("names", "names", "transliterated"),
    ]  # fmt: skip
    assert found(searched, "Mohammad", within=["names"]) == [
        ("names", "names", "exact"), ("names", "names", "transliterated"),
    ]  # fmt: skip
    assert found(searched, "Yousef محمد") == [("names", "names", "transliterated")] * 2


def test_a_hit_leads_back_to_the_span_or_the_row(searched):  # R34
    documents = {d.id: d for d in searched.view().documents}
    claims = {claim.id: claim for _, claim in searched.ledger_of_claims()}
    hits = searched.search("Velmar", limit=100).hits
    assert {hit.entry.kind for hit in hits} == {"documents", "claims"}
    for hit in hits:
        document = hit.entry.id if hit.entry.kind == "documents" else claims[hit.entry.id].document
        for match in hit.matches:
            start = hit.entry.parts[match.part].start + match.start
            assert documents[document].text[start : start + len(match.words)] == match.words
    (hit,) = searched.search("Umber").hits
    record = searched.records()[hit.entry.id]
    assert (hit.entry.name, hit.entry.row) == (record.list, record.row) == ("names", 1)
    assert hit.entry.parts[hit.matches[0].part].label == "father's name"


def test_speakers_are_found_with_their_claims(searched):
    hits = searched.search('"Velmar Committee"', within=["claims"]).hits
    assert hits
    assert all("Velmar Committee" in " ".join(part.text for part in hit.entry.parts) for hit in hits)


def test_what_is_new_is_found_and_what_is_gone_is_not(searched):
    assert found(searched, "Ostrelian") == []
    before = searched.folder.search.read_bytes()
    searched.report()
    searched.search("Ostrelian")
    assert searched.folder.search.read_bytes() == before
    path = searched.folder.input / "documents" / "two.txt"
    path.write_text("Made-up note\n\nAn Ostrelian envoy.\n", encoding="utf-8")
    searched.add([searched.folder.input])
    assert found(searched, "Ostrelian", "exact") == [("documents", "documents/two.txt", "exact")]
    assert found(searched, "injured", "exact") == []
    assert b"injured" not in searched.folder.search.read_bytes()


def test_erasure_reaches_the_index_at_once(searched):  # R40
    index = searched.folder.search
    assert found(searched, "Umber", "exact") == [("names", "names", "exact")]
    assert b"Umber" in index.read_bytes()
    ledger = searched._ledger
    seq = next(row["seq"] for row in ledger.rows("record") if "Umber" in row["father_names"])
    with ledger.writing() as writer:
        writer.erase("record", seq, "asked to be forgotten")
    assert not index.exists()
    assert found(searched, "Umber", "phonetic") == []
    assert found(searched, "Arelo", "exact")
    assert b"Umber" not in index.read_bytes()
    text = next(row for row in ledger.rows("document") if "Mohammed" in row["text"])
    with ledger.writing() as writer:
        writer.erase("document", text["seq"], "asked to be forgotten")
    assert found(searched, "Mohammed", "exact") == []
    assert b"Mohammed" not in index.read_bytes()
    assert "قُتِل".encode() not in index.read_bytes()
    assert searched.verify().n_erased == 2


def test_an_erasure_that_is_undone_keeps_the_record_and_costs_only_the_index(searched):
    searched.search("Umber")
    seq = searched._ledger.rows("record")[0]["seq"]

    def erase_and_stop():
        with searched._ledger.writing() as writer:
            writer.erase("record", seq, "asked to be forgotten")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        erase_and_stop()
    assert searched.verify().n_erased == 0
    assert found(searched, "Umber", "exact") == [("names", "names", "exact")]


def test_what_is_erased_while_the_index_is_made_is_not_in_it(searched, monkeypatch):  # R40
    real, rows = searching.write_index, searched._ledger.rows("record")
    seq = next(row["seq"] for row in rows if "Umber" in row["father_names"])
    erased = []

    def write(path, entries, **more):
        entries = list(entries)
        if not erased:
            with searched._ledger.writing() as writer:
                erased.append(writer.erase("record", seq, "asked to be forgotten"))
        real(path, entries, **more)

    monkeypatch.setattr(searching, "write_index", write)
    assert found(searched, "Umber", "exact") == []
    assert b"Umber" not in searched.folder.search.read_bytes()


def test_the_index_may_be_lost_or_spoilt(searched):
    index = searched.folder.search
    whole = found(searched, "Mohammad")

    def drop():
        connection = sqlite3.connect(index)
        connection.execute("DROP TABLE posting")
        connection.close()

    for spoil in (index.unlink, lambda: index.write_bytes(b"x" * 5000), lambda: os.truncate(index, 100), drop):
        spoil()
        assert found(searched, "Mohammad") == whole


def test_what_is_written_is_listed_private_and_free_of_what_was_asked(searched, caplog):  # P18, P19
    caplog.set_level(logging.DEBUG)
    before = {path.name for path in searched.folder.hidden.iterdir()}
    searched.search("Unsaidword Arelo*")
    written = {path.name for path in searched.folder.hidden.iterdir()} - before
    assert written == {"search.sqlite", "search.lock"}
    assert all(stat.S_IMODE((searched.folder.hidden / name).stat().st_mode) == 0o600 for name in written)
    for path in searched.folder.hidden.rglob("*"):
        assert not path.is_file() or b"Unsaidword" not in path.read_bytes()
    assert "Unsaidword" not in caplog.text


@pytest.mark.parametrize(
    "more", [{"mode": "fuzzy"}, {"within": ["files"]}, {"within": []}, {"limit": 0}, {"offset": -1}, {"limit": 10**9}]
)
def test_wrong_use_is_said(searched, more):
    with pytest.raises(UsageError):
        searched.search("Velmar", **more)


def test_an_empty_inquiry_holds_nothing(made_up):
    assert made_up.search("Velmar").n_hits == 0


def test_the_command_shows_where_and_why_and_prints_data(searched):
    def run(*arguments, stdin=None):
        return CliRunner().invoke(app, ["-C", str(searched.folder.root), "search", *arguments], input=stdin)

    shown = run("mohammad", "--in", "names")
    assert "names, row 1 [rec_" in shown.stdout
    assert "محمد is written mohammad in Latin letters" in shown.stdout
    assert shown.stderr.strip() == "2 found: 1 folded, 1 transliterated."
    data = json.loads(run("-", "--limit", "1", "--offset", "1", "--json", stdin="mohammad").stdout)
    assert (data["n_hits"], data["offset"], len(data["hits"])) == (4, 1, 1)
    assert "were: as written" in run("were killed", "--mode", "exact").stdout
    assert run("killed were", "--mode", "exact").stderr.strip() == "Nothing was found (exact)."
    for arguments, words in ((["x", "--in", "files"], "one can search"), (["x", "--mode", "fuzzy"], "no mode")):
        assert words in str(run(*arguments).exception)
    refused = clean(
        accounted("search", '"*"', b"\xff\xd8".decode("utf-8", "surrogateescape"), cwd=searched.folder.root), 2
    )
    assert "no word to search for" in refused.stderr
