"""What a new version of a list changes, row by row; for a person to approve before it takes the old one's place."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ListChanges"]


@dataclass(frozen=True, slots=True)
class ListChanges:
    """The rows of a new version held against those of the version before; rows are counted from 1 below the titles.

    Args:
        file: Path of the list below `input/`.
        matched_by: How changed rows were found: `id`, `name`, or `content` alone, which knows no changed rows.
        n_same: Rows that stand in both, word for word, wherever they stand.
        new: Rows of the new version.
        changed: Pairs of a row of the old and a row of the new version about the same entry.
        gone: Rows of the old version.
        titles_new: Titles of columns that only the new version has.
        titles_gone: Titles that only the old one had.
    """

    file: str
    matched_by: str
    n_same: int
    new: tuple[int, ...]
    changed: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    titles_new: tuple[str, ...] = ()
    titles_gone: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything differs.

        >>> ListChanges("a.csv", "name", 90, (), (), ()).is_any
        False
        """
        return any((self.new, self.changed, self.gone, self.titles_new, self.titles_gone))

    @property
    def sentence(self) -> str:
        """Say it in numbers.

        >>> ListChanges("a.csv", "id", 90, (91, 92), ((3, 3),), ()).sentence
        '90 rows as before, 2 new, 1 changed, 0 gone (by id)'
        """
        titles = [f"column {title} is new" for title in self.titles_new]
        titles += [f"column {title} is gone" for title in self.titles_gone]
        counts = f"{len(self.new)} new, {len(self.changed)} changed, {len(self.gone)} gone (by {self.matched_by})"
        return "; ".join([f"{self.n_same} rows as before, {counts}", *titles])
