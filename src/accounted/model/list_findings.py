"""What is odd in a list as it came in: rows, column, what is wrong and how to mend it, never a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["ListFinding", "Severity", "count_findings"]

Severity = Literal["check", "note"]


@dataclass(frozen=True, slots=True)
class ListFinding:
    """One kind of oddity in one file.

    Args:
        file: Path below `input/`, or the argument as given.
        kind: Short name of what was looked for, as `age_is_year`.
        severity: `check` when it should be looked at before the list is linked, `note` when it is good to know.
        columns: Titles of the columns it is about; empty when it is about whole rows.
        what: What is wrong, as one sentence without a full stop.
        mend: What to do about it.
        rows: Row numbers, counted from 1 below the titles; rows that belong together stand in one group. The first
            few groups only.
        n_rows: All rows it is about.
        values: Some of the values, where they can be no names.
        records: Ids of some of the records, the smallest first, so that the order of rows plays no part.
    """

    file: str
    kind: str
    severity: Severity
    columns: tuple[str, ...]
    what: str
    mend: str
    rows: tuple[tuple[int, ...], ...]
    n_rows: int
    values: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Say in which rows it is: the first few, and how many there are.

        >>> ListFinding("a.csv", "row_repeated", "check", (), "", "", ((3, 9), (4, 8)), 6).place
        'rows 3 = 9, 4 = 8 … (6 rows)'
        """
        shown = ", ".join(" = ".join(map(str, group)) for group in self.rows)
        n_shown = sum(map(len, self.rows))
        if not n_shown:
            return f"{self.n_rows} rows" if self.n_rows != 1 else "1 row"
        more = f" … ({self.n_rows} rows)" if n_shown < self.n_rows else ""
        return f"{'row' if self.n_rows == 1 else 'rows'} {shown}{more}"

    @property
    def sentence(self) -> str:
        """Say it all in one line.

        >>> print(ListFinding("a.csv", "age_is_year", "check", ("age",), "a year stands where the age should be",
        ...     "move it to the birth", ((3,),), 1, ("1979",)).sentence)
        age: a year stands where the age should be (1979): row 3. To mend: move it to the birth
        """
        column = f"{', '.join(self.columns)}: " if self.columns else ""
        values = f" ({', '.join(self.values)})" if self.values else ""
        return f"{column}{self.what}{values}: {self.place}. To mend: {self.mend}"


def count_findings(found: Iterable[ListFinding]) -> str:
    """Count what is to be checked and what to be noted; empty when there is nothing.

    >>> note = ListFinding("a.csv", "age_heap", "note", ("age",), "", "", (), 9)
    >>> count_findings([note, note]), count_findings([])
    ('2 notes', '')
    """
    severities = [finding.severity for finding in found]
    n_checks, n_notes = severities.count("check"), severities.count("note")
    checks = f"{n_checks} {'thing' if n_checks == 1 else 'things'} to check" if n_checks else ""
    notes = f"{n_notes} {'note' if n_notes == 1 else 'notes'}" if n_notes else ""
    return " and ".join(filter(None, (checks, notes)))
