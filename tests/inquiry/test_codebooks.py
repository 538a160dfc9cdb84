"""The inquiry's own codes: versions, what they change, and what they leave as it was (R21)."""

from __future__ import annotations

import json

import pytest

from accounted.inquiry import contents, init_inquiry
from accounted.lists.unmapped import find_unmapped
from accounted.model.errors import SettingsError
from accounted.model.records import Record

LIST = "name,act,cause of death\nTor Vask,D-1,K7\nMara Orren,detained,shelling\nAnia Dreve,D-2,K7\n"
FIRST = '[codebook]\nversion = "1"\nsource = "made up"\nact = { "D-1" = "detained" }\ncause = { "K7" = "accident" }\n'
SECOND = '[codebook]\nversion = "2"\nact = { "D-1" = "abducted", "D-2" = "killed" }\ncause = { "K7" = "small_arms" }\n'


@pytest.fixture
def inquiry(tmp_path):
    made = init_inquiry(tmp_path / "inquiry", key=b"a made-up key of a test, 32 long")
    (made.folder.root / "input" / "lists").mkdir(parents=True, exist_ok=True)
    (made.folder.root / "input" / "lists" / "a.csv").write_text(LIST, encoding="utf-8")
    yield made
    made.close()


def _set(inquiry, codebook: str, more: str = "") -> None:
    text = f'title = "made up"\n{codebook}\n[[lists]]\nfile = "lists/a.csv"\ncolumns = {{ act = "act" }}\n{more}'
    (inquiry.folder.root / "inquiry.toml").write_text(text, encoding="utf-8")


def _codes(inquiry) -> dict[str, tuple[str | None, str | None, str]]:
    """Per name the act, the cause and by what they are coded."""
    return {r.names[0]: _code(r) for r in inquiry.records().values()}


def _code(record: Record) -> tuple[str | None, str | None, str]:
    assert record.casualty is not None
    (act,), (cause,) = record.casualty.acts, [c for c in record.casualty.codes if c.vocabulary == "cause"] or [None]
    return act.act, cause.code if cause else None, act.coded_by


def _take(inquiry) -> list[str]:
    outcome = inquiry.add([inquiry.folder.input])[1]
    assert not outcome.failed
    return [name for name in outcome.done if name.endswith(".csv")]


def test_a_codebook_says_what_own_codes_mean(inquiry):
    _set(inquiry, "")
    _take(inquiry)
    assert [(u.title, u.value, u.n_records) for u in find_unmapped(inquiry.records().values())] == [
        ("act", "D-1", 1), ("act", "D-2", 1), ("cause of death", "K7", 2),
    ]  # fmt: skip
    _set(inquiry, FIRST)
    assert _take(inquiry) == ["lists/a.csv"]
    assert _codes(inquiry)["Tor Vask"] == ("detained", "accident", "act@2026-11, codebook 1")
    assert [u.value for u in find_unmapped(inquiry.records().values())] == ["D-2"]
    assert _take(inquiry) == []


def test_a_new_version_never_rewrites_what_was_coded_by_the_old_one(inquiry):  # R21
    _set(inquiry, FIRST)
    _take(inquiry)
    before = inquiry._ledger.rows("record")
    _set(inquiry, SECOND)
    assert _take(inquiry) == []
    assert _codes(inquiry)["Tor Vask"] == ("detained", "accident", "act@2026-11, codebook 1")
    assert _codes(inquiry)["Ania Dreve"][0] is None
    (inquiry.folder.input / "lists" / "b.csv").write_text(LIST.replace("Vask", "Wolm"), encoding="utf-8")
    text = (inquiry.folder.root / "inquiry.toml").read_text("utf-8")
    both = f'{text}[[lists]]\nfile = "lists/b.csv"\ncolumns = {{ act = "act" }}\n'
    (inquiry.folder.root / "inquiry.toml").write_text(both, encoding="utf-8")
    assert _take(inquiry) == ["lists/b.csv"]
    assert _codes(inquiry)["Tor Vask"][2] == "act@2026-11, codebook 1"
    assert _codes(inquiry)["Tor Wolm"] == ("abducted", "small_arms", "act@2026-11, codebook 2")
    assert inquiry._ledger.rows("record")[: len(before)] == before


