"""Cells of workbooks, databases and data frames as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

__all__ = ["cell_text"]


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
