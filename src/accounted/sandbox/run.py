"""Run parsers in child processes with limits on memory, processor time, wall time and output (P3).

A parser that crashes, loops, or eats memory takes only its child with it. Limits on memory are weaker on macOS, which
`status` says.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from accounted.model.errors import AccountedError, DiskFull, ParserStopped, UnreadableDocument
from accounted.sandbox.child import DISK_FULL, TOO_MUCH_MEMORY, TOO_MUCH_OUTPUT
from accounted.sandbox.nursery import OUT_OF_TIME, UNREADY

__all__ = ["Limits", "Parsers", "limits_are_hard", "run_parser"]

_SECONDS_TO_END = 5
_ROOT = Path(__file__).resolve().parents[2]
# Isolated from the user's environment, and yet the very code of this process.
_PROGRAM = "import sys; sys.path[:0] = sys.argv[1:]; from accounted.sandbox.nursery import main; sys.exit(main())"
_KEPT = ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: bytes of memory and of any one file it writes, seconds of processor and wall time."""

    memory: int = 2 << 30
    cpu_seconds: int = 60
    wall_seconds: int = 90
    output: int = 64 << 20


def limits_are_hard() -> bool:
    """Whether this system enforces the limit on memory."""
    return sys.platform.startswith("linux")


class _Nursery:
    """One warm process, asked for one file at a time."""

    def __init__(self, temp: Path) -> None:
        self.is_alive = True
        environment = {k: v for k, v in os.environ.items() if k in _KEPT}
        # One thread: a process of several cannot be forked safely, and each file has one core.
        environment |= {"LC_ALL": "C.UTF-8", "TMPDIR": str(temp), "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=temp,
            start_new_session=True,
        )

    def ask(self, request: Mapping[str, Any]) -> int | str | None:
        """Have one file parsed; None when the nursery itself is gone."""
        writer, reader = self._process.stdin, self._process.stdout
        if writer is None or reader is None:
            return None
        line = b""
        with contextlib.suppress(BrokenPipeError):
            writer.write(json.dumps(request).encode() + b"\n")
            writer.flush()
            line = reader.readline()
        self.is_alive = line.endswith(b"\n")
        status: int | str | None = json.loads(line)["status"] if self.is_alive else None
        return status

    def close(self) -> None:
        """End it, and the child at work with it."""
        if self._process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


class Parsers:
    """Nurseries that parse files, each file in a child of its own; may be asked from several threads.

    Args:
        temp: Private folder for the answers.
        n: Files parsed at the same time.
    """

    def __init__(self, temp: Path, n: int = 1) -> None:
        self._temp = temp
        self._idle: queue.LifoQueue[_Nursery | None] = queue.LifoQueue()
        self._made: list[_Nursery] = []
        for _ in range(n):
            self._idle.put(None)

    def __enter__(self) -> Parsers:
        """Hand itself over; nurseries begin when they are needed."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """End all nurseries."""
        self.close()

    def close(self) -> None:
        """End all nurseries and their children."""
        while self._made:
            self._made.pop().close()

    def run(
        self,
        module: str,
        function: str,
        source: Path,
        *,
        limits: Limits | None = None,
        by_path: bool = False,
        pipe: str = "",
        **options: object,
    ) -> Any:
        """Call `module.function(bytes of source, **options)` in a child and return its answer as plain JSON.

        Args:
            module: Module of the parser, such as `accounted.documents.pdf`.
            function: Its function; takes bytes, returns frozen data.
            source: The file to parse; opened for reading only.
            limits: What the child may use.
            by_path: Whether the function is given the path instead of the bytes.
            pipe: Where it sends parts of its answer; see `stream_parser`.
            options: Plain values handed on to the function.

        Raises:
            UnreadableDocument: When the parser says that it cannot read the file.
            ParserStopped: When the child passed a limit or crashed.
            DiskFull: When it could not write its answer.
        """
        limits = limits or Limits()
        descriptor, name = tempfile.mkstemp(dir=self._temp, prefix="parser-")
        os.close(descriptor)
        answer = Path(name)
        request = {
            "module": module,
            "function": function,
            "source": str(source.resolve()),
            "target": name,
            "limits": asdict(limits),
            "by_path": by_path,
            "pipe": pipe,
            "options": options,
        }
        try:
            with self._nursery() as nursery:
                status = nursery.ask(request)
            if status == DISK_FULL:
                raise DiskFull(
                    "the disk is full or fails; nothing of this step was kept",
                    where=".accounted/tmp",
                    mend="free space on the disk of the inquiry, and run it again",
                )
            if status == UNREADY:
                raise AccountedError("the parsers cannot be loaded", where=module, mend="install Accounted again")
            if status == OUT_OF_TIME:
                raise _stopped(f"took longer than {limits.wall_seconds} seconds")
            if not isinstance(status, int) or status != 0 or answer.stat().st_size == 0:
                raise _stopped(_reason(status, limits))
            result = json.loads(answer.read_bytes())
        finally:
            answer.unlink(missing_ok=True)
        if "what" in result:
            raise UnreadableDocument(result["what"], where=result["where"], mend=result["mend"])
        return result["value"]

    @property
    def temp(self) -> Path:
        """Private folder for the answers."""
        return self._temp

    @contextlib.contextmanager
    def _nursery(self) -> Iterator[_Nursery]:
        nursery = self._idle.get()
        kept: _Nursery | None = None
        try:
            if nursery is None:
                nursery = _Nursery(self._temp)
                self._made.append(nursery)
            yield nursery
            kept = nursery if nursery.is_alive else None
        finally:
            self._idle.put(kept)


def run_parser(module: str, function: str, source: Path, *, limits: Limits | None = None, temp: Path) -> Any:
    """Parse one file with a nursery of its own; see `Parsers.run`."""
    with Parsers(temp) as parsers:
        return parsers.run(module, function, source, limits=limits)


def _reason(status: int | str | None, limits: Limits) -> str:
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return f"needed more than {limits.cpu_seconds} seconds of processor time"
    if status == TOO_MUCH_OUTPUT:
        return f"wrote more than {limits.output >> 20} MB"
    if status == TOO_MUCH_MEMORY:
        return f"needed more than {limits.memory >> 20} MB of memory"
    if isinstance(status, int) and status < 0:
        return f"crashed (signal {signal.Signals(-status).name})"
    return "crashed"


def _stopped(why: str) -> ParserStopped:
    return ParserStopped(f"the parser {why}", mend="open the file, save it anew, or bring its text as .txt")
