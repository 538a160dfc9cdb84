"""A translation stands under its original: figures are read from the original only, and both lead to each other."""

import json

import pytest

from accounted.inquiry.settings import Settings
from accounted.inquiry.translating import translations_of
from accounted.model.documents import Document
from accounted.model.errors import SettingsError
from tests_support import accounted

ORIGINAL = "Anna Bell said over 300 people were killed in Velmar in June 2031.\n"
FRENCH = "Anna Bell a dit que plus de 300 personnes ont été tuées à Velmar en juin 2031.\n"
OTHER = "At least 12 people were injured in Dellen.\n"
SAID = """
[[translations]]
file = "speech-fr.txt"
of = "speech.txt"
translator = "A. Sample"
by = "person"
date = "2031-09-01"
"""
TEXTS = {"speech.txt": ORIGINAL, "speech-fr.txt": FRENCH, "other.txt": OTHER}


def test_no_figure_is_read_from_a_translation(inquiry_of):
    inquiry = inquiry_of(TEXTS, SAID)
    names = [document.name for document, _ in inquiry.ledger_of_claims()]
    assert names == ["documents/other.txt", "documents/speech.txt"]
    ((translation, original),) = inquiry.translations()
    assert (translation.name, original.name) == ("documents/speech-fr.txt", "documents/speech.txt")
    (fact,) = inquiry.view().translations
    assert (fact.translator, fact.by, fact.date.edtf) == ("A. Sample", "person", "2031-09-01")


def test_without_the_setting_both_are_read_and_taking_it_back_reads_it_again(inquiry_of):
    inquiry = inquiry_of(TEXTS)
    assert len(inquiry.ledger_of_claims()) == 3
    settings = inquiry.folder.root / "inquiry.toml"
    settings.write_text(SAID, "utf-8")
    assert inquiry.claims()[0].done == (inquiry.translations()[0][0].id,)
    assert len(inquiry.ledger_of_claims()) == 2
    settings.write_text(SAID.replace("A. Sample", "B. Sample"), "utf-8")
    assert len(inquiry.claims()[0].done) == 1
    assert inquiry.view().translations[0].translator == "B. Sample"
    settings.write_text("", "utf-8")
    inquiry.claims()
    assert (len(inquiry.ledger_of_claims()), inquiry.translations()) == (3, ())


def test_status_report_and_command_say_so(inquiry_of):
    inquiry = inquiry_of(TEXTS, SAID)
    root, output = inquiry.folder.root, inquiry.folder.output
    said = "figures are read from documents/speech.txt only"
    assert said in accounted("status", "--documents", cwd=root).stdout
    assert "1 of them translations" in accounted("status", cwd=root).stdout
    listed = accounted("claims", "--json", cwd=root)
    assert "a translation of documents/speech.txt" in listed.stderr
    assert "speech-fr" not in listed.stdout
    inquiry.run()
    pages = {path.name: path.read_text("utf-8") for path in (output / "trace").rglob("doc*.html")}
    (mine,) = [text for text in pages.values() if "Translation of" in text]
    (original,) = [text for text in pages.values() if "Translated in" in text]
    for page in (mine, original):
        assert "by a person, A. Sample, 2031-09-01" in page
    assert "not looked for: a translation" in mine
    assert "copies from one language in another" in (output / "trace" / "across.html").read_text("utf-8")


def test_the_limits_name_it(inquiry_of):
    question = '[[questions]]\nid = "q"\ntext = "How many were killed?"\nact = "killed"\n'
    inquiry = inquiry_of(TEXTS, question + SAID)
    inquiry.run()
    page = (inquiry.folder.output / "report.html").read_text("utf-8")
    assert "document is said to be a translation: no figure was read there, only in the original" in page
    assert "copies and repetitions from one language in another are not found" in page


def test_one_file_by_itself_is_read_as_before(tmp_path):
    path = tmp_path / "speech-fr.txt"
    path.write_text(FRENCH, "utf-8")
    (row,) = map(json.loads, accounted("claims", str(path), "--json", cwd=tmp_path).stdout.splitlines())
    assert row["figure"]["low"] == 300


def document(name):
    return Document(f"doc_{name}", name, "", 0, "text/plain", "parsed", "", "none", "text")


HELD = [document("documents/speech.txt"), document("documents/speech-fr.txt"), document("more/speech.txt")]
WRONG = [
    ("misspelt file", {"file": "speech-fr.tx", "of": "more/speech.txt"}, "did you mean documents/speech-fr.txt"),
    ("misspelt original", {"file": "speech-fr.txt", "of": "more/spech.txt"}, "did you mean more/speech.txt"),
    ("several originals", {"file": "speech-fr.txt", "of": "speech.txt"}, "names several documents"),
    ("its own original", {"file": "speech-fr.txt", "of": "speech-fr.txt"}, "cannot be its own original"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_name_that_leads_nowhere_is_an_error(entry, said):
    settings = Settings.model_validate({"translations": [{"by": "machine", **entry}]})
    with pytest.raises(SettingsError) as caught:
        translations_of(settings, HELD)
    assert said in str(caught.value)


def test_a_translation_of_a_translation_or_one_named_twice_is_an_error():
    entry = {"by": "machine", "file": "speech-fr.txt", "of": "more/speech.txt"}
    back = {"by": "machine", "file": "more/speech.txt", "of": "documents/speech.txt"}
    for entries, said in (([entry, back], "is itself said to be a translation"), ([entry, entry], "named by another")):
        with pytest.raises(SettingsError, match=said):
            translations_of(Settings.model_validate({"translations": entries}), HELD)
