"""What a text may hold, told by its words in one pass: patterns whose words are not there need not be looked for.

Each word is looked up once and remembered as a set of bits; the bits of a text are those of its words. A bit that is
set wrongly costs time only; a test holds every wording of the patterns against the bits that stand before them.
"""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from operator import or_

from accounted.claims.languages.tables import word_set
from accounted.text.lower import lower_alike
from accounted.text.number_words import ENGLISH

__all__ = ["hints_of", "places_of"]

(
    ACT,
    COUNTED,
    NUMBER,
    JUDGED,
    ARTICLE,
    AGAINST,
    NOBODY,
    OUTCOME,
    ACCOUNT,
    IMPERSONAL,
    FIGURE_NOUN,
    CITING,
    REFUSED,
    DOUBT,
    CALLED,
    CLAUSE,
    MOOD,
    CHARGED,
    NOT,
    TOLL,
    ASKED,
    VERB,
    SUM,
) = (1 << n for n in range(23))

STEMS = (
    *("kill", "dead", "die", "death", "murder", "execut", "shot", "shoot", "gun", "lynch", "injur", "wound", "hurt"),
    *("miss", "detain", "arrest", "tortur", "abduct", "kidnap", "hang", "behead", "drown", "perish", "succumb", "burn"),
    *("assassin", "massacr", "slaughter", "slain", "hack", "martyr", "strangl", "electrocut", "captur", "jail", "lost"),
    *("disappear", "vanish", "imprison", "displac", "expel", "deport", "fled", "raped", "maim", "buried", "life"),
    *("fatal", "mow", "liquidat", "hospital", "intern", "evacuat", "uproot", "custody", "hostage", "rap", "exhum"),
    *("neutrali", "eliminat", "slew", "drov", "unearth", "apprehend"),
)
"""Parts of words that say what happened to somebody; each verb of the tables holds one."""
MORE_STEMS = (
    *("attend", "attrac", "demonstr", "destroy", "driv", "flee", "forced", "gather", "guillot", "interr", "homeless"),
    *("locked", "lose", "march", "particip", "protest", "rall", "round", "sign", "singed", "took", "taking"),
    *("torch", "turned", "unaccount", "casualt", "lives", "detention", "expuls", "refugee", "bod", "corpse"),
    *("remains", "skelet", "strike", "ambush", "attack", "bomb", "clash", "raid", "burial", "flight", "loss", "deceas"),
    *("releas", "bring", "brought", "draw", "drew", "toll", "victim"),
)
"""What else a sentence must hold for a number to be counted."""
_VERB_STEMS = ("beat", "beh", "ston", "stab", "sign", "attend", "claim", "destroy", "torch", "round", "lives")
"""Parts of the verbs before a number, beside `STEMS`."""
_SUM_STEMS = (
    *(
        "toll",
        "number",
        "figure",
        "count",
        "total",
        "tally",
        "estim",
        "fatal",
        "propor",
        "death",
        "list",
        "rol",
        "regis",
    ),
)
_AGAINST = (
    *("deny", "denies", "denied", "reject", "dismiss", "disput", "contest", "challeng", "doubt", "question"),
    *("sceptical", "skeptical", "believe", "convinced"),
)
_INTENTS = (
    *("order", "plan", "plot", "threaten", "demand", "want", "vow", "urg", "attempt", "tri", "intend", "intention"),
    *("agree", "conspir", "prepar", "hop", "mean", "refus", "promis", "try", "aim", "idea", "bid"),
)
_BEGINNINGS = ((AGAINST, _AGAINST), (MOOD, _INTENTS), (TOLL, ("toll", "number", "count", "fatal", "death", "dead")))
_NUMBERS = frozenset(
    part
    for table in (ENGLISH.values, ENGLISH.scales, ENGLISH.plurals)
    for word in table
    for part in word.split()
    if part not in ("a", "of")
) | word_set("half halves quarter quarters pair trio score several few couple handful")
_FIGURES = word_set(
    """figure figures estimate estimates count counts claim claims toll tolls total totals report reports statement
    tally number allegation allegations accusation accusations story stories rumor rumors rumour rumours suggestion
    suggestions statements numbers news talk
    """
)
_WORDS = (
    (NUMBER, _NUMBERS),
    (ARTICLE, word_set("a an another")),
    (
        JUDGED,
        word_set(
            """no nobody none deny denies denied denying skeptical sceptical doubt doubts doubted doubtful doubting
            question questioned questions dispute disputes disputed disputing reject rejects rejected rejecting
            rejection dismiss dismisses dismissed dismissing contest contests contested contesting challenge challenges
            challenged challenging cleared acquitted convicted guilty sentenced indicted exonerated dropped convinced
            believe
            """
        ),
    ),
    (NOBODY, word_set("no nobody none not")),
    (OUTCOME, word_set("cleared acquitted convicted guilty sentenced indicted exonerated dropped")),
    (ACCOUNT, word_set("reported stated estimated claimed account")),
    (
        IMPERSONAL,
        word_set(
            """revealed reported claimed alleged said announced estimated believed rumoured rumored stated thought
            reports claims rumours rumors allegations reportedly allegedly supposedly
            """
        ),
    ),
    (FIGURE_NOUN, _FIGURES),
    (CITING, word_set("citing quoting")),
    (
        REFUSED,
        word_set(
            """denied rejected disputed dismissed contested challenged doubted questioned corrected revised cited quoted
            repeated
            """
        ),
    ),
    (DOUBT, word_set("sceptical skeptical doubt doubts question believe convinced")),
    (
        CALLED,
        word_set("called calls labelled labeled branded described denounced termed dubbed dismissed"),
    ),
    (CLAUSE, word_set("but while whereas although though yet")),
    (
        MOOD,
        word_set(
            """if unless had case should assuming suppose supposing imagine provided worst would forecast forecasts will
            shall expected likely going set bound projected due scheduled be rise reach ll may might could feared fears
            believed suspected suspects presumed thought possibly perhaps probably maybe potentially assumed possible
            probable conceivable understood unconfirmed unverified uncorroborated predict predicts predicted expect
            expects project projects anticipate anticipates anticipated foresaw whether wonder wonders wondered asked
            question fear suspect not never nobody no none didn couldn cannot unable declined refused failed neither
            """
        ),
    ),
    (
        ASKED,
        word_set("asked if whether how wonder wonders wondered question"),
    ),
    (
        CHARGED,
        word_set(
            """charged charges indicted trial acquit acquits acquitted acquitting cleared suspected accused allegations
            allegation accusations accusation
            """
        ),
    ),
    (
        NOT,
        word_set(
            """not never hardly scarcely t without untrue false incorrect lie true case truth wrong withdrew withdraw
            withdraws withdrawn retracted retracts took apologised apologized
            """
        ),
    ),
    (TOLL, word_set("figure figures total tally estimate estimates casualties from")),
)
_LETTERS = re.compile(r"[a-z]+")
_MOST_REMEMBERED = 50_000


