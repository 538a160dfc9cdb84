"""What `status` says of documents (a guess or confirmed, who may see them), and `add --dry-run` of tables."""

from __future__ import annotations

from accounted.inquiry import Status
from accounted.inquiry.versions import Preview

__all__ = ["count_documents", "document_lines", "preview_lines"]

_BY = {"settings": "confirmed", "document": "guessed", "": "not known"}


def count_documents(now: Status) -> str:
    """Count what is public, and what nobody has confirmed."""
    documents = now.documents
    n_public = sum(d.is_public for d in documents)
    dates = sum(d.dated_by != "settings" for d in documents)
    languages = sum(d.language_by != "settings" for d in documents)
    open_ends = [f"{n} {what} not confirmed" for n, what in ((dates, "dates"), (languages, "languages")) if n]
    more = f"; {', '.join(open_ends)}; accounted status --documents shows them" if open_ends else ""
    n_translations = sum(bool(d.translation_of) for d in documents)
    translated = f", {n_translations} of them translations, from which no figure is read" if n_translations else ""
    return f"{len(documents)}: {len(documents) - n_public} confidential, {n_public} public{translated}{more}"


def preview_lines(preview: Preview) -> list[str]:
    """Show a table that has not been taken in: how it was read, and its first rows as tab-separated text."""
    head = f"{preview.file}: {preview.role}, {preview.read_as}"
    if not preview.header:
        return [head]
    rows = ["\t".join(" ".join(cell.split()) for cell in row) for row in (preview.header, *preview.rows)]
    more = preview.n_rows - len(preview.rows)
    return [f"{head}: {preview.n_rows} rows", *rows, *([f"… and {more} rows more"] if more else [])]


def document_lines(now: Status) -> list[str]:
    """Show for every document with a text its date, language and original, who may see it, and how it was read."""
    lines = []
    for document in now.documents:
        date = f"{document.dated} ({_BY[document.dated_by]})" if document.dated else _BY[""]
        language = f"{document.language} ({_BY[document.language_by]})" if document.language else _BY[""]
        access = "public" if document.is_public else "confidential"
        original = document.translation_of
        read_from = f"; a translation: figures are read from {original} only" if original else ""
        lines.append(
            f"{document.name}: date {date}, language {language}, {access}; read by {document.parser}{read_from}"
        )
    return lines or ["no document has a text"]
