from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.linkage import link_records, scope, tabulate, tabulate_samples
from accounted.model.dates import DateInterval
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import Cluster, Linkage
from accounted.model.questions import ClusterScope, Question, Scope
from accounted.model.records import Record

LISTS = ("North", "South", "East")
ANY = Question("q", "How many?", "killed", "persons", "", "", None)
SPRING = Question("q", "How many?", "killed", "persons", "", "", DateInterval.parse("2031-03/2031-04"))


def _linked(records, question=ANY, n_samples=0):
    linkage = link_records(records, deduplicated=LISTS, make_id=IdMaker(b"made-up key"), n_samples=n_samples)
    return linkage, scope(question, linkage, records)


def test_people_are_counted_by_their_lists(made_up):
    records = made_up(120, seed=1).records
    linkage, who = _linked(records)
    (table,) = tabulate(linkage, who, records)
    list_of = {r.id: r.list for r in records}
    counted = Counter(tuple(int(x in {list_of[n] for n in c.records}) for x in table.lists) for c in linkage.clusters)
    assert table.lists == tuple(sorted(LISTS))
    assert dict(table.cells) == dict(counted)
    assert table.stratum == "all"


def test_only_people_in_scope_are_counted(made_up):
    records = made_up(120, seed=1).records
    linkage, who = _linked(records, SPRING)
    n_inside = sum(e.membership != "out" for e in who.clusters)
    assert 0 < n_inside < len(linkage.clusters)
    assert tabulate(linkage, who, records)[0].n_observed == n_inside


@pytest.mark.parametrize("strata", [("month",), ("year",), ("sex",), ("sex", "month")])
def test_strata_add_up_to_the_whole(made_up, strata):
    records = made_up(120, seed=2).records
    linkage, who = _linked(records)
    tables = tabulate(linkage, who, records, strata=strata)
    assert sum(t.n_observed for t in tables) == len(linkage.clusters)
    assert [t.stratum for t in tables] == sorted({t.stratum for t in tables}, key=lambda s: ("not stated" in s, s))


def test_each_person_stands_where_most_of_their_records_say(row):
    def told(name, place, town, sex):
        return row(f"{name}-{place}", place, name, sex=sex, died="2031-04-01", values=(("town", town),))

    records = [
        told("Amda Sample", "North", "Velmouth", "F"),
        told("Amda Sample", "South", "Velmouth", None),
        told("Amda Sample", "East", "Oldvelm", None),
        told("Belor Muster", "North", "", None),
    ]
    linkage, who = _linked(records)
    assert [(t.stratum, t.n_observed) for t in tabulate(linkage, who, records, strata=("town", "sex"))] == [
        ("Velmouth, F", 1),
        ("not stated, not stated", 1),
    ]


def test_samples_are_counted_in_the_strata_of_the_best(made_up):
    records = made_up(150, seed=4).records
    linkage, who = _linked(records, SPRING, n_samples=5)
    best = tabulate(linkage, who, records, strata=("month",))
    for question in (None, SPRING):
        drawn = tabulate_samples(linkage, who, records, strata=("month",), question=question)
        assert len(drawn) == 5
        for tables in drawn:
            assert [(t.stratum, t.lists) for t in tables] == [(t.stratum, t.lists) for t in best]
            n_drawn, n_best = sum(t.n_observed for t in tables), sum(t.n_observed for t in best)
            assert n_drawn == pytest.approx(n_best, rel=0.1)


def test_sampled_people_in_scope_are_those_that_scope_counts(made_up):
    records = made_up(150, seed=5).records
    linkage, who = _linked(records, SPRING, n_samples=3)
    drawn = tabulate_samples(linkage, who, records, question=SPRING)
    assert [tables[0].n_observed for tables in drawn] == [sum(draw) for draw in who.draws]


def test_an_unknown_column_is_an_error_that_names_the_known_ones(row):
    records = [row("a", "North", "Amda Sample", values=(("town", "Velmouth"),))]
    linkage, who = _linked(records)
    with pytest.raises(UsageError, match="'twon'") as caught:
        tabulate(linkage, who, records, strata=("twon",))
    assert "town" in caught.value.mend


@settings(deadline=None)
@given(
    people=st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ABC"), st.sampled_from(["x", "y", ""])), min_size=1),
    inside=st.sets(st.integers(0, 5)),
)
def test_counting_in_arrays_is_counting_by_hand(people, inside):
    rows = [
        Record(f"r{n:03d}", name, 1, ("Amda Sample",), None, None, None, None, (), (("town", town),))
        for n, (_, name, town) in enumerate(people)
    ]
    numbers = {p: n for n, p in enumerate(dict.fromkeys(p for p, _, _ in people))}
    draw = tuple(numbers[p] for p, _, _ in people)
    members = {p: [r for r, (own, _, _) in zip(rows, people, strict=True) if own == p] for p in numbers}
    clusters = tuple(Cluster(f"c{p}", tuple(r.id for r in own)) for p, own in members.items())
    linkage = Linkage((), tuple(r.id for r in rows), (), clusters, (), 0, (draw,), 0.5, (), 1)
    who = Scope("q", tuple(
        ClusterScope(c.id, "certain" if int(c.id[1:]) in inside else "out", "", None) for c in clusters
    ), (), ())  # fmt: skip
    expected: dict[str, Counter] = {}
    lists = sorted({r.list for r in rows})
    for p, own in members.items():
        if p in inside:
            towns = Counter(town for r in own if (town := r.values[0][1]))
            town = min(towns, key=lambda t: (-towns[t], t)) if towns else "not stated"
            history = tuple(int(name in {r.list for r in own}) for name in lists)
            expected.setdefault(town, Counter())[history] += 1
    found = tabulate(linkage, who, rows, strata=["town"])
    assert {t.stratum: dict(t.cells) for t in found} == {s: dict(c) for s, c in expected.items()}
    assert tabulate_samples(linkage, who, rows, strata=["town"]) == (found,)


def test_more_lists_than_fit_one_number_are_counted(row):
    records = [row(f"r{n:03d}", f"List {n:03d}", "Amda Sample") for n in range(130)]
    cluster = Cluster("c", tuple(r.id for r in records))
    linkage = Linkage((), cluster.records, (), (cluster,), (), 0, ((0,) * 130,), 0.5, (), 1)
    who = Scope("q", (ClusterScope("c", "certain", "", None),), (), ())
    (table,) = tabulate(linkage, who, records)
    assert table.cells == (((1,) * 130, 1),)
    assert tabulate_samples(linkage, who, records) == ((table,),)


def test_the_undetermined_can_be_left_out(made_up):
    made = made_up(150, seed=6)
    records = [replace(r, died=None) if n % 9 == 0 else r for n, r in enumerate(made.records)]
    linkage, who = _linked(records, SPRING, n_samples=3)
    n_certain = sum(e.membership == "certain" for e in who.clusters)
    n_possible = sum(e.membership == "possible" for e in who.clusters)
    assert n_possible > 0
    assert tabulate(linkage, who, records)[0].n_observed == n_certain + n_possible
    assert tabulate(linkage, who, records, only_certain=True)[0].n_observed == n_certain
    drawn = tabulate_samples(linkage, who, records, question=SPRING, only_certain=True)
    assert [tables[0].n_observed for tables in drawn] == [certain for certain, _ in who.draws]
