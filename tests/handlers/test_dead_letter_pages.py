"""Mail that could not be read."""

from bot.domain.message import MessageId
from bot.ports.queue_view import DeadLetter
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import NOW

PAGE = "/dead-letters"


def test_the_list_says_what_was_wrong_and_when(browser: Browser) -> None:
    page = browser.open(PAGE).text

    assert "No header line was found." in page
    assert "Failed today 06:30" in page


def test_a_message_is_read_again_on_request(world: World, browser: Browser) -> None:
    answer = browser.press(f"{PAGE}/message-13/reprocess", on=PAGE)

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert world.dead_letters.tried == ["message-13"]
    assert "is being read again" in browser.open(PAGE).text


def test_a_message_nobody_knows_is_not_found(world: World, browser: Browser) -> None:
    assert browser.press(f"{PAGE}/message-99/reprocess", on=PAGE).status_code == 404
    assert world.dead_letters.tried == []


def test_an_empty_list_says_what_will_appear(world: World, browser: Browser) -> None:
    world.queue.dead_letters.clear()

    assert "All mail could be read." in browser.open(PAGE).text


def test_a_hostile_reason_is_shown_as_words(world: World, browser: Browser) -> None:
    world.queue.dead_letters = [DeadLetter(message_id=MessageId('"><u>'), reason="<script>x</script>", failed_at=NOW)]

    page = browser.open(PAGE).text

    assert "<script>" not in page
    assert '"><u>' not in page
