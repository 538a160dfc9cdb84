"""Tesseract as it is on this machine: whether it is there, and which languages it reads."""

from __future__ import annotations

import re
import shutil
import subprocess

__all__ = ["ABSENT", "NO_DATA", "can_read_now", "find_tesseract", "list_languages"]

ABSENT = "Tesseract is not installed"
NO_DATA = "Tesseract has no data for the language"
_LACKING = re.compile(rf"{NO_DATA} ([\w, ]+);")
_SECONDS = 30


def find_tesseract() -> str | None:
    """Where the program lies; None when it is not installed."""
    return shutil.which("tesseract")


def list_languages() -> frozenset[str]:
    """The languages that it has data for; none when it is not there or does not answer."""
    program = find_tesseract()
    if program is None:
        return frozenset()
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.decode("utf-8", "replace").split("\n")[1:]) - {""}


def can_read_now(reason: str) -> bool:
    """Whether what kept a document from being read by Tesseract, as its state says, is there by now."""
    if ABSENT in reason:
        return find_tesseract() is not None
    lacking = _LACKING.search(reason)
    return lacking is not None and set(lacking[1].split(", ")) <= list_languages()
