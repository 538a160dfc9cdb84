"""Parsers whose answer is too long to be held: it comes in parts, while the child is still at work.

The parts come through a named pipe, which this process keeps open until the child has ended, whatever ended it. They
are read ahead a little, so that the child and whoever takes the parts work at the same time.
"""

from __future__ import annotations

import json
import os
import queue
import secrets
import tempfile
import threading
from collections.abc import Generator, Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from accounted.model.errors import ParserStopped
from accounted.sandbox.child import LENGTH_BYTES
from accounted.sandbox.run import Limits, Parsers

__all__ = ["stream_parser"]

_AHEAD = 4
_LONGEST_PART = 256 << 20


def stream_parser(
    parsers: Parsers, module: str, function: str, source: Path, *, limits: Limits, **options: object
) -> Generator[Any, None, None]:
    """Call `module.function(path, send, **options)` in a child and give what it sends, as plain JSON.

    Whoever stops taking parts ends the child.

    Args:
        parsers: Where child processes are had.
        module: Module of the parser.
        function: Its function; takes the path and what sends parts, returns frozen data.
        source: The file to parse.
        limits: What the child may use.
        options: Plain values handed on to the function.

    Yields:
        The parts in the order in which they were sent, and as the last one what the function returned.

    Raises:
        UnreadableDocument: When the parser says that it cannot read the file.
        ParserStopped: When the child passed a limit or crashed.
        DiskFull: When it could not write.
    """
    pipe = _make_pipe(parsers.temp)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    kept_open = os.open(pipe, os.O_WRONLY)
    os.set_blocking(reader, True)
    outcome: Future[Any] = Future()

    def run() -> None:
        try:
            outcome.set_result(
                parsers.run(module, function, source, limits=limits, by_path=True, pipe=str(pipe), **options)
            )
        except BaseException as error:
            outcome.set_exception(error)
        finally:
            os.close(kept_open)

    runs = threading.Thread(target=run, daemon=True)
    runs.start()
    parts = _Parts(os.fdopen(reader, "rb", buffering=1 << 20))
    try:
        yield from parts
    finally:
        parts.close()
        runs.join()
        pipe.unlink(missing_ok=True)
        if pipe.parent != parsers.temp:
            pipe.parent.rmdir()
    yield outcome.result()


def _make_pipe(folder: Path) -> Path:
    """Make a named pipe, which holds nothing on disk; where the file system of the inquiry knows none, elsewhere."""
    name = f"pipe-{secrets.token_hex(8)}"
    try:
        os.mkfifo(folder / name, 0o600)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="accounted-"))
        os.mkfifo(folder / name, 0o600)
    return folder / name


class _Parts:
    """Reads parts ahead in a thread of its own."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._ready: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._is_wanted = True
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._pipe as pipe:
            while self._is_wanted and len(head := pipe.read(LENGTH_BYTES)) == LENGTH_BYTES:
                length = int.from_bytes(head, "big")
                data = pipe.read(length) if length <= _LONGEST_PART else b""
                if len(data) < length:
                    break
                self._ready.put(data)
        self._ready.put(None)

    def __iter__(self) -> Iterator[Any]:
        while (data := self._ready.get()) is not None:
            try:
                yield json.loads(data)
            except ValueError as error:
                raise ParserStopped("the parser sent no answer", mend="save the file anew") from error

    def close(self) -> None:
        """Stop reading; a child that still writes finds nobody and ends."""
        self._is_wanted = False
        while self._thread.is_alive():
            with suppress(queue.Empty):
                self._ready.get(timeout=0.05)
        self._thread.join()
