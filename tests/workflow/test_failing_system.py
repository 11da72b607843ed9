"""A failing system delays only its own actions, and never for ever in silence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import Action, ActionKind, ActionState, DataCategory
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.request import RequestType
from bot.errors import DecisionRefused, TemporaryFailure
from bot.workflow.fulfilment import Fulfilment
from tests.fakes.office import AMINA, BRAM, Office


def actions_of(office: Office, case: Case) -> tuple[Action, ...]:
    with office.desk.new_unit() as unit:
        return unit.actions.list_of(case.case_id)


def states(office: Office, case: Case) -> dict[str, set[str]]:
    """The states of each system's actions."""
    found: dict[str, set[str]] = {}
    for action in actions_of(office, case):
        found.setdefault(action.system, set()).add(action.state)
    return found


def approved(office: Office, request_type: RequestType = RequestType.ACCESS, **more: str) -> Case:
    """A case that is agreed to, its start still waiting."""
    return office.approve(office.planned(request_type, **more), AMINA)


def without(office: Office, name: str) -> Fulfilment:
    """The step once a system is no longer connected."""
    rest = tuple(system for system in office.systems.values() if system.system != name)
    return replace(office.fulfilment, connectors=rest)


# Failing systems


def test_a_failing_system_delays_only_its_own_actions(office: Office) -> None:
    case = approved(office)
    office.fulfilment.start(case.case_id)
    office.systems["payments"].faults.is_down = True
    office.work()

    assert states(office, case) == {"storefront": {"finished"}, "payments": {"failing"}}
    assert office.case(case.case_id).waits_for is WaitsFor.FAILING_SYSTEM
    card = office.approval_desk.approvals[case.case_id]
    assert "tried again" in (card.ending or "")
    assert [line.text.endswith("we keep trying") for line in card.lines] == [False, True]

    office.systems["payments"].faults.is_down = False
    office.wait(timedelta(hours=1))
    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_a_case_waits_for_systems_again_once_the_failing_one_has_come_back(office: Office) -> None:
    case = approved(office)
    office.fulfilment.start(case.case_id)
    first, second, *_ = actions_of(office, case)
    office.systems["storefront"].faults.fail()
    with pytest.raises(TemporaryFailure):
        office.fulfilment.perform(first.action_id)
    assert office.case(case.case_id).waits_for is WaitsFor.FAILING_SYSTEM

    office.fulfilment.perform(first.action_id)

    assert office.case(case.case_id).waits_for is WaitsFor.SYSTEMS
    assert second.state is ActionState.PLANNED


def test_an_action_that_is_refused_for_good_needs_a_person_who_can_try_it_again(office: Office) -> None:
    case = approved(office)
    office.fulfilment.start(case.case_id)
    office.systems["payments"].faults.refuse()
    office.wait(timedelta(hours=1))

    (stuck,) = [action for action in actions_of(office, case) if action.state is ActionState.NEEDS_PERSON]
    assert stuck.problem == "refused for good"
    assert office.case(case.case_id).state is CaseState.IN_FULFILMENT
    assert "a person has to look" in office.approval_desk.approvals[case.case_id].lines[1].text

    office.fulfilment.retry(stuck.action_id, by=AMINA)
    office.work()

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert "action_retried" in office.happened(case)


def test_the_card_says_so_at_once_when_a_second_action_gets_stuck(office: Office) -> None:
    case = approved(office)
    office.fulfilment.start(case.case_id)
    office.systems["payments"].faults.is_down = True
    office.work()
    office.systems["payments"].faults.is_down = False
    office.systems["payments"].faults.refuse(5)

    office.wait(timedelta(minutes=1))

    assert "a person has to look" in office.approval_desk.approvals[case.case_id].lines[1].text


def test_only_what_is_stuck_can_be_tried_again(office: Office) -> None:
    case = approved(office)
    office.work()

    with pytest.raises(DecisionRefused, match="not waiting"):
        office.fulfilment.retry(actions_of(office, case)[0].action_id, by=BRAM)


def test_after_thirty_attempts_a_person_has_to_look(office: Office) -> None:
    for system in office.systems.values():
        system.abilities = {ActionKind.EXPORT: frozenset({DataCategory.PAYMENT})}
    case = approved(office)
    office.fulfilment.start(case.case_id)
    office.systems["payments"].faults.is_down = True

    office.wait(timedelta(days=3))

    assert states(office, case)["payments"] == {"needs_person"}
    assert {action.attempts for action in actions_of(office, case) if action.system == "payments"} == {30}


def test_a_system_that_is_no_longer_connected_needs_a_person(office: Office) -> None:
    case = approved(office)
    office.fulfilment.start(case.case_id)

    without(office, "payments").perform(actions_of(office, case)[-1].action_id)

    assert actions_of(office, case)[-1].state is ActionState.NEEDS_PERSON
    assert "no longer connected" in actions_of(office, case)[-1].problem


def test_what_is_done_is_read_back_until_it_shows(office: Office) -> None:
    case = approved(office)
    office.systems["payments"].read_backs_that_lag = 2

    office.wait(timedelta(minutes=5))

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert max(action.attempts for action in actions_of(office, case)) >= 2
    assert set(office.systems["payments"].effects.values()) == {1}
