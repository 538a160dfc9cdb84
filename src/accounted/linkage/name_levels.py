"""How names are compared: word by word, by how the words may sound and by how rare they are.

Each word of one name is set against each of the other (`_word_alike`, 0 to 100): the same letters; the same sound,
less where written vowels differ; another reading the same; a sound or two taken for another. The best for each word,
times the word's rarity in bits, added up, is what the names agree on (`name_bits`); as a share of what the shorter name
could agree on it is `name_share`. Levels are steps of both, so that the model learns what they mean in these lists.
Order of words does not matter. Given name and family name are one comparison, because the model multiplies what
comparisons say as if independent.
"""

from __future__ import annotations

from accounted.linkage.comparison_levels import FieldComparison, Level, any_of
from accounted.linkage.name_columns import SLOTS

__all__ = ["NAME"]

_CLEAR = 35
"""From this agreement on (0 to 100) a word counts as having a counterpart."""


def _word_alike(one: str, other: str) -> str:
    """How far two words agree, 0 to 100; one set of cheap conditions decides most pairs."""

    def left(part: str) -> str:
        return f"{part}_{one}_l"

    def right(part: str) -> str:
        return f"{part}_{other}_r"

    longest = f"greatest(length({left('key')}), length({right('key')}))"
    vowels = f"levenshtein({left('vowelled')}, {right('vowelled')})"
    gap = f"abs(length({left('vowelled')}) - length({right('vowelled')}))"
    return (
        f"CASE WHEN {left('word')} = {right('word')} THEN 100 "
        f"WHEN {left('key')} = {right('key')} THEN "
        f"greatest(95 - CASE WHEN {longest} <= 3 THEN 30 ELSE 10 END * "
        f"CASE WHEN latin_l = latin_r THEN {vowels} ELSE {vowels} - {gap} END, 40) "
        f"WHEN {left('key')} = {right('other')} OR {left('other')} = {right('key')} "
        f"OR {left('other')} = {right('other')} THEN 85 "
        f"WHEN bit_count(xor({left('sounds')}, {right('sounds')})) > 4 THEN 0 "
        f"ELSE CASE levenshtein({left('key')}, {right('key')}) "
        f"WHEN 1 THEN CASE WHEN {longest} >= 4 THEN 75 ELSE 40 END "
        f"WHEN 2 THEN CASE WHEN {longest} >= 8 THEN 65 WHEN {longest} >= 6 THEN 50 "
        f"WHEN {longest} >= 4 THEN 20 ELSE 0 END "
        f"WHEN 3 THEN CASE WHEN {longest} >= 8 THEN 40 ELSE 10 END "
        f"WHEN 4 THEN CASE WHEN {longest} >= 10 THEN 30 ELSE 0 END ELSE 0 END END"
    )


def _best(cells: list[str]) -> str:
    return f"coalesce(greatest({', '.join(cells)}), 0)"


def _unless_better(cells: list[tuple[str, str]]) -> str:
    return _best([f"CASE WHEN {cell} >= {top} THEN {cell} END" for cell, top in cells])


def _added(side: str) -> str:
    return " + ".join(f"coalesce(bits_{slot}_{side}, 0) * best_{slot}_of_{side}s" for slot in SLOTS)


def _unfit(side: str, other: str) -> str:
    """Initials of one name that fit nothing in the other, although it has words, or initials, left over."""
    left_over = f"without_of_{other}s > 0 OR (initials_{other} <> 0 AND least(n_words_l, n_words_r) = 1)"
    return f"(initials_{side} <> 0 AND initials_{side} & starts_{other} = 0 AND ({left_over}))"


def _without(side: str) -> str:
    parts = (f"(best_{s}_of_{side}s < {_CLEAR} AND key_{s}_{side} IS NOT NULL)::INTEGER" for s in SLOTS)
    return " + ".join(parts)


