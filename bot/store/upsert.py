"""Write a row or let an equal one stand, on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert, or set `values` on the row with that key."""
    statement = _insert(connection, table).values(**key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert; False when a unique key says it is there already."""
    statement = _insert(connection, table).values(**values).on_conflict_do_nothing()
    # Not rowcount: on a table whose key counts itself, PostgreSQL's driver answers -1 even when nothing was written.
    return connection.execute(statement.returning(literal(1))).first() is not None


def _insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return make(table)
