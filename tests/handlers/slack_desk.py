"""The desk behind our Slack stand-in: steps that remember what was asked of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from flask.testing import FlaskClient

from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId, CaseNumber, CasePayload, PlanHash, StaffId
from bot.domain.identity import DataSubject, EmailAddress, SubjectKey
from bot.domain.message import Channel, MessageId
from bot.domain.refusal import ProposedRefusal
from bot.domain.request import DenialReason, Language, Regime, RequestType
from bot.domain.staff import Role, StaffDirectory, StaffMember
from bot.errors import DecisionRefused, PlanChanged

ANA = StaffMember(
    staff_id=StaffId("ana"), name="Ana Agent", email="ana@example.com", role=Role.AGENT, slack_user="U0ANA"
)
BEN = StaffMember(
    staff_id=StaffId("ben"), name="Ben Agent", email="ben@example.com", role=Role.AGENT, slack_user="U0BEN"
)
STAFF = StaffDirectory.of([ANA, BEN])
ADDRESS = EmailAddress.parse("juniper.quillfeather@example.com")
CASE = Case(
    case_id=CaseId("5f0c" * 8),
    number=CaseNumber("26-0142"),
    request_type=RequestType.ERASURE,
    regime=Regime.UK_GDPR,
    language=Language.EN,
    channel=Channel.MAIL,
    received_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
    due_on=date(2026, 12, 29),
    opened_from=MessageId("message-1"),
    subject_key=SubjectKey("k" * 64),
    requester_key=SubjectKey("k" * 64),
    payload=CasePayload(requester=ADDRESS, subject=DataSubject(address=ADDRESS)),
)


@dataclass(slots=True)
class FakeApproval:
    """Takes the first decision of a case, refuses the others, as the real step does."""

    plan_hash: PlanHash
    decisions: list[tuple[object, ...]] = field(default_factory=list)
    calls: int = 0
    failure: Exception | None = None

    def approve(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember) -> Case:
        return self._decide(plan_hash, "approved", case_id, by.name)

    def may_decide(self, case_id: CaseId, *, plan_hash: PlanHash | None, by: StaffMember) -> None:
        if by.role is Role.REVIEWER:
            raise DecisionRefused("You may read messages, but not decide on cases.", code="role")

    def deny(self, case_id: CaseId, *, plan_hash: PlanHash, by: StaffMember, reason: DenialReason, words: str) -> Case:
        return self._decide(plan_hash, "denied", case_id, by.name, reason, words)

    def withdraw(self, case_id: CaseId, *, by: StaffMember) -> Case:
        return self._decide(self.plan_hash, "withdrawn", case_id, by.name)

    def propose_refusals(self, case_id: CaseId) -> Mapping[DenialReason, ProposedRefusal]:
        return {
            reason: ProposedRefusal(words=words, in_english=words.replace("Weil", "Because"))
            for reason in DenialReason
            for words in ["" if reason is DenialReason.OTHER else f"Weil {reason}."]
        }

    def ask(self, case_id: CaseId, *, by: StaffMember, words: str) -> Case:
        return self._decide(self.plan_hash, "asked", case_id, by.name, words)

    def _decide(self, plan_hash: PlanHash, *decision: object) -> Case:
        self.calls += 1
        if self.failure is not None:
            raise self.failure
        if plan_hash != self.plan_hash:
            raise PlanChanged("The plan changed at 10:47. Look again and decide.")
        if self.decisions:
            raise DecisionRefused("Already decided by <Ana> & co at 10:51.")
        self.decisions.append(decision)
        return CASE


@dataclass(slots=True)
class FakeReview:
    decisions: list[tuple[ReviewId, tuple[RequestType, ...], str]] = field(default_factory=list)

    def decide(self, review_id: ReviewId, *, labels: Sequence[RequestType], by: StaffMember) -> None:
        if self.decisions:
            raise DecisionRefused("Ben Agent already read it at 10:51.")
        self.decisions.append((review_id, tuple(labels), by.name))


@dataclass(frozen=True, slots=True)
class ClientPoster:
    """Delivers to a Flask application in this process."""

    client: FlaskClient

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        answer = self.client.post(url, data=body, headers=dict(headers))
        return answer.status_code, answer.data
