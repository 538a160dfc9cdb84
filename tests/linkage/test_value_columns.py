"""Columns of values other than names, and the comparisons made of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounted.linkage.comparison_levels import FieldComparison
from accounted.linkage.engine import compare_listed
from accounted.linkage.fields import prepare
from accounted.linkage.levels import COMPARISONS
from accounted.linkage.name_columns import Naming
from accounted.linkage.place_spellings import spell_places
from accounted.model.dates import DateInterval
from accounted.sandbox.duck import open_duckdb

np = pytest.importorskip("numpy")


def _level(field: str, one, other) -> str | None:
    """The words of the level at which two records are compared."""
    comparison: FieldComparison = next(c for c in COMPARISONS if c.field == field)
    columns = prepare([replace(one, id="a"), replace(other, id="b")], [])
    connection = open_duckdb(threads=1)
    connection.register("source", columns.table)
    connection.execute("CREATE TABLE records AS SELECT * FROM source ORDER BY unique_id")
    table = compare_listed(connection, [comparison], np.array([0]), np.array([1]))
    number = connection.execute(f"SELECT gamma_{field} FROM {table}").fetchall()[0][0]
    connection.close()
    level = comparison.level(number)
    return level.words if level else None


CASES = (
    ("the same day", {"birth": "1931-05-04"}, {"birth": "1931-05-04"}, "born", "the same day of birth"),
    ("another year", {"birth": "1931-05-04"}, {"birth": "1938-05-04"}, "born", "days of birth one slip apart"),
    ("day and month", {"birth": "1931-05-04"}, {"birth": "1931-04-05"}, "born", "days of birth one slip apart"),
    ("digits swapped", {"birth": "1931-05-14"}, {"birth": "1913-05-14"}, "born", "days of birth one slip apart"),
    ("January stands in", {"birth": "1931-01-01"}, {"birth": "1931-11-20"}, "born", "the same age"),
    ("January twice", {"birth": "1931-01-01"}, {"birth": "1955-01-01"}, "born", "ages far apart"),
    ("year within day", {"birth": "1931"}, {"birth": "1931-11-20"}, "born", "the same age"),
    ("both parents", {"father_names": ("Tor",), "mother_names": ("Ada",)}, {"father_names": ("Tor",),
      "mother_names": ("Ada",)}, "parents", "father's and mother's name that sound the same"),
    ("one parent", {"father_names": ("Tor",), "mother_names": ("Ada",)}, {"mother_names": ("Ada",)}, "parents",
     "a parent's name that sounds the same"),
    ("no parent asked", {"father_names": ("Tor",)}, {}, "parents", None),
    ("father within the name", {"father_names": ("Sample",)}, {"father_names": ("Sample",)}, "parents", None),
    ("postcode", {"postcodes": ("VM12 3AB",)}, {"postcodes": ("vm123ab",)}, "home", "the same postcode"),
    ("postcode's area", {"postcodes": ("VM12 3AB",)}, {"postcodes": ("VM12 9XY",)}, "home", "postcodes nearly alike"),
    ("home and postcode", {"postcodes": ("VM12 3AB",), "birth_places": ("Velmouth",)},
     {"postcodes": ("VM12 9XY",), "birth_places": ("velmouth",)}, "home", "the same home, postcodes nearly alike"),
    ("birth place", {"birth_places": ("Velmouth",)}, {"birth_places": ("Velmouth",)}, "home", "born in the same place"),
    ("other homes", {"residences": ("Velmouth",)}, {"residences": ("Tarnburg",)}, "home", "other homes"),
    ("birth place, residence", {"birth_places": ("Velmouth",)}, {"residences": ("Velmouth",)}, "home", None),
    ("occupation", {"occupations": ("Stone mason",)}, {"occupations": ("stone mason",)}, "occupation",
     "the same occupation"),
    ("shared word", {"occupations": ("mason",)}, {"occupations": ("master mason",)}, "occupation",
     "occupations that share a word"),
    ("affiliation", {"affiliations": ("Velmar Guard",)}, {"affiliations": ("Tarn Party",)}, "affiliation",
     "other affiliations"),
    ("place in two scripts", {"places": (("city", "شیراز"),)}, {"places": (("city", "Shiraz"),)}, "place",
     "the same place"),
    ("places in two scripts", {"places": (("city", "شیراز"),)}, {"places": (("city", "Tehran"),)}, "place",
     "different places"),
    ("birth place in two scripts", {"birth_places": ("تهران",)}, {"birth_places": ("Tehran",)}, "home",
     "born in the same place"),
)  # fmt: skip


def test_places_of_other_scripts_stay_apart_without_transliteration(row):
    records = [
        row("a", "North", "Ambel Sample", places=["شیراز"]),
        row("b", "South", "Ambel Sample", places=["Shiraz"]),
    ]
    assert prepare(records, [], Naming(transliteration=False)).table.column("place").to_pylist() != ["shiraz"] * 2
    assert prepare(records, []).table.column("place").to_pylist() == ["shiraz"] * 2


def test_of_two_latin_spellings_the_nearer_one_is_taken(row):
    written = ["Babol", "Babel", "بابل", "Бабол", "Rey", "ری"]
    records = [row(f"{n}", "North", "Ambel Sample", places=[place]) for n, place in enumerate(written)]
    fold = spell_places(records)
    assert fold("Бабол") == "babol"
    assert fold("بابل") in ("babol", "babel")
    assert fold("ری") != "rey"  # one consonant is none to go by


@pytest.mark.parametrize(("one", "other", "field", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_values_are_compared_in_levels_that_say_what_agrees(row, one, other, field, expected):
    def made(values):
        return replace(
            row("x", "North", "Ambel Sample"),
            **{k: DateInterval.parse(v) if k == "birth" else v for k, v in values.items()},
        )

    assert _level(field, made(one), made(other)) == expected


def test_what_no_record_states_is_not_compared(row):
    fields = prepare([row("a", "North", "Ambel Sample"), row("b", "South", "Ambel Sample")], []).fields
    assert not {"parents", "home", "occupation", "affiliation"} & set(fields)


def test_looser_forms_hold_the_exact_ones(row):
    """Two records with the same exact value have the same looser one, so a looser rule finds all of a tighter one's."""
    records = [
        replace(
            row(f"{n}", "North", name, age=age, died=died),
            birth=DateInterval.parse(born),
            postcodes=(code,),
        )
        for n, (name, age, died, born, code) in enumerate(
            [
                ("Ambel Sample", 31, "2031-03-04", "1999-12-01", "VM1 2AB"),
                ("Ambel Tor", 34, "2031-03-09", "1999-12-31", "VM1 3CD"),
                ("Sample", 34, "2031-04", "1998", "VM22AB"),
            ]
        )
    ]
    table = prepare(records, []).table
    for exact, loose in (
        ("given_key", "given_start"),
        ("age", "age_band"),
        ("birth_month", "birth_year"),
        ("died_month", "died_year"),
        ("postcode", "postcode_area"),
    ):
        pairs = zip(table.column(exact).to_pylist(), table.column(loose).to_pylist(), strict=True)
        found: dict[object, object] = {}
        assert all(found.setdefault(e, value) == value for e, value in pairs if e is not None)
