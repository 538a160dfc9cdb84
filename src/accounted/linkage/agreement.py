"""What matches agree on, told by the data without labels, so that blocking rules can be chosen.

For each field, pairs that agree on several *other* fields far more often than chance allows are nearly all matches,
whatever the field itself says: the share of them that agrees on a column is the share of matches that a rule over it
would find. Matches are then made up field by field from such pairs. Where no other fields are there to tell, what is
usual stands in.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt

__all__ = ["ATOMS", "Agreement", "Atom", "expect_agreement"]

_MADE_UP = 4_000
_SEED = 20_250_102
_ENOUGH_PAIRS = 2_000
_MOST_PAIRS = 3_000
_FEWEST_PAIRS = 30
_LIFT = 10.0
_SPREAD, _MODULUS = 2_654_435_761, 4_294_967_296

Bools = npt.NDArray[np.bool_]
Counter = Callable[[duckdb.DuckDBPyConnection, Sequence[str], str], int]
Forms = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Atom:
    """A column that a rule may ask to be equal.

    Args:
        column: Its name.
        field: The field it tells of.
        part: What is wrong or right of itself: the columns of one part are drawn together, parts one by one.
        usual: The share of matches that usually agree on it, where the data cannot tell.
        words: What it is, as a reader sees it.
        exact: Whether agreement on it is evidence enough to look for matches with.
    """

    column: str
    field: str
    part: str
    usual: float
    words: str
    exact: bool = False


ATOMS = (
    Atom("full_key", "name", "whole", 0.85, "sound of the whole name"),
    Atom("ends_key", "name", "ends", 1.0, "sound of first and last name"),
    Atom("middle_key", "name", "whole", 0.6, "sound of the second name"),
    Atom("given_key", "name", "given", 0.85, "sound of the first name"),
    Atom("given_start", "name", "given", 0.92, "first sounds of the first name"),
    Atom("family_key", "name", "family", 0.85, "sound of the last name"),
    Atom("family_start", "name", "family", 0.92, "first sounds of the last name"),
    Atom("died_day", "died", "died", 0.6, "day of death", exact=True),
    Atom("died_month", "died", "died", 0.8, "month of death"),
    Atom("died_year", "died", "died", 0.9, "year of death"),
    Atom("birth_day", "born", "born", 0.6, "day of birth", exact=True),
    Atom("birth_month", "born", "born", 0.65, "month of birth"),
    Atom("birth_year", "born", "born", 0.75, "year of birth"),
    Atom("age", "born", "born", 0.6, "age", exact=True),
    Atom("age_band", "born", "born", 0.75, "age to five years"),
    Atom("place", "place", "place", 0.6, "place", exact=True),
    Atom("area", "place", "place", 0.75, "wider area"),
    Atom("sex", "sex", "sex", 0.93, "sex"),
    Atom("father_key", "parents", "father", 0.7, "father's name", exact=True),
    Atom("mother_key", "parents", "mother", 0.7, "mother's name", exact=True),
    Atom("birth_place", "home", "birth_place", 0.7, "birth place", exact=True),
    Atom("residence", "home", "residence", 0.7, "residence", exact=True),
    Atom("postcode", "home", "postcode", 0.6, "postcode", exact=True),
    Atom("postcode_area", "home", "postcode", 0.7, "area of the postcode"),
    Atom("occupation", "occupation", "occupation", 0.7, "occupation"),
)
_TELLS = {"given": "family_key", "family": "given_key", "whole": "ends_key", "ends": "ends_key"}
"""Which name tells of matches when the part itself is asked about; of all other parts the whole name does."""

_TOGETHER = (
    ("given_key", "middle_key"),
    ("middle_key", "family_key"),
    ("given_start", "family_start"),
    ("given_key", "family_start"),
    ("given_start", "family_key"),
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Made-up matches.

    Args:
        fields: Per field that is stated, what a rule may ask of it: one column, or a few together.
        agrees: Per column, which of the matches agree on it.
    """

    fields: Forms
    agrees: Mapping[str, Bools]

    def found_by(self, columns: Sequence[str]) -> Bools:
        """Which of the matches a rule over these columns finds."""
        found = np.ones(_MADE_UP, dtype=np.bool_)
        for column in columns:
            found = found & self.agrees[column]
        return found


