"""What `status` says of documents: what is a guess, what a person has confirmed, and who may see them."""

from __future__ import annotations

from accounted.inquiry import Status

__all__ = ["count_documents", "document_lines"]

_BY = {"settings": "confirmed", "document": "guessed", "": "not known"}


def count_documents(now: Status) -> str:
    """Count what is public, and what nobody has confirmed."""
    documents = now.documents
    n_public = sum(d.is_public for d in documents)
    dates = sum(d.dated_by != "settings" for d in documents)
    languages = sum(d.language_by != "settings" for d in documents)
    open_ends = [f"{n} {what} not confirmed" for n, what in ((dates, "dates"), (languages, "languages")) if n]
    more = f"; {', '.join(open_ends)}; accounted status --documents shows them" if open_ends else ""
    return f"{len(documents)}: {len(documents) - n_public} confidential, {n_public} public{more}"


def document_lines(now: Status) -> list[str]:
    """Show for every document with a text its date, its language, who may see it, and how it was read."""
    lines = []
    for document in now.documents:
        date = f"{document.dated} ({_BY[document.dated_by]})" if document.dated else _BY[""]
        language = f"{document.language} ({_BY[document.language_by]})" if document.language else _BY[""]
        access = "public" if document.is_public else "confidential"
        lines.append(f"{document.name}: date {date}, language {language}, {access}; read by {document.parser}")
    return lines or ["no document has a text"]
