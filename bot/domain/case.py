"""A case: our record of one data subject request, from intake to closure."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType, Self

from bot.domain.correction import Correction
from bot.domain.extension import ExtensionReason
from bot.domain.identity import DataSubject, EmailAddress, ProofMethod, SubjectKey
from bot.domain.message import Channel, MessageId
from bot.domain.person import AnotherPerson
from bot.domain.question import Question
from bot.domain.request import DenialReason, Language, Regime, RequestType, Scope
from bot.domain.sender_check import SenderCheck
from bot.errors import IllegalTransition

CaseId = NewType("CaseId", str)
"""Opaque; goes into buttons, links and logs."""

CaseNumber = NewType("CaseNumber", str)
"""What people say: `26-0142`, year of receipt and a running number."""

PlanHash = NewType("PlanHash", str)
StaffId = NewType("StaffId", str)
TicketId = NewType("TicketId", str)


class CaseState(StrEnum):
    """Lifecycle only; what a case waits for is a field."""

    RECEIVED = "received"
    AWAITING_VERIFICATION = "awaiting_verification"
    AWAITING_APPROVAL = "awaiting_approval"
    IN_FULFILMENT = "in_fulfilment"
    FULFILLED = "fulfilled"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class WaitsFor(StrEnum):
    """Who or what has to move next."""

    PLAN = "plan"
    IDENTITY_PROOF = "identity_proof"
    AUTHORITY = "authority"
    CORRECTION_DETAILS = "correction_details"
    ANSWER = "answer"
    APPROVAL = "approval"
    SECOND_APPROVAL = "second_approval"
    COOL_OFF = "cool_off"
    SYSTEMS = "systems"
    FAILING_SYSTEM = "failing_system"
    INFORMATION = "information"
    NOTHING = "nothing"


_OPEN: Final = frozenset(
    {CaseState.RECEIVED, CaseState.AWAITING_VERIFICATION, CaseState.AWAITING_APPROVAL, CaseState.IN_FULFILMENT}
)
_ENDINGS: Final = frozenset({CaseState.DENIED, CaseState.WITHDRAWN})

ALLOWED_MOVES: Final[dict[CaseState, frozenset[CaseState]]] = {
    CaseState.RECEIVED: frozenset({CaseState.AWAITING_VERIFICATION, CaseState.AWAITING_APPROVAL}) | _ENDINGS,
    CaseState.AWAITING_VERIFICATION: frozenset({CaseState.AWAITING_APPROVAL}) | _ENDINGS,
    CaseState.AWAITING_APPROVAL: frozenset({CaseState.IN_FULFILMENT}) | _ENDINGS,
    CaseState.IN_FULFILMENT: frozenset({CaseState.FULFILLED}) | _ENDINGS,
    CaseState.FULFILLED: frozenset(),
    CaseState.DENIED: frozenset(),
    CaseState.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePayload:
    """The personal part of a case; encrypted at rest, gone when its key is destroyed.

    `requester` is the address that wrote; `subject` holds the address on file. `evidence` are the customer's own
    words that led to the case, `added` what they wrote to it while it was open, oldest first. `thread` are Message-IDs
    of the conversation, oldest first. `answer` is what a complaint or question will be answered; with `is_draft` it is
    a frame that a person has to fill in before it may be sent. `is_on_file`: a system of ours knows the subject.
    `condition` are the words for which the customer wants us to wait. `about` is the person concerned when that is
    not the writer; as long as nobody knows their address on file, `subject` holds the writer's. `taken_back` are the
    words by which the customer withdraws it, for a person to read. `question` is what we asked them last.
    """

    requester: EmailAddress
    subject: DataSubject
    subject_line: str = field(default="", repr=False)
    evidence: tuple[str, ...] = field(default=(), repr=False)
    words: str = field(default="", repr=False)
    added: tuple[str, ...] = field(default=(), repr=False)
    thread: tuple[str, ...] = ()
    correction: Correction | None = None
    answer: str = field(default="", repr=False)
    is_draft: bool = False
    is_on_file: bool = False
    condition: str = field(default="", repr=False)
    about: AnotherPerson | None = None
    taken_back: str = field(default="", repr=False)
    sender_check: SenderCheck = SenderCheck.UNCHECKED
    question: str = field(default="", repr=False)


NOBODY: Final = EmailAddress("nobody@erased.invalid")
"""Stands for an address that is gone; no mail can ever reach it (RFC 2606)."""

ERASED_PAYLOAD: Final = CasePayload(requester=NOBODY, subject=DataSubject(address=NOBODY))
"""What is left of the personal part once its key is destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One data subject request.

    `version` counts every saved change; `due_on` is the legal date. `subject_key` is of the address on file,
    `requester_key` of the address that wrote. Nothing is done before the day `not_before`, which moves no legal date.
    `place` counts the people that one request of one message is about, from 0. The dates follow from the facts of the
    clock (see case_clock): `questions`, oldest first, proof and extension. `waiting_since` is as old as `waits_for`.
    Since `contents_erased_at` the payload is gone, or no more than an address that a timer needs; `is_partial` is known
    from then on, and says that something had to stay.
    """

    case_id: CaseId
    number: CaseNumber
    request_type: RequestType
    regime: Regime
    language: Language
    channel: Channel
    received_at: datetime
    due_on: date
    opened_from: MessageId
    subject_key: SubjectKey
    requester_key: SubjectKey
    payload: CasePayload
    state: CaseState = CaseState.RECEIVED
    version: int = 1
    waits_for: WaitsFor = WaitsFor.PLAN
    country: str | None = None
    scope: Scope = Scope()
    ack_due_on: date | None = None
    extended_until: date | None = None
    not_before: date | None = None
    place: int = 0
    proof: ProofMethod = ProofMethod.NONE
    proved_at: datetime | None = None
    identity_asked_at: datetime | None = None
    questions: tuple[Question, ...] = ()
    extended_at: datetime | None = None
    extension_reason: ExtensionReason | None = None
    waiting_since: datetime | None = None
    plan_hash: PlanHash | None = None
    owner: StaffId | None = None
    ticket_id: TicketId | None = None
    denial_reason: DenialReason | None = None
    closed_at: datetime | None = None
    contents_erased_at: datetime | None = None
    is_partial: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen."""
        return self.state in _OPEN

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether it can still be ended as if nothing had been asked: no system has begun."""
        return self.is_open and self.state is not CaseState.IN_FULFILMENT

    def move_to(self, state: CaseState) -> Self:
        """The same case in another state; raises IllegalTransition for a move the table does not know."""
        if state not in ALLOWED_MOVES[self.state]:
            raise IllegalTransition(f"case {self.number} cannot go from {self.state} to {state}")
        return replace(self, state=state)

    def is_overdue(self, today: date) -> bool:
        """Whether the legal date has passed while the case is still open."""
        return self.is_open and today > (self.extended_until or self.due_on)
