"""The eighteen demo documents: figure, act, speaker, stance, and how each claim relates to the demo's question."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import pytest

from accounted.claims import extract, match
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.questions import Question

DOCUMENTS = files("accounted.inquiry").joinpath("demo", "kosovo", "documents")
ENDING = "Written for this demonstration from the citation above; not the publication's own text.\n"
QUESTION = Question(
    id="killed-1999",
    text="How many Kosovar Albanians were killed in Kosovo from March to June 1999?",
    act="killed",
    unit="persons",
    population="Kosovar Albanians",
    place="Kosovo",
    period=DateInterval.parse("1999-03-20/1999-06-22"),
)
N = None


@dataclass(frozen=True)
class Row:
    """What one claim of one document must be."""

    name: str
    dated: str
    figure: tuple[float | None, float | None, float | None] | None
    act: str
    speaker: str | None
    chain: tuple[str, ...]
    relation: str
    modality: str = "stated"
    unit: str = "persons"


SD = "the US Department of State"
DP = "Carla Del Ponte"
PUJOL = "Emilio Pérez Pujol"
TIMES = "The Sunday Times"
BALL = "Patrick Ball, Wendy Betts, Fritz Scheuren, Jana Dudukovich and Jana Asher"
HLC = "the Humanitarian Law Centre"
ROWS = [
    Row("K01-state-department", "1999-04-19", (100_000, N, 500_000), "missing", SD, ("states",), "different"),
    Row("K02-cohen", "1999-05-17", (N, 100_000, N), "missing", "William Cohen", ("states",), "different"),
    Row("K03-cohen", "1999-05-17", (N, N, 4_600), "executed", "William Cohen", ("reports", "states"), "unclear"),
    Row("K04-hoon", "1999-06-18", (N, 10_000, N), "killed", "Geoff Hoon", ("states",), "unclear"),
    Row("K04-hoon", "1999-06-18", (100, N, N), "killed", "Geoff Hoon", ("states",), "different", unit="incidents"),
    Row("K05-perez-pujol", "1999-10-31", (N, N, 2_500), "killed", PUJOL, ("states",), "different", "predicted"),
    Row("K05-perez-pujol", "1999-10-31", (N, 187, N), "other", N, (), "different"),
    Row("K06-western-officials", "1999-10-31", (N, N, 100_000), "killed", TIMES, ("reports", "states"), "unclear"),
    Row("K07-del-ponte", "1999-11-13", (N, 2_108, N), "other", DP, ("states",), "different"),
    Row("K08-del-ponte", "1999-11-13", (N, 4_266, N), "other", DP, ("states",), "different"),
    Row("K08-del-ponte", "1999-11-13", (N, 4_256, N), "other", "Reuters and a UK government memorandum",
        ("reports", "states"), "different"),
    Row("K09-del-ponte", "1999-11-11", (N, 11_334, N), "killed", DP, ("reports", "states"), "unclear"),
    Row("K10-popovic", "1999-11-11", N, "other", "Miodrag Popović", ("doubts",), "different"),
    Row("K11-foreign-office", "1999-12", (10_000, N, N), "killed", "the UK Foreign and Commonwealth Office",
        ("states",), "overlapping"),
    Row("K12-state-department", "1999-12-11", (N, 10_000, N), "killed", SD, ("states",), "same"),
    Row("K13-spiegel-salama", "2000-06-24", (5_500, 12_000, 18_300), "killed", "Paul B. Spiegel and Peter Salama",
        ("states",), "wider"),
    Row("K14-aba-ceeli-aaas", "2000-09", (10_000, N, N), "killed", "ABA/CEELI and AAAS", ("states",), "wider"),
    Row("K15-ball-et-al", "2002-01", (9_002, 10_356, 12_122), "killed", BALL, ("states",), "same"),
    Row("K16-humanitarian-law-centre", "2009-10-06", (N, 13_421, N), "other", HLC, ("states",), "wider"),
    Row("K17-kosovo-memory-book", "2014", (N, 13_535, N), "other", HLC, ("states",), "wider"),
    Row("K18-hrdag", "2020~", (N, 10_401, N), "killed", "HRDAG", ("reports", "states"), "unclear"),
]  # fmt: skip


def names() -> list[str]:
    return sorted(entry.name for entry in DOCUMENTS.iterdir() if entry.name.endswith(".txt"))


def text_of(name: str) -> str:
    return DOCUMENTS.joinpath(name).read_text(encoding="utf-8")


def claims_of(row: Row) -> tuple[Claim, ...]:
    return extract(text_of(f"{row.name}.txt"), name=row.name, dated=DateInterval.parse(row.dated))


def test_one_document_per_row() -> None:
    assert [name[:3] for name in names()] == [f"K{n:02d}" for n in range(1, 19)]
    assert {f"{row.name}.txt" for row in ROWS} == set(names())


@pytest.mark.parametrize("name", names())
def test_document_names_its_publication_and_says_what_it_is(name: str) -> None:
    title, blank, *body = text_of(name).splitlines()
    assert title.startswith("As ")
    assert blank == ""
    assert body
    assert text_of(name).endswith(ENDING)


@pytest.mark.parametrize("name", sorted({row.name for row in ROWS}))
def test_claims_of_a_document(name: str) -> None:
    rows = [row for row in ROWS if row.name == name]
    claims = claims_of(rows[0])
    assert len(claims) == len(rows)
    for claim, row in zip(claims, rows, strict=True):
        figure = (claim.figure.low, claim.figure.best, claim.figure.high) if claim.figure else None
        assert figure == row.figure
        assert (claim.act, claim.unit, claim.modality) == (row.act, row.unit, row.modality)
        assert claim.polarity == "asserted"
        assert claim.attribution.speaker == row.speaker
        assert tuple(link.stance for link in claim.attribution.chain) == row.chain
        found = match(claim, QUESTION, documents_date=DateInterval.parse(row.dated))
        assert found.relation == row.relation, [(d.dimension, d.relation, d.reason) for d in found.dimensions]


def test_only_two_claims_are_the_same_as_the_question() -> None:
    assert {row.name for row in ROWS if row.relation == "same"} == {"K12-state-department", "K15-ball-et-al"}


@pytest.mark.parametrize("name", ["K03-cohen", "K06-western-officials", "K09-del-ponte", "K10-popovic", "K18-hrdag"])
def test_doubts_and_reports_of_others_are_kept_apart_by_stance(name: str) -> None:
    row = next(row for row in ROWS if row.name == name)
    (claim,) = claims_of(row)
    found = match(claim, QUESTION, documents_date=DateInterval.parse(row.dated))
    assert next(d.relation for d in found.dimensions if d.dimension == "stance") != "same"


def test_two_printings_of_one_statement_disagree() -> None:
    row = next(row for row in ROWS if row.name == "K08-del-ponte")
    first, second = claims_of(row)
    assert first.attribution.speaker == second.attribution.chain[-1].speaker == "Carla Del Ponte"
    assert first.figure is not None
    assert second.figure is not None
    assert (first.figure.best, second.figure.best) == (4_266, 4_256)
