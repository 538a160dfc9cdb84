"""The very beginning: the rest takes a second or two to load, and may be stopped by the keyboard meanwhile."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Load the command line and run it."""
    try:
        from accounted.cli.main import main as run  # noqa: PLC0415 - what takes its time
    except KeyboardInterrupt:
        sys.stderr.write("stopped before anything was done\n")
        sys.exit(130)
    run()
