"""Where places lie: the table's own laws, what it will not decide, and what a person says first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims.gazetteer import Gazetteer, Place, relate_places, world
from accounted.claims.gazetteer_table import AMBIGUOUS, COUNTRIES, REGIONS, UNSETTLED, WORLD_REGIONS

NAMES = sorted(set(world().names.values()))
OPPOSITE = {"narrower": "wider", "wider": "narrower"}


@pytest.mark.parametrize(
    ("worded", "asked", "relation"),
    [
        ("Baghdad", "Iraq", "narrower"),
        ("Iraq", "Baghdad", "wider"),
        ("northern Iraq", "Iraq", "narrower"),
        ("northern Iraq", "Western Asia", "narrower"),
        ("western Europe", "Austria", "wider"),
        ("the United States", "USA", "same"),
        ("Iran", "Islamic Republic of Iran", "same"),
        ("Peru", "Chile", "different"),
        ("Lima", "Chile", "different"),
        ("Lima", "Latin America", "narrower"),
        ("Tehran", "Africa", "different"),
        ("Kosovo", "Serbia", "unclear"),
        ("Pristina", "Serbia", "unclear"),
        ("Gaza", "Israel", "unclear"),
        ("Taiwan", "China", "unclear"),
        ("South Sudan", "Sudan", "unclear"),
        ("Georgia", "Peru", "unclear"),
        ("New Mexico", "Mexico", "different"),
        ("New Velmar", "Velmar", "unclear"),
        ("New Velmar", "New Velmar", "same"),
        ("northern Velmar", "Velmar", "narrower"),
        ("Velmar", "Peru", "unclear"),
        ("Velmar", "Tandor", "unclear"),
        (None, "Peru", "unclear"),
        ("Peru", "", "same"),
    ],
)
def test_places(worded: str | None, asked: str, relation: str) -> None:
    found, reason = relate_places(worded, asked)
    assert found == relation
    assert reason


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_what_lies_within_is_wider_the_other_way(one: str, two: str) -> None:
    there, back = relate_places(one, two)[0], relate_places(two, one)[0]
    assert back == OPPOSITE.get(there, there)
    assert (there == "same") == (one == two)


def test_the_table_knows_what_it_speaks_of() -> None:
    known = world()
    assert {name for pair in UNSETTLED for name in pair} <= set(NAMES)
    assert set(REGIONS) <= set(NAMES)
    assert set(COUNTRIES) <= {part for parts in WORLD_REGIONS.values() for part in parts.split(", ")}
    assert not any(name in above for name, above in known.within.items())
    assert {name for name, above in known.within.items() if not above} == {
        "Africa", "Americas", "Asia", "Europe", "Oceania",
    }  # fmt: skip
    assert len(AMBIGUOUS.split(", ")) == len(known.ambiguous)


def test_a_person_goes_first() -> None:
    own = Gazetteer.of([Place("Tandor", ("Tandor Town", "تاندور"), ("Peru",)), Place("Georgia", (), ("USA",))])
    assert relate_places("تاندور", "Peru", own)[0] == "narrower"
    assert relate_places("the Tandor Town", "Americas", own)[0] == "narrower"
    assert relate_places("Tandor", "Chile", own)[0] == "different"
    assert relate_places("Georgia", "USA", own)[0] == "narrower"
    decided = Gazetteer.of([Place("Western Sahara", (), ("Morocco",))])
    assert relate_places("Western Sahara", "Morocco", decided)[0] == "narrower"


def test_a_circle_of_a_persons_places_does_not_hang() -> None:
    circle = Gazetteer.of([Place("A", (), ("B",)), Place("B", (), ("A",))])
    assert relate_places("A", "B", circle)[0] in ("narrower", "wider")
