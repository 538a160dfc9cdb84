"""Run a parser in a child process with limits on memory, processor time, wall time and output (P3).

A parser that crashes, loops, or eats memory takes only its child with it. Limits on memory are weaker on macOS, which
`status` says.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from accounted.model.errors import ParserStopped, UnreadableDocument
from accounted.sandbox.child import TOO_MUCH_MEMORY, TOO_MUCH_OUTPUT

__all__ = ["Limits", "limits_are_hard", "run_parser"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: bytes of memory and output, seconds of processor and wall time."""

    memory: int = 2 << 30
    cpu_seconds: int = 60
    wall_seconds: int = 90
    output: int = 256 << 20


def limits_are_hard() -> bool:
    """Whether this system enforces the limit on memory."""
    return sys.platform.startswith("linux")


def run_parser(module: str, function: str, source: Path, *, limits: Limits | None = None, temp: Path) -> Any:
    """Call `module.function(bytes of source)` in a child and return its answer as plain JSON.

    Args:
        module: Module of the parser, such as `accounted.documents.pdf`.
        function: Its function; takes bytes, returns frozen data.
        source: The file to parse; opened for reading only.
        limits: What the child may use.
        temp: Private folder for the answer.

    Raises:
        UnreadableDocument: When the parser says that it cannot read the file.
        ParserStopped: When the child passed a limit or crashed.
    """
    limits = limits or Limits()
    descriptor, name = tempfile.mkstemp(dir=temp, prefix="parser-")
    os.close(descriptor)
    answer = Path(name)
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TMPDIR")}
    command = [sys.executable, "-I", "-m", "accounted.sandbox.child", module, function, str(source), name]
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [*command, json.dumps(asdict(limits))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**environment, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        try:
            status = child.wait(timeout=limits.wall_seconds)
        except BaseException as error:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise _stopped(f"took longer than {limits.wall_seconds} seconds") from error
            raise
        if status != 0 or answer.stat().st_size == 0:
            raise _stopped(_reason(status, limits))
        result = json.loads(answer.read_bytes())
    finally:
        answer.unlink(missing_ok=True)
    if "what" in result:
        raise UnreadableDocument(result["what"], mend=result["mend"])
    return result["value"]


def _reason(status: int, limits: Limits) -> str:
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return f"needed more than {limits.cpu_seconds} seconds of processor time"
    if status == TOO_MUCH_OUTPUT:
        return f"wrote more than {limits.output >> 20} MB"
    if status == TOO_MUCH_MEMORY:
        return f"needed more than {limits.memory >> 20} MB of memory"
    if status < 0:
        return f"crashed (signal {signal.Signals(-status).name})"
    return "crashed"


def _stopped(why: str) -> ParserStopped:
    return ParserStopped(f"the parser {why}", mend="open the file, save it anew, or bring its text as .txt")
