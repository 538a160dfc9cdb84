"""Who says a figure, and how sure that is: made-up texts, labelled from their meaning before any run (R6).

A label is the speaker when the text establishes one, `vague` with the words when nobody can be asked, `?` with the
candidates when the text leaves it open, and nothing when the figure is in the text's own voice or out of reach of the
speakers there are (who may then be shown as candidates). A wrong speaker is worse than none.
"""

from __future__ import annotations

import pytest

from accounted.claims import extract

Label = tuple[str, str | None, tuple[str, ...]]


def named(speaker: str, *chain: str) -> Label:
    return ("named", speaker, chain or ("states",))


def vague(speaker: str | None, *chain: str) -> Label:
    return ("vague", speaker, chain or ("states",))


def open_to(*candidates: str) -> Label:
    return ("possible", None, candidates)


NOBODY: Label = ("none", None, ())

ESTABLISHED: list[tuple[str, Label]] = [
    (
        "Omid Karimi of the Karun Relief Committee said 40 people were killed.",
        named("Omid Karimi of the Karun Relief Committee"),
    ),
    ("Omid Karimi, 43, a surgeon at the Karun hospital, said 40 people were killed.", named("Omid Karimi")),
    ("Omid Karimi (Karun) said 40 people were killed.", named("Omid Karimi")),
    ("Omid Karimi, who had counted the dead, said 40 people were killed.", named("Omid Karimi")),
    ("Omid Karimi, who said 40 people were killed, left the town.", named("Omid Karimi")),
    ("Health Minister Omid Karimi told parliament that 40 people were killed.", named("Health Minister Omid Karimi")),
    ("Omid Karimi told reporters in Karun on Monday that 40 people were killed.", named("Omid Karimi")),
    ("Speaking in Karun, Omid Karimi said 40 people were killed.", named("Omid Karimi")),
    ("On Monday in Karun, Omid Karimi said 40 people were killed.", named("Omid Karimi")),
    ("In a statement, the committee said 40 people were killed.", named("the committee")),
    ("The committee said in a statement that 40 people were killed.", named("The committee")),
    ("The committee has said 40 people were killed.", named("The committee")),
    ("The committee later said that 40 people were killed.", named("The committee")),
    ("The committee believes 40 people were killed.", named("The committee")),
    ("The committee estimates that 40 people were killed.", named("The committee")),
    ("The committee counted 40 deaths.", named("The committee")),
    ("The committee put the number of people killed at 40.", named("The committee")),
    ("Forty people were killed, the committee said on Monday.", named("the committee")),
    ("The toll, the committee said, was 40 dead.", named("the committee")),
    ("“Forty people were killed,” the committee said.", named("the committee")),
    ("“Were 40 people not killed?” Omid Karimi asked.", named("Omid Karimi")),
    ("“It was dawn,” Omid Karimi said. “Forty people were killed.”", named("Omid Karimi")),
    ("“It was dawn. Forty people were killed. We ran,” said Omid Karimi.", named("Omid Karimi")),
    ("Omid Karimi said: “It was dawn. Forty people were killed.”", named("Omid Karimi")),
    ("‘Forty people were killed,’ said Omid Karimi.", named("Omid Karimi")),
    ("Omid Karimi said: “It was dawn.\n\n“Forty people were killed.”", named("Omid Karimi")),
    ("“It was dawn.\n\n“Forty people were killed,” said Omid Karimi.", named("Omid Karimi")),
    ("“Forty people were killed.\n\n“It was dawn,” said Omid Karimi.", named("Omid Karimi")),
    ("According to the Karun Relief Committee, 40 people were killed.", named("the Karun Relief Committee")),
    ("Forty people were killed, according to the Karun Relief Committee.", named("the Karun Relief Committee")),
    ("The toll, according to the committee, was 40 dead.", named("the committee")),
    ("The committee's report says 40 people were killed.", named("The committee's report")),
    ("Omid Karimi's estimate is that 40 people were killed.", named("Omid Karimi")),
    ("While the committee said 40 people were killed, the town was calm.", named("the committee")),
    ("Omid Karimi came home. He said 40 people were killed.", open_to()),
    ("Omid Karimi said the town was calm. He added that 40 people were killed.", named("Omid Karimi")),
    ("Omid Karimi said he had been there. He added: “Forty people were killed.”", named("Omid Karimi")),
]
CHAINS: list[tuple[str, Label]] = [
    ("The ministry denied that 40 people were killed.", named("The ministry", "denies")),
    ("The ministry denied the committee's figure of 40 dead.", named("The ministry", "denies", "states")),
    (
        "The ministry rejected the committee's claim that 40 people were killed.",
        named("The ministry", "denies", "states"),
    ),
    ("The ministry doubted the committee's estimate of 40 dead.", named("The ministry", "doubts", "states")),
    ("The committee's figure of 40 dead was dismissed by the ministry.", named("the ministry", "denies", "states")),
    ("Omid Karimi said the committee had counted 40 deaths.", named("Omid Karimi", "reports", "states")),
    (
        "Omid Karimi said that, according to the committee, 40 people were killed.",
        named("Omid Karimi", "reports", "states"),
    ),
    (
        "The committee said 40 people were killed, the Karun Herald reported.",
        named("the Karun Herald", "reports", "states"),
    ),
    ("“The committee said 40 people were killed,” Omid Karimi said.", named("Omid Karimi", "reports", "states")),
    (
        "“It was dawn. The committee said 40 people were killed,” Omid Karimi said.",
        named("Omid Karimi", "reports", "states"),
    ),
    ("Omid Karimi cited reports that 40 people were killed.", named("Omid Karimi", "reports", "states")),
    ("The ministry confirmed that 40 people were killed.", named("The ministry", "states")),
    ("Omid Karimi denied saying that 40 people were killed.", named("Omid Karimi", "denies")),
]
VAGUE: list[tuple[str, Label]] = [
    ("Officials said 40 people were killed.", vague("Officials")),
    ("The villagers who had fled to Karun said 40 people were killed.", vague("The villagers")),
    ("Local officials said 40 people were killed.", vague("Local officials")),
    ("A source close to the army said 40 people were killed.", vague("A source close to the army")),
    ("Witnesses told reporters that 40 people were killed.", vague("Witnesses")),
    ("Forty people were killed, residents said.", vague("residents")),
    ("It was reported that 40 people were killed.", vague(None)),
    ("It was further revealed that 40 people were killed.", vague(None)),
    ("Forty people were reportedly killed.", vague(None)),
    ("According to witnesses, 40 people were killed.", vague("witnesses")),
    ("A spokesman for the ministry said 40 people were killed.", vague("A spokesman for the ministry")),
]
OPEN: list[tuple[str, Label]] = [
    ("Omid Karimi said Sara Noor had fled. He added that 40 people were killed.", open_to("Omid Karimi")),
    (
        "Omid Karimi and Sara Noor said the town was calm. She added that 40 people were killed.",
        open_to("Omid Karimi and Sara Noor"),
    ),
    ("The committee said the town was calm. It added that 40 people were killed.", open_to("The committee")),
    ("Omid Karimi left the town and said 40 people were killed.", open_to("Omid Karimi")),
    ("Omid Karimi said the town was calm, but 40 people were killed.", NOBODY),
    ("The committee said the town was calm; 40 people were killed.", NOBODY),
    ("She said 40 people were killed.", NOBODY),
    ("They told the court that 40 people were killed.", NOBODY),
]
OWN_VOICE: list[tuple[str, Label]] = [
    ("Omid Karimi said: “We run.’ Then 40 people were killed on the “night of knives.”", NOBODY),
    ("The “liberators” killed 40 people.", NOBODY),
    ("Omid Karimi said it was dawn. “We ran. The army had come. In Karun 40 people were killed.", NOBODY),
    ("The so-called “Lions of Karun” killed 40 people.", NOBODY),
    ("In the “night of knives” 40 people were killed.", NOBODY),
    ("Omid Karimi said the town was calm. Forty people were killed.", NOBODY),
    ("Omid Karimi wants the 40 people killed to be named.", NOBODY),
    ("The committee condemned the killing of 40 people.", NOBODY),
    ("Omid Karimi saw 40 people killed.", NOBODY),
    ("The ministry, which denied everything, had killed 40 people.", NOBODY),
    ("The army killed 40 people, then the general said he was sorry.", NOBODY),
    ("After 40 people were killed the committee said the war was lost.", NOBODY),
]
ALL = [*ESTABLISHED, *CHAINS, *VAGUE, *OPEN, *OWN_VOICE]


