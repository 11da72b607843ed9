"""A real PostgreSQL in a temporary folder, on a unix socket, started by root or by anyone; knows nothing of pytest."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine, text

_USER: Final = "desk"
_SETTINGS: Final = """
listen_addresses = ''
unix_socket_directories = '{place}'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 80
shared_buffers = 32MB
"""


def postgres_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, where PostgreSQL is installed."""
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    folders = [*newest_first, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """One running server."""

    place: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{_USER}@/{name}?host={self.place}"

    def create(self, *, template: str = "template1") -> str:
        """A fresh database like `template`, to which nobody may be connected; returns its name."""
        name = f"desk_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Throw a database away, whoever is connected."""
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, command: str) -> None:
        engine = create_engine(
            self.url("postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text(command))
        engine.dispose()


@contextmanager
def running_postgres(programs: Path) -> Iterator[PostgresServer]:
    """A server that is stopped and forgotten at the end; socket paths may have 107 bytes, so its place is short."""
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = _owner()
    os.chown(place, owner.pw_uid, owner.pw_gid)
    cluster = str(place / "cluster")
    try:
        _call(programs / "initdb", "-D", cluster, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        with (place / "cluster" / "postgresql.conf").open("a") as configuration:
            configuration.write(_SETTINGS.format(place=place))
        _call(programs / "pg_ctl", "-D", cluster, "-l", str(place / "log"), "-w", "start")
        try:
            yield PostgresServer(place)
        finally:
            _call(programs / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _call(program: Path, *arguments: str) -> None:
    owner = _owner()
    # PostgreSQL refuses to run as root.
    other: dict[str, Any] = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if not os.getuid() else {}
    called = subprocess.run(
        [str(program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program.name == "initdb" else subprocess.DEVNULL,
        stderr=subprocess.PIPE if program.name == "initdb" else subprocess.DEVNULL,
        text=True,
        cwd="/",
        check=False,
        **other,
    )
    if called.returncode:
        raise RuntimeError(f"{program.name} failed: {called.stderr}")


def _owner() -> pwd.struct_passwd:
    return pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("postgres")
