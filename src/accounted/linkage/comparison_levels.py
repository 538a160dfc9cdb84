"""What a comparison is: per field, levels of agreement from the strongest to none, as SQL over two records' columns."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FieldComparison", "Level", "any_of"]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement.

    Args:
        words: What it means, as a reader sees it.
        condition: SQL over the columns of both records (`_l`, `_r`); empty for "anything else".
        m: Share of matches at this level that we expect before seeing the data.
        u: Share of other pairs at this level that we expect before seeing the data.
        supports: Whether it can speak for a match; the share of matches at levels that cannot is held small.
        bits: Quantities whose frequency adjusts the weight here.
        kin: Share of pairs of relatives at this level that we expect, where that is not what matches show.
        lost: For levels at which a name is lost: the share of matches there as a multiple of the square of the share
            whose names are misspelt.
        whole: Whether everything that the field says agrees: different people seldom do, whatever else they share.
    """

    words: str
    condition: str
    m: float
    u: float
    supports: bool = True
    bits: tuple[str, ...] = ()
    whole: bool = False
    kin: float = 0.0
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field's levels, the strongest first, the last one without condition.

    A level's number, as in a comparison vector: 0 for the last, rising to the strongest; -1 when unknown.

    Args:
        field: What is compared.
        unknown: SQL for "cannot be said".
        levels: The levels.
        shared: Names and SQL of what several levels use: worked out once per pair, then named by the conditions and by
            later ones. Names must not end in `_l` or `_r`. It is worked out for every pair, so what few pairs need
            belongs in a `CASE`.
    """

    field: str
    unknown: str
    levels: tuple[Level, ...]
    shared: tuple[tuple[str, str], ...] = ()

    def level(self, number: int) -> Level | None:
        """The level with this number; None for -1."""
        return None if number < 0 else self.levels[len(self.levels) - 1 - number]

    @property
    def sql(self) -> str:
        """The level's number as SQL; conditions are tried in order, so later ones see fewer pairs.

        >>> FieldComparison("sex", "u", (Level("same", "s", 0.9, 0.5), Level("different", "", 0.1, 0.5))).sql
        'CASE WHEN u THEN -1 WHEN s THEN 1 ELSE 0 END'
        """
        top = len(self.levels) - 1
        tried = "".join(f" WHEN {level.condition} THEN {top - n}" for n, level in enumerate(self.levels[:-1]))
        return f"CASE WHEN {self.unknown} THEN -1{tried} ELSE 0 END"


def any_of(column: str) -> str:
    """SQL: both records have a value of this list column in common."""
    return f"list_has_any({column}_l, {column}_r)"
