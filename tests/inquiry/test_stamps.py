"""RFC 3161 time stamps, by a stand-in of an authority on this machine: queued, sent or carried, kept, checked (R3)."""

import json
import shutil
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from typer.testing import CliRunner

from accounted.cli.main import app
from accounted.inquiry import init_inquiry, open_inquiry
from accounted.model.errors import InputError, RecordDamaged, SettingsError, UsageError

rfc3161 = pytest.importorskip(
    "rfc3161_client", reason="time stamps need rfc3161-client: pip install 'accounted[stamps]'"
)
OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(not OPENSSL, reason="the stand-in of an authority needs the openssl command")

CONFIGURATION = """
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[own]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """A made-up authority: its root certificate, and what it answers to a request."""

    def __init__(self, folder):
        self.folder, self.root = folder, folder / "ca.pem"
        folder.mkdir()
        (folder / "c.cnf").write_text(CONFIGURATION.format(folder=folder), "utf-8")
        new = ("-newkey", "rsa:2048", "-nodes", "-config", "c.cnf")
        self._run("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Made-up root",
                  "-extensions", "ca")  # fmt: skip
        self._run("req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Made-up time stamps")
        self._run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                  "-out", "tsa.pem", "-extfile", "c.cnf", "-extensions", "tsa")  # fmt: skip

    def _run(self, *arguments):
        subprocess.run([OPENSSL, *arguments], cwd=self.folder, check=True, capture_output=True, timeout=60)

    def answer(self, request):
        (self.folder / "r.tsq").write_bytes(request)
        self._run("ts", "-reply", "-config", "c.cnf", "-section", "own", "-queryfile", "r.tsq",
                  "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "r.tsr")  # fmt: skip
        return (self.folder / "r.tsr").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority") / "own")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority") / "other")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    inquiry = init_inquiry(tmp_path_factory.mktemp("stamped") / "inquiry", key=b"a made-up key of a test, 32 long")
    (inquiry.folder.input / "documents" / "made-up.txt").write_text("Made up: 12 people were killed.\n", "utf-8")
    inquiry.add([inquiry.folder.input])
    inquiry.close()
    return inquiry.folder.root


@pytest.fixture
def one(prepared, tmp_path):
    inquiry = open_inquiry(shutil.copytree(prepared, tmp_path / "inquiry"))
    yield inquiry
    inquiry.close()


@pytest.fixture
def server():
    class Own(BaseHTTPRequestHandler):
        heard: ClassVar[list[tuple[str, bytes]]] = []
        give: ClassVar = [lambda request: b""]

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.heard.append((self.headers["Content-Type"], body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.give[0](body))

        def log_message(self, *_):
            pass

    made = HTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield Own, f"http://127.0.0.1:{made.server_address[1]}/"
    made.shutdown()
    thread.join()
    made.server_close()


def settle(inquiry, text):
    (inquiry.folder.root / "inquiry.toml").write_text(text, "utf-8")


def carried(inquiry, authority, tmp_path):
    inquiry.write_stamp_request(tmp_path / "r.tsq")
    (tmp_path / "r.tsr").write_bytes(authority.answer((tmp_path / "r.tsq").read_bytes()))
    return tmp_path / "r.tsr"


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


def test_without_an_authority_a_request_waits_and_nothing_is_sent(one):  # R3, P18
    with pytest.raises(InputError, match="no authority is named"):
        one.stamp()
    (state,) = one.status().stamps
    assert (state.state, state.n_entries) == ("pending", one.status().n_facts - 1)
    assert one.verify().stamps == ()
    shown = CliRunner().invoke(app, ["-C", str(one.folder.root), "status"]).stdout
    assert f"pending stamp on entries 1 to {state.n_entries}, asked for {state.requested}" in shown


@pytest.mark.parametrize(
    "url", ["http://192.0.2.7/", "https://stamps.example/tsa", "ftp://127.0.0.1/", "x", "http://[bad/"]
)
def test_another_machine_must_be_confirmed(one, url):  # P18
    settle(one, f'[time_stamps]\nurl = "{url}"')
    with pytest.raises(SettingsError, match=r"not this machine|no http address"):
        one.stamp()


def test_without_a_network_it_is_queued_once_and_said(one):
    settle(one, f'[time_stamps]\nurl = "http://127.0.0.1:{free_port()}/"')
    for _ in range(2):
        with pytest.raises(InputError, match="no answer"):
            one.stamp()
    assert [state.state for state in one.stamps()] == ["pending"]
    done = CliRunner().invoke(app, ["-C", str(one.folder.root), "stamp"])
    assert done.exit_code == 3
    assert "pending stamp on entries 1 to" in done.stdout
    assert "not stamped yet" in done.stderr


@needs_openssl
def test_an_authority_is_asked_and_its_answer_checked_offline(one, server, authority):  # R3
    handler, url = server
    handler.give[0] = authority.answer
    shutil.copy(authority.root, one.folder.root / "authority.pem")
    settle(one, f'[time_stamps]\nurl = "{url}"\ncertificates = ["authority.pem"]')
    before = one.status()
    checked = one.stamp()
    assert (checked.n_entries, checked.head) == (before.n_facts, before.head)
    assert (checked.authority, checked.is_signature_checked) == ("Made-up time stamps", True)
    ((kind, sent),) = handler.heard
    assert kind == "application/timestamp-query"
    assert before.head.encode() not in sent
    assert len(sent) < 100
    assert one.verify().stamps == (checked,)
    assert one.verify().sentence().endswith(f"stamped by Made-up time stamps on {checked.time} (signature checked)")
    assert [state.state for state in one.status().stamps] == ["stamped"]
    one.stamp()
    assert [state.state for state in one.stamps()] == ["stamped", "stamped"]


@needs_openssl
def test_a_request_and_its_answer_are_carried_by_hand(one, authority, stranger, tmp_path):  # R3
    answer = carried(one, authority, tmp_path)
    checked = one.stamp(answer)
    assert not checked.is_signature_checked
    assert "not anchored" in one.verify().sentence()
    assert "signature not checked" in one.verify().stamps[0].sentence()
    assert one.verify(certificates=[authority.root]).stamps[0].is_signature_checked
    with pytest.raises(RecordDamaged, match="signature does not hold"):
        one.verify(certificates=[stranger.root])
    with pytest.raises(InputError, match="answers no request that waits"):
        one.stamp(answer)


@needs_openssl
def test_what_is_signed_by_a_stranger_or_answers_something_else_is_refused(one, authority, stranger, tmp_path):
    answer = carried(one, stranger, tmp_path)
    with pytest.raises(InputError, match="signature does not hold"):
        one.stamp(answer, certificates=[authority.root])
    elsewhere = rfc3161.TimestampRequestBuilder(data=b"something else").hash_algorithm(rfc3161.HashAlgorithm.SHA256)
    answer.write_bytes(authority.answer(elsewhere.build().as_bytes()))
    with pytest.raises(InputError, match="answers no request that waits"):
        one.stamp(answer)
    assert [state.state for state in one.stamps()] == ["pending"]


@needs_openssl
def test_an_older_request_may_be_answered_and_the_newest_counts(one, authority, tmp_path):
    first = carried(one, authority, tmp_path)
    (one.folder.input / "documents" / "more.txt").write_text("Made up too.\n", "utf-8")
    one.add([one.folder.input])
    one.write_stamp_request(tmp_path / "second.tsq")
    one.stamp(first)
    assert [state.state for state in one.stamps()] == ["stamped", "pending"]
    shown = CliRunner().invoke(app, ["-C", str(one.folder.root), "status"]).stdout
    assert "entries 1 to" in shown
    assert "pending stamp on" in shown


@needs_openssl
@pytest.mark.parametrize("kind", ["stamp", "stamp_request", "document"])
def test_tampering_is_found(one, authority, tmp_path, kind):  # P14
    one.stamp(carried(one, authority, tmp_path), certificates=[authority.root])
    column = {"stamp": "response", "stamp_request": "head", "document": "text"}[kind]
    with one._ledger._engine.connect() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER keep_{kind}_update")
        row = connection.exec_driver_sql(f"SELECT {column} FROM {kind}").scalar()
        changed = row[:-1] + (bytes([row[-1] ^ 1]) if isinstance(row, bytes) else "1" if row[-1] == "0" else "0")
        connection.exec_driver_sql(f"UPDATE {kind} SET {column} = ?", (changed,))
        connection.commit()
    with pytest.raises(RecordDamaged):
        one.verify(certificates=[authority.root])


@needs_openssl
def test_a_record_rewritten_as_a_whole_is_found_by_its_stamp(one, authority, tmp_path):  # P14
    """Who holds the machine can write a new chain that is consistent; the stamp is on the old one."""
    one.stamp(carried(one, authority, tmp_path), certificates=[authority.root])
    ledger = one._ledger
    rows = {kind: ledger.rows(kind) for kind in ("stamp_request", "stamp")}
    rewritten = init_inquiry(tmp_path / "rewritten", key=b"a made-up key of a test, 32 long")
    (rewritten.folder.input / "documents" / "made-up.txt").write_text("Made up: 11 people were killed.\n", "utf-8")
    rewritten.add([rewritten.folder.input])
    with rewritten._ledger.writing() as writer:
        number = writer.add(
            "stamp_request", {k: v for k, v in rows["stamp_request"][0].items() if k not in ("seq", "salt")}
        )
        answer = {k: v for k, v in rows["stamp"][0].items() if k not in ("seq", "salt")}
        writer.add("stamp", {**answer, "request": number})
    with pytest.raises(RecordDamaged, match="not those that were stamped"):
        rewritten.verify(certificates=[authority.root])
    rewritten.close()


@needs_openssl
@pytest.mark.parametrize(
    ("give", "said"),
    [
        (lambda _: b"", "no answer to a request"),
        (lambda _: b"<html>moved</html>", "no answer to a request"),
        (lambda _: b"x" * 2_000_000, "too long"),
        (lambda _: bytes.fromhex("30053003020102"), "refused"),
        (lambda _: bytes.fromhex("30053003020100"), "no answer to a request"),
    ],
)
def test_answers_that_are_none_are_refused_and_the_request_waits(one, server, give, said):
    handler, url = server
    handler.give[0] = give
    settle(one, f'[time_stamps]\nurl = "{url}"')
    with pytest.raises(InputError, match=said):
        one.stamp()
    assert [state.state for state in one.stamps()] == ["pending"]


@needs_openssl
def test_no_changed_answer_raises_anything_but_an_error_in_words(one, authority, tmp_path):
    answer = carried(one, authority, tmp_path)
    whole = answer.read_bytes()
    for place in range(0, len(whole), 37):
        answer.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            one.stamp(answer, certificates=[authority.root])
        except InputError:
            continue
        one.write_stamp_request(tmp_path / "r.tsq")
        answer = carried(one, authority, tmp_path)
        whole = answer.read_bytes()


@needs_openssl
def test_without_the_extra_the_chain_is_still_verified_and_what_was_not_checked_said(
    one, authority, tmp_path, monkeypatch
):
    one.stamp(carried(one, authority, tmp_path))
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    done = CliRunner().invoke(app, ["-C", str(one.folder.root), "verify"])
    assert done.exit_code == 0
    assert "time stamps were not checked: time stamps need rfc3161-client" in " ".join(done.stderr.split())
    with pytest.raises(UsageError, match="not installed"):
        one.stamp()


def test_certificates_that_are_none_are_said(one, tmp_path):
    (tmp_path / "no.pem").write_text("no certificate", "utf-8")
    for path in (tmp_path / "no.pem", tmp_path / "missing.pem"):
        with pytest.raises(InputError, match="certificate"):
            one.stamp(certificates=[path])


@needs_openssl
def test_the_command_writes_the_request_and_takes_the_answer(one, authority, tmp_path):
    def run(*arguments):
        return CliRunner().invoke(app, ["-C", str(one.folder.root), *arguments])

    request, answer = tmp_path / "request.tsq", tmp_path / "response.tsr"
    assert run("stamp", "--request", str(request)).stdout.startswith("pending stamp on entries 1 to")
    answer.write_bytes(authority.answer(request.read_bytes()))
    assert "stamped by Made-up time stamps" in run("stamp", "--response", str(answer)).stdout
    data = json.loads(run("verify", "--certificate", str(authority.root), "--json").stdout)
    assert data["stamps"][0]["is_signature_checked"] is True
    assert isinstance(run("stamp", "--request", "x", "--response", "y").exception, UsageError)


def test_an_empty_record_is_not_stamped(tmp_path):
    inquiry = init_inquiry(tmp_path / "empty")
    with pytest.raises(UsageError, match="nothing to stamp"):
        inquiry.stamp()
    inquiry.close()
