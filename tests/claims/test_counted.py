"""What a figure counts: act, unit, who; and numbers that are no claims."""

from __future__ import annotations

import pytest

from accounted.claims import extract

# text, then per claim: act, unit, counted
CASES = [
    ("300 people were killed.", [("killed", "persons", "people")]),
    (
        "Over 300 members and supporters of the movement have been executed.",
        [("executed", "persons", "members and supporters of the movement")],
    ),
    (
        "They went on a rampage killing over 300 political prisoner there.",
        [("killed", "persons", "political prisoner")],
    ),
    ("300 deaths among Velmar farmers were recorded.", [("killed", "persons", "Velmar farmers")]),
    ("The execution of 120 prisoners followed.", [("executed", "persons", "prisoners")]),
    ("100 executed prisoners lie there.", [("executed", "persons", "executed prisoners")]),
    ("10 killed and 20 wounded.", [("killed", "persons", None), ("injured", "persons", None)]),
    ("They killed 10 people and injured 20.", [("killed", "persons", "people"), ("injured", "persons", None)]),
    ("They killed 10 men and 20 women.", [("killed", "persons", "men"), ("killed", "persons", "women")]),
    ("300 men and 40 women were killed.", [("killed", "persons", "men"), ("killed", "persons", "women")]),
    (
        "Around 300 people had been killed in more than 10 massacres.",
        [("killed", "persons", "people"), ("killed", "incidents", "massacres")],
    ),
    ("The death toll rose to 41.", [("killed", "persons", None)]),
    ("This was raising the toll to 41.", [("killed", "persons", None)]),
    ("The number of people killed in Velmar was 41.", [("killed", "persons", "people")]),
    ("2,108 bodies had been exhumed.", [("other", "persons", "bodies")]),
    ("4,266 bodies had been reported buried.", [("other", "persons", "bodies")]),
    ("300 people were killed or missing.", [("other", "persons", "people")]),
    ("There were 300 casualties.", [("other", "persons", "casualties")]),
    ("About 300 military-aged men were missing.", [("missing", "persons", "military-aged men")]),
    ("300 Velmar men were unaccounted for.", [("missing", "persons", "Velmar men")]),
    ("800 refugees fled.", [("displaced", "persons", "refugees")]),
    ("300 students were arrested.", [("detained", "persons", "students")]),
    ("300 prisoners were tortured.", [("tortured", "persons", "prisoners")]),
    ("They destroyed 300 houses.", [("other", "objects", "houses")]),
    ("265 members of the council signed a letter.", [("signing", "persons", "members of the council")]),
    ("The rally brings in tens of thousands of supporters.", [("attending", "persons", "supporters")]),
    ("300 people in the town of Velmar were feared dead.", [("killed", "persons", "people")]),
    ("20 soldiers from the 3rd brigade were killed.", [("killed", "persons", "soldiers")]),
    ("One person was killed.", [("killed", "persons", "person")]),
    ("Around 300 people, mostly farmers, had been killed.", [("killed", "persons", "people, mostly farmers")]),
    ("Killed: 30\nInjured: 50", [("killed", "persons", None), ("injured", "persons", None)]),
    ("300 fighters killed 20 men.", [("killed", "persons", "men")]),
    ("A magnitude 6.5 earthquake killed 300 people.", [("killed", "persons", "people")]),
    ("300 victims were executed.", [("executed", "persons", "victims")]),
]
NO_CLAIM = [
    ("people who did something else", "300 people visited the town."),
    ("the missing are others", "300 people met relatives of the missing."),
    ("animals", "The army killed 300 sheep."),
    ("length of time", "Three decades of killing followed."),
    ("year", "The killings of 1988 are remembered."),
    ("one example", "The carnage is one example of it."),
    ("percentage", "40 per cent of people were killed."),
    ("age", "A 30-year-old was killed."),
    ("money", "They paid $300 to those killed."),
    ("resolution", "Resolution 1244 followed the killing."),
    ("sites", "They dug at 195 of 529 grave sites."),
    ("date", "On 17 June 1999 people were killed."),
    ("ambiguous number", "30.000 people were killed."),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_act_unit_and_who(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(c.act, c.unit, c.counted) for c in extract(text)] == expected


@pytest.mark.parametrize(("label", "text"), NO_CLAIM)
def test_number_that_is_no_claim_is_not_reported(label: str, text: str) -> None:
    assert [c for c in extract(text) if c.kind == "figure"] == [], label


@pytest.mark.parametrize(
    "text",
    [
        "12 people died, among them 4 children.",
        "12 people were killed, 4 of them children.",
        "12 killed, including 4 women.",
    ],
)
def test_part_of_another_figure(text: str) -> None:
    whole, part = extract(text)
    assert (part.part_of, part.act) == (whole.id, "killed")
    assert whole.part_of is None
