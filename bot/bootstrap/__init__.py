"""The composition root: the only place that knows every concrete class."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Flask

from bot.bootstrap.doors import iter_doors
from bot.bootstrap.machine import RandomIds, SystemClock
from bot.bootstrap.outside import PORTAL_NAME, Outside, UnsetPortal
from bot.domain.action import ActionId
from bot.domain.audit import AuditEvent
from bot.domain.card import ReviewId
from bot.domain.case import CaseId
from bot.domain.job import JobName
from bot.domain.keyring import Keyring
from bot.domain.link import LinkId
from bot.domain.message import MessageId, ParsedMail
from bot.domain.outbox import OutboxId
from bot.domain.stored_message import StoredMessage
from bot.letters import load_letter_book
from bot.ports.clock import Clock, IdSource
from bot.settings import Settings
from bot.store.audit_rows import iter_events
from bot.store.database import Database
from bot.store.job_queue import JobQueue
from bot.store.queue_rows import QueueRows
from bot.store.session_rows import SessionStore
from bot.store.tally_rows import TallySums
from bot.store.unit_of_work import SqlUnitOfWork
from bot.store.vault import Vault
from bot.workflow.announcing import Announcing
from bot.workflow.approval import Approval
from bot.workflow.card_words import CardWriter
from bot.workflow.correspondence import Correspondence
from bot.workflow.dead_letters import DeadLetters
from bot.workflow.desk import Desk, HouseRules
from bot.workflow.disclosure import Disclosure
from bot.workflow.extending import Extending
from bot.workflow.fulfilment import Fulfilment
from bot.workflow.holds import Holds
from bot.workflow.intake import Intake
from bot.workflow.opening import Opening
from bot.workflow.own_data import OwnData
from bot.workflow.planning import Planning
from bot.workflow.reading import read
from bot.workflow.relabelling import Relabelling
from bot.workflow.retention import Retention
from bot.workflow.review_desk import ReviewDesk
from bot.workflow.sign_in import SignIn
from bot.workflow.ticketing import Ticketing
from bot.workflow.triage import Triage
from bot.workflow.verification import Verification
from handlers.poller import Poller
from handlers.web import WebSettings, create_web_app
from handlers.worker import Work, Worker
from integrations.rfc822 import Rfc822Parser
from nlp.details.corrections import PlainCorrectionReader
from nlp.details.dates import find_date
from nlp.details.notice_topics import find_topics
from nlp.models.current_model import CurrentModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The desk, wired: what the commands start."""

    settings: Settings
    outside: Outside
    database: Database
    queue: QueueRows
    jobs: JobQueue
    intake: Intake
    approval: Approval
    holds: Holds
    own_data: OwnData
    dead_letters: DeadLetters
    sign_in: SignIn
    worker: Worker
    pollers: tuple[Poller, ...]
    web: Flask


def build(settings: Settings, outside: Outside, *, clock: Clock | None = None, ids: IdSource | None = None) -> Service:
    """Wire everything; the schema must be there already. Starts nothing."""
    time, fresh_ids = clock or SystemClock(), ids or RandomIds()
    keyring = Keyring(settings.master_key)
    database = Database(settings.database_url)
    vault = Vault(keyring.derive("data-keys"))
    bell = threading.Event()
    desk = Desk(
        new_unit=lambda: SqlUnitOfWork(database, vault, time, bell.set),
        clock=time,
        ids=fresh_ids,
        keyring=keyring,
        rules=_house_rules(settings, outside),
    )
    steps = _steps(desk, settings, outside)
    sessions = SessionStore(database)
    sign_in = SignIn(sessions=sessions, staff=settings.staff, clock=time, ids=fresh_ids, public_url=settings.public_url)
    jobs = JobQueue(database)
    queue = QueueRows(database=database, vault=vault, read=_reader())
    worker = Worker(
        queue=jobs,
        work=steps.work(),
        again={JobName.SEND_LETTER: lambda argument: steps.correspondence.send_again(OutboxId(argument))},
        clock=time,
        threads=settings.worker_threads,
        chance=random.SystemRandom(),
        bell=bell,
    )
    return Service(
        settings=settings,
        outside=outside,
        database=database,
        queue=queue,
        jobs=jobs,
        intake=steps.intake,
        approval=steps.approval,
        holds=Holds(desk=desk),
        own_data=steps.own_data,
        dead_letters=steps.dead_letters,
        sign_in=sign_in,
        worker=worker,
        pollers=_pollers(settings, outside, steps.intake),
        web=_web(steps, sign_in, queue, settings, outside, time),
    )


