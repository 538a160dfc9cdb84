"""RTF: the text through striprtf; title and author as the file states them."""

from __future__ import annotations

import re
from importlib.metadata import version

from striprtf.striprtf import rtf_to_text

from accounted.documents.parsed import Parsed, clean_text, clean_word
from accounted.model.errors import UnreadableDocument

__all__ = ["parse"]

_INFO = re.compile(r"\{\\(title|author|operator|company|subject|doccomm)\s+([^{}]*)\}")


def parse(data: bytes) -> Parsed:
    """Read the text of a file.

    Raises:
        UnreadableDocument: When it cannot be taken apart or holds no text.
    """
    written = data.decode("latin-1")
    try:
        text = clean_text(_to_text(written))
    except (ValueError, IndexError, KeyError, LookupError, UnicodeError, RecursionError) as error:
        raise UnreadableDocument("the RTF file is damaged", mend="open it and save it again, or as DOCX") from error
    facts = {name: clean_word(_to_text(r"{\rtf1 " + value + "}"))
             for name, value in _INFO.findall(written[: 1 << 16])}  # fmt: skip
    paragraphs = (line.strip() for line in text.split("\n"))
    return Parsed(
        "\n\n".join(p for p in paragraphs if p),
        f"striprtf {version('striprtf')}",
        facts.get("title", ""),
        authors=facts.get("author", ""),
        stated=tuple(sorted((k, v) for k, v in facts.items() if v and k not in ("title", "author"))),
        warnings=() if written.rstrip("\0 \r\n").endswith("}") else ("the file breaks off before its end",),
    )


def _to_text(written: str) -> str:
    return str(rtf_to_text(written, errors="replace"))  # type: ignore[no-untyped-call]
