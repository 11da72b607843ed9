"""The demo: the whole world in one process on loopback, with invented customers who write in."""

import secrets
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.bootstrap import Service, build
from bot.bootstrap.machine import RandomIds, SystemClock, has_screen
from bot.bootstrap.outside import connect
from bot.domain.case import StaffId
from bot.settings import Settings, read_settings
from bot.store.migrate import migrate
from handlers.serving import Running, WebAddress
from integrations.sandbox.customers import CUSTOMERS
from integrations.sandbox.demo_mails import DEMO_MAILS, DemoMail, composed
from integrations.sandbox.help_desk import HelpDesk
from integrations.sandbox.help_desk_app import create_help_desk_app
from integrations.sandbox.holdings import SYSTEMS
from integrations.sandbox.http_server import LoopbackServer
from integrations.sandbox.inbox_page import create_inbox_app
from integrations.sandbox.link_press import find_link, press_confirm
from integrations.sandbox.mail_server import MailServer
from integrations.sandbox.slack_page import create_slack_simulator_app
from integrations.sandbox.slack_simulator import SlackSimulator
from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL, PEOPLE, REVIEW_CHANNEL, SlackPerson
from integrations.sandbox.systems import create_systems_app
from integrations.sandbox.systems_world import SystemsWorld

_PAUSE: Final = 3.0
"""Seconds between two mails: slow enough to watch the cards appear."""

_PAGES: Final = {
    "inbox": "Customers' inbox",
    "portal": "Support portal",
    "systems": "What the systems hold",
}
_COOL_OFF_HOURS: Final = "0.005"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The outside world of the demo, running on loopback."""

    mail: MailServer
    slack: SlackSimulator
    desk: HelpDesk
    systems: SystemsWorld
    addresses: dict[str, str]

    def settings(self, folder: Path, *, web_port: int) -> Settings:
        """What `serve` would read from its environment to reach this world."""
        staff, systems = folder / "staff.toml", folder / "systems.toml"
        staff.write_text("".join(map(_staff_row, PEOPLE)), encoding="utf-8")
        systems.write_text(
            "".join(
                f'[systems.{name}]\nurl = "{self.addresses["systems"]}/{name}"\ntoken = "{self.systems.token}"\n'
                for name in SYSTEMS
            ),
            encoding="utf-8",
        )
        chosen = {
            "master_key": secrets.token_hex(32),
            "database_url": f"sqlite:///{folder / 'privacy-desk.db'}",
            "port": str(web_port),
            "zone": "UTC",
            "public_url": f"http://127.0.0.1:{web_port}",
            "imap_host": self.mail.host,
            "imap_port": str(self.mail.imap_port),
            "imap_user": self.mail.username,
            "imap_password": self.mail.password,
            "imap_encryption": "none",
            "smtp_host": self.mail.host,
            "smtp_port": str(self.mail.smtp_port),
            "smtp_encryption": "none",
            "slack_bot_token": self.slack.token,
            "slack_signing_secret": self.slack.signing_secret,
            "slack_channel": APPROVALS_CHANNEL,
            "slack_review_channel": REVIEW_CHANNEL,
            "slack_api_url": self.slack.api_url.rstrip("/"),
            "portal_url": self.addresses["portal"],
            "portal_client_id": self.desk.client_id,
            "portal_client_secret": self.desk.client_secret,
            "portal_agent_id": str(self.desk.agent.user_id),
            "staff": str(staff),
            "systems": str(systems),
            "models": str(folder / "models"),
            "complaints_person": "Mia Manager",
            "cool_off": _COOL_OFF_HOURS,
            "poll_every": "1",
            "portal_poll_every": "3",
        }
        return read_settings({f"PRIVACY_DESK_{name.upper()}": value for name, value in chosen.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """Everybody's mailbox, as the inbox page sees it."""

    mail: MailServer

    def addresses(self) -> list[str]:
        """The invented customers first, then whoever else was written to."""
        known = [customer.email for customer in CUSTOMERS]
        return known + [address for address in self.mail.addresses() if address not in known]

    def messages_for(self, address: str) -> list[bytes]:
        """What that person received."""
        return self.mail.messages_for(address)

    def send(self, raw: bytes, sender: str) -> None:
        """Carry a customer's mail to the help desk; a first mail makes the sender known to nobody but the inbox."""
        del sender
        self.mail.deliver(raw)


