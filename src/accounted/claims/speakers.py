"""Read the noun phrase of a speaker beside a verb of speech, and tell whether anybody is named.

A speaker is named when a person, an institution or a titled document can be asked ("A. Bell", "the ministry", "the
Velmar Agency's report"); vague when not ("officials", "reports", "a source"). What is neither is no speaker: a wrong
one is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from accounted.claims.act_words import singular_person
from accounted.claims.languages.english import DOCUMENT_NOUNS, INSTITUTIONS, ROLES, VAGUE_SPEAKERS, word_set
from accounted.model.documents import Span

__all__ = [
    "Speaker",
    "Word",
    "judge_source",
    "read_antecedent",
    "read_speaker_after",
    "read_speaker_before",
    "words_of",
]

_WORD = re.compile(r"(?=\S)(?:(?:[^\W\d_]\.)+(?=\s)|[^\W_][\w]*(?:[-'’./&][^\W_][\w]*)*(?:’|'(?=\s))?|[^\w\s])")
_CALENDAR = word_set(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday spring summer autumn winter
    """
)
_PRONOUNS = word_set("he she they it who which that this these those we i you")
_BETWEEN = word_set(
    """has have had also later earlier subsequently then already again once yesterday today itself himself herself
    themselves publicly never repeatedly now still initially previously recently since first not officially openly
    """
)
_NOT_NAMES = word_set(
    """the a an in on at by for of to from with during after before since while when although though but and or so as
    if according however meanwhile moreover instead then there here he she they it we i you no nobody nothing none
    this that these those what who last next over more some many most several few all both each every other another
    nor yet also
    """
)
_PARTICLES = word_set("of for the and & de del della der di da dos du van von al el bin ibn la le at in on from")
_DETERMINERS = word_set("the a an its his her their our another one")
_ANYBODY = word_set("man woman person boy girl child adult minor individual baby infant youth teenager")
_INDEFINITE = word_set("a an another one some several many")
_ADJECTIVE_ENDINGS = tuple(word_set("al an ese ish ic ior ern ary ent ed ing ive ous y er ry us"))
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_new = tuple.__new__
_MOST_WORDS = 16
_MOST_APPOSITION = 34


