"""Another holiday table or a later law: what changed for open cases is shown first and written when told to."""

from datetime import date
from typing import Any

import pytest

from bot.domain import holidays
from bot.domain.case import Case
from bot.domain.request import RequestType
from bot.errors import StaleVersion
from bot.workflow.desk import Desk
from tests.fakes.office import AMINA, Office

STATE_FUNERAL = date(2026, 12, 24)


def british(office: Office, request_type: RequestType = RequestType.ERASURE) -> Case:
    """Received Tue 24 Nov 2026: due on Thu 24 Dec, while that is a working day."""
    return office.planned(request_type, words="under the UK GDPR")


@pytest.fixture
def new_holiday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library learns of one more bank holiday, once the cases are open."""
    known = holidays._holidays_of  # noqa: SLF001 (the edge to the library)

    def with_funeral(code: str, year: int) -> Any:
        return {**known(code, year), STATE_FUNERAL: "National Mourning"} if code == "GB-ENG" else known(code, year)

    monkeypatch.setattr(holidays, "_holidays_of", with_funeral)


def test_nothing_changes_under_the_same_rules(office: Office) -> None:
    for request_type in RequestType:
        office.ask(request_type, words="under the UK GDPR")
    office.extending.extend(office.cases()[0].case_id, reason="complexity", words="Much.", by=AMINA)  # type: ignore[arg-type]

    assert office.clock_review.find_changes() == []


def test_a_new_holiday_is_shown_with_old_and_new_date_and_moves_nothing(
    office: Office, request: pytest.FixtureRequest
) -> None:
    case = british(office)
    request.getfixturevalue("new_holiday")

    (change,) = office.clock_review.find_changes()

    assert (change.number, change.before, change.after) == (case.number, date(2026, 12, 24), date(2026, 12, 29))
    assert "24 Dec 2026 is National Mourning" in change.why[-1]
    assert office.case(case.case_id) == case


def test_applied_it_is_written_with_an_event_and_shown_on_the_card(
    office: Office, request: pytest.FixtureRequest
) -> None:
    case = british(office)
    request.getfixturevalue("new_holiday")
    (change,) = office.clock_review.find_changes()

    assert office.clock_review.apply(change)
    office.work()

    assert office.case(case.case_id).due_on == date(2026, 12, 29)
    (event,) = [event for event in office.events() if event.action == "dates_recomputed"]
    assert (event.details["due_before"], event.details["due"]) == ("2026-12-24", "2026-12-29")
    assert "due Tue 29 Dec" in office.approval_desk.approvals[case.case_id].time_left
    assert office.clock_review.find_changes() == []


def test_applied_twice_it_is_written_once(office: Office, request: pytest.FixtureRequest) -> None:
    british(office)
    request.getfixturevalue("new_holiday")
    (change,) = office.clock_review.find_changes()

    assert office.clock_review.apply(change)
    assert not office.clock_review.apply(change)

    assert office.happened().count("dates_recomputed") == 1


def test_a_case_that_closed_meanwhile_keeps_its_dates(office: Office, request: pytest.FixtureRequest) -> None:
    case = british(office, RequestType.ACCESS)
    request.getfixturevalue("new_holiday")
    (change,) = office.clock_review.find_changes()
    office.approve(case, AMINA)
    office.work()

    assert not office.clock_review.apply(change)
    assert office.case(case.case_id).due_on == date(2026, 12, 24)


def test_a_decision_at_the_same_moment_is_not_overwritten(
    office: Office, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = british(office)
    request.getfixturevalue("new_holiday")
    (change,) = office.clock_review.find_changes()
    office.approve(case, AMINA)
    real, misses = Desk.change, ["one"]

    def change_late(desk: Desk, *given: Any, **more: Any) -> Case:
        if misses:
            misses.pop()
            raise StaleVersion("somebody was faster")
        return real(desk, *given, **more)

    monkeypatch.setattr(Desk, "change", change_late)

    assert office.clock_review.apply(change)
    after = office.case(case.case_id)
    assert (after.due_on, after.waits_for) == (date(2026, 12, 29), "second_approval")
