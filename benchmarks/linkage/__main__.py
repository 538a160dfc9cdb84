"""How good linkage is: real lists, names across scripts, doubt on made-up lists with the truth known.

    python -m benchmarks.linkage [lists cross_script name_pairs doubt thin scale]

Each part also runs alone, with options of its own: `python -m benchmarks.linkage.doubt --help`.
"""

from __future__ import annotations

import sys

from benchmarks.linkage import cross_script, doubt, lists, name_pairs, scale, thin

PARTS = {
    "lists": lists.main,
    "cross_script": cross_script.main,
    "name_pairs": name_pairs.main,
    "doubt": doubt.main,
    "thin": thin.main,
    "scale": scale.main,
}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        raise SystemExit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    sys.argv = sys.argv[:1]
    for name in wanted:
        print(f"# {name}\n")
        PARTS[name]()
        print()


if __name__ == "__main__":
    main()
