"""Review of claims: each decision is a fact, the latest holds, nothing is deleted, all can be taken back (R8)."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import apply_reviews, correct_claim, extract, split_claim
from accounted.model.claim_reviews import ClaimReview
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from tests_support import accounted, clean

TEXT = "Anna Bell said over 300 people were killed in Velmar in June 2031. Tom Reed stayed.\n\n12 were injured.\n"


@pytest.fixture
def one(inquiry_of):
    return inquiry_of({"a.txt": TEXT})


def test_decisions_supersede_each_other_and_can_be_taken_back(one):
    first, second = one.reviewed().claims
    assert len(one.claim_queue()) == 2
    one.review_claim(first.id, "accept", person="A. Sample")
    made = one.review_claim(first.id, "correct", person="B. Sample", changes={"act": "executed", "speaker": "Tom Reed"})
    (corrected, _) = one.reviewed().claims
    assert (corrected.id, corrected.act, corrected.attribution.speaker) == (first.id, "executed", "Tom Reed")
    one.review_claim(second.id, "reject", person="B. Sample", reason="no claim about deaths")
    after = one.reviewed()
    assert [c.id for c in after.claims] == [first.id]
    assert [(c.id, r.reason) for c, r in after.set_aside] == [(second.id, "no claim about deaths")]
    one.undo_review(made.id, person="B. Sample")
    assert one.reviewed().claims[0] == first
    assert len(one.claim_reviews()) == 4
    one.review_claim(second.id, "accept", person="A. Sample")
    assert len(one.reviewed().claims) == 2
    assert one.claim_queue() == ()


def test_claims_are_reviewed_before_all_that_the_settings_name_has_come_in(one):
    question = '[[questions]]\nid = "q"\ntext = "How many?"\ntables = ["not-yet-here.csv"]\n'
    (one.folder.root / "inquiry.toml").write_text(question, "utf-8")
    assert len(one.claim_queue()) == 2


def test_what_cannot_stand_is_refused(one):
    first = one.reviewed().claims[0]
    for act, more, words in (
        ("reject", {}, "reason"),
        ("merge", {"reason": "the same", "into": first.id}, "another one"),
        ("correct", {}, "nothing is corrected"),
        ("correct", {"changes": {"act": "kiled"}}, "did you mean killed"),
        ("correct", {"changes": {"spaeker": "X"}}, "did you mean speaker"),
        ("correct", {"changes": {"speaker": "Nobody Here"}}, "do not stand in the document"),
        ("correct", {"changes": {"number": "400"}}, "do not stand"),
        ("correct", {"changes": {"high": "200"}}, "do not rise"),
        ("correct", {"changes": {"when": "yesterday"}}, "EDTF"),
        ("split", {"parts": ["over 300"]}, "two or more"),
    ):
        with pytest.raises(UsageError, match=words):
            one.review_claim(first.id, act, person="A. Sample", **more)
    with pytest.raises(UsageError):
        one.review_claim(first.id, "accept", person=" ")
    with pytest.raises(UsageError):
        one.undo_review("rev_nothing", person="A. Sample")
    assert one.claim_reviews() == ()


def test_the_report_says_what_was_checked_and_keeps_what_was_set_aside(one):
    first, second = one.reviewed().claims
    one.report()
    page = one.folder.output / "trace" / f"claim-{first.id}.html"
    assert "read by machine, not checked" in page.read_text("utf-8")
    one.review_claim(first.id, "accept", person="A. Sample")
    one.review_claim(second.id, "reject", person="A. Sample", reason="not about the dead")
    one.claims()
    one.report()
    assert "accepted by A. Sample" in page.read_text("utf-8")
    listing = (one.folder.output / "trace" / "claims.html").read_text("utf-8")
    assert "Set aside by a person: 1" in listing
    whole = (one.folder.output / "trace" / f"doc-{first.document}.html").read_text("utf-8")
    assert f'id="{second.id}"' in whole
    lines = [json.loads(line) for line in (one.folder.output / "claims.jsonl").read_text("utf-8").splitlines()]
    assert [line["review"]["act"] for line in lines] == ["accept", "reject"]
    assert one.trace(second.id).steps[0].what == "claim"


def test_the_command_asks_claim_by_claim(one):
    root = one.folder.root
    answers = "c\nact=executed\nread it again\nr\nno deaths\n"
    done = clean(accounted("review", "--claims", "--person", "A. Sample", cwd=root, stdin=answers), 0)
    assert "2 claims that nobody has looked at" in done.stdout
    assert "2 decided" in done.stdout
    listed = clean(accounted("review", "--claims", "--list", cwd=root), 0).stdout
    assert "correct (A. Sample" in listed
    assert "0 claims read by machine, not checked; 1 set aside" in listed
    (review, *_) = one.claim_reviews()
    clean(accounted("review", "--undo", review.id, "--person", "A. Sample", cwd=root), 0)
    assert one.reviewed().claims[0].act == "killed"


def test_a_claim_is_split_by_its_numbers():
    text = "In Velmar 12 to 15 men and 3 boys were killed."
    claim = extract(text)[0]
    men, boys = split_claim(claim, ["12 to 15", "3"], IdMaker(b"k"))
    assert (men.figure.low, men.figure.high, boys.figure.best) == (12, 15, 3)
    assert text[boys.figure.start : boys.figure.end] == "3"
    assert len({claim.id, men.id, boys.id}) == 3


def test_bounds_are_corrected_with_their_signs():
    (claim,) = extract("Over 300 people were killed.")
    changed = correct_claim(claim, {"low": "300", "high": "<400"}, claim.quote)
    assert (changed.figure.low_inclusive, changed.figure.high, changed.figure.high_inclusive) == (True, 400, False)
    assert correct_claim(claim, {"low": ""}, claim.quote).figure.low_inclusive is None
    assert correct_claim(claim, {"number": ""}, claim.quote).figure is None


CLAIMS = [dataclasses.replace(c, id=f"c{n}") for n, c in enumerate(extract("9 died. 8 died. 7 died."))]
TEXTS = {CLAIMS[0].document: "9 died. 8 died. 7 died."}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["accept", "reject", "correct", "undo"])), max_size=12))
def test_every_claim_is_somewhere_and_undoing_all_restores_the_beginning(steps):
    """P15: every decision can be undone."""
    reviews: list[ClaimReview] = []
    for number, (which, act) in enumerate(steps):
        open_ = [r for r in reviews if r.act != "undo" and r.id not in {u.undoes for u in reviews}]
        if act == "undo" and not open_:
            continue
        made = (dataclasses.replace(CLAIMS[which], act="executed"),) if act == "correct" else ()
        undoes = open_[-1].id if act == "undo" else ""
        reviews.append(ClaimReview(f"r{number}", f"c{which}", act, "p", "", "x", made, "", undoes))
        after = apply_reviews(CLAIMS, reviews, TEXTS)
        assert sorted([c.id for c in after.claims] + [c.id for c, _ in after.set_aside]) == ["c0", "c1", "c2"]
    back = [ClaimReview(f"u{r.id}", r.claim, "undo", "p", "", "", undoes=r.id) for r in reviews if r.act != "undo"]
    assert apply_reviews(CLAIMS, [*reviews, *back], TEXTS).claims == tuple(CLAIMS)


def test_what_a_person_made_stays_only_where_the_words_stand():
    made = dataclasses.replace(CLAIMS[1], act="executed")
    review = ClaimReview("r", "c1", "correct", "p", "", "x", (made,))
    assert apply_reviews([CLAIMS[0]], [review], TEXTS).claims == (CLAIMS[0], made)
    gone = apply_reviews([CLAIMS[0]], [review], {CLAIMS[0].document: "9 died. Something else."})
    assert gone.claims == (CLAIMS[0],)
    assert gone.lost == (review,)
