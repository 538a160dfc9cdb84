from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.errors import InvalidTable, UsageError
from accounted.mse import read_capture_table

GOOD = "A,B,C,count\n1,0,0,5\n0,1,0,4\n1,1,1,2\n"


@pytest.fixture
def write(tmp_path):
    def write_text(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "velmar.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write_text


def test_reads_lists_and_counts(write):
    (table,) = read_capture_table(write(GOOD))
    assert table.lists == ("A", "B", "C")
    assert table.cells == (((0, 1, 0), 4), ((1, 0, 0), 5), ((1, 1, 1), 2))
    assert table.stratum == "all"


@pytest.mark.parametrize("text", [GOOD.replace(",", ";"), GOOD.replace(",", "\t"), "\ufeff" + GOOD, GOOD + "\n\n"])
def test_reads_what_spreadsheets_write(write, text):
    assert read_capture_table(write(text)) == read_capture_table(write(GOOD))


# label, row that replaces the last one, words of the message, place
FAULTS = [
    ("negative", "1,1,1,-2", "negative", "row 3 (line 4), column count"),
    ("fractional", "1,1,1,2.5", "not a whole number", "row 3 (line 4), column count"),
    ("not numeric", "1,1,1,many", "not a number", "row 3 (line 4), column count"),
    ("missing count", "1,1,1,", "not a number", "row 3 (line 4), column count"),
    ("NaN", "1,1,1,nan", "not a number", "row 3 (line 4), column count"),
    ("infinite", "1,1,1,1e999", "not a number", "row 3 (line 4), column count"),
    ("huge", "1,1,1,99999999999999", "larger than any population", "row 3 (line 4), column count"),
    ("two", "1,2,1,2", "'2' where only 0 or 1", "row 3 (line 4), column B"),
    ("empty list value", "1,,1,2", "'' where only 0 or 1", "row 3 (line 4), column B"),
    ("repeated", "1,0,0,2", "the same lists as in row 1", "row 3 (line 4)"),
    ("all zero", "0,0,0,2", "all lists are 0", "row 3 (line 4)"),
    ("short", "1,1,2", "3 values for 4 columns", "row 3 (line 4)"),
]


@pytest.mark.parametrize(("label", "row", "words", "place"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_names_file_row_column_and_mend(write, label, row, words, place):
    path = write(GOOD.replace("1,1,1,2", row))
    with pytest.raises(InvalidTable) as caught:
        read_capture_table(path)
    assert words in caught.value.what
    assert caught.value.where == f"{path}, {place}"
    assert caught.value.mend


def test_faults_are_shown_together(write):
    with pytest.raises(InvalidTable) as caught:
        read_capture_table(write("A,B,count\n1,0,-1\n2,1,4\n1,1,2.5\n"))
    assert all(words in str(caught.value) for words in ("row 1", "row 2", "row 3", "column A", "negative"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("A,B,count\n", "no row"),
        ("A,B,n\n1,0,5\n", "no column 'count'"),
        ("A,A,count\n1,0,5\n", "two columns are named 'A'"),
        ("A,,count\n1,0,5\n", "a column has no name"),
        ("count\n5\n", "no column is a list"),
    ],
)
def test_a_table_that_cannot_be_one_is_refused(write, text, words):
    with pytest.raises(InvalidTable, match=words):
        read_capture_table(write(text))


def test_a_file_that_cannot_be_read_is_refused(tmp_path, write):
    with pytest.raises(InvalidTable, match="folder"):
        read_capture_table(tmp_path)
    with pytest.raises(InvalidTable, match="no such file"):
        read_capture_table(tmp_path / "missing.csv")
    with pytest.raises(InvalidTable, match="not UTF-8"):
        read_capture_table(write("Ä,B,count\n1,0,5\n", "latin-1"))


def test_another_count_column_and_a_hint_at_the_nearest_name(write):
    path = write(GOOD.replace("count", "people"))
    (table,) = read_capture_table(path, count_column="people")
    assert table.n_observed == 11
    with pytest.raises(InvalidTable, match="did you mean 'people'"):
        read_capture_table(path, count_column="peopel")


def test_choosing_lists_adds_up_what_falls_together_and_drops_who_is_only_on_others(write):
    (table,) = read_capture_table(write("A,B,C,count\n1,0,0,5\n1,0,1,4\n0,0,1,9\n0,1,0,3\n"), lists=["A", "B"])
    assert table.cells == (((0, 1), 3), ((1, 0), 9))


def test_strata_become_tables_sorted_by_label(write):
    path = write("year,sex,A,B,count\n2001,f,1,0,5\n2000,f,1,0,4\n2001,,1,1,3\n2000,f,1,1,0\n")
    tables = read_capture_table(path, lists=["A", "B"], strata=["year"])
    assert [(t.stratum, t.lists, t.n_observed) for t in tables] == [("2000", ("A", "B"), 4), ("2001", ("A", "B"), 8)]
    both = read_capture_table(path, strata=["year", "sex"])
    assert [t.stratum for t in both] == ["year: 2000, sex: f", "year: 2001, sex: f", "year: 2001, sex: not stated"]


def test_a_column_has_one_use(write):
    with pytest.raises(UsageError, match="asked for twice"):
        read_capture_table(write(GOOD), lists=["A", "B"], strata=["A"])


@given(st.text(max_size=60))
def test_any_text_is_a_table_or_one_readable_error(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "t.csv"
    path.write_text("A,B,count\n" + text, encoding="utf-8", errors="ignore", newline="")
    try:
        tables = read_capture_table(path)
    except InvalidTable as error:
        message = str(error)
    else:
        message = ""
        assert all(t.n_observed >= 0 for t in tables)
    assert message == "" or message.startswith(str(path))
