"""Parsers in child processes with limits, and DuckDB with everything off that could reach out."""

from accounted.sandbox.duck import open_duckdb
from accounted.sandbox.run import Limits, limits_are_hard, run_parser

__all__ = ["Limits", "limits_are_hard", "open_duckdb", "run_parser"]
