"""Several people fit a message: the page shows them masked, with the systems they are in, and takes one choice."""

from dataclasses import replace

import pytest

from bot.domain.candidate import Candidate
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import DataSubject, EmailAddress, PersonName, SubjectKey
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import a_case, a_story

KEY = SubjectKey("ab" * 32)


@pytest.fixture
def waiting(world: World) -> Case:
    kira = DataSubject(
        address=EmailAddress.parse("kira@example.net"), name=PersonName("Kira Quill"), customer_since=2020
    )
    plain = a_case()
    case = replace(
        plain,
        state=CaseState.RECEIVED,
        waits_for=WaitsFor.WHICH_PERSON,
        plan_hash=None,
        payload=replace(
            plain.payload,
            candidates=(Candidate(subject=kira, systems=("storefront", "payments"), fits=("order number",), key=KEY),),
        ),
    )
    world.queue.stories = [a_story(case)]
    return case


def test_the_page_shows_who_fits_masked_and_where(waiting: Case, browser: Browser) -> None:
    page = browser.open(f"/cases/{waiting.case_id}").text

    for words in ("Who is it?", "k•••@e•••.net", "customer since 2020", "found by order number", "None of these"):
        assert words in page
    assert "kira@example.net" not in page
    assert "Several people fit what they wrote." in page


@pytest.mark.parametrize(("pressed", "picked"), [(str(KEY), KEY), ("nobody", None)])
def test_one_choice_goes_to_the_step(
    world: World, waiting: Case, browser: Browser, pressed: str, picked: SubjectKey | None
) -> None:
    here = f"/cases/{waiting.case_id}"

    answer = browser.press(f"{here}/person", on=here, person=pressed)

    assert answer.status_code == 303
    assert world.verification.picked == [(waiting.case_id, picked, "bram")]


def test_no_choice_is_asked_for_again(world: World, waiting: Case, browser: Browser) -> None:
    here = f"/cases/{waiting.case_id}"

    answer = browser.press(f"{here}/person", on=here)

    assert answer.status_code == 400
    assert "Pick the person" in answer.text
    assert world.verification.picked == []


def test_a_case_that_waits_for_nobody_to_pick_offers_no_choice(browser: Browser) -> None:
    assert "Who is it?" not in browser.open(f"/cases/{a_case().case_id}").text
