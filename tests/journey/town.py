"""The sandbox world with a whole desk in it, pushed by hand: nobody sleeps, nobody runs by itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path
from typing import Final

from flask.testing import FlaskClient
from sqlalchemy import func, select

from bot.bootstrap import Service, build
from bot.bootstrap.demo import World, running_world
from bot.bootstrap.machine import RandomIds, SystemClock
from bot.bootstrap.outside import connect
from bot.domain.case import Case, CaseId, StaffId
from bot.domain.request import RequestType
from bot.store import tables
from bot.store.migrate import migrate
from integrations.imap_mailbox import ImapMailbox
from integrations.sandbox.customers import CUSTOMERS
from integrations.sandbox.demo_mails import DemoMail, composed
from integrations.sandbox.http_server import LoopbackServer
from integrations.sandbox.link_press import find_link, press_confirm
from integrations.sandbox.slack_simulator import SlackSimulator
from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL, SlackMessage
from integrations.smtp_mailer import SmtpMailer
from tests.free_port import free_port

ANA: Final = "U0ANA"
MIA: Final = "U0MIA"
TWO_PEOPLE: Final = frozenset({RequestType.ERASURE, RequestType.ACCESS, RequestType.PORTABILITY})
PATIENCE: Final = timedelta(minutes=2)
"""Jobs due later than this are timers of days; a journey does not wait for them."""


@dataclass
class PushedClock:
    """The machine's time, and as much more as was pushed."""

    pushed: timedelta = timedelta(0)

    def now(self) -> datetime:
        return SystemClock().now() + self.pushed


@dataclass
class Town:
    """The world, the desk in it, and what a person can do in either."""

    world: World
    service: Service
    clock: PushedClock
    visitor: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = self.service.web.test_client()

    def settle(self) -> None:
        """Take in what came and do what is due, or will be within two minutes."""
        for _ in range(200):
            if self.look_once():
                continue
            upcoming = self._next_job_at()
            if upcoming is None or upcoming - self.clock.now() > PATIENCE:
                return
            self.clock.pushed += max(upcoming - self.clock.now(), timedelta(0)) + timedelta(milliseconds=1)
        raise AssertionError("there is always something more to do")

    def look_once(self) -> int:
        """Take in what came and do what is due now; how much that was."""
        for poller in self.service.pollers:
            assert poller.look()
        return self.service.worker.run_due()

    def write(self, mail: DemoMail) -> Case:
        """A customer writes in; answers the case that came of it."""
        sender, raw = composed(mail, clock=self.clock, ids=RandomIds(), to=self.world.mail.address)
        return self.deliver(sender, raw)

    def deliver(self, sender: str, raw: bytes) -> Case:
        before = {case.case_id for case in self.cases()}
        self.world.mail.deliver(raw)
        self.settle()
        (case,) = [case for case in self.cases() if case.case_id not in before]
        return self.finish_proof(case, sender)

    def finish_proof(self, case: Case, address: str) -> Case:
        """Who is asked for proof presses the newest link they were sent."""
        if case.waits_for == "identity_proof":
            assert press_confirm(self._links(address)[-1])
            self.settle()
        return self.case(case)

    def press(self, case: Case, button: str, *people: str) -> None:
        """Each of them presses that button of the case's card."""
        for person in people:
            assert self.world.slack.click(person, APPROVALS_CHANNEL, self.card(case).ts, button) == 200
            self.settle()

    def card(self, case: Case) -> SlackMessage:
        """The case's card as Slack shows it."""
        (card,) = [each for each in self.slack.messages(APPROVALS_CHANNEL) if f"case {case.number}" in str(each.blocks)]
        return card

    def write_answer(self, case: Case, answer: str) -> None:
        """Mia signs in and writes the answer on the case's page."""
        invitation = self.service.sign_in.invite(StaffId("mia")).removeprefix(self.service.settings.public_url)
        self._post(invitation, on=invitation)
        answered = self._post(f"/cases/{case.case_id}/answer", on=f"/cases/{case.case_id}", answer=answer)
        assert answered == 303
        self.settle()

    def letters(self, address: str) -> list[str]:
        """The plain texts that address received, oldest first."""
        return [_plain_text(raw) for raw in self.world.mail.messages_for(address)]

    def case(self, case: Case) -> Case:
        return self.service.queue.get_story(CaseId(case.case_id)).case

    def cases(self) -> list[Case]:
        with self.service.database.read() as connection:
            ids = connection.execute(select(tables.cases.c.case_id)).scalars().all()
        return [self.service.queue.get_story(CaseId(case_id)).case for case_id in ids]

    @property
    def slack(self) -> SlackSimulator:
        return self.world.slack

    def _links(self, address: str) -> list[str]:
        return [link for raw in self.world.mail.messages_for(address) if (link := find_link(raw))]

    def _post(self, path: str, *, on: str, **form: str) -> int:
        page = unescape(self.visitor.get(on).text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token, f"{on} has no form"
        return self.visitor.post(path, data={"csrf_token": token[1], **form}).status_code

    def _next_job_at(self) -> datetime | None:
        alive = select(func.min(tables.jobs.c.run_at)).where(tables.jobs.c.is_dead.is_(False))
        with self.service.database.read() as connection:
            return connection.execute(alive).scalar()


@contextmanager
def running_town(folder: Path) -> Iterator[Town]:
    """Everything on loopback, on free ports."""
    clock = PushedClock()
    with running_world(first_port=0) as world:
        settings = world.settings(folder, web_port=free_port())
        service = build(settings, connect(settings, clock), clock=clock)
        migrate(service.database)
        world.slack.deliver_to = f"{settings.public_url}/slack/events"
        with LoopbackServer(service.web, port=settings.port):
            yield Town(world, service, clock)
        service.database.close()
        for line in (service.outside.mailbox, service.outside.mailer):
            assert isinstance(line, ImapMailbox | SmtpMailer)
            line.close()


def address_of(number: int) -> str:
    """Where the customer with that number is written to."""
    return next(customer.email for customer in CUSTOMERS if customer.number == number)


def _plain_text(raw: bytes) -> str:
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())
