"""Reading what the classifier is unsure of."""

from dataclasses import replace

from bot.domain.classification import Classification, Decision
from bot.domain.request import REQUEST_WORDS, RequestType
from tests.handlers.conftest import Browser, World
from tests.handlers.stories import BRAM, NOW, a_mail, a_review

PAGE = "/reviews/review-1"
HOSTILE = "<svg onload=alert(1)>"


def test_the_list_shows_who_when_and_what(browser: Browser) -> None:
    page = browser.open("/reviews").text

    assert "m•••@e•••.org · today 11:26" in page
    assert "take me off your books" in page
    assert f'href="{PAGE}"' in page


def test_an_empty_list_says_what_will_appear(world: World, browser: Browser) -> None:
    world.queue.reviews.clear()

    assert "Nothing to read." in browser.open("/reviews").text


def test_the_page_gives_the_words_the_grounds_and_nine_boxes(browser: Browser) -> None:
    page = browser.open(PAGE).text

    assert "once the refund is through." in page
    assert "<mark>Take me off your books</mark>" in page
    assert "<b>Delete everything</b> (61 %), because" in page
    assert page.count('type="checkbox"') == len(REQUEST_WORDS) == 9
    assert page.count("suggested") == 2
    assert "checked" not in page


def test_the_page_names_the_model_that_was_unsure(world: World, browser: Browser) -> None:
    assert "Read by model" not in browser.open(PAGE).text
    (review, message), *_ = world.queue.reviews
    named = replace(review.classification, model_version="1+abc.7")
    world.queue.reviews = [(replace(review, classification=named), message)]

    assert "Read by model <code>1+abc.7</code>" in browser.open(PAGE).text


def test_names_are_shown_only_on_request(world: World, browser: Browser) -> None:
    world.queue.reviews = [(a_review(), a_mail("Write to me at marlow@example.org"))]

    assert "marlow" not in browser.open(PAGE).text
    assert "marlow@example.org" in browser.press(f"{PAGE}/reveal", on=PAGE).text


def test_ticked_requests_are_filed_in_the_order_of_the_list(world: World, browser: Browser) -> None:
    answer = browser.press(PAGE, on=PAGE, decision="file", label=["marketing_opt_out", "erasure", "nonsense"])

    assert (answer.status_code, answer.location) == (303, "/reviews")
    assert world.review_desk.readings == [("review-1", (RequestType.ERASURE, RequestType.MARKETING_OPT_OUT), "bram")]
    assert "Filed: delete everything and stop marketing. 2 cases open in a moment." in browser.open("/reviews").text


def test_one_request_opens_one_case(browser: Browser) -> None:
    browser.press(PAGE, on=PAGE, decision="file", label="access")

    assert "Filed: copy of my data. One case opens" in browser.open("/reviews").text


def test_not_privacy_leaves_it_alone_whatever_is_ticked(world: World, browser: Browser) -> None:
    browser.press(PAGE, on=PAGE, decision="not_privacy", label="erasure")

    assert world.review_desk.readings == [("review-1", (), "bram")]
    assert "Left to ordinary support." in browser.open("/reviews").text


def test_filing_nothing_is_asked_again(world: World, browser: Browser) -> None:
    answer = browser.press(PAGE, on=PAGE, decision="file")

    assert answer.status_code == 400
    assert "Tick what the message asks for" in answer.text
    assert world.review_desk.readings == []


def test_somebody_faster_is_said_and_the_ticks_stay(world: World, browser: Browser) -> None:
    world.review_desk.refusal = "Amina decided already at 11:29."

    answer = browser.press(PAGE, on=PAGE, decision="file", label="access")

    assert answer.status_code == 409
    assert "Amina decided already" in answer.text
    assert 'value="access" checked' in answer.text


def test_a_review_nobody_knows_is_not_found(browser: Browser) -> None:
    for form in ({}, {"label": "erasure"}, {"decision": "not_privacy"}):
        assert browser.press("/reviews/unknown", on=PAGE, **form).status_code == 404
    assert browser.open("/reviews/unknown").status_code == 404
    assert browser.press("/reviews/unknown/reveal", on=PAGE).status_code == 404


def test_a_decided_review_shows_who_and_what_and_no_form(world: World, browser: Browser) -> None:
    decided = a_review(labels=(RequestType.ACCESS,), decided_by=BRAM.staff_id, decided_at=NOW)
    alone = a_review("review-2", labels=(), decided_by=BRAM.staff_id, decided_at=NOW)
    world.queue.reviews = [(decided, None), (alone, None)]

    page = browser.open(PAGE).text

    assert "<b>Bram Siskin</b> decided today 11:30" in page
    assert "Copy of my data." in page
    assert page.count("<form") == 1
    assert "Not privacy, left to ordinary support" in browser.open("/reviews/review-2").text


def test_words_stay_words(world: World, browser: Browser) -> None:
    unsure = Classification(decision=Decision.UNSURE, probability=0.5, reasons=(HOSTILE,))
    review = a_review(excerpt=HOSTILE, classification=unsure)
    world.queue.reviews = [(review, a_mail(HOSTILE, HOSTILE, quoted_text=HOSTILE))]

    for path in ("/reviews", PAGE):
        assert "<svg" not in browser.open(path).text
    assert "fits no request well" in browser.open(PAGE).text
