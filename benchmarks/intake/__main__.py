"""Intake measured: made-up documents, broken files, kills, full disks, long lists.

    python -m benchmarks.intake [documents] [broken] [kills] [disk] [rows] [huge] [search] [--n 2000] [--rows 1000000]

`disk` mounts a small file system and uses strace, and says so where it cannot. Every import runs in a process of its
own; memory is the largest sum of proportional set sizes over it and all it started, looked at ten times a second.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import accounted
from accounted.inquiry import init_inquiry
from benchmarks.intake import made
from benchmarks.intake.broken import GOOD, write_broken, write_good
from benchmarks.intake.kills import fail_writes, fill_small_disk, kill_at_random, limit_file_sizes
from benchmarks.intake.searching import measure_search, measure_words
from benchmarks.machine import describe

PARTS = ("documents", "broken", "kills", "disk", "rows", "huge", "search")
PROGRAM = "import sys, accounted; accounted.open(sys.argv[1]).add(sys.argv[2:])"


def memory_of(pid: int) -> int:
    """Bytes that a process and all below it use, shared pages counted once."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    waiting, total = [pid], 0
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(line.split()[1]) << 10 for line in rollup.splitlines() if line.startswith("Pss:"))
    return total


def add_measured(root: Path, *paths: Path) -> tuple[float, float, float]:
    """Add files in a process of its own: seconds, processor seconds over all processes, peak megabytes."""
    started, peak = time.perf_counter(), 0
    before = os.times()
    child = subprocess.Popen([sys.executable, "-c", PROGRAM, str(root), *map(str, paths)])
    while child.poll() is None:
        peak = max(peak, memory_of(child.pid))
        time.sleep(0.1)
    if child.returncode:
        raise SystemExit(f"the import failed with status {child.returncode}")
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - started, used, peak / (1 << 20)


def states_of(root: Path) -> str:
    inquiry = accounted.open(root)
    status = inquiry.status()
    inquiry.close()
    counts = Counter(f.state for f in status.files)
    return f"{len(status.files)} files: " + ", ".join(f"{n} {state}" for state, n in sorted(counts.items()))


def documents(temp: Path, n: int) -> None:
    """Time and memory for many mixed documents."""
    folder, kinds = temp / "many", list(made.KINDS)
    folder.mkdir()
    rng = random.Random(7)
    for number in range(n):
        kind = kinds[number % len(kinds)]
        data = made.KINDS[kind](made.text(number, rng.randint(3, 40)))
        (folder / f"{number:05d}.{kind}").write_bytes(data)
    init_inquiry(temp / "inquiry").close()
    seconds, used, peak = add_measured(temp / "inquiry", folder)
    print(f"{n:,} mixed documents: {seconds:.0f} s, {used:.0f} s of processor time, {peak:.0f} MB over all processes")
    print(f"  asked: 240 s on 2 cores, 1,024 MB; {states_of(temp / 'inquiry')}")


def broken(temp: Path) -> None:
    """All broken files at once, the large ones too."""
    inquiry = init_inquiry(temp / "inquiry")
    root = inquiry.folder.root
    n = write_broken(inquiry.folder.input, heavy=True)
    n_good = write_good(inquiry.folder.input)
    seconds, _, peak = add_measured(root, inquiry.folder.input)
    status = inquiry.status()
    states = {f.name: f.state for f in status.files}
    good = sum(states[name] == "parsed" for name in (*GOOD, "lists/good.csv"))
    print(f"{n} broken files and {n_good} good ones: {seconds:.0f} s, {peak:.0f} MB; {states_of(root)}")
    print(f"  good ones parsed: {good} of {n_good}; without a state: {len(status.unread)} (asked: 0)")
    for file in status.files:
        if file.state != "parsed":
            print(f"    {file.state}: {file.name.encode('ascii', 'replace').decode()[:60]}: {file.reason[:110]}")
    inquiry.verify()


def _some_files(temp: Path) -> Path:
    folder = temp / "brought"
    folder.mkdir()
    packed = {f"{seed}.{kind}": made.make(kind, seed) for kind in made.KINDS for seed in range(3)}
    (folder / "pack.zip").write_bytes(made.packed(packed))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    rows = (f"Ombra Vask {n},2031-07-{n % 28 + 1:02d}\n" for n in range(3_000))
    (folder / "list.csv").write_text("name,date\n" + "".join(rows), encoding="utf-8")
    return folder


def kills(temp: Path, n: int) -> None:
    found = kill_at_random(temp, _some_files(temp), n, seed=50)
    print(f"killed at random moments: {found}; each verified, the re-run equals the undisturbed import")


