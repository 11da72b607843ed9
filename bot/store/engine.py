"""How SQLAlchemy speaks to each of the two databases."""

import sqlite3
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

BEGIN_TO_WRITE: Final = {"sqlite_begin": "BEGIN IMMEDIATE"}
"""Takes SQLite's one write lock at the start: a read that turns into a write would fail, not wait."""

BEGIN_TO_ALTER: Final = {**BEGIN_TO_WRITE, "sqlite_before": ("PRAGMA foreign_keys=OFF",)}
"""SQLite changes a table by copying it: while the old one is gone, what refers to it must be let be."""

_BUSY_SECONDS: Final = 15


def new_engine(url: str) -> Engine:
    """An engine; raises SettingsError for an address that is none."""
    parsed = _parse(url)
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed)
        case "postgresql":
            return _postgresql(parsed)
        case _:
            raise _not_an_address()


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise _not_an_address() from error


def _sqlite(url: URL) -> Engine:
    if url.database in {None, "", ":memory:"}:
        raise SettingsError("PRIVACY_DESK_DATABASE_URL names no file: use sqlite:///path/file.db")
    # The pool never runs dry: there are only as many connections as threads.
    engine = create_engine(url.set(drivername="sqlite"), max_overflow=-1)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            max_overflow=-1,
            isolation_level="READ COMMITTED",
        )
    except ModuleNotFoundError as error:
        raise SettingsError(
            "PRIVACY_DESK_DATABASE_URL names PostgreSQL, whose driver is not installed: "
            "pip install 'retailops-privacy-desk[postgres]'"
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's own transaction handling would begin too late (only before the first write) and DEFERRED.
    connection.isolation_level = None
    try:
        for pragma in (
            f"busy_timeout={_BUSY_SECONDS * 1000}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise SettingsError(
            "PRIVACY_DESK_DATABASE_URL names a file that is no SQLite database: name another"
        ) from error


def _begin_sqlite(connection: Connection) -> None:
    for pragma in connection.get_execution_options().get("sqlite_before", ()):
        connection.exec_driver_sql(pragma)
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def _not_an_address() -> SettingsError:
    return SettingsError(
        "PRIVACY_DESK_DATABASE_URL is not a database address: use sqlite:///path/file.db or postgresql://host/name"
    )
