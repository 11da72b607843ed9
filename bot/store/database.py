"""One database: its engine, its write lock, and the refusal of a second process on SQLite."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from bot.errors import SecondProcess, SettingsError, TemporaryFailure

_BUSY_SECONDS = 15


class Database:
    """Transactions on SQLite or PostgreSQL.

    On SQLite every writer of this process queues on one lock (the file allows one writer anyway, and its own
    busy loop is unfair), and a file lock keeps other processes out for as long as `claim` is held.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = _engine(url)
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        self._writing = threading.Lock()
        self._claim: IO[bytes] | None = None
        self._worker_claim: Connection | None = None
        self._here = threading.local()

    @property
    def engine(self) -> Engine:
        """For migrations only."""
        return self._engine

    @property
    def is_writing(self) -> bool:
        """Whether this thread stands inside a write transaction."""
        return getattr(self._here, "writing", False)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write; commits on leaving, rolls back on an error."""
        if self._is_sqlite:
            with self._writing, self._transaction() as connection:
                yield connection
        else:
            with self._transaction() as connection:
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot; writers do not wait for it."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except OperationalError as error:
            raise _unavailable(error) from error

    def claim(self) -> Self:
        """Be the only process on an SQLite file; raises SecondProcess. PostgreSQL is made to be shared."""
        path = self._engine.url.database
        if self._is_sqlite and path and path != ":memory:" and self._claim is None:
            lock = Path(f"{path}.lock").open("wb")  # noqa: SIM115 (held until the process ends or `close`)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                lock.close()
                raise SecondProcess(
                    f"another privacy-desk process already runs on {path}: stop it first, "
                    "or set PRIVACY_DESK_DATABASE_URL to a PostgreSQL database, which many processes can share"
                ) from error
            self._claim = lock
        return self

    def claim_worker(self) -> None:
        """Be the only worker on a shared database; raises SecondProcess. The claim ends with the process."""
        if self._is_sqlite:
            return
        connection = self._engine.connect()
        if not connection.execute(text("SELECT pg_try_advisory_lock(hashtext('privacy-desk-worker'))")).scalar():
            connection.close()
            raise SecondProcess("another worker already runs on this database: one is enough, stop the other first")
        self._worker_claim = connection

    def close(self) -> None:
        """Let go of connections and of the claims."""
        if self._worker_claim is not None:
            self._worker_claim.close()
            self._worker_claim = None
        self._engine.dispose()
        if self._claim is not None:
            self._claim.close()
            self._claim = None

    def lock_log(self, connection: Connection) -> None:
        """Let one writer at a time extend the audit chain (SQLite has one writer anyway)."""
        if not self._is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('audit_events'))"))

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        self._here.writing = True
        try:
            with self._engine.connect() as connection:
                if self._is_sqlite:
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
                connection.commit()
        except OperationalError as error:
            raise _unavailable(error) from error
        finally:
            self._here.writing = False


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    except (ArgumentError, NoSuchModuleError) as error:
        raise SettingsError(
            "PRIVACY_DESK_DATABASE_URL is not a database address: use sqlite:///path/file.db or postgresql://host/name"
        ) from error
    except ModuleNotFoundError as error:
        raise SettingsError(
            "PRIVACY_DESK_DATABASE_URL names PostgreSQL, whose driver is not installed: "
            "pip install 'retailops-privacy-desk[postgres]'"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's own transaction handling would begin too late (only before the first write) and DEFERRED.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _unavailable(error: OperationalError) -> TemporaryFailure:
    return TemporaryFailure(f"the database does not answer ({type(error.orig).__name__}); nothing was written")
