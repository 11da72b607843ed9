"""Whether a case will be in time, from what it still waits for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.forecast import AHEAD, Pace, find_breach
from bot.domain.question import Question
from bot.domain.request import RequestType
from tests.handlers.stories import a_case

DUE = date(2026, 12, 29)
PACE = Pace()


def at(days_before: int) -> datetime:
    return datetime.combine(DUE - timedelta(days=days_before), datetime.min.time(), UTC) + timedelta(hours=9)


def case(**changes: Any) -> Case:
    return a_case(**{"due_on": DUE, "received_at": datetime(2026, 11, 29, 9, tzinfo=UTC), **changes})


def test_an_erasure_needs_two_people_the_cool_off_and_the_systems() -> None:
    breach = find_breach(case(), at(6), pace=PACE, zone=UTC)

    assert breach is not None
    assert breach.done_on == DUE + timedelta(days=1)  # 2 days a person, 3 of cool-off
    assert breach.why == (
        "Still needs 2 approvals, the cool-off and the systems' work: done about Wed 30 Dec, due Tue 29 Dec."
    )


@pytest.mark.parametrize("waits_for", sorted(set(WaitsFor) - {WaitsFor.COOL_OFF, WaitsFor.SYSTEMS, WaitsFor.NOTHING}))
def test_every_case_that_others_have_to_move_is_seen_seven_days_ahead(waits_for: WaitsFor) -> None:
    assert find_breach(case(waits_for=waits_for), at(AHEAD.days), pace=PACE, zone=UTC) is not None
    assert find_breach(case(waits_for=waits_for), at(20), pace=PACE, zone=UTC) is None


def test_approved_work_that_will_be_in_time_is_no_breach() -> None:
    approved = case(waits_for=WaitsFor.COOL_OFF, waiting_since=at(5))

    assert find_breach(approved, at(4), pace=PACE, zone=UTC) is None
    assert find_breach(replace(approved, waiting_since=at(2)), at(2), pace=PACE, zone=UTC) is not None


def test_a_slow_systems_work_is_a_breach_on_the_last_evening_only() -> None:
    working = case(state=CaseState.IN_FULFILMENT, waits_for=WaitsFor.SYSTEMS)

    assert find_breach(working, at(0), pace=PACE, zone=UTC) is None
    assert find_breach(working, at(0) + timedelta(hours=14), pace=PACE, zone=UTC) is not None


def test_waiting_for_a_day_beyond_the_date_is_a_breach_from_the_start() -> None:
    breach = find_breach(case(not_before=date(2027, 2, 1)), at(25), pace=PACE, zone=UTC)

    assert breach is not None
    assert breach.done_on == date(2027, 2, 1)


def test_closed_cases_and_clocks_that_stand_still_are_none() -> None:
    closed = case(state=CaseState.FULFILLED, waits_for=WaitsFor.NOTHING)
    asked = (Question(asked_at=at(9)),)
    paused = case(request_type=RequestType.ACCESS, waits_for=WaitsFor.INFORMATION, questions=asked)

    assert find_breach(closed, at(-3), pace=PACE, zone=UTC) is None
    assert find_breach(paused, at(1), pace=PACE, zone=UTC) is None