@pytest.mark.parametrize(("text", "label"), ALL)
def test_who_says_the_figure(text: str, label: Label) -> None:
    (claim,) = extract(text)
    found = claim.attribution
    kind, speaker, rest = label
    assert found.speaker == speaker
    if kind in ("named", "vague"):
        assert (found.kind, found.grade) == (kind, "established")
        assert tuple(link.stance for link in found.chain) == rest
    else:
        assert (found.kind, found.chain) == ("none", ())
        assert kind == "none" or found.candidates == rest
        assert (found.grade == "possible") == (kind == "possible" and bool(rest))
        assert not rest or found.reason
    if found.start is not None and found.end is not None:
        assert text[found.start : found.end] == speaker


def test_there_are_enough() -> None:
    assert len(ALL) >= 60
    assert all(len(part) >= 8 for part in (ESTABLISHED, CHAINS, VAGUE, OPEN, OWN_VOICE))


@pytest.mark.parametrize(("text", "_label"), ALL)
def test_swapping_the_actors_changes_nothing_but_names(text: str, _label: Label) -> None:
    """Metamorphic: the same words about other people have the same figures, grades, kinds and stances."""
    swapped = text
    for one, other in (("Omid Karimi", "Sara Noor"), ("ministry", "committee"), ("Karun", "Velmar")):
        swapped = swapped.replace(one, "\0").replace(other, one).replace("\0", other)
    before, after = extract(text), extract(swapped)
    assert [(c.figure and c.figure.low, c.act, c.polarity, c.modality, c.position) for c in before] == [
        (c.figure and c.figure.low, c.act, c.polarity, c.modality, c.position) for c in after
    ]
    for one, other in zip((c.attribution for c in before), (c.attribution for c in after), strict=True):
        assert (one.kind, one.grade, one.cue) == (other.kind, other.grade, other.cue)
        assert [link.stance for link in one.chain] == [link.stance for link in other.chain]


