"""Show text of sources at a terminal without letting it steer the terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["show_marks"]

_KEPT_FORMAT = "\u200c\u200d"
"""Joiners belong to the spelling of names in several scripts; every other invisible mark is shown."""


def show_marks(text: str) -> str:
    r"""Show control characters and invisible marks as what they are.

    >>> show_marks("a\x1b[2J")
    'a<001B>[2J'
    """
    return "".join(
        c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") or c in _KEPT_FORMAT else f"<{ord(c):04X}>"
        for c in text
    )
