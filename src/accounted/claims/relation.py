"""An attribution relation: a source, the words that show it, and what is attributed.

The three parts and their names follow the corpora PARC (Pareti 2012) and PolNeAR (Newell, Margolin & Ruths 2018,
https://aclanthology.org/L18-1524).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from accounted.claims.phrases import How, Phrase
from accounted.claims.tokens import Token
from accounted.model.documents import Span

__all__ = ["Form", "Relation", "relate", "span_of"]

Form = Literal["finite", "participle", "infinitive", "passive", "noun", "adjective", "according", "colon"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One attribution of a text; spans count in the text it was read from.

    Args:
        source: Who, as worded; None when the text does not say.
        described: The source with its appositions and relative clauses.
        cue: The words that show it.
        contents: What is attributed, in the order of the text; a quotation may go on in later sentences.
        lemma: Base form of the cue.
        form: How the cue is used.
        complement: Code of the construction that holds the content (`accounted.claims.languages.english_cues`).
        how: How the source was found.
        grade: `established` where annotators nearly always agree with source and content, `possible` else.
        depth: 0 for what the text itself reports, 1 for an attribution within what somebody said, and so on.
    """

    source: Span | None
    described: Span | None
    cue: Span
    contents: tuple[Span, ...]
    lemma: str
    form: Form
    complement: str
    how: How
    grade: Literal["established", "possible"]
    depth: int = 0


def span_of(tokens: Sequence[Token], first: int, last: int) -> Span:
    """Give the span of the tokens `first` to `last`, both in it."""
    return Span(tokens[first].start, tokens[last].end)


def relate(
    tokens: Sequence[Token],
    source: Phrase | None,
    cue: tuple[int, int],
    contents: Sequence[tuple[int, int]],
    kind: tuple[str, Form, str, How],
    *,
    is_established: bool = False,
) -> Relation:
    """Make a relation from indices of tokens (first and last, both in it)."""
    lemma, form, complement, how = kind
    return Relation(
        span_of(tokens, source.first, source.last) if source else None,
        span_of(tokens, source.first, source.until) if source else None,
        span_of(tokens, *cue),
        tuple(span_of(tokens, first, last) for first, last in contents if first <= last),
        lemma,
        form,
        complement,
        how,
        "established" if is_established else "possible",
    )