class _Known(dict[str, int]):
    """The bits of each word met so far."""

    def __missing__(self, word: str) -> int:
        bits = sum(bit for bit, words in _WORDS if word in words)
        bits |= sum(bit for bit, beginnings in _BEGINNINGS if word.startswith(beginnings))
        if any(stem in word for stem in STEMS):
            bits |= ACT | COUNTED | VERB
        elif any(stem in word for stem in MORE_STEMS):
            bits |= COUNTED
        if any(stem in word for stem in _VERB_STEMS):
            bits |= VERB
        if any(stem in word for stem in _SUM_STEMS):
            bits |= SUM
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[word] = bits
        return bits


_KNOWN = _Known()


@lru_cache(maxsize=64)
def hints_of(text: str) -> int:
    """Tell what a text may hold: the bits of all its words.

    >>> bool(hints_of("Three men were shot.") & ACT), bool(hints_of("The sun shone.") & (ACT | NUMBER))
    (True, False)
    """
    return reduce(or_, map(_KNOWN.__getitem__, _LETTERS.findall(text.lower())), 0)


@lru_cache(maxsize=64)
def places_of(text: str, hint: int) -> tuple[int, ...]:
    """Tell where the words begin that carry a hint.

    >>> places_of("At least ten were killed, and two arrested.", ACT)
    (18, 34)
    """
    return tuple(word.start() for word in _LETTERS.finditer(lower_alike(text)) if _KNOWN[word.group()] & hint)
