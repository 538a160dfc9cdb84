"""Kill an import at random moments, fill the disk, break its writes: nothing may be half there, the next run equals."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from accounted.inquiry import Inquiry, init_inquiry, open_inquiry

__all__ = ["Found", "kill_at_random", "limit_file_sizes", "write_facts"]

KEY = b"a made-up key of a test, 32 long"
KINDS = ("file", "custody", "file_state", "document", "passage", "list_version", "list_finding", "record", "run")
_TIMES_OF_RECORDING = ("seq", "salt", "run", "at")


def write_facts(inquiry: Inquiry) -> tuple[object, ...]:
    """The canonical content: all facts without times of recording, and which originals there are."""
    rows = tuple(
        tuple({k: v for k, v in row.items() if k not in _TIMES_OF_RECORDING} for row in inquiry._ledger.rows(kind))
        for kind in KINDS
    )
    return rows, tuple(sorted(p.name for p in inquiry.folder.originals.iterdir()))


class Found:
    """What was found after so many interrupted imports."""

    def __init__(self) -> None:
        self.n_tried = self.n_nothing = self.n_whole = self.n_ended = 0

    def __str__(self) -> str:
        return (
            f"{self.n_tried} tried: {self.n_nothing} left nothing, {self.n_whole} were whole, "
            f"{self.n_ended} ended before they were hit"
        )


def _undisturbed(temp: Path, files: Path) -> tuple[tuple[object, ...], float]:
    inquiry = init_inquiry(temp / "undisturbed", key=KEY)
    started = time.perf_counter()
    _fork(lambda: inquiry.add([files]), lambda pid: os.waitpid(pid, 0))
    seconds = time.perf_counter() - started
    facts = write_facts(inquiry)
    inquiry.close()
    return facts, seconds


def _fork(work: Callable[[], object], meet: Callable[[int], object]) -> None:
    """Do the work in a process of its own, as the one who imports does; `meet` waits for it, or does not."""
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        status = 1
        try:
            quiet = os.open(os.devnull, os.O_RDWR)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            work()
            status = 0
        finally:
            os._exit(status)
    meet(pid)


def kill_at_random(temp: Path, files: Path, n: int, *, seed: int = 1) -> Found:
    """Kill the import of `files` at `n` random moments, and hold what is there against an undisturbed import.

    Raises:
        AssertionError: When something is half there, or does not verify, or the re-run differs.
    """
    expected, seconds = _undisturbed(temp, files)
    rng, found = random.Random(seed), Found()
    root = temp / "killed"
    inquiry = init_inquiry(root, key=KEY)
    nothing, settings = write_facts(inquiry), (root / "inquiry.toml").read_bytes()
    for _ in range(n):
        _fork(lambda: open_inquiry(root).add([files]), lambda pid: _kill(pid, rng.uniform(0, seconds), found))
        _look(inquiry, nothing, expected, found)
        if write_facts(inquiry) == expected:
            inquiry.close()
            shutil.rmtree(root)
            inquiry = init_inquiry(root, key=KEY)
            (root / "inquiry.toml").write_bytes(settings)
    _rerun(inquiry, files, expected)
    return found


def _kill(pid: int, delay: float, found: Found) -> None:
    until = time.monotonic() + delay
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            found.n_ended += 1
            return
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _look(inquiry: Inquiry, nothing: object, expected: object, found: Found) -> None:
    found.n_tried += 1
    inquiry.verify()
    inquiry.read()
    inquiry.verify()
    facts = write_facts(inquiry)
    assert facts in (nothing, expected), "an interrupted import left a part of itself"
    found.n_nothing += facts == nothing
    found.n_whole += facts == expected
    assert not (inquiry.folder.hidden / "incoming").exists()
    assert not list(inquiry.folder.temp.iterdir())


def _rerun(inquiry: Inquiry, files: Path, expected: object) -> None:
    inquiry.add([files])
    assert write_facts(inquiry) == expected, "the import after the interrupted ones differs from an undisturbed one"
    inquiry.verify()
    inquiry.close()


def limit_file_sizes(temp: Path, files: Path, sizes: list[int]) -> Found:
    """Import with no file allowed to grow beyond each size: what a full disk does, without one."""
    expected, _ = _undisturbed(temp, files)
    found, root = Found(), temp / "limited"
    inquiry = init_inquiry(root, key=KEY)
    inquiry.read()
    nothing = write_facts(inquiry)

    def add_limited(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        open_inquiry(root).add([files])

    for size in sizes:
        _fork(lambda size=size: add_limited(size), lambda pid: os.waitpid(pid, 0))
        _look(inquiry, nothing, expected, found)
        if write_facts(inquiry) == expected:
            break
    _rerun(inquiry, files, expected)
    return found


def fill_small_disk(temp: Path, files: Path, megabytes: list[int]) -> Found:
    """Import on a file system of a few megabytes, made larger step by step; needs to be root.

    Raises:
        OSError: When no such file system can be had.
    """
    expected, _ = _undisturbed(temp, files)
    found, disk = Found(), temp / "small"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes[0]}m", "tmpfs", str(disk)], check=True)
    try:
        inquiry = init_inquiry(disk / "inquiry", key=KEY)
        inquiry.read()
        nothing = write_facts(inquiry)
        for size in megabytes:
            subprocess.run(["mount", "-o", f"remount,size={size}m", str(disk)], check=True)
            _fork(lambda: open_inquiry(disk / "inquiry").add([files]), lambda pid: os.waitpid(pid, 0))
            _look(inquiry, nothing, expected, found)
            if write_facts(inquiry) == expected:
                break
        _rerun(inquiry, files, expected)
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    return found


def fail_writes(temp: Path, files: Path, at: list[int], error: str = "EIO") -> Found:
    """Let the n-th write of the import fail, and all after it, by strace; needs strace."""
    expected, _ = _undisturbed(temp, files)
    found, root = Found(), temp / "failing"
    inquiry = init_inquiry(root, key=KEY)
    inquiry.read()
    nothing = write_facts(inquiry)
    program = "import sys; from accounted.inquiry import open_inquiry; open_inquiry(sys.argv[1]).add([sys.argv[2]])"
    for n in at:
        calls = "write,pwrite64,fsync,fdatasync,ftruncate"
        command = ["strace", "-o", os.devnull, "-P", str(root / ".accounted" / "record.sqlite"),
                   "-P", str(root / ".accounted" / "record.sqlite-wal"), "-e", f"trace={calls}",
                   "-e", f"inject={calls}:error={error}:when={n}+",
                   sys.executable, "-c", program, str(root), str(files)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr or "DiskFull" in done.stderr or "RecordDamaged" in done.stderr, (
            done.stderr
        )
        _look(inquiry, nothing, expected, found)
        if write_facts(inquiry) == expected:
            break
    _rerun(inquiry, files, expected)
    return found
