"""What columns mean: titles propose, values decide, a person's word comes first."""

from __future__ import annotations

from collections import Counter

import pytest

from accounted.lists import is_capture_table, recognise_columns
from accounted.lists.columns import map_columns
from accounted.lists.dating import DateRules, date_rules, read_date_column
from accounted.lists.surveying import Column
from accounted.lists.values import read_age, read_sex
from accounted.model.errors import UnreadableList


def column_of(*cells: str) -> Column:
    return Column(Counter(cells), is_whole=True)


ROW = {"name": "Ombra Vask", "date": "2031-03-20", "number": "7"}

RECOGNISED = [
    (["name", "surname"], ["Ombra", "Vask"], {"name": "given_name", "surname": "family_name"}),
    (["nom", "prénom", "sexe"], ["Vask", "Ombra", "F"], {"nom": "family_name", "prénom": "given_name", "sexe": "sex"}),
    (["Nombre completo", "Edad"], ["Ombra Vask", "4"], {"Nombre completo": "name", "Edad": "age"}),
    (
        ["الاسم", "اسم الأب", "العمر"],
        ["زينب", "كريم", "٤"],
        {"الاسم": "name", "اسم الأب": "father_name", "العمر": "age"},
    ),
    (["نام", "نام خانوادگی"], ["زينب", "كريم"], {"نام": "given_name", "نام خانوادگی": "family_name"}),
    (
        ["№", "Имя", "Фамилия", "Отчество", "Пол", "Дата рождения", "Дата задержания", "Дата гибели", "Город"],
        ["1", "Омбра", "Васк", "Исков", "ж", "2000", "1 марта 2031", "август 2031", "Илгеш"],
        {
            "Имя": "given_name",
            "Фамилия": "family_name",
            "Отчество": "father_name",
            "Пол": "sex",
            "Дата рождения": "birth",
            "Дата задержания": "act_date",
            "Дата гибели": "died",
            "Город": "place",
        },
    ),
    (
        ["ПІБ", "Стать", "Вік", "Дата загибелі", "Місце народження", "Населений пункт"],
        ["Омбра Васк", "ч", "31", "5 серпня 2031", "Тарн", "Ілгеш"],
        {
            "ПІБ": "name",
            "Стать": "sex",
            "Вік": "age",
            "Дата загибелі": "died",
            "Місце народження": "birth_place",
            "Населений пункт": "place",
        },
    ),
    (["ФИО", "Дата рождения матери", "Возраст отца"], ["Омбра Васк", "1999", "70"], {"ФИО": "name"}),
    (["DateOfBirth", "DateOfDeath"], ["1999", "2031"], {"DateOfBirth": "birth", "DateOfDeath": "died"}),
    (["name", "name_ar"], ["Ombra", "زينب"], {"name": "name", "name_ar": "native_name"}),
    (["victim name", "village name"], ["Ombra", "Ilgesh"], {"victim name": "name", "village name": "place"}),
    (["name", "mother's name"], ["Ombra", "Isolde"], {"name": "name", "mother's name": "mother_name"}),
    (["name", "race"], ["Ombra", "Black"], {"name": "name"}),
    (
        ["name", "birthplace", "birth date"],
        ["Ombra", "Ilgesh", "1999"],
        {"name": "name", "birthplace": "birth_place", "birth date": "birth"},
    ),
    (
        ["name", "date of disappearance"],
        ["Ombra", "2031-03-20"],
        {"name": "name", "date of disappearance": "act_date"},
    ),  # R18
    (["name", "age"], ["Ombra", "1979"], {"name": "name"}),
    (["name", "age group"], ["Ombra", "30"], {"name": "name"}),
    (["name", "date"], ["Ombra", "the day after"], {"name": "name"}),
]


@pytest.mark.parametrize(("header", "row", "expected"), RECOGNISED)
def test_recognises(header: list[str], row: list[str], expected: dict[str, str]) -> None:
    assert {title: field for field, title in recognise_columns(header, [row])} == expected


def test_a_list_column_repeats_its_few_names() -> None:
    header = ["list", "name"]
    rows = [["A", "Ombra"], ["B", "Isolde"], ["A", "Havel"]]
    assert ("list", "list") in recognise_columns(header, rows)
    assert ("list", "list") not in recognise_columns(header, rows[:2])
    assert ("list", "list") not in recognise_columns(header, [["A", "Ombra"], ["A", "Havel"]])


def test_what_a_person_says_comes_first() -> None:
    header, rows = ["name", "who", "date", "seen"], [["Camp 4", "Ombra Vask", "2031-01-01", "2031-03-20"]]
    said = {"name": "who", "died": "Seen", "place": ["name"]}
    assert map_columns(header, rows, said) == (("place", "name"), ("name", "who"), ("died", "seen"))
    assert ("age", "age") not in map_columns(["name", "age"], [["Ombra", "3"]], {"age": ""})


def test_unknown_titles_and_fields_name_the_nearest() -> None:
    with pytest.raises(UnreadableList, match="did you mean 'full_name'") as error:
        map_columns(["full_name", "age"], [], {"name": "fulname"})
    assert "full_name, age" in error.value.mend
    with pytest.raises(UnreadableList, match="did you mean died"):
        map_columns(["name"], [], {"dead": "name"})


