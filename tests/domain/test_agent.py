"""What may be said of an agent, and of the papers it speaks of."""

import pytest

from bot.domain.agent import Agent, Authority
from bot.domain.identity import EmailAddress
from bot.domain.person import AnotherPerson


@pytest.mark.parametrize(
    ("agent", "files", "words"),
    [
        (Agent(), 0, "permission not attached"),
        (Agent(), 2, "permission not attached"),
        (Agent(authority=Authority.PERMISSION, says_attached=True), 1, "permission attached"),
        (Agent(authority=Authority.POWER_OF_ATTORNEY, says_attached=True), 1, "power of attorney attached"),
        (Agent(authority=Authority.POWER_OF_ATTORNEY), 1, "power of attorney not attached"),
        (
            Agent(authority=Authority.PERMISSION, says_attached=True),
            0,
            "permission not attached, although the letter says so",
        ),
    ],
)
def test_papers_are_attached_when_the_letter_and_a_file_say_so(agent: Agent, files: int, words: str) -> None:
    assert agent.with_files(files).paper_words == words


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        (Agent(name="Broomline", is_organisation=True), "Broomline"),
        (Agent(name="Cornelia Finch"), "C••• F•••"),
        (Agent(reply_to=EmailAddress.parse("case7@relay.test")), "c•••@r•••.test"),
        (Agent(), "no name given"),
    ],
)
def test_a_name_that_may_be_a_persons_is_masked(agent: Agent, shown: str) -> None:
    assert agent.masked == shown


def test_files_count_only_for_a_person_with_an_agent() -> None:
    alone = AnotherPerson(words="my mother")
    spoken_for = AnotherPerson(words="our client", agent=Agent(says_attached=True, authority=Authority.PERMISSION))

    assert alone.with_files(3) == alone
    assert spoken_for.with_files(1).agent == Agent(says_attached=True, authority=Authority.PERMISSION, has_file=True)


def test_an_agent_hides_its_name_from_logs() -> None:
    assert "Cornelia" not in repr(AnotherPerson(words="our client", agent=Agent(name="Cornelia Finch")))
