"""Find passages that documents share word for word or nearly so, and where they stand in both.

1. Every run of eight words (a shingle; Broder 1997, doi:10.1109/SEQUEN.1997.666900) is hashed.
2. Shingles that stand in more than `n_common` documents are stock: a standing phrase, a footer. Their words count only
   between documents of which the shorter one is half made of them: the thirtieth reprint of a story is still a copy.
3. Shingles that two documents share, in the same order and close together, make a passage; a changed word breaks
   eight shingles and no passage.

Time and memory grow with the number of words, not with the number of pairs of documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accounted.claims.word_hashes import hash_words, mix
from accounted.model.documents import Span
from accounted.model.relations import Copied

__all__ = ["find_copies"]

_SHINGLE = 8
_FEWEST_WORDS = 16
_MOST_COMMON = 20
_MOST_GAP = 40
_HALF = 0.5
_BLOCK = 2_000_000

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Index:
    """All shingles of all texts, text after text.

    Args:
        names: Ids of the texts.
        shingles: Hash of each shingle.
        first: Number of the first shingle of each text, and of the end of the last.
        first_word: Likewise of words.
        starts: Per text, where each word begins.
        ends: Per text, where each word ends.
    """

    names: tuple[str, ...]
    shingles: NDArray[np.uint64]
    first: Ints
    first_word: Ints
    starts: tuple[NDArray[np.int32], ...]
    ends: tuple[NDArray[np.int32], ...]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where shingles stand that several texts share, by text; all places of one shingle are neighbours in `by_shingle`.

    Args:
        text: Number of the text.
        at: Number of the word at which the shingle begins.
        by_shingle: Where the place stands among those of all shingles.
        n_after: With how many of its neighbours after it the place is to be paired.
        is_common: Whether the shingle stands in many texts.
    """

    text: Ints
    at: Ints
    by_shingle: Ints
    n_after: Ints
    is_common: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Hits:
    """Shingles that two texts share: the texts, and the number of the word at which it begins in each."""

    left: Ints
    right: Ints
    at_left: Ints
    at_right: Ints
    is_common: NDArray[np.bool_]

    def only(self, keep: NDArray[Any]) -> _Hits:
        """Keep or order the hits."""
        return _Hits(*(getattr(self, name)[keep] for name in _Hits.__slots__))


def find_copies(
    texts: Iterable[tuple[str, str]], *, n_words: int = _FEWEST_WORDS, n_common: int = _MOST_COMMON
) -> tuple[Copied, ...]:
    """Find the passages that any two texts share.

    Args:
        texts: Pairs of an id and a text.
        n_words: Fewest words of a passage, in both texts.
        n_common: Words that stand in more texts than this are stock.

    Returns:
        Passages by left text, right text and place; of a passage that a text repeats, the first place only.

    >>> wire = "over three hundred people were killed in the town of Velmar on Monday, officials of the ministry said"
    >>> (found,) = find_copies([("a", f"Agencies: {wire}."), ("b", f"Our reporter. {wire.upper()}, and more.")])
    >>> found.left_span, found.n_words
    (Span(start=10, end=111), 18)
    """
    index = _index(texts)
    places = _shared(index, n_common)
    n_own = _count_own_words(index, places)
    return tuple(
        copied for hits in _hits(places) for copied in _passages(index, _worthwhile(index, hits), n_own, n_words)
    )


def _index(texts: Iterable[tuple[str, str]]) -> _Index:
    pairs = list(texts)
    shingles, starts, ends = [], [], []
    for words in hash_words(text for _, text in pairs):
        shingles.append(_shingles(words.hashes))
        starts.append(words.starts)
        ends.append(words.ends)
    whole = np.concatenate(shingles) if shingles else np.zeros(0, np.uint64)
    names = tuple(name for name, _ in pairs)
    return _Index(names, whole, _bounds(shingles), _bounds(starts), tuple(starts), tuple(ends))


def _bounds(parts: Sequence[NDArray[Any]]) -> Ints:
    return np.concatenate([[0], np.cumsum([part.size for part in parts])]).astype(np.int64)


def _shingles(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    n = words.size - _SHINGLE + 1
    if n <= 0:
        return np.zeros(0, np.uint64)
    summed = np.zeros(n, np.uint64)
    for k in range(_SHINGLE):
        summed = mix(summed + words[k : k + n])
    return summed


def _shared(index: _Index, n_common: int) -> _Places:
    """Find the places of shingles that several texts share.

    A place is paired with all texts after it when the shingle is rare; when it is common, only the first is.
    """
    order = np.argsort(index.shingles, kind="stable")
    order = order[np.repeat(*_sizes(index.shingles[order], at_least=2))]
    ordered = index.shingles[order]
    text = np.searchsorted(index.first, order, side="right") - 1
    # Stable order: within one shingle texts come in turn, and of one text the first place comes first.
    keep = np.r_[True, (ordered[1:] != ordered[:-1]) | (text[1:] != text[:-1])][: ordered.size]
    order, ordered, text = order[keep], ordered[keep], text[keep]
    sizes = _sizes(ordered)[1]
    size = np.repeat(sizes, sizes)
    rank = _ranges(np.zeros_like(sizes), sizes)
    is_common = size > n_common
    n_after = np.where(is_common & (rank > 0), 0, size - rank - 1)
    at = order - index.first[text]
    by_text = np.argsort(text, kind="stable")
    return _Places(text[by_text], at[by_text], by_text, n_after[by_text], is_common[by_text])


def _sizes(ordered: NDArray[np.uint64], *, at_least: int = 1) -> tuple[NDArray[np.bool_], Ints]:
    """Whether each run of equal values is so long, and how long it is."""
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: ordered.size])
    sizes = np.diff(np.r_[begins, ordered.size])
    return sizes >= at_least, sizes


