"""Holds stop erasures wherever they stand, and lifting them lets what was promised happen."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.action import Action, ActionKind, DataCategory, Kept, RetentionGround
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.hold import HOLD_REASONS, Hold, HoldId, HoldKind, HoldReason
from bot.domain.identity import EmailAddress
from bot.domain.request import RequestType
from bot.errors import DecisionRefused, NotFound
from bot.workflow.holds import Holds
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, opened

INVOICES = Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2026, 12, 31))
OTHER = EmailAddress.parse("barnaby.elsewhere@example.com")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    for office in opened(tmp_path, systems=["storefront"]):
        only_purchases = {kind: frozenset({DataCategory.PURCHASES}) for kind in ActionKind}
        office.systems["storefront"].abilities = only_purchases
        yield office


@pytest.fixture
def holds(office: Office) -> Holds:
    return Holds(desk=office.desk)


def put(holds: Holds, case: Case, *, kind: HoldKind = HoldKind.LEGAL) -> Hold:
    return holds.put_on_case(case.case_id, kind=kind, reason=HOLD_REASONS[kind][0], by=BRAM)


def the_action(office: Office, case: Case) -> Action:
    with office.desk.new_unit() as unit:
        (action,) = unit.actions.list_of(case.case_id)
    return action


def effects(office: Office) -> int:
    return office.systems["storefront"].effects.total()


@pytest.mark.parametrize(
    ("kind", "ground"), [(HoldKind.LEGAL, RetentionGround.LEGAL_HOLD), (HoldKind.FRAUD, RetentionGround.FRAUD_HOLD)]
)
def test_under_a_hold_the_plan_keeps_everything(
    office: Office, holds: Holds, kind: HoldKind, ground: RetentionGround
) -> None:
    office.systems["storefront"].people[JUNIPER].kept = (INVOICES,)
    holds.put_on_address(EmailAddress.parse(JUNIPER), kind=kind, reason=HOLD_REASONS[kind][0], by=BRAM)

    case = office.planned(RequestType.ERASURE)

    preview = the_action(office, case).preview
    assert preview.counts == {}
    assert preview.kept == (
        Kept(what="profile", count=1, ground=ground),
        Kept(what="invoices", count=2, ground=ground),
    )


def test_a_suspicion_beside_a_claim_is_named_as_the_claim(office: Office, holds: Holds) -> None:
    for kind in (HoldKind.FRAUD, HoldKind.LEGAL):
        holds.put_on_address(EmailAddress.parse(JUNIPER), kind=kind, reason=HOLD_REASONS[kind][0], by=BRAM)

    case = office.planned(RequestType.ERASURE)

    assert {item.ground for item in the_action(office, case).preview.kept} == {RetentionGround.LEGAL_HOLD}


@pytest.mark.parametrize("request_type", [RequestType.ACCESS, RequestType.RESTRICTION])
def test_a_hold_stands_against_erasing_only(office: Office, holds: Holds, request_type: RequestType) -> None:
    holds.put_on_address(EmailAddress.parse(JUNIPER), kind=HoldKind.LEGAL, reason=HoldReason.CLAIM, by=BRAM)

    case = office.planned(request_type)

    assert the_action(office, case).preview.counts == {"profile": 1}


def test_a_hold_on_one_person_is_none_on_another(office: Office, holds: Holds) -> None:
    holds.put_on_address(OTHER, kind=HoldKind.LEGAL, reason=HoldReason.CLAIM, by=BRAM)

    case = office.planned(RequestType.ERASURE)

    assert the_action(office, case).preview.kept == ()


@pytest.mark.parametrize("people", [0, 1, 2])
def test_a_hold_voids_what_was_agreed_before_it(office: Office, holds: Holds, people: int) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, *[AMINA, BRAM][:people])

    put(holds, case)
    office.work()

    planned = office.case(case.case_id)
    assert planned.waits_for is WaitsFor.APPROVAL
    assert planned.plan_hash != case.plan_hash
    assert "approval_void" in office.happened(case)
    office.wait(timedelta(hours=80))
    assert effects(office) == 0


def test_a_question_to_the_customer_goes_on_and_the_hold_is_seen_when_work_would_start(
    office: Office, holds: Holds
) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approval.ask(case.case_id, by=AMINA, words="Which account?")

    put(holds, case)

    assert office.case(case.case_id).waits_for is WaitsFor.INFORMATION


def test_a_hold_set_while_work_runs_stops_what_has_not_happened(office: Office, holds: Holds) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.clock.advance(timedelta(hours=73))
    office.fulfilment.start(case.case_id)
    assert office.case(case.case_id).state is CaseState.IN_FULFILMENT

    put(holds, case)
    office.work()

    assert effects(office) == 0
    outcome = the_action(office, case).outcome
    assert outcome is not None
    assert outcome.kept == (Kept(what="profile", count=1, ground=RetentionGround.LEGAL_HOLD),)
    letter = office.mailer.sent[-1].text
    assert "legal reasons" in letter
    assert "fraud" not in letter


def test_a_fraud_hold_tells_the_customer_nothing_of_fraud(office: Office, holds: Holds) -> None:
    holds.put_on_address(EmailAddress.parse(JUNIPER), kind=HoldKind.FRAUD, reason=HoldReason.PAYMENT_FRAUD, by=BRAM)
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=73))

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert not [mail.text for mail in office.mailer.sent if "fraud" in mail.text.lower()]


def test_a_hold_set_meanwhile_stops_the_timer_and_lifting_it_lets_the_timer_erase(office: Office, holds: Holds) -> None:
    office.systems["storefront"].people[JUNIPER].kept = (INVOICES,)
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=73))
    hold, before = put(holds, case), effects(office)

    office.wait(timedelta(days=120))
    held = the_action(office, case).outcome
    assert held is not None
    assert effects(office) == before
    assert held.kept == (Kept(what="invoices", count=2, ground=RetentionGround.LEGAL_HOLD),)
    assert office.happened(case).count("kept_data_held") > 1
    assert [name for name, _ in office.waiting()] == ["erase_kept"]

    office.systems["storefront"].people[JUNIPER].release(DataCategory.PURCHASES)
    holds.lift(hold.hold_id, by=BRAM)
    office.work()

    gone = the_action(office, case).outcome
    assert gone is not None
    assert gone.kept == ()
    assert office.waiting() == []


def test_of_two_holds_the_last_one_lifted_lets_go(office: Office, holds: Holds) -> None:
    office.systems["storefront"].people[JUNIPER].kept = (INVOICES,)
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=73))
    legal, fraud = put(holds, case), put(holds, case, kind=HoldKind.FRAUD)
    office.clock.moment = office.clock.now().replace(year=2027, month=3)
    before = effects(office)

    holds.lift(legal.hold_id, by=BRAM)
    office.work()
    assert effects(office) == before
    holds.lift(fraud.hold_id, by=BRAM)
    office.work()

    assert effects(office) == before + 1


def test_lifting_on_the_day_of_the_erasure_rings_on_the_next(office: Office, holds: Holds) -> None:
    hold = holds.put_on_address(EmailAddress.parse(JUNIPER), kind=HoldKind.LEGAL, reason=HoldReason.CLAIM, by=BRAM)
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=73))

    holds.lift(hold.hold_id, by=BRAM)
    office.work()
    assert effects(office) == 0
    office.wait(timedelta(days=1))

    assert effects(office) == 1
    assert office.waiting() == []


def test_lifting_a_hold_makes_a_waiting_plan_anew(office: Office, holds: Holds) -> None:
    case = office.planned(RequestType.ERASURE)
    hold = put(holds, case)
    office.work()

    holds.lift(hold.hold_id, by=BRAM)
    office.work()

    assert the_action(office, case).preview.counts == {"profile": 1}
    assert office.case(case.case_id).plan_hash == case.plan_hash


def test_setting_and_lifting_are_written_down_without_anybodys_address(office: Office, holds: Holds) -> None:
    case = office.planned(RequestType.ERASURE)

    hold = put(holds, case)
    holds.lift(hold.hold_id, by=BRAM)

    written = [event for event in office.events() if event.action in {"hold_set", "hold_lifted"}]
    assert [(event.actor, event.case_id) for event in written] == [("staff:bram", case.case_id)] * 2
    assert written[0].details == {
        "hold": hold.hold_id,
        "kind": "legal",
        "reason": "lawsuit",
        "subject": office.desk.keyring.subject_key(EmailAddress.parse(JUNIPER)),
    }
    assert JUNIPER not in str(written)
    assert holds.list_standing() == ()


def test_who_may_not_and_what_does_not_fit_is_refused_and_nothing_is_written(office: Office, holds: Holds) -> None:
    address = EmailAddress.parse(JUNIPER)
    with pytest.raises(DecisionRefused, match="Only a manager"):
        holds.put_on_address(address, kind=HoldKind.LEGAL, reason=HoldReason.CLAIM, by=AMINA)
    with pytest.raises(DecisionRefused, match="no reason for a legal hold: choose one of lawsuit"):
        holds.put_on_address(address, kind=HoldKind.LEGAL, reason=HoldReason.RETURN_ABUSE, by=BRAM)
    assert "hold_set" not in office.happened()

    hold = holds.put_on_address(address, kind=HoldKind.LEGAL, reason=HoldReason.CLAIM, by=BRAM)
    with pytest.raises(DecisionRefused, match="stands on this person already"):
        holds.put_on_address(address, kind=HoldKind.LEGAL, reason=HoldReason.LAWSUIT, by=BRAM)
    with pytest.raises(DecisionRefused, match="Only a manager"):
        holds.lift(hold.hold_id, by=AMINA)
    assert holds.list_standing() == (hold,)

    holds.lift(hold.hold_id, by=BRAM)
    with pytest.raises(DecisionRefused, match="lifted before"):
        holds.lift(hold.hold_id, by=BRAM)
    with pytest.raises(NotFound):
        holds.lift(HoldId("nothing"), by=BRAM)


def test_every_reason_belongs_to_one_kind() -> None:
    assert sorted(reason for reasons in HOLD_REASONS.values() for reason in reasons) == sorted(HoldReason)
    assert set(HOLD_REASONS) == set(HoldKind)
