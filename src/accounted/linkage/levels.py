"""The comparisons of dates, ages, sex and places, and the choice among all comparisons.

A date known to the day on both sides and a date known loosely on one are two comparisons, of which each pair has one:
how well a date is known is no evidence, and a loose date that contains the other is weak agreement, never disagreement.
Fields that depend on one another are one comparison (birth and age; nested places), because the model multiplies what
comparisons say as if they were independent.
"""

from __future__ import annotations

from collections.abc import Collection

from accounted.linkage.comparison_levels import FieldComparison, Level, any_of
from accounted.linkage.name_levels import NAME

__all__ = ["COMPARISONS", "choose_comparisons"]


def _gap(stem: str) -> str:
    return f"greatest({stem}_from_l - {stem}_to_r, {stem}_from_r - {stem}_to_l, 0)"


_GAP_DIED = _gap("died")
_IN_MONTHS = "greatest(died_to_l - died_from_l, died_to_r - died_from_r) <= 31"
_AGE_GAP = (
    "CASE WHEN birth_from_l IS NOT NULL AND birth_from_r IS NOT NULL "
    f"THEN floor({_gap('birth')} / 365.2425) ELSE {_gap('age')} END"
)
_BIRTHS = "birth_from_l IS NOT NULL AND birth_from_r IS NOT NULL"
_AGES = "age_from_l IS NOT NULL AND age_from_r IS NOT NULL"
_WIDER_SHARED = "len(list_intersect(places_l, places_r)) >= 2 OR least(len(places_l), len(places_r)) = 1"

DIED = FieldComparison(
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
)

DIED_ABOUT = FieldComparison(
    "died_about",
    "died_from_l IS NULL OR died_from_r IS NULL OR (died_day_l IS NOT NULL AND died_day_r IS NOT NULL)",
    (
        Level("dates that may be the same, known to the month", f"{_GAP_DIED} = 0 AND {_IN_MONTHS}", 0.45, 0.04),
        Level("dates that may be the same, loosely known", f"{_GAP_DIED} = 0", 0.45, 0.3),
        Level("dates at least within a month", f"{_GAP_DIED} <= 31", 0.08, 0.1),
        Level("dates at least within a year", f"{_GAP_DIED} <= 366", 0.018, 0.3, supports=False),
        Level("dates far apart", "", 0.002, 0.26, supports=False),
    ),
)

BORN = FieldComparison(
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
)

SEX = FieldComparison(
    "sex",
    "sex_l IS NULL OR sex_r IS NULL",
    (Level("the same sex", "sex_l = sex_r", 0.98, 0.6), Level("different sex", "", 0.02, 0.4)),
)

PLACE = FieldComparison(
    "place",
    "place_l IS NULL OR place_r IS NULL",
    (
        Level("the same place", f"place_l = place_r AND ({_WIDER_SHARED})", 0.6, 0.02, bits=("place",)),
        Level(
            "places nearly alike in spelling",
            f"jaro_winkler_similarity(place_l, place_r) >= 0.92 AND {any_of('places')}",
            0.15,
            0.005,
        ),
        Level("places of the same name in different areas", "place_l = place_r", 0.05, 0.01),
        Level("the same area", any_of("places"), 0.15, 0.1),
        Level("different places", "", 0.05, 0.865),
    ),
)

COMPARISONS = (NAME, DIED, DIED_ABOUT, BORN, SEX, PLACE)


def choose_comparisons(fields: Collection[str]) -> tuple[FieldComparison, ...]:
    """Choose the comparisons for the fields that the records state."""
    return tuple(c for c in COMPARISONS if c.field in fields)
