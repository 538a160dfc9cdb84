"""A parser that misbehaves takes only its child with it (P3)."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from accounted.model.errors import ParserStopped, UnreadableDocument
from accounted.sandbox import Limits, Parsers
from accounted.sandbox import run as run_module

SMALL = Limits(memory=1 << 30, cpu_seconds=2, wall_seconds=20, output=1 << 20)


@pytest.fixture
def in_nursery(monkeypatch):
    """Let the nursery import the hostile parsers: the tests' folder, and nothing else, is added to its path."""
    here = str(Path(__file__).parent)
    real = subprocess.Popen

    def popen(command, **options):
        return real([*command, here], **options)

    monkeypatch.setattr(run_module.subprocess, "Popen", popen)


@pytest.fixture
def hostile(tmp_path, in_nursery):
    source = tmp_path / "made-up.bin"
    source.write_bytes(b"made up")
    with Parsers(tmp_path) as parsers:

        def call(function, limits=SMALL):
            return parsers.run("hostile", function, source, limits=limits)

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
    allowed = {"PATH", "LC_ALL", "TMPDIR", "LC_CTYPE", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT", "TESSDATA_PREFIX"}
    assert set(hostile("has_secrets")) <= allowed


def test_after_one_was_stopped_the_next_answers(hostile):  # P3
    for function in ("eats_memory", "dies", "raises", "kills_the_nursery"):
        with pytest.raises(ParserStopped):
            hostile(function)
        assert hostile("fine") == {"length": 7}


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"


def wait_for(condition):
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_what_a_parser_started_dies_with_it(hostile, tmp_path):  # P3
    with pytest.raises(ParserStopped, match="longer"):
        hostile("starts_another", replace(SMALL, wall_seconds=1))
    started = tmp_path / "started.pid"
    pid = int(started.read_text(encoding="ascii"))
    started.unlink()
    assert wait_for(lambda: not is_running(pid))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc to look for processes")
def test_when_the_importer_is_killed_its_parsers_die(tmp_path):  # P1, P3
    here = str(Path(__file__).parent)
    (tmp_path / "made-up.bin").write_bytes(b"made up")
    program = f"""if True:
        import subprocess, sys
        from pathlib import Path
        from accounted.sandbox import Parsers, run as module
        real = subprocess.Popen
        module.subprocess.Popen = lambda command, **options: real([*command, {here!r}], **options)
        temp = Path({str(tmp_path)!r})
        Parsers(temp).run("hostile", "says_its_id", temp / "made-up.bin")
    """
    importer = subprocess.Popen([sys.executable, "-c", program])
    said = tmp_path / "said.pid"
    assert wait_for(lambda: said.exists() and said.read_text(encoding="ascii").endswith("\n"))
    child, nursery = map(int, said.read_text(encoding="ascii").split())
    importer.send_signal(signal.SIGKILL)
    importer.wait()
    assert wait_for(lambda: not is_running(child) and not is_running(nursery))
