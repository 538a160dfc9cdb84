"""A capture table checks itself."""

import numpy as np
import pytest

from accounted.model.capture import CaptureTable
from accounted.model.errors import InvalidTable

BAD = [
    ("negative count", {(1, 0): -1}, "negative"),
    ("fraction", {(1, 0): 1.5}, "not a whole number"),
    ("a 2 in a list column", {(2, 0): 1}, "2 where only 0 or 1"),
    ("all zeros", {(0, 0): 3}, "people on no list"),
    ("not a number", {(1, 0): float("nan")}, "the count nan is not a number"),
    ("without end", {(1, 0): float("inf")}, "the count inf is not a number"),
    ("a word", {(1, 0): "many"}, "the count 'many' is not a number"),
    ("a figure as text", {(1, 0): "5"}, "the count '5' is not a number"),
    ("nothing", {(1, 0): None}, "the count None is not a number"),
    ("a list of counts", {(1, 0): [3]}, "the count [3] is not a number"),
    ("text in a list column", {("1", 0): 3}, "column A: '1' where only 0 or 1"),
    ("wrong length", {(1, 0, 1): 3}, "3 list values for 2 lists"),
]


@pytest.mark.parametrize(("counts", "said"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_faults_name_the_row(counts, said):
    with pytest.raises(InvalidTable) as caught:
        CaptureTable.of(["A", "B"], counts)
    assert said in caught.value.what
    assert "row 1" in caught.value.what


def test_rows_of_arrays_and_their_numbers_are_taken():
    rows = np.array([[1, 0], [1, 1]], dtype=np.int8)
    table = CaptureTable.of(["A", "B"], zip(rows, np.array([4.0, 2.0]), strict=True))
    assert table == CaptureTable.of(["A", "B"], {(1, 0): 4, (1, 1): 2})
    assert all(type(value) is int for history, n in table.cells for value in (*history, n))


def test_repeated_histories_and_names_are_faults():
    with pytest.raises(InvalidTable, match="same lists as in row 1"):
        CaptureTable.of(["A", "B"], [((1, 0), 1), ((1, 0), 2)])
    with pytest.raises(InvalidTable, match="same name"):
        CaptureTable.of(["A", "A"], {(1, 0): 1})


def test_all_faults_are_named_together():
    with pytest.raises(InvalidTable) as caught:
        CaptureTable.of(["A", "B"], [((1, 0), -1), ((0, 2), 5)])
    assert "row 1" in caught.value.what
    assert "row 2" in caught.value.what


def test_zero_cells_are_left_out_and_order_does_not_matter():
    one = CaptureTable.of(["A", "B"], [((1, 0), 4), ((1, 1), 2), ((0, 1), 0)])
    other = CaptureTable.of(["A", "B"], [((1, 1), 2), ((1, 0), 4)])
    assert one == other
    assert one.n_observed == 6
