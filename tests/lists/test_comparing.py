"""A new version of a list: every row is as before, changed, new or gone, and none is two of them."""

from hypothesis import given
from hypothesis import strategies as st

from accounted.lists.comparing import compare_versions
from accounted.lists.tables import Table

HEADER = ("id", "name", "died")
OLD = Table(HEADER, (("1", "Ombra Vask", "2031"), ("2", "Tilde Orren", "2031-03"), ("3", "Marek Sollin", "")), "")


def test_order_of_rows_and_columns_is_no_change():
    shuffled = Table(("died", "id", "name"), tuple((d, i, n) for i, n, d in reversed(OLD.rows)), "")
    found = compare_versions(OLD, shuffled, "a.csv")
    assert (found.n_same, found.new, found.changed, found.gone) == (3, (), (), ())


def test_changed_new_and_gone_by_id():
    new = Table(HEADER, (("2", "Tilde Orren", "2031-03-07"), ("1", "Ombra Vask", "2031"), ("4", "Ania Dreve", "")), "")
    found = compare_versions(OLD, new, "a.csv")
    assert (found.matched_by, found.n_same) == ("id", 1)
    assert (found.new, found.changed, found.gone) == ((3,), ((2, 1),), (3,))


def test_without_ids_by_names_that_nobody_else_has():
    header = ("name", "died")
    old = Table(header, (("Ombra Vask", ""), ("Ania Dreve", "1"), ("Ania Dreve", "2")), "")
    new = Table(header, (("Ombra Vask", "2031"), ("Ania Dreve", "3"), ("Ania Dreve", "4")), "")
    found = compare_versions(old, new, "a.csv")
    assert (found.matched_by, found.changed) == ("name", ((1, 1),))
    assert (found.new, found.gone) == ((2, 3), (2, 3))


def test_a_column_more_is_said_and_changes_no_row():
    new = Table((*HEADER, "place"), tuple((*row, "Osk") for row in OLD.rows), "")
    found = compare_versions(OLD, new, "a.csv")
    assert (found.n_same, found.titles_new) == (3, ("place",))
    assert "column place is new" in found.sentence


ROW = st.tuples(
    st.sampled_from(["", "1", "2", "3"]), st.sampled_from(["Ombra Vask", "Tilde Orren"]), st.sampled_from(["", "2031"])
)


@given(st.lists(ROW, min_size=1, max_size=8), st.lists(ROW, min_size=1, max_size=8))
def test_every_row_is_accounted_for_once(old, new):
    found = compare_versions(Table(HEADER, tuple(old), ""), Table(HEADER, tuple(new), ""), "a.csv")
    assert found.n_same + len(found.changed) + len(found.gone) == len(old)
    assert found.n_same + len(found.changed) + len(found.new) == len(new)
    assert len({a for a, _ in found.changed} | set(found.gone)) == len(found.changed) + len(found.gone)
    assert len({b for _, b in found.changed} | set(found.new)) == len(found.changed) + len(found.new)
