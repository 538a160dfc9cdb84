"""Turn the attributions of a text into the frames of a sentence that can hold a figure.

Only those that state something count: what somebody wants, plans or sees is not their statement. A speaker who is the
subject of another clause, or of a clause within a phrase, is not sure to be the one who says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from accounted.claims.frames import Frame, stance_of
from accounted.claims.languages.english_cues import NOT_STATING, STATING_OBJECTS
from accounted.claims.relation import Relation
from accounted.claims.speakers import Speaker, Word, judge_source, read_antecedent
from accounted.model.documents import Span

__all__ = ["frames_of"]

_UNSURE = ("clause", "embedded", "none")
_CLAUSES = ("a", "aq", "q", "h", "c", "w", "front", "back")
_OBJECTS = ("n", "n#", "g", "of")
_ASIDES = ("a", "aq", "back")
_NEITHER = re.compile(r"\b[Nn]either\b[^.;:]*$")
_NOTHING = re.compile(r"\s+(?:nothing|little|not a word|no word)\b")
"""After a verb of speech: what follows is not said."""
_OPENING_CASES = ("register", "file", "record")
_A_CASE = re.compile(r"\s+(?:an? |the )?(?:\w+ )?(?:cases?|complaints?|charges|lawsuits?)\b")
"""After such a verb: proceedings are begun, and what they are about is not said by whoever begins them."""
_NAME_FOLLOWS = re.compile(r"\s*[,–—]\s*(?:(?:Mrs?|Ms|Dr|Gen|Col)\.? )?[^\W\d_a-z][\w’'-]+ [^\W\d_a-z]")
_CLAIMING = ("claim",)
"""Verbs whose infinitive tells a deed: "claimed to have killed 45"."""
_FORMS = ("finite", "participle", "according")


def frames_of(relations: Iterable[Relation], words: Sequence[Word], view: str, offset: int) -> Iterator[Frame]:
    """Make a frame of each attribution that states something.

    Args:
        relations: Attributions of the text whose cue lies in the sentence.
        words: Words of the sentence.
        view: The flattened sentence.
        offset: Where the sentence begins in the text.
    """
    for relation in relations:
        end = max(0, relation.cue.end - offset)
        if not _states(relation) or _NOTHING.match(view, end):
            continue
        if not (relation.lemma in _OPENING_CASES and _A_CASE.match(view, end)):
            yield _frame(relation, words, view, offset)


def _states(relation: Relation) -> bool:
    if relation.form not in _FORMS or relation.lemma in NOT_STATING:
        return False
    is_object = relation.complement in _OBJECTS and relation.lemma in STATING_OBJECTS
    is_claimed = relation.complement == "t" and relation.lemma in _CLAIMING
    return is_object or is_claimed or relation.complement in _CLAUSES


def _frame(relation: Relation, words: Sequence[Word], view: str, offset: int) -> Frame:
    source, cue = _shift(relation.source, offset), Span(relation.cue.start - offset, relation.cue.end - offset)
    speaker = _speaker(relation, words, source) if source else None
    if speaker and speaker.kind == "vague" and source and _NAME_FOLLOWS.match(view, source.end):
        speaker = Speaker("named", speaker.span)  # "the opposition leader, Nadia Reem,"
    verb = "according to"
    if relation.form != "according":
        cue = Span(max(view.rfind(" ", cue.start, cue.end) + 1, cue.start), cue.end)
        verb = view[cue.start : cue.end].lower()
    is_aside = relation.complement in _ASIDES
    first = source.start if source and relation.form != "according" else cue.start
    is_relative = relation.how == "relative" and (speaker is None or speaker.kind != "named")
    return Frame(
        speaker,
        cue,
        stance_of(verb),
        verb,
        tuple(Span(c.start - offset, c.end - offset) for c in relation.contents),
        -1 if is_aside else first,
        described=_shift(relation.described, offset),
        is_sure=relation.how not in _UNSURE and not is_relative and not _NEITHER.search(view, 0, cue.start),
    )


def _shift(span: Span | None, offset: int) -> Span | None:
    return Span(span.start - offset, span.end - offset) if span else None


def _speaker(relation: Relation, words: Sequence[Word], source: Span) -> Speaker | None:
    return read_antecedent(words, source) if relation.how == "relative" else judge_source(words, source)
