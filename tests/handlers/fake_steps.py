"""The workflow's steps as the pages call them, remembering what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

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
from bot.domain.signing import PublicKey, SigningKey
from bot.domain.staff import StaffMember
from bot.errors import DecisionRefused, LinkRefused, NotFound, PlanChanged, UserError

NUMBER = CaseNumber("26-0142")


@dataclass
class FakeSignIn:
    """Links by token, each good once; sessions are `session-of-<id>`."""

    links: dict[str, StaffMember]
    sessions: dict[str, StaffMember] = field(default_factory=dict)

    def redeem(self, token: str) -> str:
        if token not in self.links:
            raise LinkRefused("This sign-in link was used already or is too old. Ask for a new one.")
        member = self.links.pop(token)
        self.sessions[f"session-of-{member.staff_id}"] = member
        return f"session-of-{member.staff_id}"

    def find_member(self, session_token: str) -> StaffMember | None:
        return self.sessions.get(session_token)

    def sign_out(self, session_token: str) -> None:
        self.sessions.pop(session_token, None)


@dataclass
class FakeApproval:
    """Takes decisions on the cases given; `taken` holds one line a decision."""

    cases: dict[CaseId, Case]
    taken: list[tuple[object, ...]] = field(default_factory=list)
    refusal: str = ""

    def approve(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember) -> Case:
        return self._take(case_id, plan_hash, "approve", by.staff_id)

    def deny(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember, reason: DenialReason, words: str) -> Case:
        return self._take(case_id, plan_hash, "deny", by.staff_id, reason, words)

    def propose_refusals(self, case_id: CaseId) -> Mapping[DenialReason, ProposedRefusal]:
        return {
            reason: ProposedRefusal(words=words, in_english=words.replace("Weil", "Because"))
            for reason in DenialReason
            for words in ["" if reason is DenialReason.OTHER else f"Weil {reason}."]
        }

    def ask(self, case_id: CaseId, *, by: StaffMember, words: str) -> Case:
        return self._take(case_id, None, "ask", by.staff_id, words)

    def correct(self, case_id: CaseId, *, correction: Correction, by: StaffMember) -> Case:
        return self._take(case_id, None, "correct", by.staff_id, correction)

    def withdraw(self, case_id: CaseId, *, by: StaffMember) -> Case:
        return self._take(case_id, None, "withdraw", by.staff_id)

    def accept_authority(self, case_id: CaseId, *, address: EmailAddress, by: StaffMember) -> Case:
        return self._take(case_id, None, "accept_authority", by.staff_id, address.value)

    def postpone(self, case_id: CaseId, *, until: date | None, by: StaffMember) -> Case:
        return self._take(case_id, None, "postpone", by.staff_id, until)

    def write_answer(self, case_id: CaseId, *, answer: str, by: StaffMember) -> Case:
        return self._take(case_id, None, "write_answer", by.staff_id, answer)

    def extend(self, case_id: CaseId, *, reason: ExtensionReason, words: str, by: StaffMember) -> Case:
        return self._take(case_id, None, "extend", by.staff_id, reason, words)

    def _take(self, case_id: CaseId, plan_hash: PlanHash | None, *decision: object) -> Case:
        if case_id not in self.cases:
            raise NotFound("There is no such case.")
        case = self.cases[case_id]
        if self.refusal:
            raise DecisionRefused(self.refusal)
        if plan_hash is not None and plan_hash != case.plan_hash:
            raise PlanChanged("The plan changed at 10:47: two invoices became three. Look again and decide.")
        self.taken.append((case_id, *decision))
        return replace(case, waits_for=WaitsFor.SECOND_APPROVAL)


@dataclass
class FakeDisclosure:
    """Remembers who opened what."""

    opened: list[tuple[str, str]] = field(default_factory=list)

    def open_case(self, case_id: CaseId, *, by: StaffMember) -> None:
        self.opened.append((case_id, by.staff_id))

    def open_review(self, review_id: ReviewId, *, by: StaffMember) -> None:
        self.opened.append((review_id, by.staff_id))


@dataclass
class FakeFulfilment:
    """Remembers what was tried again."""

    retried: list[tuple[ActionId, str]] = field(default_factory=list)

    def retry(self, action_id: ActionId, *, by: StaffMember) -> None:
        self.retried.append((action_id, by.staff_id))


@dataclass
class FakeRelabelling:
    """Ends the case given unless its own type is among the labels; `readings` holds one line a decision."""

    cases: dict[CaseId, Case] = field(default_factory=dict)
    readings: list[tuple[object, ...]] = field(default_factory=list)
    refusal: str = ""

    def relabel(self, case_id: CaseId, *, labels: Sequence[RequestType], words: str, by: StaffMember) -> Case:
        if case_id not in self.cases:
            raise NotFound("There is no such case.")
        if self.refusal:
            raise DecisionRefused(self.refusal)
        self.readings.append((case_id, tuple(labels), words, by.staff_id))
        case = self.cases[case_id]
        return case if case.request_type in labels else replace(case, state=CaseState.DENIED)


@dataclass
class FakeReviewDesk:
    """Remembers the readings."""

    known: frozenset[ReviewId]
    readings: list[tuple[ReviewId, tuple[RequestType, ...], str]] = field(default_factory=list)
    refusal: str = ""

    def decide(self, review_id: ReviewId, *, labels: Sequence[RequestType], by: StaffMember) -> None:
        if review_id not in self.known:
            raise NotFound("There is no such message to read.")
        if self.refusal:
            raise DecisionRefused(self.refusal)
        self.readings.append((review_id, tuple(labels), by.staff_id))


@dataclass
class FakeDeadLetters:
    """Remembers what was tried again."""

    known: frozenset[MessageId]
    tried: list[MessageId] = field(default_factory=list)

    def reprocess(self, message_id: MessageId, *, by: StaffMember) -> None:
        if message_id not in self.known:
            raise NotFound("There is no such message.")
        self.tried.append(message_id)


@dataclass
class FakeReceipting:
    """One receipt for everybody who may have one; signed with a key of its own."""

    files: dict[str, bytes] = field(default_factory=dict)
    key: SigningKey = field(default_factory=lambda: SigningKey(b"r" * 32))

    @property
    def public_key(self) -> PublicKey:
        return self.key.public

    def download(self, case_id: CaseId) -> tuple[CaseNumber, bytes]:
        if case_id not in self.files:
            raise NotFound("There is no receipt yet: it is written when everything is done.")
        return NUMBER, self.files[case_id]

    def download_by_link(self, token: str) -> tuple[CaseNumber, bytes]:
        if token != "customer-link":
            raise LinkRefused("That link is unknown.")
        return self.download(CaseId("case-26-0142"))


@dataclass(frozen=True, kw_only=True)
class FakeCustomerView:
    """What a customer sees."""

    number: CaseNumber = NUMBER
    request_type: RequestType = RequestType.ERASURE
    language: Language = Language.EN
    state: CaseState = CaseState.AWAITING_VERIFICATION
    waits_for: WaitsFor = WaitsFor.IDENTITY_PROOF
    due_on: date = date(2026, 12, 29)
    may_confirm: bool = True
    may_stop: bool = True
    is_from_elsewhere: bool = False
    asked_points: tuple[DataPoint, ...] = ()
    points_needed: int = 0
    is_signed: bool = False


@dataclass
class FakeVerification:
    """Customer links by token; confirming and stopping work once."""

    views: dict[str, FakeCustomerView]
    acts: list[str] = field(default_factory=list)
    cases: dict[CaseId, Case] = field(default_factory=dict)
    answers: list[ProofAnswers] = field(default_factory=list)
    problem: UserError | None = None
    picked: list[tuple[CaseId, SubjectKey | None, str]] = field(default_factory=list)

    def look(self, token: str) -> FakeCustomerView:
        if token not in self.views:
            raise LinkRefused("That link is unknown.")
        return self.views[token]

    def confirm(self, token: str, answers: ProofAnswers = NO_ANSWERS) -> FakeCustomerView:
        view = self.look(token)
        self.answers.append(answers)
        if self.problem is not None:
            raise self.problem
        if not view.may_confirm:
            raise LinkRefused("That link was used already.")
        self.acts.append("confirm")
        proved = replace(view, may_confirm=False, state=CaseState.AWAITING_APPROVAL, waits_for=WaitsFor.APPROVAL)
        self.views[token] = proved
        return proved

    def stop(self, token: str) -> FakeCustomerView:
        view = self.look(token)
        self.acts.append("stop")
        stopped = replace(view, may_confirm=False, may_stop=False, state=CaseState.WITHDRAWN)
        self.views[token] = stopped
        return stopped

    def pick(self, case_id: CaseId, *, choice: SubjectKey | None, by: StaffMember) -> Case:
        self.picked.append((case_id, choice, by.staff_id))
        if case_id not in self.cases:
            raise NotFound("There is no such case.")
        return self.cases[case_id]


@dataclass
class FakeReminders:
    """Foresees what it is given; `looks` counts how often it was asked."""

    breaches: list[Breach] = field(default_factory=list)
    looks: int = 0

    def list_breaches(self) -> Sequence[Breach]:
        self.looks += 1
        return self.breaches
