"""The child's side: set the limits, read the file, call one parser, write its answer as JSON.

Called by the nursery right after the fork. The source is opened for reading only, the target is the parent's temporary
file; no network is needed and nothing of the content is ever executed.
"""

from __future__ import annotations

import errno
import logging
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from accounted.model.canonical import canonical_bytes
from accounted.model.errors import NO_SPACE, AccountedError

__all__ = ["DISK_FULL", "TOO_MUCH_MEMORY", "TOO_MUCH_OUTPUT", "answer"]

TOO_MUCH_MEMORY = 71
TOO_MUCH_OUTPUT = 72
DISK_FULL = 73
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
        request: What the parent asked: source, target, limits, options, by_path.
        parse: The parser.
    """
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    own_limit = _limit(request["limits"])
    source = Path(request["source"])
    try:
        value = parse(source if request["by_path"] else source.read_bytes(), **request["options"])
        out: dict[str, object] = {"value": value}
    except AccountedError as error:
        out = {"what": error.what, "mend": error.mend}
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


def _cannot_write(error: OSError, *, own_limit: bool) -> int:
    """Tell an answer that is too long from a disk that is full."""
    return TOO_MUCH_OUTPUT if error.errno == errno.EFBIG and own_limit else DISK_FULL
