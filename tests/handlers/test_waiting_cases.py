"""What a case waits for, on its page: shown, confirmed by who approves, changed by people."""

from datetime import date
from typing import Any

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import PLAN, a_case, a_payload, a_story

PAGE = "/cases/case-26-0142"
CONDITION = "once the refund for juniper.quillfeather@example.com is through"


def show(world: World, **changes: Any) -> Case:
    """Make such a case the one behind PAGE."""
    words = changes.pop("condition", "")
    case = a_case(payload=a_payload(condition=words), **changes)
    world.queue.stories = [a_story(case)]
    world.approval.cases = {case.case_id: case}
    return case


def test_a_case_that_waits_for_nothing_says_nothing_of_it(world: World, browser: Browser) -> None:
    show(world)

    page = browser.open(PAGE).text

    assert "Not before:" not in page
    assert 'name="happened"' not in page
    assert "Nothing to wait for" not in page


def test_a_day_to_wait_for_stands_on_the_page_beside_the_legal_date(world: World, browser: Browser) -> None:
    show(world, not_before=date(2026, 12, 21), condition="from 21 December.")

    page = browser.open(PAGE).text

    assert (
        "Not before: <b>Mon 21 Dec</b>, because they wrote “from 21 December”. The legal date stays Tue 29 Dec." in page
    )
    assert "That is sooner" not in page
    assert 'name="happened"' not in page


def test_a_day_after_the_legal_date_is_pointed_out(world: World, browser: Browser) -> None:
    show(world, not_before=date(2027, 3, 1))

    assert "That is sooner: agree on a day with the customer before then." in browser.open(PAGE).text


def test_the_words_of_a_wait_are_masked_until_somebody_asks(world: World, browser: Browser) -> None:
    show(world, condition=CONDITION)

    page = browser.open(PAGE).text

    assert "Not before: <b>what they named has happened</b>" in page
    assert "juniper" not in page
    assert CONDITION in browser.press(f"{PAGE}/reveal", on=PAGE).text


def test_nobody_approves_what_waits_without_saying_that_it_happened(world: World, browser: Browser) -> None:
    show(world, condition=CONDITION)

    refused = browser.press(f"{PAGE}/approve", on=PAGE, plan_hash=PLAN)
    assert refused.status_code == 400
    assert "Tick that what the customer waits for has happened" in refused.text
    assert world.approval.taken == []

    browser.press(f"{PAGE}/approve", on=PAGE, plan_hash=PLAN, happened="yes")
    assert world.approval.taken == [("case-26-0142", "approve", "bram")]


def test_a_day_asks_for_no_tick(world: World, browser: Browser) -> None:
    show(world, not_before=date(2026, 12, 21), condition="from 21 December")

    browser.press(f"{PAGE}/approve", on=PAGE, plan_hash=PLAN)

    assert len(world.approval.taken) == 1


@pytest.mark.parametrize(
    ("form", "until"),
    [
        ({"until": "2026-12-21"}, date(2026, 12, 21)),
        ({"decision": "at_once", "until": "2026-12-21"}, None),
        ({"decision": "at_once"}, None),
    ],
)
def test_a_person_names_the_day_or_says_that_there_is_none(
    world: World, browser: Browser, form: dict[str, str], until: date | None
) -> None:
    show(world, condition=CONDITION)

    answer = browser.press(f"{PAGE}/postpone", on=PAGE, **form)

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert world.approval.taken == [("case-26-0142", "postpone", "bram", until)]
    assert "Approvals given so far are void" in browser.open(PAGE).text


@pytest.mark.parametrize(("form", "sentence"), [({}, "Choose the day"), ({"until": "soon"}, "year-month-day")])
def test_a_day_that_is_none_is_refused_with_what_to_do(
    world: World, browser: Browser, form: dict[str, str], sentence: str
) -> None:
    show(world)

    refused = browser.press(f"{PAGE}/postpone", on=PAGE, **form)

    assert refused.status_code == 400
    assert sentence in refused.text
    assert world.approval.taken == []


def test_a_case_that_is_over_still_says_what_it_waited_for(world: World, browser: Browser) -> None:
    show(world, not_before=date(2027, 3, 1), state=CaseState.FULFILLED, waits_for=WaitsFor.NOTHING)

    page = browser.open(PAGE).text

    assert "Not before: <b>Mon 1 Mar 2027</b>" in page
    assert "That is sooner" not in page
    assert "Change when it may start" not in page
