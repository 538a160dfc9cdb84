"""Attribution relations: who, the word that shows it, and what is said, on made-up sentences and on any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims.relations import read_relations

# text, source (None when the text names nobody), what is said; labelled from the meaning, before any run
ONE = [
    ("Anna Bell said that the road was closed.", "Anna Bell", ["that the road was closed"]),
    ("The road was closed, Anna Bell said.", "Anna Bell", ["The road was closed"]),
    ("“The road is closed,” said Anna Bell.", "Anna Bell", ["“The road is closed,”"]),
    ("“Is it closed?” Anna Bell asked.", "Anna Bell", ["“Is it closed?”"]),
    ("The road, Anna Bell said, was closed.", "Anna Bell", ["The road", "was closed"]),
    ("Anna Bell, a farmer from Velmar, said the road was closed.", "Anna Bell", ["the road was closed"]),
    ("The villagers who had come home said the road was closed.", "The villagers", ["the road was closed"]),
    ("People questioned on the raid said the road was closed.", "People", ["the road was closed"]),
    ("Anna Bell told the court that the road was closed.", "Anna Bell", ["that the road was closed"]),
    (
        "Anna Bell told reporters in Velmar on Monday that the road was closed.",
        "Anna Bell",
        ["that the road was closed"],
    ),
    ("In a statement, the ministry said the road was closed.", "the ministry", ["the road was closed"]),
    (
        "The head of the Velmar Agency said the road was closed.",
        "The head of the Velmar Agency",
        ["the road was closed"],
    ),
    ("According to the ministry, the road was closed.", "the ministry", ["the road was closed"]),
    ("The road was closed, according to the ministry.", "the ministry", ["The road was closed"]),
    ("She believes the road is closed.", "She", ["the road is closed"]),
    ("The ministry wants to close the road.", "The ministry", ["to close the road"]),
    ("Anna Bell said the road was closed, but it was open.", "Anna Bell", ["the road was closed"]),
    ("While Anna Bell said the road was closed, it was open.", "Anna Bell", ["the road was closed"]),
    ("Anna Bell added: “The road is closed.”", "Anna Bell", ["“The road is closed.”"]),
    ("“It is closed,” Anna Bell said. “We saw it.”", "Anna Bell", ["“It is closed,”", "“We saw it.”"]),
    ("“It is closed. We saw it,” Anna Bell told the court.", "Anna Bell", ["“It is closed. We saw it,”"]),
    ("“It is closed,” Anna Bell said, “and stays so.”", "Anna Bell", ["“It is closed,”", "“and stays so.”"]),
    ("‘It is closed,’ said Anna Bell.", "Anna Bell", ["‘It is closed,’"]),
    ("''It is closed,'' said Anna Bell.", "Anna Bell", ["''It is closed,''"]),
    ("“It is closed,\n\n“and it stays closed,” Anna Bell said.", "Anna Bell", None),
    ("Anna Bell said: “It is closed.\n\n“It stays closed.”", "Anna Bell", ["“It is closed.", "“It stays closed.”"]),
    ("The bridge was described as unsafe by the ministry.", "the ministry", None),
]
NONE = [
    "The “liberators” burned the mill.",
    "The road was closed.",
    "The claimed victory came to nothing.",
    "A report on the road stood on the shelf.",
    "They closed the so-called “friendship road” in May.",
    "The state of the road was bad.",
]


def parts(text: str) -> list[tuple[str | None, list[str]]]:
    found = [r for r in read_relations(text) if r.depth == 0]
    return [
        (text[r.source.start : r.source.end] if r.source else None, [text[c.start : c.end] for c in r.contents])
        for r in found
    ]


@pytest.mark.parametrize(("text", "source", "contents"), ONE)
def test_one_attribution(text: str, source: str | None, contents: list[str] | None) -> None:
    ((who, said),) = parts(text)
    assert who == source
    if contents is not None:
        assert said == contents


@pytest.mark.parametrize("text", NONE)
def test_no_attribution(text: str) -> None:
    assert parts(text) == []


def test_an_attribution_within_another_is_deeper() -> None:
    text = "Anna Bell said the ministry had denied that the road was closed."
    depths = {text[r.source.start : r.source.end]: r.depth for r in read_relations(text) if r.source}
    assert depths == {"Anna Bell": 0, "the ministry": 1}
    text = "“The ministry said that the road was closed,” Anna Bell told the court."
    depths = {text[r.source.start : r.source.end]: r.depth for r in read_relations(text) if r.source}
    assert depths == {"Anna Bell": 0, "The ministry": 1}


def test_grades() -> None:
    (clear,) = read_relations("Anna Bell said that the road was closed.")
    (open_end,) = read_relations("Anna Bell said the road was closed, which nobody believed.")
    (shared,) = read_relations("Anna Bell came home and said that the road was closed.")
    assert [r.grade for r in (clear, open_end, shared)] == ["established", "possible", "possible"]


def test_swapping_names_swaps_nothing_else() -> None:
    """Metamorphic: who is named changes no span's role, no grade and no depth."""
    for text, _, _ in ONE:
        swapped = text.replace("Anna Bell", "Omid Karimi").replace("ministry", "alliance")
        for before, after in zip(read_relations(text), read_relations(swapped), strict=True):
            same = ("lemma", "form", "complement", "how", "grade", "depth")
            assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same], text
            assert len(before.contents) == len(after.contents)


def check(text: str) -> None:
    for r in read_relations(text):
        for span in (r.cue, *r.contents, *(s for s in (r.source, r.described) if s)):
            assert 0 <= span.start < span.end <= len(text)
        assert r.contents
        assert r.depth >= 0


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_spans_lie_in_any_text(text: str) -> None:
    check(text)


PIECES = st.sampled_from(
    [
        *("Anna Bell", "said", "told", "that", "the ministry", ",", ".", "“", "”", '"', "''", ":", ";", "who", "and"),
        *(
            "but",
            "according to",
            "claim",
            "her",
            "by",
            "was",
            "denied",
            "saying",
            "\n",
            "\n\n",
            "(",
            ")",
            "–",
            "?",
            "‘",
        ),
        *("’", "300", "of", "to", "İ", "ß", "\u202e", "in a statement", "convinced", "it", "“no”"),
    ]
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_spans_lie_in_text_made_of_speech(text: str) -> None:
    check(text)
    check(text.replace(" ", ""))


@pytest.mark.parametrize("piece", ["“a", "said ", "a, ", "'", "\n“", "according to ", "(", "1,", "a-", "who said, "])
def test_long_lines_are_read(piece: str) -> None:
    check(piece * 8_000)


@pytest.mark.parametrize("mark", ["'", "’"])
def test_the_possessor_of_a_speaker_is_part_of_the_source(mark):
    text = f"The rebels{mark} spokesman said 30 people were killed."
    (relation,) = read_relations(text)
    assert text[relation.source.start : relation.source.end] == f"The rebels{mark} spokesman"
