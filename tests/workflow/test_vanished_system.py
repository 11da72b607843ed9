"""A system that was in the plan and is no longer connected: said clearly, nothing done, written down."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.action import ActionKind, DataCategory
from bot.domain.case import WaitsFor
from bot.domain.plan_words import plan_line
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, BRAM, Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    for office in opened(tmp_path, systems=["storefront", "payments"]):
        for system in office.systems.values():
            system.abilities = {kind: frozenset({DataCategory.PURCHASES}) for kind in ActionKind}
        yield office


def test_a_plan_that_lost_a_system_goes_before_people_again_and_nothing_is_done(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.clock.advance(timedelta(hours=73))
    fewer = replace(office.planning, connectors=(office.systems["payments"],))
    fulfilment = replace(office.fulfilment, planning=fewer, connectors=fewer.connectors)

    fulfilment.start(case.case_id)
    fewer.build(case.case_id)

    planned = office.case(case.case_id)
    assert planned.waits_for is WaitsFor.APPROVAL
    assert planned.plan_hash != case.plan_hash
    assert [sum(system.effects.values()) for system in office.systems.values()] == [0, 0]
    assert office.happened(case).count("system_vanished") == 1
    with office.desk.new_unit() as unit:
        lines = {str(action.system): plan_line(action) for action in unit.actions.list_of(case.case_id)}
    assert lines["payments"] == "erase 1 profile"
    assert lines["storefront"].startswith("is no longer connected: nothing is done there")


def test_once_it_is_connected_again_the_plan_is_the_old_one(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.clock.advance(timedelta(hours=73))
    fewer = replace(office.planning, connectors=(office.systems["payments"],))
    replace(office.fulfilment, planning=fewer, connectors=fewer.connectors).start(case.case_id)

    office.planning.build(case.case_id)

    assert office.case(case.case_id).plan_hash == case.plan_hash
