"""A list as its checks see it: columns of cells beside the records that were read from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from accounted.lists.values import states_sex
from accounted.model.records import ListInfo, Record
from accounted.text.name_tables import PLACEHOLDER_PHRASES
from accounted.text.names import is_placeholder

__all__ = ["Sheet", "Suspect", "can_be_shown", "names_nobody"]

_PHRASES_BEGIN = frozenset(phrase.split()[0] for phrase in PLACEHOLDER_PHRASES)


@dataclass(frozen=True, slots=True)
class Suspect:
    """What one check found: positions of rows, those that belong together in one group.

    Args:
        kind: Short name of the check.
        columns: Titles of the columns it is about.
        groups: Positions in the sheet, grouped.
        values: Values worth showing; those that could be names are left out later.
    """

    kind: str
    columns: tuple[str, ...]
    groups: Sequence[tuple[int, ...]]
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One file.

    Args:
        infos: The lists that stand in it; their columns are the same.
        records: All its records, in the order of the file.
    """

    infos: tuple[ListInfo, ...]
    records: tuple[Record, ...]
    _cells: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The titles."""
        return tuple(title for title, _ in self.records[0].values)

    def titles(self, *fields: str) -> tuple[str, ...]:
        """Titles of the columns that were read as one of these fields."""
        return tuple(title for name, title in self.infos[0].columns if name in fields)

    @cached_property
    def name_titles(self) -> tuple[str, ...]:
        """Titles of all columns that hold names of people."""
        return tuple(title for name, title in self.infos[0].columns if name.endswith("name"))

    def cells(self, title: str) -> list[str]:
        """The cells of one column, as written."""
        if title not in self._cells:
            place = self.header.index(title)
            self._cells[title] = [record.values[place][1] for record in self.records]
        return self._cells[title]

    def rows_of(self, title: str, values: Collection[str]) -> list[tuple[int, ...]]:
        """Positions of the rows whose cell is one of these values, each a group of its own."""
        if not values:
            return []
        wanted = frozenset(values)
        return [(place,) for place, cell in enumerate(self.cells(title)) if cell in wanted]

    def suspect(self, kind: str, title: str, values: Collection[str]) -> Iterator[Suspect]:
        """Suspect all rows that hold one of these values; nothing when there are none."""
        groups = self.rows_of(title, values)
        if groups:
            yield Suspect(kind, (title,), groups, tuple(sorted(values)))


def names_nobody(text: str) -> bool:
    """Whether words say that something is not known; as `is_placeholder`, and quick for the many that do not.

    The first word settles nearly all, and first words repeat.

    >>> names_nobody("Unknown male"), names_nobody("Ombra Vask"), names_nobody("")
    (True, False, True)
    """
    words = text.split(maxsplit=1)
    return not words or (_may_begin(words[0]) and is_placeholder(text))


@lru_cache(maxsize=65536)
def _may_begin(word: str) -> bool:
    return word.strip("()[]*.,-").casefold() in _PHRASES_BEGIN or is_placeholder(f"unknown {word}")


def can_be_shown(values: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Choose values that can be no names: without letters, or words that name nobody.

    >>> can_be_shown(["1979", "Ombra Vask", "unknown male"])
    ('1979', 'unknown male')
    """
    short = (" ".join(value.split()) for value in values)
    sayable = (
        value for value in short if value and value.isprintable() and len(value) <= 30 and _cannot_be_name(value)
    )
    return tuple(islice(dict.fromkeys(sayable), most))


def _cannot_be_name(value: str) -> bool:
    return not any(map(str.isalpha, value)) or names_nobody(value) or states_sex(value)
