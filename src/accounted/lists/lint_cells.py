"""Checks of single cells: broken encodings, names that are none or several, leftovers of other programs.

Text that was written as UTF-8 and read with a Windows code page is recognised by what that does to letters: each
becomes a pair of a lead and a trail character that no word of the code page's own languages holds in that order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from accounted.lists.lint_sheet import Sheet, Suspect, names_nobody
from accounted.lists.persons_in_row import read_group
from accounted.lists.values import is_blank

__all__ = ["check_cells", "check_names", "holds_several", "is_garbled", "lost_letters"]


def _trail(code_page: str, *, without: str = "") -> str:
    """Characters that a code page shows for the bytes 80–BF, as a class for a regular expression."""
    shown = (bytes([byte]).decode(code_page, "replace") for byte in range(0x80, 0xC0))
    raw = (chr(byte) for byte in range(0x80, 0xA0)) if code_page == "cp1252" else ()
    kept = {character for character in (*shown, *raw) if character not in "\ufffd" + without}
    return "[" + "".join(re.escape(character) for character in sorted(kept)) + "]"


_QUOTES = "‘’“”–—"  # may follow a capital letter in sound text
_GARBLED = re.compile(
    f"[ÃÄÅ]{_trail('cp1252', without=_QUOTES)}|Â[\u00a0«»°·´¨¡¿]|â€{_trail('cp1252')}|ï»¿"
    f"|(?:[ÎÏÐÑ×ØÙÚÛ]{_trail('cp1252')}){{2,}}"
    f"|(?:[طظ]{_trail('cp1256')}){{2,}}|(?:[РС]{_trail('cp1251')}){{2,}}"
)
_LOST = re.compile(r"\ufffd|[^\W\d_]\?+[^\W\d_]|\?\?+[^\W\d_]|[^\W\d_]\?\?+")
_MARKUP = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,6});|</?[a-z]+ ?/?>|_x000[0-9a-d]_", re.IGNORECASE)
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u2028\u2029\ufeff]")
_ERRORS = re.compile(r"#(?:REF|NAME|VALUE|DIV/0|NUM|NULL|N/A)[!?]?|\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)

_RELATIVES = (
    "wife|husband|son|sons|daughter|daughters|child|children|baby|brother|brothers|sister|sisters|mother|father|family|"
    "parents|others|relatives|femme|fils|fille|enfants|famille|hijo|hija|hijos|familia|esposa"
)
_SEVERAL = re.compile(
    rf"\w\s+(?:and|und|et|&|\+)\s+\w|\w\s*[;+]\s*\w|\w\s+و\s+\w|\bfamily of\b|\bfamille de\b|\bfamilia de\b"
    rf"|\b\d+ (?:{_RELATIVES}|people|persons|victims|members)\b|\bet al\b|عائلة من|خانواده ",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d(?!\d*(?:st|nd|rd|th|e|er|ème|\.)(?!\w))", re.IGNORECASE)  # the 3rd of a family is one person
_JUNK = re.compile(r"^[\s]*[*,;:\-–_/\\|#~=+<>{}\[\]]|[*,;:\-–_/\\|#~=<>{}\[\]][\s]*$")
_LONGEST_NAME = 100


def is_garbled(text: str) -> bool:
    """Whether letters were written in one encoding and read in another.

    >>> is_garbled("JosÃ©"), is_garbled("José"), is_garbled("SÃO"), is_garbled("Ù…Ø­Ù…Ø¯")
    (True, False, False, True)
    """
    return not text.isascii() and bool(_GARBLED.search(text))


def lost_letters(text: str) -> bool:
    """Whether letters were replaced by question marks or by the mark for what cannot be shown.

    >>> lost_letters("M?ller"), lost_letters("M\ufffdller"), lost_letters("Muller?")
    (True, True, False)
    """
    return ("?" in text or "\ufffd" in text) and bool(_LOST.search(text))


def holds_several(name: str) -> bool:
    """Whether a name is that of more than one person.

    >>> holds_several("Ombra and Isolde Vask"), holds_several("family of 7"), holds_several("Ortega y Muestra")
    (True, True, False)
    """
    return bool(_SEVERAL.search(name))


def check_cells(sheet: Sheet) -> Iterator[Suspect]:
    """Look at every column for letters that were broken on the way, and for leftovers of other programs."""
    readable = {*sheet.name_titles, *sheet.titles("place", "birth_place", "residence")}
    for title in sheet.header:
        values = set(sheet.cells(title))
        foreign = [value for value in values if not value.isascii()]
        yield from sheet.suspect("text_garbled", title, {value for value in foreign if _GARBLED.search(value)})
        if title in readable:
            yield from sheet.suspect("letters_lost", title, {value for value in values if lost_letters(value)})
        else:
            yield from sheet.suspect("letters_lost", title, {value for value in foreign if "\ufffd" in value})
        marked = {v for v in values if ("&" in v or "<" in v or "_x" in v) and _MARKUP.search(v)}
        yield from sheet.suspect("markup", title, marked)
        failed = {v for v in values if ("#" in v or "+" in v) and _ERRORS.fullmatch(v.strip())}
        yield from sheet.suspect("cell_failed", title, failed)
        yield from sheet.suspect("presentation_forms", title, {value for value in foreign if _FORMS.search(value)})
        yield from sheet.suspect(
            "invisible", title, {v for v in values if not v.isprintable() and _INVISIBLE.search(v)}
        )


def check_names(sheet: Sheet) -> Iterator[Suspect]:
    """Look at every column of names for what is no name, or not one."""
    for title in sheet.name_titles:
        names = {value for value in set(sheet.cells(title)) if not is_blank(value)}
        nobody = {name for name in names if names_nobody(name)}
        yield from sheet.suspect("name_placeholder", title, nobody)
        names -= nobody
        names -= {name for name in names if read_group(name) is not None}  # so many people, and counted as such
        several = {name for name in names if _SEVERAL.search(name)}
        yield from sheet.suspect("name_of_several", title, several)
        yield from sheet.suspect("name_with_number", title, {n for n in names - several if _DIGIT.search(n)})
        yield from sheet.suspect("name_overlong", title, {name for name in names if len(name) > _LONGEST_NAME})
        yield from sheet.suspect("junk_around", title, {name for name in names if _JUNK.search(name)})
    for title in sheet.titles("place", "birth_place", "residence"):
        nowhere = {v for v in set(sheet.cells(title)) if not is_blank(v) and names_nobody(v)}
        yield from sheet.suspect("place_placeholder", title, nowhere)
