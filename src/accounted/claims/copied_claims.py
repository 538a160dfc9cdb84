"""Which claims of two documents are one claim copied: the same figure at the same place of a shared passage."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from accounted.claims.ranges import same_figure
from accounted.model.claims import Claim
from accounted.model.documents import Span
from accounted.model.relations import Copied

__all__ = ["pair_copied"]

_WORD = re.compile(r"\w+")
_ALIKE = 0.5


def pair_copied(claims: Sequence[Claim], copies: Sequence[Copied]) -> Iterator[tuple[Copied, Claim, Claim]]:
    """Pair the claims of each shared passage that have the same act, unit and figure.

    Their sentences must share half the words of the shorter one, so that a passage with one number twice pairs rightly.

    Args:
        claims: Claims of all documents.
        copies: Shared passages.
    """
    of: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.document, _at(c))):
        of[claim.document].append(claim)
    places = {document: [_at(claim) for claim in own] for document, own in of.items()}
    for copied in copies:
        left = _inside(of[copied.left], places.get(copied.left, []), copied.left_span)
        right = _inside(of[copied.right], places.get(copied.right, []), copied.right_span)
        taken: set[str] = set()
        for one in left:
            for two in right:
                if two.id not in taken and _is_copy(one, two):
                    taken.add(two.id)
                    yield copied, one, two
                    break


def _at(claim: Claim) -> int:
    return claim.figure.start if claim.figure else claim.start


def _inside(claims: Sequence[Claim], places: Sequence[int], span: Span) -> Sequence[Claim]:
    return claims[bisect_left(places, span.start) : bisect_left(places, span.end)]


def _is_copy(one: Claim, two: Claim) -> bool:
    if (one.act, one.unit, one.polarity, one.kind) != (two.act, two.unit, two.polarity, two.kind):
        return False
    if one.figure is None and two.figure is None:
        return _share_words(one, two)
    return same_figure(one, two) and _share_words(one, two)


def _share_words(one: Claim, two: Claim) -> bool:
    first, second = ({word.casefold() for word in _WORD.findall(claim.quote)} for claim in (one, two))
    return len(first & second) >= _ALIKE * max(1, min(len(first), len(second)))
