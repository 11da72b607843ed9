"""More time for a case, on its page, and how its dates come about."""

from datetime import UTC, date, datetime
from typing import Any

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.extension import ExtensionReason
from bot.domain.question import Question
from bot.domain.request import RequestType
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import NOW, a_case, a_story

PAGE = "/cases/case-26-0142"


def show(world: World, **changes: Any) -> Case:
    case = a_case(**changes)
    world.queue.stories = [a_story(case)]
    world.approval.cases = {case.case_id: case}
    return case


def test_an_extension_carries_its_reason_and_the_customers_words(world: World, browser: Browser) -> None:
    show(world)

    answer = browser.press(f"{PAGE}/extend", on=PAGE, reason="complexity", words="Five systems.")

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert world.approval.taken == [("case-26-0142", "extend", "bram", ExtensionReason.COMPLEXITY, "Five systems.")]
    assert "The customer is told the new date now." in browser.open(PAGE).text


def test_without_reason_or_words_nothing_is_sent_and_the_words_stay(world: World, browser: Browser) -> None:
    show(world)

    without_reason = browser.press(f"{PAGE}/extend", on=PAGE, reason="", words="Five systems.")
    without_words = browser.press(f"{PAGE}/extend", on=PAGE, reason="complexity", words=" ")

    assert (without_reason.status_code, without_words.status_code) == (400, 400)
    assert "Five systems.</textarea>" in without_reason.text
    assert world.approval.taken == []


def test_the_form_is_there_only_where_the_law_has_more_time(world: World, browser: Browser) -> None:
    show(world)
    assert "Once only, and before Tue 29 Dec" in browser.open(PAGE).text

    for changes in (
        {"due_on": NOW.date()},
        {"request_type": RequestType.COMPLAINT},
        {"extended_at": NOW, "extension_reason": ExtensionReason.COMPLEXITY},
        {"state": CaseState.FULFILLED, "waits_for": WaitsFor.NOTHING, "closed_at": NOW},
    ):
        show(world, **changes)
        assert "We need more time…" not in browser.open(PAGE).text


def test_a_page_shows_every_step_that_led_to_the_date(world: World, browser: Browser) -> None:
    show(world, received_at=datetime(2026, 11, 23, 9, tzinfo=UTC), proved_at=datetime(2026, 12, 2, 9, tzinfo=UTC))

    page = browser.open(PAGE).text

    assert "Identity was proved on Wed 2 Dec 2026, so the time starts then, afresh (UK GDPR art. 12A)." in page
    assert "2 Jan 2027 is a Saturday, 3 Jan a Sunday → Mon 4 Jan 2027" in page


def test_a_clock_that_stands_still_says_so_instead_of_counting_down(world: World, browser: Browser) -> None:
    asked = datetime(2026, 12, 1, 9, tzinfo=UTC)
    show(
        world,
        request_type=RequestType.ACCESS,
        waits_for=WaitsFor.INFORMATION,
        questions=(Question(asked_at=asked),),
        due_on=date(2026, 12, 29),
    )

    page = browser.open(PAGE).text

    assert "Clock stopped since Tue 1 Dec" in page
    assert "days left" not in page
