"""How a claim relates to a question: dimension by dimension, each with a reason."""

from __future__ import annotations

import pytest

from accounted.claims import Gazetteer, Place, extract, match
from accounted.claims.periods import compare_periods
from accounted.claims.populations import compare_places, compare_populations
from accounted.model.dates import DateInterval
from accounted.model.questions import Question

QUESTION = Question(
    id="killed-1999",
    text="How many Velmar farmers were killed in Velmar from March to June 1999?",
    act="killed",
    unit="persons",
    population="Velmar farmers",
    place="Velmar",
    period=DateInterval.parse("1999-03-20/1999-06-22"),
)
LATER = DateInterval.parse("2001-01-01")
SAME = "Anna Bell said that over 300 Velmar farmers were killed in Velmar from March to June 1999."

# text, overall, dimensions that are not the same
PAIRS = [
    (SAME, "same", {}),
    ("300 Velmar farmers were killed in Velmar between 20 March and 22 June 1999.", "same", {}),
    ("300 Velmar farmers were executed in Velmar from March to June 1999.", "narrower", {"act": "narrower"}),
    ("300 Velmar farmers were killed or missing in Velmar from March to June 1999.", "wider", {"act": "wider"}),
    ("300 Velmar farmers were missing in Velmar from March to June 1999.", "different", {"act": "different"}),
    ("300 Velmar farmers were injured in Velmar from March to June 1999.", "different", {"act": "different"}),
    (
        "Velmar farmers were killed in 300 massacres in Velmar from March to June 1999.",
        "different",
        {"unit": "different", "population": "unclear"},
    ),
    ("300 young Velmar farmers were killed in Velmar from March to June 1999.", "narrower", {"population": "narrower"}),
    ("300 farmers were killed in Velmar from March to June 1999.", "wider", {"population": "wider"}),
    ("300 people were killed in Velmar from March to June 1999.", "wider", {"population": "wider"}),
    ("300 Tandor farmers were killed in Velmar from March to June 1999.", "different", {"population": "different"}),
    ("300 were killed in Velmar from March to June 1999.", "unclear", {"population": "unclear"}),
    ("300 Velmar farmers were killed in northern Velmar from March to June 1999.", "narrower", {"place": "narrower"}),
    ("300 Velmar farmers were killed in Tandor from March to June 1999.", "unclear", {"place": "unclear"}),
    ("300 Velmar farmers were killed from March to June 1999.", "unclear", {"place": "unclear"}),
    ("300 Velmar farmers were killed in Velmar in 1999.", "wider", {"period": "wider"}),
    ("300 Velmar farmers were killed in Velmar in April 1999.", "narrower", {"period": "narrower"}),
    ("300 Velmar farmers were killed in Velmar from May to August 1999.", "overlapping", {"period": "overlapping"}),
    ("300 Velmar farmers were killed in Velmar in 1988.", "different", {"period": "different"}),
    ("300 Velmar farmers were killed in Velmar.", "unclear", {"period": "unclear"}),
    ("300 Velmar farmers were killed in Velmar up to June 1999.", "unclear", {"period": "unclear"}),
    (
        "300 young Velmar farmers were killed in Velmar in 1999.",
        "overlapping",
        {"population": "narrower", "period": "wider"},
    ),
    (
        "The ministry denied that 300 Velmar farmers were killed in Velmar from March to June 1999.",
        "different",
        {"stance": "different"},
    ),
    ("300 Velmar farmers may have been killed in Velmar from March to June 1999.", "unclear", {"stance": "unclear"}),
    (
        "If it is true, 300 Velmar farmers were killed in Velmar from March to June 1999.",
        "different",
        {"stance": "different"},
    ),
    (
        "Anna Bell said the agency put the number of Velmar farmers killed in Velmar from March to June 1999 at 300.",
        "unclear",
        {"stance": "unclear"},
    ),
]
KNOWN = Gazetteer.of(
    [
        Place("Velmar", ("Velmaria", "the Velmar Republic"), ("Westland",)),
        Place("Tandor", ("Old Tandor",), ("Velmar",)),
        Place("Quel", (), ("Westland",)),
    ]
)
FRAME = "{n} Velmar farmers were {act} in {place} {when}."
SPRING = "from March to June 1999"
MORE = [
    # text, overall, dimensions that are not the same; with places known to lie in each other
    (FRAME.format(n="300", act="killed", place="Tandor", when=SPRING), "narrower", {"place": "narrower"}),
    (FRAME.format(n="300", act="killed", place="Old Tandor", when=SPRING), "narrower", {"place": "narrower"}),
    (FRAME.format(n="300", act="killed", place="northern Tandor", when=SPRING), "narrower", {"place": "narrower"}),
    (FRAME.format(n="300", act="killed", place="Velmaria", when=SPRING), "same", {}),
    (FRAME.format(n="300", act="killed", place="the Velmar Republic", when=SPRING), "same", {}),
    (FRAME.format(n="300", act="killed", place="Westland", when=SPRING), "wider", {"place": "wider"}),
    (FRAME.format(n="300", act="killed", place="Quel", when=SPRING), "different", {"place": "different"}),
    (FRAME.format(n="300", act="killed", place="Peru", when=SPRING), "different", {"place": "different"}),
    (FRAME.format(n="300", act="killed", place="Ossport", when=SPRING), "unclear", {"place": "unclear"}),
    (FRAME.format(n="300", act="killed", place="New Velmar", when=SPRING), "unclear", {"place": "unclear"}),
    (FRAME.format(n="Over 300", act="murdered", place="Velmar", when=SPRING), "same", {}),
    (FRAME.format(n="300", act="massacred", place="Velmar", when=SPRING), "same", {}),
    (FRAME.format(n="300", act="hanged", place="Velmar", when=SPRING), "narrower", {"act": "narrower"}),
    (FRAME.format(n="300", act="detained", place="Velmar", when=SPRING), "different", {"act": "different"}),
    (FRAME.format(n="300", act="tortured", place="Velmar", when=SPRING), "different", {"act": "different"}),
    (FRAME.format(n="300", act="displaced", place="Velmar", when=SPRING), "different", {"act": "different"}),
    (FRAME.format(n="300", act="killed or wounded", place="Velmar", when=SPRING), "wider", {"act": "wider"}),
    (FRAME.format(n="300", act="killed", place="Velmar", when="in 1998"), "different", {"period": "different"}),
    (FRAME.format(n="300", act="killed", place="Velmar", when="in May 1999"), "narrower", {"period": "narrower"}),
    (FRAME.format(n="300", act="killed", place="Velmar", when="on 12 April 1999"), "narrower", {"period": "narrower"}),
    (FRAME.format(n="300", act="killed", place="Velmar", when="in July 1999"), "different", {"period": "different"}),
    (
        FRAME.format(n="300", act="killed", place="Velmar", when="between January and April 1999"),
        "overlapping",
        {"period": "overlapping"},
    ),
    (FRAME.format(n="300", act="killed", place="Velmar", when="since March 1999"), "wider", {"period": "wider"}),
    (
        FRAME.format(n="300", act="executed", place="Tandor", when="in May 1999"),
        "narrower",
        {"act": "narrower", "place": "narrower", "period": "narrower"},
    ),
    (
        FRAME.format(n="300", act="killed", place="Westland", when="in May 1999"),
        "overlapping",
        {"place": "wider", "period": "narrower"},
    ),
    (
        FRAME.format(n="300", act="executed", place="Quel", when="in 1999"),
        "different",
        {"act": "narrower", "place": "different", "period": "wider"},
    ),
    ("300 women were killed in Velmar from March to June 1999.", "unclear", {"population": "unclear"}),
    ("12 children were killed in Velmar from March to June 1999.", "unclear", {"population": "unclear"}),
    (
        "300 Velmar farmers and teachers were killed in Velmar from March to June 1999.",
        "wider",
        {"population": "wider"},
    ),
    ("Some 300 Velmar farmers were killed in Velmar from March to June 1999.", "same", {}),
    ("Officials said up to 300 Velmar farmers were killed in Velmar from March to June 1999.", "same", {}),
    (
        "No civilians were killed in Velmar from March to June 1999.",
        "different",
        {"unit": "different", "population": "unclear", "stance": "different"},
    ),
    (
        "The ministry doubted that 300 Velmar farmers were killed in Velmar from March to June 1999.",
        "different",
        {"stance": "different"},
    ),
    (
        "Were 300 Velmar farmers killed in Velmar from March to June 1999?",
        "different",
        {"stance": "different"},
    ),
    (
        "300 houses were destroyed in Velmar from March to June 1999.",
        "different",
        {"act": "different", "unit": "different", "population": "unclear"},
    ),
    (
        "Anna Bell and Tom Reed said that 300 Velmar farmers were killed in Velmar from March to June 1999.",
        "same",
        {},
    ),
]
POPULATIONS = [
    ("Kosovar Albanians", "Kosovar Albanians", "same"),
    ("Kosovo Albanians", "Kosovar Albanians", "same"),
    ("Albanians of Kosovo", "Kosovar Albanians", "same"),
    ("Kosovar Albanian people", "Kosovar Albanians", "same"),
    ("Kosovar Albanian civilians", "Kosovar Albanians", "narrower"),
    ("Kosovars", "Kosovar Albanians", "wider"),
    ("people", "Kosovar Albanians", "wider"),
    ("people, mostly ethnic Albanians", "Kosovar Albanians", "wider"),
    ("people of all ethnic groups", "Kosovar Albanians", "wider"),
    ("Kosovar Serbs", "Kosovar Albanians", "different"),
    ("members of the MEK", "Kosovar Albanians", "different"),
    ("ethnic Albanians", "Kosovar Albanians", "unclear"),
    (None, "Kosovar Albanians", "unclear"),
    ("members and sympathizers of the movement", "members of the movement", "wider"),
    (None, "", "same"),
]
PERIODS = [
    ("1999-03/1999-06", "1999-03-20/1999-06-22", "same"),
    ("1999-03-20/1999-06-22", "1999-03/1999-06", "same"),
    ("1999", "1999-03-20/1999-06-22", "wider"),
    ("1999-06", "1999-06-10/1999-06-12", "wider"),
    ("1998/2000", "1998-01-01/2000-12-31", "same"),
    ("../1999", "1999-03-20/1999-06-22", "unclear"),
    ("1988-22", "1999-03-20/1999-06-22", "different"),
]


