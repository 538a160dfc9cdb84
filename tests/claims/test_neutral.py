"""Neutral: swapping the actors and sides of a text changes no figure, grade, order or highlight except the names.

The sentences are made up; the names of peoples and offices are there because a bias would show on them.
"""

from __future__ import annotations

import dataclasses
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import extract, find_loaded, order_by_worth, relate
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval

DATED = DateInterval.parse("2031-07-01")
SIDES = [
    ("the Northern Front", "the Southern League"),
    ("Anna Bell", "Tom Reed"),
    ("the Ministry of Velmar", "the Council of Tandor"),
    ("Velmar", "Tandor"),
    ("Russian", "Ukrainian"),
    ("Serb", "Albanian"),
    ("Israeli", "Palestinian"),
    ("Christian", "Muslim"),
    ("Shia", "Sunni"),
    ("Hutu", "Tutsi"),
    ("Turkish", "Kurdish"),
    ("government", "opposition"),
    ("police", "guerrilla"),
]
SENTENCES = [
    "{A} said that over {n} people were killed by {B} in June 2031.",
    "{A} denied the figure of {n} dead given by {B}.",
    "At least {n} {a} civilians were killed and {m} {b} fighters were wounded in May 2031.",
    "According to {B}, {a} forces executed {n} {b} prisoners, in a barbaric act.",
    "The {a} side accused {B} of killing up to {n} {b} women; {B} rejected that.",
    "Nearly {n} {b} villagers fled, the {a} army said on Monday.",
    "The so-called {b} council, a puppet regime, put the number of {a} dead at {n}.",
    "No {a} civilians were killed, {A} said, while {B} counted {n}.",
    "{n} {a} and {m} {b} soldiers died, an official said.",
    "{B} may have detained {n} {a} students, {A} claimed last year.",
    "If {A} is right, {n} {b} teachers will be killed, {B} warned.",
]


def swap(text: str, one: str, two: str) -> str:
    """Put each side in the other's place, at the beginning of a sentence and within a longer name too."""
    one, two = one.removeprefix("the "), two.removeprefix("the ")
    capital = [name[:1].upper() + name[1:] for name in (one, two)]
    bare = [name.removeprefix("the ") for name in (one, two)]  # "the so-called Southern League council"
    names = {bare[0]: bare[1], bare[1]: bare[0]}
    names |= {one: two, two: one, capital[0]: capital[1], capital[1]: capital[0]}
    longest_first = sorted(names, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda found: names[found.group()], text)


def described(claim: Claim) -> tuple[object, ...]:
    """Everything about a claim but its spans and id."""
    figure, said = claim.figure, claim.attribution
    numbers = dataclasses.replace(figure, start=0, end=0) if figure else None
    chain = tuple((link.speaker, link.stance) for link in said.chain)
    return (
        claim.quote, claim.kind, numbers, claim.act, claim.unit, claim.counted, claim.polarity, claim.modality,
        claim.when.interval if claim.when else None, claim.where.wording if claim.where else None,
        (said.kind, said.speaker, said.cue, said.grade, said.candidates, chain), claim.said_when, claim.position,
        tuple((word.entry, word.kind) for word in find_loaded(claim.quote)),
    )  # fmt: skip


def read(text: str) -> tuple[list[tuple[object, ...]], list[object], list[object]]:
    """Claims, their order of checking with the reasons, and their relations, all without ids."""
    claims = extract(text, dated=DATED)
    number = {claim.id: n for n, claim in enumerate(claims)}
    across = relate(claims, {claims[0].document: DATED} if claims else {})
    order = [(number[w.claim], w.reasons, w.missing) for w in order_by_worth(claims, across)]
    relations = [(number[r.left], number[r.right], r.kind) for r in across.relations]
    return [described(claim) for claim in claims], list(order), list(relations)


def swap_in(value: object, one: str, two: str) -> object:
    if isinstance(value, str):
        return swap(value, one, two)
    if isinstance(value, tuple):
        return tuple(swap_in(part, one, two) for part in value)
    return value


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
    st.sampled_from(SIDES),
    st.sampled_from(["12", "over 300", "thirty-six", "1,500", "dozens of"]),
)
def test_swapping_sides_changes_nothing_but_names(chosen: list[str], sides: tuple[str, str], n: str) -> None:
    one, two = sides
    speak = "{}" if one.startswith("the ") or (one[0].isupper() and " " in one) else "the {} spokesman"
    names = {
        "A": speak.format(one),
        "B": speak.format(two),
        "a": one.removeprefix("the "),
        "b": two.removeprefix("the "),
    }
    text = " ".join(sentence.format(**names, n=n, m="41") for sentence in chosen)
    text = re.sub(r"(?:^|(?<=[.;] ))[a-z]", lambda m: m.group().upper(), text)
    claims, order, relations = read(text)
    swapped, swapped_order, swapped_relations = read(swap(text, one, two))
    assert [swap_in(claim, one, two) for claim in claims] == swapped
    assert [swap_in(entry, one, two) for entry in order] == swapped_order
    assert relations == swapped_relations
