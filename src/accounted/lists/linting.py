"""Look a list over before it is linked: what is odd, in which rows, how to mend it.

Nothing is changed and nothing is left out because of a finding. Every check looks at the columns as they were read
(whatever fields there are), takes one pass, and says nothing on a sound list. A finding shows row numbers and the
column; a value only where it can be no name.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from accounted.lists.lint_cells import check_cells, check_names
from accounted.lists.lint_drift import check_drift, check_titles
from accounted.lists.lint_people import check_people
from accounted.lists.lint_sheet import Sheet, Suspect, can_be_shown
from accounted.lists.lint_values import check_ages, check_dates, check_sexes
from accounted.model.list_findings import ListFinding, Severity
from accounted.model.records import ListInfo, Record

__all__ = ["KINDS", "lint_list"]

_GROUPS_KEPT, _ROWS_IN_GROUP, _RECORDS_KEPT = 5, 4, 5

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
_OF_TEXT = frozenset(
    {"text_garbled", "letters_lost", "name_of_several", "name_with_number", "name_overlong", "markup", "cell_failed",
     "junk_around", "presentation_forms", "invisible", "name_placeholder", "place_placeholder"}
)  # fmt: skip
"""Kinds of which a row has one cause, in however many columns it shows."""


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
    sheet = Sheet(tuple(infos), tuple(records))
    checks = (check_drift, check_cells, check_people, check_ages, check_dates, check_names, check_sexes)
    found = _joined(chain(check_titles(sheet, said), *(check(sheet) for check in checks)))
    ordered = sorted(found, key=lambda s: (_ORDER[s.kind], [sheet.header.index(title) for title in s.columns]))
    return tuple(_finding(sheet, suspect) for suspect in ordered)


def _joined(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Make one of those that several columns have in common."""
    found: list[Suspect] = []
    of_text: dict[str, Suspect] = {}
    for suspect in suspects:
        if suspect.kind not in _OF_TEXT:
            found.append(suspect)
            continue
        before = of_text.get(suspect.kind, Suspect(suspect.kind, (), ()))
        groups = sorted({*before.groups, *suspect.groups})
        values = (*before.values, *suspect.values)
        of_text[suspect.kind] = Suspect(suspect.kind, (*before.columns, *suspect.columns), groups, values)
    return [*found, *of_text.values()]


def _finding(sheet: Sheet, suspect: Suspect) -> ListFinding:
    severity, what, mend = KINDS[suspect.kind]
    groups = sorted(suspect.groups)
    shown = [tuple(sheet.records[place].row for place in g[:_ROWS_IN_GROUP]) for g in groups[:_GROUPS_KEPT]]
    ids = (sheet.records[place].id for group in groups for place in group)
    return ListFinding(
        file=sheet.infos[0].file,
        kind=suspect.kind,
        severity=severity,
        columns=suspect.columns,
        what=what,
        mend=mend,
        rows=tuple(shown),
        n_rows=sum(map(len, groups)),
        values=can_be_shown(suspect.values),
        records=tuple(heapq.nsmallest(_RECORDS_KEPT, ids)),
    )
