"""The whole desk over a real SQLite file, with fakes for the world outside and a clock that is pushed."""

import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.domain.action import ActionId, DataCategory, SystemName
from bot.domain.audit import AuditEvent
from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId, StaffId
from bot.domain.identity import EmailAddress
from bot.domain.job import JobName
from bot.domain.keyring import Keyring
from bot.domain.letter import LetterBook
from bot.domain.link import LinkId
from bot.domain.message import MessageId, MessageOutcome
from bot.domain.outbox import OutboxId, OutboxLetter
from bot.domain.request import RequestType
from bot.domain.review import Review
from bot.domain.staff import Role, StaffDirectory, StaffMember
from bot.letters import load_letter_book
from bot.store import tables
from bot.store.audit_rows import iter_events
from bot.store.case_rows import CaseRows
from bot.store.database import Database
from bot.store.job_queue import JobQueue
from bot.store.letter_rows import OutboxRows
from bot.store.session_rows import SessionStore
from bot.store.vault import Vault
from bot.workflow.announcing import Announcing
from bot.workflow.approval import Approval
from bot.workflow.card_words import CardWriter
from bot.workflow.correspondence import Correspondence
from bot.workflow.dead_letters import DeadLetters
from bot.workflow.desk import Desk, HouseRules
from bot.workflow.extending import Extending
from bot.workflow.fulfilment import Fulfilment
from bot.workflow.intake import Intake
from bot.workflow.opening import Opening
from bot.workflow.own_data import OwnData
from bot.workflow.planning import Planning
from bot.workflow.retention import Retention
from bot.workflow.review_desk import ReviewDesk
from bot.workflow.sign_in import SignIn
from bot.workflow.ticketing import Ticketing
from bot.workflow.triage import Triage
from bot.workflow.verification import Verification
from handlers.worker import Work, Worker
from tests.fakes.approval_desk import FakeApprovalDesk
from tests.fakes.clock import CountingIds, FakeClock
from tests.fakes.connector import FakeConnector, FakePerson
from tests.fakes.faults import Faults
from tests.fakes.kill import KillSwitch, MortalUnit
from tests.fakes.mail import FakeMailbox, FakeMailer, FakeParser, raw_mail
from tests.fakes.portal import FakePortal
from tests.fakes.understanding import FakeClassifier, find_date, find_topics

HELP = EmailAddress.parse("help@retailops.example.com")
JUNIPER = "juniper.quillfeather@example.com"
AMINA = StaffMember(staff_id=StaffId("amina"), name="Amina Ortolan", email="amina@example.com", role=Role.AGENT)
BRAM = StaffMember(staff_id=StaffId("bram"), name="Bram Siskin", email="bram@example.com", role=Role.MANAGER)
STAFF = StaffDirectory.of([AMINA, BRAM])
RULES = HouseRules(
    zone=UTC,
    public_url="https://desk.example.com",
    mail_domain="retailops.example.com",
    complaints_person="Mia Manager",
)


