"""Who says it, and how: no figure goes to a wrong speaker, no denial is read as an assertion (R6)."""

from __future__ import annotations

import pytest

from accounted.claims import extract

STATES = "states"
# text, kind, speaker, stances of the chain
SPEAKERS = [
    ("Anna Bell said that 300 people were killed.", "named", "Anna Bell", [STATES]),
    ("300 people were killed, Anna Bell said.", "named", "Anna Bell", [STATES]),
    ("300 people were killed, said Anna Bell on Monday.", "named", "Anna Bell", [STATES]),
    ("“300 people were killed,” said the Velmar Agency.", "named", "the Velmar Agency", [STATES]),
    ("The toll, Anna Bell said, was 300 dead.", "named", "Anna Bell", [STATES]),
    ("According to the ministry, 300 people were killed.", "named", "the ministry", [STATES]),
    ("300 people were killed, according to the Velmar Agency.", "named", "the Velmar Agency", [STATES]),
    ("In a report, the Velmar Agency said that 300 people were killed.", "named", "the Velmar Agency", [STATES]),
    ("Anna Bell, a minister at the Velmar Office, said 300 people were killed.", "named", "Anna Bell", [STATES]),
    ("On 17 June 1999 Anna Bell said that 300 people were killed.", "named", "Anna Bell", [STATES]),
    ("The head of the Velmar Agency said 300 people died.", "named", "The head of the Velmar Agency", [STATES]),
    (
        "Anna Bell, Carl Dean and Eva Flint estimated that 300 died.",
        "named",
        "Anna Bell, Carl Dean and Eva Flint",
        [STATES],
    ),
    ("The Velmar Agency's report put the number of dead at 300.", "named", "The Velmar Agency's report", [STATES]),
    ("Officials said 300 people were killed.", "vague", "Officials", [STATES]),
    ("A spokesman for the ministry said 300 died.", "vague", "A spokesman for the ministry", [STATES]),
    ("It was further revealed that 300 people were killed.", "vague", None, [STATES]),
    ("300 people were reportedly killed.", "vague", None, [STATES]),
    ("Reports said 300 people were killed.", "vague", "Reports", [STATES]),
    ("300 people were killed.", "none", None, []),
    ("She said 300 people were killed.", "none", None, []),
    ("The man who lost everything said 300 people died.", "none", None, []),
    ("After 300 people were killed, Anna Bell said the police had fled.", "none", None, []),
    ("Anna Bell, who saw 30 relatives killed, said the ministry lied.", "none", None, []),
    ("Anna Bell said the war was over, but 300 people were killed.", "none", None, []),
    ("The statement also calls for an inquiry. The guards went on killing over 300 prisoners.", "none", None, []),
    ("Anna Bell spoke. 300 people were killed.", "none", None, []),
    ("The ministry denied the agency's figure of 300 dead.", "named", "The ministry", ["denies", STATES]),
    ("Anna Bell said the ministry had put the toll at 300.", "named", "Anna Bell", ["reports", STATES]),
    ("Anna Bell said that reports put the toll as high as 300.", "named", "Anna Bell", ["reports", STATES]),
    ("Anna Bell cited reports that as many as 300 were executed.", "named", "Anna Bell", ["reports", STATES]),
    ("Anna Bell said that 300 were killed, citing reports.", "named", "Anna Bell", ["reports", STATES]),
    ("Anna Bell said that 300 deaths had been reported to her office.", "named", "Anna Bell", ["reports", STATES]),
    (
        "The ministry said 300 people died, according to the Velmar News.",
        "named",
        "the Velmar News",
        ["reports", STATES],
    ),
    (
        "The government rejected claims by the opposition that 300 prisoners had been executed.",
        "named",
        "The government",
        ["denies", STATES],
    ),
    ("Bell's estimate of 300 dead was disputed by the ministry.", "named", "the ministry", ["denies", STATES]),
    ("“Some 300 people died,” Anna Bell, a survivor, told the tribunal.", "named", "Anna Bell", [STATES]),
    ("According to Anna Bell the army killed 300 people.", "named", "Anna Bell", [STATES]),
    ("300 people died, according to a tally by the Velmar Agency.", "named", "a tally by the Velmar Agency", [STATES]),
    ("The opposition accused the army of killing 300 people.", "named", "The opposition", [STATES]),
    (
        "The minister, who had earlier denied that anyone was killed, said 20 people died.",
        "named",
        "The minister",
        [STATES],
    ),
    ("Velmar was quiet, said Anna Bell, whose village lost 40 people killed in a night.", "none", None, []),
    ("Anna Bell doubted the agency's figure of 300 dead.", "named", "Anna Bell", ["doubts", STATES]),
    ("Anna Bell was very sceptical about the figure of 300 dead.", "named", "Anna Bell", ["doubts"]),
    ("The figure of 300 dead was rejected by the ministry.", "named", "the ministry", ["denies"]),
]
# text, polarity, modality
MOODS = [
    ("300 people were killed.", "asserted", "stated"),
    ("No fewer than 300 people were killed.", "asserted", "stated"),
    ("300 people were not killed.", "denied", "stated"),
    ("The army did not kill 300 people.", "denied", "stated"),
    ("It is not true that 300 people were killed.", "denied", "stated"),
    ("Anna Bell denied that 300 people were killed.", "denied", "stated"),
    ("Anna Bell denied killing 300 people.", "denied", "stated"),
    ("The ministry rejected the figure of 300 dead.", "denied", "stated"),
    ("300 people may have been killed.", "asserted", "possible"),
    ("300 people are feared dead.", "asserted", "possible"),
    ("300 people are believed to have been killed.", "asserted", "possible"),
    ("Perhaps 300 people were killed.", "asserted", "possible"),
    ("Anna Bell did not say that 300 people were killed.", "asserted", "possible"),
    ("The general ordered that 300 prisoners be executed.", "asserted", "hypothetical"),
    ("The minister, who had earlier denied that anyone was killed, said 20 people died.", "asserted", "stated"),
    ("If the dam breaks, 300 people are killed.", "asserted", "hypothetical"),
    ("300 people would have been killed.", "asserted", "hypothetical"),
    ("300 people will be killed.", "asserted", "predicted"),
    ("Anna Bell predicted that 300 people would be killed.", "asserted", "predicted"),
    ("The death toll is expected to reach 300.", "asserted", "predicted"),
    ("Were 300 people killed?", "asserted", "asked"),
    ("Anna Bell asked whether 300 people were killed.", "asserted", "asked"),
    ("No one was killed.", "none_occurred", "stated"),
    ("Anna Bell said no civilians were killed.", "none_occurred", "stated"),
]