class Word(NamedTuple):
    """One word or mark of a sentence, with its place; `low` is for comparison only."""

    text: str
    start: int
    end: int
    low: str

    @property
    def is_name(self) -> bool:
        """Whether it looks like part of a name."""
        return self.text[0].isupper() and self.low not in _CALENDAR and self.low not in _NOT_NAMES

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return not self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, relative to the sentence; `pronoun` when the words only point back at somebody."""

    kind: Literal["named", "vague", "pronoun"]
    span: Span


def words_of(view: str) -> tuple[Word, ...]:
    """Split a flattened sentence into words and marks."""
    return tuple([_new(Word, (word := m.group(), *m.span(), word.lower())) for m in _WORD.finditer(view)])


def read_speaker_before(words: Sequence[Word], verb: int, masked: Sequence[Span]) -> Speaker | None:
    """Read the subject that ends right before the verb with index `verb`; None when there is none that can speak."""
    last = _skip_back(words, verb - 1, masked)
    if last < 0:
        return None
    if words[last].low in _PRONOUNS:
        return Speaker("pronoun", Span(words[last].start, words[last].end))
    if words[last].text in (",", "–", "—", ")"):
        return _before_apposition(words, last, masked)
    return _phrase_ending(words, last, masked)


def read_speaker_after(words: Sequence[Word], first: int, masked: Sequence[Span]) -> Speaker | None:
    """Read the noun phrase that begins with the word of index `first` ("according to …", "…, said …")."""
    if first >= len(words):
        return None
    if words[first].low in _PRONOUNS:
        return Speaker("pronoun", Span(words[first].start, words[first].end))
    stop = first
    while stop < min(len(words), first + _MOST_WORDS) and _continues(words, stop, first, masked):
        stop += 1
    while stop > first and words[stop - 1].low in _PARTICLES:
        stop -= 1
    return _judge(words[first:stop])


def judge_source(words: Sequence[Word], source: Span) -> Speaker | None:
    """Tell whether the source of an attribution is named, vague or a pronoun; None when it is nobody who can speak."""
    first = next((i for i, word in enumerate(words) if word.end > source.start), len(words))
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i].start < source.end), -1)
    if first > last:
        return None
    if first == last and words[first].low in _PRONOUNS:
        return Speaker("pronoun", Span(words[first].start, words[first].end))
    first = _with_name_list(words, first)
    if first < last and _CLOCK.fullmatch(words[first].text + words[first + 1].text + words[min(first + 2, last)].text):
        first += 3
    while first <= last and (words[first].low in _PARTICLES - {"the"} or words[first].low in _NOT_NAMES - _DETERMINERS):
        first += 1
    return _judge(words[first : last + 1])


def read_antecedent(words: Sequence[Word], relative: Span) -> Speaker | None:
    """Read whom "who" or "which" stands for: the phrase right before it, or a pronoun when there is none."""
    at = next((i for i, word in enumerate(words) if word.start >= relative.start), len(words)) - 1
    if at > 0 and words[at].text == ",":
        at -= 1
    found = _phrase_ending(words, at, ()) if at >= 0 else None
    return found if found and found.kind == "named" else Speaker("pronoun", relative)


def _skip_back(words: Sequence[Word], last: int, masked: Sequence[Span]) -> int:
    """Step over auxiliaries, adverbs and dates between the subject and its verb."""
    while last >= 0:
        word = words[last]
        in_mask = any(span.start <= word.start < span.end for span in masked)
        before_date = word.low in ("on", "in") and _starts_masked(words, last + 1, masked)
        if not (word.low in _BETWEEN or in_mask or before_date):
            return last
        last -= 1
    return last


def _starts_masked(words: Sequence[Word], at: int, masked: Sequence[Span]) -> bool:
    return at < len(words) and any(span.start <= words[at].start < span.end for span in masked)


def _continues(words: Sequence[Word], at: int, first: int, masked: Sequence[Span]) -> bool:
    word = words[at]
    if word.is_mark or _starts_masked(words, at, masked):
        return False
    if word.is_name or word.low in VAGUE_SPEAKERS or word.low in ROLES or word.low in DOCUMENT_NOUNS:
        return True
    if word.low == "the" and at > first and words[at - 1].low not in _PARTICLES | {"by"}:
        return False
    if word.low in ("of", "for", "and", "&", "the", "by", "de", "al", "el", "van", "von", "bin"):
        later = [w for w in words[at + 1 : at + 4] if w.low not in ("the", "its", "a", "an")]
        return at == first or (bool(later) and (later[0].is_name or later[0].low in INSTITUTIONS))
    if word.low in ("a", "an") and at > first and words[at - 1].low == "and":
        return True
    if at > first and any(w.is_name or w.low in VAGUE_SPEAKERS for w in words[first:at]):
        return False
    return word.low not in _PARTICLES and word.text[0].isalpha() and _noun_follows(words, at)


def _noun_follows(words: Sequence[Word], at: int) -> bool:
    """Whether a speaker's noun stands within the next words ("a senior government official")."""
    for word in words[at + 1 : at + 4]:
        if word.is_mark:
            return False
        if word.is_name or word.low in VAGUE_SPEAKERS or word.low in ROLES or word.low in DOCUMENT_NOUNS:
            return True
    return False


def _before_apposition(words: Sequence[Word], comma: int, masked: Sequence[Span]) -> Speaker | None:
    """Read "A. Bell, a minister at the Velmar Office, said": the name before the first of the commas."""
    floor = max(0, comma - _MOST_APPOSITION)
    best = None
    for at in range(comma - 1, floor, -1):
        if words[at].text in (";", ":", ".", "?", "!") or _is_finite(words[at]):
            break
        if words[at].text in (",", "–", "—", "(") and not words[at - 1].is_mark:
            speaker = _phrase_ending(words, at - 1, masked)
            role = words[at + 1 : comma]
            if speaker and speaker.kind == "named" and _is_role(role) and _starts_clause(words, speaker, masked):
                best = speaker
    return best


def _is_finite(word: Word) -> bool:
    return word.low in (
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "have",
        "been",
        "killed",
        "died",
        "said",
        "will",
        "would",
    )


def _is_role(role: Sequence[Word]) -> bool:
    return any(word.low in ROLES or word.low.rstrip("s") in ROLES or word.text.isdigit() for word in role)


def _starts_clause(words: Sequence[Word], speaker: Speaker, masked: Sequence[Span]) -> bool:
    """Whether nothing that could be a clause of its own stands right before the name."""
    before = [word for word in words if word.end <= speaker.span.start]
    last = _skip_back(before, len(before) - 1, masked)
    if last < 0:
        return True
    return before[last].text in (",", ";", ":", "–", "—", "-") or before[last].low in (
        *("that", "but", "while", "and", "as", "though", "although", "whereas", "which", "because", "when"),
    )


def _phrase_ending(words: Sequence[Word], last: int, masked: Sequence[Span]) -> Speaker | None:
    first = last + 1
    while first > 0 and last - first < _MOST_WORDS and _belongs(words, first - 1, last, masked):
        first -= 1
    first = _with_name_list(words, first)
    while first <= last and (words[first].low in _PARTICLES - {"the"} or words[first].low in _NOT_NAMES - _DETERMINERS):
        first += 1
    return _judge(words[first : last + 1])