@contextmanager
def running_world(*, first_port: int) -> Iterator[World]:
    """Start every server of the world; ports count up from `first_port` + 1, 0 takes free ones."""
    clock, ids = SystemClock(), RandomIds()
    ports = [0] * 6 if first_port == 0 else list(range(first_port + 1, first_port + 7))
    slack = SlackSimulator(clock=clock, ids=ids)
    desk = HelpDesk(clock=clock)
    systems = SystemsWorld(today=clock.now().date())
    mail = MailServer(clock=clock, imap_port=ports[4], smtp_port=ports[5])
    apps = {
        "slack": create_slack_simulator_app(slack),
        "inbox": create_inbox_app(Customers(mail=mail), clock=clock, ids=ids),
        "portal": create_help_desk_app(desk),
        "systems": create_systems_app(systems),
    }
    with ExitStack() as stack:
        stack.enter_context(mail)
        servers = {
            name: stack.enter_context(LoopbackServer(app, port=port))
            for (name, app), port in zip(apps.items(), ports, strict=False)
        }
        slack.address = servers["slack"].url
        slack.workspace.links = [(words, servers[name].url) for name, words in _PAGES.items()]
        addresses = {name: server.url for name, server in servers.items()}
        yield World(mail=mail, slack=slack, desk=desk, systems=systems, addresses=addresses)


def run_demo(*, first_port: int, is_opening_browser: bool, say: Callable[[str], None]) -> int:
    """Everything, until Ctrl-C; nothing is left on the disk."""
    with (
        tempfile.TemporaryDirectory(prefix="privacy-desk-demo-") as folder,
        running_world(first_port=first_port) as world,
    ):
        settings = world.settings(Path(folder), web_port=first_port)
        service = build(settings, connect(settings, SystemClock()))
        migrate(service.database)
        world.slack.deliver_to = f"{settings.public_url}/slack/events"
        running = Running(
            pollers=service.pollers,
            worker=service.worker,
            web=service.web,
            address=WebAddress(host=settings.host, port=settings.port),
        )
        running.start()
        story = Story(world=world, say=say)
        try:
            _greet(world, service, say)
            if is_opening_browser and has_screen():
                webbrowser.open(world.addresses["slack"])
            threading.Thread(target=story.tell, name="story", daemon=True).start()
            running.wait()
        finally:
            story.stop()
            running.stop()
            service.database.close()
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Customers write in one after the other, and some press the link they are sent."""

    world: World
    say: Callable[[str], None]
    _over: threading.Event = field(default_factory=threading.Event)

    def tell(self) -> None:
        """Send all mails; returns when done or stopped."""
        clock, ids = SystemClock(), RandomIds()
        for mail in DEMO_MAILS:
            sender, raw = composed(mail, clock=clock, ids=ids, to=self.world.mail.address)
            seen = len(self.world.mail.messages_for(sender))
            self.world.mail.deliver(raw)
            self.say(f"  ✉ {sender} writes: {mail.subject}")
            if self._over.wait(_PAUSE):
                return
            if mail.confirms:
                self._confirm(mail, sender, seen)
        self.say("\nAll mails are in. Now it is your turn: approve, deny or ask on the Slack page.")

    def stop(self) -> None:
        """Tell no more."""
        self._over.set()

    def _confirm(self, mail: DemoMail, sender: str, seen: int) -> None:
        for _ in range(20):
            links = filter(None, map(find_link, self.world.mail.messages_for(sender)[seen:]))
            if any(press_confirm(link) for link in links):
                self.say(f"  ✓ {sender} pressed the link: “{mail.subject}” is proved")
                return
            if self._over.wait(1.0):
                return


def _greet(world: World, service: Service, say: Callable[[str], None]) -> None:
    invitation = service.sign_in.invite(StaffId("mia"))
    say("\nThe privacy desk is running, with a whole invented world around it.\n")
    say(f"  Slack, where you approve     {world.addresses['slack']}")
    say(f"  Managers' queue (works once) {invitation}")
    say(f"  Customers' inbox             {world.addresses['inbox']}")
    say(f"  Support portal               {world.addresses['portal']}")
    say(f"  What the systems hold        {world.addresses['systems']}")
    say(f"  Mail servers                 IMAP {world.mail.imap_port}, SMTP {world.mail.smtp_port} on 127.0.0.1\n")
    say("Customers are writing in now. Watch the Slack page; stop with Ctrl-C.\n")


def _staff_row(person: SlackPerson) -> str:
    user_id, name, title = person.user_id, person.name, person.title
    first = name.split()[0].lower()
    role = "manager" if "manager" in title.lower() else "agent"
    return (
        f'[[staff]]\nid = "{first}"\nname = "{name}"\nemail = "{first}@retailops.test"\n'
        f'role = "{role}"\nslack_user = "{user_id}"\n'
    )
