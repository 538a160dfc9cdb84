"""Whether two claims have one speaker, by the names alone; a person's list of aliases goes first.

"Bell" and "Anna Bell" are taken for one, in the direction that is safe here: taking two speakers for one makes fewer
sources, never more. Offices without a name ("the ministry") are one within a document only, unless worded alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from accounted.claims.languages.english import INSTITUTIONS, word_set
from accounted.model.claims import Claim
from accounted.text.names import fold_text

__all__ = ["Aliases", "cited_speaker", "one_speaker", "same_name", "speaker_words"]

Aliases = Mapping[str, str]
"""From a name, folded by `fold_text`, to the name that stands for it."""

_SMALL = word_set("the a an of and for in mr mrs ms dr")


def speaker_words(name: str | None, aliases: Aliases) -> frozenset[str]:
    """The words of a name that count, small; of a name with an alias those of the name it stands for.

    >>> sorted(speaker_words("the Ministry of Health", {})), sorted(speaker_words("MoH", {"moh": "Ministry of Health"}))
    (['health', 'ministry'], ['health', 'ministry'])
    """
    folded = _fold(name or "")
    return frozenset(_fold(aliases.get(folded, folded)).split()) - _SMALL


_fold = lru_cache(maxsize=10_000)(fold_text)


def one_speaker(one: Claim, two: Claim, aliases: Aliases) -> bool:
    """Whether both claims name one speaker."""
    first, second = one.attribution, two.attribution
    if first.kind != "named" or second.kind != "named" or "possible" in (first.grade, second.grade):
        return False
    return same_name(first.speaker, second.speaker, aliases, is_near=one.document == two.document)


def cited_speaker(claim: Claim) -> str | None:
    """The one to whom the claim's speaker leads the figure back; None when it is the speaker's own."""
    chain = claim.attribution.chain
    return chain[-1].speaker if len(chain) > 1 else None


def same_name(one: str | None, two: str | None, aliases: Aliases, *, is_near: bool) -> bool:
    """Whether two names may be one: the same words, or those of a proper name within the other's."""
    first, second = speaker_words(one, aliases), speaker_words(two, aliases)
    if not first or not second:
        return False
    if first == second:
        return True
    shorter = one if len(first) < len(second) else two
    return (first < second or second < first) and (is_near or _has_own_name(shorter or ""))


def _has_own_name(name: str) -> bool:
    words = [word for word in name.split() if word[:1].isupper()]
    return any(_fold(word) not in _SMALL | INSTITUTIONS for word in words)