def _ranges(begins: Ints, sizes: Ints) -> Ints:
    """Count up from each beginning, so many steps each.

    >>> _ranges(np.array([5, 20]), np.array([2, 3])).tolist()
    [5, 6, 20, 21, 22]
    """
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(begins, sizes) + within


def _count_own_words(index: _Index, places: _Places) -> Ints:
    """Number of words before each word, over all texts, that no stock covers."""
    edges = np.zeros(int(index.first_word[-1]) + 1, np.int32)
    begins = index.first_word[places.text[places.is_common]] + places.at[places.is_common]
    np.add.at(edges, begins, 1)
    np.add.at(edges, begins + _SHINGLE, -1)
    is_own = np.cumsum(edges[:-1]) == 0
    return np.concatenate([[0], np.cumsum(is_own)]).astype(np.int64)


def _hits(places: _Places) -> Iterator[_Hits]:
    """Pair places, some texts at a time, so that a collection of many reprints stays within memory."""
    back = np.empty(places.text.size, np.int64)
    back[places.by_shingle] = np.arange(places.text.size)
    total = np.cumsum(places.n_after)
    begin = 0
    while begin < total.size:
        done = total[begin - 1] if begin else 0
        stop = max(int(np.searchsorted(total, done + _BLOCK)), begin + 1)
        stop = int(np.searchsorted(places.text, places.text[min(stop, total.size) - 1], side="right"))
        own = slice(begin, stop)
        n_after = places.n_after[own]
        left = np.repeat(np.arange(begin, stop), n_after)
        right = back[_ranges(places.by_shingle[own] + 1, n_after)]
        yield _Hits(places.text[left], places.text[right], places.at[left], places.at[right], places.is_common[left])
        begin = stop


def _worthwhile(index: _Index, hits: _Hits) -> _Hits:
    """Take stock out, and leave it no stock between two texts of which the shorter one is half made of it."""
    n = np.diff(index.first)
    pair = hits.left * n.size + hits.right
    found, count = np.unique(pair[hits.is_common], return_counts=True)
    wanted = found[count >= _HALF * np.minimum(n[found // n.size], n[found % n.size])]
    is_whole = np.isin(pair, wanted)
    kept = hits.only(~hits.is_common | is_whole)
    return replace(kept, is_common=~is_whole[~hits.is_common | is_whole])


def _passages(index: _Index, hits: _Hits, n_own: Ints, n_words: int) -> Iterator[Copied]:
    """Chain hits of two texts into passages; a passage goes on while neither text leaps."""
    hits = hits.only(np.lexsort((hits.at_right, hits.at_left, hits.right, hits.left)))
    left, right, at_left, at_right = hits.left, hits.right, hits.at_left, hits.at_right
    if not left.size:
        return
    leap_left, leap_right = np.diff(at_left), np.diff(at_right)
    broken = (np.diff(left) != 0) | (np.diff(right) != 0)
    broken |= (leap_left > _MOST_GAP) | (leap_right > _MOST_GAP) | (leap_right < 0)
    begins = np.flatnonzero(np.r_[True, broken])
    stops = np.r_[begins[1:], left.size] - 1
    covered = np.minimum(np.r_[leap_left, _SHINGLE], _SHINGLE)
    covered[stops] = _SHINGLE
    word = index.first_word[left] + at_left
    own = np.where(hits.is_common, n_own[word + covered] - n_own[word], covered)
    n_shared = np.add.reduceat(own, begins)
    long_enough = np.minimum(n_shared, at_right[stops] - at_right[begins] + _SHINGLE) >= n_words
    for begin, stop, shared in zip(begins[long_enough], stops[long_enough], n_shared[long_enough], strict=True):
        one, two = int(left[begin]), int(right[begin])
        yield Copied(
            index.names[one],
            index.names[two],
            _span(index, one, int(at_left[begin]), int(at_left[stop])),
            _span(index, two, int(at_right[begin]), int(at_right[stop])),
            int(shared),
        )


def _span(index: _Index, text: int, first: int, last: int) -> Span:
    return Span(int(index.starts[text][first]), int(index.ends[text][last + _SHINGLE - 1]))
