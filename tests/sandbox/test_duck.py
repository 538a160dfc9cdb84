"""DuckDB reaches nothing but the data it is given (P18)."""

import duckdb
import pytest

from accounted.sandbox.duck import open_duckdb


@pytest.mark.parametrize(
    "statement",
    ["INSTALL httpfs", "SET autoinstall_known_extensions = true", "SET lock_configuration = false",
     "SELECT * FROM 'https://example.invalid/a.csv'"],
)  # fmt: skip
def test_nothing_can_be_fetched_or_switched_back_on(statement):  # P18
    connection = open_duckdb()
    with pytest.raises(duckdb.Error):
        connection.execute(statement).fetchall()


def test_settings_are_as_asked(tmp_path):
    connection = open_duckdb(threads=1, memory_limit="256MB", temp=tmp_path)
    found = connection.execute(
        "SELECT current_setting('threads'), current_setting('temp_directory'), current_setting('memory_limit')"
    ).fetchone()
    assert found[0] == 1
    assert found[1] == str(tmp_path)
    assert found[2].startswith(("244", "256"))
