import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.errors import InvalidTable, UsageError
from accounted.mse import estimate, strata_of_records, table_from_linked, tables_from_linked, tables_from_samples

# Made-up records: person p1 is on A and B, p2 twice on A, p3 on C only.
ROWS = [
    {"list": "B", "record_id": "r2", "cluster_id": "p1", "year": "1999"},
    {"list": "A", "record_id": "r1", "cluster_id": "p1", "year": ""},
    {"list": "A", "record_id": "r3", "cluster_id": "p2", "year": "1999"},
    {"list": "A", "record_id": "r4", "cluster_id": "p2", "year": "2000"},
    {"list": "C", "record_id": "r5", "cluster_id": "p3", "year": None},
]


def test_one_person_per_cluster_on_the_lists_of_its_records():
    table = table_from_linked(ROWS)
    assert table.lists == ("A", "B", "C")
    assert table.cells == (((0, 0, 1), 1), ((1, 0, 0), 1), ((1, 1, 0), 1))


def test_lists_can_be_chosen():
    assert table_from_linked(ROWS, lists=["B", "A"]).cells == (((1, 0), 1), ((1, 1), 1))
    with pytest.raises(InvalidTable, match="no record is of list 'D'"):
        table_from_linked(ROWS, lists=["D"])


def test_strata_keep_everybody():
    tables = tables_from_linked(ROWS, strata=["year"])
    assert {t.stratum: t.n_observed for t in tables} == {"1999": 2, "not stated": 1}
    assert {t.lists for t in tables} == {("A", "B", "C")}


def test_people_whose_records_disagree_are_no_stratum_of_their_own():
    """Only people on several lists can disagree: such a stratum said `nobody more`, and the others too many."""
    rng = np.random.default_rng(3)
    on = rng.random((600, 4)) < 0.35
    rows = [
        {"list": "ABCD"[j], "record_id": f"{i}{j}", "cluster_id": str(i), "sex": "f" if rng.random() < 0.5 else "m"}
        for i, j in np.argwhere(on).tolist()
    ]
    tables = tables_from_linked(rows, strata=["sex"])
    assert [t.stratum for t in tables] == ["f", "m"]
    assert sum(t.n_observed for t in tables) == table_from_linked(rows).n_observed
    total = estimate(tables, models=("dga",)).total
    assert total.lower < 600 < total.upper


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no row"),
        ([{"list": "A", "record_id": "r", "cluster_id": None}], "no cluster_id"),
        ([{"list": "A", "record_id": "r"}], "no column 'cluster_id'"),
        ([ROWS[0], ROWS[0]], "two rows"),
    ],
)
def test_rows_that_are_no_linkage_are_refused(rows, words):
    with pytest.raises(InvalidTable, match=words):
        table_from_linked(rows)


def test_samples_become_one_table_per_draw_and_stratum():
    rows = [
        {"draw": draw, "record_id": r, "cluster_id": c}
        for draw, clusters in ((10, "xxyyz"), (2, "uvwwz"))
        for r, c in zip(("r1", "r2", "r3", "r4", "r5"), clusters, strict=True)
    ]
    list_of = {str(row["record_id"]): str(row["list"]) for row in ROWS}
    (second,), (tenth,) = tables_from_samples(rows, list_of)
    assert second.cells == (((0, 0, 1), 1), ((0, 1, 0), 1), ((1, 0, 0), 2))
    assert tenth.cells == table_from_linked(ROWS).cells
    values_of = {str(row["record_id"]): [str(row["year"] or "")] for row in ROWS}
    strata = ["1999", "2000", "not stated"]
    split = tables_from_samples(rows, list_of, columns=["year"], values_of=values_of, strata=strata)
    assert [t.stratum for t in split[0]] == strata
    assert [t.n_observed for t in split[1]] == [2, 0, 1]


def test_nobody_is_lost_when_a_draw_makes_a_stratum_that_the_best_linkage_has_not():
    """A record without a label stands with one that has it, and alone in a draw."""
    rows = [
        {"list": "A", "record_id": "a", "cluster_id": "1", "month": "March"},
        {"list": "B", "record_id": "b", "cluster_id": "1", "month": ""},
        {"list": "A", "record_id": "c", "cluster_id": "2", "month": "April"},
    ]
    tables = tables_from_linked(rows, strata=["month"])
    drawn = tables_from_samples(
        [{"draw": 1, "record_id": r, "cluster_id": r} for r in "abc"],
        {row["record_id"]: row["list"] for row in rows},
        columns=["month"],
        values_of={row["record_id"]: [row["month"]] for row in rows},
        strata=[table.stratum for table in tables],
        homes=strata_of_records(rows, strata=["month"]),
    )
    assert [(t.stratum, t.n_observed) for t in drawn[0]] == [("April", 1), ("March", 2)]


def test_samples_of_strata_need_the_values_of_records():
    with pytest.raises(UsageError, match="values_of"):
        tables_from_samples([{"draw": 1, "record_id": "r1", "cluster_id": "x"}], {"r1": "A"}, columns=["year"])


def test_samples_of_other_records_are_refused():
    with pytest.raises(InvalidTable, match="on no list"):
        tables_from_samples([{"draw": 1, "record_id": "r9", "cluster_id": "x"}], {"r1": "A"})
    rows = [{"draw": d, "record_id": r, "cluster_id": r} for d, r in ((1, "r1"), (1, "r2"), (2, "r1"))]
    with pytest.raises(InvalidTable, match="do not hold the same records"):
        tables_from_samples(rows, {"r1": "A", "r2": "B"})


@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_matter(rows):  # P17
    assert table_from_linked(rows) == table_from_linked(ROWS)
    assert tables_from_linked(rows, strata=["year"]) == tables_from_linked(ROWS, strata=["year"])