ROLES = [
    (
        "Omid Karimi, a surgeon at the Karun hospital, said 40 died.",
        "a surgeon at the Karun hospital",
        "the Karun hospital",
    ),
    (
        "Omid Karimi, 43, head of the Karun Relief Committee, said 40 died.",
        "head of the Karun Relief Committee",
        "the Karun Relief Committee",
    ),
    ("Health Minister Omid Karimi said 40 died.", "Health Minister", None),
    ("Karun Police spokesman Omid Karimi said 40 died.", "Karun Police spokesman", "Karun Police"),
    ("The head of the Karun Relief Committee said 40 died.", "The head", "the Karun Relief Committee"),
    ("A spokesman for the ministry said 40 died.", "A spokesman", "the ministry"),
    ("The Karun Relief Committee said 40 died.", None, "The Karun Relief Committee"),
    ("Omid Karimi said 40 died.", None, None),
    ("The interior minister, Omid Karimi, said 40 died.", "The interior minister", None),
    ("Omid Karimi, who ran from the police, said 40 died.", None, None),
]


@pytest.mark.parametrize(("text", "role", "organisation"), ROLES)
def test_role_and_organisation_as_worded(text: str, role: str | None, organisation: str | None) -> None:
    (claim,) = extract(text)
    assert (claim.attribution.role, claim.attribution.organisation) == (role, organisation)
