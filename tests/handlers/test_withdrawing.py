"""Closing a request that its customer took back, on the case page."""

from typing import Any

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import a_case, a_payload, a_story

PAGE = "/cases/case-26-0142"
BACK = "please forget my mail, juniper.quillfeather@example.com"


def show(world: World, *, added: tuple[str, ...] = (), taken_back: str = "", **changes: Any) -> Case:
    """Make such a case the one behind PAGE."""
    case = a_case(payload=a_payload(added=added, taken_back=taken_back), **changes)
    world.queue.stories = [a_story(case)]
    world.approval.cases = {case.case_id: case}
    return case


def test_a_request_that_was_taken_back_says_so_first_and_masked(world: World, browser: Browser) -> None:
    show(world, added=(BACK,), taken_back=BACK)

    page = browser.open(PAGE).text

    assert "The customer takes the request back: “please forget my mail, j•••@e•••.com”" in page
    assert '<button class="main">Close as withdrawn</button>' in page
    assert '<button class="main">Approve' not in page
    assert page.index("Close as withdrawn") < page.index("Approve · 1 of 2")


def test_one_press_closes_it(world: World, browser: Browser) -> None:
    show(world, added=(BACK,), taken_back=BACK)

    answer = browser.press(f"{PAGE}/withdraw", on=PAGE)

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert world.approval.taken == [("case-26-0142", "withdraw", "bram")]
    assert "Closed as withdrawn. The customer is told now." in browser.open(PAGE).text


def test_later_words_that_no_machine_understood_can_be_read_so_too(world: World, browser: Browser) -> None:
    show(world, added=("nah, leave it",))

    page = browser.open(PAGE).text

    assert "<summary>They take it back…</summary>" in page
    assert "The customer takes the request back" not in page


@pytest.mark.parametrize(
    ("added", "changes"),
    [
        ((), {}),
        ((BACK,), {"state": CaseState.IN_FULFILMENT, "waits_for": WaitsFor.SYSTEMS}),
        ((BACK,), {"state": CaseState.FULFILLED, "waits_for": WaitsFor.NOTHING}),
    ],
)
def test_nothing_is_withdrawn_without_words_or_after_the_work_began(
    world: World, browser: Browser, added: tuple[str, ...], changes: dict[str, Any]
) -> None:
    show(world, added=added, **changes)

    page = browser.open(PAGE).text

    assert "Close as withdrawn" not in page
    assert "They take it back" not in page


def test_a_refusal_shows_the_case_as_it_is_now(world: World, browser: Browser) -> None:
    show(world, added=(BACK,), taken_back=BACK)
    world.approval.refusal = "The work has begun."

    refused = browser.press(f"{PAGE}/withdraw", on=PAGE)

    assert refused.status_code == 409
    assert "The work has begun." in refused.text
