"""The inquiry's own codes: read, checked, and held to their version; and by which version each list is coded (R21).

A codebook says what codes and words of lists mean in the vocabularies that come with the program. It has a version:
other entries need another one. What was coded by one version, of a codebook or of a vocabulary, stays so when the list
is read again: a later one is used for lists that come in anew, and where a person says so (`codebook` under
`[[lists]]`). Every version that was used is kept in the record, so that a code can be looked up as what it meant.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from accounted.inquiry.settings import FILE_NAME, CodebookSettings, ListSettings, Settings
from accounted.inquiry.strictly import nearest, read_strictly
from accounted.model.canonical import plain
from accounted.model.errors import SettingsError
from accounted.model.records import ListInfo
from accounted.model.vocabularies import VOCABULARIES, Code, Codebook, Coding, Vocabulary, VocabularyId, shipped
from accounted.store import Ledger, decode

__all__ = ["Codings", "kept_vocabularies", "read_codebook"]

_KIND = "codebook"
_MARK = ", codebook "
_CODED: tuple[VocabularyId, ...] = ("act", "cause", "status", "age_group", "precision")


def read_codebook(root: Path, settings: Settings) -> Codebook | None:
    """Read the codebook that the settings hold or name; None without one.

    Args:
        root: The inquiry's folder.
        settings: In force.

    Raises:
        SettingsError: When its file is not there, it has no version, or a code is in no vocabulary: with the nearest.
    """
    said, where = settings.codebook, f"{FILE_NAME}, [codebook]"
    if said is None:
        return None
    if said.file:
        where = said.file
        read = read_strictly(root / said.file, CodebookSettings)
        if read is None:
            raise SettingsError(
                f"the codebook {said.file} is not there", where=FILE_NAME, mend="put it beside inquiry.toml"
            )
        said = read[0]
    if not said.version.strip():
        raise SettingsError("a codebook needs a version", where=where, mend='write version = "1"')
    entries = sorted((name, value, code) for name in _CODED for value, code in said.entries(name).items())
    for name, value, code in entries:
        known = [c.code for v in _CODED if v == name for c in shipped(v).codes]
        if code not in known:
            raise SettingsError(
                f"{value!r} cannot mean {code!r}: the vocabulary {name} has no such code",
                where=where,
                mend=nearest(code, known),
            )
    return Codebook(said.version.strip(), said.source, tuple(entries))


@dataclass(frozen=True, slots=True)
class Codings:
    """Every codebook and every vocabulary there is, and by which the lists were coded so far.

    Args:
        current: The codebook as the settings have it; None without one.
        books: All codebooks that were ever used, and the current one, by version.
        vocabularies: All vocabularies that were ever used, by identifier and version.
        used: Per file of lists, by what it was coded last, as in `ListInfo.coded_by`.
    """

    current: Codebook | None
    books: Mapping[str, Codebook]
    vocabularies: Mapping[tuple[str, str], Vocabulary]
    used: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, root: Path, settings: Settings, ledger: Ledger, lists: Iterable[ListInfo]) -> Codings:
        """Gather them.

        Raises:
            SettingsError: When the current codebook has other entries than the one of the same version that was used.
        """
        current, (books, vocabularies) = read_codebook(root, settings), _kept(ledger)
        before = books.get(current.version) if current else None
        if current and before and before.entries != current.entries:
            raise SettingsError(
                f"codebook {current.version} has other entries than when it was used",
                where=f"{FILE_NAME}, [codebook]",
                mend="give the changed codebook a new version",
            )
        known = {**books, **({current.version: current} if current else {})}
        return cls(current, known, vocabularies, {info.file: info.coded_by for info in lists})

    def for_list(self, said: ListSettings, file: str, *, is_new: bool) -> Coding:
        """Say by what a list is coded.

        Args:
            said: What the settings say of the list.
            file: Its path below `input/`.
            is_new: Whether it comes in anew, or in a new version.

        Raises:
            SettingsError: When the settings name a version that there is not.
        """
        if said.codebook and said.codebook not in self.books:
            mend = nearest(said.codebook, list(self.books))
            raise SettingsError(f"there is no codebook {said.codebook}", where=f"{FILE_NAME}, {file}", mend=mend)
        before = () if is_new else self.used.get(file, ())
        names = [entry.split(_MARK)[0].split("@", 1) for entry in before]
        others = [self.vocabularies[name, version] for name, version in names if (name, version) in self.vocabularies]
        version = said.codebook or book_of(before)
        return Coding(
            self.books.get(version, self.current),
            tuple(v for v in others if v.version not in {shipped(s).version for s in VOCABULARIES if s == v.id}),
        )

    def facts_of(self, ledger: Ledger, used: Collection[str]) -> list[dict[str, object]]:
        """Give what has to be kept of vocabularies and codebooks that were used, and is not yet.

        Args:
            ledger: The record.
            used: As in `ListInfo.coded_by`.
        """
        kept = {(row["id"], row["version"]) for row in ledger.rows("vocabulary")}
        found = [shipped(v) for v in VOCABULARIES if any(name.startswith(shipped(v).name) for name in used)]
        facts: list[dict[str, object]] = [
            {"id": v.id, "version": v.version, "source": v.source, "codes": plain(v.codes)} for v in found
        ]
        for version in sorted({book_of([name]) for name in used} - {""}):
            book = self.books[version]
            facts.append({"id": _KIND, "version": version, "source": book.source, "codes": plain(book.entries)})
        return [fact for fact in facts if (fact["id"], fact["version"]) not in kept]


def book_of(coded_by: Iterable[str]) -> str:
    """Version of the codebook by which something was coded; empty when by none.

    >>> book_of(["act@2026-11", "cause@2018-12-03, codebook 2"]), book_of(["act@2026-11"])
    ('2', '')
    """
    return next((name.split(_MARK, 1)[1] for name in coded_by if _MARK in name), "")


def kept_vocabularies(ledger: Ledger) -> tuple[Vocabulary, ...]:
    """Every vocabulary by which something was ever coded, and every codebook as one; by name and version."""
    books, vocabularies = _kept(ledger)
    own = [
        Vocabulary(
            _KIND, book.version, book.source,
            tuple(Code(value, code, f"{kind}: {shipped(kind_).label(code)}")
                  for kind, value, code in book.entries for kind_ in VOCABULARIES if kind_ == kind),
        )
        for book in books.values()
    ]  # fmt: skip
    return tuple(sorted((*vocabularies.values(), *own), key=lambda v: (v.id == _KIND, v.id, v.version)))


def _kept(ledger: Ledger) -> tuple[dict[str, Codebook], dict[tuple[str, str], Vocabulary]]:
    """Read every codebook and vocabulary from the record."""
    books, vocabularies = {}, {}
    for row in ledger.rows("vocabulary"):
        version, codes = row["version"], json.loads(row["codes"])
        if row["id"] == _KIND:
            entries = tuple((kind, value, code) for kind, value, code in codes)
            books[version] = Codebook(version, row["source"], entries)
        else:
            own = {"id": row["id"], "version": version, "source": row["source"], "codes": codes}
            vocabularies[row["id"], version] = decode(Vocabulary, own)
    return books, vocabularies