def test_a_person_may_have_a_list_coded_anew_and_the_old_facts_stay(inquiry):  # R21
    _set(inquiry, FIRST)
    _take(inquiry)
    _set(inquiry, SECOND, 'codebook = "2"\n')
    assert _take(inquiry) == ["lists/a.csv"]
    assert _codes(inquiry)["Tor Vask"] == ("abducted", "small_arms", "act@2026-11, codebook 2")
    coded = [json.loads(row["casualty"])["acts"][0]["coded_by"] for row in inquiry._ledger.rows("record")]
    assert coded.count("act@2026-11, codebook 1") == 3
    assert coded.count("act@2026-11, codebook 2") == 3
    kept = {(row["id"], row["version"]) for row in inquiry._ledger.rows("vocabulary")}
    assert kept == {("act", "2026-11"), ("cause", "2018-12-03"), ("codebook", "1"), ("codebook", "2")}


def test_another_version_of_a_vocabulary_that_was_used_goes_on_being_used(inquiry, monkeypatch):  # R21
    from dataclasses import replace

    from accounted.model import vocabularies

    _set(inquiry, "")
    _take(inquiry)
    later = replace(vocabularies.shipped("act"), version="2099-01")
    known = vocabularies.shipped
    for module in ("accounted.model.vocabularies", "accounted.inquiry.codebooks"):
        monkeypatch.setattr(f"{module}.shipped", lambda name: later if name == "act" else known(name))
    monkeypatch.setattr("accounted.inquiry.stepping.code_version", lambda: "a later version")
    assert _take(inquiry) == ["lists/a.csv"]
    assert {code[2] for code in _codes(inquiry).values()} == {"act@2026-11"}


def test_other_entries_need_another_version(inquiry):  # R21
    _set(inquiry, FIRST)
    _take(inquiry)
    _set(inquiry, FIRST.replace("accident", "small_arms"))
    with pytest.raises(SettingsError, match="other entries") as error:
        inquiry.read()
    assert "new version" in error.value.mend


def test_a_codebook_may_stand_in_a_file_of_its_own(inquiry):
    (inquiry.folder.root / "codes.toml").write_text(FIRST.removeprefix("[codebook]\n"), encoding="utf-8")
    _set(inquiry, '[codebook]\nfile = "codes.toml"\n')
    _take(inquiry)
    assert _codes(inquiry)["Tor Vask"][0] == "detained"


@pytest.mark.parametrize(
    ("codebook", "words"),
    [
        ('[codebook]\nact = { "D" = "killed" }', "needs a version"),
        ('[codebook]\nversion = "1"\nact = { "D" = "kiled" }', "did you mean killed"),
        ('[codebook]\nversion = "1"\nacts = { "D" = "killed" }', "did you mean act"),
        ('[codebook]\nfile = "nowhere.toml"', "is not there"),
    ],
)
def test_a_wrong_codebook_says_how_to_mend_it(inquiry, codebook, words):
    _set(inquiry, codebook)
    with pytest.raises(SettingsError) as error:
        inquiry.add([inquiry.folder.input])
    assert words in str(error.value)


def test_a_version_that_is_not_there_is_named(inquiry):
    _set(inquiry, FIRST, 'codebook = "7"\n')
    with pytest.raises(SettingsError, match="no codebook 7"):
        inquiry.add([inquiry.folder.input])


def test_the_record_gives_back_what_is_stated(inquiry):
    _set(inquiry, FIRST)
    _take(inquiry)
    (record,) = [r for r in contents.records(inquiry._ledger) if r.names == ("Mara Orren",)]
    assert _code(record) == ("detained", "heavy_weapons", "act@2026-11, codebook 1")
