"""How well we read, on a page."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from bot.domain.tally import Agreement, DecidedOn, Tallies
from tests.domain.tallies import days, decided, read, together
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import NOW

PAGE = "/how-well-we-read"
TODAY = NOW.date()
DAY = timedelta(days=1)


def changed() -> Tallies:
    """Unsure has doubled nine days ago, most of it in Dutch."""
    change = TODAY - 16 * DAY
    return together(
        days(TODAY - 100 * DAY, change - DAY, messages=50, unsure=6),
        days(change, TODAY, messages=40, unsure=5),
        days(change, TODAY, messages=10, unsure=7, language="nl"),
        Tallies(
            decisions=(
                decided(TODAY, 7),
                decided(TODAY, 2, agreement=Agreement.NOT_PRIVACY),
                decided(TODAY, 3, decided_on=DecidedOn.CASE, agreement=Agreement.DISAGREED),
            )
        ),
    )


def text_of(browser: Browser) -> str:
    answer = browser.open(PAGE)
    assert answer.status_code == 200
    return unescape(" ".join(answer.text.split()))


def test_the_verdict_stands_on_top_in_plain_words(world: World, browser: Browser) -> None:
    world.tallies.tallies = changed()

    page = text_of(browser)

    assert "Unsure has doubled since" in page
    assert "58 % of it in Dutch: look at the review queue, then train anew." in page
    assert page.index("Unsure has doubled") < page.index("<svg")


def test_every_week_and_language_has_its_line_with_what_was_counted(world: World, browser: Browser) -> None:
    world.tallies.tallies = changed()

    page = text_of(browser)

    assert "Week of" in page
    assert page.count('<th scope="row">') == 15 + 2
    assert re.search(r'<td data-label="Agreement with reviewers">100 % <small>7 of 7, so 65–100 %', page)
    assert '<td data-label="Corrected on a case">3</td>' in page
    assert "Dutch" in page[page.index("By language") :]


def test_the_lines_are_drawn_for_everybody(world: World, browser: Browser) -> None:
    world.tallies.tallies = changed()

    page = text_of(browser)

    assert page.count('role="img" aria-label="') == 4
    assert 'aria-label="Unsure, week by week: between 12 % and 24 %, this week 24 %"' in page
    assert 'aria-label="Agreement with reviewers, week by week: between 100 % and 100 %, this week 100 %"' in page
    assert "<script" not in page


def test_without_a_message_it_says_what_will_appear(browser: Browser) -> None:
    page = text_of(browser)

    assert "No message has been read yet." in page
    assert "<svg" not in page
    assert "<table" not in page


def test_few_messages_are_shown_but_not_judged(world: World, browser: Browser) -> None:
    world.tallies.tallies = days(TODAY - DAY, TODAY, messages=4, unsure=1, language="und")

    page = text_of(browser)

    assert "too little to compare yet" in page
    assert "8 messages in the last 28 days (a comparison needs 50)" in page
    assert "a language we cannot tell" in page
    assert "nothing was counted yet" in page


def test_a_hostile_model_or_language_is_shown_as_words(world: World, browser: Browser) -> None:
    world.tallies.tallies = Tallies(readings=(read(TODAY, model_version='"><script>x', language="<b>"),))

    page = browser.open(PAGE).text

    assert "<script" not in page
    assert "<b>”" not in page
    assert "&lt;script&gt;x" in page


@pytest.mark.parametrize("wrong", [date(1970, 1, 1), date(9999, 12, 31)])
def test_a_clock_that_jumped_breaks_nothing(world: World, browser: Browser, wrong: date) -> None:
    world.tallies.tallies = together(changed(), Tallies(readings=(read(wrong, model_version="0"),)))

    assert "Unsure has doubled since" in text_of(browser)


def test_it_is_linked_from_the_queue(browser: Browser) -> None:
    assert f'href="{PAGE}"' in browser.open("/").text
