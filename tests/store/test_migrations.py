from sqlalchemy import create_engine, inspect, text

from accounted.store.migrations import CURRENT_VERSION, migrate


def _old_record():
    """A record of version 1, before capture tables knew impossible histories, and without a table that came later."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, "2026-11-01T00:00:00Z")
        connection.execute(text("ALTER TABLE capture_table DROP COLUMN impossible"))
        connection.execute(text("ALTER TABLE capture_table DROP COLUMN dependent"))
        connection.execute(text("DROP TABLE release"))
        connection.execute(text("CREATE TABLE victim (seq INTEGER PRIMARY KEY)"))
        connection.execute(text("DELETE FROM schema_version WHERE version > 1"))
    return engine


def test_an_older_record_gets_what_it_lacks():
    engine = _old_record()
    with engine.begin() as connection:
        assert migrate(connection, "2026-11-24T00:00:00Z") == CURRENT_VERSION - 1
        columns = {column["name"] for column in inspect(connection).get_columns("capture_table")}
        assert {"impossible", "dependent", "cells"} <= columns
        assert inspect(connection).has_table("release")
        assert not inspect(connection).has_table("victim")  # its content stands with the records, decision 0021
        triggers = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
        assert {"keep_release_update", "keep_release_delete"} <= triggers
    with engine.begin() as connection:
        assert migrate(connection, "2026-11-24T00:00:01Z") == 0
