import pytest

from accounted.model.errors import InvalidTable, UsageError
from accounted.mse import CaptureTable, check_table, select_lists

NOT_ESTIMABLE = [
    ("empty", "ABC", {}, "nobody is on any list"),
    ("one list", "A", {(1,): 9}, "a single list"),
    ("two lists", "AB", {(1, 0): 9, (0, 1): 8, (1, 1): 3}, "not estimable without assuming independence"),
    ("two lists apart", "AB", {(1, 0): 9, (0, 1): 8}, "no overlap"),
    ("of two, B inside A", "AB", {(1, 0): 9, (1, 1): 3}, "list B lies inside list A"),
    ("of two, A inside B", "AB", {(0, 1): 9, (1, 1): 3}, "list A lies inside list B"),
    ("both in one cell", "AB", {(1, 1): 3}, "one cell"),
    ("third list empty", "ABC", {(1, 0, 0): 9, (0, 1, 0): 8, (1, 1, 0): 3}, "independence"),
    ("no overlap", "ABC", {(1, 0, 0): 9, (0, 1, 0): 8, (0, 0, 1): 3}, "no overlap"),
    ("one cell", "ABC", {(1, 1, 1): 20}, "one cell"),
    ("everyone on A", "ABC", {(1, 0, 0): 9, (1, 1, 0): 8, (1, 0, 1): 3, (1, 1, 1): 2}, "everyone is on list A"),
    ("A inside B", "ABC", {(1, 1, 0): 40, (0, 1, 0): 50, (0, 0, 1): 60, (1, 1, 1): 20, (0, 1, 1): 9}, "A lies inside"),
    ("A is B", "ABC", {(1, 1, 0): 40, (0, 0, 1): 60, (1, 1, 1): 20}, "inside"),
]


@pytest.mark.parametrize(("label", "lists", "cells", "words"), NOT_ESTIMABLE, ids=[c[0] for c in NOT_ESTIMABLE])
def test_tables_that_cannot_say_anything_give_the_reason(label, lists, cells, words):
    assert words in check_table(CaptureTable.of(lists, cells)).reason


@pytest.mark.parametrize("cells", [{(1, 0): 9, (0, 1): 8}, {(1, 0): 9, (1, 1): 3}, {(0, 1): 9, (1, 1): 3}, {(1, 1): 3}])
def test_two_lists_that_say_nothing_get_no_figure_of_false_certainty(cells):
    reason = check_table(CaptureTable.of("AB", cells)).reason
    assert reason.startswith("not estimable without assuming independence")
    assert "Chapman" not in reason


def test_a_good_table_has_no_reason_and_no_warning_but_that_of_three_lists(velmar):
    check = check_table(velmar)
    assert check.reason == ""
    (warning,) = check.warnings
    assert "beyond the reach of all of them" in warning
    four = CaptureTable.of("ABCD", {(*history, d): 5 + count for history, count in velmar.cells for d in (0, 1)})
    assert check_table(four).warnings == ()


def test_a_small_list_inside_a_large_one_may_be_chance():
    cells = {(1, 1, 0): 2, (0, 1, 0): 50, (0, 0, 1): 20, (0, 1, 1): 40}
    assert check_table(CaptureTable.of("ABC", cells)).reason == ""


def test_with_lists_to_spare_a_list_inside_another_is_a_warning():
    cells = {(1, 1, 0, 0): 40, (0, 1, 0, 0): 50, (0, 0, 1, 0): 60, (0, 0, 1, 1): 20, (0, 1, 0, 1): 9, (0, 0, 0, 1): 30}
    check = check_table(CaptureTable.of("ABCD", cells))
    assert check.reason == ""
    assert any("A lies inside list B" in w for w in check.warnings)


def test_a_list_that_never_overlaps_and_an_empty_list_are_warnings():
    cells = {(1, 0, 0, 0, 0): 9, (1, 1, 0, 0, 0): 20, (0, 1, 1, 0, 0): 30, (1, 0, 1, 0, 0): 7, (0, 0, 1, 0, 0): 40}
    cells |= {(0, 0, 0, 1, 0): 12, (0, 1, 0, 0, 0): 15}
    check = check_table(CaptureTable.of("ABCDE", cells))
    assert check.reason == ""
    assert check.table.lists == tuple("ABCD")
    assert any("D shares nobody" in w for w in check.warnings)
    assert any("E holds nobody" in w for w in check.warnings)


def test_choosing_lists_refuses_what_the_table_has_not(velmar):
    with pytest.raises(UsageError, match="no list 'Dorn'"):
        select_lists(velmar, ["Almen", "Dorn"])
    with pytest.raises(UsageError, match="twice"):
        select_lists(velmar, ["Almen", "Almen"])


def test_absurd_counts_are_refused():
    with pytest.raises(InvalidTable, match="10¹⁰"):
        check_table(CaptureTable.of("ABC", {(1, 0, 0): 10**13, (1, 1, 0): 1, (0, 1, 1): 1}))


def test_groups_of_lists_that_share_nobody_are_said():
    apart = {(1, 0, 0, 0): 50, (0, 1, 0, 0): 40, (1, 1, 0, 0): 12, (0, 0, 1, 0): 30, (0, 0, 0, 1): 30, (0, 0, 1, 1): 9}
    assert any("(A, B; C, D)" in text for text in check_table(CaptureTable.of("ABCD", apart)).warnings)
    tied = apart | {(0, 1, 1, 0): 1}
    assert not any("groups" in text for text in check_table(CaptureTable.of("ABCD", tied)).warnings)
