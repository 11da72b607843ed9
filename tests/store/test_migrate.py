"""The schema's versions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from bot.errors import SettingsError
from bot.store import migrate as migrate_module
from bot.store.database import Database
from bot.store.migrate import check_schema, current_version, migrate, newest_version
from bot.store.tables import metadata
from tests.store.parallel import at_once
from tests.store.postgres import PostgresServer

MIGRATIONS = Path(migrate_module.__file__).parent / "migrations"


def _downgrade(database: Database) -> None:
    with database.write() as connection:
        command.downgrade(_config(connection), "base")


def _upgrade(database: Database, version: str) -> None:
    with database.alter() as connection:
        command.upgrade(_config(connection), version)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


MESSAGE = """
INSERT INTO messages (message_id, channel, mailbox, uidvalidity, uid, sha256, arrived_at, stored_at, outcome)
VALUES ('m1', 'mail', 'INBOX', 1, 1, 'x', '2026-11-24 09:00:00', '2026-11-24 09:00:00', 'cases_opened')
"""
CASE = """
INSERT INTO cases (case_id, number, request_type, state, version, waits_for, regime, language, channel,
                   service_messages, received_at, due_on, opened_from, subject_key, requester_key, person, proof,
                   payload)
VALUES ('c1', '26-0001', 'erasure', 'received', 1, 'plan', 'gdpr', 'en', 'mail',
        false, '2026-11-24 09:00:00', '2026-12-24', 'm1', 's', 'r', 'j', 'none', '')
"""
LINK = """
INSERT INTO links (link_id, token_hash, case_id, purpose, expires_at)
VALUES ('l1', 'h', 'c1', 'prove_identity', '2026-11-27 09:00:00')
"""


def _set_version(database: Database, version: str) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


class MigrateContract:
    def test_from_empty_it_makes_exactly_the_tables_the_program_uses(self, database: Database) -> None:
        migrate(database)

        with database.read() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
            tables = set(inspect(connection).get_table_names())
        assert tables == set(metadata.tables) | {"alembic_version"}

    def test_twice_is_once(self, database: Database) -> None:
        migrate(database)
        migrate(database)

        assert current_version(database) == newest_version()
        check_schema(database)

    def test_two_at_the_same_time_do_not_fall_over_each_other(self, database: Database) -> None:
        at_once(2, lambda _: migrate(database))

        check_schema(database)

    def test_an_empty_database_is_refused_with_the_remedy(self, database: Database) -> None:
        assert current_version(database) is None
        with pytest.raises(SettingsError, match=f"version none, this program needs {newest_version()}.*migrate"):
            check_schema(database)

    def test_a_newer_programs_database_is_refused_and_left_alone(self, database: Database) -> None:
        migrate(database)
        _set_version(database, "9999")

        for step in (check_schema, migrate):
            with pytest.raises(SettingsError, match="version 9999, which this program does not know"):
                step(database)
        assert current_version(database) == "9999"

    def test_the_cases_of_an_older_version_stay_with_all_that_refers_to_them(self, database: Database) -> None:
        _upgrade(database, "0002")
        with database.write() as connection:
            for statement in (MESSAGE, CASE, LINK):
                connection.execute(text(statement))

        migrate(database)

        with database.read() as connection:
            joined = text("SELECT place, not_before, purpose FROM cases JOIN links USING (case_id)")
            assert connection.execute(joined).all() == [(0, None, "prove_identity")]
        with pytest.raises(IntegrityError), database.write() as connection:
            connection.execute(text("UPDATE links SET case_id = 'nobody'"))

    def test_a_change_of_the_tables_that_leaves_a_reference_dangling_is_undone(self, database: Database) -> None:
        migrate(database)
        with database.write() as connection:
            for statement in (MESSAGE, CASE, LINK):
                connection.execute(text(statement))

        with pytest.raises((RuntimeError, IntegrityError)), database.alter() as connection:
            connection.execute(text("DELETE FROM cases"))

        with database.read() as connection:
            assert connection.execute(text("SELECT count(*) FROM cases")).scalar_one() == 1

    def test_the_way_down_leaves_nothing(self, database: Database) -> None:
        migrate(database)

        _downgrade(database)

        with database.read() as connection:
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        migrate(database)
        check_schema(database)


class TestOnSqlite(MigrateContract):
    """Embedded."""

    @pytest.fixture
    def database(self, tmp_path: Path) -> Iterator[Database]:
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.close()


@pytest.mark.xdist_group("postgres")
class TestOnPostgres(MigrateContract):
    """Shared."""

    @pytest.fixture
    def database(self, postgres: PostgresServer) -> Iterator[Database]:
        name = postgres.create()
        database = Database(postgres.url(name))
        yield database
        database.close()
        postgres.drop(name)
