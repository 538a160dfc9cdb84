"""What a parser hands back, before anyone has said what the document is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Parsed", "clean_text"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text and what the file says of itself.

    Args:
        text: As clean_text leaves it.
        parser: Parser and version.
        title: Title as the file states it, or empty.
        dated: Date as the file states it, in ISO 8601, or empty.
        pages: Offset in `text` at which each page begins; empty without pages.
        warnings: What could not be read, in words.
    """

    text: str
    parser: str
    title: str = ""
    dated: str = ""
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> Parsed:
        """Take over what came as plain JSON from a child process."""
        return cls(
            text=value["text"],
            parser=value["parser"],
            title=value["title"],
            dated=value["dated"],
            pages=tuple(value["pages"]),
            warnings=tuple(value["warnings"]),
        )


def clean_text(text: str) -> str:
    r"""Give line ends one form and drop a byte-order mark and what no text holds; nothing else is changed.

    >>> clean_text("\ufeffa\r\nb\x00")
    'a\nb'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8")
