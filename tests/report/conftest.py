"""Made-up inquiries to report: Velmar (lists, claims, two scripts) and a place of which only a table came in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from accounted.linkage import RULES, summarise
from accounted.model.capture import (
    CaptureTable,
    Diagnostics,
    Estimate,
    EstimateSet,
    ModelEstimate,
    NotEstimable,
)
from accounted.model.claims import Attribution, ChainLink, Claim, Figure, When, Where
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage
from accounted.model.findings import Reference
from accounted.model.ids import IdMaker
from accounted.model.linkage import Cluster, Comparison, Linkage
from accounted.model.questions import ClusterScope, DimensionMatch, Match, Question, Scope
from accounted.model.records import ListInfo, Record
from accounted.model.view import FileState, InquiryView, QuestionResult

KEY = b"made-up key of the tests"
SAME = tuple(DimensionMatch(name, "same", "as asked") for name in ("act", "unit", "population", "place", "period"))

TEXT = (
    "Velmar, 17 June 2001. The Ministry of Rivers said over 30,000 people were killed in Velmar in 2001.\n\n"
    "The Velmar Memory Circle said 900 to 1,400 people were killed in Velmar in 2001.\n\n"
    "Officials said up to 5,000 people were killed in Velmar in 2001.\n\n"
    "General Tarn denied that 400 people were executed in Velmar in 2001.\n\n"
    "At least 12 bridges were lost. Nearly 2,000 people were killed.\n\n"
    "وقالت لجنة الأنهار إن 44 people were killed in Velmar in 2001."
)
LONG = "The Standing Inter-Valley Commission for the Registration of the Dead and the Missing of Velmar and Its Rivers"


def figure(wording: str, text: str, **parts: object) -> Figure:
    """A figure found in a text by its wording; what is not given is open."""
    start = text.index(wording)
    values = {
        "low": None,
        "best": None,
        "high": None,
        "low_inclusive": None,
        "high_inclusive": None,
        "bounds": "stated",
    }
    return Figure(**{**values, **parts}, wording=wording, start=start, end=start + len(wording))


def claim(make: IdMaker, document: Document, quote: str, found: Figure | None, **parts: object) -> Claim:
    """A claim of a document by its quotation."""
    start = document.text.index(quote)
    values: dict[str, object] = {
        "kind": "figure",
        "act": "killed",
        "unit": "persons",
        "counted": "people",
        "polarity": "asserted",
        "modality": "stated",
        "when": None,
        "where": None,
        "attribution": Attribution("none"),
        "said_when": None,
        "part_of": None,
        "position": "body",
    }
    values |= parts
    return Claim(make("clm", quote), document.id, start, start + len(quote), quote, figure=found, **values)


def named(speaker: str, text: str, stance: str = "states") -> Attribution:
    """A speaker whom the sentence names."""
    start = text.index(speaker)
    chain = (ChainLink(speaker, stance),)
    return Attribution("named", speaker, "said", start, start + len(speaker), "established", chain=chain)


def document(make: IdMaker, name: str, text: str, dated: str = "") -> Document:
    """A parsed document."""
    sha = hashlib.sha256(text.encode()).hexdigest()
    when = DateInterval.parse(dated) if dated else None
    by = "settings" if dated else ""
    return Document(make("doc", name), name, sha, len(text), "text/plain", "parsed", "", "plain 1", text, "", when, by)


def velmar_claims(make: IdMaker, doc: Document) -> list[tuple[Claim, str, str]]:
    """Claims with their relation to the question and the reason."""
    t = doc.text
    in_2001 = When(DateInterval.parse("2001"), "in 2001", t.index("in 2001"), t.index("in 2001") + 7)
    there = Where("Velmar", t.index("in Velmar") + 3, t.index("in Velmar") + 9)
    here = {"when": in_2001, "where": there}
    first, second, third, fourth, fifth, sixth = t.split("\n\n")
    over = figure("over 30,000", t, low=30000.0, low_inclusive=False)
    span = figure("900 to 1,400", t, low=900.0, high=1400.0, low_inclusive=True, high_inclusive=True)
    upto = figure("up to 5,000", t, high=5000.0, high_inclusive=True)
    denied = figure("400", t, low=400.0, best=400.0, high=400.0, low_inclusive=True, high_inclusive=True)
    bridges = figure("At least 12", t, low=12.0, low_inclusive=True)
    nearly = figure("Nearly 2,000", t, high=2000.0, high_inclusive=False)
    exact = figure("44", t, low=44.0, best=44.0, high=44.0, low_inclusive=True, high_inclusive=True)
    vague = Attribution("vague", "Officials", "said", t.index("Officials"), t.index("Officials") + 9, "established")
    general = named("General Tarn", t, "denies")
    fifth_first, fifth_second = fifth.split(". ")
    executed = {"act": "executed", "polarity": "denied", "attribution": general}
    lost = {"act": "other", "unit": "objects", "counted": "bridges"}
    return [
        (claim(make, doc, first[22:], over, attribution=named("Ministry of Rivers", t), **here), "same", ""),
        (claim(make, doc, second, span, attribution=named("Velmar Memory Circle", t), **here), "same", ""),
        (claim(make, doc, third, upto, attribution=vague, **here), "same", ""),
        (claim(make, doc, fourth, denied, **executed, **here), "narrower", "executed is a part of killed"),
        (claim(make, doc, fifth_first, bridges, **lost), "different", "objects are not persons"),
        (claim(make, doc, fifth_second, nearly), "unclear", "no place and no time is said"),
        (claim(make, doc, sixth, exact, attribution=named("لجنة الأنهار", t), **here), "same", ""),
    ]  # fmt: skip


def match(found: Claim, question: str, relation: str, reason: str, overridden: str = "") -> Match:
    """A match whose unlike dimension carries the reason."""
    dimension = "place" if relation == "unclear" else ("unit" if relation == "different" else "act")
    unlike = (DimensionMatch(dimension, relation, reason),) if relation != "same" else ()
    dimensions = tuple(d for d in SAME if not unlike or d.dimension != dimension) + unlike
    return Match(found.id, question, relation, dimensions, overridden)


def estimate(lower: float, point: float, upper: float, n_observed: int, **parts: object) -> Estimate:
    """An estimate with two models."""
    values: dict[str, object] = {
        "stratum": "all",
        "status": "estimated",
        "reason": "",
        "modes": (),
        "lists": ("Circle", "Parish", "Register"),
        "prob": 0.95,
        "models": (
            ModelEstimate("dga", point, lower, upper, 0.6),
            ModelEstimate("latent_class", point * 1.02, lower * 1.01, upper * 1.08, 0.4),
        ),
        "diagnostics": Diagnostics(1.002, 1840.0, 4, 0.01, 0.0, ()),
        "assumptions": ("given the model, everyone in a class has the same chance to be listed", "no one left Velmar"),
        "seed": 7,
        "linkage_share": 0.12,
    }
    values |= parts
    return Estimate(n_observed=n_observed, point=point, lower=lower, upper=upper, **values)


NAMES = (
    "Ada Brun", "Bel Corra", "Cem Dovan", "Dara Eskil", "Eno Farrel", "Fia Gorm", "Gil Hasko", "Hana Ilves",
    "يوسف النهري", "مريم الجسر", "Ivo Jansk", "Jora Kell",
)  # fmt: skip


def velmar_records(make: IdMaker) -> tuple[list[Record], list[tuple[str, ...]]]:
    """Records on three lists, and which of them are one person."""
    records: list[Record] = []
    people: list[tuple[str, ...]] = []
    for number, name in enumerate(NAMES):
        on = [label for bit, label in enumerate(("Circle", "Parish", "Register")) if (number % 7 + 1) >> bit & 1]
        members = []
        for label in on:
            died = f"2001-{number % 12 + 1:02d}"
            values = (("name", name), ("died", died), ("village", "Upper Velmar"), ("note", ""))
            rec = Record(
                make("rec", label, name), label, number + 1, (name,), None, None, None,
                DateInterval.parse(died), (("village", "Upper Velmar"),), values,
            )  # fmt: skip
            records.append(rec)
            members.append(rec.id)
        people.append(tuple(sorted(members)))
    unnamed = (("name", ""), ("died", "2001"), ("village", "Lower Velmar"))
    records.append(Record(make("rec", "unnamed"), "Parish", 99, (), None, None, None, None, (), unnamed))
    return records, people


def make_velmar(standard: str = "reasonable grounds to believe") -> InquiryView:
    """The made-up place with lists and claims."""
    make = IdMaker(KEY)
    doc = document(make, "documents/river-gazette.txt", TEXT, "2001-06-18")
    undated = document(make, "documents/leaflet.txt", f"{LONG} said at least 1,150 people were killed.")
    records, people = velmar_records(make)
    clusters = tuple(sorted((Cluster(make("clu", *p), p) for p in people), key=lambda c: c.id))
    lists = tuple(sorted({record.list for record in records}))
    named_ids = tuple(sorted(record.id for record in records if record.names))
    pair = Comparison(*sorted(people[2][:2]), 9.2, 0.99, "none", ("same name: +7.1 bits",))
    linkage = Linkage(
        lists, named_ids, lists, clusters, (pair,), 3, ((0,) * len(named_ids),), 0.5, ("Fields used: name, died",), 7
    )
    scope = Scope(
        "killed-2001",
        tuple(
            ClusterScope(
                c.id,
                "possible" if place == 3 else ("out" if place == 7 else "certain"),
                "every value lies in the question" if place not in (3, 7) else "the lists disagree on the date",
                DateInterval.parse("2001-03"),
            )
            for place, c in enumerate(clusters)
        ),
        ((9, 1), (10, 2), (11, 1)),
        (records[-1].id,),
    )
    question = Question(
        "killed-2001", "How many people were killed in Velmar in 2001?", "killed", "persons", "everyone", "Velmar",
        DateInterval.parse("2001"), lists=lists,
    )  # fmt: skip
    table = CaptureTable.of(lists, {(1, 0, 0): 380, (0, 1, 0): 260, (1, 1, 0): 90, (0, 0, 1): 210, (1, 1, 1): 60})
    found = velmar_claims(make, doc)
    claims = [entry[0] for entry in found]
    long = claim(
        make, undated, undated.text, figure("at least 1,150", undated.text, low=1150.0, low_inclusive=True),
        attribution=named(LONG, undated.text),
    )  # fmt: skip
    matches = [match(c, question.id, relation, reason) for c, relation, reason in found]
    matches.append(match(long, question.id, "same", "", "the commission's annex names place and year"))
    answer = EstimateSet("lists", (estimate(1180.4, 1412.7, 1893.2, 1000),), None)
    by_id = {record.id: record for record in records}
    said = tuple(summarise(c.id, [by_id[name] for name in c.records]) for c in clusters)
    rules = tuple(RULES.items())
    result = QuestionResult(
        question, tuple(matches), linkage, scope, (table,), "", answer, (), people=said, rules=rules
    )
    infos = tuple(
        ListInfo(
            name, f"lists/{name.lower()}.csv", (("name", "name"),), sum(r.list == name for r in records), 0,
            True if name != "Register" else None, ("Velmar",) if name != "Parish" else (),
            DateInterval.parse("2001"), ("Circle",) if name == "Register" else (),
        )
        for name in lists
    )  # fmt: skip
    return InquiryView(
        title="Velmar, 2001",
        notice="Velmar is made up: no such place, people or deaths exist.",
        standard_of_proof=standard,
        files=(
            FileState(doc.name, "document", "parsed", ""),
            FileState(undated.name, "document", "parsed", ""),
            *(FileState(info.file, "list", "parsed", "") for info in infos),
            FileState("documents/broken.pdf", "document", "failed", "the file ends in the middle"),
        ),
        documents=(doc, undated),
        passages=(Passage(doc.id, 0, len(TEXT.split("\n\n", maxsplit=1)[0]), "body"),),
        claims=(*claims, long),
        lists=infos,
        records=tuple(records),
        results=(result,),
        settings=(("title", "Velmar, 2001"), ("estimate.seed", "7")),
        content_root="0" * 64,
        code_version="0.1.0+test",
    )


def make_table_only() -> InquiryView:
    """A made-up inquiry to which only a capture table and claims came, one of them fifty times the rest."""
    make = IdMaker(KEY)
    text = (
        "The Office for Lakes said 100,000 to 500,000 people were missing in Ostrel.\n"
        "Minister Hale said around 10,000 people were killed in Ostrel in 1903.\n"
        "Dr Quill said no more than 2,108 people were killed in Ostrel in 1903."
    )
    doc = document(make, "documents/wire.txt", text, "1903-07-01")
    first, second, third = text.split("\n")
    many = figure("100,000 to 500,000", text, low=1e5, high=5e5, low_inclusive=True, high_inclusive=True)
    around = figure("around 10,000", text, best=1e4, bounds="none")
    few = figure("no more than 2,108", text, high=2108.0, high_inclusive=True)
    claims = (
        claim(make, doc, first, many, act="missing", attribution=named("Office for Lakes", text)),
        claim(make, doc, second, around, attribution=named("Minister Hale", text)),
        claim(make, doc, third, few, attribution=named("Dr Quill", text)),
    )
    lists = ("AL", "BM", "CN", "DO")
    table = CaptureTable.of(lists, {(1, 0, 0, 0): 1131, (0, 1, 0, 0): 845, (0, 0, 1, 0): 936, (1, 1, 0, 1): 177})
    question = Question(
        "killed", "How many people were killed in Ostrel in 1903?", "killed", "persons", "everyone", "Ostrel",
        DateInterval.parse("1903"), tables=("tables/ostrel.csv",),
    )  # fmt: skip
    silent = Question(
        "ostrel-dead", "Who was on the table “ostrel-b”?", None, "persons", "", "", None, takes_claims=False
    )
    reason = "missing is not killed"
    matches = (
        match(claims[0], "killed", "different", reason),
        match(claims[1], "killed", "same", ""),
        match(claims[2], "killed", "same", ""),
    )
    outside = Reference(10401.0, "persons in the Book of Lakes", "a made-up book", "whom it counts is not known.")
    found = EstimateSet("ostrel", (estimate(9002.2, 10398.4, 12121.9, 3089, lists=lists, linkage_share=None),), None)
    nothing = EstimateSet("b", (NotEstimable("all", "the lists share nobody", 40, ("AL", "BM"), 7),), None)
    apart = CaptureTable.of(["AL", "BM"], {(1, 0): 25, (0, 1): 15})
    source = "tables/ostrel.csv; Made-Up & Co. (1904)"
    return InquiryView(
        title="Ostrel, 1903",
        notice="Ostrel is made up.",
        standard_of_proof="balance of probabilities",
        files=(FileState(doc.name, "document", "parsed", ""), FileState("tables/ostrel.csv", "table", "parsed", "")),
        documents=(doc,),
        passages=(),
        claims=claims,
        lists=(),
        records=(),
        results=(
            QuestionResult(question, matches, None, None, (table,), source, found, (outside,)),
            QuestionResult(silent, (), None, None, (apart,), source, nothing, ()),
        ),
        settings=(),
        content_root="1" * 64,
        code_version="0.1.0+test",
    )  # fmt: skip


@pytest.fixture
def velmar() -> InquiryView:
    return make_velmar()


@pytest.fixture
def draft_velmar() -> InquiryView:
    return make_velmar("")


@pytest.fixture
def table_only() -> InquiryView:
    return make_table_only()


@pytest.fixture
def make_id() -> Callable[[], IdMaker]:
    return lambda: IdMaker(KEY)


@pytest.fixture(scope="session")
def make_estimate() -> Callable[..., Estimate]:
    return estimate
