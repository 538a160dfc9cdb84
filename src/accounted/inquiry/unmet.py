"""Names in `inquiry.toml` that no file here has: a slip of the pen there would be obeyed by nobody, and silently."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from accounted.inquiry.settings import Settings, same_file

__all__ = ["unmet_names"]

_MOST_COMPARED = 2_000


def unmet_names(settings: Settings, files: Collection[str]) -> tuple[str, ...]:
    """Say which names of files or folders in the settings name nothing that came in.

    Args:
        settings: The settings.
        files: Names of all files there are.
    """
    folders = {"/".join(name.split("/")[:n]) for name in files for n in range(1, name.count("/") + 1)}
    known = (*files, *folders)
    unmet = [(key, said) for key, said in _named(settings) if not any(same_file(said.rstrip("/"), n) for n in known)]
    return tuple(f"{key} names {said}, which is not here{_near(said, known)}" for key, said in unmet)


def _near(said: str, known: Collection[str]) -> str:
    """Offer what was probably meant, by the whole name or its last part."""
    if len(known) > _MOST_COMPARED:
        return ""
    ends = {name.rsplit("/", 1)[-1]: name for name in sorted(known, reverse=True)}
    near = difflib.get_close_matches(said.rsplit("/", 1)[-1], sorted(ends), n=1)
    return f"; did you mean {ends[near[0]]}?" if near else ""


def _named(settings: Settings) -> Iterator[tuple[str, str]]:
    yield from (("document_date", name) for name in settings.document_date)
    yield from (("document_language", name) for name in settings.document_language)
    yield from (("public_documents", name) for name in settings.public_documents)
    yield from (("[[lists]]", entry.file) for entry in settings.lists)
    yield from (("[[tables]]", entry.file) for entry in settings.tables)
