"""RTF: the text through striprtf; title and author as the file states them."""

from __future__ import annotations

import re
from importlib.metadata import version

from striprtf.striprtf import rtf_to_text

from accounted.documents.parsed import Parsed, clean_text, clean_word
from accounted.model.errors import UnreadableDocument

__all__ = ["parse"]

_APART = re.compile(r"\{\s*(?:\\\*)?\\(?:footnote|annotation|header[lrf]?|footer[lrf]?)(?![a-z0-9])")
"""Begins a note, a comment, a header or a footer, which striprtf leaves out."""
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_INFO = re.compile(r"\{\\(title|author|operator|company|subject|doccomm)\s+([^{}]*)\}")


def parse(data: bytes) -> Parsed:
    """Read the text of a file.

    Raises:
        UnreadableDocument: When it cannot be taken apart or holds no text.
    """
    written = data.decode("latin-1")
    try:
        text = clean_text(_to_text(_notes_last(written)))
    except (ValueError, IndexError, KeyError, LookupError, UnicodeError, RecursionError) as error:
        raise UnreadableDocument("the RTF file is damaged", mend="open it and save it again, or as DOCX") from error
    facts = {name: clean_word(_to_text(r"{\rtf1 " + value + "}"))
             for name, value in _INFO.findall(written[: 1 << 16])}  # fmt: skip
    paragraphs = (line.strip() for line in text.split("\n"))
    return Parsed(
        "\n\n".join(p for p in paragraphs if p),
        f"striprtf {version('striprtf')}, with notes",
        facts.get("title", ""),
        authors=facts.get("author", ""),
        stated=tuple(sorted((k, v) for k, v in facts.items() if v and k not in ("title", "author"))),
        warnings=() if written.rstrip("\0 \r\n").endswith("}") else ("the file breaks off before its end",),
    )


def _notes_last(written: str) -> str:
    """Put notes and their like behind the text, each as a paragraph: in the middle they would cut its sentences."""
    kept, notes, at = [], [], 0
    for found in _APART.finditer(written):
        if found.start() < at:
            continue  # It stands within another one, and goes with it.
        end = _end_of_group(written, found.end())
        kept += [written[at : found.start()], "{}"]  # a word before it must not run into the text behind it
        notes.append(rf"\par {{{_APART.sub('{', written[found.end() : end])}")
        at = end
    kept.append(written[at:])
    whole = "".join(kept)
    last = whole.rfind("}")
    return f"{whole[:last]}{''.join(notes)}{whole[last:]}" if notes and last >= 0 else whole


def _end_of_group(written: str, start: int) -> int:
    """Where the group ends in which a place lies: behind its brace, or at the end of a file that breaks off."""
    depth = 1
    for found in _BRACE.finditer(written, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return len(written)


def _to_text(written: str) -> str:
    return str(rtf_to_text(written, errors="replace"))  # type: ignore[no-untyped-call]