@pytest.mark.parametrize(("text", "overall", "others"), PAIRS)
def test_claim_and_question(text: str, overall: str, others: dict[str, str]) -> None:
    (claim,) = extract(text, dated=LATER)
    found = match(claim, QUESTION, documents_date=LATER)
    assert {d.dimension: d.relation for d in found.dimensions if d.relation != "same"} == others
    assert found.relation == overall
    assert all(d.reason for d in found.dimensions)


@pytest.mark.parametrize(("text", "overall", "others"), MORE)
def test_claim_and_question_with_known_places(text: str, overall: str, others: dict[str, str]) -> None:
    (claim,) = extract(text, dated=LATER)
    found = match(claim, QUESTION, documents_date=LATER, gazetteer=KNOWN)
    assert {d.dimension: d.relation for d in found.dimensions if d.relation != "same"} == others
    assert found.relation == overall
    assert all(d.reason for d in found.dimensions)


def test_table_is_long_enough() -> None:
    assert len(PAIRS) + len(MORE) >= 60


def test_claim_made_before_the_period_ends_cannot_count_all_of_it() -> None:
    (claim,) = extract(SAME)
    found = match(claim, QUESTION, documents_date=DateInterval.parse("1999-06-01"))
    assert {d.dimension: d.relation for d in found.dimensions if d.relation != "same"} == {"as of": "narrower"}
    assert found.relation == "narrower"


