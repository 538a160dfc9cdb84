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
_PARTS = "(substr(birth_written_l, {0}, {1}) = substr(birth_written_r, {2}, {1}))"
_SLIP = (
    "birth_written_l IS NOT NULL AND birth_written_r IS NOT NULL AND (hamming(birth_written_l, birth_written_r) = 1 "
    f"OR ({_PARTS.format(1, 4, 1)} AND {_PARTS.format(5, 2, 7)} AND {_PARTS.format(7, 2, 5)}) "
    "OR damerau_levenshtein(birth_written_l, birth_written_r) = 1 "
    f"OR ({_PARTS.format(5, 4, 5)} AND substr(birth_written_l, 5, 4) <> '0101' AND {_AGE_GAP} <= 10))"
)
"""A digit another one or two swapped, day and month swapped, or the same day and month of another year nearby."""

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
        Level("the same day of birth", "birth_day_l = birth_day_r", 0.28, 0.0005, bits=("birth_day",)),
        Level("days of birth one slip apart", _SLIP, 0.05, 0.002),
        Level("the same age", f"{_AGE_GAP} = 0", 0.42, 0.03),
        Level("ages a year apart", f"{_AGE_GAP} <= 1", 0.15, 0.06),
        Level("ages within three years", f"{_AGE_GAP} <= 3", 0.07, 0.1),
        Level("ages within ten years", f"{_AGE_GAP} <= 10", 0.02, 0.25),
        Level("ages far apart", "", 0.01, 0.5575),
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


def _both(column: str) -> str:
    return f"({column}_l IS NOT NULL AND {column}_r IS NOT NULL)"


def _alike(column: str, least: float = 0.9) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


_SAME_HOME = "(birth_place_l = birth_place_r OR residence_l = residence_r)"
_SAME_PARENT = "(father_key_l = father_key_r OR mother_key_l = mother_key_r)"

PARENTS = FieldComparison(
    "parents",
    f"NOT ({_both('father_key')} OR {_both('mother_key')})",
    (
        Level(
            "father's and mother's name that sound the same",
            "father_key_l = father_key_r AND mother_key_l = mother_key_r",
            0.5,
            0.0005,
            bits=("father", "mother"),
        ),
        Level("a parent's name that sounds the same", _SAME_PARENT, 0.3, 0.01),
        Level("parents' names nearly alike", f"{_alike('father_key')} OR {_alike('mother_key')}", 0.15, 0.02),
        Level("other parents' names", "", 0.05, 0.9695),
    ),
)

HOME = FieldComparison(
    "home",
    f"NOT ({_both('birth_place')} OR {_both('residence')} OR {_both('postcode')})",
    (
        Level("the same postcode", "postcode_l = postcode_r", 0.4, 0.0002, bits=("postcode",)),
        Level(
            "the same home, postcodes nearly alike",
            f"{_SAME_HOME} AND (postcode_area_l = postcode_area_r OR levenshtein(postcode_l, postcode_r) <= 1)",
            0.1,
            0.0005,
        ),
        Level(
            "postcodes nearly alike",
            "postcode_area_l = postcode_area_r OR levenshtein(postcode_l, postcode_r) <= 1",
            0.1,
            0.002,
        ),
        Level("born in the same place", "birth_place_l = birth_place_r", 0.2, 0.01, bits=("birth_place",)),
        Level("the same residence", "residence_l = residence_r", 0.1, 0.01, bits=("residence",)),
        Level(
            "homes nearly alike in spelling",
            f"{_alike('birth_place', 0.92)} OR {_alike('residence', 0.92)}",
            0.05,
            0.005,
        ),
        Level("other homes", "", 0.05, 0.9723),
    ),
)

OCCUPATION = FieldComparison(
    "occupation",
    "occupation_l IS NULL OR occupation_r IS NULL",
    (
        Level("the same occupation", "occupation_l = occupation_r", 0.7, 0.05, bits=("occupation",)),
        Level("occupations that share a word", any_of("occupations"), 0.1, 0.02),
        Level("other occupations", "", 0.2, 0.93),
    ),
)

AFFILIATION = FieldComparison(
    "affiliation",
    "affiliation_l IS NULL OR affiliation_r IS NULL",
    (
        Level("the same affiliation", "affiliation_l = affiliation_r", 0.7, 0.1, bits=("affiliation",)),
        Level("affiliations that share a word", any_of("affiliations"), 0.15, 0.1),
        Level("other affiliations", "", 0.15, 0.8),
    ),
)

COMPARISONS = (NAME, DIED, DIED_ABOUT, BORN, SEX, PLACE, PARENTS, HOME, OCCUPATION, AFFILIATION)


def choose_comparisons(fields: Collection[str]) -> tuple[FieldComparison, ...]:
    """Choose the comparisons for the fields that the records state."""
    return tuple(c for c in COMPARISONS if c.field in fields)
