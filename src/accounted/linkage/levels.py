"""The comparisons: per field, levels of agreement from the strongest to none, as SQL over two records' columns.

A date known to the day on both sides and a date known loosely on one are two comparisons, of which each pair has one:
how well a date is known is no evidence, and a loose date that contains the other is weak agreement, never disagreement.
Fields that depend on one another are one comparison (given and family name; birth and age; nested places), because the
model multiplies what comparisons say as if they were independent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from splink.internals.comparison_library import CustomComparison

__all__ = ["COMPARISONS", "FieldComparison", "Level", "choose_comparisons"]


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


def choose_comparisons(fields: Collection[str]) -> tuple[FieldComparison, ...]:
    """Choose the comparisons for the fields that the records state."""
    return tuple(c for c in COMPARISONS if c.field in fields)


def _any(column: str) -> str:
    return f"list_has_any({column}_l, {column}_r)"


def _gap(stem: str) -> str:
    return f"greatest({stem}_from_l - {stem}_to_r, {stem}_from_r - {stem}_to_l, 0)"


_ALIKE = "jaro_winkler_similarity(name_l, name_r)"
_SAME_ENDS = "given_key_l = given_key_r AND family_key_l = family_key_r"
_CONTAINED = (
    "least(len(token_keys_l), len(token_keys_r)) >= 2 AND "
    "(list_has_all(token_keys_l, token_keys_r) OR list_has_all(token_keys_r, token_keys_l))"
)


def _near(one: str, other: str) -> str:
    """Written names that are nearly alike: the same sounds, or within one script a letter more, fewer or another."""
    sound, spelling = (f"split_part({{}}, ' ', {part})" for part in (1, 2))
    short = f"least(len({spelling.format(one)}), len({spelling.format(other)}))"
    return (
        f"({sound.format(one)} = {sound.format(other)} OR (latin_l = latin_r AND {short} >= 3 AND "
        f"levenshtein({spelling.format(one)}, {spelling.format(other)}) <= CASE WHEN {short} >= 7 THEN 2 ELSE 1 END) "
        f"OR (latin_l <> latin_r AND least(len({sound.format(one)}), len({sound.format(other)})) >= 3 AND "
        f"levenshtein({sound.format(one)}, {sound.format(other)}) <= 1))"
    )


def _count_if(condition: str, record: str) -> str:
    """How many written names y of a record fulfil a condition."""
    return f"len(list_filter(written_{record}, lambda y: {condition}))"


def _count_near(one: str, other: str) -> str:
    """How many written names of one record have one nearly like them in the other."""
    return f"len(list_filter(written_{one}, lambda x: {_count_if(_near('x', 'y'), other)} > 0))"


_N_NEAR = f"least({_count_near('l', 'r')}, {_count_near('r', 'l')})"
_N_LEAST = "least(len(written_l), len(written_r))"
_OTHER_GIVEN = f"{_count_if(_near('written_l[1]', 'y'), 'r')} = 0 AND {_count_if(_near('written_r[1]', 'y'), 'l')} = 0"
_OTHER_MIDDLE = f"{_SAME_ENDS} AND NOT ({_CONTAINED}) AND least(len(token_keys_l), len(token_keys_r)) >= 3"
_GAP_DIED = _gap("died")
_IN_MONTHS = "greatest(died_to_l - died_from_l, died_to_r - died_from_r) <= 31"
_AGE_GAP = (
    "CASE WHEN birth_from_l IS NOT NULL AND birth_from_r IS NOT NULL "
    f"THEN floor({_gap('birth')} / 365.2425) ELSE {_gap('age')} END"
)
_BIRTHS = "birth_from_l IS NOT NULL AND birth_from_r IS NOT NULL"
_AGES = "age_from_l IS NOT NULL AND age_from_r IS NOT NULL"
_WIDER_SHARED = "len(list_intersect(places_l, places_r)) >= 2 OR least(len(places_l), len(places_r)) = 1"
_WHOLE = ("given", "family")

COMPARISONS = (
    FieldComparison(
        "name",
        "name_l IS NULL OR name_r IS NULL",
        (
            Level("the same name", _any("whole_names"), 0.637, 0.0001, bits=_WHOLE),
            Level(
                "names that sound the same",
                f"{_any('whole_keys')} AND (NOT (latin_l AND latin_r) OR {_ALIKE} >= 0.85)",
                0.08,
                0.0002,
                bits=_WHOLE,
            ),
            Level(
                "the same first and last name, or one name within the other",
                f"({_SAME_ENDS} OR ({_CONTAINED})) AND NOT ({_OTHER_MIDDLE}) AND "
                f"(NOT (latin_l AND latin_r) OR {_ALIKE} >= 0.75)",
                0.1,
                0.0003,
                bits=_WHOLE,
            ),
            Level(
                "every name of the shorter one nearly alike",
                f"{_N_LEAST} >= 2 AND {_N_NEAR} >= {_N_LEAST} AND NOT ({_OTHER_MIDDLE})",
                0.05,
                0.0003,
                bits=("given",),
            ),
            Level(
                "the same first and last name, another one between",
                f"({_OTHER_MIDDLE}) AND {_ALIKE} < 0.92",
                0.02,
                0.0003,
                bits=_WHOLE,
            ),
            Level(
                "relatives' names: another first name, the others shared",
                f"len(list_intersect(token_keys_l, token_keys_r)) >= 2 AND {_OTHER_GIVEN}",
                0.003,
                0.002,
                supports=False,
            ),
            Level("names nearly alike in spelling", f"{_ALIKE} >= 0.92", 0.03, 0.0003),
            Level("two names shared", "len(list_intersect(token_keys_l, token_keys_r)) >= 2", 0.03, 0.0005),
            Level(
                "the same last name and names alike",
                f"family_key_l = family_key_r AND {_ALIKE} >= 0.8",
                0.02,
                0.0005,
                bits=("family",),
            ),
            Level("names somewhat alike in spelling", f"{_ALIKE} >= 0.82", 0.02, 0.01),
            Level("the same last name", "family_key_l = family_key_r", 0.005, 0.005, supports=False, bits=("family",)),
            Level("one name shared", _any("token_keys"), 0.004, 0.05, supports=False),
            Level("different names", "", 0.001, 0.9305, supports=False),
        ),
    ),
    FieldComparison(
        "died",
        "died_day_l IS NULL OR died_day_r IS NULL",
        (
            Level("the same day", "died_day_l = died_day_r", 0.82, 0.005),
            Level("dates a day apart", f"{_GAP_DIED} <= 1", 0.08, 0.01),
            Level("dates within a week", f"{_GAP_DIED} <= 7", 0.06, 0.03),
            Level("dates within a month", f"{_GAP_DIED} <= 31", 0.03, 0.1),
            Level("dates within a year", f"{_GAP_DIED} <= 366", 0.008, 0.4, supports=False),
            Level("dates far apart", "", 0.002, 0.455, supports=False),
        ),
    ),
    FieldComparison(
        "died_about",
        "died_from_l IS NULL OR died_from_r IS NULL OR (died_day_l IS NOT NULL AND died_day_r IS NOT NULL)",
        (
            Level("dates that may be the same, known to the month", f"{_GAP_DIED} = 0 AND {_IN_MONTHS}", 0.45, 0.04),
            Level("dates that may be the same, loosely known", f"{_GAP_DIED} = 0", 0.45, 0.3),
            Level("dates at least within a month", f"{_GAP_DIED} <= 31", 0.08, 0.1),
            Level("dates at least within a year", f"{_GAP_DIED} <= 366", 0.018, 0.3, supports=False),
            Level("dates far apart", "", 0.002, 0.26, supports=False),
        ),
    ),
    FieldComparison(
        "born",
        f"NOT (({_BIRTHS}) OR ({_AGES}))",
        (
            Level("the same day of birth", "birth_day_l = birth_day_r", 0.3, 0.0005),
            Level("the same age", f"{_AGE_GAP} = 0", 0.45, 0.03),
            Level("ages a year apart", f"{_AGE_GAP} <= 1", 0.15, 0.06),
            Level("ages within three years", f"{_AGE_GAP} <= 3", 0.07, 0.1),
            Level("ages within ten years", f"{_AGE_GAP} <= 10", 0.02, 0.25),
            Level("ages far apart", "", 0.01, 0.5595),
        ),
    ),
    FieldComparison(
        "sex",
        "sex_l IS NULL OR sex_r IS NULL",
        (Level("the same sex", "sex_l = sex_r", 0.98, 0.6), Level("different sex", "", 0.02, 0.4)),
    ),
    FieldComparison(
        "place",
        "place_l IS NULL OR place_r IS NULL",
        (
            Level("the same place", f"place_l = place_r AND ({_WIDER_SHARED})", 0.6, 0.02, bits=("place",)),
            Level(
                "places nearly alike in spelling",
                f"jaro_winkler_similarity(place_l, place_r) >= 0.92 AND {_any('places')}",
                0.15,
                0.005,
            ),
            Level("places of the same name in different areas", "place_l = place_r", 0.05, 0.01),
            Level("the same area", _any("places"), 0.15, 0.1),
            Level("different places", "", 0.05, 0.865),
        ),
    ),
)