@dataclass
class Office:
    """Everything a test needs, by the names of the steps."""

    clock: FakeClock
    ids: CountingIds
    database: Database
    switch: KillSwitch
    vault: Vault
    desk: Desk
    mailbox: FakeMailbox
    mailer: FakeMailer
    approval_desk: FakeApprovalDesk
    portal: FakePortal
    systems: dict[str, FakeConnector]
    letters: LetterBook
    jobs: JobQueue
    bell: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        desk, parser, reader = self.desk, FakeParser(), FakeClassifier()
        connectors = tuple(self.systems.values())
        self.correspondence = Correspondence(desk=desk, letters=self.letters, mailer=self.mailer, portal=self.portal)
        self.opening = Opening(
            desk=desk,
            correspondence=self.correspondence,
            letters=self.letters,
            corrections=reader,
            find_topics=find_topics,
            find_date=find_date,
        )
        self.intake = Intake(desk=desk)
        self.triage = Triage(desk=desk, parser=parser, classifier=reader, opening=self.opening, help_address=HELP)
        self.review_desk = ReviewDesk(desk=desk, parser=parser, opening=self.opening)
        self.verification = Verification(desk=desk, correspondence=self.correspondence, connectors=connectors)
        self.planning = Planning(desk=desk, connectors=connectors)
        self.approval = Approval(desk=desk, correspondence=self.correspondence)
        self.extending = Extending(desk=desk, correspondence=self.correspondence)
        self.fulfilment = Fulfilment(
            desk=desk,
            planning=self.planning,
            correspondence=self.correspondence,
            letters=self.letters,
            connectors=connectors,
        )
        self.own_data = OwnData(desk=desk)
        self.retention = Retention(desk=desk, connectors=connectors, correspondence=self.correspondence)
        cards = CardWriter(
            staff=STAFF,
            titles={connector.system: connector.title for connector in connectors},
            zone=UTC,
            public_url=desk.rules.public_url,
        )
        self.announcing = Announcing(desk=desk, approval_desk=self.approval_desk, cards=cards)
        self.ticketing = Ticketing(desk=desk, portal=self.portal)
        self.dead_letters = DeadLetters(desk=desk)
        self.sign_in = SignIn(
            sessions=SessionStore(self.database),
            staff=STAFF,
            clock=self.clock,
            ids=self.ids,
            public_url=desk.rules.public_url,
        )
        self.worker = Worker(
            queue=self.jobs,
            work=self._work(),
            clock=self.clock,
            threads=1,
            chance=random.Random(7),  # noqa: S311 (jitter)
            bell=self.bell,
        )

    # What arrives

    def receive(self, sender: str = JUNIPER, words: str = "", **more: Any) -> MessageId:
        """A mail arrives and is taken in, but not read yet."""
        unique = {"message_id": f"<{self.ids.new_id()}@example.com>"}
        return self.receive_raw(raw_mail(sender, words, **(unique | more)))

    def receive_raw(self, raw: bytes) -> MessageId:
        uid = self.mailbox.put(raw, arrived_at=self.clock.now())
        self.intake.poll_mailbox(self.mailbox)
        with self.database.read() as connection:
            wanted = select(tables.messages.c.message_id).where(tables.messages.c.uid == uid)
            return MessageId(connection.execute(wanted).scalar_one())

    def write_in(self, sender: str = JUNIPER, words: str = "", **more: Any) -> Case:
        """A mail arrives, everything due is done, and this is the one case it opened."""
        message_id = self.receive(sender, words, **more)
        self.work()
        (case,) = [case for case in self.cases() if case.opened_from == message_id]
        return case

    def ask(self, request_type: RequestType, sender: str = JUNIPER, words: str = "", **more: Any) -> Case:
        """A plain request of that type."""
        return self.write_in(sender, f"{words} [{request_type} 0.97]", **more)

    def prove(self, case: Case) -> Case:
        """The holder of the address on file presses the button in our mail."""
        self.verification.confirm(self.token_for(case))
        self.work()
        return self.case(case.case_id)

    def planned(self, request_type: RequestType, **more: Any) -> Case:
        """A case whose plan waits for people."""
        case = self.ask(request_type, **more)
        return self.prove(case) if case.waits_for == "identity_proof" else self.case(case.case_id)

    def approve(self, case: Case, *people: StaffMember) -> Case:
        """Yes from each of them to the plan as it stands; does not run what follows."""
        for person in people:
            shown = self.case(case.case_id).plan_hash
            assert shown is not None
            self.approval.approve(case.case_id, plan_hash=shown, by=person)
        return self.case(case.case_id)

    # What time does

    def work(self) -> int:
        """Run what is due now."""
        return self.worker.run_due()

    def wait(self, span: timedelta) -> None:
        """Let time pass, running every job when its time comes."""
        until = self.clock.now() + span
        self.work()
        while (upcoming := self._next_job_at()) is not None and upcoming <= until:
            self.clock.moment = max(self.clock.now(), upcoming)
            self.work()
        self.clock.moment = until

    def revive(self) -> None:
        """A new process on the same file: leases of the old one are void."""
        self.jobs.release_all()

    # What is true

    def case(self, case_id: CaseId) -> Case:
        with self.database.read() as connection:
            return CaseRows(connection, self.vault).get(case_id)

    def cases(self) -> list[Case]:
        with self.database.read() as connection:
            rows = CaseRows(connection, self.vault)
            return [rows.read(row) for row in connection.execute(select(tables.cases).order_by(tables.cases.c.number))]

    def reviews(self) -> list[Review]:
        with self.database.read() as connection:
            ids = connection.execute(select(tables.reviews.c.review_id)).scalars().all()
        with self.desk.new_unit() as unit:
            return [unit.reviews.get(ReviewId(each)) for each in ids]

    def outcome(self, message_id: MessageId) -> MessageOutcome:
        with self.database.read() as connection:
            wanted = select(tables.messages.c.outcome).where(tables.messages.c.message_id == message_id)
            return MessageOutcome(connection.execute(wanted).scalar_one())

    def outbox(self, case: Case) -> list[OutboxLetter]:
        with self.database.read() as connection:
            return list(OutboxRows(connection, self.vault).list_of(case.case_id))

    def events(self) -> list[AuditEvent]:
        with self.database.read() as connection:
            return list(iter_events(connection))

    def happened(self, case: Case | None = None) -> list[str]:
        """The audit events' names, of one case or of all."""
        return [each.action for each in self.events() if case is None or each.case_id == case.case_id]

    def count(self, table: str) -> int:
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()

    def waiting(self) -> list[tuple[str, str]]:
        """Jobs in the table, by name and argument."""
        with self.database.read() as connection:
            rows = connection.execute(select(tables.jobs.c.name, tables.jobs.c.argument)).all()
        return [(row.name, row.argument) for row in rows]

    def token_for(self, case: Case) -> str:
        """The secret in the newest link we mailed for that case."""
        with self.database.read() as connection:
            links = tables.links
            newest = select(links.c.link_id).where(links.c.case_id == case.case_id).order_by(links.c.link_id.desc())
            link_id = connection.execute(newest.limit(1)).scalar_one()
        return self.desk.keyring.link_token(link_id)

    def everything_sent(self) -> list[str]:
        return [mail.message_id for mail in self.mailer.sent]

    def _next_job_at(self) -> datetime | None:
        alive = select(func.min(tables.jobs.c.run_at)).where(tables.jobs.c.is_dead.is_(False))
        with self.database.read() as connection:
            return connection.execute(alive).scalar()

    def _work(self) -> Mapping[JobName, Work]:
        return {
            JobName.TRIAGE: lambda argument: self.triage.triage(MessageId(argument)),
            JobName.POST_REVIEW: lambda argument: self.announcing.post_review(ReviewId(argument)),
            JobName.EDIT_REVIEW: lambda argument: self.announcing.edit_review(ReviewId(argument)),
            JobName.OPEN_TICKET: lambda argument: self.ticketing.open_ticket(CaseId(argument)),
            JobName.SEND_LETTER: lambda argument: self.correspondence.send(OutboxId(argument)),
            JobName.FIND_SUBJECT: lambda argument: self.verification.find_subject(CaseId(argument)),
            JobName.BUILD_PLAN: lambda argument: self.planning.build(CaseId(argument)),
            JobName.POST_CARD: lambda argument: self.announcing.post_card(CaseId(argument)),
            JobName.EDIT_CARD: lambda argument: self.announcing.edit_card(CaseId(argument)),
            JobName.START: lambda argument: self.fulfilment.start(CaseId(argument)),
            JobName.PERFORM: lambda argument: self.fulfilment.perform(ActionId(argument)),
            JobName.CONCLUDE: lambda argument: self.fulfilment.conclude(CaseId(argument)),
            JobName.ERASE_KEPT: lambda argument: self.retention.erase_kept(ActionId(argument)),
            JobName.END_OWN_DATA: self.own_data.end_what_is_over,
            JobName.CLOSE_TICKET: lambda argument: self.ticketing.close_ticket(CaseId(argument)),
            JobName.EXPIRE_LINK: lambda argument: self.verification.expire(LinkId(argument)),
        }


