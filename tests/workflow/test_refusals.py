"""A decision that was not taken is a sentence for the person and an event for the log, and nothing else."""

from dataclasses import replace

import pytest

from bot.domain.action import DataCategory
from bot.domain.case import Case, CaseId, CaseState, PlanHash, StaffId, WaitsFor
from bot.domain.request import DenialReason, RequestType
from bot.domain.staff import Role, StaffMember
from bot.errors import DecisionRefused, NotFound, PlanChanged, StaleVersion
from bot.workflow.refusals import noting_refusals
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

REVIEWER = replace(AMINA, staff_id=StaffId("rea"), name="Rea Reader", role=Role.REVIEWER)
CLARA = replace(AMINA, staff_id=StaffId("clara"), name="Clara Wren", email="clara@example.com")


def say_yes(office: Office, case: Case, by: StaffMember, plan_hash: str | None = None) -> Case:
    return office.approval.approve(case.case_id, plan_hash=PlanHash(plan_hash or case.plan_hash or ""), by=by)


def refused(office: Office) -> list[tuple[str, dict[str, str]]]:
    return [(each.actor, dict(each.details)) for each in office.events() if each.action == "decision_refused"]


def test_an_approval_for_another_case_says_so_and_does_nothing(office: Office) -> None:
    case, other = office.planned(RequestType.ERASURE), office.planned(RequestType.RESTRICTION)
    before = (office.case(case.case_id), office.case(other.case_id), office.waiting())

    with pytest.raises(DecisionRefused, match=f"meant for case {other.number}, not for this one. Nothing was done"):
        say_yes(office, case, AMINA, other.plan_hash)

    assert (office.case(case.case_id), office.case(other.case_id), office.waiting()) == before
    assert office.count("decisions") == 0
    assert refused(office) == [("staff:amina", {"decision": "approve", "code": "another_case"})]


def test_a_stale_card_is_refused_and_refreshed(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.work()

    with pytest.raises(PlanChanged, match="has changed since this card was shown"):
        say_yes(office, case, AMINA, "0" * 64)

    assert ("edit_card", case.case_id) in office.waiting()
    assert refused(office) == [("staff:amina", {"decision": "approve", "code": "plan_changed"})]


def test_a_plan_that_changed_voids_the_yes_that_was_given(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.systems["payments"].people[JUNIPER].records[DataCategory.PAYMENT] = 5
    office.fulfilment.start(case.case_id)
    office.work()

    after = office.case(case.case_id)
    assert (after.state, after.waits_for) == (CaseState.AWAITING_APPROVAL, WaitsFor.APPROVAL)
    with pytest.raises(PlanChanged):
        say_yes(office, case, BRAM)


def test_a_reviewer_is_refused_at_the_click_and_at_the_submit(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    plan = case.plan_hash or PlanHash("")

    for decide in (
        lambda: say_yes(office, case, REVIEWER),
        lambda: office.approval.may_decide(case.case_id, plan_hash=plan, by=REVIEWER),
        lambda: office.approval.ask(case.case_id, by=REVIEWER, words="Which account?"),
        lambda: office.approval.deny(case.case_id, plan_hash=plan, by=REVIEWER, reason=DenialReason.OTHER, words="No."),
    ):
        with pytest.raises(DecisionRefused, match="not decide on cases"):
            decide()

    assert [details["code"] for _, details in refused(office)] == ["role"] * 4
    assert [details["decision"] for _, details in refused(office)] == ["approve", "look", "ask", "deny"]
    assert office.case(case.case_id).version == case.version


def test_a_form_opened_for_an_old_plan_is_refused_before_anybody_writes_in_it(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    with pytest.raises(PlanChanged):
        office.approval.may_decide(case.case_id, plan_hash=PlanHash("0" * 64), by=AMINA)
    office.approval.may_decide(case.case_id, plan_hash=case.plan_hash, by=AMINA)


def test_two_agents_cannot_start_what_cannot_be_undone(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    say_yes(office, case, AMINA)

    with pytest.raises(DecisionRefused, match="has to be a manager"):
        say_yes(office, case, CLARA)

    assert office.case(case.case_id).waits_for is WaitsFor.SECOND_APPROVAL
    assert say_yes(office, case, BRAM).waits_for is WaitsFor.COOL_OFF


def test_a_copy_of_sensitive_data_takes_two_different_people(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    assert say_yes(office, case, AMINA).waits_for is WaitsFor.SECOND_APPROVAL
    with pytest.raises(DecisionRefused, match="second person"):
        say_yes(office, case, AMINA)
    assert say_yes(office, case, CLARA).waits_for is WaitsFor.COOL_OFF
    assert refused(office) == [("staff:amina", {"decision": "approve", "code": "twice"})]


def test_who_opened_a_case_by_hand_cannot_approve_it(office: Office) -> None:
    office.receive(words="[unsure restriction 0.5]")
    office.work()
    (review,) = office.reviews()
    office.review_desk.decide(review.review_id, labels=[RequestType.RESTRICTION], by=AMINA)
    office.work()
    (case,) = office.cases()

    with pytest.raises(DecisionRefused, match="You filed this case"):
        say_yes(office, case, AMINA)

    assert refused(office) == [("staff:amina", {"decision": "approve", "code": "filed_it"})]
    assert say_yes(office, case, BRAM).waits_for is WaitsFor.COOL_OFF


def test_nobody_approves_their_own_request(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION)

    with pytest.raises(DecisionRefused, match="about you or came from you"):
        say_yes(office, case, replace(BRAM, email=JUNIPER))


def test_a_replayed_click_changes_nothing_more(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION)
    say_yes(office, case, AMINA)
    before = office.case(case.case_id)

    for _ in range(3):
        with pytest.raises(DecisionRefused, match="approvals it needs already"):
            say_yes(office, case, AMINA)

    assert office.case(case.case_id) == before
    assert [job for job in office.waiting() if job[0] == "start"] == [("start", case.case_id)]


def test_a_case_nobody_knows_is_an_event_too(office: Office) -> None:
    with pytest.raises(NotFound):
        office.approval.approve(CaseId("nobody's"), plan_hash=PlanHash("0" * 64), by=AMINA)

    assert refused(office) == [("staff:amina", {"decision": "approve", "code": "unknown_case"})]


def test_who_loses_a_race_is_told_to_look_again(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION)

    with (
        pytest.raises(PlanChanged, match="at the same moment"),
        noting_refusals(office.desk, case.case_id, "deny", by=AMINA),
    ):
        raise StaleVersion("changed meanwhile")

    assert refused(office) == [("staff:amina", {"decision": "deny", "code": "overtaken"})]


def test_whoever_decides_or_asks_first_looks_after_the_case(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    assert case.owner is None

    office.approval.ask(case.case_id, by=BRAM, words="Which of your two accounts do you mean?")
    assert office.case(case.case_id).owner == "bram"

    say_yes(office, case, AMINA)
    assert office.case(case.case_id).owner == "bram"
