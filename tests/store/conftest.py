"""The two databases, migrated once and copied for each test."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.migrate import migrate
from tests.store.desk_store import DeskStore, HandClock, new_vault
from tests.store.noise import make_noise
from tests.store.postgres import PostgresServer, postgres_programs, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    programs = postgres_programs()
    if programs is None:
        missing = "PostgreSQL is not installed (apt-get install postgresql)"
        if os.environ.get("CI") == "true":  # noqa: TID251 (a test may ask where it runs)
            pytest.fail(missing)
        pytest.skip(missing)
    with running_postgres(programs) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:
    name = postgres.create()
    database = Database(postgres.url(name))
    migrate(database)
    database.close()
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "desk.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated file of its own."""
    shutil.copy(migrated_sqlite, tmp_path / "desk.db")
    return f"sqlite:///{tmp_path / 'desk.db'}"


@pytest.fixture
def postgres_url(postgres: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    """A migrated database of its own."""
    name = postgres.create(template=migrated_postgres)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def store(database: Database) -> DeskStore:
    """Empty."""
    return DeskStore(database=database, vault=new_vault(), clock=HandClock(), bell=threading.Event())


@pytest.fixture
def noise(store: DeskStore) -> None:
    """Rows of somebody else in every table, so that a forgotten WHERE shows."""
    make_noise(store)
