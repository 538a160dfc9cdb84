"""A warm process that forks one child per file: a parser's libraries are loaded once, and no file sees another's child.

A request is one JSON line on standard input, its outcome one JSON line on standard output: `{"status": N}` with the
exit status or minus the signal, `"time"` when it took too long, `"unready"` when the parser itself cannot be loaded.
When standard input closes, whoever asked is gone: the child at work is killed and the nursery ends, so nothing outlives
a killed import.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from accounted.model.errors import NO_SPACE
from accounted.sandbox.child import DISK_FULL, answer

__all__ = ["OUT_OF_TIME", "UNREADY", "main"]

OUT_OF_TIME, UNREADY = "time", "unready"
_ORPHANED = 1
_PR_SET_PDEATHSIG = 1
# On Linux the child dies with the nursery, whatever ends that; elsewhere its own limits end it.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform.startswith("linux") else None


def main() -> int:
    """Serve requests until standard input closes."""
    requests = sys.stdin.fileno()
    buffer = b""
    while True:
        piece = os.read(requests, 1 << 16)
        if not piece:
            return 0
        buffer += piece
        while b"\n" in buffer:
            line, _, buffer = buffer.partition(b"\n")
            status = _serve(json.loads(line), requests)
            os.write(sys.stdout.fileno(), json.dumps({"status": status}).encode() + b"\n")


@functools.cache
def _load(module: str, function: str) -> Callable[..., object]:
    """Import a parser and let it load what is slow, once; what is there by then is shared with all children."""
    loaded = importlib.import_module(module)
    getattr(loaded, "warm_up", lambda: None)()
    gc.freeze()
    found: Callable[..., object] = getattr(loaded, function)
    return found


def _serve(request: Mapping[str, Any], requests: int) -> int | str:
    try:
        parse = _load(request["module"], request["function"])
    except OSError as error:
        return DISK_FULL if error.errno in NO_SPACE else UNREADY
    except (ImportError, AttributeError):
        return UNREADY
    alive, ends = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(alive)
        _be_the_child(request, parse)
    os.close(ends)
    try:
        return _wait(child, alive, time.monotonic() + request["limits"]["wall_seconds"], requests)
    finally:
        os.close(alive)


def _be_the_child(request: Mapping[str, Any], parse: Callable[..., object]) -> None:
    """Run the parser in a process group of its own, with nothing but the source to read; never returns."""
    status = _ORPHANED
    try:
        os.setpgid(0, 0)
        if _PRCTL is not None:
            _PRCTL(_PR_SET_PDEATHSIG, signal.SIGKILL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(nothing, standard)
        status = answer(request, parse)
    finally:
        os._exit(status)


def _wait(child: int, alive: int, deadline: float, requests: int) -> int | str:
    """Wait for the child, for its time to be over, or for the parent to go."""
    while True:
        left = deadline - time.monotonic()
        ready = select.select([alive, requests], [], [], left)[0] if left > 0 else []
        if alive in ready:
            break
        _kill(child)
        os.waitpid(child, 0)
        if requests in ready:
            os._exit(_ORPHANED)
        return OUT_OF_TIME
    _, status = os.waitpid(child, 0)
    _kill(child)
    return os.waitstatus_to_exitcode(status)


def _kill(child: int) -> None:
    """Kill the child and whatever it started."""
    for kill in (os.killpg, os.kill):
        try:
            kill(child, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
