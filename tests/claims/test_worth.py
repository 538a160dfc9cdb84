"""The order of checking: explained, by what can be checked, and no verdict."""

from __future__ import annotations

import dataclasses

import pytest

from accounted.claims import extract, mark_loaded, order_by_worth
from accounted.model.dates import DateInterval
from accounted.model.relations import Across, ClaimRelation

DATED = DateInterval.parse("2031-07-01")


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("41 people were killed.", "Dozens of people were killed."),
        ("41 people were killed in Velmar.", "41 people were killed."),
        ("41 people were killed in May 2031.", "41 people were killed."),
        ("Anna Bell said 41 people were killed.", "41 people were killed."),
        ("Anna Bell said 41 people were killed.", "Officials said 41 people were killed."),
        ("41 people were killed.", "41 people may have been killed."),
        ("41 people were killed.", "41 bodies were buried."),
    ],
)
def test_what_can_be_checked_better_comes_first(more: str, less: str) -> None:
    one, two = (extract(text, dated=DATED)[0] for text in (more, less))
    two = dataclasses.replace(two, id="other")
    assert [w.claim for w in order_by_worth([two, one])] == [one.id, two.id]


def test_relations_and_questions_are_reasons() -> None:
    said = [dataclasses.replace(c, id=str(n)) for n, c in enumerate(extract("9 died. 9 died. 9 died. 9 died."))]
    across = Across(relations=(ClaimRelation("1", "2", "contradicts", "-"), ClaimRelation("3", "0", "repeats", "-")))
    found = order_by_worth(said, across, asked={"2"})
    assert [w.claim for w in found] == ["2", "1", "0", "3"]
    assert "another claim contradicts it" in found[0].reasons
    assert "it is about a question of the inquiry" in found[0].reasons
    assert "it repeats an earlier claim" in found[-1].missing


def test_size_and_strong_words_play_no_part() -> None:
    small, large = (extract(f"{n} people were killed in Velmar.")[0] for n in ("3", "30,000"))
    (strong,) = extract("The heinous regime killed 3 people in Velmar.")
    orders = {order_by_worth([claim])[0].reasons for claim in (small, large, mark_loaded(strong))}
    assert len(orders) == 1


def test_equal_claims_keep_their_order() -> None:
    said = [dataclasses.replace(c, id=str(n)) for n, c in enumerate(extract("9 died. 8 died. 7 died."))]
    assert [w.claim for w in order_by_worth(said)] == ["0", "1", "2"]
