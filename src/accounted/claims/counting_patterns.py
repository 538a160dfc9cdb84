"""The patterns by which a figure finds what it counts: words before it, behind it, and between it and the next one."""

from __future__ import annotations

import re

from accounted.claims.hints import SUM, VERB
from accounted.claims.languages.english import ACT_VERBS, COMPOUND_ACTS

__all__ = [
    "ALONG_WITH",
    "BARE",
    "BRINGS",
    "BY_ANOTHER",
    "CHANGED_TO",
    "COMPOUND_BEFORE",
    "CONJUNCT",
    "FAMILY_OF",
    "GATHERING",
    "IN_PLACE",
    "IN_PLACE_AND",
    "NOUN_BEFORE",
    "NOW_AT",
    "NUMBER_OF_THOSE",
    "OF_THE_WHOLE",
    "OF_THOSE",
    "OF_WHOLE",
    "OF_WHOM",
    "PART_AFTER",
    "PART_JOIN",
    "PASSIVE_BEFORE",
    "PATTERNS_BEFORE",
    "REACH",
    "SHARE_OF",
    "THE_NUMBER",
    "TOLL_BEFORE",
    "TOLL_WHO",
    "TO_DEATH",
    "TO_ONE",
    "VERB_BEFORE",
    "WINDOW",
]

PART_JOIN = re.compile(
    r"[,;\s(–—-]*(?:and )?(?:including|included|includes|among them|among whom|amongst them|of them|of whom"
    r"|and of these|of these|(?<!compared )(?<!along )(?<!together )with|\()"
    r"(?: were| are| was)?\s*$",
    re.IGNORECASE,
)
PART_AFTER = re.compile(
    r"\s*(?:of (?:them|whom|these)|of the(?:se| latter)? (?:dead|victims|killed|casualties|fatalities)"
    r"|of those (?:killed|dead)"
    r"|among (?:them|the (?:dead|killed|victims)))\b",
    re.IGNORECASE,
)
OF_WHOLE = re.compile(r"(?:^|[.,;:(–—]\s*)(?:of|among|out of)(?: (?:the|these|those|some|all))?\s+$", re.IGNORECASE)
CONJUNCT = re.compile(
    r"\s*(?:,|and|or|,\s*and|&|as well as|along with|plus)\s*(?:another|a further|some|an additional|also)?\s*$",
    re.IGNORECASE,
)
ALONG_WITH = re.compile(r"^[^.;:!?]{0,60}\b(?:along|together) with\s+$")
OBJECTS = re.compile(
    r"\s*(?:,|and|,\s*and|&|as well as|along with|plus)\s+(?:(?:the|his|her|their|its|an?"
    r"|one)\s+[^.;:!?]{0,60}?,?\s*(?:and|&|,|plus"
    r"|along with)\s+)?(?:another|a further|some|an additional|also|also )?\s*$",
    re.IGNORECASE,
)
GATHERING = re.compile(
    r"\b(?:rall(?:y|ies)|gatherings?|demonstrations?|march(?:es)?|protests?|conference|meeting|event)\b", re.I
)
BRINGS = re.compile(r"\b(?:brings?|brought|drew|draws|attracted|attracts|gathered)(?: in| together)?\s+$")
OF_WHOM = re.compile(r"\s*[^.;:,0-9]{0,60}?\b(?:of|among|amongst|to)\s+(?=[^\W\d_])")
BARE = re.compile(
    r"deaths?|killings?|fatalit(?:y|ies)|executions?|murders?|lives|disappearances?|injuries|dead|injured|wounded|missing"
    r"|attacks?|raids?|bombings?|air ?strikes?|clashes|ambushes",
    re.IGNORECASE,
)
BODY_OF = re.compile(r"\s*of\s+(?:the\s+)?$")
TOLL_WHO = re.compile(
    r"(?:of|for)\s+(?:the\s+)?(?P<who>(?:[^\W\d_][\w’'-]*\s+){0,5}?[^\W\d_][\w’'-]*)\s+"
    r"(?:killed|dead|murdered|executed|injured|wounded|missing|disappeared|unaccounted|detained|arrested|displaced)\b"
)
FAMILY_OF = re.compile(
    r"\b(?:(?:an?|the|one) )?(?:family|crew|team|group|gang|party|band) of(?: (?:about|some|at least|over))?\s*$",
)
OF_THOSE = re.compile(r"\s*of (?:the|these|those|its|his|her|their|our)\b", re.IGNORECASE)
OF_THE_WHOLE = re.compile(r"\s*of (?:the|these|those|its|his|her|their|our|some)\s+$", re.IGNORECASE)
SHARE_OF = re.compile(
    r"(?:\b(?:half|thirds?|quarters?|fifths?|sixths?|tenths?|most|many|some|few|several|none|any|neither|either|majority"
    r"|minority|part|percent|per cent|(?:one|[0-9]+) in (?:every )?[\w]+)|%)"
    r" of (?:the|these|those|its|his|her|their|our)\s+$"
)
"""Before a number: what happens then befell a share of that many only, in text in lower case."""
THE_NUMBER = re.compile(
    r"\b(?:the|their|its|that|his|her) (?:number|figure|total|toll|count|tally)\b[^.;]{0,30}?\b(?:at|to|as|of"
    r"|was|is)\s*$",
    re.IGNORECASE,
)
BY_ANOTHER = re.compile(r"\s+by\s[^.;:0-9]{2,60}?,?\s+(?:and\s+)?(?:at|as)\s+")
CHANGED_TO = re.compile(r"\s*,?\s*to\s+")
NOW_AT = re.compile(
    r"[^.;:!?]{0,40}?\b(?:now|stands?|stood|rose|risen|climbed|fell|reached|is|was)(?: (?:at|to))?\s+", re.IGNORECASE
)
TO_ONE = re.compile(r"abduct|kidnap|rap(?:e|ing)|hostage|shot|neutrali|eliminat", re.IGNORECASE)
TO_DEATH = re.compile(r"\s+(?:dead|to death)\b", re.IGNORECASE)
IN_PLACE = re.compile(r"\s+(?:in|at|near|around|outside)\s+(?:the\s+)?(?:[^\W\d_a-z]|[12][0-9]{3}\b)")
IN_PLACE_AND = re.compile(r"\s+(?:in|at|near|around|outside)\s+[^.;:!?,]{2,50}?\s*(?:,\s*(?:and\s+)?|\s+and\s+)")
WINDOW = 160
REACH = 300

