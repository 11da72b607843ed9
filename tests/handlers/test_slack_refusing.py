"""Who may not decide hears it at the click, and who refuses a request sees the customer's words."""

from dataclasses import replace

import pytest
from slack_sdk.models.blocks import Block

from bot.domain.staff import Role, StaffMember
from handlers.slack_clicks import Press
from handlers.slack_modals import QUOTE_CHARACTERS, denial_form
from integrations.sandbox.slack_limits import refusal_of_view
from tests.handlers import slack_desk
from tests.handlers.slack_desk import ANA
from tests.handlers.test_slack_app import Desk, desk

__all__ = ["desk"]

WORDS = "> …close my account and delete everything you hold about me…"


class NoForms:
    def open(self, view: dict[str, object]) -> None: ...

    def replace(self, seen: object, view: dict[str, object]) -> None: ...


def pressed(text: str) -> Press:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    return Press({"message": {"blocks": blocks}}, NoForms(), ANA)


def test_the_denial_form_shows_the_customers_words_whichever_reason_is_chosen(desk: Desk) -> None:
    desk.press("U0ANA", "approval.deny")

    shown = desk.view("U0ANA").body["blocks"][1]
    assert (shown["type"], shown["text"]) == ("section", {"type": "mrkdwn", "text": WORDS, "verbatim": True})
    assert Block.parse(shown) is not None


@pytest.mark.parametrize("button", ["approval.deny", "approval.ask"])
def test_a_form_does_not_open_for_somebody_who_may_not_decide(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    reviewer = replace(ANA, role=Role.REVIEWER)

    def everybody(_: object, slack_user: str) -> StaffMember:
        del slack_user
        return reviewer

    monkeypatch.setattr(type(slack_desk.STAFF), "get_by_slack_user", everybody)
    desk.press("U0ANA", button)

    assert "not decide on cases" in desk.whispers("U0ANA")[0]
    assert desk.approval.decisions == []


def test_long_words_are_cut_between_words_and_the_form_stays_within_slacks_limits() -> None:
    quote = pressed("> " + "tell &amp; “ask” " * 200).quote

    assert len(quote) <= QUOTE_CHARACTERS + 2
    assert quote.endswith(" …")
    assert "&am " not in quote
    form = denial_form({"c": "5f0c" * 8, "p": "9a1b" * 16, "q": quote}, "x" * 150)
    assert refusal_of_view(form) is None


def test_a_card_without_words_opens_a_form_without_them() -> None:
    assert pressed("*Person*").quote == ""
    assert len(denial_form({"c": "c", "p": "p", "q": ""}, "x")["blocks"]) == 3
