"""From settings to questions: each with the lists and tables that bear on it.

An inquiry that has asked nothing gets one question for all its lists and one per capture table; these take no claims,
because nobody has said what they are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from accounted.inquiry.settings import Settings, same_file
from accounted.model.errors import SettingsError
from accounted.model.questions import Question
from accounted.model.records import ListInfo

__all__ = ["questions_of"]


def questions_of(settings: Settings, lists: Sequence[ListInfo], tables: Sequence[str]) -> tuple[Question, ...]:
    """Make the questions of an inquiry, in the order of the settings.

    Args:
        settings: As read.
        lists: The lists that came in.
        tables: Names of the capture-table files that came in.

    Raises:
        SettingsError: When a question names a list or table that is not there.
    """
    if not settings.questions:
        return _by_itself(lists, tables)
    made = []
    for asked in settings.questions:
        list_names = _lists(asked.id, asked.lists, lists)
        table_names = _tables(asked.id, asked.tables, tables)
        if not asked.lists and not asked.tables:
            list_names = tuple(sorted(info.name for info in lists))
            table_names = () if list_names else tuple(tables)
        made.append(asked.to_question(list_names, table_names))
    return tuple(made)


def _by_itself(lists: Sequence[ListInfo], tables: Sequence[str]) -> tuple[Question, ...]:
    made = []
    names = tuple(sorted(info.name for info in lists))
    if names:
        text = "How many people do these lists name together, and how many more does their overlap point to?"
        made.append(Question("lists", text, None, "persons", "", "", None, lists=names, takes_claims=False))
    for table in sorted(tables):
        stem = PurePosixPath(table).name.removesuffix(".gz").rsplit(".", 1)[0]
        clean = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "-" for c in stem).strip("-") or "table"
        text = f"How many people does the overlap of the lists in {table} point to?"
        made.append(
            Question(_unused(clean, made), text, None, "persons", "", "", None, tables=(table,), takes_claims=False)
        )
    return tuple(made)


def _unused(wanted: str, made: Sequence[Question]) -> str:
    taken = {q.id for q in made}
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _lists(question: str, named: Sequence[str], lists: Sequence[ListInfo]) -> tuple[str, ...]:
    found: set[str] = set()
    for name in named:
        hits = {info.name for info in lists if info.name == name or same_file(name, info.file)}
        if not hits:
            raise _missing(question, "list", name, [info.name for info in lists])
        found |= hits
    return tuple(sorted(found))


def _tables(question: str, named: Sequence[str], tables: Sequence[str]) -> tuple[str, ...]:
    found = []
    for name in named:
        hits = [table for table in tables if same_file(name, table)]
        if not hits:
            raise _missing(question, "table", name, tables)
        found += hits
    return tuple(found)


def _missing(question: str, kind: str, name: str, there: Sequence[str]) -> SettingsError:
    known = ", ".join(there) or "none"
    return SettingsError(
        f"question {question} names the {kind} {name!r}, which has not come in or could not be read",
        where="inquiry.toml",
        mend=f"name one of: {known}",
    )
