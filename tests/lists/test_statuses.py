"""What lists state became of a victim: read into few words, the value as written always kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.lists import read_list
from accounted.lists.columns import recognise_columns
from accounted.lists.statuses import STATUSES, fold_value, read_status, state
from accounted.model.errors import UnreadableList
from accounted.model.ids import IdMaker

CASES = [
    ("Killed", "killed"),
    ("KIA", "killed"),
    ("shot by a patrol", "killed"),
    ("Deceased (killed)", "killed"),
    ("tué par balle", "killed"),
    ("asesinada", "killed"),
    ("تحت التعذيب", "killed"),
    ("کشته شد", "killed"),
    ("executed by hanging", "executed"),
    ("fusillé", "executed"),
    ("إعدام ميداني", "executed"),
    ("تیرباران شده", "executed"),
    ("Deceased", "dead"),
    ("fallecido", "dead"),
    ("متوفى", "dead"),
    ("died of natural causes in hospital", "died naturally"),
    ("mort naturelle", "died naturally"),
    ("Causas naturales", "died naturally"),
    ("وفاة طبيعية", "died naturally"),
    ("مرگ طبیعی", "died naturally"),
    ("ALIVE", "survived"),
    ("con vida", "survived"),
    ("على قيد الحياة", "survived"),
    ("زنده", "survived"),
    ("wounded", "injured"),
    ("blessée", "injured"),
    ("جريح", "injured"),
    ("زخمی", "injured"),
    ("missing, presumed dead", "missing"),  # R18
    ("presumed dead", "missing"),  # R18
    ("porté disparu", "missing"),
    ("desaparecida", "missing"),
    ("مفقود", "missing"),
    ("ناپدید شده", "missing"),
    ("in custody", "detained"),
    ("détenu", "detained"),
    ("معتقل", "detained"),
    ("زندانی", "detained"),
    ("not killed", "other"),
    ("killed?", "other"),
    ("probably executed", "other"),
    ("missing/detained", "other"),
    ("suicide", "other"),
    ("غير معروف", "unknown"),
    ("Inconnu", "unknown"),
    ("nicht bekannt", None),
]


@pytest.mark.parametrize(("written", "status"), CASES)
def test_words_of_five_languages_are_read(written, status):
    assert read_status(written) == status


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read(text):
    assert read_status(text) in (*STATUSES, None)
    assert state("status", text, is_cause=False) is None or text.strip()


def test_a_person_s_word_comes_first():
    assert read_status("Killed", {fold_value(" KILLED "): "injured"}) == "injured"


@pytest.mark.parametrize(
    ("title", "value", "is_cause", "status"),
    [
        ("Survived?", "yes", False, "survived"),
        ("Survived", "0", False, "dead"),
        ("missing", "x", False, "missing"),
        ("natural causes", "oui", False, "died naturally"),
        ("cause of death", "shelling", True, "killed"),
        ("status", "Z9", False, None),
    ],
)
def test_a_mark_states_what_the_title_says(title, value, is_cause, status):
    found = state(title, value, is_cause=is_cause)
    assert found is not None
    assert (found.title, found.value, found.status) == (title, value, status)  # R23: as written


@pytest.mark.parametrize(
    ("title", "value", "is_cause"),
    [("missing", "no", False), ("status", " n/a ", False), ("status", "civilian", False), ("cause", "Z9", True)],
)
def test_what_says_nothing_of_it_is_no_status(title, value, is_cause):
    assert state(title, value, is_cause=is_cause) is None


@pytest.mark.parametrize(
    ("title", "values", "field"),
    [
        ("Outcome", ("killed", "survived", "missing"), "status"),
        ("الحالة", ("شهيد", "جريح", "مفقود"), "status"),
        ("وضعیت", ("کشته شده", "زنده"), "status"),
        ("Casualty status", ("KIA", "WIA", "civilian"), "status"),
        ("survived?", ("yes", "no"), "status"),
        ("Manner of death", ("gunshot", "Z9"), "cause"),
        ("cause du décès", ("fusillé", "inconnue"), "cause"),
        ("status", ("verified", "pending"), None),
        ("status", ("civilian", "combatant"), None),
        ("marital status", ("missing", "alive"), None),
        ("injured", ("3", "0", "1"), None),
        ("date missing", ("2031-01-02", "2031-02-03"), None),
    ],
)
def test_columns_are_recognised_by_title_and_values(title, values, field):
    found = dict(recognise_columns(["name", title], [[f"A. Sample {v}", v] for v in values]))
    assert found.get(field or "status") == (title if field else None)


def _read(folder: Path, **said: object):
    path = folder / "made-up.csv"
    path.write_text(
        "name,outcome,cause\nOmbra Vask,killed,shelling\nTor Velm,Code 7,\nAda Brun,,Z9\n", encoding="utf-8"
    )
    return read_list(path, make_id=IdMaker(b"made-up key"), **said)  # type: ignore[arg-type]  # keywords of the case


def test_a_record_keeps_what_is_stated_and_a_person_can_say_what_it_means(tmp_path):
    _, records = _read(tmp_path)
    stated = [[(s.title, s.value, s.status) for s in record.statuses] for record in records]
    assert stated == [[("outcome", "killed", "killed"), ("cause", "shelling", "killed")],
                      [("outcome", "Code 7", None)], []]  # fmt: skip
    _, records = _read(tmp_path, status={"code 7": "survived", "Z9": "died naturally"})
    assert [s.status for s in records[1].statuses + records[2].statuses] == ["survived", "died naturally"]
    assert dict(records[1].values)["outcome"] == "Code 7"


@pytest.mark.parametrize(
    ("status", "mend"),
    [
        ({"Code 7": "surived"}, "did you mean 'survived'?"),
        ({"Cod 7": "survived"}, "did you mean 'Code 7'?"),
        ({"zzz": "killed"}, "there are: Code 7, Z9, killed, shelling"),
    ],
)
def test_a_misspelt_status_names_the_nearest(tmp_path, status, mend):
    with pytest.raises(UnreadableList) as caught:
        _read(tmp_path, status=status)
    assert caught.value.mend == mend
