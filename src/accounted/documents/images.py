"""Pictures: what EXIF and XMP say is read as facts; the words in them are for OCR to read."""

from __future__ import annotations

import io
import re
from importlib.metadata import version

from PIL import ExifTags, Image, UnidentifiedImageError

from accounted.documents.parsed import Parsed, clean_word
from accounted.documents.xmp import read_xmp
from accounted.model.errors import UnreadableDocument

__all__ = ["DAMAGED", "open_image", "parse"]

DAMAGED = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError)
_MOST_FRAMES = 1_000
_MOST_CHARACTERS = 500
_MEND = "get it again from where it came"
_IFDS = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)


def open_image(data: bytes) -> Image.Image:
    """Open a picture; its pixels are not read yet.

    Raises:
        UnreadableDocument: When it is damaged, or has more pixels than a page ever has.
    """
    try:
        return Image.open(io.BytesIO(data))
    except DAMAGED as error:
        raise UnreadableDocument("the picture is damaged or far too large", mend=_MEND) from error


def parse(data: bytes) -> Parsed:
    """Read what a picture says of itself, and how many pages it has.

    Raises:
        UnreadableDocument: When it is damaged.
    """
    image = open_image(data)
    n_pages = min(int(getattr(image, "n_frames", 1)), _MOST_FRAMES)
    size = (("width", str(image.width)), ("height", str(image.height)))
    return Parsed(
        "",
        f"Pillow {version('pillow')}",
        pages=tuple([0] * n_pages),
        stated=(*size, *_exif(image), *read_xmp(data)),
        scanned=tuple(range(n_pages)),
    )


def _exif(image: Image.Image) -> list[tuple[str, str]]:
    try:
        exif = image.getexif()
        groups = [(ExifTags.TAGS, dict(exif)), *((_names(ifd), exif.get_ifd(ifd)) for ifd in _IFDS)]
    except DAMAGED:
        return []
    facts = []
    for names, values in groups:
        for tag, value in sorted(values.items()):
            if tag in tuple(_IFDS) or (isinstance(value, bytes) and not value.isascii()):
                continue
            said = value.decode("ascii") if isinstance(value, bytes) else value
            text = clean_word(re.sub(r"[^\x20-\x7e\xa0-\U0010ffff]", " ", str(said)))
            if text:
                facts.append((f"exif:{names.get(tag, tag)}", text[:_MOST_CHARACTERS]))
    return facts


def _names(ifd: ExifTags.IFD) -> dict[int, str]:
    return ExifTags.GPSTAGS if ifd == ExifTags.IFD.GPSInfo else ExifTags.TAGS
