"""A request that shall wait: for a day the desk waits by itself, for anything else a person says that it happened."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.condition import earliest_start, is_for_people, reaches_beyond_the_law
from bot.domain.request import RequestType
from bot.errors import DecisionRefused, PlanChanged
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

IN_A_WEEK = date(2026, 12, 1)
ON_A_DAY = f"[wait: from {IN_A_WEEK}]"
ON_WORDS = "[wait: once the refund is through]"


def reply(office: Office, case: Case, words: str) -> None:
    office.receive(words=words, references=[office.outbox(case)[-1].mail.message_id])
    office.work()


def untouched(office: Office) -> bool:
    return not any(system.effects for system in office.systems.values())


# What the case keeps


def test_a_case_keeps_the_words_and_the_day_of_its_wait(office: Office) -> None:
    case = office.ask(RequestType.ERASURE, words=ON_A_DAY)

    assert case.payload.condition == f"from {IN_A_WEEK}"
    assert case.not_before == IN_A_WEEK
    assert not is_for_people(case)


def test_a_wait_without_a_day_is_for_people(office: Office) -> None:
    case = office.ask(RequestType.ERASURE, words=ON_WORDS)

    assert case.payload.condition == "once the refund is through"
    assert case.not_before is None
    assert is_for_people(case)


def test_the_legal_date_does_not_wait(office: Office) -> None:
    plain = office.ask(RequestType.ACCESS, "plain@example.org")
    waiting = office.ask(RequestType.ACCESS, "waiting@example.org", "[wait: from 2027-03-01]")

    assert waiting.due_on == plain.due_on
    assert reaches_beyond_the_law(waiting)
    assert not reaches_beyond_the_law(plain)


@pytest.mark.parametrize("request_type", [RequestType.COMPLAINT, RequestType.NOTICE_QUESTION])
def test_an_answer_waits_for_nothing(office: Office, request_type: RequestType) -> None:
    case = office.ask(request_type, words=ON_A_DAY)

    assert (case.payload.condition, case.not_before) == ("", None)


def test_a_day_begins_in_the_zone_of_the_house(office: Office) -> None:
    case = office.ask(RequestType.ERASURE, words=ON_A_DAY)

    start = earliest_start(case, ZoneInfo("America/Los_Angeles"))

    assert start is not None
    assert start.astimezone(UTC).isoformat() == "2026-12-01T08:00:00+00:00"


# A day


def test_nothing_is_done_before_the_day_and_all_of_it_on_that_day(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION, words=ON_A_DAY)
    office.approve(case, AMINA)

    office.wait(timedelta(days=6, hours=14))
    assert untouched(office)
    office.wait(timedelta(hours=2))

    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_a_cool_off_that_lasts_longer_than_the_wait_is_kept(office: Office) -> None:
    case = office.planned(RequestType.ERASURE, words="[wait: from 2026-11-25]")
    office.approve(case, AMINA, BRAM)

    office.wait(timedelta(hours=71))
    assert untouched(office)
    office.wait(timedelta(hours=2))

    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_an_erasure_can_be_cancelled_until_the_day(office: Office) -> None:
    case = office.planned(RequestType.ERASURE, words=ON_A_DAY)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(days=6))

    assert office.verification.look(office.token_for(case)).may_stop
    office.verification.stop(office.token_for(case))
    office.wait(timedelta(days=3))

    assert office.case(case.case_id).state is CaseState.WITHDRAWN
    assert untouched(office)


def test_an_opt_out_by_house_rule_waits_for_its_day(office: Office) -> None:
    case = office.ask(RequestType.MARKETING_OPT_OUT, words=ON_A_DAY)
    assert "approved_by_house_rule" in office.happened(case)
    assert untouched(office)

    office.wait(timedelta(days=7))

    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_a_timer_that_rings_too_early_is_set_again(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION, words=ON_A_DAY)
    office.approve(case, AMINA)

    office.fulfilment.start(case.case_id)
    office.work()
    assert untouched(office)
    office.wait(timedelta(days=7))

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert office.happened(case).count("work_started") == 1


# Words


def test_an_opt_out_that_waits_for_something_is_put_before_people(office: Office) -> None:
    case = office.planned(RequestType.MARKETING_OPT_OUT, words=ON_WORDS)

    assert (case.state, case.waits_for) == (CaseState.AWAITING_APPROVAL, WaitsFor.APPROVAL)
    assert untouched(office)


def test_who_approves_says_that_it_happened_and_the_log_keeps_it(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION, words=ON_WORDS)

    office.approve(case, AMINA)

    (event,) = [each for each in office.events() if each.action == "plan_approved"]
    assert event.details["condition"] == "said_to_be_met"


# Later words


def test_a_later_wish_to_wait_voids_what_was_approved(office: Office) -> None:
    case = office.approve(office.planned(RequestType.ERASURE), AMINA, BRAM)

    reply(office, case, ON_A_DAY)
    office.wait(timedelta(hours=80))

    waiting = office.case(case.case_id)
    assert waiting.not_before == IN_A_WEEK
    assert waiting.waits_for is WaitsFor.APPROVAL
    assert untouched(office)


def test_later_words_that_ask_to_wait_for_nothing_leave_the_wait_as_it_was(office: Office) -> None:
    case = office.planned(RequestType.ERASURE, words=ON_A_DAY)

    reply(office, case, "thank you")

    assert office.case(case.case_id).not_before == IN_A_WEEK


def test_a_wish_to_wait_that_comes_after_the_work_began_changes_nothing(office: Office) -> None:
    office.systems["payments"].faults.is_down = True
    case = office.planned(RequestType.RESTRICTION)
    office.approve(case, AMINA)
    office.work()
    assert office.case(case.case_id).state is CaseState.IN_FULFILMENT

    reply(office, case, ON_A_DAY)

    assert office.case(case.case_id).not_before is None


# What people change


def test_a_person_can_end_the_wait_and_earlier_decisions_are_void(office: Office) -> None:
    case = office.approve(office.planned(RequestType.ERASURE, words=ON_A_DAY), AMINA)
    shown = case.plan_hash
    assert shown is not None

    free = office.approval.postpone(case.case_id, until=None, by=BRAM)

    assert (free.not_before, free.payload.condition, free.waits_for) == (None, "", WaitsFor.APPROVAL)
    with pytest.raises(PlanChanged):
        office.approval.approve(case.case_id, plan_hash=shown, by=BRAM)
    assert "wait_changed" in office.happened(case)


def test_a_person_can_name_the_day_that_words_left_open(office: Office) -> None:
    case = office.planned(RequestType.RESTRICTION, words=ON_WORDS)

    dated = office.approval.postpone(case.case_id, until=IN_A_WEEK, by=AMINA)
    office.approve(case, AMINA)
    office.wait(timedelta(days=6))

    assert dated.payload.condition == "once the refund is through"
    assert not is_for_people(dated)
    assert untouched(office)


def test_an_approved_case_can_be_put_off_and_is_approved_anew(office: Office) -> None:
    case = office.approve(office.planned(RequestType.RESTRICTION, words=ON_A_DAY), AMINA)

    office.approval.postpone(case.case_id, until=date(2026, 12, 10), by=BRAM)
    office.wait(timedelta(days=8))
    assert untouched(office)
    office.approve(case, AMINA)
    office.wait(timedelta(days=10))

    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_a_question_to_the_customer_stays_open_when_the_wait_changes(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approval.ask(case.case_id, by=AMINA, words="Which account?")

    assert office.approval.postpone(case.case_id, until=IN_A_WEEK, by=AMINA).waits_for is WaitsFor.INFORMATION


@pytest.mark.parametrize("until", [date(2026, 11, 24), date(2020, 1, 1)])
def test_nobody_puts_a_case_off_to_a_day_that_has_come(office: Office, until: date) -> None:
    case = office.planned(RequestType.ACCESS)

    with pytest.raises(DecisionRefused, match="has come already"):
        office.approval.postpone(case.case_id, until=until, by=AMINA)


def test_an_answer_is_not_put_off(office: Office) -> None:
    case = office.planned(RequestType.NOTICE_QUESTION)

    with pytest.raises(DecisionRefused, match="waits for nothing"):
        office.approval.postpone(case.case_id, until=IN_A_WEEK, by=AMINA)


def test_a_case_that_is_being_planned_or_is_over_is_not_put_off(office: Office) -> None:
    unproved = office.ask(RequestType.ACCESS, JUNIPER)
    planning = office.planned(RequestType.RECTIFICATION, words="name: Ann -> Anne")
    assert planning.payload.correction is not None
    office.approval.correct(planning.case_id, correction=planning.payload.correction, by=AMINA)

    with pytest.raises(DecisionRefused, match="not ready"):
        office.approval.postpone(unproved.case_id, until=IN_A_WEEK, by=AMINA)
    with pytest.raises(PlanChanged):
        office.approval.postpone(planning.case_id, until=IN_A_WEEK, by=AMINA)
