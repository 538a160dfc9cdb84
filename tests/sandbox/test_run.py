"""A parser that misbehaves takes only its child with it (P3)."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from accounted.model.errors import ParserStopped, UnreadableDocument
from accounted.sandbox import Limits, run_parser
from accounted.sandbox import run as run_module

SMALL = Limits(memory=1 << 30, cpu_seconds=2, wall_seconds=20, output=1 << 20)


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """Let the isolated child import the hostile parsers: the tests' folder, and nothing else, is added to its path."""
    here = str(Path(__file__).parent)
    real = subprocess.Popen

    def popen(command, **options):
        code = (
            f"import sys; sys.path.insert(0, {here!r}); from accounted.sandbox.child import main; "
            "sys.exit(main(sys.argv[1:]))"
        )
        return real([sys.executable, "-I", "-c", code, *command[4:]], **options)

    monkeypatch.setattr(run_module.subprocess, "Popen", popen)
    source = tmp_path / "made-up.bin"
    source.write_bytes(b"made up")

    def call(function, limits=SMALL):
        return run_parser("hostile", function, source, limits=limits, temp=tmp_path)

    yield call
    assert [p.name for p in tmp_path.iterdir()] == ["made-up.bin"]


def test_a_good_parser_answers(hostile):
    assert hostile("fine") == {"length": 7}


STOPPED = [
    ("loops", "processor time"),
    ("eats_memory", "memory"),
    ("writes_too_much", "wrote more than 1 MB"),
    ("dies", "SIGSEGV"),
    ("raises", "crashed"),
]


@pytest.mark.parametrize(("function", "said"), STOPPED)
def test_a_parser_that_misbehaves_is_stopped(hostile, function, said):  # P3
    with pytest.raises(ParserStopped) as caught:
        hostile(function)
    assert said in caught.value.what
    assert caught.value.mend


def test_a_parser_that_waits_is_stopped_by_the_clock(hostile):  # P3
    with pytest.raises(ParserStopped, match="longer than 1 seconds"):
        hostile("sleeps", replace(SMALL, wall_seconds=1))


def test_what_the_parser_says_of_the_file_arrives(hostile):
    with pytest.raises(UnreadableDocument) as caught:
        hostile("refuses")
    assert (caught.value.what, caught.value.mend) == ("no text in it", "bring another")


def test_the_child_sees_no_secrets_of_the_environment(hostile, monkeypatch):
    monkeypatch.setenv("MADE_UP_SECRET", "x")
    assert set(hostile("has_secrets")) <= {"PATH", "LC_ALL", "TMPDIR", "LC_CTYPE"}
