"""Cases that will be late stand above the queue, where people begin their day."""

from datetime import date

from bot.domain.case import CaseId, CaseNumber
from bot.domain.forecast import Breach
from bot.domain.request import RequestType
from tests.handlers.conftest import Browser, World


def a_breach(number: str) -> Breach:
    return Breach(
        case_id=CaseId(f"case-{number}"),
        number=CaseNumber(number),
        request_type=RequestType.ERASURE,
        legal_date=date(2026, 12, 8),
        done_on=date(2026, 12, 10),
        why="Still needs 2 approvals: done about Thu 10 Dec, due Tue 8 Dec.",
    )


def test_a_case_that_will_be_late_is_named_with_the_reason_and_a_link(world: World, browser: Browser) -> None:
    world.reminders.breaches = [a_breach("26-0142")]

    for page in (browser.open("/").text, browser.open("/?group=due_soon").text):
        assert "One case will miss its legal date as things go" in page
        assert "Still needs 2 approvals: done about Thu 10 Dec, due Tue 8 Dec." in page
        assert '<li><a href="/cases/case-26-0142">' in page


def test_of_many_the_nearest_ten_are_shown_and_the_rest_counted(world: World, browser: Browser) -> None:
    world.reminders.breaches = [a_breach(f"26-{number}") for number in range(1000, 1013)]

    page = browser.open("/").text

    assert "13 cases will miss their legal date" in page
    assert page.count("Still needs") == 10
    assert "and 3 more, due later" in page


def test_where_all_will_be_in_time_nothing_is_said(browser: Browser) -> None:
    assert "as things go" not in browser.open("/").text


def test_searches_and_further_pages_do_without_the_forecast(world: World, browser: Browser) -> None:
    world.reminders.breaches = [a_breach("26-0142")]

    for address in ("/?group=closed", "/?number=26-0150", "/?type=erasure"):
        assert "as things go" not in browser.open(address).text

    assert world.reminders.looks == 0
