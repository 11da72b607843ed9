"""Invented people and their cases, for pages to show."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.action import (
    Action,
    ActionId,
    ActionKind,
    ActionOutcome,
    ActionState,
    DataCategory,
    Instruction,
    Kept,
    OutcomeKind,
    Preview,
    RetentionGround,
    SystemName,
)
from bot.domain.audit import GENESIS, AuditEvent, NewEvent, chained
from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId, CaseNumber, CasePayload, CaseState, PlanHash, StaffId, WaitsFor
from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.decision import PlanDecision, Verdict
from bot.domain.identity import DataSubject, EmailAddress, Identifiers, PersonName, ProofMethod, SubjectKey
from bot.domain.message import Attachment, Channel, MessageId, ParsedMail
from bot.domain.request import Language, Regime, RequestType
from bot.domain.review import Review
from bot.domain.staff import Role, StaffDirectory, StaffMember
from bot.ports.queue_view import CaseStory, SentLetter

NOW = datetime(2026, 12, 2, 11, 30, tzinfo=UTC)
AMINA = StaffMember(staff_id=StaffId("amina"), name="Amina Ortolan", email="amina@example.com", role=Role.AGENT)
BRAM = StaffMember(staff_id=StaffId("bram"), name="Bram Siskin", email="bram@example.com", role=Role.MANAGER)
STAFF = StaffDirectory.of([AMINA, BRAM])
PLAN = PlanHash("a" * 64)
ADDRESS = EmailAddress.parse("juniper.quillfeather@example.com")
WORDS = (
    "Hello,\n\nplease close my account and delete everything you hold about me. My order was SO-884213 and you can "
    "reach me at juniper.quillfeather@example.com.\n\nJuniper Quillfeather"
)


def a_case(number: str = "26-0142", **changes: object) -> Case:
    """An erasure that waits for its first approval, unless changed."""
    plain = Case(
        case_id=CaseId(f"case-{number}"),
        number=CaseNumber(number),
        request_type=RequestType.ERASURE,
        regime=Regime.UK_GDPR,
        language=Language.EN,
        channel=Channel.MAIL,
        received_at=NOW - timedelta(days=1, hours=2),
        due_on=date(2026, 12, 29),
        opened_from=MessageId("message-1"),
        subject_key=SubjectKey("k" * 64),
        requester_key=SubjectKey("k" * 64),
        payload=a_payload(),
        state=CaseState.AWAITING_APPROVAL,
        waits_for=WaitsFor.APPROVAL,
        proof=ProofMethod.ONE_TIME_LINK,
        proved_at=NOW - timedelta(minutes=48),
        plan_hash=PLAN,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_payload(**changes: object) -> CasePayload:
    """What Juniper wrote."""
    subject = DataSubject(
        address=ADDRESS,
        name=PersonName("Juniper Quillfeather"),
        customer_since=2021,
        identifiers=Identifiers(emails=(ADDRESS,), orders=("SO-884213",)),
    )
    plain = CasePayload(
        requester=ADDRESS,
        subject=subject,
        subject_line="Closing my account",
        evidence=("close my account and delete everything you hold about me",),
        words=WORDS,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_mail(text: str = WORDS, subject: str = "Closing my account", **changes: object) -> ParsedMail:
    """The mail that opened the case."""
    plain = ParsedMail(rfc_message_id="<1@example.com>", sender=ADDRESS, subject=subject, text=text, reply_text=text)
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_story(case: Case, **changes: object) -> CaseStory:
    """A case with a plan for six systems, unless changed."""
    plain = CaseStory(
        case=case,
        message=a_mail(
            quoted_text="> Thank you for your order",
            attachments=(Attachment(name="passport.pdf", type="application/pdf", size=48_211),),
        ),
        actions=an_erasure_plan(case),
        decisions=(),
        letters=(
            SentLetter(
                subject=f"Your request to delete your data ({case.number})",
                text="Please confirm: https://desk.example.com/c/s3cret-token\n\nRetailOps",
                sent_at=NOW - timedelta(days=1, hours=1),
            ),
        ),
        events=a_trail(case),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def an_action(case: Case, system: str, position: int, preview: Preview, **changes: object) -> Action:
    """One erasure in one system."""
    plain = Action(
        action_id=ActionId(f"{case.case_id}-{position}"),
        case_id=case.case_id,
        system=SystemName(system),
        instruction=Instruction(kind=ActionKind.ERASE, category=DataCategory.CONTACT),
        preview=preview,
        irreversible=True,
        position=position,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def an_erasure_plan(case: Case) -> tuple[Action, ...]:
    """What six systems would do."""
    invoices = Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2032, 12, 31))
    charges = Kept(what="charges", count=2, ground=RetentionGround.CHARGEBACK, until=date(2027, 3, 4))
    parcel = Kept(what="parcel", count=1, ground=RetentionGround.PARCEL_IN_FLIGHT)
    previews = {
        "storefront": Preview(counts={"profile": 1, "addresses": 3}, kept=(invoices,)),
        "payments": Preview(counts={"customer": 1}, kept=(charges,)),
        "delivery": Preview(counts={}, kept=(parcel,)),
        "marketing": Preview(counts={"profile": 1, "segments": 4}),
        "ad_audience": Preview(counts={"identifiers": 2}),
        "packer": Preview(counts={}),
    }
    return tuple(an_action(case, system, place, one) for place, (system, one) in enumerate(previews.items(), 1))


def a_half_done_plan(case: Case) -> tuple[Action, ...]:
    """The same while it runs: done, failing, kept, not started."""
    storefront, payments, delivery, marketing, *rest = an_erasure_plan(case)
    done = ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1, "addresses": 3}, receipt="ers_90214")
    kept = ActionOutcome(kind=OutcomeKind.RETAINED, kept=delivery.preview.kept)
    return (
        replace(storefront, state=ActionState.FINISHED, attempts=1, outcome=done, verified_at=NOW),
        replace(payments, state=ActionState.FAILING, attempts=4, problem="The system did not answer within 10 s."),
        replace(delivery, state=ActionState.FINISHED, attempts=1, outcome=kept, verified_at=NOW),
        replace(marketing, state=ActionState.NEEDS_PERSON, attempts=8, problem="The system refused our key (403)."),
        *rest,
    )


def a_yes(case: Case, by: StaffMember = AMINA, plan_hash: PlanHash = PLAN) -> PlanDecision:
    """An approval."""
    return PlanDecision(
        case_id=case.case_id,
        plan_hash=plan_hash,
        by=by.staff_id,
        verdict=Verdict.APPROVED,
        decided_at=NOW - timedelta(minutes=20),
    )


def a_trail(case: Case) -> tuple[AuditEvent, ...]:
    """Three events."""
    told = [
        ("system", "case_opened", timedelta(hours=26), {"request_type": case.request_type.value}),
        ("customer", "identity_proved", timedelta(minutes=48), {}),
        ("staff:amina", "plan_approved", timedelta(minutes=20), {"plan_hash": "aaaaaaaa"}),
    ]
    events: list[AuditEvent] = []
    for sequence, (actor, action, ago, details) in enumerate(told, 1):
        new = NewEvent(at=NOW - ago, actor=actor, action=action, case_id=case.case_id, details=details)
        events.append(chained(new, sequence, events[-1].hash if events else GENESIS))
    return tuple(events)


def a_review(review_id: str = "review-1", **changes: object) -> Review:
    """A message that may ask for erasure."""
    classification = Classification(
        decision=Decision.UNSURE,
        probability=0.58,
        labels=(
            LabelScore(label=RequestType.ERASURE, confidence=0.61, evidence=("take me off your books",)),
            LabelScore(label=RequestType.MARKETING_OPT_OUT, confidence=0.22),
        ),
        reasons=("“once the refund is through” makes it wait for something",),
    )
    plain = Review(
        review_id=ReviewId(review_id),
        message_id=MessageId("message-9"),
        sender=EmailAddress.parse("marlow@example.org"),
        asked_at=NOW - timedelta(minutes=4),
        classification=classification,
        excerpt="…take me off your books once the refund is through…",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
