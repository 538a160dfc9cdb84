"""The one factory that opens DuckDB: no network, no extensions, bounded memory, configuration locked.

DuckDB 2 fetches extensions from the network when a file type asks for one; here that is off before any statement of
ours runs, and the settings cannot be changed back.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

__all__ = ["open_duckdb"]


def open_duckdb(*, threads: int = 2, memory_limit: str = "1GB", temp: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open an in-memory database with everything off that could reach out.

    Args:
        threads: Threads that a query may use.
        memory_limit: Beyond this, DuckDB spills to `temp`.
        temp: Folder for spilled data; a private one in the system's when None.

    >>> open_duckdb().execute("SELECT current_setting('lock_configuration')").fetchone()
    (True,)
    """
    folder = str(temp) if temp else tempfile.gettempdir()
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": threads,
            "memory_limit": memory_limit,
            "temp_directory": folder,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "allow_unsigned_extensions": False,
            "preserve_insertion_order": True,
        },
    )
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET lock_configuration = true")
    return connection
