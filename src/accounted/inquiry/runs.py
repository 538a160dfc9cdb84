"""Which steps are done: a step runs again only when its inputs, its settings or the code changed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import accounted
from accounted.model.canonical import canonical_bytes, content_root
from accounted.store import Ledger

__all__ = ["Outcome", "Run", "code_version", "current_runs", "digest"]

_SOURCES = (".py", ".html", ".css", ".json")


@dataclass(frozen=True, slots=True)
class Run:
    """One step done for one subject (a file, a document, a set of lists, a question).

    Args:
        seq: Number of the fact.
        step: `read`, `claims`, `relate`, `link`, `plan`, `estimate` or `report`.
        subject: What it was done for.
        inputs: Digest of inputs and settings.
        code: Code version.
        outputs: Digest of what came out.
    """

    seq: int
    step: str
    subject: str
    inputs: str
    code: str
    outputs: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step did: subjects done, subjects that needed nothing, and what failed with its reason."""

    step: str
    done: tuple[str, ...]
    n_unchanged: int
    failed: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def current_runs(ledger: Ledger, step: str) -> dict[str, Run]:
    """The latest run of a step for each subject."""
    runs = {}
    for row in ledger.rows("run"):
        if row["step"] == step:
            run = Run(row["seq"], step, row["subject"], row["inputs"], row["code"], row["outputs"])
            runs[run.subject] = run
    return dict(sorted(runs.items()))


def digest(values: Iterable[object]) -> str:
    """Hash values in the order given, each in its canonical form."""
    return content_root(canonical_bytes(value) for value in values)


@functools.cache
def code_version() -> str:
    """Version of Accounted and the first twelve digits of the hash over its source."""
    root = Path(accounted.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in _SOURCES):
        content = path.read_bytes()
        whole.update(f"{path.relative_to(root).as_posix()}:{len(content)}:".encode() + content)
    return f"{accounted.__version__}+{whole.hexdigest()[:12]}"
