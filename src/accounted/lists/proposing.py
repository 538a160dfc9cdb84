"""What the columns of a list seem to mean, put so that a person can look at it, change it and keep it.

A proposal holds what was recognised; `with_field` changes the meaning of one column; `settings_of` writes a proposal
as the setting that brings it back exactly, whatever the titles would otherwise be taken for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounted.lists.columns import map_columns
from accounted.lists.layout import Columns, explain_columns
from accounted.lists.lint_sheet import can_be_shown
from accounted.lists.surveying import Survey
from accounted.lists.tables import Table, survey_of
from accounted.lists.titles import SEVERAL, Field
from accounted.lists.values import is_blank

__all__ = ["ColumnProposal", "ProposedColumn", "propose_columns", "settings_of", "with_field"]

_SAMPLES, _LONGEST_SAMPLE = 3, 24


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column of a list.

    Args:
        title: As in the file.
        field: What it means; empty when it is kept as written.
        says: The same in words, with how its dates are read.
        samples: Some of its values; none of columns that hold names, and none that could be names in columns of which
            nobody knows what they hold. For the eyes of whoever sits at the terminal: never to be logged or kept.
    """

    title: str
    field: str
    says: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What the columns of one file seem to mean.

    Args:
        file: What the file is called.
        read_as: How it was read, in words.
        columns: One per column, in the table's order.
        survey: What was seen of the table.
    """

    file: str
    read_as: str
    columns: tuple[ProposedColumn, ...]
    survey: Survey

    @property
    def has_names(self) -> bool:
        """Whether some column holds names of the victims, or numbers of unnamed ones, so that the list can be read."""
        names = (c.field.endswith("name") and c.field not in _OF_RELATIVES for c in self.columns)
        return any(names) or any(c.field in ("n_persons", "n_in_incident") for c in self.columns)


_OF_RELATIVES = frozenset({"father_name", "mother_name"})


def propose_columns(
    table: Table | Survey, file: str, said: Columns | None = None, *, one_list: bool = False
) -> ColumnProposal:
    """Recognise the columns of a table, and say how each is read.

    Args:
        table: The table, or what was seen of it.
        file: What to call it.
        said: Field → title or titles, as far as a person has said it.
        one_list: Whether the whole file is one list, so that no column tells lists apart.

    Raises:
        UnreadableList: For a field or a title that there is not.

    >>> table = Table(("who", "age"), (("Ombra Vask", "30"), ("Isolde Quill", "41")), "UTF-8 text")
    >>> for column in propose_columns(table, "made-up.csv", {"name": "who"}).columns:
    ...     print(column.title, column.field, column.samples)
    who name ()
    age age ('30', '41')
    """
    known = dict(said or {})
    if one_list:
        known["list"] = ""
    survey = survey_of(table) if isinstance(table, Table) else table
    fields = {title: field for field, title in map_columns(survey.header, survey.sample, known)}
    read_as, *words = explain_columns(survey, known)
    columns = tuple(
        ProposedColumn(
            title,
            fields.get(title, ""),
            says.removeprefix(f"{title}: "),
            _samples([row[place] for row in survey.sample], fields.get(title, "")),
        )
        for place, (title, says) in enumerate(zip(survey.header, words, strict=True))
    )
    return ColumnProposal(file, read_as, columns, survey)


def _samples(cells: Sequence[str], field: str) -> tuple[str, ...]:
    if field.endswith("name"):
        return ()
    values = list(dict.fromkeys(" ".join(cell.split()) for cell in cells if not is_blank(cell)))
    if not field:
        return can_be_shown(values, _SAMPLES)
    printable = [value for value in values if value.isprintable()]
    return tuple(v if len(v) <= _LONGEST_SAMPLE else f"{v[: _LONGEST_SAMPLE - 1]}…" for v in printable[:_SAMPLES])


def with_field(proposal: ColumnProposal, title: str, field: Field | None) -> ColumnProposal:
    """Give one column another meaning, or none; a field that may stand once leaves the column it stood at.

    Raises:
        UnreadableList: When the column cannot be read that way.

    >>> table = Table(("who", "age"), (("Ombra Vask", "30"),), "UTF-8 text")
    >>> changed = with_field(propose_columns(table, "made-up.csv"), "who", "name")
    >>> changed.has_names, with_field(changed, "age", None).columns[1].field
    (True, '')
    """
    meaning = {column.title: column.field for column in proposal.columns}
    if field and field not in SEVERAL:
        meaning = {other: "" if meant == field else meant for other, meant in meaning.items()}
    meaning[title] = field or ""
    pairs = [(meant, other) for other, meant in meaning.items() if meant]
    return propose_columns(proposal.survey, proposal.file, _settings(proposal.survey, pairs))


def settings_of(proposal: ColumnProposal) -> dict[str, str | list[str]]:
    """Write a proposal as the setting `columns`; a field that a column must not be taken for stands with no title.

    >>> table = Table(("name", "age"), (("Ombra Vask", "30"),), "UTF-8 text")
    >>> settings_of(with_field(propose_columns(table, "made-up.csv"), "age", None))
    {'name': 'name', 'age': ''}
    """
    pairs = [(column.field, column.title) for column in proposal.columns if column.field]
    return _settings(proposal.survey, pairs)


def _settings(survey: Survey, pairs: Sequence[tuple[str, str]]) -> dict[str, str | list[str]]:
    titles: dict[str, list[str]] = {}
    for field, title in pairs:
        titles.setdefault(field, []).append(title)
    said: dict[str, str | list[str]] = {f: own[0] if len(own) == 1 else own for f, own in titles.items()}
    while True:
        found = map_columns(survey.header, survey.sample, said)
        extra = [f for f, title in found if (f, title) not in pairs and f not in said]
        if not extra:
            return said
        said.update(dict.fromkeys(extra, ""))
