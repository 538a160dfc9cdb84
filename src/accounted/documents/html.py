"""HTML: the article's text, title and date through trafilatura; nothing in the page is executed or fetched."""

from __future__ import annotations

from importlib.metadata import version

from trafilatura import bare_extraction

from accounted.documents.parsed import Parsed, clean_text
from accounted.documents.plain import decode_text
from accounted.model.errors import UnreadableDocument

__all__ = ["parse"]


def parse(data: bytes) -> Parsed:
    """Read the main text of a page.

    Raises:
        UnreadableDocument: When the page holds no text.
    """
    page, warnings = decode_text(data)
    found = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=True, favor_recall=True)
    facts = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = clean_text(facts.get("text") or "")
    if not text.strip():
        raise UnreadableDocument("the page holds no text that could be read", mend="save the article's text as .txt")
    title = facts.get("title") or ""
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return Parsed(text, f"trafilatura {version('trafilatura')}", title, facts.get("date") or "", warnings=warnings)
