"""Nothing runs without a yes to exactly the plan that was shown, from the right number of different people."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.action import DataCategory
from bot.domain.case import Case, CaseState, PlanHash, StaffId, WaitsFor
from bot.domain.request import DenialReason, RequestType
from bot.domain.staff import StaffMember
from bot.errors import DecisionRefused, PlanChanged, StaleVersion
from bot.workflow.approval import Approval
from tests.fakes.office import AMINA, BRAM, JUNIPER, STAFF, Office

CLARA = replace(AMINA, staff_id=StaffId("clara"), name="Clara Wren")


def refuse(office: Office, case: Case, by: StaffMember = AMINA, words: str = "We cannot do that.") -> Case:
    assert case.plan_hash is not None
    return office.approval.deny(
        case.case_id, plan_hash=case.plan_hash, by=by, reason=DenialReason.NO_MATCH, words=words
    )


def press_at_once(presses: Sequence[Callable[[], Case]]) -> list[str]:
    """Press from as many threads; the answers as people see them."""

    def press(one: Callable[[], Case]) -> str:
        try:
            return str(one().waits_for)
        except DecisionRefused as refused:
            return str(refused)

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(press, presses))


# One yes, two people


def test_what_can_be_undone_needs_one_yes_and_starts_at_once(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION)

    approved = office.approve(case, AMINA)

    assert approved.waits_for is WaitsFor.COOL_OFF
    assert ("start", case.case_id) in office.waiting()
    assert ("edit_card", case.case_id) in office.waiting()


def test_an_erasure_takes_two_different_people(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    first = office.approve(case, AMINA)
    with pytest.raises(DecisionRefused, match="second person"):
        office.approve(case, AMINA)
    second = office.approve(case, BRAM)

    assert first.waits_for is WaitsFor.SECOND_APPROVAL
    assert second.waits_for is WaitsFor.COOL_OFF


def test_of_fifty_clicks_at_once_exactly_one_decides(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION)

    answers = press_at_once([lambda: office.approve(case, AMINA), lambda: office.approve(case, BRAM)] * 25)

    assert answers.count(WaitsFor.COOL_OFF) == 1
    assert office.happened(case).count("plan_approved") == 1
    assert [job for job in office.waiting() if job[0] == "start"] == [("start", case.case_id)]


def test_of_fifty_clicks_by_one_person_an_erasure_gets_one_yes(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    answers = press_at_once([lambda: office.approve(case, AMINA)] * 50)

    assert answers.count(WaitsFor.SECOND_APPROVAL) == 1
    assert office.case(case.case_id).waits_for is WaitsFor.SECOND_APPROVAL
    assert "plan_approved" not in office.happened(case)


def test_of_fifty_clicks_by_three_people_two_start_an_erasure_once(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    people = (AMINA, BRAM, CLARA)

    answers = press_at_once([partial(office.approve, case, by) for by in people] * 17)

    assert answers.count(WaitsFor.SECOND_APPROVAL) == 1
    assert answers.count(WaitsFor.COOL_OFF) == 1
    assert [job for job in office.waiting() if job[0] == "start"] == [("start", case.case_id)]
    assert len([letter for letter in office.outbox(case) if letter.kind == "erasure_scheduled"]) == 1


def test_of_a_yes_and_a_no_at_once_one_is_told_that_the_other_was_faster(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    answers = press_at_once([lambda: office.approve(case, AMINA), lambda: refuse(office, case, BRAM)] * 10)

    assert {"cool_off", "nothing"} & set(answers)
    ended = office.case(case.case_id)
    assert ended.state in {CaseState.DENIED, CaseState.AWAITING_APPROVAL}


def test_a_click_that_loses_a_race_in_the_database_is_told_to_look_again(office: Office) -> None:
    class Beaten(Approval):
        def _add_yes(self, *_: object) -> Case:
            raise StaleVersion("somebody was faster")

    case = office.planned(RequestType.ACCESS)
    beaten = Beaten(desk=office.desk, correspondence=office.correspondence, staff=STAFF)

    with pytest.raises(PlanChanged, match="same moment"):
        beaten.approve(case.case_id, plan_hash=case.plan_hash or PlanHash(""), by=AMINA)


# Bound to the plan


def test_a_yes_to_another_plan_is_refused(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    with pytest.raises(PlanChanged, match="has changed"):
        office.approval.approve(case.case_id, plan_hash=PlanHash("0" * 64), by=AMINA)

    assert office.case(case.case_id).waits_for is WaitsFor.APPROVAL


def test_a_yes_after_the_work_began_is_told_so(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approve(case, AMINA)

    with pytest.raises(DecisionRefused, match="approvals it needs already"):
        office.approve(case, BRAM)
    office.work()
    with pytest.raises(DecisionRefused, match="approved already and the work has begun"):
        office.approve(case, BRAM)


def test_a_yes_before_anything_is_planned_is_refused(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    with pytest.raises(DecisionRefused, match="not confirmed who they are"):
        office.approval.approve(case.case_id, plan_hash=PlanHash("0" * 64), by=AMINA)


def test_a_yes_to_a_withdrawn_case_is_told_so(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.verification.stop(office.token_for(case))

    with pytest.raises(DecisionRefused, match="customer has withdrawn"):
        office.approve(case, AMINA)


def test_a_plan_that_changes_between_the_yes_and_the_start_voids_the_yes(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approve(case, AMINA)
    office.systems["payments"].people[JUNIPER].records[DataCategory.PAYMENT] = 5

    office.work()

    asked_again = office.case(case.case_id)
    assert asked_again.state is CaseState.AWAITING_APPROVAL
    assert asked_again.waits_for is WaitsFor.APPROVAL
    assert asked_again.plan_hash != case.plan_hash
    assert "approval_void" in office.happened(case)
    assert not office.systems["payments"].effects
    assert office.approval_desk.approvals[case.case_id].given == ()
    office.approve(case, AMINA)
    office.work()
    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_a_plan_that_comes_back_to_what_was_agreed_can_be_agreed_again_by_the_same_people(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    records = office.systems["payments"].people[JUNIPER].records
    office.approve(case, AMINA)
    records[DataCategory.PAYMENT] = 5
    office.fulfilment.start(case.case_id)
    records[DataCategory.PAYMENT] = 1
    office.work()
    assert office.case(case.case_id).plan_hash == case.plan_hash

    again = office.approve(case, AMINA)

    assert again.waits_for is WaitsFor.COOL_OFF


def test_no_decision_is_taken_while_a_new_plan_is_being_made(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approve(case, AMINA)
    office.systems["payments"].people[JUNIPER].records[DataCategory.PAYMENT] = 5
    office.fulfilment.start(case.case_id)

    with pytest.raises(PlanChanged, match="being made right now"):
        office.approve(case, AMINA)
    with pytest.raises(DecisionRefused, match="being made right now"):
        office.approval.ask(case.case_id, by=AMINA, words="Which one?")


# The cool-off


def test_an_erasure_waits_for_its_cool_off_and_the_customer_hears_of_it(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)

    office.wait(timedelta(hours=71))
    assert office.case(case.case_id).waits_for is WaitsFor.COOL_OFF
    assert not office.systems["storefront"].effects
    office.wait(timedelta(hours=2))

    assert office.case(case.case_id).state is CaseState.FULFILLED
    scheduled = office.mailer.to(JUNIPER)[2]
    assert f"/c/{office.token_for(case)}" in scheduled.text
    assert "Friday 27 November 2026" in scheduled.text


def test_an_erasure_without_a_cool_off_starts_at_once(office: Office) -> None:
    rules = replace(office.desk.rules, cool_off=timedelta(0))
    case = office.planned(RequestType.ERASURE)
    at_once = replace(office.approval, desk=replace(office.desk, rules=rules))

    for person in (AMINA, BRAM):
        at_once.approve(case.case_id, plan_hash=case.plan_hash or PlanHash(""), by=person)
    office.work()

    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_the_customer_can_cancel_until_the_start_and_then_nothing_is_touched(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=70))

    office.verification.stop(office.token_for(case))
    office.wait(timedelta(hours=10))

    assert office.case(case.case_id).state is CaseState.WITHDRAWN
    assert not office.systems["storefront"].effects
    assert office.mailer.to(JUNIPER)[-1].message_id == office.outbox(case)[-1].mail.message_id
    assert office.outbox(case)[-1].kind == "withdrawn"
