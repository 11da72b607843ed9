"""A desk on an SQLite file whose settings stand in the environment, and commands as they are typed."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.domain.keyring import Keyring
from bot.store.database import Database
from bot.store.migrate import migrate
from tests.free_port import free_port
from tests.store.desk_store import DeskStore, HandClock, new_vault

KEY = "1e" * 32
STAFF = '[[staff]]\nid = "mia"\nname = "Mia"\nemail = "mia@example.com"\nrole = "manager"\n'


@dataclass(frozen=True)
class Typed:
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Environment:
    """The settings of one desk."""

    url: str
    port: int

    def store(self) -> DeskStore:
        """Its database, opened beside the commands."""
        vault = new_vault(Keyring(bytes.fromhex(KEY)).derive("data-keys"))
        return DeskStore(database=Database(self.url), vault=vault, clock=HandClock())


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """Settings without servers; the database is not there yet."""
    for name in [name for name in os.environ if name.startswith("PRIVACY_DESK_")]:  # noqa: TID251
        monkeypatch.delenv(name)
    port = free_port()
    (tmp_path / "staff.toml").write_text(STAFF)
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    chosen = {
        "MASTER_KEY": KEY,
        "DATABASE_URL": url,
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MODELS": str(tmp_path / "models"),
        "STAFF": str(tmp_path / "staff.toml"),
    }
    for name, value in chosen.items():
        monkeypatch.setenv(f"PRIVACY_DESK_{name}", value)
    return Environment(url=url, port=port)


@pytest.fixture
def models(desk: Environment, tmp_path: Path) -> Path:
    """Where the desk keeps its models; not there yet."""
    return tmp_path / "models"


@pytest.fixture
def store(desk: Environment) -> Iterator[DeskStore]:
    """The desk's database with its tables."""
    store = desk.store()
    migrate(store.database)
    yield store
    store.database.close()


@pytest.fixture
def type_in(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Typed]]:
    """Run a command in this process."""
    root = logging.getLogger()
    before, levels = root.handlers[:], {name: logging.getLogger(name).level for name in ("", "bot", "handlers", "nlp")}

    def run(*words: str) -> Typed:
        capfd.readouterr()
        try:
            code = main(list(words))
        except SystemExit as ended:
            code = int(str(ended.code))
        written = capfd.readouterr()
        return Typed(code=code, out=written.out, err=written.err)

    yield run
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def start(*words: str) -> "subprocess.Popen[str]":
    """Run a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
