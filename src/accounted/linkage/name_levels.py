"""How names are compared: word by word, by spelling within a script and by sound across scripts.

Given name and family name are one comparison, because the model multiplies what comparisons say as if independent.
"""

from __future__ import annotations

from accounted.linkage.comparison_levels import FieldComparison, Level, any_of

__all__ = ["NAME"]

_SAME_ENDS = "given_key_l = given_key_r AND family_key_l = family_key_r"
_CONTAINED = "n_least_keys >= 2 AND n_shared_keys >= n_least_keys"


def _near(one: str, other: str) -> str:
    """Written names that are nearly alike: the same sounds, or within one script a letter more, fewer or another."""
    sound, spelling = (f"split_part({{}}, ' ', {part})" for part in (1, 2))
    short = f"least(len({spelling.format(one)}), len({spelling.format(other)}))"
    return (
        f"CASE WHEN {sound.format(one)} = {sound.format(other)} THEN true WHEN latin_l = latin_r THEN {short} >= 3 AND "
        f"levenshtein({spelling.format(one)}, {spelling.format(other)}) <= CASE WHEN {short} >= 7 THEN 2 ELSE 1 END "
        f"ELSE least(len({sound.format(one)}), len({sound.format(other)})) >= 3 AND "
        f"levenshtein({sound.format(one)}, {sound.format(other)}) <= 1 END"
    )


def _has_near(word: str, words: str) -> str:
    """Whether a written name has one nearly like it in a list of them."""
    return f"len(list_filter({words}, lambda y: {_near(word, 'y')})) > 0"


def _count_near(one: str, other: str) -> str:
    """How many written names of one record have one nearly like them in the other."""
    return f"len(list_filter(written_{one}, lambda x: {_has_near('x', f'written_{other}')}))"


_N_NEAR = f"least({_count_near('l', 'r')}, {_count_near('r', 'l')})"
# What must hold first costs least: the ends of the shorter name are looked for before every name is.
_EVERY_NEAR = (
    f"n_least >= 2 AND {_has_near('shorter[1]', 'longer')} AND {_has_near('shorter[-1]', 'longer')} "
    f"AND {_N_NEAR} >= n_least"
)
_OTHER_GIVEN = f"NOT ({_has_near('written_l[1]', 'written_r')}) AND NOT ({_has_near('written_r[1]', 'written_l')})"
_OTHER_MIDDLE = f"{_SAME_ENDS} AND NOT ({_CONTAINED}) AND n_least_keys >= 3"
_WHOLE = ("given", "family")
_SHARED = (
    ("alike", "jaro_winkler_similarity(name_l, name_r)"),
    ("n_shared_keys", "len(list_intersect(token_keys_l, token_keys_r))"),
    ("n_least_keys", "least(len(token_keys_l), len(token_keys_r))"),
    ("n_least", "least(len(written_l), len(written_r))"),
    ("shorter", "CASE WHEN len(written_l) <= len(written_r) THEN written_l ELSE written_r END"),
    ("longer", "CASE WHEN len(written_l) <= len(written_r) THEN written_r ELSE written_l END"),
)

NAME = FieldComparison(
    "name",
    "name_l IS NULL OR name_r IS NULL",
    (
        Level("the same name", any_of("whole_names"), 0.637, 0.0001, bits=_WHOLE),
        Level(
            "names that sound the same",
            f"{any_of('whole_keys')} AND (NOT (latin_l AND latin_r) OR alike >= 0.85)",
            0.08,
            0.0002,
            bits=_WHOLE,
        ),
        Level(
            "the same first and last name, or one name within the other",
            f"({_SAME_ENDS} OR ({_CONTAINED})) AND NOT ({_OTHER_MIDDLE}) AND "
            f"(NOT (latin_l AND latin_r) OR alike >= 0.75)",
            0.1,
            0.0003,
            bits=_WHOLE,
        ),
        Level(
            "every name of the shorter one nearly alike",
            f"{_EVERY_NEAR} AND NOT ({_OTHER_MIDDLE})",
            0.05,
            0.0003,
            bits=("given",),
        ),
        Level(
            "the same first and last name, another one between",
            f"({_OTHER_MIDDLE}) AND alike < 0.92",
            0.02,
            0.0003,
            bits=_WHOLE,
        ),
        Level(
            "relatives' names: another first name, the others shared",
            f"n_shared_keys >= 2 AND {_OTHER_GIVEN}",
            0.003,
            0.002,
            supports=False,
        ),
        Level("names nearly alike in spelling", "alike >= 0.92", 0.03, 0.0003),
        Level("two names shared", "n_shared_keys >= 2", 0.03, 0.0005),
        Level(
            "the same last name and names alike",
            "family_key_l = family_key_r AND alike >= 0.8",
            0.02,
            0.0005,
            bits=("family",),
        ),
        Level("names somewhat alike in spelling", "alike >= 0.82", 0.02, 0.01),
        Level("the same last name", "family_key_l = family_key_r", 0.005, 0.005, supports=False, bits=("family",)),
        Level("one name shared", "n_shared_keys >= 1", 0.004, 0.05, supports=False),
        Level("different names", "", 0.001, 0.9305, supports=False),
    ),
    shared=_SHARED,
)
