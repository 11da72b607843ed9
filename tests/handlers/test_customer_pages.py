"""What customers see behind the link in their mail."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from bot.domain.case import CaseState, WaitsFor
from bot.domain.request import Language, RequestType
from bot.errors import LinkRefused
from handlers.customer_language import customer_texts
from handlers.customer_pages import current_step, stands
from tests.handlers.conftest import Browser, World
from tests.handlers.fake_steps import FakeCustomerView

PAGE = "/c/customer-link"


def show(world: World, **changes: object) -> None:
    """Make that the view behind PAGE."""
    world.verification.views["customer-link"] = replace(FakeCustomerView(), **changes)  # type: ignore[arg-type]


def test_the_page_says_where_it_stands_and_the_one_thing_to_do(stranger: Browser) -> None:
    page = stranger.open(PAGE).text

    for words in (
        "Your request 26-0142",
        "You asked us to delete your account",
        "One thing to do now",
        "Yes, it is me</button>",
        "You will hear from us by Tuesday 29 December 2026.",
        "Stop this request</button>",
        "help@retailops.com",
    ):
        assert words in page
    assert re.search(r'aria-current="step">\s*<b>You confirm that it is you</b> <span>now</span>', page)


def test_looking_uses_nothing_up(world: World, stranger: Browser) -> None:
    for _ in range(3):
        assert stranger.open(PAGE).status_code == 200

    assert world.verification.acts == []


def test_confirming_moves_the_request_on(world: World, stranger: Browser) -> None:
    answer = stranger.press(f"{PAGE}/confirm", on=PAGE)
    page = stranger.open(PAGE).text

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert world.verification.acts == ["confirm"]
    assert "We know now that it is you." in page
    assert "Nothing to do for you now." in page
    assert "Yes, it is me" not in page


def test_stopping_ends_the_request(world: World, stranger: Browser) -> None:
    stranger.press(f"{PAGE}/stop", on=PAGE)
    page = stranger.open(PAGE).text

    assert world.verification.acts == ["stop"]
    assert "You stopped this request." in page
    assert page.count("<form") == 0


def test_a_button_pressed_too_late_shows_where_it_stands(
    world: World, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(token: str) -> FakeCustomerView:
        raise LinkRefused(f"{token} came too late")

    monkeypatch.setattr(world.verification, "stop", refuse)

    answer = stranger.press(f"{PAGE}/stop", on=PAGE)

    assert answer.status_code == 410
    assert "That can no longer be done with this link." in answer.text
    assert "Your request 26-0142" in answer.text


@pytest.mark.parametrize("act", ["", "/confirm", "/stop"])
def test_an_unknown_link_tells_nothing_but_what_to_do(world: World, stranger: Browser, act: str) -> None:
    answer = stranger.press(f"/c/guessed{act}", on=PAGE) if act else stranger.open("/c/guessed")

    assert answer.status_code == 410
    assert "This link does not work any more" in answer.text
    assert "26-0142" not in answer.text
    assert "guessed" not in answer.text
    assert world.verification.acts == []


@pytest.mark.parametrize(("wanted", "words"), [("de-AT,de;q=0.9", "Dieser Link gilt nicht mehr"), ("pl", "This link")])
def test_an_unknown_link_speaks_the_browser_s_language(stranger: Browser, wanted: str, words: str) -> None:
    answer = stranger.client.get("/c/guessed", headers={"Accept-Language": wanted})

    assert words in answer.text


def test_a_form_left_open_too_long_is_explained_in_the_customer_s_language(stranger: Browser) -> None:
    answer = stranger.client.post(f"{PAGE}/confirm", headers={"Accept-Language": "nl"})

    assert answer.status_code == 400
    assert "Deze pagina stond te lang open" in answer.text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", CaseState)
def test_every_state_has_its_words_in_every_language(
    world: World, stranger: Browser, language: Language, state: CaseState
) -> None:
    for waits_for in WaitsFor:
        show(world, language=language, state=state, waits_for=waits_for)
        answer = stranger.open(PAGE)
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert not re.search(r"\{[a-z_]+\}", answer.text)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("request_type", RequestType)
def test_every_request_has_its_words_in_every_language(
    world: World, stranger: Browser, language: Language, request_type: RequestType
) -> None:
    show(world, language=language, request_type=request_type)

    page = unescape(stranger.open(PAGE).text)

    assert customer_texts(language).say(f"asked.{request_type}") in page
    assert customer_texts(language).say("buttons.confirm") in page


def test_no_two_languages_share_a_sentence() -> None:
    books = [customer_texts(language).texts for language in Language]
    sentences = [text for book in books for key, text in book.items() if " " in text and not key.startswith("dates")]

    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("language", Language)
def test_texts_neither_shout_nor_hide_behind_office_words(language: Language) -> None:
    for text in customer_texts(language).texts.values():
        assert "!" not in text
        assert "in process" not in text


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.EN, "Friday 1 January 2027"),
        (Language.DE, "Freitag, 1. Januar 2027"),
        (Language.FR, "vendredi 1er janvier 2027"),
        (Language.ES, "viernes, 1 de enero de 2027"),
        (Language.IT, "venerdì 1º gennaio 2027"),
        (Language.NL, "vrijdag 1 januari 2027"),
    ],
)
def test_dates_are_written_out_as_the_language_does(language: Language, written: str) -> None:
    assert customer_texts(language).date(date(2027, 1, 1)) == written


@pytest.mark.parametrize(
    ("state", "waits_for", "may_confirm", "expected"),
    [
        (CaseState.RECEIVED, WaitsFor.PLAN, False, (1, "reading")),
        (CaseState.AWAITING_VERIFICATION, WaitsFor.IDENTITY_PROOF, True, (2, "identity")),
        (CaseState.AWAITING_VERIFICATION, WaitsFor.IDENTITY_PROOF, False, (2, "identity_elsewhere")),
        (CaseState.AWAITING_VERIFICATION, WaitsFor.PLAN, False, (3, "checking")),
        (CaseState.AWAITING_APPROVAL, WaitsFor.SECOND_APPROVAL, False, (3, "checking")),
        (CaseState.AWAITING_APPROVAL, WaitsFor.INFORMATION, False, (3, "information")),
        (CaseState.AWAITING_APPROVAL, WaitsFor.COOL_OFF, False, (4, "cool_off")),
        (CaseState.IN_FULFILMENT, WaitsFor.FAILING_SYSTEM, False, (4, "acting")),
        (CaseState.FULFILLED, WaitsFor.NOTHING, False, (5, "fulfilled")),
        (CaseState.DENIED, WaitsFor.NOTHING, False, (0, "denied")),
        (CaseState.WITHDRAWN, WaitsFor.NOTHING, False, (0, "withdrawn")),
    ],
)
def test_the_step_and_the_sentence_follow_the_case(
    state: CaseState, waits_for: WaitsFor, may_confirm: bool, expected: tuple[int, str]
) -> None:
    view = FakeCustomerView(state=state, waits_for=waits_for, may_confirm=may_confirm)

    assert (current_step(view), stands(view)) == expected


def test_a_request_that_needs_no_proof_says_so(world: World, stranger: Browser) -> None:
    show(world, request_type=RequestType.MARKETING_OPT_OUT, state=CaseState.IN_FULFILMENT, waits_for=WaitsFor.SYSTEMS)

    assert "No proof of identity needed" in stranger.open(PAGE).text


def test_a_customer_who_was_asked_something_is_not_told_to_do_nothing(world: World, stranger: Browser) -> None:
    show(world, state=CaseState.AWAITING_APPROVAL, waits_for=WaitsFor.INFORMATION, may_confirm=False)

    page = stranger.open(PAGE).text

    assert "Please answer that mail" in page
    assert "Nothing to do" not in page
