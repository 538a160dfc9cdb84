"""The child's side: set the limits, read the file, call one parser, write its answer as JSON.

Called by the nursery right after the fork. The source is opened for reading only, the target is the parent's temporary
file; no network is needed and nothing of the content is ever executed.
"""

from __future__ import annotations

import errno
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from accounted.model.canonical import canonical_bytes
from accounted.model.errors import NO_SPACE, AccountedError

__all__ = ["DISK_FULL", "LENGTH_BYTES", "TOO_MUCH_MEMORY", "TOO_MUCH_OUTPUT", "answer"]

TOO_MUCH_MEMORY = 71
TOO_MUCH_OUTPUT = 72
DISK_FULL = 73
LENGTH_BYTES = 4
_CRASHED = 70


def _limit(limits: Mapping[str, int]) -> bool:
    """Set the limits; whether files may grow as far as they say, or the user's own limit is lower."""
    import resource  # noqa: PLC0415 - not on every system; the parent says so where it is missing

    for name, key in (("RLIMIT_AS", "memory"), ("RLIMIT_CPU", "cpu_seconds"), ("RLIMIT_FSIZE", "output")):
        try:
            resource.setrlimit(getattr(resource, name), (limits[key], limits[key]))
        except (ValueError, OSError):
            continue
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0] == limits["output"]


def answer(request: Mapping[str, Any], parse: Callable[..., object]) -> int:
    """Do the work; 0 with an answer, which may be a readable error.

    Args:
        request: What the parent asked: source, target, limits, options, by_path, pipe.
        parse: The parser.
    """
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    own_limit = _limit(request["limits"])
    source = Path(request["source"])
    try:
        with _sending(request["pipe"]) as given:
            value = parse(source if request["by_path"] else source.read_bytes(), *given, **request["options"])
        out: dict[str, object] = {"value": value}
    except AccountedError as error:
        out = {"what": error.what, "where": error.where, "mend": error.mend}
    except MemoryError:
        return TOO_MUCH_MEMORY
    except OSError as error:
        return _cannot_write(error, own_limit=own_limit) if error.errno in NO_SPACE else _CRASHED
    except Exception:  # the edge of a process: a bug of a parser ends with it
        return _CRASHED
    try:
        Path(request["target"]).write_bytes(canonical_bytes(out))
    except MemoryError:
        return TOO_MUCH_MEMORY
    except OSError as error:
        return _cannot_write(error, own_limit=own_limit)
    return 0


@contextmanager
def _sending(pipe: str) -> Iterator[tuple[Callable[[object], None], ...]]:
    """Give what sends parts of the answer before its end: each as JSON, after four bytes that say how long it is."""
    if not pipe:
        yield ()
        return
    with open(pipe, "wb") as writer:  # noqa: PTH123 - a pipe, to be written as it is

        def send(part: object) -> None:
            data = canonical_bytes(part)
            writer.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
            writer.flush()

        yield (send,)


def _cannot_write(error: OSError, *, own_limit: bool) -> int:
    """Tell an answer that is too long from a disk that is full."""
    return TOO_MUCH_OUTPUT if error.errno == errno.EFBIG and own_limit else DISK_FULL
