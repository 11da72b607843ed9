"""A real Dovecot on a free loopback port with one maildir, as root or as anyone; knows nothing of pytest."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from tests.free_port import free_port

_HOST: Final = "127.0.0.1"
_SECONDS: Final = 20.0
_PAUSE: Final = 0.02
_FOLDERS: Final = {"INBOX": "mail", "Sent": "mail/.Sent"}

_CONFIGURATION: Final = """
protocols = imap
listen = {host}
base_dir = {place}/run
state_dir = {place}/state
log_path = {root}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{place}/mail
mail_fsync = never
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {root}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={place}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def dovecot_program() -> str | None:
    """Where Dovecot is installed, if it is."""
    return shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:" + os.defpath)


@dataclass(slots=True)
class DovecotServer:
    """One running server with one mailbox."""

    root: Path
    place: Path
    port: int
    host: str = _HOST
    user: str = "desk"
    password: str = field(default="loopback-only", repr=False)
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=count)

    def start(self) -> None:
        """Serve the maildir; returns once the port answers with a greeting."""
        self._prepare()
        self._process = subprocess.Popen(
            [dovecot_program() or "dovecot", "-F", "-c", str(self.root / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + _SECONDS
        while not self._greets():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Dovecot did not start: {self._log()}")
            time.sleep(_PAUSE)

    def stop(self) -> None:
        """End it; mails and UIDVALIDITY stay for the next start."""
        process, self._process = self._process, None
        if process is None:
            return
        # Sessions outlive a master that is asked politely, and it takes a second: the power cut ends all at once.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(_SECONDS)

    def deliver(self, raw: bytes, *, folder: str = "INBOX") -> None:
        """Put a mail into a folder as it is, byte by byte; INBOX and Sent are there."""
        place = _FOLDERS[folder]
        name = f"{time.time_ns()}.{next(self._numbers)}.loopback"
        written = self.place / place / "tmp" / name
        written.write_bytes(raw)
        self._hand_over(written)
        written.rename(self.place / place / "new" / name)

    def _prepare(self) -> None:
        for place in _FOLDERS.values():
            for part in (".", "tmp", "new", "cur"):
                (self.place / place / part).mkdir(exist_ok=True)
                self._hand_over(self.place / place / part)
        (self.root / "users").write_text(f"{self.user}:{self.password}\n")
        starter, reader = pwd.getpwuid(os.getuid()), _mail_reader()
        configuration = _CONFIGURATION.format(
            host=self.host,
            root=self.root,
            place=self.place,
            port=self.port,
            owner=starter.pw_name,
            group=grp.getgrgid(starter.pw_gid).gr_name,
            login=reader.pw_name,
            uid=reader.pw_uid,
            gid=reader.pw_gid,
        )
        (self.root / "dovecot.conf").write_text(configuration)

    def _hand_over(self, path: Path) -> None:
        if os.getuid() == 0:
            reader = _mail_reader()
            os.chown(path, reader.pw_uid, reader.pw_gid)

    def _greets(self) -> bool:
        try:
            with socket.create_connection((self.host, self.port), timeout=1) as connection:
                return connection.recv(4) == b"* OK"
        except OSError:
            return False

    def _log(self) -> str:
        log = self.root / "dovecot.log"
        return log.read_text()[-2_000:] if log.exists() else "it wrote no log"


@contextmanager
def running_dovecot(root: Path) -> Iterator[DovecotServer]:
    """A server on a free port, stopped at the end; its settings and log are under `root`.

    Sockets and mails have a short place of their own: socket paths may have 107 bytes, and under root Dovecot reads
    mail as somebody else, who may not look into `root`.
    """
    place = Path(tempfile.mkdtemp(prefix="dovecot-"))
    place.chmod(0o755)
    server = DovecotServer(root=root.resolve(), place=place, port=free_port())
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)


def _mail_reader() -> pwd.struct_passwd:
    """Whom Dovecot logs in and reads as: who starts it, but never root, which it refuses."""
    return pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
