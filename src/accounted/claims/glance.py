"""Tell at a glance whether a stretch of text can hold a claim; most of any text is passed over here.

Looking words up in a set is some ten times as quick as a regular expression with as many alternatives. A stretch that
is let through wrongly costs time only; one that holds a number word, a denial or a person something happened to is
never passed over.
"""

from __future__ import annotations

import re

from accounted.claims.languages.tables import word_set
from accounted.text.number_words import ENGLISH

__all__ = ["BEGINNINGS", "STEMS", "is_worth_reading", "may_count", "tells_of_an_act"]

_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")
_NUMBER_WORDS = frozenset(
    part
    for table in (ENGLISH.values, ENGLISH.scales, ENGLISH.plurals)
    for word in table
    for part in word.split()
    if part not in ("a", "of")
) | word_set("half halves quarter quarters pair trio score several few couple handful")
_JUDGEMENTS = word_set(
    """no nobody none deny denies denied denying skeptical sceptical doubt doubts doubted doubtful doubting question
    questioned questions dispute disputes disputed disputing reject rejects rejected rejecting rejection dismiss
    dismisses dismissed dismissing contest contests contested contesting challenge challenges challenged challenging
    cleared acquitted convicted guilty sentenced indicted exonerated dropped convinced believe
    """
)
_WORTH = _NUMBER_WORDS | _JUDGEMENTS
_ARTICLES = word_set("a an another")
STEMS = (
    *("kill", "dead", "die", "death", "murder", "execut", "shot", "shoot", "gun", "lynch", "injur", "wound", "hurt"),
    *("miss", "detain", "arrest", "tortur", "abduct", "kidnap", "hang", "behead", "drown", "perish", "succumb", "burn"),
    *("assassin", "massacr", "slaughter", "slain", "hack", "martyr", "strangl", "electrocut", "captur", "jail", "lost"),
    *("disappear", "vanish", "imprison", "displac", "expel", "deport", "fled", "raped", "maim", "buried", "life"),
    *("fatal", "mow", "liquidat", "hospital", "intern", "evacuat", "uproot", "custody", "hostage", "rap", "exhum"),
    *("neutrali", "eliminat", "slew", "drov", "unearth", "apprehend"),
)
"""Beginnings of words that say what happened to somebody; each verb of the tables holds one."""

_MORE_STEMS = (
    *("attend", "attrac", "demonstr", "destroy", "driv", "flee", "forced", "gather", "guillot", "interr", "homeless"),
    *("locked", "lose", "march", "particip", "protest", "rall", "round", "sign", "singed", "took part", "taking part"),
    *("torch", "turned out", "unaccount", "casualt", "lives", "detention", "expuls", "refugee", "bod", "corpse"),
    *("remains", "skelet", "strike", "ambush", "attack", "bomb", "clash", "raid", "burial", "flight", "loss", "deceas"),
    *("releas", "bring", "brought", "draw", "drew", "toll", "victim"),
)
"""What else a sentence must hold for a number to be counted."""
BEGINNINGS = word_set(
    """abd app arr ass att bat bea beh ble blu bur cap cas cho clo clu con cru dea dem dep des det die dis dri dro ele
    eli eva exe exh exp fat fle for fou fre fro gat gui gav giv gun hac han hos hur imp inj int jai kic kid kil kni lef
    liq loc los lyn mad mai mar mas mis mow mur neu par pel per pro put ral rap reb rec rep rou sho sig sin sla sta
    sto str suc suf sum sus tak tea thr too tor tra tur una une upr van whi wou
    """
)
"""The first three letters of every wording of the tables that says what happened."""


def is_worth_reading(text: str) -> bool:
    """Whether a stretch of text can hold a claim.

    >>> is_worth_reading("Three died."), is_worth_reading("A man was shot."), is_worth_reading("The sun shone.")
    (True, True, False)
    """
    if _DIGIT.search(text):
        return True
    low = text.lower()
    words = set(_LETTERS.findall(low))
    if not words.isdisjoint(_WORTH) or "a number of" in low:
        return True
    return not words.isdisjoint(_ARTICLES) and tells_of_an_act(low)


def tells_of_an_act(low: str) -> bool:
    """Whether a stretch of text in lower case holds a word that may say what happened to somebody."""
    return any(stem in low for stem in STEMS)


def may_count(low: str) -> bool:
    """Whether a sentence in lower case holds a word without which no number in it says what it counts.

    >>> may_count("the toll is 41"), may_count("41 people met")
    (True, False)
    """
    return any(stem in low for stem in STEMS) or any(stem in low for stem in _MORE_STEMS)
