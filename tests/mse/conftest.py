"""Tables shared by the tests of estimation."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from accounted.mse import CaptureTable
from accounted.mse.pairs_structures import Problem

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data" / "capture_tables"

# Ball, Betts, Scheuren, Dudukovich, Asher (2002), Killings and Refugee Flow in Kosovo March–June 1999.
KOSOVO = {
    (1, 0, 0, 0): 1131,
    (0, 1, 0, 0): 845,
    (0, 0, 1, 0): 936,
    (0, 0, 0, 1): 306,
    (1, 1, 0, 0): 177,
    (1, 0, 1, 0): 228,
    (1, 0, 0, 1): 106,
    (0, 1, 1, 0): 217,
    (0, 1, 0, 1): 31,
    (0, 0, 1, 1): 123,
    (1, 1, 1, 0): 181,
    (1, 1, 0, 1): 18,
    (1, 0, 1, 1): 42,
    (0, 1, 1, 1): 32,
    (1, 1, 1, 1): 27,
}


@pytest.fixture
def kosovo() -> CaptureTable:
    return CaptureTable.of(["EXH", "ABA", "OSCE", "HRW"], KOSOVO)


@pytest.fixture
def velmar() -> CaptureTable:
    """A made-up table: three lists of the made-up place Velmar."""
    counts = {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11, (0, 1, 1): 8, (1, 1, 1): 3}
    return CaptureTable.of(["Almen", "Brook", "Cato"], counts)


@pytest.fixture
def read_shared():
    """Read one of the published tables, or skip when the shared data are not beside the project."""

    def read(name: str) -> CaptureTable:
        path = SHARED / f"{name}.csv"
        if not path.is_file():
            pytest.skip("the published tables (../shared/data/capture_tables) are not there")
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        return CaptureTable.of(rows[0][:-1], {tuple(map(int, r[:-1])): int(r[-1]) for r in rows[1:]})

    return read


@pytest.fixture
def draw_independent():
    """Draw a table from independent lists with a known number of people."""

    def draw(seed: int, n: int, rates: list[float], stratum: str = "all") -> CaptureTable:
        captured = np.random.default_rng(seed).random((n, len(rates))) < np.array(rates)
        cells: dict[tuple[int, ...], int] = {}
        for row in captured.astype(int).tolist():
            if any(row):
                cells[tuple(row)] = cells.get(tuple(row), 0) + 1
        return CaptureTable.of("ABCDEFGH"[: len(rates)], cells, stratum)

    return draw


@pytest.fixture
def make_problem():
    """Lay out a table of people found independently of each other; one row of rates, or one row per person."""

    def make(seed: int, rates, n_people: int = 600, forced=(), impossible=()) -> Problem:
        on = np.random.default_rng(seed).random((n_people, np.shape(rates)[-1])) < np.asarray(rates)
        n_cells = 2 ** on.shape[1]
        counts, possible = (
            np.bincount(on @ (1 << np.arange(on.shape[1])), minlength=n_cells).astype(float),
            np.ones(n_cells),
        )
        counts[[0, *impossible]] = 0.0
        possible[list(impossible)] = 0.0
        return Problem(counts, possible, tuple(forced))

    return make
