"""Find what happened to those named before: from the end of a noun phrase to the word that says it.

Between the two may lie auxiliaries, adverbs, phrases ("from the 3rd brigade"), asides ("including three children"),
brackets, and relative clauses. The search ends at a mark, at a word that opens another clause, at another figure
outside an aside, and at a verb that makes those counted do something else ("300 people met relatives of the missing").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.claims.act_words import COMPOUND, STATE, act_of_group
from accounted.claims.glance import BEGINNINGS
from accounted.claims.languages.english import AUXILIARIES, DETERMINERS, FINITE_VERBS, PERSONS, PREPOSITIONS, STOP_WORDS
from accounted.claims.languages.tables import word_set
from accounted.model.claims import Act
from accounted.model.documents import Span
from accounted.text.lower import lower_alike

__all__ = ["act_after", "act_on_them", "further_act", "next_act"]

_WORD = re.compile(r"[^\W_][\w]*(?:[-'’./][^\W_][\w]*)*[’']?|[^\w\s]")
_WINDOW = 240
_ENDS = frozenset(";:.!?")
_BRACKETS = {"(": ")", "[": "]"}
_DASHES = frozenset("–—")
_RELATIVES = frozenset({"who", "that", "which", "whom"})
_ASIDE_OPENERS = frozenset({"including", "among", "mostly", "mainly", "one", "two", "three", "most", "some", "all"})
_TRANSITIVE = re.compile(
    r"(?:kill|murder|massacr|slaughter|execut|injur|wound|detain|arrest|tortur|expell|deport|destroy|abduct|kidnapp|lynch"
    r"|captur|evacuat|displac|rap|torch|neutrali[sz]|eliminat|recover|assassinat|bur[in])e?d|hanged"
    r"|shot(?: dead| and killed)?|found"
    r"|gunned down|attend(?:ed|ing)?|signed|singed"
)
_OBJECT = re.compile(
    r"\s+(?:(?:at least|more than|over|about|around|some|nearly|up to|as many as|an estimated)\s+)?"
    r"(?:[0-9]|(?:the(?! (?:same|next|following|previous))|an?|his|her|their|its|another|two|three|four|five"
    r"|six|seven|eight|nine"
    r"|ten|dozens|hundreds|him|them|themselves|himself|several|many)(?!\w))",
    re.IGNORECASE,
)
_THEM = (
    r"(?:them|both|all (?:of them|\w+)|the (?:two|three|four|five|pair|trio|duo|group|men|women|victims?|villagers))"
)
_KILLED_THEM = re.compile(
    rf"[^.;:!?]{{0,80}}?(?:,|\band|\bthen|\bbefore)\s+(?:(?:then|later|subsequently|brutally|also)\s+)*"
    rf"(?P<verb>kill(?:ed|ing)|murder(?:ed|ing)|execut(?:ed|ing)|behead(?:ed|ing)|hang(?:ed|ing)|tortur(?:ed|ing)"
    rf"|sh(?:ot|ooting)(?= \w+ \w* ?dead)|releas(?:ed|ing))\s+{_THEM}\b"
)
_AND_THEN = re.compile(
    r"(?:\s+(?:to|of|from|in|by|at) (?:(?:his|her|their|the) )?\w+)?[\s,]*(?:(?:and|or|before|then|who|later"
    r"|subsequently|eventually"
    r"|afterwards|were|was|been|being|also|brutally|finally|allegedly)\s+)+(?=\w)"
)
_OTHER_FATES = word_set("freed released rescued saved spared acquitted convicted treated exchanged sent")
"""Participles that say that something else befell those counted, so that no later act is theirs."""
_OF_WHOM = re.compile(r"\s*(?:\w+\s+)?of (?:whom|which|them)\b")
_OF_WHOM_BEFORE = re.compile(r"\b(?:of|among) (?:whom|which)\s+$")
_AFTER_COMMA = re.compile(r",\s*(?P<more>(?:and|but|while)\s+)?$")
_CLOSES_ASIDE = re.compile(r"[,)–—]")
_OWN_VERB = re.compile(
    r"(?:\s+(?!who\b|that\b|which\b|of\b)[\w’'-]+){0,2}?\s+(?:have|has|had|could|may|might|will|would|can|must|should|are"
    r"|is|were|was|remain)\b"
)
_ACTIVE = frozenset({"attending", "signing"})
_BE = frozenset(
    [
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "being",
        "got",
        "get",
        "gets",
        "getting",
        "left",
        "found",
        "reported",
        "feared",
        "believed",
        "said",
        "confirmed",
    ]
)
_INTRANSITIVE = re.compile(
    r"died?|dies|perish(?:ed)?|drowned|dead|missing|disappear(?:ed)?|vanished|fle[de]|fleeing|succumb\w*"
    r"|lost? \w+ li\w+|unaccounted.*"
    r"|los[te] .*|gathered|rallied|marched|took part|taking part|participated|turned out|demonstrated|protested",
    re.IGNORECASE,
)


def act_after(
    view: str, start: int, limit: int, figures: Sequence[Span] = (), *, has_noun: bool = True
) -> tuple[Act, Span] | None:
    """Find what happened to those whose noun phrase ends at `start`.

    Args:
        view: The flattened sentence.
        start: Where their words end.
        limit: Where to stop.
        figures: Figures of the sentence: one outside an aside ends the search.
        has_noun: Whether a noun was read after the number; a bare number needs its act close by.
    """
    return _Search(view, start, min(limit, start + _WINDOW), figures, has_noun).run()


def next_act(view: str, start: int, limit: int) -> tuple[Act, Span] | None:
    """Read the word at `start` when it says what happened."""
    if view[start : start + 3].lower() not in BEGINNINGS:
        return None
    low = lower_alike(view)
    both = COMPOUND.match(low, start, limit)
    if both:
        return "other", Span(*both.span())
    single = STATE.match(low, start, limit)
    return (act_of_group(single), Span(*single.span())) if single else None


def further_act(view: str, first: Span, limit: int) -> tuple[Act, Span] | None:
    """Find a further act on the same people, right after the first: "detained, tortured and killed", "killed them".

    Args:
        view: The flattened sentence.
        first: The words for the act before.
        limit: Where to stop.
    """
    anew = act_on_them(view, first.end, limit)
    if anew:
        return anew
    joint = _AND_THEN.match(view, first.end, limit)
    if joint is None:
        return None
    act = next_act(view, joint.end(), limit)
    return None if act is None or act[0] == "other" or _OBJECT.match(view, act[1].end) else act


def act_on_them(view: str, start: int, limit: int) -> tuple[Act, Span] | None:
    """Find an act on people named just before: "targeted two officials, killing them"."""
    found = _KILLED_THEM.match(view, start, limit)
    if found is None:
        return None
    if found["verb"].startswith("releas"):
        return None
    act = next_act(view, found.start("verb"), limit)
    is_shot = found["verb"].startswith("sh")
    return ("killed" if is_shot or act is None else act[0]), Span(found.start("verb"), found.end("verb"))


class _Search:
    def __init__(self, view: str, start: int, limit: int, figures: Sequence[Span], has_noun: bool) -> None:
        self.view, self.start, self.limit, self.figures, self.has_noun = view, start, limit, figures, has_noun
        self.has_be = self.has_auxiliary = self.in_phrase = self.in_aside = self.has_gap = self.has_comma = False
        self.n_loose = self.skip = 0
        self.last = ""

    def run(self) -> tuple[Act, Span] | None:
        """Go word by word."""
        position = self.start
        while position < self.limit:
            found = _WORD.search(self.view, position, self.limit)
            if found is None:
                return None
            word, position = found.group().lower(), found.end()
            if word in _BRACKETS:
                closes = self.view.find(_BRACKETS[word], position, position + 160)
                if closes < 0:
                    return None
                position = closes + 1
                continue
            act = next_act(self.view, found.start(), len(self.view)) if word[0].isalnum() else None
            if act and not self._is_other(act[1]):
                return self._judge(act)
            if act:
                position = max(position, act[1].end)
            if not self._passes(found, word):
                return None
            position = max(position, self.skip)
            self.last = word
        return None

    def _is_other(self, span: Span) -> bool:
        """Whether the word says what happened to others: "relatives of the missing", "a killed man"."""
        if self.last in DETERMINERS or self.last in ("of", "by", "over", "about"):
            return True
        following = _WORD.match(self.view, min(span.end + 1, len(self.view)))
        is_modifier = following is not None and following.group().lower() in PERSONS
        return is_modifier and not self.has_be

    def _judge(self, act: tuple[Act, Span]) -> tuple[Act, Span] | None:
        wording = self.view[act[1].start : act[1].end]
        right_after_be = self.last in _BE or self.last.endswith("ly") or self.last in ("have", "had", "has")
        if _TRANSITIVE.fullmatch(wording.lower()) and act[0] not in _ACTIVE:
            if _OBJECT.match(self.view, act[1].end) and not (self.has_be and right_after_be):
                return None
            if self.last == "to" and not self.has_be:
                return None
        if not self.has_be and self.in_phrase and (self.has_comma or self.n_loose > 8):
            is_clear = _INTRANSITIVE.fullmatch(wording) is not None and self.n_loose <= 16
            if not is_clear and not (self.has_comma and self.n_loose <= 12):
                return None
        if not self.has_noun and self.n_loose > 10 and not self.has_be:
            return None
        return act

    def _passes(self, found: re.Match[str], word: str) -> bool:
        """Whether the search goes on beyond a word that is no act."""
        if word in _ENDS:
            return False
        if word == "," or word in _DASHES:
            self.in_aside, self.has_comma = not self.in_aside, True
            self.in_phrase = True
            return self._after_comma(found.end())
        if self._is_figure(found):
            return self._passes_figure(found)
        if word in STOP_WORDS:
            return self.in_aside and word in ("when", "while", "following") and not self.has_be
        if word in ("which", "whom") and self.last in PREPOSITIONS:
            return False
        if word in _RELATIVES:
            return (not self.has_be or word != "that") and not (word == "that" and self.last == "and")
        if word in _OTHER_FATES and self.has_be and not self.in_aside:
            return False
        if word in ("said", "thought", "counted", "listed", "estimated") and not self.has_be:
            return False
        if word in AUXILIARIES:
            self.has_auxiliary = True
            self.has_be = self.has_be or word in _BE or word in ("have", "had", "has")
            if not self.in_aside:
                self.in_phrase = False
            return True
        if word in PREPOSITIONS or word in (
            "of",
            "to",
            "with",
            "on",
            "by",
            "for",
            "and",
            "or",
            "&",
            "along",
            "including",
        ):
            if word in ("and", "or") and self.has_be and not self.in_aside and self._new_subject(found.end()):
                return False
            self.in_phrase = True
            return True
        return self._passes_loose(found, word)

    def _passes_loose(self, found: re.Match[str], word: str) -> bool:
        self.n_loose += 1
        if self.n_loose > 30 or word[0] in "/%$":
            return False
        past = self.last not in AUXILIARIES and (word in FINITE_VERBS or (word.endswith("ed") and not self.in_phrase))
        if past and not self.in_aside and _OBJECT.match(self.view, found.end()):
            return False
        if past and not self.in_aside and word in FINITE_VERBS and self.last not in ("and", ","):
            return False
        if not self.in_phrase and not word.endswith("ly") and not found.group()[0].isupper():
            self.in_phrase = True
        return True

    def _is_figure(self, found: re.Match[str]) -> bool:
        return any(span.start <= found.start() < span.end for span in self.figures)

    def _passes_figure(self, found: re.Match[str]) -> bool:
        """Pass a number in an aside or phrase; what is said of a part, or in a new clause, is not said of the whole."""
        before = self.view[max(0, found.start() - 16) : found.start()]
        if _OF_WHOM.match(self.view, found.end()) or _OF_WHOM_BEFORE.search(before):
            closing = _CLOSES_ASIDE.search(self.view, found.end(), self.limit)
            self.skip = closing.start() if closing else self.limit
            return closing is not None and not self.has_be
        comma, verb = _AFTER_COMMA.search(before), _OWN_VERB.match(self.view, found.end(), self.limit)
        if comma and verb and (not comma["more"] or len(verb.group().split()) == 1):
            return False
        if verb and before.endswith("and ") and (self.has_auxiliary or self.has_be):
            return False  # "20 remain in custody and five have died"
        return self.in_aside or self.in_phrase

    def _after_comma(self, position: int) -> bool:
        """Whether what follows a comma can be an aside: "including …", a name, a phrase; not "but" or a new clause."""
        following = _WORD.search(self.view, position, self.limit)
        word = following.group().lower() if following else ""
        return word not in ("but", "yet", "so", "he", "she", "they", "it")

    def _new_subject(self, position: int) -> bool:
        """Whether a clause with its own subject begins after "and" ("were freed and the driver was killed")."""
        following = _WORD.search(self.view, position, self.limit)
        return following is not None and (
            following.group().lower() in DETERMINERS | {"he", "she", "they", "it", "another", "one"}
            or self._is_figure(following)
        )
