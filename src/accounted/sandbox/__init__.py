"""Parsers in child processes with limits; `sandbox.duck` opens DuckDB with everything off that could reach out.

DuckDB is left out of this name on purpose: every child imports it, and most parsers need no database.
"""

from accounted.sandbox.run import Limits, Parsers, limits_are_hard, run_parser
from accounted.sandbox.streaming import stream_parser

__all__ = ["Limits", "Parsers", "limits_are_hard", "run_parser", "stream_parser"]
