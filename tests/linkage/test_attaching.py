"""Rows without a name: attached to the one person they can be about, and in no capture table."""

from __future__ import annotations

from dataclasses import replace

from accounted.linkage import link_records, linked_rows, scope, tabulate
from accounted.model.casualty import Casualty
from accounted.model.dates import DateInterval
from accounted.model.ids import IdMaker
from accounted.model.questions import Question
from accounted.mse import table_from_linked

LISTS = ("North", "South", "East")


def _link(records):
    return link_records(records, deduplicated=LISTS, make_id=IdMaker(b"made-up key"), n_samples=2)


def _with(made_up, *rows):
    return [*made_up(300, seed=51).records, *rows]


def test_a_row_that_can_only_be_about_one_person_is_attached_and_counts_nowhere(made_up, row):
    known = row("n1", "North", "Tamer Dalmar", died="2033-04-04", age=24, sex="M", places=["Velmouth"])
    unnamed = row("s1", "South", died="2033-04-04", age=24, sex="M", places=["Velmouth"])
    records = _with(made_up, known, unnamed)
    linkage = _link(records)
    (found,) = linkage.attached
    assert found.record == "s1"
    assert found.cluster == next(c.id for c in linkage.clusters if "n1" in c.records)
    assert found.probability > 0.5
    assert "s1" not in linkage.records
    asked = Question("q", "How many?", "killed", "persons", "", "", DateInterval.parse("2033"))
    who = scope(asked, linkage, records)
    assert who.unnamed == ()
    (table,) = tabulate(linkage, who, records)
    assert table.n_observed == 1
    assert dict(table.cells) == {tuple(int(name == "North") for name in table.lists): 1}
    header, rows = linked_rows(records, linkage)
    as_read = [dict(zip(header, r, strict=True)) for r in rows]
    (written,) = (r for r in as_read if r["record_id"] == "s1")
    assert (written["cluster_id"], written["attached"]) == (found.cluster, "yes")
    counted = table_from_linked([r for r in as_read if r["cluster_id"]])
    assert counted.n_observed == len(linkage.clusters)


def test_of_several_who_could_be_meant_none_is_taken(made_up, row):
    people = [
        row(f"n{k}", "North", name, died="2033-04-04", sex="M", places=["Velmouth"])
        for k, name in enumerate(["Tamer Dalmar", "Isko Quilan", "Perel Jorda", "Nelmir Gordan"])
    ]
    records = _with(made_up, *people, row("s1", "South", died="2033-04-04", sex="M", places=["Velmouth"]))
    assert _link(records).attached == ()
    asked = Question("q", "How many?", "killed", "persons", "", "", DateInterval.parse("2033"))
    assert scope(asked, _link(records), records).unnamed == ("s1",)


def test_a_list_that_names_the_person_does_not_mean_him_again_without_a_name(made_up, row):
    records = _with(
        made_up,
        row("n1", "North", "Tamer Dalmar", died="2033-04-04", sex="M", places=["Velmouth"]),
        row("n2", "North", died="2033-04-04", sex="M", places=["Velmouth"]),
        row("s2", "South", died="2033-04", sex="M", places=["Velmouth"]),
        row("s3", "South", died="2033-04-04", sex="F", places=["Velmouth"]),
    )
    assert _link(records).attached == ()


def test_without_any_attached_row_the_columns_are_as_before(made_up):
    records = made_up(30, seed=3).records
    assert linked_rows(records, _link(records))[0][-3:] == ("list", "record_id", "cluster_id")


def test_rows_of_several_lists_about_one_unnamed_person_are_counted_once(made_up, row):  # R17
    place = ["Lonely Velmouth"]
    records = _with(
        made_up,
        row("n1", "North", died="2033-07-04", sex="M", age=24, places=place),
        row("s1", "South", died="2033-07-05", sex="M", age=24, places=place),
        row("e1", "East", died="2033-07-04", sex="M", age=24, places=place),
        row("e2", "East", died="2033-09-04", sex="M", places=place),
    )
    linkage = _link(records)
    assert [a.record for a in linkage.attached] == ["e1", "n1", "s1"]
    assert len({a.cluster for a in linkage.attached}) == 1
    assert not {a.cluster for a in linkage.attached} & {c.id for c in linkage.clusters}
    asked = Question("q", "How many?", "killed", "persons", "", "", DateInterval.parse("2033"))
    assert scope(asked, linkage, records).unnamed == ("e1", "e2")
    assert _link(records[::-1]).attached == linkage.attached


def test_unnamed_people_who_died_together_stay_apart(made_up, row):
    place = ["Lonely Velmouth"]
    rows = [row(f"{name[0]}{k}", name, died="2033-07-04", sex="M", places=place) for name in LISTS for k in range(3)]
    assert _link(_with(made_up, *rows)).attached == ()


def test_a_row_that_stands_for_a_group_is_about_no_one_person(made_up, row):  # R17
    known = row("n1", "North", "Tamer Dalmar", died="2033-04-04", age=24, sex="M", places=["Velmouth"])
    alone = row("s1", "South", died="2033-04-04", age=24, sex="M", places=["Velmouth"])
    assert [a.record for a in _link(_with(made_up, known, alone)).attached] == ["s1"]
    group = replace(alone, casualty=Casualty(n_stated=7))
    records = _with(made_up, known, group)
    assert _link(records).attached == ()
    asked = Question("q", "How many?", "killed", "persons", "", "", DateInterval.parse("2033"))
    assert scope(asked, _link(records), records).unnamed == ("s1",)
