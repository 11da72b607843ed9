"""The schema's versions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.errors import SettingsError
from bot.store import migrate as migrate_module
from bot.store.database import Database
from bot.store.migrate import check_schema, current_version, migrate, newest_version
from bot.store.tables import metadata
from tests.store.parallel import at_once
from tests.store.postgres import PostgresServer

MIGRATIONS = Path(migrate_module.__file__).parent / "migrations"


def _downgrade(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


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
