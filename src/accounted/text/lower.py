"""Lower case without moving anything, so that a place in the one text is a place in the other."""

from __future__ import annotations

__all__ = ["lower_alike"]


def lower_alike(text: str) -> str:
    """Put a text in lower case and leave every place where it is: what would grow stays as it is.

    >>> lower_alike("Over İ 300")
    'over İ 300'
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
