"""What a comparison is: per field, levels of agreement from the strongest to none, as SQL over two records' columns."""

from __future__ import annotations

from dataclasses import dataclass

from splink.internals.comparison_library import CustomComparison

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
    """

    words: str
    condition: str
    m: float
    u: float
    supports: bool = True
    bits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field's levels, the strongest first, the last one without condition; `unknown` is SQL for "cannot be said".

    A level's number, as in a comparison vector: 0 for the last, rising to the strongest; -1 when unknown.
    """

    field: str
    unknown: str
    levels: tuple[Level, ...]

    def level(self, number: int) -> Level | None:
        """The level with this number; None for -1."""
        return None if number < 0 else self.levels[len(self.levels) - 1 - number]

    def to_splink(self) -> CustomComparison:
        """Write as Splink takes it; parameters are learnt elsewhere, so even ones stand in."""
        even = 1 / len(self.levels)
        null = {"sql_condition": self.unknown, "label_for_charts": "unknown", "is_null_level": True}
        stated = [
            {
                "sql_condition": level.condition or "ELSE",
                "label_for_charts": level.words,
                "m_probability": even,
                "u_probability": even,
            }
            for level in self.levels
        ]
        return CustomComparison(output_column_name=self.field, comparison_levels=[null, *stated])


def any_of(column: str) -> str:
    """SQL: both records have a value of this list column in common."""
    return f"list_has_any({column}_l, {column}_r)"