def expect_agreement(connection: duckdb.DuckDBPyConnection, table: str, count_pairs: Counter) -> Agreement:
    """Make up matches that agree as those of the data do.

    Args:
        connection: Where the table is.
        table: Records with the columns of `ATOMS`, `unique_id` and `dd`.
        count_pairs: Counts the pairs of the table that agree on columns.
    """
    shares = _shares(connection, table, count_pairs)
    present = [atom for atom in ATOMS if shares[atom.column] > 0]
    rng = np.random.default_rng(_SEED)
    agrees: dict[str, Bools] = {}
    for part in dict.fromkeys(atom.part for atom in present):
        atoms = [atom for atom in present if atom.part == part]
        columns = [atom.column for atom in atoms]
        seen = _seen(connection, table, _telling_rules(connection, table, count_pairs, shares, atoms[0]), columns)
        if len(seen) >= _FEWEST_PAIRS:
            picked = seen[rng.integers(0, len(seen), _MADE_UP)]
        else:
            picked = rng.random(_MADE_UP)[:, None] < np.array([atom.usual for atom in atoms])
        agrees |= {column: picked[:, n] for n, column in enumerate(columns)}
    forms = {f: _forms([a.column for a in present if a.field == f]) for f in dict.fromkeys(a.field for a in present)}
    return Agreement(forms, _whole_names(agrees))


def _whole_names(agrees: Mapping[str, Bools]) -> dict[str, Bools]:
    """Let whole names agree where their parts do."""
    ends = [agrees[c] for c in ("given_key", "family_key") if c in agrees]
    both = np.logical_and.reduce(ends) if ends else None
    return {c: v & both if both is not None and c in ("ends_key", "full_key") else v for c, v in agrees.items()}


def _forms(columns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return (*((c,) for c in columns), *(t for t in _TOGETHER if set(t) <= set(columns)))


def _shares(connection: duckdb.DuckDBPyConnection, table: str, count_pairs: Counter) -> dict[str, float]:
    every = max(count_pairs(connection, (), table), 1)
    return {atom.column: count_pairs(connection, (atom.column,), table) / every for atom in ATOMS} | {"": every}


def _telling_rules(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    count_pairs: Counter,
    shares: Mapping[str, float],
    asked: Atom,
) -> list[tuple[str, ...]]:
    """Find the combinations of other fields whose pairs are nearly all matches, the surest first, until enough."""
    tells = {a.column: a.field for a in ATOMS if a.exact and a.field != asked.field}
    tells[_TELLS.get(asked.part, "full_key")] = "name"
    ranked = []
    for n_columns in (2, 3):
        for columns in itertools.combinations([c for c in tells if shares[c] > 0], n_columns):
            if len({tells[c] for c in columns}) == n_columns:
                n_pairs = count_pairs(connection, columns, table)
                by_chance = shares[""] * float(np.prod([shares[c] for c in columns]))
                if n_pairs >= _LIFT * by_chance and n_pairs:
                    ranked.append((-n_pairs / by_chance, columns, n_pairs))
    chosen: list[tuple[str, ...]] = []
    n_found = 0
    for _, columns, n_pairs in sorted(ranked):
        if n_found < _ENOUGH_PAIRS:
            chosen.append(columns)
            n_found += n_pairs
    return chosen


def _seen(
    connection: duckdb.DuckDBPyConnection, table: str, rules: Sequence[tuple[str, ...]], columns: Sequence[str]
) -> Bools:
    """What pairs of the rules agree on, each pair once: pairs × columns."""
    if not rules:
        return np.zeros((0, len(columns)), dtype=np.bool_)
    agree = ", ".join(f"coalesce(l.{c} = r.{c}, false) AS {c}" for c in columns)
    asked = " UNION ".join(
        f"SELECT l.unique_id AS i, r.unique_id AS j, {agree} FROM {table} l JOIN {table} r ON "  # noqa: S608 - ours
        + " AND ".join(f"l.{c} = r.{c}" for c in rule)
        + " AND l.unique_id < r.unique_id AND (l.dd IS NULL OR r.dd IS NULL OR l.dd <> r.dd)"
        for rule in rules
    )
    found = connection.execute(
        f"SELECT {', '.join(columns)} FROM ({asked}) "  # noqa: S608 - ours
        f"ORDER BY (i * {_SPREAD} + j) % {_MODULUS}, i, j LIMIT {_MOST_PAIRS}"
    ).fetchall()
    return np.array(found, dtype=np.bool_).reshape(len(found), len(columns))
