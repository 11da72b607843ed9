"""Values to store: a person named by words that occur nowhere else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.action import (
    Action,
    ActionId,
    ActionKind,
    ActionOutcome,
    DataCategory,
    Instruction,
    OutcomeKind,
    Preview,
    SystemName,
)
from bot.domain.audit import NewEvent
from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId, CaseNumber, CasePayload, PlanHash, StaffId
from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.correction import CorrectableField, Correction
from bot.domain.decision import PlanDecision, Verdict
from bot.domain.example import ExampleId, MaskedMessage, ReviewedExample, Suggestion
from bot.domain.hold import Hold, HoldId, HoldKind, HoldReason
from bot.domain.identity import DataSubject, EmailAddress, Identifiers, PersonName, SubjectKey
from bot.domain.letter_facts import LetterKind
from bot.domain.link import LinkId, LinkPurpose, OneTimeLink
from bot.domain.message import Channel, FetchedMail, MailKey, MessageId, OutgoingMail
from bot.domain.outbox import OutboxId, OutboxLetter, Route
from bot.domain.request import Language, Regime, RequestType
from bot.domain.review import Review

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
ADDRESS = EmailAddress.parse("wrenfield.quillgarth@example.com")
NAME = "Wrenfield Quillgarth"
WORDS = "please forget me, Wrenfield Quillgarth, wrenfield.quillgarth@example.com, order ORD-778899"
PERSONAL = ("wrenfield", "quillgarth", "ORD-778899", "please forget me", "Larkmeadow")
PLAN = PlanHash("a" * 64)


def a_mail(
    raw: bytes = b"Subject: x\r\n\r\nHi", *, uid: int = 1, uidvalidity: int = 7, box: str = "INBOX"
) -> FetchedMail:
    key = MailKey(mailbox=box, uidvalidity=uidvalidity, uid=uid)
    return FetchedMail(key=key, arrived_at=NOW - timedelta(minutes=3), raw=raw)


def a_payload() -> CasePayload:
    subject = DataSubject(
        address=ADDRESS,
        name=PersonName(NAME),
        customer_since=2021,
        identifiers=Identifiers(emails=(ADDRESS,), orders=("ORD-778899",), phones=("+15550100",)),
    )
    return CasePayload(
        requester=ADDRESS,
        subject=subject,
        subject_line=f"{NAME} wants to go",
        evidence=("please forget me",),
        words=WORDS,
        thread=("<1@example.com>",),
        correction=Correction(what=CorrectableField.ADDRESS, new="7 Larkmeadow", old=""),
        answer=f"Dear {NAME}",
        condition="after my refund",
    )


def a_case(case_id: str = "case-1", **changes: Any) -> Case:
    """An erasure just received; its number, message and subject follow from its id unless changed."""
    plain = Case(
        case_id=CaseId(case_id),
        number=CaseNumber(case_id.removeprefix("case-")),
        request_type=RequestType.ERASURE,
        regime=Regime.UK_GDPR,
        language=Language.EN,
        channel=Channel.MAIL,
        received_at=NOW,
        due_on=date(2026, 12, 23),
        opened_from=MessageId(f"from-{case_id}"),
        subject_key=SubjectKey(f"subject of {case_id}"),
        requester_key=SubjectKey(f"requester of {case_id}"),
        payload=a_payload(),
    )
    return replace(plain, **changes)


def an_action(case: Case, system: str = "storefront", *, position: int = 1, **changes: Any) -> Action:
    plain = Action(
        action_id=ActionId(f"{case.case_id}-{system}"),
        case_id=case.case_id,
        system=SystemName(system),
        instruction=Instruction(
            kind=ActionKind.ERASE,
            category=DataCategory.CONTACT,
            scope=case.scope,
            correction=case.payload.correction,
        ),
        preview=Preview(counts={"profile": 1}),
        irreversible=True,
        position=position,
    )
    return replace(plain, **changes)


def an_outcome() -> ActionOutcome:
    return ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1}, receipt="r-1", records=[{"name": NAME}])


def a_decision(case_id: str, by: str = "amina", *, plan: PlanHash = PLAN, **changes: Any) -> PlanDecision:
    plain = PlanDecision(
        case_id=CaseId(case_id), plan_hash=plan, by=StaffId(by), verdict=Verdict.APPROVED, decided_at=NOW
    )
    return replace(plain, **changes)


def a_link(case_id: str, link_id: str = "link-1", **changes: Any) -> OneTimeLink:
    plain = OneTimeLink(
        link_id=LinkId(link_id),
        token_hash=f"hash of {link_id}",
        case_id=CaseId(case_id),
        purpose=LinkPurpose.PROVE_IDENTITY,
        expires_at=NOW + timedelta(hours=72),
    )
    return replace(plain, **changes)


def a_review(message_id: str, review_id: str = "review-1", **changes: Any) -> Review:
    plain = Review(
        review_id=ReviewId(review_id),
        message_id=MessageId(message_id),
        sender=ADDRESS,
        asked_at=NOW,
        classification=a_classification(),
        excerpt="…please forget me…",
    )
    return replace(plain, **changes)


def an_example(message_id: str, example_id: str = "example-1", **changes: Any) -> ReviewedExample:
    plain = ReviewedExample(
        example_id=ExampleId(example_id),
        message_id=MessageId(message_id),
        subject_key=SubjectKey("subject of case-1"),
        labels=(RequestType.ERASURE,),
        suggestion=Suggestion.of(a_classification()),
        message=MaskedMessage(
            subject="Alex wants to go",
            body="please forget me, Alex",
            evidence=((RequestType.ERASURE, "please forget me"),),
        ),
        decided_by=StaffId("amina"),
        decided_at=NOW,
    )
    return replace(plain, **changes)


def a_classification() -> Classification:
    label = LabelScore(label=RequestType.ERASURE, confidence=0.61, evidence=("please forget me",))
    return Classification(
        decision=Decision.UNSURE,
        probability=0.61,
        labels=(label,),
        language="en",
        identifiers=Identifiers(emails=(ADDRESS,), orders=("ORD-778899",)),
        reasons=("because of “please forget me”",),
        model_version="7",
    )


def a_letter(case_id: str, outbox_id: str = "letter-1", **changes: Any) -> OutboxLetter:
    mail = OutgoingMail(message_id="<l@example.com>", to=ADDRESS, subject=f"To {NAME}", text=f"Dear {NAME}, {WORDS}")
    plain = OutboxLetter(
        outbox_id=OutboxId(outbox_id),
        case_id=CaseId(case_id),
        kind=LetterKind.ACKNOWLEDGEMENT,
        route=Route.MAIL,
        mail=mail,
        created_at=NOW,
    )
    return replace(plain, **changes)


def a_hold(hold_id: str = "hold-1", **changes: Any) -> Hold:
    plain = Hold(
        hold_id=HoldId(hold_id),
        subject_key=SubjectKey("subject of case-1"),
        kind=HoldKind.LEGAL,
        reason=HoldReason.CLAIM,
        set_by=StaffId("bram"),
        set_at=NOW,
    )
    return replace(plain, **changes)


def an_event(action: str = "case_opened", **changes: Any) -> NewEvent:
    plain = NewEvent(at=NOW, actor="system", action=action, case_id="case-1", details={"version": "1"})
    return replace(plain, **changes)
