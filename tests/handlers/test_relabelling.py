"""Saying on the case page that its message was read wrongly."""

import pytest

from bot.domain.case import CaseState
from bot.domain.request import REQUEST_WORDS, RequestType
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import a_case, a_story

PAGE = "/cases/case-26-0142"
RELABEL = f"{PAGE}/relabel"


@pytest.fixture(autouse=True)
def known(world: World) -> None:
    world.relabelling.cases = {story.case.case_id: story.case for story in world.queue.stories}


def test_the_form_has_nine_boxes_and_the_cases_own_is_ticked(browser: Browser) -> None:
    page = browser.open(PAGE).text

    assert page.count('type="checkbox" name="label"') == len(REQUEST_WORDS) == 9
    assert page.count("checked>") == 1
    assert 'value="erasure" checked>' in page


@pytest.mark.parametrize("state", CaseState)
def test_it_stands_on_every_case_for_a_closed_one_teaches_too(world: World, browser: Browser, state: CaseState) -> None:
    world.queue.stories = [a_story(a_case(state=state))]

    assert "We read it wrongly…" in browser.open(PAGE).text


def test_another_reading_closes_the_case_and_says_so(world: World, browser: Browser) -> None:
    answer = browser.press(RELABEL, on=PAGE, decision="file", label=["access", "nonsense"], words=" Sorry. ")

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert world.relabelling.readings == [("case-26-0142", (RequestType.ACCESS,), "Sorry.", "bram")]
    assert "asks for copy of my data. This case is closed, and the customer is told." in browser.open(PAGE).text


def test_a_further_reading_keeps_the_case(world: World, browser: Browser) -> None:
    browser.press(RELABEL, on=PAGE, decision="file", label=["erasure", "access"])

    assert "delete everything and copy of my data. This case goes on as it was." in browser.open(PAGE).text


def test_not_privacy_is_that_whatever_is_ticked(world: World, browser: Browser) -> None:
    browser.press(RELABEL, on=PAGE, decision="not_privacy", label="erasure", words="It was about a lamp.")

    assert world.relabelling.readings == [("case-26-0142", (), "It was about a lamp.", "bram")]
    assert "asks for nothing about privacy." in browser.open(PAGE).text


def test_no_box_is_asked_again_and_what_was_typed_stays(world: World, browser: Browser) -> None:
    answer = browser.press(RELABEL, on=PAGE, decision="file", words="Keep these words.")

    assert answer.status_code == 400
    assert "Tick what the message asks for" in answer.text
    assert "Keep these words." in answer.text
    assert world.relabelling.readings == []


def test_a_refusal_keeps_the_ticks_and_the_form_open(world: World, browser: Browser) -> None:
    world.relabelling.refusal = "Somebody else changed this case at the same moment."

    answer = browser.press(RELABEL, on=PAGE, decision="file", label="access")

    assert answer.status_code == 409
    assert "Somebody else changed this case" in answer.text
    assert 'value="access" checked>' in answer.text
    assert 'value="erasure" checked>' not in answer.text


def test_a_case_nobody_knows_is_not_found(browser: Browser) -> None:
    assert browser.press("/cases/unknown/relabel", on=PAGE, decision="not_privacy").status_code == 404


def test_the_page_names_the_model_that_read_the_message(world: World, browser: Browser) -> None:
    assert "Read by" not in browser.open(PAGE).text

    world.queue.stories = [a_story(a_case(), model_version="1+abc.7")]

    assert "model <code>1+abc.7</code>" in browser.open(PAGE).text