def test_settings_for_dates() -> None:
    assert date_rules({"calendar": "islamic_hijri"}) == DateRules("islamic_hijri", None)
    with pytest.raises(UnreadableList, match="no calendar"):
        date_rules({"calendar": "lunar"})
    with pytest.raises(UnreadableList, match="no order"):
        date_rules({"date_order": "year first"})


def test_one_old_year_in_a_gregorian_column_is_not_read_as_another_calendar() -> None:
    cells = [f"1999-03-{day:02d}" for day in range(1, 31)]
    column = read_date_column("date", column_of(*cells, "1378-01-05", "Mordad 1378"), DateRules())
    assert column.calendar == "gregorian"
    assert column.interval("1378-01-05") is None
    assert column.interval("Mordad 1378").edtf == "1999-07-23/1999-08-22"
    assert (column.n_read, column.n_unread) == (31, 1)
    declared = read_date_column("date", column_of("1999-03-20", "1378-01-05"), DateRules(calendar="solar_hijri"))
    assert declared.interval("1378-01-05").edtf == "1999-03-25"


def test_an_ambiguous_column_says_so() -> None:
    column = read_date_column("date", column_of("3/4/1999", "3/4/1999"), DateRules())
    assert "2 day and month cannot be told apart: both readings are kept" in column.says
    settled = read_date_column("date", column_of("3/4/1999", "13/4/1999"), DateRules())
    assert settled.interval("3/4/1999").edtf == "1999-04-03"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("F", "F"), ("mujer", "F"), ("زن", "F"), ("أنثى", "F"), ("Homme", "M"), ("ذكر", "M"), ("x", None), ("", None)],
)
def test_sex(cell: str, expected: str | None) -> None:
    assert read_sex(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("47.0", 47), ("۴۷", 47), ("3 years old", 3), ("6 mois", 0.5), ("nan", None), ("-3", None), ("131", None)],
)
def test_age(cell: str, expected: float | None) -> None:
    assert read_age(cell) == expected


def test_capture_tables() -> None:
    header = ["A", "B", "count"]
    assert is_capture_table(header, [["1", "0", "5"], ["0", "1", "4"], ["1", "2", "3"]])
    assert not is_capture_table(header, [["1", "2", "5"], ["0", "3", "4"]])
    assert not is_capture_table(["A", "count"], [["1", "5"]])
    assert not is_capture_table(["A", "B", "n"], [["1", "0", "5"]])
    assert not is_capture_table(header, [])


NEW_FIELDS = (
    ("English", "Name;Father's name;Mother's name;Place of birth;Residence;Occupation;Party;National ID",
     "name father_name mother_name birth_place residence occupation affiliation external_id"),
    ("French", "nom;prénom;nom du père;nom de la mère;lieu de naissance;profession;code postal;parti politique",
     "family_name given_name father_name mother_name birth_place occupation postcode affiliation"),
    ("Spanish", "nombre;padre;madre;lugar de nacimiento;ocupación;DNI;partido;residencia",
     "name father_name mother_name birth_place occupation external_id affiliation residence"),
    ("Arabic", "الاسم;اسم الأب;اسم الأم;مكان الولادة;المهنة;الرقم الوطني;مكان الإقامة;حزب",
     "name father_name mother_name birth_place occupation external_id residence affiliation"),
    ("Persian", "نام;نام پدر;نام مادر;محل تولد;شغل;کد ملی;محل سکونت;سازمان",
     "name father_name mother_name birth_place occupation external_id residence affiliation"),
)  # fmt: skip


@pytest.mark.parametrize(("titles", "fields"), [c[1:] for c in NEW_FIELDS], ids=[c[0] for c in NEW_FIELDS])
def test_parents_homes_work_and_ids_are_told_from_the_name_and_the_place_of_death(titles, fields):
    header = titles.split(";")
    found = recognise_columns(header, [[f"Made up {n}"] * len(header) for n in range(3)])
    assert [field for field, _ in found] == fields.split()
    assert [title for _, title in found] == header


def test_ids_of_other_lists_stand_beside_the_lists_own():
    header = ["id", "name", "north_id", "incident id"]
    found = {title: field for field, title in recognise_columns(header, [["1", "Tor A", "7", "2"]])}
    assert found == {"id": "id", "name": "name", "north_id": "external_id", "incident id": "incident"}


def test_one_day_for_nearly_all_is_a_column_of_dates_whatever_the_few_others_say():
    rows = [[f"Ombra Vask{chr(97 + n)}", "2031-03-01"] for n in range(20)]
    rows += [["Isko Quilan", "at night"], ["Tor Velmar", "after the fire"], ["Ada Yelm", "she never came back"]]
    assert recognise_columns(["name", "date of death"], rows) == (("name", "name"), ("died", "date of death"))
    mostly_words = [[name, "see the file" if n < 15 else f"2031-03-{n:02d}"] for n, (name, _) in enumerate(rows)]
    assert recognise_columns(["name", "date of death"], mostly_words)[1] == ("died", "date of death")
