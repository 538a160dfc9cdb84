"""Records too thin to identify anyone: in no capture table, named apart, and estimates less biased for it."""

from __future__ import annotations

from dataclasses import replace

from accounted.linkage import link_records, linked_rows, scope, summary_json, tabulate, tabulate_samples
from accounted.model.ids import IdMaker
from accounted.model.linkage import Decision
from accounted.model.questions import Question
from accounted.mse import estimate_chapman, table_from_linked

LISTS = ("North", "South", "East")
ANY = Question("q", "How many?", "killed", "persons", "", "", None)


def _link(records, n_samples=0, decisions=()):
    return link_records(
        records, deduplicated=LISTS, make_id=IdMaker(b"made-up key"), n_samples=n_samples, decisions=decisions
    )


def test_initials_and_lone_words_are_thin_and_full_records_are_not(made_up, row):
    made = made_up(200, seed=61)
    thin = [
        row("t1", "North", "A. S.", died="2031-02-03", age=30, places=["Velmouth"]),
        row("t2", "South", "Amda"),
        row("t3", "East", "Amda", sex="F"),
    ]
    linkage = _link([*made.records, *thin], n_samples=2)
    assert linkage.thin == ("t1", "t2", "t3")
    assert "records too thin to identify anyone, in no capture table: 3" in linkage.notes


def test_a_name_so_frequent_that_full_agreement_says_too_little_is_thin(made_up, row):
    made = made_up(400, seed=62)  # few enough alike that the lists are still believed to hold each person once
    common = [row(f"c{n:02d}", LISTS[n % 3], "Marla Perda", sex="F") for n in range(12)]
    rare = row("rare", "North", "Quilric Zulbel", sex="F")
    pair = [row(f"pair{n}", "North", "Isbel Tanlor", sex="F") for n in range(2)]
    told_apart = row("told", "South", "Marla Perda", sex="F", died="2031-05-05", age=31.0)
    linkage = _link([*made.records, *common, *pair, told_apart, rare])
    assert set(linkage.thin) == {r.id for r in common}


def test_where_no_list_holds_each_person_once_many_alike_may_be_one_person(made_up, row):
    common = [row(f"c{n:02d}", LISTS[n % 3], "Marla Perda", sex="F") for n in range(12)]
    records = [*made_up(60, seed=69).records, *common]
    assert link_records(records, deduplicated=(), make_id=IdMaker(b"made-up key")).thin == ()


def test_a_person_s_judgement_identifies_a_thin_record(made_up, row):
    made = made_up(100, seed=63)
    known = next(r.id for r in made.records if r.list == "North")
    decision = Decision("d", known, "t", "same", "A. Reviewer", "2031-09-01", "made up", None)
    records = [*made.records, row("t", "South", "Amda")]
    assert _link(records).thin == ("t",)
    others = [r for r in records if not (r.list == "South" and made.person.get(r.id) == made.person[known])]
    assert _link(others, decisions=[decision]).thin == ()


def test_thin_records_are_in_no_table_and_no_draw_but_named(made_up, row):
    made = made_up(100, seed=64)
    records = [*made.records, row("t", "North", "Amda")]
    linkage = _link(records, n_samples=3)
    who = scope(ANY, linkage, records)
    assert who.thin == ("t",)
    assert len(who.clusters) == len(linkage.clusters) - 1
    (table,) = tabulate(linkage, who, records)
    assert table.n_observed == len(linkage.clusters) - 1
    drawn = tabulate_samples(linkage, who, records, question=ANY)
    for numbers, (counted,), (n_certain, n_possible) in zip(linkage.samples, drawn, who.draws, strict=True):
        without = {n for name, n in zip(linkage.records, numbers, strict=True) if name != "t"}
        assert counted.n_observed == len(without) == n_certain + n_possible
    header, rows = linked_rows(records, linkage)
    as_read = [dict(zip(header, r, strict=True)) for r in rows]
    assert [r["record_id"] for r in as_read if r["thin"] == "yes"] == ["t"]
    assert table_from_linked([r for r in as_read if r["cluster_id"]]).cells == table.cells
    assert summary_json(records, linkage)["n_thin"] == 1


def test_without_thin_records_the_columns_are_as_before(made_up):
    records = made_up(60, seed=65).records
    linkage = _link(records)
    assert linkage.thin == ()
    assert linked_rows(records, linkage)[0][-3:] == ("list", "record_id", "cluster_id")


def test_an_estimate_is_less_biased_with_the_rule(made_up):  # the truth is known: 400 people
    found = {"ruled": [], "unruled": []}
    for seed in (66, 67, 68):
        made = made_up(400, seed, ("North", "South", "East"), 0.6)
        records = [
            replace(r, names=(r.names[0].split()[0],), died=None, age=None, places=()) if n % 5 == 0 else r
            for n, r in enumerate(sorted(made.records, key=lambda r: r.id))
            if r.list != "East"
        ]
        linkage = link_records(records, deduplicated=LISTS[:2], make_id=IdMaker(b"made-up key"))
        assert set(linkage.thin) == {r.id for r in records if not r.places}
        for name, link in (("ruled", linkage), ("unruled", replace(linkage, thin=()))):
            (table,) = tabulate(link, scope(ANY, link, records), records)
            found[name].append(estimate_chapman(table).point / 400)
    assert all(abs(share - 1) < 0.1 for share in found["ruled"])
    assert all(share > 1.2 for share in found["unruled"])
