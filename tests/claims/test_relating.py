"""Claims across documents: what repeats, cites, updates, contradicts or is a part; one source counts once (R9)."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import extract, find_copies, relate
from accounted.claims.speakers_alike import same_name
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.relations import Across

WIRE = (
    "The Velmar Committee said on Tuesday that over 300 people were killed in Velmar in June 2031, most of them in "
    "villages along the river, after the roads had been closed to everybody who wanted to leave the valley."
)


def read(
    texts: dict[str, tuple[str, str]],
) -> tuple[list[Claim], dict[str, DateInterval | None], list[tuple[str, str]]]:
    """Claims, dates and texts by document: name → date, text."""
    claims, dates, plain = [], {}, []
    for name, (date, text) in texts.items():
        dated = DateInterval.parse(date) if date else None
        own = extract(text, name=name, dated=dated)
        ids = {claim.id: f"{name}:{number}" for number, claim in enumerate(own)}
        for claim in own:
            part = ids[claim.part_of] if claim.part_of else None
            claims.append(dataclasses.replace(claim, document=name, id=ids[claim.id], part_of=part))
        dates[name] = dated
        plain.append((name, text))
    return claims, dates, plain


def across(texts: dict[str, tuple[str, str]], **more: object) -> Across:
    claims, dates, plain = read(texts)
    return relate(claims, dates, find_copies(plain), **more)


def kinds(found: Across) -> list[tuple[str, str, str]]:
    return [(r.left.split(":")[0], r.kind, r.right.split(":")[0]) for r in found.relations]


def test_twelve_copies_are_one_source_until_a_person_says_otherwise() -> None:
    """R9."""
    texts = {f"d{i:02}": ("2031-07-03", f"Paper number {i}, from our desk. {WIRE}") for i in range(12)}
    found = across(texts)
    (same,) = found.same
    assert (len(same.claims), len(same.sources)) == (12, 1)
    own = across(texts, independent={same.claims[5]})
    assert sorted(len(source) for source in own.same[0].sources) == [1, 11]


def test_copies_of_a_text_without_place_and_time_are_tied_too() -> None:
    text = (
        "Over 300 people were killed, the paper has learned from several of those who came over the hills last night "
        "with nothing but their clothes and a few blankets for the children."
    )
    found = across({"a": ("", text), "b": ("", f"Heard yesterday. {text}")})
    assert kinds(found) == [("b", "repeats", "a")]
    assert "passage" in found.relations[0].reason


def test_two_events_with_one_number_are_not_the_same() -> None:
    found = across({"a": ("", "12 people were killed."), "b": ("", "12 people were killed.")})
    assert (found.relations, found.same) == ((), ())


def test_two_speakers_with_one_figure_stand_together_as_two_sources() -> None:
    found = across(
        {
            "a": ("2031-07-01", "Anna Bell said over 300 people were killed in Velmar in June 2031."),
            "b": ("2031-07-02", "Tom Reed said over 300 people were killed in Velmar in June 2031."),
        }
    )
    assert found.relations == ()
    assert [len(source) for source in found.same[0].sources] == [1, 1]


def test_the_same_speaker_is_one_source() -> None:
    found = across(
        {
            "a": ("2031-07-01", "Anna Bell said over 300 people were killed in Velmar in June 2031."),
            "b": ("2031-08-02", "Bell said more than 300 people were killed."),
        }
    )
    assert kinds(found) == [("b", "repeats", "a")]
    assert "speaker" in found.relations[0].reason


def test_a_figure_led_back_to_its_speaker_is_cited() -> None:
    found = across(
        {
            "a": ("2031-07-01", "The Velmar Agency said 300 people were killed in Velmar in June 2031."),
            "b": ("2031-07-05", "The ministry denied the Velmar Agency’s figure of 300 people killed in Velmar."),
        }
    )
    assert ("b", "cites", "a") in kinds(found)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        # date, text of each
        (
            ("2031-07-01", "Anna Bell said 36 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Anna Bell said 41 people were killed in Velmar in June 2031."),
            "updates",
        ),
        (
            ("2031-07-01", "Anna Bell said 41 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Anna Bell said 36 people were killed in Velmar in June 2031."),
            "updates",
        ),
        (
            ("2031-07-01", "Anna Bell said 36 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar in June 2031."),
            "updates",
        ),
        (
            ("2031-07-01", "Anna Bell said 41 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said 36 people were killed in Velmar in June 2031."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said 36 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar in June 2031."),
            "contradicts",
        ),
        (
            ("2031-07-04", "Anna Bell said over 300 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said about 350 people were killed in Velmar in June 2031."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said about 300 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said 340 people were killed in Velmar in June 2031."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said over 300 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said up to 200 people were killed in Velmar in June 2031."),
            "contradicts",
        ),
        (
            ("", "Anna Bell said 36 people were killed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar in June 2031."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said 36 people were executed in Velmar in June 2031."),
            ("2031-07-04", "Anna Bell said 41 people were killed in Velmar in June 2031."),
            "part_of",
        ),
        (
            ("2031-07-04", "Anna Bell said 36 people were executed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar in June 2031."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said 36 people were injured in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar in June 2031."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said 36 people were killed in Tandor in June 2031."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar in June 2031."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said 36 people were killed in Velmar in May 2031."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar in June 2031."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said 36 people were killed in Velmar."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar."),
            None,
        ),
        (
            ("2031-07-04", "Anna Bell said 36 people may have been killed in Velmar in June 2031."),
            ("2031-07-04", "Tom Reed said 41 people were killed in Velmar in June 2031."),
            None,
        ),
    ],
)
def test_what_two_figures_are_to_each_other(first: tuple[str, str], second: tuple[str, str], kind: str | None) -> None:
    found = across({"a": first, "b": second})
    assert [r.kind for r in found.relations] == ([kind] if kind else [])
    if kind == "updates":
        assert kinds(found) == [("b", "updates", "a")]


def test_an_update_is_of_the_last_figure_before_it() -> None:
    said = "{} said {} people were killed in Velmar in June 2031."
    found = across(
        {
            "a": ("2031-07-01", said.format("Anna Bell", 30)),
            "b": ("2031-07-02", said.format("Anna Bell", 36)),
            "c": ("2031-07-03", said.format("Tom Reed", 38)),
            "d": ("2031-07-04", said.format("Anna Bell", 41)),
        }
    )
    assert kinds(found) == [("b", "updates", "a"), ("c", "updates", "b"), ("d", "updates", "b")]


def test_a_part_within_a_sentence() -> None:
    found = across({"a": ("", "12 people were killed, among them 4 children.")})
    assert [r.kind for r in found.relations] == ["part_of"]


def test_aliases_of_a_person_say_who_is_one() -> None:
    assert not same_name("MoH", "Ministry of Health", {}, is_near=False)
    assert same_name("MoH", "Ministry of Health", {"moh": "Ministry of Health"}, is_near=False)
    assert not same_name("the ministry", "the health ministry", {}, is_near=False)
    assert same_name("the ministry", "the health ministry", {}, is_near=True)
    assert same_name("Bell", "Anna Bell", {}, is_near=False)
    assert not same_name("Anna Bell", "Anna Reed", {}, is_near=False)


SENTENCES = [
    f"{who} said {n} people were {act} in {where} in June 2031."
    for who in ("Anna Bell", "Tom Reed")
    for n in ("36", "over 40", "up to 50")
    for act in ("killed", "executed")
    for where in ("Velmar", "northern Velmar")
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(["", "2031-07-01", "2031-07-09"])), max_size=6))
def test_laws_of_relations(chosen: list[tuple[str, str]]) -> None:
    """Each claim is in at most one group and one source; nobody relates to themselves; a tie joins one source."""
    found = across({f"d{i}": (date, text) for i, (text, date) in enumerate(chosen)})
    members = [name for same in found.same for source in same.sources for name in source]
    assert len(members) == len(set(members))
    assert all(sorted(n for s in same.sources for n in s) == sorted(same.claims) for same in found.same)
    source_of = {name: source for same in found.same for source in same.sources for name in source}
    for relation in found.relations:
        assert relation.left != relation.right
        assert relation.reason
        if relation.kind in ("repeats", "cites"):
            assert source_of[relation.left] is source_of[relation.right]
    pairs = [frozenset((r.left, r.right)) for r in found.relations]
    assert len(pairs) == len(set(pairs))
