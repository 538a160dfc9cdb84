"""What is asked for: words, all of which must be there; “words in quotes” must follow each other; `*` ends a beginning.

There is no other syntax, so no input is wrong but one without a word: signs between words are as good as spaces, and
what is one word to a reader but several places in a text (2031-07-03) is taken as if it stood in quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from accounted.model.errors import UsageError
from accounted.text.search_tokens import split_places

__all__ = ["Question", "parse_words"]

_PIECE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+)')
_MOST_WORDS = 50


@dataclass(frozen=True, slots=True)
class Question:
    """Words that must stand next to each other; one word alone is the usual case.

    Args:
        words: At least one, in their order.
        is_prefix: Whether the last one is only how a word begins.
    """

    words: tuple[str, ...]
    is_prefix: bool = False


def parse_words(text: str) -> tuple[Question, ...]:
    """Read what a person asks for.

    Raises:
        UsageError: When there is no word in it, or more than 50.

    >>> parse_words('Velmar "were killed" Moh*')
    (Question(words=('Velmar',), is_prefix=False), Question(words=('were', 'killed'), is_prefix=False), \
Question(words=('Moh',), is_prefix=True))
    """
    asked: dict[Question, None] = {}
    for quoted, bare in _PIECE.findall(text):
        piece = quoted or bare
        words = split_places(piece)
        if words:
            asked[Question(words, piece.rstrip().endswith("*"))] = None
    if not asked:
        raise UsageError("there is no word to search for", mend="give at least one word with a letter or a digit")
    n_words = sum(len(question.words) for question in asked)
    if n_words > _MOST_WORDS:
        raise UsageError(f"more than {_MOST_WORDS} words were asked for", mend="search for fewer")
    return tuple(asked)