_CELLS = tuple((f"alike_{a}{b}", _word_alike(a, b)) for a in SLOTS for b in SLOTS)
_TOP = (
    *((f"top_{a}_of_ls", _best([f"alike_{a}{b}" for b in SLOTS])) for a in SLOTS),
    *((f"top_{b}_of_rs", _best([f"alike_{a}{b}" for a in SLOTS])) for b in SLOTS),
)
# A word counts with its best counterpart, unless that has a better one itself.
_BEST = (
    *((f"best_{a}_of_ls", _unless_better([(f"alike_{a}{b}", f"top_{b}_of_rs") for b in SLOTS])) for a in SLOTS),
    *((f"best_{b}_of_rs", _unless_better([(f"alike_{a}{b}", f"top_{a}_of_ls") for a in SLOTS])) for b in SLOTS),
)
_WHOLE_GAP = (
    "CASE WHEN abs(length(whole_l) - length(whole_r)) <= 4 AND least(length(whole_l), length(whole_r)) >= 8 AND "
    "bit_count(xor(all_sounds_l, all_sounds_r)) <= 4 THEN levenshtein(whole_l, whole_r) ELSE 99 END"
)
_SHARED = (
    *_CELLS,
    *_TOP,
    *_BEST,
    ("whole_gap", _WHOLE_GAP),
    ("least_bits", "least(all_bits_l, all_bits_r) / 10.0"),
    (
        "whole_share",
        "greatest(1.0 - 1.5 * whole_gap / greatest(length(whole_l), length(whole_r), 1), 0.0)",
    ),
    ("word_bits", f"least({_added('l')}, {_added('r')}) / 1000.0"),
    ("name_bits", "greatest(word_bits, whole_share * least_bits)"),
    ("name_share", "name_bits / greatest(least_bits, 0.1)"),
    ("without_of_ls", _without("l")),
    ("without_of_rs", _without("r")),
    ("n_without", "least(without_of_ls, without_of_rs)"),
    ("given_alike", "greatest(best_a_of_ls, best_a_of_rs)"),
    ("initials_unfit", f"{_unfit('l', 'r')} OR {_unfit('r', 'l')}"),
)

_SAME = any_of("whole_names")
_OTHER_GIVEN = "given_alike < 15 AND name_bits >= 8"
_SHORTEST = "least(length(word_a_l), length(word_a_r))"
_SLIPS = f"levenshtein(word_a_l, word_a_r) <= CASE WHEN {_SHORTEST} >= 5 THEN 2 WHEN {_SHORTEST} = 4 THEN 1 ELSE 0 END"
"""First names a letter or two apart, of which a slip of the pen may make one: hardly those of two relatives."""

_EVERY = "name_share >= 0.5 AND n_without = 0"
_MOST = "name_share >= 0.5"
NAME = FieldComparison(
    "name",
    "name_l IS NULL OR name_r IS NULL",
    (
        Level("the same name, a rare one", f"{_SAME} AND least_bits >= 22", 0.316, 0.000005, whole=True, kin=0.0002),
        Level("the same name", f"{_SAME} AND least_bits >= 15", 0.24, 0.00002, whole=True, kin=0.0003),
        Level("the same name, a frequent one", _SAME, 0.05, 0.0002, whole=True, kin=0.0005),
        Level(
            "an initial that fits no name",
            "initials_unfit AND name_bits >= 4",
            0.003,
            0.002,
            supports=False,
            kin=0.01,
            lost=0.02,
        ),
        Level(
            "names that sound the same, rare ones",
            "name_share >= 0.84 AND name_bits >= 22",
            0.1,
            0.00001,
            whole=True,
            kin=0.0005,
        ),
        Level(
            "names that sound the same", "name_share >= 0.84 AND name_bits >= 16", 0.08, 0.00005, whole=True, kin=0.001
        ),
        Level(
            "names that sound the same, frequent ones",
            "name_share >= 0.84 AND name_bits >= 10",
            0.05,
            0.0003,
            whole=True,
            kin=0.0015,
        ),
        Level(
            "names that sound the same, short or very frequent",
            "name_share >= 0.84",
            0.02,
            0.002,
            whole=True,
            kin=0.002,
        ),
        Level(
            "a first name a letter or two apart, the others shared",
            f"{_OTHER_GIVEN} AND latin_l = latin_r AND {_SLIPS}",
            0.004,
            0.0001,
            kin=0.02,
        ),
        Level(
            "relatives' names: another first name, the others shared",
            _OTHER_GIVEN,
            0.003,
            0.002,
            supports=False,
            kin=0.42,
            lost=0.02,
        ),
        Level("every word nearly alike, rare ones", f"{_EVERY} AND name_bits >= 18", 0.03, 0.00003, kin=0.002),
        Level("every word nearly alike", f"{_EVERY} AND name_bits >= 12", 0.025, 0.0001, kin=0.003),
        Level("every word nearly alike, frequent ones", f"{_EVERY} AND name_bits >= 7", 0.015, 0.0005, kin=0.005),
        Level("one word another, the rest shared, rare ones", f"{_MOST} AND name_bits >= 20", 0.02, 0.0002, kin=0.01),
        Level("one word another, the rest shared", f"{_MOST} AND name_bits >= 14", 0.015, 0.0005, kin=0.02),
        Level("one word another, the rest shared, frequent ones", f"{_MOST} AND name_bits >= 9", 0.01, 0.002, kin=0.04),
        Level("names alike in part, rare ones", "name_bits >= 14", 0.008, 0.002, kin=0.01),
        Level("names alike in part", "name_bits >= 9", 0.006, 0.02, kin=0.08),
        Level("one name shared", "name_bits >= 4", 0.004, 0.05, supports=False, kin=0.33, lost=0.25),
        Level("different names", "", 0.001, 0.917985, supports=False, kin=0.04, lost=0.025),
    ),
    shared=_SHARED,
)
