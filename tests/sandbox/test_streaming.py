"""An answer that comes in parts: all of them, in order, and never more than the child that sends them (P3, P5)."""

import itertools
import os
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from accounted.model.errors import ParserStopped, UnreadableDocument
from accounted.sandbox import Limits, Parsers, stream_parser
from accounted.sandbox import run as run_module

SMALL = Limits(memory=1 << 30, cpu_seconds=2, wall_seconds=20, output=1 << 20)


@pytest.fixture
def stream(tmp_path, monkeypatch):
    here, real = str(Path(__file__).parent), subprocess.Popen
    monkeypatch.setattr(run_module.subprocess, "Popen", lambda command, **options: real([*command, here], **options))
    source = tmp_path / "made-up.bin"
    source.write_bytes(b"made up")
    with Parsers(tmp_path) as parsers:
        yield lambda function, **options: stream_parser(parsers, "hostile", function, source, limits=SMALL, **options)
    assert not list(tmp_path.glob("pipe-*"))


def test_parts_come_in_order_and_the_answer_last(stream):  # P5
    *parts, answer = stream("sends", n=200)
    assert [part["part"] for part in parts] == list(range(200))
    assert answer == {"sent": 200}


def test_a_child_that_dies_among_its_parts_is_told_after_them(stream):  # P3
    parts = stream("sends", n=50, then="dies")
    assert len(list(itertools.islice(parts, 50))) == 50
    with pytest.raises(ParserStopped, match="SIGSEGV"):
        next(parts)


def test_a_refusal_says_where(stream):  # P3
    with pytest.raises(UnreadableDocument) as error:
        list(stream("sends", n=1, then="refuses"))
    assert (error.value.what, error.value.where) == ("it breaks off", "row 7")


def test_whoever_stops_taking_parts_ends_the_child(stream, tmp_path):  # P3
    parts = stream("sends_for_ever")
    assert len(list(itertools.islice(parts, 9))) == 9
    parts.close()
    child = int((tmp_path / "said.pid").read_text().split()[0])
    until = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < until:
        time.sleep(0.01)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_child_that_sends_nothing_is_stopped(stream):  # P3
    with pytest.raises(ParserStopped):
        list(stream("loops_silently"))


def test_a_file_system_without_pipes_does_not_matter(stream, tmp_path, monkeypatch):
    real = os.mkfifo

    def refuse(path, mode):
        if Path(path).parent == tmp_path:
            raise PermissionError
        real(path, mode)

    monkeypatch.setattr(os, "mkfifo", refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert list(stream("sends", n=2))[-1] == {"sent": 2}
    assert not list(tmp_path.glob("accounted-*"))
