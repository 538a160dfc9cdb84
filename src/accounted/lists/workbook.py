"""Read the first sheet of a workbook (XLSX, XLS, ODS); called in a child process with limits, so given bytes."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, PasswordError, load_workbook

from accounted.model.errors import UnreadableDocument

__all__ = ["cell_text", "read_first_sheet"]


def read_first_sheet(data: bytes) -> list[list[str]]:
    """Return the rows of the first sheet as text.

    Raises:
        UnreadableDocument: When the workbook is damaged, locked or empty of sheets.
    """
    try:
        with load_workbook(io.BytesIO(data)) as book:
            if not book.sheet_names:
                raise UnreadableDocument("the workbook has no sheet", mend="save it again")
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise UnreadableDocument("the workbook is locked with a password", mend="save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableDocument(f"the workbook is damaged ({error})", mend="open it and save it again") from error
    return [[cell_text(cell) for cell in row] for row in rows]


def cell_text(cell: object) -> str:
    """Write one cell as text: whole numbers without a point, midnight without a time, nothing as nothing.

    >>> cell_text(47.0), cell_text(datetime(1999, 3, 20)), cell_text(None)
    ('47', '1999-03-20', '')
    """
    if cell is None or cell != cell:  # noqa: PLR0124 - a cell that is no number differs from itself
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
