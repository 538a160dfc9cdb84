"""Claims to and from other programs: what comes back unchanged changes nothing, what is changed is a correction."""

import csv
import io
import json

import pytest

from accounted.model.errors import UsageError
from tests_support import accounted, clean

TEXT = (
    "=1+1 is no formula, Anna Bell said; over 300 people were killed in Velmar in June 2031.\n\n"
    "At least 12 were injured. No civilians were killed, the ministry said.\n"
)


@pytest.fixture
def one(inquiry_of):
    return inquiry_of({"a.txt": TEXT})


def test_annotations_point_at_the_words(one):
    written = json.loads(one.export_claims("annotations"))
    assert written["@context"] == "http://www.w3.org/ns/anno.jsonld"
    items = written["first"]["items"]
    assert len(items) == written["total"] == len(one.reviewed().claims) >= 3
    for item in items:
        position, quote = item["target"]["selector"]
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        before = TEXT[: position["start"]]
        assert before.endswith(quote["prefix"])
        assert item["type"] == "Annotation"
        assert item["body"][0]["value"]["quote"] == quote["exact"]


@pytest.mark.parametrize("kind", ["annotations", "csv"])
def test_what_comes_back_unchanged_decides_nothing(one, kind, tmp_path):
    path = tmp_path / "back"
    path.write_bytes(one.export_claims(kind))
    assert one.import_reviews(path, person="A. Sample") == ()


def test_the_table_is_safe_and_comes_back_with_decisions(one, tmp_path):
    rows = list(csv.DictReader(io.StringIO(one.export_claims("csv").decode())))
    assert rows[0]["quote"].startswith("'=")  # P6
    assert {row["review"] for row in rows} == {"unchecked"}
    rows[0] |= {"act": "executed", "low": "301.0"}
    rows[1]["review"] = "accept"
    rows[2] |= {"review": "reject", "reason": "not about us"}
    path = tmp_path / "back.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    kept = one.import_reviews(path, person="B. Sample")
    assert [review.act for review in kept] == ["correct", "accept", "reject"]
    assert {review.person for review in kept} == {"B. Sample"}
    after = one.reviewed()
    corrected = next(claim for claim in after.claims if claim.id == rows[0]["id"])
    assert (corrected.act, corrected.figure.low) == ("executed", 301)
    assert [(claim.id, review.reason) for claim, review in after.set_aside] == [(rows[2]["id"], "not about us")]
    assert one.import_reviews(path, person="B. Sample") == ()


def test_an_assessed_annotation_is_a_decision(one, tmp_path):
    item = json.loads(one.export_claims("annotations"))["first"]["items"][0]
    item["body"] = {"type": "TextualBody", "purpose": "assessing", "value": "accept"}
    path = tmp_path / "one.jsonld"
    path.write_text(json.dumps(item), "utf-8")
    (kept,) = one.import_reviews(path, person="A. Sample")
    assert kept.act == "accept"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "no column id"),
        ("id,review\nclm_nothing,accept\n", "line 2: no claim clm_nothing"),
        ("{not json", "no Web Annotation"),
        ('{"id": "urn:accounted:clm_x", "body": 3}', "no Web Annotation"),
        ("[1]", "no Web Annotation"),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_kept(one, tmp_path, content, words):
    path = tmp_path / "wrong"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=words):
        one.import_reviews(path, person="A. Sample")
    assert one.claim_reviews() == ()


def test_one_wrong_line_keeps_all_of_them_out(one, tmp_path):
    first, second = one.reviewed().claims[:2]
    path = tmp_path / "half.csv"
    path.write_text(f"id,review,act\n{first.id},accept,\n{second.id},accept,kiled\n", "utf-8")
    with pytest.raises(UsageError, match="did you mean killed"):
        one.import_reviews(path, person="A. Sample")
    assert one.claim_reviews() == ()


def test_claim_review_has_no_verdict_unless_a_person_gave_one(one):
    first, *_ = one.reviewed().claims
    made = [json.loads(line) for line in one.export_claims("claim_review").splitlines()]
    assert {row["@type"] for row in made} == {"ClaimReview"}
    assert not any("reviewRating" in row for row in made)
    one.review_claim(first.id, "verdict", person="A. Sample", reason="we could not confirm it")
    rated = [row for row in map(json.loads, one.export_claims("claim_review").splitlines()) if "reviewRating" in row]
    assert [row["identifier"] for row in rated] == [first.id]
    assert rated[0]["reviewRating"]["alternateName"] == "we could not confirm it"
    assert "ratingValue" not in rated[0]["reviewRating"]


def test_the_command_writes_and_reads(one, tmp_path):
    root, path = one.folder.root, tmp_path / "claims.csv"
    clean(accounted("claims", "--csv", path, cwd=root), 0)
    text = path.read_text("utf-8").replace("unchecked", "accept")
    path.write_text(text, "utf-8")
    done = clean(accounted("review", "--import", path, "--person", "A. Sample", cwd=root), 0)
    assert f"{len(one.reviewed().claims)} decided" in done.stdout
    clean(accounted("claims", "x.txt", "--csv", path, cwd=root), 2)
