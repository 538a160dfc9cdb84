"""A language model of the user's own, as a local stand-in: off by default, this machine only, public documents only."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from accounted.inquiry import init_inquiry
from accounted.model.errors import SettingsError, UsageError

TEXT = "According to the Ministry 300 villagers never came home.\n"
CLAIM = {
    "quote": TEXT.strip(), "number": "300", "speaker": "the Ministry", "cue": "According to", "act": "killed",
    "unit": "persons", "polarity": "asserted", "modality": "stated", "counted": "villagers", "place": None,
}  # fmt: skip
INVENTED = {**CLAIM, "quote": "The President: 900 dead.", "number": "900", "speaker": "The President"}


class StandIn(BaseHTTPRequestHandler):
    """Answers every question alike, and keeps what it was sent."""

    heard: ClassVar[list[str]] = []
    answer = json.dumps({"choices": [{"message": {"content": json.dumps({"claims": [INVENTED, CLAIM]})}}]})
    code = 200

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).heard.append(body["messages"][-1]["content"])
        self.send_response(self.code)
        if self.code == 302:
            self.send_header("Location", "http://192.0.2.1/elsewhere")
        self.end_headers()
        self.wfile.write(self.answer.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    handler = type("Own", (StandIn,), {"heard": []})
    made = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield handler, f"http://127.0.0.1:{made.server_address[1]}/v1"
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def one(tmp_path):
    inquiry = init_inquiry(tmp_path / "inquiry", key=b"a made-up key of a test, 32 long")
    folder = inquiry.folder.input / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "public.txt").write_text(TEXT, "utf-8")
    (folder / "secret.txt").write_text("A witness we protect spoke of 12 graves.\n", "utf-8")
    inquiry.add([folder])
    inquiry.claims()
    yield inquiry
    inquiry.close()


def settle(inquiry, endpoint, more=""):
    text = f'[language_model]\nendpoint = "{endpoint}"\nmodel = "stand-in"\ndocuments = ["public.txt"]\n{more}'
    (inquiry.folder.root / "inquiry.toml").write_text(text, "utf-8")


def test_it_is_off_by_default(one):
    with pytest.raises(SettingsError, match="no language model"):
        one.propose()


@pytest.mark.parametrize("address", ["http://192.0.2.7/v1", "https://models.example/v1", "http://127.0.0.1.example/v1"])
def test_another_machine_must_be_confirmed(one, address):  # P18
    settle(one, address)
    with pytest.raises(SettingsError, match="not this machine"):
        one.propose()
    settle(one, "file:///etc/passwd")
    with pytest.raises(SettingsError, match="no http address"):
        one.propose()


def test_only_public_documents_are_sent_and_only_true_words_are_kept(one, server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    handler, address = server
    settle(one, address)
    assert len(one.propose().done) == 1
    assert len(handler.heard) == 1
    assert TEXT.strip() in handler.heard[0]
    (proposal,) = one.proposals()
    assert (proposal.model, proposal.claim.quote) == ("stand-in", CLAIM["quote"])
    assert one.propose().done == ()
    settle(one, address, "send_all = true\n")
    one.propose()
    assert any("A witness" in text for text in handler.heard)


def test_a_proposal_counts_only_when_a_person_accepts_it(one, server):
    settle(one, server[1])
    before = one.reviewed().claims
    one.propose()
    assert one.reviewed().claims == before
    (proposal,) = one.proposals()
    assert one.claim_queue()[-1][1].id == proposal.id
    kept = one.review_claim(proposal.id, "accept", person="A. Sample")
    assert {claim.id for claim in one.reviewed().claims} - {c.id for c in before} == {proposal.id}
    assert proposal.id not in [claim.id for _, claim in one.claim_queue()]
    one.claims()
    one.report()
    page = (one.folder.output / "trace" / f"claim-{proposal.id}.html").read_text("utf-8")
    assert "proposed by a language model, accepted by A. Sample" in page
    one.undo_review(kept.id, person="A. Sample")
    assert one.reviewed().claims == before
    one.review_claim(proposal.id, "reject", person="A. Sample", reason="no such claim")
    assert one.reviewed().claims == before


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("no JSON", 200),
        ('{"choices": []}', 200),
        ('{"choices": [{"message": {"content": 3}}]}', 200),
        ("{}", 500),
        ("{}", 302),
    ],
)
def test_a_broken_server_is_one_readable_message(one, server, answer, code):
    handler, address = server
    handler.answer, handler.code = answer, code
    settle(one, address)
    with pytest.raises(UsageError, match="language model"):
        one.propose()
    assert one.proposals() == ()