@pytest.mark.parametrize(("text", "kind", "speaker", "stances"), SPEAKERS)
def test_who_says_it(text: str, kind: str, speaker: str | None, stances: list[str]) -> None:
    (claim,) = extract(text)
    attribution = claim.attribution
    assert (attribution.kind, attribution.speaker) == (kind, speaker)
    assert [link.stance for link in attribution.chain] == stances
    if speaker is not None:
        assert attribution.start is not None
        assert text[attribution.start : attribution.end] == speaker


@pytest.mark.parametrize(("text", "polarity", "modality"), MOODS)
def test_polarity_and_modality(text: str, polarity: str, modality: str) -> None:
    (claim,) = extract(text)
    assert (claim.polarity, claim.modality) == (polarity, modality)


def test_tables_are_long_enough() -> None:
    assert len(SPEAKERS) + len(MOODS) >= 25


def test_each_clause_has_its_own_speaker() -> None:
    for text in (
        "Anna Bell said 300 were killed, but the ministry put the toll at 100.",
        "While Anna Bell said 300 were killed, the ministry put the toll at 100.",
        "Anna Bell said 300 were killed; the ministry said 100 were killed.",
    ):
        assert [c.attribution.speaker for c in extract(text)] == ["Anna Bell", "the ministry"], text


def test_chain_names_who_is_reported() -> None:
    (claim,) = extract("The ministry denied the agency's figure of 300 dead.")
    assert [(link.speaker, link.stance) for link in claim.attribution.chain] == [
        ("The ministry", "denies"),
        ("the agency", "states"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“300 people were killed. We counted them,” Anna Bell said.",
        "Anna Bell said: “We counted them. 300 people were killed.”",
    ],
)
def test_quotation_over_several_sentences_keeps_its_speaker(text: str) -> None:
    (claim,) = extract(text)
    assert (claim.attribution.speaker, claim.position) == ("Anna Bell", "quotation")


def test_pronoun_means_the_only_person_named_before() -> None:
    text = "Anna Bell said the war was over. She said 300 people were killed."
    (claim,) = extract(text)
    found = claim.attribution
    assert (found.kind, found.speaker, found.grade, found.cue) == ("named", "Anna Bell", "established", "said")
    assert (found.start, found.end) == (0, 9)


