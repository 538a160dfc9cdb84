"""Look a list over before it is linked: what is odd, in which rows, how to mend it.

Nothing is changed and nothing is left out because of a finding. Every check looks at the columns as they were read
(whatever fields there are), and says nothing on a sound list. All take the list row by row, in two passes, and keep a
few numbers a row. A finding shows row numbers and the column; a value only where it can be no name.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from accounted.lists.lint_cells import CellChecks
from accounted.lists.lint_drift import DriftChecks
from accounted.lists.lint_people import PeopleChecks
from accounted.lists.lint_sheet import OF_TEXT, Batch, Sheet, Tallies, Tally
from accounted.lists.lint_values import DateChecks
from accounted.lists.rows import Told
from accounted.lists.surveying import Column
from accounted.model.ids import length_prefixed
from accounted.model.list_findings import ListFinding, Severity
from accounted.model.records import ListInfo, Record

__all__ = ["KINDS", "Linter", "content_key", "lint_list"]

# kind: (severity, what, mend), the most serious first.
KINDS: dict[str, tuple[Severity, str, str]] = {
    "columns_shifted": (
        "check",
        "cells stand one column too far to one side: each would fit the column beside its own",
        "move the cells of these rows back",
    ),
    "column_changes": (
        "check",
        "from some row on the column holds values of another kind",
        "see whether columns were swapped or pasted one too far from there on",
    ),
    "title_unfit": (
        "check",
        "the title names something that most values are not, so the column is kept as written and not compared",
        "correct the values, or say under [[lists]] columns what it holds",
    ),
    "text_garbled": (
        "check",
        "letters were broken by a wrong encoding",
        "export the list again as UTF-8; names read this way meet no other spelling",
    ),
    "letters_lost": (
        "check",
        "letters were lost on the way and stand as ? or \ufffd",
        "export the list again as UTF-8 from where the letters are still whole",
    ),
    "id_for_two": (
        "check",
        "one id stands at names that are clearly not the same",
        "see which row the id belongs to; ids alone never link or separate people here",
    ),
    "person_two_ids": (
        "check",
        "the same name, date and other details stand under different ids",
        "see whether this is one person; if so, say that the list is not de-duplicated",
    ),
    "person_twice": (
        "check",
        "the same name, date and other details stand in more than one row",
        "see whether this is one person; if so, say that the list is not de-duplicated",
    ),
    "row_repeated": (
        "check",
        "rows repeat another row cell by cell",
        "see whether they were pasted twice; linking puts them together unless the list is said to be de-duplicated",
    ),
    "sex_contradicts": (
        "check",
        "rows of what seems one person state different sexes",
        "see which is right",
    ),
    "age_is_year": (
        "check",
        "a year stands where the age should be",
        "move it to a column of births, or set columns = { birth = … } for this column",
    ),
    "birth_is_age": (
        "check",
        "an age stands where the date of birth should be",
        "move it to a column of ages, or set columns = { age = … } for this column",
    ),
    "age_impossible": ("check", "the age cannot be: below 0 or above 120 years", "correct it from the source"),
    "death_before_birth": ("check", "the death comes before the birth", "correct one of the two from the source"),
    "life_too_long": (
        "check",
        "more than 120 years lie between birth and death",
        "correct one of the two from the source; a year may stand for not known",
    ),
    "age_against_dates": (
        "check",
        "the age is more than a year off the one that birth and death give",
        "see which of the three is wrong",
    ),
    "date_outside_period": (
        "check",
        "the date lies outside the period that the list is said to cover",
        "correct the date, or the list's period in inquiry.toml",
    ),
    "date_far": (
        "check",
        "the date lies far from those of all other rows",
        "see whether the year was mistyped, or its calendar is another one",
    ),
    "date_unread": (
        "check",
        "the date cannot be read and counts as not known",
        "write it as 1999-03-20, 1999-03 or 1999, or set calendar or date_order for the list",
    ),
    "value_placeholder": (
        "check",
        "a value stands that programs and forms write for not known",
        "empty these cells, or else linking takes them as agreeing",
    ),
    "name_of_several": (
        "check",
        "the name is that of more than one person",
        "give each person a row; leave the unnamed of a family in rows without a name",
    ),
    "name_with_number": ("check", "the name holds a number", "move the number to a column of its own"),
    "name_overlong": ("check", "the name is longer than any name", "move remarks to a column of their own"),
    "markup": ("check", "leftovers of a web page or a workbook stand in the text", "export the list as plain text"),
    "cell_failed": (
        "check",
        "a spreadsheet wrote an error or a shortened number instead of the value",
        "open the list, format the column as text and export it again",
    ),
    "age_unread": (
        "note",
        "the age is no number of years and counts as not known",
        "leave it, or write it in years; ranges are not read",
    ),
    "age_zero": ("note", "unusually many ages are 0", "see whether 0 stands for not known"),
    "sex_unread": ("note", "the sex cannot be read and counts as not known", "write F or M, or leave it"),
    "junk_around": ("note", "the name begins or ends with a mark", "see what the mark means; linking leaves it out"),
    "presentation_forms": (
        "note",
        "Arabic letters stand as shapes of print, not as letters",
        "nothing: linking reads both; searching the file finds only one",
    ),
    "invisible": ("note", "there are characters that cannot be seen", "nothing: linking leaves them out"),
    "date_heap": (
        "note",
        "unusually many dates are the first of January",
        "see whether only the year is known; if so, write the year alone",
    ),
    "age_heap": (
        "note",
        "ages ending in 0 or 5 are far too many: they were estimated",
        "nothing; linking allows for ages that differ a little",
    ),
    "name_placeholder": (
        "note",
        "words stand where a name should be; a row without any other name counts as an unnamed victim",
        "nothing, if nobody knows the names",
    ),
    "place_placeholder": (
        "note",
        "words stand for a place that is not known",
        "empty these cells, or else linking takes them as agreeing",
    ),
    "row_thin": (
        "note",
        "the row holds too little to tell this person from others",
        "add what the source says; nothing can be linked through these rows",
    ),
}
_ORDER = {kind: number for number, kind in enumerate(KINDS)}


class Linter:
    """Looks a list over in two passes of batches: all are seen, then it settles, then all are looked at again.

    Args:
        sheet: What is known of the list before.
        said: Fields of which a person has said in which columns they stand, if in any.
    """

    def __init__(self, sheet: Sheet, said: Collection[str] = ()) -> None:
        self._sheet, self._tallies = sheet, Tallies()
        self._cells = CellChecks(sheet, said, self._tallies)
        self._dates = DateChecks(sheet, self._tallies)
        self._drift, self._people = DriftChecks(sheet), PeopleChecks(sheet)

    def see(self, rows: Sequence[Sequence[str]], told: Sequence[Told | Record], keys: Sequence[int]) -> None:
        """Take some rows in the first pass.

        Args:
            rows: The cells.
            told: What was read from them.
            keys: A number for the content of each row, the same for the same content.
        """
        self._dates.see(told)
        self._drift.see(rows, told)
        self._people.see(rows, told, keys)

    def settle(self) -> NDArray[np.bool_]:
        """End the first pass; mark the rows that hold nothing but what another row of their list holds."""
        self._dates.settle()
        self._drift.settle()
        return self._people.settle()

    def look(self, batch: Batch) -> None:
        """Take some rows in the second pass, their ids with them."""
        self._cells.look(batch)
        self._dates.look(batch)
        self._drift.look(batch, self._tallies)
        self._people.look(batch, self._tallies)

    def findings(self, file: str) -> tuple[ListFinding, ...]:
        """End the second pass: what was found, the most serious first.

        Args:
            file: What the file is called.
        """
        self._people.finish(self._tallies)
        header = self._sheet.header
        found = []
        for (kind, titles), tally in self._tallies.items():
            if tally.n_rows:
                columns = tuple(sorted(self._tallies.text_titles.get(kind, titles), key=header.index))
                found.append(_finding(file, kind, columns if kind in OF_TEXT else titles, tally, header))
        return tuple(sorted(found, key=lambda f: (_ORDER[f.kind], [header.index(title) for title in f.columns])))


def lint_list(
    infos: Sequence[ListInfo], records: Sequence[Record], *, said: Collection[str] = ()
) -> tuple[ListFinding, ...]:
    """Find what is odd in the rows of one file.

    Args:
        infos: The lists of the file, as read.
        records: Its records, as read.
        said: Fields of which a person has said in which columns they stand, if in any.

    Returns:
        Findings, the most serious first, one per kind and column; empty for a sound list.

    >>> from accounted.model.records import ListInfo, Record
    >>> info = ListInfo("made-up", "made-up.csv", (("name", "name"), ("age", "age")), 1)
    >>> row = Record("rec_a", "made-up", 1, ("Ombra Vask",), None, None, None, None, (),
    ...     (("name", "Ombra Vask"), ("age", "1979")))
    >>> [finding.sentence[:50] for finding in lint_list([info], [row])]
    ['age: a year stands where the age should be (1979):']
    """
    if not records or not infos:
        return ()
    header = tuple(title for title, _ in records[0].values)
    rows = [tuple([value for _, value in record.values]) for record in records]
    counted = {title: Column(Counter(row[i] for row in rows), is_whole=True) for i, title in enumerate(header)}
    periods = {info.name: info.period for info in infos if info.period is not None}
    linter = Linter(Sheet(header, infos[0].columns, counted, periods), said)
    keys = [content_key(length_prefixed((record.list, *row))) for record, row in zip(records, rows, strict=True)]
    linter.see(rows, records, keys)
    linter.settle()
    linter.look(Batch(0, rows, records))
    return linter.findings(infos[0].file)


def content_key(content: bytes) -> int:
    """A number for the content of a row: the same for the same, another for any other, as far as can be told."""
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big")


def _finding(file: str, kind: str, columns: tuple[str, ...], tally: Tally, header: Sequence[str]) -> ListFinding:
    severity, what, mend = KINDS[kind]
    return ListFinding(
        file=file,
        kind=kind,
        severity=severity,
        columns=columns,
        what=what,
        mend=mend,
        rows=tuple(tally.groups),
        n_rows=tally.n_rows,
        values=tally.values(header),
        records=tuple(tally.ids),
    )
