"""A case about somebody else, on its page."""

from typing import Any

import pytest

from bot.domain.case import Case, WaitsFor
from bot.domain.identity import EmailAddress, ProofMethod
from bot.domain.person import AnotherPerson
from handlers.case_offers import case_offers
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import ADDRESS, BRAM, a_case, a_payload, a_story

PAGE = "/cases/case-26-0142"
FATHER = AnotherPerson(words="my late father")
UNSEEN: dict[str, Any] = {"proof": ProofMethod.NONE, "proved_at": None, "waits_for": WaitsFor.AUTHORITY}


def show(world: World, **changes: Any) -> Case:
    """Make such a case, asked by somebody else, the one behind PAGE."""
    payload = a_payload(about=FATHER, requester=changes.pop("requester", ADDRESS))
    case = a_case(payload=payload, **(UNSEEN | changes))
    world.queue.stories = [a_story(case, actions=())]
    world.approval.cases = {case.case_id: case}
    return case


def test_the_page_says_for_whom_it_is_and_that_their_address_is_not_known(world: World, browser: Browser) -> None:
    show(world)

    page = browser.open(PAGE).text

    assert "For: <b>somebody else</b> (“my late father”). Nothing found about them goes to the writer." in page
    assert "<dt>Address on file</dt><dd>not known yet</dd>" in page
    assert "Waits for one of us to see whether the writer may speak for this person." in page
    assert 'class="main">Approve' not in page


def test_an_address_on_file_that_is_known_is_shown_beside_who_wrote(world: World, browser: Browser) -> None:
    show(world, requester=EmailAddress.parse("mallory@example.net"))

    page = browser.open(PAGE).text

    assert "<dt>Address on file</dt><dd>j•••@e•••.com</dd>" in page
    assert "m•••@e•••.net" in page


def test_who_saw_the_papers_says_so_with_the_persons_address(world: World, browser: Browser) -> None:
    show(world)

    answer = browser.press(f"{PAGE}/authority", on=PAGE, address=" Father@Example.org ", seen="yes")

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert world.approval.taken == [("case-26-0142", "accept_authority", "bram", "father@example.org")]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"seen": "yes"}, "Write the address that we have on file"),
        ({"seen": "yes", "address": "nobody"}, "Write the address that we have on file"),
        ({"address": "father@example.org"}, "Tick that you have seen the papers"),
    ],
)
def test_half_a_word_for_somebody_is_none(world: World, browser: Browser, form: dict[str, str], sentence: str) -> None:
    show(world)

    refused = browser.press(f"{PAGE}/authority", on=PAGE, **form)

    assert refused.status_code == 400
    assert sentence in refused.text
    assert world.approval.taken == []


def test_the_form_is_offered_only_while_a_person_has_to_look(world: World) -> None:
    waiting = show(world)

    assert case_offers(waiting, (), BRAM).vouch
    assert not case_offers(show(world, proof=ProofMethod.AUTHORITY, waits_for=WaitsFor.APPROVAL), (), BRAM).vouch
    assert not case_offers(show(world, waits_for=WaitsFor.PLAN), (), BRAM).vouch
    assert not case_offers(a_case(), (), BRAM).vouch


def test_nobody_is_offered_to_approve_while_papers_are_asked_for(world: World) -> None:
    asking = show(world, waits_for=WaitsFor.INFORMATION)

    assert case_offers(asking, (), BRAM).vouch
    assert not case_offers(asking, (), BRAM).approve