def test_pronoun_that_can_mean_two_gives_candidates_and_no_speaker() -> None:
    (claim,) = extract("Anna Bell said Carl Dean had fled. She said 300 people were killed.")
    assert (claim.attribution.kind, claim.attribution.grade) == ("none", "possible")
    assert claim.attribution.candidates == ("Anna Bell",)
    assert claim.attribution.reason


def test_unclear_reach_gives_a_candidate_and_no_speaker() -> None:
    (claim,) = extract("Anna Bell said the war was over, but 300 people were killed.")
    assert claim.attribution.candidates == ("Anna Bell",)


def test_time_of_saying_is_not_the_time_of_the_act() -> None:
    (claim,) = extract("On 17 June 1999 Anna Bell said that 300 people were killed in May 1998.")
    assert claim.said_when is not None
    assert claim.when is not None
    assert claim.when.interval is not None
    assert (claim.said_when.edtf, claim.when.interval.edtf) == ("1999-06-17", "1998-05")


WHEN_SAID = [
    ("who took office in 2029", "Paul Ander, who took office in 2029, said 41 people were killed.", None, None),
    ("elected in 2028", "The mayor, elected in 2028, said 12 villagers died.", None, None),
    ("founded in 1999", "The agency, founded in 1999, said 30 people were killed in May 2031.", "2031-05", None),
    ("on a day", "The agency, on 4 May 2031, said 30 people were killed.", None, "2031-05-04"),
    ("a note of a day", "The envoy told us in a note of 3 March 2031 that 19 people had died.", None, "2031-03-03"),
    ("as a witness", "Dorn told the court as a witness in May 2031 that 47 rebels had died.", None, "2031-05"),
    ("nobody named", "The answer came late; it replied on 2 June 2031 that nine had died.", None, "2031-06-02"),
    ("counting", "In March 2031 the observatory recorded 71 deaths.", "2031-03", None),
    ("a record", "It was the bloodiest day since 1994: 52 people died.", None, None),
    ("of another", "Hart, whose sister is among the 88 missing, said 300 were killed in 2030.", None, None),
    ("compared", "In May 2031 25 people were killed, compared with 44 killed before.", "2031-05", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "happened", "said"), [c[1:] for c in WHEN_SAID], ids=[c[0] for c in WHEN_SAID])
def test_when_it_was_said_and_when_it_happened(text: str, happened: str | None, said: str | None) -> None:
    claim = extract(text)[0]
    when = claim.when.interval if claim.when else None
    assert (when.edtf if when else None, claim.said_when.edtf if claim.said_when else None) == (happened, said)


def test_a_figure_compared_with_another_does_not_take_its_time() -> None:
    _, before = extract("In May 2031 25 people were killed, compared with 44 killed before.")
    assert before.when is None


def test_place_of_saying_is_not_the_place_of_the_act() -> None:
    (claim,) = extract("Anna Bell said in Geneva that 300 people were killed.")
    assert claim.where is None
    (claim,) = extract("Anna Bell said that 300 people were killed in Velmar.")
    assert claim.where is not None
    assert claim.where.wording == "Velmar"


STATEMENTS = [
    ("Anna Bell said she was very sceptical about the figure.", "statement", "asserted", "Anna Bell", ["doubts"]),
    ("The ministry denied that prisoners were executed.", "statement", "denied", "The ministry", ["denies"]),
    ("The movement was ultimately cleared of all charges.", "legal_outcome", "asserted", None, []),
    ("The ministry questioned the estimates.", "statement", "asserted", "The ministry", ["doubts"]),
]


@pytest.mark.parametrize(("text", "kind", "polarity", "speaker", "stances"), STATEMENTS)
def test_clear_statement_without_a_figure(
    text: str, kind: str, polarity: str, speaker: str | None, stances: list[str]
) -> None:
    (claim,) = extract(text)
    assert (claim.kind, claim.polarity, claim.figure) == (kind, polarity, None)
    assert claim.attribution.speaker == speaker
    assert [link.stance for link in claim.attribution.chain] == stances


def test_whom_somebody_contradicts_does_not_state_the_figure() -> None:
    (claim,) = extract("Contrary to the ministry's claim, more than 12 people were killed, Anna Bell said.")
    assert [(link.speaker, link.stance) for link in claim.attribution.chain] == [("Anna Bell", "states")]
