"""A store as the workflow sees it, with a clock that is moved by hand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.case import Case
from bot.domain.message import Channel, MessageId
from bot.store.database import Database
from bot.store.job_queue import JobQueue
from bot.store.queue_rows import QueueRows
from bot.store.session_rows import SessionStore
from bot.store.tables import metadata
from bot.store.unit_of_work import SqlUnitOfWork
from bot.store.vault import Vault
from integrations.rfc822 import Rfc822Parser
from tests.store.samples import NOW, a_case, a_mail

MASTER = bytes(range(32))


class OnSqlite:
    """Runs a contract on an SQLite file."""

    @pytest.fixture
    def database(self, sqlite_url: str) -> Iterator[Database]:
        database = Database(sqlite_url)
        yield database
        database.close()


@pytest.mark.xdist_group("postgres")
class OnPostgres:
    """Runs a contract on a real PostgreSQL."""

    @pytest.fixture
    def database(self, postgres_url: str) -> Iterator[Database]:
        database = Database(postgres_url)
        yield database
        database.close()


@dataclass
class HandClock:
    """Stands still until it is moved."""

    time: datetime = NOW

    def now(self) -> datetime:
        return self.time

    def pass_(self, span: timedelta) -> datetime:
        self.time += span
        return self.time


def new_vault(master: bytes = MASTER) -> Vault:
    return Vault(master)


def sqlite_store(folder: Path) -> "DeskStore":
    """A fresh file with all tables; close its database at the end."""
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    with database.write() as connection:
        metadata.create_all(connection)
    return DeskStore(database=database, vault=new_vault(), clock=HandClock())


@dataclass(frozen=True)
class DeskStore:
    """One database with everything that stands on it."""

    database: Database
    vault: Vault
    clock: HandClock
    bell: threading.Event = field(default_factory=threading.Event)

    def unit(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.database, self.vault, self.clock, self.bell.set)

    @contextmanager
    def committing(self) -> Iterator[SqlUnitOfWork]:
        """A unit that commits when nothing went wrong."""
        with self.unit() as unit:
            yield unit
            unit.commit()

    @property
    def jobs(self) -> JobQueue:
        return JobQueue(self.database)

    @property
    def sessions(self) -> SessionStore:
        return SessionStore(self.database)

    @property
    def queue(self) -> QueueRows:
        parser = Rfc822Parser()
        return QueueRows(database=self.database, vault=self.vault, read=lambda stored: parser.parse(stored.raw))

    def keep_mail(self, message_id: str, *, uid: int | None = None, raw: bytes | None = None) -> MessageId:
        """A message, committed; its UID follows from its id unless given."""
        number = uid if uid is not None else int.from_bytes(message_id.encode()[-7:], "big")
        mail = a_mail(raw or f"Subject: {message_id}\r\n\r\nHello.\r\n".encode(), uid=number)
        with self.committing() as unit:
            unit.messages.add(MessageId(message_id), mail, channel=Channel.MAIL, stored_at=NOW)
        return MessageId(message_id)

    def keep_case(self, case_id: str = "case-1", **changes: Any) -> Case:
        """A case with the message it was opened from, committed."""
        case = a_case(case_id, **changes)
        self.keep_mail(case.opened_from)
        with self.committing() as unit:
            unit.cases.add(case)
        return case

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """What stands in the tables, past every repository."""
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text(sql), values)]

    def tamper(self, sql: str, **values: object) -> None:
        """Change the tables behind the program's back."""
        with self.database.write() as connection:
            connection.execute(text(sql), values)
