"""How names are compared: word by word, by spelling within a script and by sound across scripts.

Given name and family name are one comparison, because the model multiplies what comparisons say as if independent.
"""

from __future__ import annotations

from accounted.linkage.comparison_levels import FieldComparison, Level, any_of

__all__ = ["NAME"]

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
_WHOLE = ("given", "family")

NAME = FieldComparison(
    "name",
    "name_l IS NULL OR name_r IS NULL",
    (
        Level("the same name", any_of("whole_names"), 0.637, 0.0001, bits=_WHOLE),
        Level(
            "names that sound the same",
            f"{any_of('whole_keys')} AND (NOT (latin_l AND latin_r) OR {_ALIKE} >= 0.85)",
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
        Level("one name shared", any_of("token_keys"), 0.004, 0.05, supports=False),
        Level("different names", "", 0.001, 0.9305, supports=False),
    ),
)
