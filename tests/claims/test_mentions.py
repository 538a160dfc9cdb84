"""One person counted by an article: an event, whose figure is no number that the text states."""

from __future__ import annotations

import pytest

from accounted.claims import extract

EVENTS = [
    ("A policeman was killed in Velmar.", "killed", "A"),
    ("A 40-year-old man was shot dead outside his home.", "killed", "A"),
    ("Gunmen killed a 12-year-old girl.", "killed", "a"),
    ("The blast killed a nurse on her way home.", "killed", "a"),
    ("An herbalist was hacked to death near Kessin.", "killed", "An"),
    ("Soldiers shot a teacher to death.", "killed", "a"),
    ("A reporter was arrested on Monday.", "detained", "A"),
    ("Another woman died in hospital.", "killed", "Another"),
]
NO_EVENTS = [
    ("things", "A bus was destroyed and a village was shelled."),
    ("animals", "A dog was killed."),
    ("named persons", "Anna Bell was killed with her husband."),
    ("persons pointed at", "They killed him and his wife."),
    ("those who do it", "A policeman killed the mayor."),
    ("who speaks", "A minister said that the road was closed."),
    ("those who gather", "A woman marched with them."),
]


@pytest.mark.parametrize(("text", "act", "wording"), EVENTS)
def test_person_counted_by_an_article_is_an_event(text: str, act: str, wording: str) -> None:
    found = [(c.kind, c.act, c.figure.best, c.figure.wording) for c in extract(text) if c.figure]
    assert found == [("event", act, 1, wording)]


@pytest.mark.parametrize(("label", "text"), NO_EVENTS)
def test_what_no_article_counts_is_no_event(label: str, text: str) -> None:
    assert [c for c in extract(text) if c.kind == "event"] == [], label


def test_stated_number_beside_an_article_is_a_figure() -> None:
    claims = extract("A driver and two passengers were killed; one man was hurt.")
    assert [(c.kind, c.act, c.figure.best if c.figure else None) for c in claims] == [
        ("event", "killed", 1),
        ("figure", "killed", 2),
        ("figure", "injured", 1),
    ]


def test_what_befell_the_next_ones_is_not_said_of_a_person_before_a_comma() -> None:
    (claim,) = extract("According to a nurse, 12 people died.")
    assert claim.figure is not None
    assert claim.figure.best == 12
