"""Parsers in child processes with limits, and DuckDB with everything off that could reach out."""
