"""The child's side: set the limits, read the file, call one parser, write its answer as JSON.

Run as `python -I -m accounted.sandbox.child MODULE FUNCTION SOURCE TARGET LIMITS`. The source is opened for reading
only, the target is the parent's temporary file; no network is needed and nothing of the content is ever executed.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import warnings
from pathlib import Path

from accounted.model.canonical import canonical_bytes
from accounted.model.errors import AccountedError

__all__ = ["TOO_MUCH_MEMORY", "TOO_MUCH_OUTPUT", "main"]

TOO_MUCH_MEMORY = 71
TOO_MUCH_OUTPUT = 72


def _limit(limits: dict[str, int]) -> None:
    import resource  # noqa: PLC0415 - not on every system; the parent says so where it is missing

    for name, key in (("RLIMIT_AS", "memory"), ("RLIMIT_CPU", "cpu_seconds"), ("RLIMIT_FSIZE", "output")):
        try:
            resource.setrlimit(getattr(resource, name), (limits[key], limits[key]))
        except (ValueError, OSError):
            continue
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    """Do the work; 0 with an answer, which may be a readable error."""
    module, function, source, target, limits = arguments
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    parse = getattr(importlib.import_module(module), function)
    _limit(json.loads(limits))
    try:
        answer: dict[str, object] = {"value": parse(Path(source).read_bytes())}
    except AccountedError as error:
        answer = {"what": error.what, "mend": error.mend}
    except MemoryError:
        return TOO_MUCH_MEMORY
    try:
        Path(target).write_bytes(canonical_bytes(answer))
    except MemoryError:
        return TOO_MUCH_MEMORY
    except OSError:
        return TOO_MUCH_OUTPUT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
