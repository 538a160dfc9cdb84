"""What lists declare, carried into capture tables: nobody appears or disappears unsaid."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted import mse
from accounted.model.capture import CaptureTable, ListDeclaration
from accounted.model.errors import InvalidTable
from accounted.mse.declared import (
    CoveredPerson,
    apply_declarations,
    declare_contained,
    drop_lists,
    find_contained,
    find_regions,
    tables_by_coverage,
)

LISTS = "ABCD"
HISTORIES = [h for h in product((0, 1), repeat=4) if any(h)]


@st.composite
def tables(draw):
    cells = draw(st.dictionaries(st.sampled_from(HISTORIES), st.integers(1, 50)))
    never = draw(st.sets(st.sampled_from(HISTORIES))) - set(cells)
    pairs = draw(st.sets(st.sampled_from([("A", "B"), ("B", "C"), ("A", "D")])))
    return CaptureTable.of(LISTS, cells, "made up", never, pairs)


names = st.sampled_from([*LISTS, "outside"])
relations = st.lists(names, max_size=2).map(tuple)
declarations = st.lists(
    st.builds(ListDeclaration, name=names, copies=relations, refers_to=relations, shares_sources=relations),
    max_size=4,
    unique_by=lambda d: d.name,
)
TABLE = CaptureTable.of(
    LISTS, {(1, 0, 0, 0): 9, (0, 1, 0, 0): 8, (1, 1, 0, 0): 4, (0, 0, 1, 1): 3, (0, 1, 1, 0): 2, (0, 0, 0, 1): 7}
)


@given(tables(), declarations, st.sampled_from(["merge", "force"]))
def test_relations_keep_everybody_and_do_not_depend_on_their_order(table, declared, copies):
    made, said = apply_declarations(table, declared, copies=copies)
    assert made.n_observed == table.n_observed
    assert made.stratum == table.stratum
    assert apply_declarations(table, declared[::-1], copies=copies) == (made, said)
    if copies == "force":
        assert (made.lists, made.cells, made.impossible) == (table.lists, table.cells, table.impossible)
        assert set(table.dependent) <= set(made.dependent)


@given(tables(), declarations)
def test_merging_twice_is_merging_once(table, declared):
    once, _ = apply_declarations(table, declared)
    assert apply_declarations(once, declared)[0].lists == once.lists
    assert apply_declarations(once, declared)[0].cells == once.cells


@given(tables(), st.sets(st.sampled_from([("A", "B"), ("B", "D"), ("C", "D")]), min_size=1))
def test_a_merged_history_is_impossible_when_all_that_look_like_it_are(table, copied):
    declared = [
        ListDeclaration(a, copies=tuple(y for x, y in copied if x == a)) for a in sorted({a for a, _ in copied})
    ]
    made, _ = apply_declarations(table, declared)
    parts = [name.split("+") for name in made.lists]

    def seen(history):
        return tuple(int(any(history[LISTS.index(name)] for name in part)) for part in parts)

    assert Counter(dict(made.cells)) == sum((Counter({seen(h): n}) for h, n in table.cells), Counter())
    expected = {seen(h) for h in HISTORIES} - {seen(h) for h in HISTORIES if h not in table.impossible}
    assert set(made.impossible) == expected


def test_copying_is_carried_on_from_list_to_list():
    declared = [ListDeclaration("A", copies=("B",)), ListDeclaration("C", copies=("B",))]
    made, said = apply_declarations(TABLE, declared)
    assert made.lists == ("A+B+C", "D")
    assert said == (
        "A is declared to copy from B: A+B+C count as one list",
        "C is declared to copy from B: A+B+C count as one list",
    )


def test_lists_that_draw_on_one_source_outside_depend_on_each_other():
    declared = [ListDeclaration("A", copies=("Herald",)), ListDeclaration("D", shares_sources=("Herald",))]
    made, said = apply_declarations(TABLE, declared)
    assert made.dependent == (("A", "D"),)
    assert "A and D are declared to draw on Herald, no list of this table" in said[0]
    alone, said = apply_declarations(TABLE, declared[:1])
    assert alone == TABLE
    assert "nothing was done" in said[0]


def test_nothing_declared_changes_nothing():
    assert apply_declarations(TABLE, [ListDeclaration(name) for name in LISTS]) == (TABLE, ())


def test_what_one_list_takes_in_whole_is_impossible_without_it():
    pairs, said = find_contained([TABLE], [("B", "C"), ("C", "D"), ("A", "elsewhere")])
    assert pairs == ()
    assert "3 people are on C without B" in said[0]
    assert "7 people are on D without C" in said[1]
    held = CaptureTable.of("AB", {(1, 0): 5, (1, 1): 2})
    draw = CaptureTable.of("AB", {(1, 0): 5, (1, 1): 1, (0, 1): 1})
    assert find_contained([held, held], [("A", "B")]) == ((("A", "B"),), ())
    pairs, said = find_contained([held, draw, held], [("A", "B")])
    assert (pairs, "in 1 sampled linkages some are" in said[0]) == ((), True)
    made, _ = declare_contained(held, [("A", "B")])
    assert made.impossible == ((0, 1),)
    with pytest.raises(InvalidTable, match="impossible"):
        declare_contained(draw, [("A", "B")])


@given(tables(), st.sets(st.sampled_from(LISTS)))
def test_leaving_lists_out_names_everybody_who_goes(table, gone):
    made, said = drop_lists(table, dict.fromkeys(gone, "made up"))
    n_gone = sum(
        n for h, n in table.cells if not any(on for on, name in zip(h, LISTS, strict=True) if name not in gone)
    )
    assert made.n_observed == table.n_observed - n_gone
    assert set(made.lists) == set(LISTS) - gone
    assert len(said) == len(gone) + (n_gone > 0)
    if n_gone:
        assert said[-1].startswith(f"{n_gone:,} pe")


people = st.lists(
    st.builds(
        CoveredPerson,
        on=st.sampled_from([h[:3] for h in HISTORIES if any(h[:3])]),
        inside=st.tuples(*[st.sampled_from([True, False, None])] * 3),
    )
)


@given(people, st.randoms(use_true_random=False))
def test_parts_hold_everybody_once_whatever_the_order(persons, random):
    tables, said = tables_by_coverage("ABC", persons)
    lost = [
        p for p in persons if not any(on and inside is not False for on, inside in zip(p.on, p.inside, strict=True))
    ]
    assert sum(table.n_observed for table in tables) == len(persons) - len(lost)
    assert len({table.stratum for table in tables}) == len(tables)
    shuffled = list(persons)
    random.shuffle(shuffled)
    assert tables_by_coverage("ABC", shuffled) == (tables, said)


def test_one_part_inside_everything_is_the_whole():
    (table,), said = tables_by_coverage("AB", [CoveredPerson((1, 0), (True, True))] * 3)
    assert (table.stratum, table.lists, said) == ("all", ("A", "B"), ())


def test_a_sampled_linkage_is_counted_in_the_parts_of_the_best_one():
    best = [CoveredPerson((1, 0, 1), (True, True, True)), CoveredPerson((0, 1, 0), (True, True, False))]
    regions = find_regions(best)
    drawn = [*best, CoveredPerson((1, 1, 0), (False, True, False))]
    tables, _ = tables_by_coverage("ABC", drawn, regions=regions)
    assert [table.stratum for table in tables] == ["inside all lists", "outside C"]
    assert tables[1].cells == (((0, 1), 1), ((1, 1), 1))


def test_people_whom_no_list_could_hold_are_said_to_be_in_no_table():
    people = [CoveredPerson((1, 0), (False, False)), CoveredPerson((1, 0), (False, True))]
    tables, said = tables_by_coverage("AB", people)
    assert [(table.stratum, table.lists, table.cells) for table in tables] == [("outside A", ("B",), ())]
    assert said == (
        "2 of 2 people lie outside what A declares: there the table does without it; 2 people stand on it all the same",
        "1 of 2 people lies outside what B declares: there the table does without it",
        "2 people stand in places or times only on lists that did not work there as they declare: they are in no table",
    )


def velmar(seed, n=3_000, n_north=1_200):
    """Made-up people: five independent lists, two of which worked in the north of Velmar only, where all find more."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(n):
        north = number < n_north
        inside = (True, True, True, north, north)
        on = tuple(int(works and rng.random() < (0.4 if north else 0.25)) for works in inside)
        if any(on):
            found.append(CoveredPerson(on, inside))
    return found


def test_velmar_a_zero_that_could_not_be_filled_misleads_and_parts_do_not():
    """Twenty tables with a known truth: the parts hold it, the table that takes the zeros at their word does not."""
    held, held_whole, off, off_whole = 0, 0, [], []
    for seed in range(20):
        found = velmar(seed)
        tables, _ = tables_by_coverage("ABCDE", found)
        total = mse.estimate(tables, models=("dga",)).total
        whole = mse.estimate(CaptureTable.of("ABCDE", Counter(p.on for p in found)), models=("dga",)).strata[0]
        held += total.lower <= 3_000 <= total.upper
        held_whole += whole.lower <= 3_000 <= whole.upper
        off.append(abs(np.log(total.point / 3_000)))
        off_whole.append(abs(np.log(whole.point / 3_000)))
    assert held >= 16
    assert held_whole <= 8
    assert np.median(off) < 0.04 < np.median(off_whole)
