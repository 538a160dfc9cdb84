"""Which documents are translations of others, as the settings say, checked against the documents that there are."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.inquiry.settings import FILE_NAME, Settings, same_file
from accounted.inquiry.strictly import nearest
from accounted.model.documents import Document, Translation
from accounted.model.errors import SettingsError

__all__ = ["translations_of"]


def translations_of(settings: Settings, documents: Sequence[Document]) -> dict[str, Translation]:
    """Find the translations among the documents, by their ids.

    Args:
        settings: As read.
        documents: All documents that came in.

    Raises:
        SettingsError: Naming every fault: a name that no document has, with the nearest one, or that several have; an
            original that is itself a translation; a document that is named twice.
    """
    found: dict[str, Translation] = {}
    faults: list[str] = []
    for number, said in enumerate(settings.translations, start=1):
        one, other = (_named(documents, name) for name in (said.file, said.of))
        for key, name, named in (("file", said.file, one), ("of", said.of, other)):
            if isinstance(named, str):
                faults.append(f"translations.{number}.{key}: {name!r} {named}")
        if isinstance(one, str) or isinstance(other, str):
            continue
        if one.id in found:
            faults.append(f"translations.{number}.file: {one.name} is named by another entry too")
        found[one.id] = Translation(one.id, other.id, said.translator, said.by, said.date)
    names = {document.id: document.name for document in documents}
    for made in found.values():
        if made.of in found:
            what = "cannot be its own original" if made.of == made.document else "is itself said to be a translation"
            faults.append(f"translations: {names[made.of]} {what}")
    if faults:
        raise SettingsError("; ".join(faults), where=FILE_NAME, mend="name one document, and its original")
    return found


def _named(documents: Sequence[Document], name: str) -> Document | str:
    """The one document that a person named, or why there is none."""
    named = [document for document in documents if same_file(name, document.name)]
    if not named:
        return f"names no document that came in; {nearest(name, [d.name for d in documents])}"
    if len(named) > 1:
        return f"names several documents: {', '.join(document.name for document in named)}"
    return named[0]