def iter_audit_events(database: Database) -> Iterator[AuditEvent]:
    """The whole audit log, from the beginning."""
    with database.read() as connection:
        yield from iter_events(connection)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steps:
    """One of each step."""

    intake: Intake
    triage: Triage
    review_desk: ReviewDesk
    relabelling: Relabelling
    verification: Verification
    planning: Planning
    approval: Approval
    extending: Extending
    fulfilment: Fulfilment
    correspondence: Correspondence
    retention: Retention
    own_data: OwnData
    announcing: Announcing
    ticketing: Ticketing
    disclosure: Disclosure
    dead_letters: DeadLetters

    def work(self) -> Mapping[JobName, Work]:
        """The one table from job names to steps."""
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


def _steps(desk: Desk, settings: Settings, outside: Outside) -> _Steps:
    letters = load_letter_book()
    parser = Rfc822Parser(settings.authserv_id)
    portal = outside.portal or UnsetPortal()
    correspondence = Correspondence(
        desk=desk,
        letters=letters,
        mailer=outside.mailer,
        portal=portal,
        sent_folder=outside.sent_folder,
    )
    opening = Opening(
        desk=desk,
        correspondence=correspondence,
        letters=letters,
        corrections=PlainCorrectionReader(),
        find_topics=find_topics,
        find_date=find_date,
    )
    verification = Verification(desk=desk, correspondence=correspondence, connectors=outside.connectors)
    planning = Planning(desk=desk, connectors=outside.connectors)
    cards = CardWriter(
        staff=settings.staff,
        titles=outside.titles,
        zone=settings.zone,
        public_url=settings.public_url,
        cool_off=settings.cool_off,
    )
    return _Steps(
        intake=Intake(desk=desk),
        triage=Triage(
            desk=desk,
            parser=parser,
            classifier=CurrentModel(settings.models).load(),
            opening=opening,
            help_address=settings.help_address,
        ),
        review_desk=ReviewDesk(desk=desk, parser=parser, opening=opening),
        relabelling=Relabelling(desk=desk, parser=parser, opening=opening, correspondence=correspondence),
        verification=verification,
        planning=planning,
        approval=Approval(desk=desk, correspondence=correspondence),
        extending=Extending(desk=desk, correspondence=correspondence),
        fulfilment=Fulfilment(
            desk=desk,
            planning=planning,
            correspondence=correspondence,
            letters=letters,
            connectors=outside.connectors,
        ),
        correspondence=correspondence,
        retention=Retention(desk=desk, connectors=outside.connectors, correspondence=correspondence),
        own_data=OwnData(desk=desk),
        announcing=Announcing(desk=desk, approval_desk=outside.approval_desk, cards=cards),
        ticketing=Ticketing(desk=desk, portal=portal),
        disclosure=Disclosure(desk=desk),
        dead_letters=DeadLetters(desk=desk),
    )


def _pollers(settings: Settings, outside: Outside, intake: Intake) -> tuple[Poller, ...]:
    pollers: list[Poller] = []
    if outside.mailbox is not None:
        look = partial(intake.poll_mailbox, outside.mailbox)
        pollers.append(Poller(name="mailbox", poll=look, pause=settings.poll_every, chance=random.SystemRandom()))
    if outside.portal is not None:
        look = partial(intake.poll_portal, outside.portal, name=PORTAL_NAME)
        pollers.append(Poller(name="portal", poll=look, pause=settings.portal_poll_every, chance=random.SystemRandom()))
    return tuple(pollers)


def _web(steps: _Steps, sign_in: SignIn, queue: QueueRows, settings: Settings, outside: Outside, clock: Clock) -> Flask:
    tallies = TallySums(queue.database)
    return create_web_app(
        sign_in=sign_in,
        approval=steps.approval,
        extending=steps.extending,
        disclosure=steps.disclosure,
        fulfilment=steps.fulfilment,
        review_desk=steps.review_desk,
        relabelling=steps.relabelling,
        dead_letters=steps.dead_letters,
        verification=steps.verification,
        queue=queue,
        tallies=tallies,
        staff=settings.staff,
        clock=clock,
        settings=WebSettings(
            secret_key=Keyring(settings.master_key).derive("web-forms").hex(),
            public_url=settings.public_url,
            zone=settings.zone,
        ),
        system_titles=outside.titles,
        blueprints=tuple(
            iter_doors(settings, approval=steps.approval, review=steps.review_desk, tallies=tallies, clock=clock)
        ),
    )


def _house_rules(settings: Settings, outside: Outside) -> HouseRules:
    return HouseRules(
        zone=settings.zone,
        public_url=settings.public_url,
        mail_domain=settings.help_address.domain,
        complaints_person=settings.complaints_person,
        cool_off=settings.cool_off,
        link_life=settings.link_life,
        keep_contents=settings.keep_contents,
        keep_messages=settings.keep_messages,
        keep_records_months=settings.keep_records,
        automatic=settings.automatic,
        has_portal=outside.portal is not None,
    )


def _reader() -> Callable[[StoredMessage], ParsedMail]:
    parser = Rfc822Parser()
    return lambda stored: read(stored, parser).mail
