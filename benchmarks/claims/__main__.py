"""How well claims are read, and how fast.

    python -m benchmarks.claims [copies] [attribution] [notes] [times] [speed] [--final]

Each part also runs alone, with options of its own: `python -m benchmarks.claims.copies --help`.
"""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = ("copies", "attribution", "notes", "times", "speed")


def main() -> None:
    options = [word for word in sys.argv[1:] if word.startswith("-")]
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        raise SystemExit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    sys.argv = [sys.argv[0], *options]
    for name in wanted:
        print(f"# {name}\n")
        import_module(f"benchmarks.claims.{name}").main()
        print()


if __name__ == "__main__":
    main()
