"""Write a row or let an equal one stand, on both databases."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert, or set `values` on the row with that key."""
    statement = _insert(connection, table).values(**key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def add_up(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert, or add what stands outside the primary key to the row with that key."""
    connection.execute(_adding(connection.dialect.name, table), values)


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert; False when a unique key says it is there already."""
    statement = _insert(connection, table).values(**values).on_conflict_do_nothing()
    # Not rowcount: on a table whose key counts itself, PostgreSQL's driver answers -1 even when nothing was written.
    return connection.execute(statement.returning(literal(1))).first() is not None


@cache
def _adding(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    # Every message passes here: writing the statement down costs more than running it, so it is done once.
    statement = _by_dialect(dialect)(table)
    counts = [column.name for column in table.columns if not column.primary_key]
    sums = {name: table.c[name] + statement.excluded[name] for name in counts}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=sums)


def _insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    return _by_dialect(connection.dialect.name)(table)


def _by_dialect(name: str) -> "Callable[[Table], sqlite.Insert | postgresql.Insert]":
    return sqlite.insert if name == "sqlite" else postgresql.insert
