"""How well claims are read, and how fast.

    python -m benchmarks.claims [copies]

Each part also runs alone, with options of its own: `python -m benchmarks.claims.copies --help`.
"""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = ("copies",)


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        raise SystemExit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    sys.argv = sys.argv[:1]
    for name in wanted:
        print(f"# {name}\n")
        import_module(f"benchmarks.claims.{name}").main()
        print()


if __name__ == "__main__":
    main()