def disk(temp: Path) -> None:
    files = _some_files(temp)
    found = limit_file_sizes(temp, files, [1 << size for size in range(10, 23)])
    print(f"files that cannot grow (1 KB to 4 MB): {found}; the re-run equals")
    for name, run in (
        (
            "small disk (1 to 512 MB)",
            lambda: fill_small_disk(temp / "b", files, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]),
        ),
        ("EIO at the n-th write of the record", lambda: fail_writes(temp / "c", files, [*range(1, 12), 20, 40, 80])),
    ):
        for folder in ("b", "c"):
            (temp / folder).mkdir(exist_ok=True)
        try:
            print(f"{name}: {run()}; the re-run equals")
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name}: not measured here ({error})")


def rows(temp: Path, n: int) -> None:
    """A long list of few columns."""
    path = temp / "rows.csv"
    write_rows(path, n)
    _measure_list(temp, path, n)
    print("  asked for 1,000,000: 60 s on 2 cores, 700 MB")


def huge(temp: Path, n_megabytes: int) -> None:
    """A list of many columns, some of them long, of two gigabytes."""
    path = temp / "huge.csv"
    n = write_wide_rows(path, n_megabytes << 20)
    _measure_list(temp, path, n)
    print("  asked for 2 GB: 1,024 MB")


def _measure_list(temp: Path, path: Path, n: int) -> None:
    init_inquiry(temp / "inquiry").close()
    seconds, used, peak = add_measured(temp / "inquiry", path)
    record = (temp / "inquiry" / ".accounted" / "record.sqlite").stat().st_size
    print(
        f"{n:,} rows of CSV ({path.stat().st_size >> 20:,} MB): {seconds:.0f} s, {used:.0f} s of processor time "
        f"({used / n * 1e6:.0f} µs a row), {peak:.0f} MB over all processes; the record has {record >> 20:,} MB"
    )
    print(f"  {states_of(temp / 'inquiry')}", flush=True)


def search(temp: Path, n: int, n_names: int) -> None:
    measure_search(temp, n, n_names)
    measure_words(Path(__file__).parents[3] / "shared/data/names/arabic_english_name_dictionary.csv")


def write_rows(path: Path, n: int) -> None:
    """A made-up list of names, days, ages, sexes and places."""
    rng = random.Random(3)
    with path.open("w", encoding="utf-8") as writer:
        writer.write("name,date,age,sex,place\n")
        for number in range(n):
            day = f"2031-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            name = f"{rng.choice(made.NAMES)}{number % 977} {rng.choice(made.NAMES)}"
            writer.write(f"{name},{day},{rng.randint(1, 90)},{rng.choice('MF')},Village {rng.randint(1, 400)}\n")


def write_wide_rows(path: Path, n_bytes: int) -> int:
    """A made-up list of fourteen columns, some 400 bytes a row; the number of rows."""
    rng, n, size = random.Random(4), 0, 0
    notes = [" ".join(rng.choice(made.PLACES + made.NAMES) for _ in range(20)) for _ in range(5_000)]
    with path.open("w", encoding="utf-8") as writer:
        writer.write("id,name,father,mother,sex,age,born,died,village,district,outcome,occupation,source,note\n")
        while size < n_bytes:
            person, father, mother = (f"{rng.choice(made.NAMES)} {rng.choice(made.NAMES)}" for _ in range(3))
            born = f"{rng.randint(1941, 2030)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            died = f"2031-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            line = (
                f"V-{n},{person}{n % 9973},{father},{mother},{rng.choice('MF')},{rng.randint(1, 90)},{born},{died},"
                f"Village {rng.randint(1, 4000)},{rng.choice(made.PLACES)},killed,trade {rng.randint(1, 90)},"
                f"made-up source {rng.randint(1, 50)},{rng.choice(notes)} {rng.choice(notes)[:60]}\n"
            )
            writer.write(line)
            n, size = n + 1, size + len(line)
    return n


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--n", type=int, default=2_000, help="documents")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--names", type=int, default=100_000, help="names to search, beside the documents")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--megabytes", type=int, default=1_908, help="of the huge list; it takes twenty times as much disk"
    )
    options = parser.parse_args()
    print(describe())
    work = {
        "documents": lambda temp: documents(temp, options.n),
        "broken": broken,
        "kills": lambda temp: kills(temp, options.kills),
        "disk": disk,
        "rows": lambda temp: rows(temp, options.rows),
        "search": lambda temp: search(temp, options.n, options.names),
        "huge": lambda temp: huge(temp, options.megabytes),
    }
    for part in options.parts or work:
        with tempfile.TemporaryDirectory(prefix="accounted-") as name:
            work[part](Path(name))


if __name__ == "__main__":
    main()