def desk_on_sqlite(
    folder: Path, *, rules: HouseRules = RULES, systems: Sequence[str] = ("storefront", "payments")
) -> Office:
    """An office whose systems all know Juniper; the schema is made from the tables."""
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    with database.write() as connection:
        tables.metadata.create_all(connection)
    clock, ids, keyring, switch = FakeClock(), CountingIds(), Keyring(b"k" * 32), KillSwitch()
    vault = Vault(keyring.derive("data-keys"))

    def new_unit() -> MortalUnit:
        unit = MortalUnit(database, vault, clock, lambda: None)
        unit.switch = switch
        return unit

    def line() -> Faults:
        return Faults(lambda: database.is_writing)

    return Office(
        clock=clock,
        ids=ids,
        database=database,
        switch=switch,
        vault=vault,
        desk=Desk(new_unit=new_unit, clock=clock, ids=ids, keyring=keyring, rules=rules),
        mailbox=FakeMailbox(line()),
        mailer=FakeMailer(line()),
        approval_desk=FakeApprovalDesk(line()),
        portal=FakePortal(line()),
        systems={
            name: FakeConnector(system=SystemName(name), faults=line(), people={JUNIPER: a_customer()})
            for name in systems
        },
        letters=_letters(),
        jobs=JobQueue(database),
    )


def a_customer(**more: Any) -> FakePerson:
    """Somebody with a record of each category."""
    return FakePerson(records=dict.fromkeys(DataCategory, 1), **more)


def opened(folder: Path, **more: Any) -> Iterator[Office]:
    """For fixtures: an office that is closed again."""
    office = desk_on_sqlite(folder, **more)
    yield office
    office.database.close()


@cache
def _letters() -> LetterBook:
    return load_letter_book()
