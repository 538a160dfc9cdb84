"""Progress of long work, told by whoever does the work and drawn by whoever watches."""

from __future__ import annotations

from typing import Protocol

__all__ = ["SILENT", "Progress"]


class Progress(Protocol):
    """Something that wants to know how far the work is."""

    def step(self, name: str, total: int | None = None) -> None:
        """Say that a step begins; `total` is its number of parts, None when that is not known."""

    def advance(self, parts: int = 1) -> None:
        """Say that parts of the step are done."""

    def note(self, text: str) -> None:
        """Say something worth knowing; never a name of a victim, witness or source."""


class _Silent:
    def step(self, name: str, total: int | None = None) -> None:
        """Hear nothing."""

    def advance(self, parts: int = 1) -> None:
        """Hear nothing."""

    def note(self, text: str) -> None:
        """Hear nothing."""


SILENT: Progress = _Silent()
