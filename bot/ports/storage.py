"""What the workflow asks of the store, one Protocol a noun; `bot.ports.unit_of_work` joins them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.action import Action, ActionId
from bot.domain.audit import NewEvent
from bot.domain.card import CardRef, ReviewId
from bot.domain.case import Case, CaseId, CaseNumber, PlanHash, TicketId
from bot.domain.classification import Classification
from bot.domain.decision import PlanDecision
from bot.domain.identity import SubjectKey
from bot.domain.job import Job
from bot.domain.link import LinkId, OneTimeLink
from bot.domain.message import Channel, FetchedMail, MailKey, MessageId, MessageOutcome
from bot.domain.outbox import OutboxId, OutboxLetter
from bot.domain.request import RequestType
from bot.domain.review import Review
from bot.domain.stored_message import StoredMessage
from bot.domain.suppression import Suppression


class Messages(Protocol):
    """Every message that ever arrived, raw and encrypted."""

    def add(self, message_id: MessageId, mail: FetchedMail, *, channel: Channel, stored_at: datetime) -> bool:
        """Keep the bytes; False when exactly this mail is known already (the row then says DUPLICATE)."""
        ...

    def get(self, message_id: MessageId) -> StoredMessage:
        """The message with its bytes; raises NotFound or KeyDestroyed."""
        ...

    def get_outcome(self, message_id: MessageId) -> MessageOutcome:
        """What became of it so far; raises NotFound."""
        ...

    def find_classification(self, message_id: MessageId) -> Classification | None:
        """What the classifier said of it and which model that was, without words; None for one it never read."""
        ...

    def settle(
        self,
        message_id: MessageId,
        outcome: MessageOutcome,
        *,
        rfc_message_id: str = "",
        classification: Classification | None = None,
    ) -> None:
        """Write down what became of it."""
        ...

    def bury(self, message_id: MessageId, *, reason: str, at: datetime) -> None:
        """Make it a dead letter."""
        ...

    def revive(self, message_id: MessageId) -> None:
        """Take a dead letter back to RECEIVED; raises NotFound when it is none."""
        ...

    def find_cursor(self, mailbox: str) -> MailKey | None:
        """The last UID taken from a mailbox, with its UIDVALIDITY."""
        ...

    def move_cursor(self, key: MailKey) -> None:
        """Everything up to this UID is committed."""
        ...


class PortalCursors(Protocol):
    """How far each portal has been read."""

    def get(self, portal: str) -> str:
        """The cursor, "" before the first read."""
        ...

    def move(self, portal: str, cursor: str) -> None:
        """Everything up to it is committed."""
        ...


class Cases(Protocol):
    """The cases."""

    def next_number(self, year: int) -> CaseNumber:
        """The next running number of a year of receipt."""
        ...

    def add(self, case: Case) -> None:
        """A new case in its first state."""
        ...

    def get(self, case_id: CaseId) -> Case:
        """Raises NotFound."""
        ...

    def find(self, case_id: CaseId) -> Case | None:
        """By id."""
        ...

    def find_opened_from(self, message_id: MessageId, request_type: RequestType, place: int = 0) -> Case | None:
        """The case a message already opened for a request, about the person in that place."""
        ...

    def find_planned(self, plan_hash: PlanHash) -> Case | None:
        """The case whose plan that is."""
        ...

    def list_open_requests(
        self, requester_key: SubjectKey, request_type: RequestType | None = None
    ) -> tuple[Case, ...]:
        """The open cases (of that kind) which the same address asked for before, oldest first."""
        ...

    def list_open_ids(self, *, due_by: date | None = None) -> tuple[CaseId, ...]:
        """The open cases by legal date, or those of them that are due by then or wait for a day beyond their date."""
        ...

    def count_requested(self, requester_key: SubjectKey, *, since: datetime) -> int:
        """How many cases an address opened since then."""
        ...

    def list_by_ticket(self, ticket_id: TicketId) -> Sequence[Case]:
        """The cases of a portal ticket: the one that waits for the customer first, then open ones, then the rest."""
        ...

    def find_by_number(self, number: CaseNumber) -> Case | None:
        """By what people say."""
        ...

    def list_about(self, subject_key: SubjectKey) -> tuple[Case, ...]:
        """Every case about a person, oldest first."""
        ...

    def save(self, before: Case, after: Case, *, at: datetime, by: str) -> Case:
        """Write the change if the row still has the state and version of `before`, else raise StaleVersion.

        Returns `after` with its new version. A change of state also writes the history row.
        """
        ...

    def add_message(self, case_id: CaseId, message_id: MessageId) -> bool:
        """Note that a message belongs to a case; False when it did already."""
        ...


class Actions(Protocol):
    """The actions of the cases' plans."""

    def replace(self, case_id: CaseId, actions: Sequence[Action]) -> None:
        """A new plan: actions that have not started go, these come."""
        ...

    def get(self, action_id: ActionId) -> Action:
        """Raises NotFound."""
        ...

    def list_of(self, case_id: CaseId) -> tuple[Action, ...]:
        """In the plan's order."""
        ...

    def save(self, action: Action) -> None:
        """Write its state, attempts, outcome and problem."""
        ...


