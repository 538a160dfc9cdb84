"""Which encoding bytes of text are in: a mark, zeros that stand as in UTF-16, UTF-8, or the code page that reads best.

Code pages cannot be told apart by what is allowed in them, only by what comes out. Letters beyond ASCII stand alone in
Latin script and in runs in every other. Within either, a code page is judged by the share of these letters that are
among the commonest of a language it was made for.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Encoding", "decode_bytes", "find_encoding", "find_encoding_of"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CYRILLIC = "оеаинтсрвлкмдпуОЕАИНТСРВЛКМДП"
_LATIN = (
    ("cp1252", "Windows-1252", "éèàáíóúñçüöäßâêôãõëïîûùåøÉÀÁÖÜÄÓÍÑÇ’“”–—‘«»"),
    ("cp1250", "Windows-1250", "áíéěščřžýůúółąęśżźćńäöüőűđČŠŽĐŚŁ„”“–"),
    ("cp1254", "Windows-1254", "ığşçöüâîİĞŞÇÖÜ"),
)
_OTHERS = (
    ("cp1256", "Windows-1256", "اليمنوهرتدبسعفكحقجأةىخپچگ"),
    ("cp1251", "Windows-1251", _CYRILLIC + "іїєјћђљњџ"),
    ("koi8-r", "KOI8-R", _CYRILLIC),
    ("cp866", "code page 866", _CYRILLIC),
    ("cp1255", "Windows-1255", "יוהלאתרשמבנד"),
    ("cp1253", "Windows-1253", "αεοιτνσρκπηςμυλωάέόίήύ"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE_BYTES = 1 << 18
_MOSTLY = 0.95


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes are read.

    Args:
        codec: Python's name for it.
        label: The usual name.
        is_assumed: Whether the bytes do not tell it by themselves.
    """

    codec: str
    label: str
    is_assumed: bool = False


def find_encoding(sample: bytes, *, is_cut: bool = False) -> Encoding | None:
    """Find the encoding of a text, or with `is_cut` of one that begins so; None when it is no text.

    >>> find_encoding("Zoë".encode("cp1252")).label, find_encoding("نام".encode("cp1256")).label
    ('Windows-1252', 'Windows-1256')
    >>> find_encoding("Made up".encode("utf-16-le")).label, find_encoding(bytes(9))
    ('UTF-16', None)
    """
    for mark, codec, label in _MARKS:
        if sample.startswith(mark):
            return Encoding(codec, label)
    if b"\x00" in sample[:4096]:
        return _by_zeros(sample[: 4096 // 4 * 4])
    return Encoding("utf-8", "UTF-8") if _is_utf8(sample, is_cut=is_cut) else _by_letters(sample)


def find_encoding_of(chunks: Iterable[bytes]) -> Encoding | None:
    """Find the encoding of a text that comes in pieces, all of which are looked at; None when it is no text.

    >>> find_encoding_of([b"Zo", "ë".encode("utf-8")[:1], "ë".encode("utf-8")[1:]]).label
    'UTF-8'
    >>> find_encoding_of([b"made up,", "Zoë".encode("cp1252")]).label
    'Windows-1252'
    """
    pieces = iter(chunks)
    first = telling = next(pieces, b"")
    decoder, is_whole = codecs.getincrementaldecoder("utf-8")(), True
    for piece in itertools.chain((first,), pieces):
        if is_whole:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_whole = False
                # Where all before was plain, the letters that tell the code page begin here.
                telling = first if _HIGH.search(first[:_SAMPLE_BYTES]) else piece
    found = find_encoding(first, is_cut=True)
    if found is None or found.codec != "utf-8" or found.is_assumed:
        return found
    if is_whole and not decoder.getstate()[0]:
        return found
    return _by_letters(telling)


def _by_letters(sample: bytes) -> Encoding:
    if _share_utf8(sample[:_SAMPLE_BYTES]) >= _MOSTLY:
        return Encoding("utf-8", "UTF-8 with broken letters", is_assumed=True)
    runs = _HIGH.findall(sample[:_SAMPLE_BYTES])
    in_runs = sum(len(run) for run in runs if len(run) > 1)
    known = _OTHERS if in_runs * 2 > sum(map(len, runs)) else _LATIN
    codec, label = max(known, key=lambda page: _share_common(b"".join(runs), page[0], page[2]))[:2]
    return Encoding(codec, label, is_assumed=True)


def decode_bytes(data: bytes) -> tuple[str, Encoding] | None:
    """Decode a whole text, what cannot be read as U+FFFD; None when it is no text."""
    found = find_encoding(data)
    return (data.decode(found.codec, "replace"), found) if found else None


def _is_utf8(data: bytes, *, is_cut: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=not is_cut)
    except UnicodeDecodeError:
        return False
    return True


def _share_utf8(data: bytes) -> float:
    """Share of the runs of bytes beyond ASCII that are UTF-8 by themselves."""
    runs = _HIGH.findall(data)
    whole = sum("\ufffd" not in run.decode("utf-8", "replace") for run in runs)
    return whole / len(runs) if runs else 0.0


def _share_common(beyond_ascii: bytes, codec: str, letters: str) -> float:
    """Share of letters that are common in the languages of a code page."""
    high = beyond_ascii.decode(codec, "replace")
    return sum(letter in letters for letter in high) / len(high) if high else 0.0


def _by_zeros(sample: bytes) -> Encoding | None:
    """UTF-16 without a mark has its zeros at odd places, or at even ones."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    most, few = max(even, odd), min(even, odd)
    if most < 2 or most * 5 < len(sample) // 2 or few > most // 20:
        return None
    return Encoding("utf-16-le" if odd > even else "utf-16-be", "UTF-16", is_assumed=True)
