"""What every step shares: all or nothing, and an event for every change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.audit import verify_chain
from bot.domain.case import CaseState, WaitsFor
from bot.domain.job import JobName
from bot.domain.request import RequestType
from bot.errors import IllegalTransition, StaleVersion
from bot.workflow.desk import SYSTEM
from tests.fakes.office import Office


def test_a_change_and_its_event_are_written_together(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    with office.desk.new_unit() as unit:
        saved = office.desk.change(unit, case, replace(case, waits_for=WaitsFor.PLAN), by=SYSTEM, event="looked_at")
        unit.commit()

    event = office.events()[-1]
    assert office.case(case.case_id) == saved
    assert (event.action, event.details["version"]) == ("looked_at", str(case.version + 1))


def test_a_unit_left_without_commit_writes_nothing_at_all(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    before = (office.case(case.case_id), office.events(), office.waiting())

    with office.desk.new_unit() as unit:
        office.desk.change(unit, case, replace(case, waits_for=WaitsFor.PLAN), by=SYSTEM, event="looked_at")
        office.desk.enqueue(unit, JobName.START, case.case_id)

    assert (office.case(case.case_id), office.events(), office.waiting()) == before


def test_of_two_changes_to_one_version_the_second_is_refused(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    with office.desk.new_unit() as unit:
        office.desk.change(unit, case, case, by=SYSTEM, event="first")
        unit.commit()

    with pytest.raises(StaleVersion), office.desk.new_unit() as unit:
        office.desk.change(unit, case, case, by=SYSTEM, event="second")

    assert "second" not in office.happened(case)


@pytest.mark.parametrize("state", CaseState)
def test_a_closed_case_never_moves(office: Office, state: CaseState) -> None:
    case = office.planned(RequestType.MARKETING_OPT_OUT)
    assert case.state is CaseState.FULFILLED

    with pytest.raises(IllegalTransition):
        case.move_to(state)


def test_a_case_is_overdue_the_day_after_its_date_and_only_while_it_is_open(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    day = timedelta(days=1)

    assert not case.is_overdue(case.due_on)
    assert case.is_overdue(case.due_on + day)
    assert not replace(case, extended_until=case.due_on + 2 * day).is_overdue(case.due_on + day)
    assert not replace(case, state=CaseState.FULFILLED).is_overdue(case.due_on + day)


def test_the_log_of_a_whole_life_is_one_chain(office: Office) -> None:
    office.planned(RequestType.MARKETING_OPT_OUT)

    assert verify_chain(office.events()) == len(office.events()) > 8
