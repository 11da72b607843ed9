"""The schema's versions: Alembic, run from inside the program so that no configuration file is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import SettingsError
from bot.store.database import Database


def migrate(database: Database) -> None:
    """Bring the schema to this program's version; does nothing when it is there already."""
    current = current_version(database)
    if current == newest_version():
        return
    _must_know(current)
    with database.alter() as connection:
        database.lock_schema(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check_schema(database: Database) -> None:
    """Raise SettingsError when the schema is not this program's version."""
    current, newest = current_version(database), newest_version()
    _must_know(current)
    if current != newest:
        raise SettingsError(
            f"the database's schema is version {current or 'none'}, this program needs {newest}: "
            "run `privacy-desk migrate` first"
        )


def current_version(database: Database) -> str | None:
    """The schema's version, None for an empty database."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str | None:
    """The version this program was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _must_know(version: str | None) -> None:
    scripts = ScriptDirectory.from_config(_config())
    if version is not None and version not in {script.revision for script in scripts.walk_revisions()}:
        raise SettingsError(
            f"the database's schema is version {version}, which this program does not know (it knows up to "
            f"{newest_version()}): run the newer program that made it"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
