"""One database: its engine, its write lock, and the refusal of a second process on SQLite."""

import fcntl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Final, Self

from sqlalchemy import Connection, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import SecondProcess, SettingsError, TemporaryFailure
from bot.store.engine import BEGIN_TO_ALTER, BEGIN_TO_WRITE, new_engine

_GONE: Final = (OperationalError, InterfaceError, PoolTimeout)


class Database:
    """Transactions on SQLite or PostgreSQL.

    On SQLite every writer of this process queues on one lock (the file allows one writer anyway, and its own
    busy loop is unfair), and a file lock keeps other processes out for as long as `claim` is held.
    """

    def __init__(self, url: str) -> None:
        self._engine = new_engine(url)
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        self._writing = threading.Lock()
        self._claim: IO[bytes] | None = None
        self._worker_claim: Connection | None = None
        self._here = threading.local()

    @property
    def is_writing(self) -> bool:
        """Whether this thread stands inside a write transaction."""
        return getattr(self._here, "writing", False)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that may write; whatever was not committed when it is left is undone."""
        with self._alone(BEGIN_TO_WRITE) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write; commits on leaving, rolls back on an error."""
        with self.begin() as connection:
            yield connection
            connection.commit()

    @contextmanager
    def alter(self) -> Iterator[Connection]:
        """A transaction that may change tables; commits on leaving, if every reference still leads somewhere."""
        with self._alone(BEGIN_TO_ALTER) as connection:
            try:
                yield connection
                if self._is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise RuntimeError("a migration left rows that refer to none: nothing was changed")
                connection.commit()
            finally:
                if self._is_sqlite:
                    # It has stopped checking references: the next one does again.
                    connection.invalidate()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot for everything read in it; neither waits for writers nor holds them up."""
        snapshot = {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._connected(**snapshot) as connection:
            yield connection

    def claim(self) -> Self:
        """Be the only process on an SQLite file; raises SecondProcess. PostgreSQL is made to be shared."""
        path = self._engine.url.database
        if self._is_sqlite and path and self._claim is None:
            lock = _open_lock(Path(f"{path}.lock"))
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
        if self._is_sqlite or self._worker_claim is not None:
            return
        with self._translated():
            connection = self._engine.connect()
            claimed = text("SELECT pg_try_advisory_lock(hashtext('privacy-desk-worker'))")
            is_first = connection.execute(claimed).scalar_one()
            # The lock belongs to the connection; a transaction left open beside it would hold up vacuuming.
            connection.commit()
        if not is_first:
            connection.close()
            raise SecondProcess("another worker already runs on this database: one is enough, stop the other first")
        self._worker_claim = connection

    def close(self) -> None:
        """Let go of connections and of the claims."""
        if self._worker_claim is not None:
            # The server would free it too, but only when it notices that we are gone: the next worker may ask before.
            with suppress(*_GONE):
                self._worker_claim.execute(text("SELECT pg_advisory_unlock(hashtext('privacy-desk-worker'))"))
            self._worker_claim.close()
            self._worker_claim = None
        self._engine.dispose()
        if self._claim is not None:
            self._claim.close()
            self._claim = None

    def lock_log(self, connection: Connection) -> None:
        """Let one writer at a time extend the audit chain (SQLite has one writer anyway)."""
        self._lock(connection, "audit_events")

    def lock_schema(self, connection: Connection) -> None:
        """Let one process at a time change the schema."""
        self._lock(connection, "schema")

    def _lock(self, connection: Connection, what: str) -> None:
        if not self._is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})

    @contextmanager
    def _alone(self, options: Mapping[str, object]) -> Iterator[Connection]:
        if self.is_writing:
            raise RuntimeError("a transaction inside another of the same thread would wait for itself")
        with self._writing if self._is_sqlite else nullcontext():
            self._here.writing = True
            try:
                with self._connected(**options) as connection:
                    yield connection
            finally:
                self._here.writing = False

    @contextmanager
    def _connected(self, **options: object) -> Iterator[Connection]:
        with self._translated(), self._engine.connect() as connection:
            yield connection.execution_options(**options) if options else connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except _GONE as error:
            raise _unavailable(error) from error


def _open_lock(path: Path) -> IO[bytes]:
    try:
        return path.open("wb")
    except OSError as error:
        raise SettingsError(
            f"PRIVACY_DESK_DATABASE_URL names a file that cannot be written in {path.parent.absolute()} "
            f"({error.strerror}): make that folder, or name another"
        ) from error


def _unavailable(error: Exception) -> TemporaryFailure:
    kind = type(getattr(error, "orig", None) or error).__name__
    return TemporaryFailure(
        f"the database does not answer ({kind}) and nothing was written: does it run, and is "
        "PRIVACY_DESK_DATABASE_URL right?"
    )
