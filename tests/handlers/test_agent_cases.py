"""Who asked for somebody else, on the case's page."""

from dataclasses import replace

from bot.domain.agent import Agent, Authority
from bot.domain.identity import EmailAddress
from bot.domain.person import AnotherPerson
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import a_case, a_payload, a_story

PAGE = "/cases/case-26-0142"
BROOMLINE = Agent(
    name="Broomline",
    is_organisation=True,
    reply_to=EmailAddress.parse("case-5521@relay.example.net"),
    authority=Authority.PERMISSION,
    says_attached=True,
)


def show(world: World, agent: Agent | None) -> None:
    payload = replace(a_payload(), about=AnotherPerson(words="our client", agent=agent))
    world.queue.stories = [a_story(a_case(payload=payload))]


def test_an_agent_is_named_with_its_papers(world: World, browser: Browser) -> None:
    show(world, BROOMLINE.with_files(1))

    page = browser.open(PAGE).text

    assert "Asked by an agent" in page
    assert "Broomline – permission attached" in page
    assert "its word alone is no proof" in page


def test_an_agent_that_may_be_a_person_is_behind_the_curtain(world: World, browser: Browser) -> None:
    show(world, replace(BROOMLINE, name="Cornelia Finch", is_organisation=False))

    page = browser.open(PAGE).text

    assert "Cornelia" not in page
    assert "case-5521" not in page
    assert "permission not attached, although the letter says so" in page
    assert "Cornelia Finch" in browser.press(f"{PAGE}/reveal", on=PAGE).text


def test_a_relative_is_no_agent(world: World, browser: Browser) -> None:
    show(world, None)

    assert "Asked by an agent" not in browser.open(PAGE).text
