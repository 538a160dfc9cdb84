"""Places across scripts: one written in another script is spelt as a Latin list spells it, where their sounds agree.

Places are compared by their letters, and تهران shares none with Tehran. So before columns are made, each place that is
not in Latin letters takes the spelling of the place of the same sound among all lists that is; without one it stays as
romanised. In lists of a single script nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from accounted.model.records import Record
from accounted.text.names import fold_text, is_latin, name_tokens, token_key

__all__ = ["Fold", "place_sound", "spell_places"]

Fold = Callable[[str], str]
"""Makes a place as written comparable."""

_WITHOUT_VOWELS = re.compile("[\u0590-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_LEAST_SOUNDS = 2


def place_sound(place: str) -> str:
    """One form for the spellings of a place: its words' consonants in classes, in any order; as folded where none.

    >>> place_sound("Tehran") == place_sound("تهران")
    True
    """
    keys = sorted(token_key(token).replace("V", "F") for token in name_tokens(place))
    return " ".join(keys).strip() or fold_text(place)


def spell_places(records: Iterable[Record]) -> Fold:
    """Learn from all lists how places of other scripts are spelt in Latin letters.

    Of several places of one sound that with the most letters in common is taken. A sound of one consonant is none to
    go by.

    >>> def row(id, place): return Record(id, "One", 1, ("Ambel",), None, None, None, None, (("place", place),), ())
    >>> fold = spell_places([row("a", "Shiraz"), row("b", "شیراز")])
    >>> fold("شیراز"), fold("Shiráz")
    ('shiraz', 'shiraz')
    """
    places = {value for record in records for _, value in record.places}
    for record in records:
        places.update(record.birth_places, record.residences)
    ranks = {place: _rank(place) for place in places}
    if len(set(ranks.values())) < 2:
        return fold_text
    spelt: dict[int, dict[str, set[str]]] = {0: {}, 1: {}}
    for place, rank in ranks.items():
        if rank in spelt:
            spelt[rank].setdefault(place_sound(place), set()).add(fold_text(place))
    known: dict[str, str] = {}
    for place, rank in ranks.items():
        sound = place_sound(place)
        if rank and len(sound.replace(" ", "")) >= _LEAST_SOUNDS:
            folded = fold_text(place)
            alike = next((own for lower in range(rank) if (own := spelt[lower].get(sound))), {folded})
            known[place] = min(alike, key=lambda spelling: (-_shared(folded, spelling), spelling))
    return lambda place: known.get(place) or fold_text(place)


def _rank(place: str) -> int:
    """How little the letters say: Latin ones 0, others 1, those that leave vowels out 2."""
    if is_latin(place):
        return 0
    return 2 if _WITHOUT_VOWELS.search(place) else 1


def _shared(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
