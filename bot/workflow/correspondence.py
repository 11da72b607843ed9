"""Correspondence: a letter is written and committed with the change it tells of; it leaves afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.authority import is_about_another, is_from_elsewhere, speaks_for_another
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import EmailAddress
from bot.domain.job import JobName
from bot.domain.letter import Letter, LetterBook, LetterFacts, LetterKind
from bot.domain.message import Channel, MailAttachment, OutgoingMail
from bot.domain.outbox import OutboxId, OutboxLetter, Route
from bot.domain.policy import POLICY
from bot.errors import PermanentFailure, TemporaryFailure
from bot.ports.mail import Mailer, SentFolder
from bot.ports.portal import Portal
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import SYSTEM, Desk

_PACE: Final = ((30, timedelta(minutes=10)), (100, timedelta(hours=10)))
"""No person is written to that often; a desk that answers us is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """Writes letters into the outbox and sends them from there."""

    desk: Desk
    letters: LetterBook
    mailer: Mailer
    portal: Portal
    sent_folder: SentFolder | None = None

    def write(
        self,
        unit: UnitOfWork,
        case: Case,
        kind: LetterKind,
        facts: LetterFacts,
        *,
        attachments: tuple[MailAttachment, ...] = (),
        closes_case: bool = False,
    ) -> None:
        """Put a letter into the outbox, to go where the case came from or, where identity matters, to the address
        on file."""
        envelope = _Envelope(kind=kind, to=_recipient(case, kind), attachments=attachments, closes_case=closes_case)
        self._put(unit, case, facts, envelope)

    def write_to(
        self, unit: UnitOfWork, case: Case, kind: LetterKind, facts: LetterFacts, *, participant: EmailAddress
    ) -> None:
        """The same to whoever of the case's participants asked, for a letter that says nothing personal."""
        self._put(unit, case, facts, _Envelope(kind=kind, to=participant))

    def _put(self, unit: UnitOfWork, case: Case, facts: LetterFacts, envelope: "_Envelope") -> None:
        kind, to = envelope.kind, envelope.to
        routes = _routes(case, envelope)
        for route in routes:
            # A ticket's comment carries no files, so its words must not speak of one.
            told = replace(facts, receipt="") if route is Route.TICKET else facts
            letter = self.letters.compose(kind, case.language, told)
            outbox_id = OutboxId(self.desk.ids.new_id())
            letter_row = OutboxLetter(
                outbox_id=outbox_id,
                case_id=case.case_id,
                kind=kind,
                route=route,
                mail=replace(self._mail(case, to, letter, outbox_id), attachments=envelope.attachments),
                created_at=self.desk.clock.now(),
                closes_case=envelope.closes_case and route is routes[0],
            )
            unit.outbox.add(letter_row)
            self.desk.record(unit, "letter_written", by=SYSTEM, case=case, details={"kind": kind, "letter": outbox_id})
            self.desk.enqueue(unit, JobName.SEND_LETTER, outbox_id)

    def send(self, outbox_id: OutboxId) -> None:
        """Let a letter leave, then write down that it did; the final answer's leaving fulfils the case."""
        letter, case = self._read(outbox_id)
        if letter.sent_at is None:
            self._hand_over(letter, case)
            self._note_sent(letter)

    def send_again(self, outbox_id: OutboxId) -> None:
        """The same for a letter whose sending was begun before: one that the server filed as sent stays there."""
        letter, case = self._read(outbox_id)
        if letter.sent_at is None:
            if not self._has_left(letter):
                self._hand_over(letter, case)
            self._note_sent(letter)

    def _read(self, outbox_id: OutboxId) -> tuple[OutboxLetter, Case]:
        with self.desk.new_unit() as unit:
            letter = unit.outbox.get(outbox_id)
            case = unit.cases.get(letter.case_id)
            if letter.sent_at is None:
                self._check_pace(unit, case)
            return letter, case

    def _check_pace(self, unit: UnitOfWork, case: Case) -> None:
        """The last guard against two machines answering each other: letters wait, and none is lost."""
        now = self.desk.clock.now()
        for most, within in _PACE:
            if unit.outbox.count_sent(case.requester_key, since=now - within) >= most:
                raise TemporaryFailure(f"{most} letters went to one address within {within}", retry_after=within)

    def _mail(self, case: Case, to: EmailAddress, letter: Letter, outbox_id: OutboxId) -> OutgoingMail:
        thread = case.payload.thread if to == case.payload.requester else ()
        return OutgoingMail(
            message_id=self.desk.keyring.message_id(case.case_id, outbox_id, domain=self.desk.rules.mail_domain),
            to=to,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            in_reply_to=thread[-1] if thread else None,
            references=thread,
        )

    def _has_left(self, letter: OutboxLetter) -> bool:
        """False where nobody can know: a letter that comes twice, under one Message-ID, is better than none."""
        if self.sent_folder is None:
            return False
        try:
            return self.sent_folder.has(letter.mail.message_id)
        except PermanentFailure:
            return False

    def _note_sent(self, letter: OutboxLetter) -> None:
        with self.desk.new_unit() as unit:
            if not unit.outbox.mark_sent(letter.outbox_id, self.desk.clock.now()):
                return
            case = unit.cases.get(letter.case_id)
            details = {"kind": letter.kind, "letter": letter.outbox_id, "route": letter.route}
            self.desk.record(unit, "letter_sent", by=SYSTEM, case=case, details=details)
            if letter.closes_case and case.state is CaseState.IN_FULFILMENT:
                self._fulfil(unit, case, self.desk.clock.now())
            unit.commit()

    def _hand_over(self, letter: OutboxLetter, case: Case) -> None:
        if letter.route is Route.TICKET and case.ticket_id is not None:
            self.portal.add_reply(case.ticket_id, letter.mail.text, key=letter.outbox_id)
        else:
            self.mailer.send(letter.mail)

    def _fulfil(self, unit: UnitOfWork, case: Case, now: datetime) -> None:
        closed = replace(case.move_to(CaseState.FULFILLED), waits_for=WaitsFor.NOTHING, closed_at=now)
        self.desk.change(unit, case, closed, by=SYSTEM, event="case_fulfilled")
        self.desk.enqueue(unit, JobName.EDIT_CARD, case.case_id)
        self.desk.enqueue(unit, JobName.CLOSE_TICKET, case.case_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Envelope:
    """Which letter goes to whom, and what is in it."""

    kind: LetterKind
    to: EmailAddress
    attachments: tuple[MailAttachment, ...] = ()
    closes_case: bool = False


def base_facts(case: Case) -> LetterFacts:
    """What every letter on a case states."""
    return LetterFacts(
        number=case.number,
        request_type=case.request_type,
        regime=case.regime,
        country=case.country,
        due_on=case.extended_until or case.due_on,
        correction=case.payload.correction,
        service_messages=case.scope.service_messages,
        for_another=is_about_another(case) and POLICY[case.request_type].action_kind is not None,
        asked_from=case.payload.requester.masked if is_from_elsewhere(case) else "",
    )


_TO_THE_WRITER: Final = frozenset(
    {
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.IDENTITY_EXPIRED,
        LetterKind.MISREAD,
        LetterKind.TAKEN_BACK,
        LetterKind.MARKETING_DONE,
        LetterKind.ADVERTISING_DONE,
        LetterKind.DONE_FOR_ANOTHER,
        LetterKind.STATUS,
        LetterKind.CLOSED,
    }
)
"""They say nothing about the person, and read the same whether or not we know anybody."""


_TO_WHO_SPEAKS: Final = frozenset({LetterKind.INFORMATION_REQUEST, LetterKind.REFUSAL})
"""For somebody else: they answer the writer's own words, and hold nothing about the person concerned."""


def _recipient(case: Case, kind: LetterKind) -> EmailAddress:
    return case.payload.subject.address if _is_private(case, kind) else case.payload.requester


def _is_private(case: Case, kind: LetterKind) -> bool:
    """Where identity matters, or somebody else wrote, all but the first thank-you goes to the address on file only."""
    if kind in _TO_WHO_SPEAKS and speaks_for_another(case):
        return False
    is_by_another = case.payload.requester != case.payload.subject.address
    return kind not in _TO_THE_WRITER and (is_by_another or POLICY[case.request_type].needs_identity)


def _routes(case: Case, envelope: _Envelope) -> tuple[Route, ...]:
    """By which doors a letter leaves; whoever is not the requester reads no ticket, and gets a mail."""
    if _is_private(case, envelope.kind) or envelope.to != case.payload.requester:
        return (Route.MAIL,)
    first = Route.TICKET if case.channel is Channel.PORTAL else Route.MAIL
    if case.payload.is_both_ways and case.ticket_id is not None:
        # Asked by two doors: both hear.
        return (first, *(route for route in Route if route is not first))
    return (first,)
