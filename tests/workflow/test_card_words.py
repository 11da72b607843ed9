"""What a card says about a case: plain words, masked people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.card import ApprovalCard, ReviewCard, ReviewId
from bot.domain.case import CaseState, StaffId, WaitsFor
from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.correction import CorrectableField, Correction
from bot.domain.decision import PlanDecision, Verdict
from bot.domain.identity import EmailAddress
from bot.domain.message import MessageId
from bot.domain.request import RequestType
from bot.domain.review import Review
from tests.fakes.clock import MORNING
from tests.fakes.office import AMINA, JUNIPER, Office

GONE = StaffId("somebody-else")


def card_of(office: Office, request_type: RequestType = RequestType.ERASURE, **changes: Any) -> ApprovalCard:
    """The card of a planned case, were it as `changes` say; with its yeses given by `by`."""
    people = changes.pop("by", ())
    case = replace(office.planned(request_type), **changes)
    assert case.plan_hash is not None
    decisions = [
        PlanDecision(
            case_id=case.case_id, plan_hash=case.plan_hash, by=by, verdict=Verdict.APPROVED, decided_at=MORNING
        )
        for by in people
    ]
    with office.desk.new_unit() as unit:
        actions = unit.actions.list_of(case.case_id)
    return office.announcing.cards.approval_card(case, actions, decisions, now=office.clock.now())


def review_card(office: Office, *labels: LabelScore, reasons: tuple[str, ...] = (), age: timedelta) -> ReviewCard:
    review = Review(
        review_id=ReviewId("review-1"),
        message_id=MessageId("message-1"),
        sender=EmailAddress.parse(JUNIPER),
        asked_at=office.clock.now() - age,
        classification=Classification(decision=Decision.UNSURE, probability=0.6, labels=labels, reasons=reasons),
        excerpt="…",
    )
    return office.announcing.cards.review_card(review, now=office.clock.now())


# Approval cards


def test_a_card_shows_the_person_masked_with_their_proof(office: Office) -> None:
    card = card_of(office)

    assert card.person == "j•••@e•••.com · customer since 2021 · proved by link at 09:00 on 24 Nov"
    assert card.headline == "case 26-0001"
    assert card.open_url == f"https://desk.example.com/cases/{card.case_id}"
    assert card.time_left
    assert card.warning.startswith("Cannot be undone.")
    assert card.is_irreversible


def test_a_card_says_when_nothing_is_proved_and_when_nothing_has_to_be(office: Office) -> None:
    assert card_of(office, proved_at=None).person.endswith("not proved yet")
    assert card_of(office, RequestType.RESTRICTION).person.endswith("no proof needed for this request")


def test_a_card_names_who_agreed_and_forgets_yeses_to_another_plan(office: Office) -> None:
    card = card_of(office, by=[AMINA.staff_id, GONE])

    assert card.given == ("Amina Ortolan at 09:00 on 24 Nov", "somebody who has left at 09:00 on 24 Nov")
    assert card.ending is None
    case = office.cases()[0]
    stale = PlanDecision(
        case_id=case.case_id,
        plan_hash=card.plan_hash.__class__("0" * 64),
        by=AMINA.staff_id,
        verdict=Verdict.APPROVED,
        decided_at=MORNING,
    )
    assert office.announcing.cards.approval_card(case, (), [stale], now=MORNING).given == ()


def test_a_correction_is_shown_masked(office: Office) -> None:
    case = office.planned(RequestType.RECTIFICATION, words="name: Juniper Quill -> Juniper Quillfeather")
    new_only = Correction(what=CorrectableField.PHONE, new="+44 20 7946 0000")

    for correction, shown in (
        (case.payload.correction, "name: J••• Q••• → J••• Q•••"),
        (new_only, "phone: +••• 2••• 7••• 0•••"),
    ):
        changed = replace(case, payload=replace(case.payload, correction=correction))
        card = office.announcing.cards.approval_card(changed, (), (), now=MORNING)
        assert card.lines[0].system == "Change"
        assert card.lines[0].text.startswith(shown)


@pytest.mark.parametrize(
    ("changes", "ending"),
    [
        ({}, None),
        (
            {"waits_for": WaitsFor.COOL_OFF},
            "Approved by Amina Ortolan. Starts after the cool-off; the customer can cancel until then.",
        ),
        (
            {"waits_for": WaitsFor.COOL_OFF, "request_type": RequestType.ACCESS},
            "Approved by Amina Ortolan.",
        ),
        (
            {"state": CaseState.IN_FULFILMENT, "waits_for": WaitsFor.SYSTEMS},
            "Approved by Amina Ortolan. Work has begun.",
        ),
        (
            {"state": CaseState.IN_FULFILMENT, "waits_for": WaitsFor.FAILING_SYSTEM},
            "Approved by Amina Ortolan. A system is failing and is tried again; the others go on.",
        ),
        (
            {"state": CaseState.FULFILLED, "closed_at": MORNING},
            "Approved by Amina Ortolan. Done, and the customer was told at 09:00 on 24 Nov.",
        ),
        ({"state": CaseState.FULFILLED}, "Approved by Amina Ortolan. Done, and the customer was told."),
        ({"state": CaseState.DENIED}, "Refused. The customer was told why."),
        ({"state": CaseState.DENIED, "proved_at": None}, "Closed: nobody proved who they are in time."),
        ({"state": CaseState.WITHDRAWN}, "The customer has withdrawn the request. Nothing was done."),
    ],
)
def test_a_decided_card_says_what_follows(office: Office, changes: dict[str, Any], ending: str | None) -> None:
    card = card_of(office, by=[AMINA.staff_id], **changes)

    assert card.ending == ending
    closed = {CaseState.FULFILLED, CaseState.DENIED, CaseState.WITHDRAWN}
    assert (card.time_left == "") is (changes.get("state") in closed)


def test_a_right_honoured_unasked_says_so(office: Office) -> None:
    assert (card_of(office, RequestType.MARKETING_OPT_OUT).ending or "").startswith("Approved by house rule")


# Review cards


def test_a_guess_names_its_words_and_its_doubt(office: Office) -> None:
    likely = LabelScore(label=RequestType.ERASURE, confidence=0.61, evidence=("take me off your books",))

    card = review_card(office, likely, reasons=("once the refund is through",), age=timedelta(minutes=4))

    assert card.guess == (
        "Looks like: Delete everything (61%), because “take me off your books”. Unsure: once the refund is through."
    )
    assert card.suggestions == (RequestType.ERASURE, RequestType.MARKETING_OPT_OUT, RequestType.ACCESS)
    assert card.age == "4 min ago"
    assert card.sender == "j•••@e•••.com"
    assert card.ending is None


def test_no_guess_is_said_plainly(office: Office) -> None:
    without_words = LabelScore(label=RequestType.ACCESS, confidence=0.5)

    assert review_card(office, age=timedelta()).guess == "We cannot tell what this asks for."
    assert review_card(office, without_words, age=timedelta()).guess == "Looks like: Copy of my data (50%)."


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(minutes=61), "1 h ago"),
        (timedelta(hours=47), "47 h ago"),
        (timedelta(hours=48), "2 days ago"),
    ],
)
def test_an_age_is_told_in_words(office: Office, age: timedelta, words: str) -> None:
    assert review_card(office, age=age).age == words
