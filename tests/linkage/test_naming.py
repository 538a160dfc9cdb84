"""Transliteration and phonetics can be switched off."""

from __future__ import annotations

import pytest

from accounted.linkage import Naming, link_records
from accounted.model.ids import IdMaker


def _people(records, naming):
    linkage = link_records(records, deduplicated=("North", "South"), naming=naming, make_id=IdMaker(b"made-up key"))
    return {r: c.id for c in linkage.clusters for r in c.records}


@pytest.fixture
def pairs(row, made_up):
    when = {"died": "2033-04-04", "sex": "M"}
    return [
        *(r for r in made_up(120, seed=51).records if r.list != "East"),
        row("n1", "North", "Muhammad Dalmar", **when),
        row("s1", "South", "محمد دلمار", **when),
        row("n2", "North", "Cherif Qassoum", died="2033-06-06", sex="M"),
        row("s2", "South", "Sharif Kasum", died="2033-06-06", sex="M"),
    ]


def test_by_default_names_meet_across_scripts_and_by_sound(pairs):
    people = _people(pairs, Naming())
    assert people["n1"] == people["s1"]
    assert people["n2"] == people["s2"]


def test_without_transliteration_scripts_stay_apart(pairs):
    people = _people(pairs, Naming(transliteration=False))
    assert people["n1"] != people["s1"]
    assert people["n2"] == people["s2"]


def test_without_phonetics_only_letters_count(pairs):
    people = _people(pairs, Naming(phonetics=False))
    assert people["n2"] != people["s2"]


def test_words_read_by_their_letters_fit_the_columns(made_up):
    for naming in (Naming(transliteration=False), Naming(phonetics=False), Naming(False, False)):
        assert len(_people(made_up(60, seed=3).records, naming)) > 0
