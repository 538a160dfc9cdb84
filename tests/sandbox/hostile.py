"""Parsers that misbehave, to be run in the child."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from accounted.model.errors import UnreadableDocument


def fine(data: bytes) -> dict:
    return {"length": len(data)}


def loops(data: bytes) -> None:
    while True:
        pass


def sleeps(data: bytes) -> None:
    signal.pause()


def eats_memory(data: bytes) -> int:
    return len(bytearray(4 << 30))


def writes_too_much(data: bytes) -> str:
    return "x" * (3 << 20)


def dies(data: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def raises(data: bytes) -> None:
    raise RuntimeError("a bug in the parser")


def refuses(data: bytes) -> None:
    raise UnreadableDocument("no text in it", mend="bring another")


def has_secrets(data: bytes) -> list:
    return sorted(os.environ)


def kills_the_nursery(data: bytes) -> None:
    os.kill(os.getppid(), signal.SIGKILL)


def starts_another(data: bytes) -> None:
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path("started.pid").write_text(str(other.pid), encoding="ascii")
    signal.pause()


def says_its_id(data: bytes) -> None:
    Path("said.pid").write_text(f"{os.getpid()} {os.getppid()}\n", encoding="ascii")
    signal.pause()


def sends(path: Path, send, n: int, then: str = "") -> dict:
    for number in range(n):
        send({"part": number, "text": "made up " * 5_000})
    if then == "dies":
        os.kill(os.getpid(), signal.SIGSEGV)
    if then == "refuses":
        raise UnreadableDocument("it breaks off", where="row 7", mend="bring another")
    return {"sent": n}


def sends_for_ever(path: Path, send) -> None:
    Path("said.pid").write_text(f"{os.getpid()} {os.getppid()}\n", encoding="ascii")
    while True:
        send("made up " * 5_000)


def loops_silently(path: Path, send) -> None:
    while True:
        pass
