"""Tables in, records out: any usual table file, its columns recognised, every value kept as written."""

from accounted.lists.columns import is_capture_table, recognise_columns
from accounted.lists.layout import explain_columns
from accounted.lists.linting import lint_list
from accounted.lists.proposing import ColumnProposal, ProposedColumn, propose_columns, settings_of, with_field
from accounted.lists.reading import read_list
from accounted.lists.tables import Table, read_frame, read_table
from accounted.lists.titles import FIELDS, Field

__all__ = [
    "FIELDS",
    "ColumnProposal",
    "Field",
    "ProposedColumn",
    "Table",
    "explain_columns",
    "is_capture_table",
    "lint_list",
    "propose_columns",
    "read_frame",
    "read_list",
    "read_table",
    "recognise_columns",
    "settings_of",
    "with_field",
]
