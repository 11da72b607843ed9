"""The customer's page where the law asks for more than a press on a button."""

from dataclasses import replace
from html import unescape

import pytest

from bot.domain.proof import DataPoint
from bot.domain.request import Language
from bot.errors import ProofIncomplete, ProofWrong
from handlers.customer_language import customer_texts
from tests.handlers.conftest import Browser, World
from tests.handlers.fake_steps import FakeCustomerView

PAGE = "/c/customer-link"
TYPED = {"point_order_number": "SO-1", "point_postcode": "92054", "signed": "yes", "signed_name": "Juniper Quill"}


@pytest.fixture(autouse=True)
def asking(world: World) -> None:
    view = replace(FakeCustomerView(), asked_points=tuple(DataPoint), points_needed=3, is_signed=True)
    world.verification.views["customer-link"] = view


@pytest.mark.parametrize("language", Language)
def test_the_page_asks_for_what_the_law_wants_in_every_language(
    world: World, stranger: Browser, language: Language
) -> None:
    world.verification.views["customer-link"] = replace(world.verification.views["customer-link"], language=language)

    page, say = unescape(stranger.open(PAGE).text), customer_texts(language).say

    for text in (say("proof.ask", count="3"), say("proof.declaration"), *(say(f"proof.{each}") for each in DataPoint)):
        assert text in page


def test_what_was_typed_and_signed_goes_to_the_step(world: World, stranger: Browser) -> None:
    answer = stranger.press(f"{PAGE}/confirm", on=PAGE, **TYPED)

    assert answer.status_code == 303
    (answers,) = world.verification.answers
    assert answers.points[DataPoint.POSTCODE] == "92054"
    assert answers.signed_name == "Juniper Quill"
    assert answers.declaration.startswith("I declare under penalty of perjury")


def test_a_name_without_the_tick_signs_nothing(world: World, stranger: Browser) -> None:
    stranger.press(f"{PAGE}/confirm", on=PAGE, signed_name="Juniper Quill")

    assert world.verification.answers[0].declaration == ""


def test_something_missing_keeps_what_was_typed(world: World, stranger: Browser) -> None:
    world.verification.problem = ProofIncomplete("x")

    answer = stranger.press(f"{PAGE}/confirm", on=PAGE, **TYPED)

    assert answer.status_code == 422
    assert "Fill in at least 3 of the fields" in answer.text
    assert 'value="92054"' in answer.text


def test_a_wrong_answer_says_not_which_part_and_shows_no_value_again(world: World, stranger: Browser) -> None:
    world.verification.problem = ProofWrong("x")

    answer = stranger.press(f"{PAGE}/confirm", on=PAGE, **TYPED)

    assert answer.status_code == 422
    assert "We cannot say which part." in answer.text
    assert 'value="92054"' not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
