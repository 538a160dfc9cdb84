"""Settings are read strictly."""

import pytest

from accounted.inquiry.settings import read_settings
from accounted.model.errors import SettingsError

WHOLE = """
title = "Kosovo, March–June 1999"
standard_of_proof = "reasonable grounds to believe"
document_date = { "speech.txt" = "1999-06-17" }

[[lists]]
file = "lists/osce.csv"
name = "OSCE"
deduplicated = true
places = ["Kosovo"]
period = "1999-03/1999-12"
relations = { copies = ["HRW"] }
columns = { name = "full_name", died = "date", place = "village" }

[[questions]]
id = "killed-1999"
text = "How many Kosovar Albanians were killed in Kosovo from March to June 1999?"
act = "killed"
unit = "persons"
population = "Kosovar Albanians"
place = "Kosovo"
period = "1999-03-20/1999-06-22"
strata = ["month"]
lists = ["OSCE"]
"""


def write(folder, text):
    (folder / "inquiry.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_designs_example_is_read(tmp_path):
    found = read_settings(write(tmp_path, WHOLE))
    assert found.title == "Kosovo, March–June 1999"
    assert found.date_of("documents/speech.txt").edtf == "1999-06-17"
    osce = found.for_list("lists/osce.csv")
    assert (osce.name, osce.deduplicated, osce.relations.copies) == ("OSCE", True, ("HRW",))
    assert osce.columns["place"] == ("village",)
    question = found.questions[0].to_question(("OSCE",), ())
    assert question.period.latest == (1999, 6, 22)
    assert question.strata == ("month",)


def test_no_file_means_defaults(tmp_path):
    assert read_settings(tmp_path).standard_of_proof == ""


def test_what_a_list_declares_is_read(tmp_path):
    text = """
copies = "force"
[[lists]]
name = "HRW"
unit = "persons"
method = "interviews"
publisher = "made up"
relations = { copies = "OSCE", refers_to = ["ABA"], shares_sources = ["ABA"], takes_all_of = ["EXH"] }
"""
    found = read_settings(write(tmp_path, text))
    (declared,) = found.lists
    assert (declared.file, declared.unit, found.copies) == ("", "persons", "force")
    assert declared.relations.takes_all_of == ("EXH",)
    assert declared.relations.copies == ("OSCE",)


WRONG = [
    ("unknown key at the top", 'titel = "x"', "unknown key titel (did you mean title?)"),
    ("unknown key in a list", '[[lists]]\nfile = "a.csv"\ndeduplicate = true',
     "lists.1.deduplicate (did you mean deduplicated?)"),
    ("unknown key in a question", '[[questions]]\nid = "a"\ntext = "b"\npopulaton = "c"', "did you mean population?"),
    ("unknown key in a reference",
     '[[questions]]\nid = "a"\ntext = "b"\n[[questions.references]]\nvalue = 1\nlable = "x"', "did you mean label?"),
    ("misspelt act", '[[questions]]\nid = "a"\ntext = "b"\nact = "kiled"', "did you mean killed?"),
    ("a list without a name", '[[lists]]\nunit = "persons"', "lists.1: say which list"),
    ("unknown relation", '[[lists]]\nfile = "a.csv"\nrelations = { copy = "B" }',
     "unknown key lists.1.relations.copy (did you mean copies?)"),
    ("a unit that is none", '[[lists]]\nfile = "a.csv"\nunit = "person"', "did you mean persons?"),
    ("unknown key of a translation", '[[translations]]\nfile = "a"\nof = "b"\nby = "person"\ntranslater = "c"',
     "unknown key translations.1.translater (did you mean translator?)"),
    ("a translator who is neither", '[[translations]]\nfile = "a"\nof = "b"\nby = "persons"', "did you mean person?"),
    ("a translation of nothing", '[[translations]]\nfile = "a"\nby = "person"', "translations.1.of"),
    ("unknown model", 'models = ["latentclass"]', "did you mean latent_class?"),
    ("no model", "models = []", "models: "),
    ("several faults", 'titel = "x"\nseed = -1', "unknown key titel (did you mean title?)"),
    ("bad date", '[document_date]\n"a.txt" = "17 June"', "not a date in EDTF"),
    ("not TOML", "title = ", "not TOML"),
    ("two questions with one id",
     '[[questions]]\nid = "a"\ntext = "b"\n[[questions]]\nid = "a"\ntext = "c"', "same id"),
    ("a known truth without a notice",
     '[[questions]]\nid = "a"\ntext = "b"\n[[questions.references]]\nvalue = 1\nlabel = "x"\nsource = "s"\n'
     'caution = "c"\nknown_truth = true', "notice"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_named_with_a_mend(tmp_path, text, said):
    with pytest.raises(SettingsError) as caught:
        read_settings(write(tmp_path, text))
    assert said in str(caught.value)
    assert caught.value.exit_code == 2
    assert caught.value.mend


def test_the_meaning_of_a_list_s_own_statuses_is_read(tmp_path):
    said = '[[lists]]\nfile = "a.csv"\nstatus = { "Code 7" = "survived" }\n'
    assert read_settings(write(tmp_path, said)).lists[0].status == {"Code 7": "survived"}
    with pytest.raises(SettingsError, match=r"lists\.1\.status\.Code 7.*did you mean survived"):
        read_settings(write(tmp_path, said.replace("survived", "surived")))
