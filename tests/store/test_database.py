"""Addresses, claims and what is said when a database cannot be used."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import SecondProcess, SettingsError, TemporaryFailure
from bot.store.database import Database

_HOLD = """
import sys
from bot.store.database import Database
from bot.errors import SecondProcess
database = Database(sys.argv[1])
try:
    database.claim().claim_worker()
except SecondProcess as refused:
    print(refused, flush=True)
    sys.exit(2)
print("claimed", flush=True)
sys.stdin.read()
"""


def _other_process(url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "sentence"),
        [
            ("nonsense", "is not a database address"),
            ("mysql://host/name", "is not a database address"),
            ("sqlite://", "names no file"),
            ("sqlite:///:memory:", "names no file"),
        ],
    )
    def test_what_is_no_usable_address_is_named_with_the_remedy(self, url: str, sentence: str) -> None:
        with pytest.raises(SettingsError, match=f"PRIVACY_DESK_DATABASE_URL {sentence}.*use sqlite:///"):
            Database(url)

    def test_a_password_in_a_wrong_address_is_not_repeated(self) -> None:
        with pytest.raises(SettingsError) as refused:
            Database("postgres//desk:hunter2@host/name")

        assert "hunter2" not in str(refused.value)

    def test_a_missing_driver_is_named_with_the_command_that_installs_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)

        with pytest.raises(SettingsError, match=r"driver is not installed: pip install .*\[postgres\]"):
            Database("postgresql://host/name")

    def test_a_postgresql_that_does_not_answer_is_a_temporary_failure(self, tmp_path: Path) -> None:
        database = Database(f"postgresql://desk@/desk?host={tmp_path}")

        for step in (database.read, database.write):
            with pytest.raises(TemporaryFailure, match=r"does not answer.*PRIVACY_DESK_DATABASE_URL"), step():
                pass
        with pytest.raises(TemporaryFailure, match="does not answer"):
            database.claim_worker()
        database.close()

    def test_a_file_that_is_no_database_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("Dear reader, " * 100)
        database = Database(f"sqlite:///{tmp_path / 'letter.txt'}")

        with pytest.raises(SettingsError, match="no SQLite database"), database.write() as connection:
            connection.execute(text("SELECT 1"))

    def test_a_file_that_somebody_keeps_locked_is_a_temporary_failure(
        self, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.store.engine._BUSY_SECONDS", 0)
        keeper = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        keeper.execute("PRAGMA locking_mode=EXCLUSIVE")
        keeper.execute("BEGIN EXCLUSIVE")
        database = Database(sqlite_url)

        with pytest.raises(TemporaryFailure, match="does not answer"), database.read() as connection:
            connection.execute(text("SELECT 1"))

        database.close()
        keeper.close()

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'desk.db'}")

        with pytest.raises(SettingsError, match=r"cannot be written in .*nowhere.*make that folder"):
            database.claim()
        with pytest.raises(TemporaryFailure), database.read() as connection:
            connection.execute(text("SELECT 1"))


class TestClaimOnSqlite:
    def test_a_second_process_on_the_same_file_is_refused_with_the_remedy(self, sqlite_url: str) -> None:
        database = Database(sqlite_url).claim()
        with _other_process(sqlite_url) as other:
            refusal = _first_line(other)

        assert refusal.startswith("another privacy-desk process already runs on ")
        assert "stop it first" in refusal
        assert "PostgreSQL" in refusal
        assert other.returncode == 2
        database.close()

    def test_the_claim_ends_with_the_process_however_it_ends(self, sqlite_url: str) -> None:
        with _other_process(sqlite_url) as other:
            assert _first_line(other) == "claimed"
            with pytest.raises(SecondProcess):
                Database(sqlite_url).claim()
            other.kill()
        database = Database(sqlite_url).claim()
        database.close()

    def test_claiming_twice_in_one_process_is_once_and_closing_lets_go(self, sqlite_url: str) -> None:
        database = Database(sqlite_url)
        assert database.claim().claim() is database
        database.claim_worker()
        database.close()

        Database(sqlite_url).claim().close()


@pytest.mark.xdist_group("postgres")
class TestClaimOnPostgres:
    def test_processes_share_it_but_one_worker_is_enough(self, postgres_url: str) -> None:
        database = Database(postgres_url)
        database.claim().claim_worker()
        database.claim_worker()
        with _other_process(postgres_url) as other:
            assert "another worker already runs on this database" in _first_line(other)
        second = Database(postgres_url)
        with pytest.raises(SecondProcess, match="one is enough"):
            second.claim_worker()
        database.close()
        second.claim_worker()
        second.close()

    def test_the_worker_claim_ends_with_the_process_however_it_ends(self, postgres_url: str) -> None:
        with _other_process(postgres_url) as other:
            assert _first_line(other) == "claimed"
            other.kill()
        database = Database(postgres_url)
        _claim_when_the_server_has_noticed(database)
        database.close()

    def test_the_claim_holds_no_transaction_open(self, postgres_url: str) -> None:
        database = Database(postgres_url)
        database.claim_worker()

        with database.read() as connection:
            open_ones = connection.execute(
                text("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")
            ).scalar_one()

        assert open_ones == 0
        database.close()

    def test_a_lost_connection_is_a_temporary_failure_and_the_next_try_works(self, postgres_url: str) -> None:
        database, other = Database(postgres_url), Database(postgres_url)

        def lose() -> None:
            with database.write() as connection:
                pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
                with other.read() as killer:
                    killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
                connection.execute(text("SELECT 1"))

        with pytest.raises(TemporaryFailure, match="nothing was written"):
            lose()
        with database.read() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
        database.close()
        other.close()


def _claim_when_the_server_has_noticed(database: Database) -> None:
    for _ in range(200):
        try:
            database.claim_worker()
        except SecondProcess:
            with database.read() as connection:
                connection.execute(text("SELECT pg_sleep(0.02)"))
        else:
            return
    database.claim_worker()
