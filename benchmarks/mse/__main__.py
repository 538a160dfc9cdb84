"""How good estimation is: calibration on known truth, mixing, agreement with published figures, speed.

    python -m benchmarks.mse calibration --seeds 8000-8019                     tune on these (any below 9000)
    python -m benchmarks.mse calibration --seeds 8000-8009 --families two_classes,large --methods default,dga
    python -m benchmarks.mse calibration --seeds 9000-9099 --report            once, for the reported table
    python -m benchmarks.mse mixing [--tables kosovo_1999,...] [--runs 20]     20 seeds against a run 20 times longer
    python -m benchmarks.mse right speed [--strata 1000]
    python -m benchmarks.mse                                                   all four

Tables come out on stdout, progress on stderr. Families come from ../shared/sim, published tables from ../shared/data.
Methods of the calibration (see `answers`) are unless given: both yardsticks, `default`, and R's LCMCR and dga on seeds
9000-9019 where ACCOUNTED_R_LIBS names their folder (`peers`; ask for r_lcmcr,r_dga by name on other seeds). `--method`
says which one is held against what was asked. Answers are kept in build/benchmarks/mse.jsonl by a hash of the code that
gave them: a run that is broken off goes on where it was, and only changed code is asked again. `--kept-code HASH` takes
(and keeps) answers of Accounted under a hash printed before, when the code changed in ways that cannot matter.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.mse.answers import YARDSTICKS, fingerprint, methods
from benchmarks.mse.bars import judge, show_bars
from benchmarks.mse.cache import Cache, Task
from benchmarks.mse.calibration import Scored, report
from benchmarks.mse.families import draw_known, family_kinds, published_tables
from benchmarks.mse.mixing import judge_mixing, list_mixing_tasks, report_mixing
from benchmarks.mse.peers import PEERS, has_r, peer_version
from benchmarks.mse.right import judge_right
from benchmarks.mse.speed import judge_speed, report_sampler
from benchmarks.mse.work import ask_all

CACHE = Path(__file__).resolve().parents[2] / "build" / "benchmarks" / "mse.jsonl"
PARTS = ("calibration", "mixing", "right", "speed")
FIRST_REPORTED = 9_000
PEER_SEEDS = range(9_000, 9_020)


def main() -> None:
    options = _read_options()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        raise SystemExit(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for part in PARTS:
        if part in (options.parts or PARTS):
            _RUN[part](options)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all unless given")
    parser.add_argument("--seeds", default="8000-8004", help="of the calibration, first-last")
    parser.add_argument("--families", default="", help="comma-separated; all unless given")
    parser.add_argument("--methods", default="", help="comma-separated")
    parser.add_argument("--method", default="default", help="the one held against what was asked")
    parser.add_argument("--tables", default="", help="published tables of the mixing part; all unless given")
    parser.add_argument("--runs", type=int, default=20, help="seeds of the mixing part")
    parser.add_argument("--strata", type=int, default=1_000, help="strata of the speed part")
    parser.add_argument("--minutes", type=float, help="ask nothing new after this time")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--report", action="store_true", help="use the seeds kept for the reported table")
    parser.add_argument("--kept-code", default="", metavar="HASH", help="of the answers of Accounted to go on with")
    parser.add_argument("--cache", type=Path, default=CACHE)
    return parser.parse_args()


def _calibrate(options: argparse.Namespace) -> None:
    seeds = _read_seeds(options.seeds)
    if any(seed >= FIRST_REPORTED for seed in seeds) and not options.report:
        raise SystemExit("seeds from 9000 are for the reported table, not for tuning: add --report to use them")
    kinds = family_kinds()
    families = _choose("families", options.families, list(kinds), list(kinds))
    asked = _choose("methods", options.methods, methods(), [*YARDSTICKS, "default", *PEERS])
    tasks = _list_tasks(options, families, seeds, asked)
    cache = Cache(options.cache)
    left = ask_all(tasks, cache, processes=options.processes, minutes=options.minutes)
    rows = [
        Scored(t.family, t.seed, t.method, draw_known(t.family, t.seed).truth, cache[t]) for t in tasks if t in cache
    ]
    rows.sort(key=lambda row: (families.index(row.family), asked.index(row.method), row.seed))
    print(f"## Calibration, seeds {options.seeds}\n\n{_describe(options, asked)}\n")
    _say_left(left, options)
    print(report(rows, kinds))
    if any(row.method == options.method for row in rows):
        rivals = [m for m in asked if m not in (*YARDSTICKS, options.method)]
        print(f"\n### {options.method} against what was asked\n")
        print(show_bars(judge(rows, kinds, options.method, rivals)), "\n")


def _list_tasks(options: argparse.Namespace, families: list[str], seeds: range, asked: list[str]) -> list[Task]:
    """All questions, seed by seed, so that a run that is broken off has all families alike."""
    tasks = []
    codes = {method: _code(options, method) for method in asked}
    for seed in seeds:
        for family in families:
            for method in asked:
                if method in PEERS and not (has_r(method) and (options.methods or seed in PEER_SEEDS)):
                    continue
                tasks.append(Task(family, seed, method, codes[method]))
    return tasks


def _measure_mixing(options: argparse.Namespace) -> None:
    tables = _choose("tables", options.tables, published_tables(), published_tables())
    tasks = list_mixing_tasks(tables, options.runs, _code(options, "default"))
    cache = Cache(options.cache)
    left = ask_all(tasks, cache, processes=options.processes, minutes=options.minutes)
    print(f"## Mixing\n\n{_describe(options, [])}\n")
    _say_left(left, options)
    print(report_mixing(tasks, cache), "\n")
    print(show_bars(judge_mixing(tasks, cache)), "\n")


def _check_right(options: argparse.Namespace) -> None:
    print(f"## Right\n\n{_describe(options, [])}\n")
    print(show_bars(judge_right()), "\n")


def _measure_speed(options: argparse.Namespace) -> None:
    print(f"## Speed\n\n{_describe(options, ['r_lcmcr'])}\n")
    table, bars = report_sampler()
    print(table, "\n")
    print(show_bars([*bars, *judge_speed(options.strata)]), "\n")


_RUN = {"calibration": _calibrate, "mixing": _measure_mixing, "right": _check_right, "speed": _measure_speed}


def _code(options: argparse.Namespace, method: str) -> str:
    kept = options.kept_code and method not in (*YARDSTICKS, *PEERS)
    return str(options.kept_code) if kept else fingerprint(method)


def _read_seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _choose(what: str, given: str, known: list[str], usual: list[str]) -> list[str]:
    chosen = given.split(",") if given else usual
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise SystemExit(f"no {what} {', '.join(unknown)}; there are {', '.join(known)}")
    return chosen


def _say_left(left: int, options: argparse.Namespace) -> None:
    if left:
        print(f"The {options.minutes:g} minutes were over before {left} answers: what follows is not complete.\n")


def _describe(options: argparse.Namespace, asked: list[str]) -> str:
    peers = [f"{m}: {peer_version(m) or 'not installed (ACCOUNTED_R_LIBS), skipped'}" for m in asked if m in PEERS]
    return "; ".join([describe(), f"answers of code {_code(options, 'default')}", *peers])


if __name__ == "__main__":
    main()
