"""Records: one per row, every value kept, ids that do not depend on the order of rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounted.lists import explain_columns, read_list, read_table
from accounted.model.errors import UnreadableList
from accounted.model.ids import IdMaker
from accounted.model.records import ListInfo, Record

US_POLICE = Path(__file__).parents[2] / ".." / "shared" / "data" / "lists" / "us_police_2015_2016.csv.gz"


def _read(path: Path, text: str, **said: object) -> tuple[tuple[ListInfo, ...], tuple[Record, ...]]:
    path.write_text(text, encoding="utf-8")
    return read_list(path, make_id=IdMaker(b"made-up key"), **said)  # type: ignore[arg-type]  # keywords of the case


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made-up.csv"


def test_a_row_becomes_a_record_with_every_value_kept(path: Path) -> None:
    text = (
        "no,full name,sex,age,date of birth,killed on,province,village,remark\n"
        "1, Ombra  Vask ,woman,47,1984,20 March 2031,Koshmer,Ilgesh,made up\n"
    )
    (info,), (record,) = _read(path, text, deduplicated=True, places=["Velmar"], copies=["B"])
    assert (info.name, info.n_records, info.deduplicated, info.places, info.copies) == (
        "made-up",
        1,
        True,
        ("Velmar",),
        ("B",),
    )
    assert record.names == ("Ombra Vask",)
    assert (record.sex, record.age, record.row, record.list) == ("F", 47.0, 1, "made-up")
    assert record.birth is not None
    assert record.birth.edtf == "1984"
    assert record.died is not None
    assert record.died.edtf == "2031-03-20"
    assert record.places == (("village", "Ilgesh"), ("province", "Koshmer"))  # the finest first
    assert dict(record.values)["full name"] == " Ombra  Vask "
    assert dict(record.values)["remark"] == "made up"


def test_names_from_parts_and_in_two_scripts(path: Path) -> None:  # R16
    text = "first name,father's name,last name,native name\nZaynab,Karim,Herzani,زينب كريم هرزاني\n,Karim,,\n"
    _, records = _read(path, text)
    assert records[0].names == ("Zaynab Karim Herzani", "زينب كريم هرزاني")
    assert records[1].names == ()


def test_unnamed_victims_are_records_without_a_name(path: Path) -> None:  # R17
    _, records = _read(path, "name,killed on\nunknown man,2031-03-20\n,2031-03-21\nOmbra Vask,2031-03-22\n")
    assert [record.is_named for record in records] == [False, False, True]
    assert dict(records[0].values)["name"] == "unknown man"


def test_age_is_not_worked_out(path: Path) -> None:
    _, (record,) = _read(path, "name,age,birth,died\nOmbra,,1999-01-01,2031-01-01\n", columns={"age": "age"})
    assert record.age is None


def test_what_cannot_be_read_stays_as_written(path: Path) -> None:
    _, records = _read(path, "name,date\nA,2031-03-20\nB,31/02/2031\nC,2031-03\n")
    assert [r.died.edtf if r.died else None for r in records] == ["2031-03-20", None, "2031-03"]
    assert dict(records[1].values)["date"] == "31/02/2031"


def test_empty_rows_are_counted_and_row_numbers_are_those_of_the_file(path: Path) -> None:
    (info,), records = _read(path, "name,age\nA,1\n,\nB,2\n")
    assert (info.n_records, info.n_skipped) == (2, 1)
    assert [record.row for record in records] == [1, 3]


def test_one_list_per_value_of_the_list_column(path: Path) -> None:
    text = "list,name\nB,Ombra\nA,Isolde\nB,Havel\n"
    lists, records = _read(path, text)
    assert [(info.name, info.n_records) for info in lists] == [("A", 1), ("B", 2)]
    assert [record.list for record in records] == ["B", "A", "B"]
    whole, _ = _read(path, text, name="Both")
    assert [info.name for info in whole] == ["Both"]
    other, _ = _read(path, "group,name\nB,Ombra\nA,Isolde\n", list_column="group")
    assert [info.name for info in other] == ["A", "B"]


def test_spanish_m_is_a_woman(path: Path) -> None:
    _, records = _read(path, "nombre,sexo\nOmbra,M\nHavel,H\n")
    assert [record.sex for record in records] == ["F", "M"]


def test_equal_rows_get_two_ids_and_other_inquiries_other_ids(path: Path) -> None:
    text = "name,age\nOmbra,1\nOmbra,1\n"
    _, records = _read(path, text)
    assert records[0].id != records[1].id
    _, again = _read(path, text)
    assert [r.id for r in again] == [r.id for r in records]  # R4
    _, foreign = read_list(path, make_id=IdMaker(b"another made-up key"))
    assert not {r.id for r in foreign} & {r.id for r in records}


def test_no_name_column_is_explained(path: Path) -> None:
    with pytest.raises(UnreadableList) as error:
        _read(path, "who,when\nOmbra,2031\n", file="lists/x.csv")
    assert "who, when" in error.value.what
    assert error.value.where == "lists/x.csv"
    assert 'columns = { name = "…" }' in error.value.mend


def test_wrong_mapping_says_file_and_column(path: Path) -> None:
    with pytest.raises(UnreadableList) as error:
        _read(path, "full_name,when\nOmbra,2031\n", file="lists/x.csv", columns={"name": "ful_name"})
    assert error.value.where == "lists/x.csv, column ful_name"
    assert "'full_name'" in error.value.mend


def test_columns_are_explained(path: Path) -> None:
    path.write_text("name,date_sh\nOmbra,1410/01/05\nHavel,later\nIsolde,1410/02\n", encoding="utf-8")
    assert explain_columns(read_table(path)) == (
        "read as UTF-8 text separated by commas: 3 rows, 2 columns",
        "name: name",
        "date_sh: died; Solar Hijri dates; 2 read, 1 kept as written",
    )


CELL = st.text(alphabet="abق ,;\"'1۳/-\n", max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order_of_rows(path: Path, rows: list[tuple[str, str, str]], random: object) -> None:
    def ids(some: list[tuple[str, str, str]]) -> list[tuple[tuple[tuple[str, str], ...], str]]:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([("name", "date", "place"), ("Ombra Vask", "2031-03-20", "Ilgesh"), *some])
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
        _, records = read_list(path, make_id=IdMaker(b"made-up key"), columns={"name": "name"})
        return sorted((record.values, record.id) for record in records)

    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands in a random.Random
    first = ids(rows)
    assert {i for _, i in ids(shuffled)} == {i for _, i in first}  # P17
    assert len({i for _, i in first}) == len(first)


@pytest.mark.skipif(not US_POLICE.exists(), reason="needs ../shared/data/lists beside the repository")
def test_the_four_us_lists() -> None:
    lists, records = read_list(US_POLICE, make_id=IdMaker(b"made-up key"))
    assert {info.name: info.n_records for info in lists} == {"fe": 2745, "guardian": 2239, "mpv": 2172, "wapo": 1956}
    assert len(records) == len({record.id for record in records}) == 9112
    meaning = {title: field for field, title in lists[0].columns}
    assert (meaning["date"], meaning["age"], meaning["sex"], meaning["name"]) == ("died", "age", "sex", "name")
    assert "race" not in meaning
    assert sum(record.died is not None for record in records) == 9112
    assert sum(record.age is not None for record in records) > 9000
    assert {record.sex for record in records} == {"F", "M", None}
