"""Parsers that misbehave, to be run in the child."""

import os
import signal

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
