"""Everything a desk needs around it: a real Dovecot full of mail; provider, Slack, portal and systems on loopback."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap.demo import World, running_world
from integrations.encryption import Encryption
from integrations.imap_mailbox import ImapAccount
from tests.bench.desk_process import DeskProcess
from tests.bench.progress import DeskFile
from tests.bench.provider import Provider, running_provider
from tests.free_port import free_port
from tests.integrations.dovecot import DovecotServer, running_dovecot


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The servers around one desk."""

    folder: Path
    dovecot: DovecotServer
    provider: Provider
    world: World

    @property
    def account(self) -> ImapAccount:
        """The mailbox the desk reads."""
        server = self.dovecot
        return ImapAccount(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            encryption=Encryption.NONE,
        )

    @property
    def file(self) -> DeskFile:
        """The desk's database."""
        return DeskFile(self.folder / "privacy-desk.db")

    def desk(self) -> DeskProcess:
        """A desk with these servers in its settings, not started."""
        return DeskProcess(environment=self._environment(), log=self.folder / "serve.log")

    def _environment(self) -> dict[str, str]:
        settings = self.world.settings(self.folder, web_port=free_port())
        chosen = {
            "master_key": settings.master_key.hex(),
            "database_url": settings.database_url,
            "port": str(settings.port),
            "zone": str(settings.zone),
            "public_url": settings.public_url,
            "imap_host": self.dovecot.host,
            "imap_port": str(self.dovecot.port),
            "imap_user": self.dovecot.user,
            "imap_password": self.dovecot.password,
            "imap_encryption": "none",
            "imap_sent_folder": "Sent",
            "smtp_host": "127.0.0.1",
            "smtp_port": str(self.provider.port),
            "smtp_encryption": "none",
            "slack_bot_token": settings.slack_bot_token,
            "slack_signing_secret": settings.slack_signing_secret,
            "slack_channel": settings.slack_channel,
            "slack_review_channel": settings.slack_review_channel,
            "slack_api_url": settings.slack_api_url,
            "portal_url": settings.portal_url,
            "portal_client_id": settings.portal_client_id,
            "portal_client_secret": settings.portal_client_secret,
            "portal_agent_id": str(settings.portal_agent_id),
            "staff": str(self.folder / "staff.toml"),
            "systems": str(self.folder / "systems.toml"),
            "poll_every": "1",
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PRIVACY_DESK_")}  # noqa: TID251 (a child needs its parent's PATH)
        # Where an environment forbids compiled files, every one of many starts would compile everything again.
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(self.folder / "compiled")}
        return inherited | compiled | {f"PRIVACY_DESK_{name.upper()}": value for name, value in chosen.items()}


@contextmanager
def surroundings(folder: Path, mails: Sequence[bytes]) -> Iterator[Surroundings]:
    """A fresh world with these mails in its mailbox."""
    with (
        running_dovecot(folder) as dovecot,
        running_provider(lambda raw: dovecot.deliver(raw, folder="Sent")) as provider,
        running_world(first_port=0) as world,
    ):
        for raw in mails:
            dovecot.deliver(raw)
        yield Surroundings(folder=folder, dovecot=dovecot, provider=provider, world=world)