class Decisions(Protocol):
    """Who said what to which plan."""

    def add(self, decision: PlanDecision) -> bool:
        """False when this person has already decided on this plan."""
        ...

    def list_of(self, case_id: CaseId, plan_hash: PlanHash | None) -> tuple[PlanDecision, ...]:
        """Decisions on one plan (or on any, with None), oldest first."""
        ...


class Reviews(Protocol):
    """Messages waiting for a person's reading."""

    def add(self, review: Review) -> None:
        """A new one."""
        ...

    def get(self, review_id: ReviewId) -> Review:
        """Raises NotFound."""
        ...

    def list_open_ids(self) -> tuple[ReviewId, ...]:
        """Those nobody has decided, oldest first."""
        ...

    def decide(self, review: Review) -> bool:
        """Write the decision; False when somebody decided before."""
        ...


class Links(Protocol):
    """One-time links."""

    def add(self, link: OneTimeLink) -> None:
        """A new one."""
        ...

    def find(self, token_hash: str) -> OneTimeLink | None:
        """By the hash of its token."""
        ...

    def get(self, link_id: LinkId) -> OneTimeLink:
        """Raises NotFound."""
        ...

    def list_of(self, case_id: CaseId) -> tuple[OneTimeLink, ...]:
        """All that a case ever had, used and expired ones too."""
        ...

    def use(self, link_id: LinkId, at: datetime) -> bool:
        """Consume it; False when it was used already."""
        ...


class Outbox(Protocol):
    """Letters on their way."""

    def count_sent(self, requester_key: SubjectKey, *, since: datetime) -> int:
        """How many letters have left since then on the cases that an address opened."""
        ...

    def add(self, letter: OutboxLetter) -> None:
        """A new one."""
        ...

    def get(self, outbox_id: OutboxId) -> OutboxLetter:
        """Raises NotFound or KeyDestroyed."""
        ...

    def has_sent(self, case_id: CaseId) -> bool:
        """Whether any letter on that case has left."""
        ...

    def list_of(self, case_id: CaseId) -> tuple[OutboxLetter, ...]:
        """All that was ever written on a case, oldest first."""
        ...

    def mark_sent(self, outbox_id: OutboxId, at: datetime) -> bool:
        """False when it was marked before."""
        ...


class Cards(Protocol):
    """Where each case's or review's card was posted."""

    def add(self, subject_id: str, ref: CardRef) -> None:
        """Note a copy; twice is once."""
        ...

    def list_of(self, subject_id: str) -> tuple[CardRef, ...]:
        """All copies."""
        ...


class Suppressions(Protocol):
    """The list of people who must stay out."""

    def add(self, suppression: Suppression) -> None:
        """Twice is once."""
        ...

    def list_of(self, subject_key: SubjectKey) -> tuple[Suppression, ...]:
        """What holds for a person."""
        ...


class AuditLog(Protocol):
    """The hash-chained log."""

    def append(self, event: NewEvent) -> None:
        """Chained and written when the unit commits."""
        ...


class Jobs(Protocol):
    """Work to do after the commit."""

    def enqueue(self, job: Job) -> None:
        """Written with the unit's other rows; runs only if the unit commits."""
        ...

    def set_timer(self, job: Job) -> None:
        """The same, in place of any other of that name and argument: one timer, not two."""
        ...
