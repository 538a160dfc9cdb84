"""What a cell says: a value, that it is not known, or nothing; and what a list does not ask (R15)."""

from __future__ import annotations

import pytest

from accounted.lists import read_list
from accounted.lists.titles import FIELDS
from accounted.lists.values import state_of
from accounted.model.ids import IdMaker

STATED = {
    "sex": "F",
    "age": "34",
    "birth": "1997-03-04",
    "died": "2031-03-04",
    "place": "Velmouth",
    "father_name": "Tor",
    "mother_name": "Ada",
    "birth_place": "Velmouth",
    "residence": "Oldvelm",
    "postcode": "VM1 2AB",
    "occupation": "mason",
    "affiliation": "Velmar Guard",
    "external_id": "VM-1",
    "status": "killed",
}
ATTRIBUTES = {
    "father_name": "father_names",
    "mother_name": "mother_names",
    "birth_place": "birth_places",
    "residence": "residences",
    "postcode": "postcodes",
    "occupation": "occupations",
    "affiliation": "affiliations",
    "external_id": "external_ids",
    "place": "places",
    "birth": "birth",
    "died": "died",
    "sex": "sex",
    "age": "age",
}
UNKNOWN = ("unknown", "n/k", "Not known", "نامشخص", "غير معروف", "inconnu", "desconocido", "?")


@pytest.mark.parametrize("field", STATED)
def test_each_field_keeps_unknown_empty_and_not_asked_apart(field, tmp_path):  # R15
    path = tmp_path / "made-up.csv"
    rows = [("Ambel Sample", STATED[field]), ("Tor Velmarsson", "unknown"), ("Ada Velmarsdottir", "")]
    path.write_text("who,it\n" + "".join(f"{a},{b}\n" for a, b in rows), encoding="utf-8")
    (kept,), records = read_list(path, make_id=IdMaker(b"made-up key"), columns={"name": "who", field: "it"})
    titles = [title for f, title in kept.columns if f == field]
    assert titles == ["it"]
    assert [state_of(dict(r.values), titles) for r in records] == ["stated", "stated unknown", "empty"]
    assert [dict(r.values)["it"] for r in records] == [STATED[field], "unknown", ""]
    other = next(f for f in FIELDS if f not in (field, "name"))
    assert state_of(dict(records[0].values), [t for f, t in kept.columns if f == other]) == "not asked"
    if field in ATTRIBUTES:
        stated, unknown, empty = (getattr(r, ATTRIBUTES[field]) for r in records)
        assert stated
        if field != "place":  # a place is kept as written
            assert not unknown
        assert not empty


@pytest.mark.parametrize("word", UNKNOWN)
def test_words_for_not_known_are_no_values(word):
    assert state_of({"job": word}, ["job"]) == "stated unknown"


def test_the_most_that_any_column_says_holds():
    assert state_of({"village": "", "district": "unknown"}, ["village", "district"]) == "stated unknown"
    assert state_of({"village": "Velmouth", "district": ""}, ["village", "district"]) == "stated"
