"""The managers' queue."""

from datetime import date

import pytest

from bot.domain.case import CaseState, WaitsFor
from bot.domain.identity import DataSubject, EmailAddress
from bot.domain.request import RequestType
from bot.ports.queue_view import QueueGroup
from handlers.queue_pages import EMPTY_WORDS, GROUP_WORDS
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import BRAM, a_case, a_payload, a_story


def test_a_row_says_what_who_when_and_what_it_waits_for(browser: Browser) -> None:
    page = browser.open("/").text

    for words in (
        "Delete everything",
        "26-0142",
        "j•••@e•••.com",
        "UK GDPR",
        "27 days left · due Tue 29 Dec",
        "0 of 6",
    ):
        assert words in page
    assert 'href="/cases/case-26-0142"' in page
    assert "juniper" not in page


def test_the_nearest_legal_date_stands_on_top(world: World, browser: Browser) -> None:
    world.queue.stories.append(a_story(a_case("26-0200", due_on=date(2026, 11, 30))))

    page = browser.open("/").text

    assert page.index("case-26-0200") < page.index("case-26-0142")
    assert "2 days overdue" in page


def test_the_number_strip_counts_and_filters(world: World, browser: Browser) -> None:
    world.queue.stories.append(a_story(a_case("26-0200", waits_for=WaitsFor.IDENTITY_PROOF)))

    page = browser.open("/?group=waiting_for_customer").text

    assert "<b>3</b> Open" in page
    assert "26-0200" in page
    assert "case-26-0142" not in page


def test_a_type_and_a_number_narrow_the_list(world: World, browser: Browser) -> None:
    world.queue.stories.append(a_story(a_case("26-0200", request_type=RequestType.ACCESS)))

    assert "case-26-0200" in browser.open("/?type=access").text
    assert "case-26-0142" not in browser.open("/?type=access").text
    assert "case-26-0150" in browser.open("/?number=26-015").text
    assert "case-26-0142" not in browser.open("/?number=26-015").text


def test_a_filter_nobody_knows_shows_the_open_cases(browser: Browser) -> None:
    answer = browser.open("/?group=nonsense&type=%27%3B&number=%00")

    assert answer.status_code == 200
    assert 'aria-current="true"><b>2</b> Open' in answer.text


def test_pages_follow_each_other_by_their_last_row(world: World, browser: Browser) -> None:
    world.queue.stories += [a_story(a_case(f"26-0{number}")) for number in range(300, 330)]

    first = browser.open("/?type=erasure").text
    second = browser.open("/?type=erasure&cursor=20").text

    assert 'href="/?group=open&amp;type=erasure&amp;cursor=20">Next page' in first
    assert "Back to the first page" in second
    assert "Next page" not in second


@pytest.mark.parametrize("group", QueueGroup)
def test_an_empty_group_says_what_will_appear(world: World, browser: Browser, group: QueueGroup) -> None:
    world.queue.stories.clear()

    page = browser.open(f"/?group={group}").text

    assert EMPTY_WORDS[group] in page
    assert GROUP_WORDS[group] in page


def test_a_search_without_hits_offers_the_way_back(browser: Browser) -> None:
    page = browser.open("/?number=99").text

    assert "No case here fits “99”" in page
    assert "Show all" in page


def test_a_closed_case_says_how_it_ended(world: World, browser: Browser) -> None:
    world.queue.stories = [a_story(a_case("26-0009", state=CaseState.WITHDRAWN, waits_for=WaitsFor.NOTHING))]

    page = browser.open("/?group=closed").text

    assert "Cancelled by the customer" in page
    assert "days left" not in page


def test_one_s_own_cases_are_marked(world: World, browser: Browser) -> None:
    world.queue.stories = [a_story(a_case("26-0009", owner=BRAM.staff_id))]

    assert '<td data-label="Owner">you</td>' in browser.open("/").text


def test_messages_to_read_and_unreadable_mail_are_announced(world: World, browser: Browser) -> None:
    assert "One message waits" in browser.open("/").text
    assert "One mail could not be read" in " ".join(browser.open("/").text.replace("</a>", "").split())

    world.queue.reviews.clear()
    world.queue.dead_letters.clear()

    assert "message waits" not in browser.open("/").text
    assert "could not be read" not in browser.open("/").text


def test_a_hostile_search_is_shown_as_words(browser: Browser) -> None:
    page = browser.open("/?number=%3Cscript%3Ex").text

    assert "<script>" not in page
    assert "&lt;script&gt;x" in page


def test_a_hostile_address_is_shown_as_words(world: World, browser: Browser) -> None:
    odd = EmailAddress("<b>x@<i>y.com")
    world.queue.stories = [a_story(a_case(payload=a_payload(subject=DataSubject(address=odd))))]

    assert "<i>" not in browser.open("/").text
