"""The steps the pages call, as the pages see them; the workflow fits these shapes without knowing them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from bot.domain.action import ActionId
from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId, CaseNumber, CaseState, PlanHash, WaitsFor
from bot.domain.correction import Correction
from bot.domain.extension import ExtensionReason
from bot.domain.forecast import Breach
from bot.domain.identity import EmailAddress, SubjectKey
from bot.domain.message import MessageId
from bot.domain.proof import NO_ANSWERS, DataPoint, ProofAnswers
from bot.domain.refusal import ProposedRefusal
from bot.domain.request import DenialReason, Language, RequestType
from bot.domain.signing import PublicKey
from bot.domain.staff import StaffMember


class SignIn(Protocol):
    """Who is looking at the pages."""

    def redeem(self, token: str) -> str:
        """Use up a sign-in link and return a fresh session token; raises LinkRefused."""
        ...

    def find_member(self, session_token: str) -> StaffMember | None:
        """The person behind a session that is still good."""
        ...

    def sign_out(self, session_token: str) -> None:
        """End the session; ending it twice is fine."""
        ...


class Approval(Protocol):
    """People's decisions. Every method raises DecisionRefused, PlanChanged or NotFound."""

    def approve(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember) -> Case:
        """Say yes to the plan that was shown."""
        ...

    def deny(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember, reason: DenialReason, words: str) -> Case:
        """Refuse the request; the customer reads `words`."""
        ...

    def propose_refusals(self, case_id: CaseId) -> Mapping[DenialReason, ProposedRefusal]:
        """The sentence to propose for each reason, in the customer's language."""
        ...

    def ask(self, case_id: CaseId, *, by: StaffMember, words: str) -> Case:
        """Ask the customer for information; they read `words`."""
        ...

    def correct(self, case_id: CaseId, *, correction: Correction, by: StaffMember) -> Case:
        """Say what is to be corrected; makes a new plan."""
        ...

    def withdraw(self, case_id: CaseId, *, by: StaffMember) -> Case:
        """Close a request that the customer took back in later words."""
        ...

    def accept_authority(self, case_id: CaseId, *, address: EmailAddress, by: StaffMember) -> Case:
        """Say that the writer may speak for the person whose address on file this is."""
        ...

    def postpone(self, case_id: CaseId, *, until: date | None, by: StaffMember) -> Case:
        """Say before which day nothing shall be done; None: there is nothing to wait for."""
        ...

    def write_answer(self, case_id: CaseId, *, answer: str, by: StaffMember) -> Case:
        """Change the drafted answer; makes a new plan."""
        ...


class Extending(Protocol):
    """More time for a case."""

    def extend(self, case_id: CaseId, *, reason: ExtensionReason, words: str, by: StaffMember) -> Case:
        """Extend it once; the customer reads `words`. Raises DecisionRefused or NotFound."""
        ...


class Reminders(Protocol):
    """What will be late."""

    def list_breaches(self) -> Sequence[Breach]:
        """The cases that will miss their legal date as things go, the nearest first."""
        ...


class Disclosure(Protocol):
    """Drawing the curtain is written down first. Every method raises NotFound."""

    def open_case(self, case_id: CaseId, *, by: StaffMember) -> None:
        """The personal data of a case is about to be shown."""
        ...

    def open_review(self, review_id: ReviewId, *, by: StaffMember) -> None:
        """The words of an unsure message are about to be shown."""
        ...


class Fulfilment(Protocol):
    """Work that is stuck."""

    def retry(self, action_id: ActionId, *, by: StaffMember) -> None:
        """Try that system again; raises DecisionRefused or NotFound."""
        ...


class Receipting(Protocol):
    """Signed receipts."""

    @property
    def public_key(self) -> PublicKey:
        """With what anybody checks them."""
        ...

    def download(self, case_id: CaseId) -> tuple[CaseNumber, bytes]:
        """A case's receipt as a file; raises NotFound."""
        ...

    def download_by_link(self, token: str) -> tuple[CaseNumber, bytes]:
        """The same for the holder of a customer link; raises LinkRefused or NotFound."""
        ...


class Relabelling(Protocol):
    """People's readings of messages that the classifier was sure of."""

    def relabel(self, case_id: CaseId, *, labels: Sequence[RequestType], words: str, by: StaffMember) -> Case:
        """Say what a case's message asks for; no labels means "not privacy". Raises DecisionRefused or NotFound."""
        ...


class ReviewDesk(Protocol):
    """People's readings of messages the classifier is unsure of."""

    def decide(self, review_id: ReviewId, *, labels: Sequence[RequestType], by: StaffMember) -> None:
        """Say what the message asks for; no labels means "not privacy". Raises DecisionRefused or NotFound."""
        ...


class DeadLetters(Protocol):
    """Messages that could not be handled."""

    def reprocess(self, message_id: MessageId, *, by: StaffMember) -> None:
        """Try again from the kept bytes; raises DecisionRefused or NotFound."""
        ...


class CustomerView(Protocol):
    """What a customer may see of their case: nothing about anybody."""

    @property
    def number(self) -> CaseNumber:
        """What to quote."""
        ...

    @property
    def request_type(self) -> RequestType:
        """What was asked."""
        ...

    @property
    def language(self) -> Language:
        """The language they wrote in."""
        ...

    @property
    def state(self) -> CaseState:
        """Where it stands."""
        ...

    @property
    def waits_for(self) -> WaitsFor:
        """Who has to move next."""
        ...

    @property
    def due_on(self) -> date:
        """By when they hear from us."""
        ...

    @property
    def may_confirm(self) -> bool:
        """Whether the link can still prove who they are."""
        ...

    @property
    def may_stop(self) -> bool:
        """Whether the request can still be cancelled."""
        ...

    @property
    def asked_points(self) -> tuple[DataPoint, ...]:
        """What may be filled in beside pressing the button."""
        ...

    @property
    def points_needed(self) -> int:
        """How many of them have to fit."""
        ...

    @property
    def is_signed(self) -> bool:
        """Whether a declaration has to be signed."""
        ...

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether it was asked from another address than the one this link went to."""
        ...


class Verification(Protocol):
    """What the holder of a customer link can do, raising LinkRefused; and what one of us says about who they are."""

    def look(self, token: str) -> CustomerView:
        """Where it stands; changes nothing, and goes on working after `confirm` and `stop`."""
        ...

    def confirm(self, token: str, answers: ProofAnswers = NO_ANSWERS) -> CustomerView:
        """Prove who they are; works once. Raises ProofIncomplete or ProofWrong too, and the link stays good."""
        ...

    def stop(self, token: str) -> CustomerView:
        """Cancel the request."""
        ...

    def pick(self, case_id: CaseId, *, choice: SubjectKey | None, by: StaffMember) -> Case:
        """Say whom of several a case is about, None for nobody of them; raises DecisionRefused or NotFound."""
        ...
