"""What is odd in a list is found, in its rows; a sound list gets no finding; no name is ever shown."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.lists import read_list
from accounted.lists.lint_drift import kinds_of
from accounted.lists.linting import KINDS, lint_list
from accounted.model.dates import DateInterval
from accounted.model.ids import IdMaker
from accounted.model.list_findings import ListFinding

HEADER = ("id", "name", "sex", "age", "birth", "died", "village", "district")
SYLLABLES = ("ar", "bel", "cor", "dan", "fa", "gor", "hal", "im", "kel", "lun", "mor", "os", "pel", "ro", "vas", "wen")
SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "lists" / "us_police_2015_2016.csv.gz"

Rows = list[list[str]]


def word(rng: random.Random) -> str:
    return "".join(rng.sample(SYLLABLES, 3)).capitalize()


def sound(n: int = 120, seed: int = 4) -> Rows:
    """Rows of made-up people with nothing odd about them."""
    rng = random.Random(seed)
    villages = [word(rng) for _ in range(12)]
    rows = []
    for number in range(n):
        age, place = rng.randint(1, 90), rng.randrange(12)
        rows.append(
            [
                f"V-{number:04d}",
                f"{word(rng)} {word(rng)}",
                rng.choice("FM"),
                str(age),
                f"{2031 - age - 1}-{rng.randint(4, 12):02d}-{rng.randint(1, 28):02d}",
                f"2031-03-{rng.randint(1, 28):02d}",
                villages[place],
                villages[place // 4],
            ]
        )
    return rows


def lint(
    folder: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, period: str = ""
) -> tuple[ListFinding, ...]:
    path = folder / "made-up.csv"
    lines = [",".join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    covered = DateInterval.parse(period) if period else None
    return lint_list(*read_list(path, make_id=IdMaker(b"made up"), period=covered))


def with_cells(column: str, *values: str, at: int = 10) -> Rows:
    rows = sound()
    for offset, value in enumerate(values):
        rows[at + offset][HEADER.index(column)] = value
    return rows


def shifted(*places: int) -> Rows:
    rows = sound()
    for place in places:
        rows[place] = [*rows[place][:2], "", *rows[place][2:-1]]
    return rows


def ids_shared() -> Rows:
    rows = sound()
    rows[11][0] = rows[10][0]
    return rows


def again(**other: str) -> Rows:
    """Row 11 holds what row 10 does, but for some cells."""
    rows = sound()
    rows[11] = [other.get(title, cell) for title, cell in zip(HEADER, rows[10], strict=True)]
    return rows


def many(column: str, value: str, n: int, of: int = 120) -> Rows:
    rows = sound(of)
    for row in rows[:n]:
        row[HEADER.index(column)] = value
    return rows


def changing() -> Rows:
    rows = sound()
    for row in rows[70:]:
        row[HEADER.index("village")] = str(len(row[1]))
    return rows


def new_years() -> Rows:
    rows = sound(300)
    for number, row in enumerate(rows):
        row[3], row[4] = "", f"{1960 + number % 60}-01-01" if number < 60 else row[4]
    return rows


def heaped() -> Rows:
    rows = sound(300)
    for row in rows:
        row[3], row[4] = str(5 * round(int(row[3]) / 5)), ""
    return rows


# (kind, rows, the rows that are named)
PLANTED: list[tuple[str, Rows, list[tuple[int, ...]]]] = [
    ("columns_shifted", shifted(30, 31, 32), [(31,), (32,), (33,)]),
    ("column_changes", changing(), [(71,), (72,), (73,), (74,), (75,)]),
    ("text_garbled", with_cells("name", "JosÃ© Velmar", "Ù…Ø­Ù…Ø¯ Ù…Ø«Ø§Ù„"), [(11,), (12,)]),
    ("text_garbled", with_cells("name", "ظ…ط­ظ…ط¯ ظ…ط«ط§ظ„", "РњР°СЂРёСЏ Р’РµР»СЊ"), [(11,), (12,)]),
    ("text_garbled", with_cells("village", "Saint-Ã‰tienne du Velmar"), [(11,)]),
    ("letters_lost", with_cells("name", "M?ller Velmar", "M\ufffdller Ombra"), [(11,), (12,)]),
    ("id_for_two", ids_shared(), [(11, 12)]),
    ("person_two_ids", again(id="V-9999"), [(11, 12)]),
    ("row_repeated", again(), [(11, 12)]),
    ("sex_contradicts", [[*row[:2], "F" if n == 11 else "M" if n == 10 else row[2], *row[3:]]
                         for n, row in enumerate(again(id="V-9999"))], [(11, 12)]),
    ("age_is_year", with_cells("age", "1979", "1358"), [(11,), (12,)]),
    ("birth_is_age", with_cells("birth", "47"), [(11,)]),
    ("age_impossible", with_cells("age", "-3", "150"), [(11,), (12,)]),
    ("age_unread", with_cells("age", "forty"), [(11,)]),
    ("death_before_birth", with_cells("birth", "2041-05-05"), [(11,)]),
    ("life_too_long", with_cells("birth", "1830-05-05"), [(11,)]),
    ("age_against_dates", with_cells("birth", "1999-05-05", "1999-05-05", at=10), []),
    ("date_far", with_cells("died", "2131-03-05"), [(11,)]),
    ("date_unread", with_cells("died", "31 February 2031", "later", "48000"), [(11,), (12,), (13,)]),
    ("value_placeholder", with_cells("age", "999"), [(11,)]),
    ("value_placeholder", many("age", "99", 6), [(1,), (2,), (3,), (4,), (5,)]),
    ("value_placeholder", many("birth", "1900-01-01", 6), [(1,), (2,), (3,), (4,), (5,)]),
    ("age_zero", many("age", "0", 30), [(1,), (2,), (3,), (4,), (5,)]),
    ("name_of_several", with_cells("name", "Ombra and Isolde Vask", "Ombra Vask et al", "Ombra Vask + 3 children"),
     [(11,), (12,), (13,)]),
    ("name_with_number", with_cells("name", "Ombra Vask 2"), [(11,)]),
    ("name_overlong", with_cells("name", "Ombra " * 30), [(11,)]),
    ("markup", with_cells("name", "Ombra &amp; Vask<br>"), [(11,)]),
    ("cell_failed", with_cells("village", "#REF!"), [(11,)]),
    ("junk_around", with_cells("name", "*Ombra Vask"), [(11,)]),
    ("presentation_forms", with_cells("name", "\ufeb3\ufe92 مثال"), [(11,)]),
    ("invisible", with_cells("name", "Ombra\u00ad Vask"), [(11,)]),
    ("name_placeholder", with_cells("name", "unknown male", "TK TK", "غير معروف"), [(11,), (12,), (13,)]),
    ("place_placeholder", with_cells("village", "unknown"), [(11,)]),
    ("sex_unread", with_cells("sex", "seven"), [(11,)]),
    ("date_heap", new_years(), [(1,), (2,), (3,), (4,), (5,)]),
    ("age_heap", heaped(), []),
    ("row_thin", [["V-1", "Ombra", *[""] * 6], *sound()], [(1,)]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "rows", "named"), PLANTED, ids=[f"{n} {p[0]}" for n, p in enumerate(PLANTED)])
def test_what_was_planted_is_found_in_its_rows(
    tmp_path: Path, kind: str, rows: Rows, named: list[tuple[int, ...]]
) -> None:
    found = {finding.kind: finding for finding in lint(tmp_path, rows)}
    assert kind in found
    assert not named or list(found[kind].rows) == named
    assert found[kind].n_rows >= len(found[kind].rows)
    assert found[kind].what
    assert found[kind].mend
    assert found[kind].file.endswith("made-up.csv")


def test_every_kind_is_planted_once() -> None:
    elsewhere = {"person_twice", "date_outside_period", "title_unfit"}
    assert {kind for kind, _, _ in PLANTED} | elsewhere == set(KINDS)


def test_a_person_in_two_rows_of_a_list_without_ids(tmp_path: Path) -> None:
    rows = [row[1:] for row in again()]
    rows[11][-1] = "seen by another witness"
    (found,) = lint(tmp_path, rows, HEADER[1:])
    assert (found.kind, found.rows, found.n_rows, found.severity) == ("person_twice", ((11, 12),), 2, "check")


def test_the_same_name_and_day_alone_is_no_reason_to_say_a_word(tmp_path: Path) -> None:
    rows = [["Ombra Vask", "2031-03-20", "30"], ["Ombra Vask", "2031-03-20", "41"], ["Ombra Vask", "2031-03-20", ""]]
    assert lint(tmp_path, rows, ("name", "died", "age")) == ()


def test_namesakes_with_other_parents_are_two_people(tmp_path: Path) -> None:
    header = ("name", "father name", "died", "age", "village")
    rows = [["Ombra Vask", father, "2031-03-20", "30", "Ilgesh"] for father in ("Havel", "Corvan", "Havel")]
    rows[2][1] = "havel"
    (found,) = lint(tmp_path, rows, header)
    assert (found.kind, found.rows) == ("person_twice", ((1, 3),))


def test_one_id_for_names_that_hang_together_by_a_third_is_fine(tmp_path: Path) -> None:
    rows = sound()
    for place, name in enumerate(("Ombra Vask", "Vask Isolde", "Isolde Quill")):
        rows[10 + place][0], rows[10 + place][1] = "V-0010", name
    assert lint(tmp_path, rows) == ()
    rows[11][1] = "Corvan Prenn"
    assert [f.kind for f in lint(tmp_path, rows)] == ["id_for_two"]


def test_one_passport_for_two_people(tmp_path: Path) -> None:
    header = ("name", "passport number", "died")
    rows = [[name, f"P{n:05d}", died] for n, (_, name, _, _, _, died, *_) in enumerate(sound(30))]
    rows[7][1] = rows[4][1]
    assert [(f.kind, f.columns, f.rows) for f in lint(tmp_path, rows, header)] == [
        ("id_for_two", ("passport number",), ((5, 8),))
    ]


def test_one_id_for_spellings_of_one_name_is_fine(tmp_path: Path) -> None:
    rows = sound()
    rows[10][1], rows[11][1] = "Mohammad al-Misal", "محمد المثال"
    rows[11][0] = rows[10][0]
    assert [f.kind for f in lint(tmp_path, rows)] == []


def test_dates_outside_the_period_that_a_list_declares(tmp_path: Path) -> None:
    (found,) = lint(tmp_path, with_cells("died", "2031-05-01", at=3), period="2031-03")
    assert (found.kind, found.rows, found.values) == ("date_outside_period", ((4,),), ("2031-05-01",))


def test_a_title_that_does_not_fit_its_values_is_said(tmp_path: Path) -> None:
    rows = [[name, str(1940 + n)] for n, (_, name, *_) in enumerate(sound(30))]
    (found,) = lint(tmp_path, rows, ("name", "age"))
    assert (found.kind, found.columns, found.n_rows) == ("title_unfit", ("age",), 30)
    lists, records = read_list(tmp_path / "made-up.csv", make_id=IdMaker(b"made up"), columns={"age": ""})
    assert lint_list(lists, records, said={"age"}) == ()


def test_the_most_serious_comes_first_and_few_rows_are_named(tmp_path: Path) -> None:
    rows = many("age", "999", 40)
    rows[50][1] = "unknown woman"
    found = lint(tmp_path, rows)
    assert [f.severity for f in found] == ["check", "note"]
    assert (len(found[0].rows), found[0].n_rows) == (5, 40)
    assert "(40 rows)" in found[0].sentence


def test_findings_never_hold_a_name(tmp_path: Path) -> None:
    for _, rows, _ in PLANTED:
        names = {part for row in rows for part in row[1].split() if part.isalpha() and len(part) > 4}
        for finding in lint(tmp_path, rows):
            shown = {"".join(filter(str.isalpha, part)) for part in " ".join(finding.values).split()}
            assert not names & shown - {"unknown", "معروف"}


letters = st.text(string.ascii_lowercase, min_size=3, max_size=9).map(str.capitalize)
sound_row = st.tuples(
    st.builds("{} {}".format, letters, letters),
    st.sampled_from(["F", "M", ""]),
    st.integers(1, 90),
    st.dates(date(2031, 3, 1), date(2031, 6, 30)),
    letters,
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(sound_row, min_size=1, max_size=40, unique_by=lambda row: row[0]))
def test_a_sound_list_gets_no_finding_to_check(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple]) -> None:
    folder = tmp_path_factory.mktemp("sound")
    table = [[name, sex, str(age), died.isoformat(), place] for name, sex, age, died, place in rows]
    found = lint(folder, table, ("name", "sex", "age", "died", "village"))
    assert [f.kind for f in found if f.severity == "check"] == []


@pytest.mark.parametrize("seed", range(8))
def test_large_sound_lists_get_no_finding_at_all(tmp_path: Path, seed: int) -> None:
    assert lint(tmp_path, sound(1500, seed)) == ()


def test_the_order_of_rows_changes_the_row_numbers_and_nothing_else(tmp_path: Path) -> None:  # P17
    rows = again(id="V-9999") + with_cells("age", "1979", "-4", "999")[20:]
    first = lint(tmp_path, rows)
    random.Random(5).shuffle(rows)
    second = lint(tmp_path, rows)

    def told(found: tuple[ListFinding, ...]) -> list[tuple[object, ...]]:
        return [(f.kind, f.columns, f.n_rows, f.values, f.records) for f in found]

    assert told(first) == told(second)


@pytest.mark.parametrize("cell", ["", "n/a", "?"])
def test_an_empty_cell_is_of_no_kind(cell: str) -> None:
    assert kinds_of(cell) == 0


@pytest.mark.skipif(not SHARED.exists(), reason="the real lists in ../shared are not here")
def test_four_real_lists_give_a_caseworker_nothing_to_wade_through() -> None:
    found = lint_list(*read_list(SHARED, make_id=IdMaker(b"made up")))
    assert sum(f.severity == "check" for f in found) <= 2
    assert len(found) <= 5