def test_reason_says_that_precision_was_lowered() -> None:
    (claim,) = extract(SAME, dated=LATER)
    period = next(d for d in match(claim, QUESTION, documents_date=LATER).dimensions if d.dimension == "period")
    assert "compared to the month" in period.reason


@pytest.mark.parametrize(("counted", "asked", "relation"), POPULATIONS)
def test_population_by_its_words(counted: str | None, asked: str, relation: str) -> None:
    assert compare_populations(counted, asked)[0] == relation


@pytest.mark.parametrize(("claimed", "asked", "relation"), PERIODS)
def test_period_at_the_coarser_precision(claimed: str, asked: str, relation: str) -> None:
    assert compare_periods(DateInterval.parse(claimed), claimed, DateInterval.parse(asked))[0] == relation


def test_place_beyond_the_one_asked_about_is_wider() -> None:
    assert compare_places("Velmar and Tandor", "Velmar")[0] == "wider"
    assert compare_places("Velmar", "northern Velmar")[0] == "wider"
    assert compare_places("Velmar", "")[0] == "same"


def test_question_without_act_is_unclear() -> None:
    (claim,) = extract(SAME, dated=LATER)
    open_question = Question("q", "", None, "persons", "", "", None)
    found = match(claim, open_question, documents_date=LATER)
    assert found.dimensions[0].relation == "unclear"
    assert found.relation == "unclear"


def test_a_guessed_date_of_the_document_is_named_in_the_reason() -> None:
    asked = DateInterval.parse("2016")
    sure, guessed = (compare_periods(DateInterval.parse(edtf), "last year", asked) for edtf in ("2016", "2016?"))
    assert sure[0] == guessed[0] == "same"
    assert "nobody has confirmed" in guessed[1]
    assert "nobody has confirmed" not in sure[1]
