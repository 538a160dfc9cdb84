from __future__ import annotations

from collections import Counter

import pytest

from accounted.linkage import link_records, scope, tabulate, tabulate_samples
from accounted.model.dates import DateInterval
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from accounted.model.questions import Question

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
