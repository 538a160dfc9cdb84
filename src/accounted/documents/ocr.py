"""One page read by Tesseract, when it is installed: text with the place of every line.

The languages are those a person has set for the document, else those of the script that Tesseract sees on the page,
else English; which they were is part of the parser's name.
"""

from __future__ import annotations

import functools
import io
import itertools
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageOps

from accounted.documents.images import DAMAGED, open_image
from accounted.documents.parsed import Line, clean_word
from accounted.documents.pdf import open_pdf
from accounted.documents.tesseract import ABSENT, NO_DATA, find_tesseract, list_languages
from accounted.model.errors import UnreadableDocument

__all__ = ["OcrPage", "read_page"]

_DPI = 300
_MOST_PIXELS = 5_000
_SECONDS = 240
_NAMES = {
    "ar": "ara", "az": "aze", "bg": "bul", "bs": "bos", "ckb": "ckb", "cs": "ces", "da": "dan", "de": "deu",
    "el": "ell", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb", "hr": "hrv", "hu": "hun",
    "hy": "hye", "it": "ita", "ka": "kat", "ku": "kmr", "mk": "mkd", "nl": "nld", "pl": "pol", "ps": "pus",
    "pt": "por", "ro": "ron", "ru": "rus", "sq": "sqi", "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr", "ur": "urd",
}  # fmt: skip
_OF_SCRIPT = {
    "Arabic": ("ara", "fas", "urd", "pus", "ckb"),
    "Cyrillic": ("rus", "ukr", "srp", "bul", "mkd"),
    "Greek": ("ell",),
    "Hebrew": ("heb",),
    "Armenian": ("hye",),
    "Georgian": ("kat",),
}
_SCRIPT = re.compile(r"^Script: (\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What stands on a page.

    Args:
        text: Paragraphs with an empty line between them.
        lines: Where each line begins in the text and lies on the page.
        reader: Tesseract's version and the languages used.
        is_told: Whether the languages were set, or told by the script; else they were assumed.
    """

    text: str
    lines: tuple[Line, ...]
    reader: str
    is_told: bool


def read_page(data: bytes, media_type: str, page: int, languages: str = "") -> OcrPage:
    """Read one page.

    Args:
        data: A PDF or a picture.
        media_type: Which of them.
        page: Number of the page, from 0.
        languages: ISO 639-1 codes or Tesseract's names, joined by `+`; empty when nobody has set them.

    Raises:
        UnreadableDocument: When the page cannot be drawn, or Tesseract lacks a language.
    """
    image, dpi = _draw(data, media_type, page)
    buffer = io.BytesIO()
    image.save(buffer, "PPM")
    picture = buffer.getvalue()
    chosen, is_told = _languages(picture, languages)
    table = _tesseract(["-", "-", "-l", chosen, "--dpi", str(dpi), "tsv"], picture)
    text, lines = _laid_out(table, image.height, 72 / dpi)
    return OcrPage(text, lines, f"Tesseract {_version()} ({chosen})", is_told)


def _draw(data: bytes, media_type: str, page: int) -> tuple[Image.Image, int]:
    if media_type == "application/pdf":
        drawn = open_pdf(data)[page]
        dpi = int(min(_DPI, 72 * _MOST_PIXELS / max(*drawn.get_size(), 1)))
        return drawn.render(scale=dpi / 72, grayscale=True).to_pil().convert("L"), max(dpi, 1)
    image = open_image(data)
    try:
        image.seek(page)
        image = ImageOps.exif_transpose(image)
        stated = image.info.get("dpi", (_DPI,))[0]
        image = image.convert("L")
        image.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    except DAMAGED as error:
        raise UnreadableDocument("the picture is damaged", mend="get it again from where it came") from error
    return image, int(stated) if 70 <= float(stated) <= 2400 else _DPI


def _languages(picture: bytes, said: str) -> tuple[str, bool]:
    there = list_languages()
    if said:
        wanted = [_NAMES.get(code, code) for code in said.split("+")]
        missing = [code for code in wanted if code not in there]
        if missing:
            raise UnreadableDocument(
                f"{NO_DATA} {', '.join(missing)}",
                mend=f"install it, or choose from: {', '.join(sorted(there))}",
            )
        return "+".join(wanted), True
    script = _SCRIPT.search(_tesseract(["-", "-", "--psm", "0"], picture, can_fail=True)) if "osd" in there else None
    known = [code for code in _OF_SCRIPT.get(script[1] if script else "", ()) if code in there]
    if known:
        return "+".join(known[:2]), True
    default = "eng" if "eng" in there else next(iter(sorted(there - {"osd"})), "eng")
    return default, script is not None and script[1] == "Latin"


@functools.cache
def _version() -> str:
    return _tesseract(["--version"], b"").split("\n", 1)[0].removeprefix("tesseract ").strip()


def _tesseract(arguments: list[str], picture: bytes, *, can_fail: bool = False) -> str:
    program = find_tesseract()
    if program is None:
        raise UnreadableDocument(ABSENT, mend="install it, or bring the document with its text")
    done = subprocess.run([program, *arguments], input=picture, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    if done.returncode and not can_fail:
        raise UnreadableDocument("Tesseract could not read the page", mend="bring a clearer copy, or its text")
    return done.stdout.decode("utf-8", "replace")


def _laid_out(table: str, height: int, points: float) -> tuple[str, tuple[Line, ...]]:
    """Put Tesseract's words together: lines, paragraphs, and where the lines lie."""
    rows = (row.split("\t") for row in table.split("\n")[1:])
    words = [r for r in rows if len(r) == 12 and r[0] == "5" and clean_word(r[11])]
    text, lines = "", []
    before: list[str] = []
    for key, grouped in itertools.groupby(words, key=lambda word: word[1:5]):
        own = list(grouped)
        if text:
            text += "\n" if before[:3] == key[:3] else "\n\n"
        lines.append((len(text), *_around(own, height, points)))
        text += " ".join(clean_word(word[11]) for word in own)
        before = key
    return text, tuple(lines)


def _around(words: Iterable[list[str]], height: int, points: float) -> tuple[float, float, float, float]:
    edges = [(int(w[6]), int(w[7]), int(w[6]) + int(w[8]), int(w[7]) + int(w[9])) for w in words]
    left, top, right, bottom = zip(*edges, strict=True)
    return tuple(round(edge * points, 1) for edge in (min(left), height - max(bottom), max(right), height - min(top)))