ADVERB = r"(?:on the spot|instantly|outright|and (?:seriously|critically|badly) )?"
FILL = (
    rf"(?:\s+{ADVERB}(?:\s*(?:a total of|the|all|his|her|their|its|my|our"
    rf"|what [a-z ]{{3,20}}|another|a further|an additional|up"
    rf"|as well as))?)?\s+$"
)
VERB_BEFORE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(rf"(?P<{act}__{n}>{words})" for n, (act, words) in enumerate(ACT_VERBS))
    + rf")(?:{FILL}|\s*:\s*$)",
)
PASSIVE_BEFORE = re.compile(r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?$")
KILLED_IN_ALL = re.compile(r"\b(?:number|toll|count|tally|total)\b", re.IGNORECASE)
COMPOUND_BEFORE = re.compile(rf"(?<![\w-])(?:{COMPOUND_ACTS})\s+$")
NOUN_BEFORE = re.compile(
    r"\b(?<!cause of )(?:(?P<killed>killings?|deaths?|murders?|massacres?|slaughter|loss)"
    r"|(?P<executed>executions?|hangings?)"
    r"|(?P<missing>disappearances?)|(?P<detained>detentions?|arrests?|imprisonment)|(?P<tortured>torture)"
    r"|(?P<displaced>displacement|expulsions?|deportations?|flight)|(?P<injured>wounding)"
    r"|(?P<other>exhumation|burial|bodies|corpses|abduction|kidnapping))"
    r"\s+of(?: the)?\s+$",
)
LABEL_BEFORE = re.compile(
    r"\b(?:(?P<killed>killed|dead|deaths|fatalities)|(?P<injured>injured|wounded)|(?P<missing>missing)|(?P<detained>detained"
    r"|arrested)"
    r"|(?P<executed>executed)|(?P<displaced>displaced))\s*:\s*$",
)
AMONG_DEAD = re.compile(
    r"\b(?:among|amongst) (?:the|its|their|those) (?:(?P<killed>dead|killed|slain|victims|deceased)"
    r"|(?P<injured>injured|wounded)"
    r"|(?P<missing>missing)|(?P<detained>detained|arrested))\b",
    re.IGNORECASE,
)
DEAD_INCLUDE = re.compile(
    r"\b(?:the|its|those) (?:(?P<killed>dead|killed|slain|deceased)|(?P<injured>injured|wounded)|(?P<missing>missing)"
    r"|(?P<detained>detained|arrested))\b[^.;:!?]{0,40}?\b(?:include[sd]?|including|were|are)\s+$",
)
PILE = r"(?:[^\W\d_][\w’'-]*\s+){0,8}?"
SUM_OF = r"(?:numbers?|figures?|count|total|tally|toll|estimates?) (?:of|for)"
TOLL_BEFORE = re.compile(
    rf"\b(?:(?P<compound>(?:numbers?|toll|figures?|count|total) (?:of|for) (?:the )?(?:casualties|(?:people "
    rf"|those )?(?:killed|dead)"
    r" (?:or|and) (?:the )?(?:missing|wounded|injured)))"
    rf"|(?P<killed>(?:death )?tolls?(?! of (?:injur|wound|miss|arrest|detain))|fatalities|body count"
    rf"|(?:(?:numbers?|figures?|count|total|proportion|estimates?)\s+(?:of|for)\s+{PILE}"
    r"(?:killed|dead|deaths|killings|murdered|fatalities|lives lost))|deaths"
    r"|(?:lists?|registers?|rolls?) of (?:the )?(?:dead|killed|victims))"
    rf"|(?P<executed>{SUM_OF} {PILE}(?:executed|executions))"
    rf"|(?P<injured>{SUM_OF} {PILE}(?:injured|wounded|injuries))"
    rf"|(?P<missing>{SUM_OF} {PILE}(?:missing|disappeared|unaccounted for)"
    r"|(?:lists?|registers?|rolls?) of (?:the )?(?:missing|disappeared))"
    rf"|(?P<detained>{SUM_OF} {PILE}(?:detained|arrested|detainees))"
    rf"|(?P<displaced>{SUM_OF} {PILE}(?:displaced|refugees)))"
    r"\b(?:(?P<gap>[^;.!?]{0,110}?)(?<![\w])(?:was|were|is|are|be|been|at|to|of|reached|reaches|exceed(?:s|ed)?|as"
    r"|from|stood|ris(?:es?|en)|rose|climb(?:s|ed)?|gr[eo]wn?|grows|increas(?:es?|ed)|jump(?:s|ed)|f[ae]ll(?:s|en)?|drop(?:s|ped)?|:|=|hits?|now|past|passes"
    r"|numbered|has|had|holds|contains|includes|lists|names|passed|pass|reach|between|totalled|put|above|beyond|by|than|about)"
    r"|(?:\s+(?:in|at|during|from|between|since|until)\s[^;,.!?]{1,40})?)\s*$",
)
PATTERNS_BEFORE: tuple[tuple[re.Pattern[str], int, tuple[str, ...]], ...] = (
    (LABEL_BEFORE, 0, (":",)),
    (DEAD_INCLUDE, 0, ("includ", "were", "are")),
    (TOLL_BEFORE, SUM, ()),
    (VERB_BEFORE, VERB, ()),
    (NOUN_BEFORE, 0, (" of",)),
)
"""Patterns for text in lower case, each with the hint of its words (`hints`) or with words of which one is there."""
NUMBER_OF_THOSE = re.compile(
    r"\s+(?:the )?(?:numbers?|toll|total|count|tally) of (?:those |people |the |victims )*(?:(?P<killed>killed"
    r"|dead|deaths|fatalities)"
    r"|(?P<injured>injured|wounded)|(?P<missing>missing)|(?P<detained>detained|arrested))\b",
    re.IGNORECASE,
)
