"""Checks of single cells: broken encodings, names that are none or several, leftovers of other programs.

Text that was written as UTF-8 and read with a Windows code page is recognised by what that does to letters: each
becomes a pair of a lead and a trail character that no word of the code page's own languages holds in that order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from accounted.lists.lint_drift import find_unfit
from accounted.lists.lint_sheet import OF_TEXT, Batch, Sheet, Tallies
from accounted.lists.lint_values import read_ages
from accounted.lists.persons_in_row import read_group
from accounted.lists.values import Known, is_blank, names_nobody, states_sex

__all__ = ["CellChecks", "holds_several", "is_garbled", "lost_letters"]


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

_SOUND = re.compile(r"[A-Za-z0-9 .,:/'\-]*")  # nothing that any of these looks for, and nearly all cells

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


Reader = Callable[[str], tuple[str, ...]]


class CellChecks:
    """Looks at cells, each different one of a column once, and counts the rows that hold what is odd.

    Args:
        sheet: The list.
        said: Fields of which a person has said in which columns they stand, if in any.
        tallies: Where it is counted.
    """

    def __init__(self, sheet: Sheet, said: Collection[str], tallies: Tallies) -> None:
        self._header, self._tallies = sheet.header, tallies
        readable = {*sheet.name_titles, *sheet.titles("place", "birth_place", "residence")}
        readers: dict[str, list[Reader]] = {title: [_letters_of(title in readable)] for title in sheet.header}
        for title in sheet.titles("age"):
            readers[title].append(read_ages(sheet.held[title].counts))
        for title in sheet.titles("sex"):
            readers[title].append(_sex_of)
        for title in sheet.name_titles:
            readers[title].append(_name_of)
        for title in sheet.titles("place", "birth_place", "residence"):
            readers[title].append(_place_of)
        for title in find_unfit(sheet, said):
            readers[title].append(_filled)
        self._known = [Known(self._reading(title, readers[title])) for title in sheet.header]

    def _reading(self, title: str, readers: Sequence[Reader]) -> Reader:
        def read(cell: str) -> tuple[str, ...]:
            kinds = tuple(kind for reader in readers for kind in reader(cell))
            for kind in kinds:
                if kind != "title_unfit":
                    self._tallies.of(kind, title).offer(title, cell)
            return kinds

        return read

    def look(self, batch: Batch) -> None:
        """Count what is odd in some rows."""
        of_text: dict[str, set[int]] = {}
        for title, known, cells in zip(self._header, self._known, zip(*batch.rows, strict=True), strict=True):
            for place, cell in enumerate(cells):
                for kind in known[cell]:
                    if kind in OF_TEXT:
                        of_text.setdefault(kind, set()).add(place)
                    else:
                        record = batch.records[place]
                        self._tallies.of(kind, title).add(record.row, record.id)
        for kind, places in of_text.items():
            tally = self._tallies.of(kind)
            for place in sorted(places):
                tally.add(batch.records[place].row, batch.records[place].id)


def _letters_of(is_readable: bool) -> Reader:
    """Make a reader of letters that were broken on the way, and of leftovers of other programs."""

    def read(cell: str) -> tuple[str, ...]:
        if _SOUND.fullmatch(cell):
            return ()
        found = []
        is_foreign = not cell.isascii()
        if is_foreign and _GARBLED.search(cell):
            found.append("text_garbled")
        if lost_letters(cell) if is_readable else "\ufffd" in cell:
            found.append("letters_lost")
        if ("&" in cell or "<" in cell or "_x" in cell) and _MARKUP.search(cell):
            found.append("markup")
        if ("#" in cell or "+" in cell) and _ERRORS.fullmatch(cell.strip()):
            found.append("cell_failed")
        if is_foreign and _FORMS.search(cell):
            found.append("presentation_forms")
        if not cell.isprintable() and _INVISIBLE.search(cell):
            found.append("invisible")
        return tuple(found)

    return read


def _name_of(cell: str) -> tuple[str, ...]:
    """Look at a name for what is no name, or not one."""
    if is_blank(cell):
        return ()
    if names_nobody(cell):
        return ("name_placeholder",)
    if read_group(cell) is not None:  # so many people, and counted as such
        return ()
    found = []
    if _SEVERAL.search(cell):
        found.append("name_of_several")
    elif _DIGIT.search(cell):
        found.append("name_with_number")
    if len(cell) > _LONGEST_NAME:
        found.append("name_overlong")
    if _JUNK.search(cell):
        found.append("junk_around")
    return tuple(found)


def _place_of(cell: str) -> tuple[str, ...]:
    return ("place_placeholder",) if not is_blank(cell) and names_nobody(cell) else ()


def _sex_of(cell: str) -> tuple[str, ...]:
    is_read = is_blank(cell) or states_sex(cell) or names_nobody(cell)
    return () if is_read else ("sex_unread",)


def _filled(cell: str) -> tuple[str, ...]:
    return () if is_blank(cell) else ("title_unfit",)