def _belongs(words: Sequence[Word], at: int, last: int, masked: Sequence[Span]) -> bool:
    """Whether the word at `at` still belongs to the phrase that ends at `last`, walking leftwards."""
    word = words[at]
    if word.is_mark or any(span.start <= word.start < span.end for span in masked):
        return False
    following = words[at + 1].low if at < last else ""
    if following in _DETERMINERS and word.low not in ("of", "for", "by", "from", "at", "in", "and"):
        return False
    if word.is_name or word.low in VAGUE_SPEAKERS or word.low in ROLES or word.low in DOCUMENT_NOUNS:
        return True
    if word.low in _DETERMINERS:
        return at < last
    if word.low in ("of", "for", "by", "from", "at", "in", "and", "&"):
        noun = words[at - 1] if at > 0 else None
        joins = noun is not None and (
            noun.is_name or noun.low in ROLES or noun.low in DOCUMENT_NOUNS or noun.low in VAGUE_SPEAKERS
        )
        return at < last and joins and noun is not None and not noun.is_mark
    if word.low in ("de", "del", "der", "al", "el", "bin", "ibn", "van", "von"):
        return at < last
    is_modifier = at < last and word.text.isalpha() and word.low not in _NOT_NAMES and not _is_finite(word)
    # "The guerrilla spokesman" is read as "the police spokesman" is: no table decides whose side is read whole.
    between = is_modifier and at > 0 and words[at - 1].low in _DETERMINERS and words[at + 1].low in ROLES
    return between or (is_modifier and _is_adjective(word, words, at))


def _is_adjective(word: Word, words: Sequence[Word], at: int) -> bool:
    ends_like_one = word.low.endswith(_ADJECTIVE_ENDINGS) and (at == 0 or not words[at - 1].is_mark)
    return ends_like_one or word.low in ("aid", "human", "rights", "press")


def _with_name_list(words: Sequence[Word], first: int) -> int:
    """Take in "A. Bell, C. Dean" before "and E. Flint": several named authors speak together."""
    if not any(word.low in ("and", "&") for word in words[first : first + _MOST_WORDS]):
        return first
    while first >= 3 and words[first - 1].text == "," and words[first - 2].is_name and words[first].is_name:
        at = first - 2
        while at > 0 and words[at - 1].is_name:
            at -= 1
        if first - 1 - at < 2:
            return first
        first = at
    return first


def _judge(words: Sequence[Word]) -> Speaker | None:
    if not words:
        return None
    span = Span(words[0].start, words[-1].end)
    lows = [word.low for word in words]
    if words[0].low in ("no", "nobody", "none"):
        return None
    content = [w for w in words if w.low not in _PARTICLES and w.low not in _DETERMINERS]
    if not content:
        return None
    names = [w for w in content if w.is_name and not (w.start == 0 and _is_common(w.low))]
    head = _head(content, words)
    if head in VAGUE_SPEAKERS and not any(low in ("of", "by") for low in lows[1:]) and not _is_title(words, head):
        return Speaker("vague", span)
    if head in DOCUMENT_NOUNS or head.rstrip("s") in DOCUMENT_NOUNS:
        has_author = any(low.endswith(("'s", "’s")) and low[:-2] in INSTITUTIONS for low in lows)
        return Speaker("named" if names or has_author else "vague", span)
    if names and not (lows[0] in _INDEFINITE and _is_office(head)):
        return Speaker("named", span)
    if head in INSTITUTIONS:
        return Speaker("vague" if lows[0] in _INDEFINITE else "named", span)
    if head in VAGUE_SPEAKERS or _is_office(head):
        return Speaker("vague", span)
    return None


def _is_office(head: str) -> bool:
    """Whether a noun says what somebody does ("a nurse"), and not only that it is somebody ("a man")."""
    return head in ROLES or (head not in _ANYBODY and singular_person(head))


def _head(content: Sequence[Word], words: Sequence[Word]) -> str:
    """The noun before the first `of`, `for`, `by` …, else the last one."""
    for i, word in enumerate(words):
        if i and word.low in ("of", "for", "by", "from", "at", "in") and words[i - 1].low not in _PARTICLES:
            return words[i - 1].low
    return content[-1].low


def _is_title(words: Sequence[Word], head: str) -> bool:
    """Whether a vague word is part of a capitalised title ("Doctors Without Borders", "Associated Press Reports")."""
    return sum(word.is_name for word in words) > 1 and words[-1].low == head and words[-1].is_name


def _is_common(low: str) -> bool:
    return low in VAGUE_SPEAKERS or low in ROLES or low in DOCUMENT_NOUNS
