"""Tables with known truth and published tables, read from the folder beside the project."""

from __future__ import annotations

import csv
import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from accounted.mse import CaptureTable

__all__ = ["SHARED", "Known", "draw_known", "family_kinds", "published_tables", "read_published"]

SHARED = Path(__file__).resolve().parents[3] / "shared"
_MAKER = SHARED / "sim" / "capture_families.py"
_TABLES = SHARED / "data" / "capture_tables"


@dataclass(frozen=True, slots=True)
class Known:
    """A table whose true number of people is known."""

    family: str
    seed: int
    table: CaptureTable
    truth: int


@lru_cache(maxsize=1)
def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("capture_families", _MAKER)
    if spec is None or spec.loader is None or not _MAKER.is_file():
        raise SystemExit(f"skipped: no families of known-truth tables at {_MAKER}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def family_kinds() -> dict[str, str]:
    """Per family, whether a good estimator can cover the truth: `yes`, `weak` (only when wide) or `no`."""
    return {name: kind for name, (kind, _) in _maker().FAMILIES.items()}


def draw_known(family: str, seed: int) -> Known:
    """Make the table of a family and a seed."""
    lists, counts, truth = _maker().draw(family, seed)
    return Known(family, seed, CaptureTable.of(lists, counts), int(truth))


def published_tables() -> list[str]:
    """Names of the published tables: files of 0/1 columns and a last column `count`."""
    if not _TABLES.is_dir():
        raise SystemExit(f"skipped: no published tables at {_TABLES}")
    names = []
    for path in sorted(_TABLES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        if rows[0][-1] == "count" and all(value in ("0", "1") for row in rows[1:] for value in row[:-1]):
            names.append(path.stem)
    return names


def read_published(name: str) -> CaptureTable:
    """Read one published table."""
    with (_TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    return CaptureTable.of(header[:-1], {tuple(int(v) for v in row[:-1]): int(row[-1]) for row in rows})
