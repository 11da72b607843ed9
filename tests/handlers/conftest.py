"""The pages with fakes behind them, and a browser that carries form tokens as a person's would."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.domain.message import MessageId
from bot.ports.queue_view import DeadLetter
from handlers.web import WebSettings, create_web_app
from tests.handlers.fake_queue_view import FakeQueueView
from tests.handlers.fake_steps import (
    FakeApproval,
    FakeCustomerView,
    FakeDeadLetters,
    FakeDisclosure,
    FakeFulfilment,
    FakeReceipting,
    FakeRelabelling,
    FakeReminders,
    FakeReviewDesk,
    FakeSignIn,
    FakeVerification,
)
from tests.handlers.fake_tallies import FakeTallies
from tests.handlers.stories import AMINA, BRAM, NOW, STAFF, a_case, a_mail, a_review, a_story


class StoppedClock:
    """Always the same moment."""

    def now(self) -> datetime:
        return NOW


@dataclass
class World:
    """Everything behind the pages: two cases, one review, one dead letter, one customer."""

    sign_in: FakeSignIn
    approval: FakeApproval
    review_desk: FakeReviewDesk
    dead_letters: FakeDeadLetters
    verification: FakeVerification
    queue: FakeQueueView
    disclosure: FakeDisclosure = field(default_factory=FakeDisclosure)
    fulfilment: FakeFulfilment = field(default_factory=FakeFulfilment)
    relabelling: FakeRelabelling = field(default_factory=FakeRelabelling)
    reminders: FakeReminders = field(default_factory=FakeReminders)
    receipting: FakeReceipting = field(default_factory=FakeReceipting)
    tallies: FakeTallies = field(default_factory=FakeTallies)
    settings: WebSettings = field(
        default_factory=lambda: WebSettings(secret_key="for tests alone", public_url="http://localhost")
    )

    def app(self) -> Flask:
        return create_web_app(
            sign_in=self.sign_in,
            approval=self.approval,
            extending=self.approval,
            disclosure=self.disclosure,
            fulfilment=self.fulfilment,
            relabelling=self.relabelling,
            review_desk=self.review_desk,
            dead_letters=self.dead_letters,
            verification=self.verification,
            reminders=self.reminders,
            receipting=self.receipting,
            queue=self.queue,
            tallies=self.tallies,
            staff=STAFF,
            clock=StoppedClock(),
            settings=self.settings,
        )


@dataclass
class Browser:
    """A person's browser: presses buttons with the form token of the page they are on."""

    client: FlaskClient

    def open(self, path: str) -> TestResponse:
        return self.client.get(path, buffered=True)

    def press(self, path: str, *, on: str, **form: str | list[str]) -> TestResponse:
        """Send a form that stands on the page `on`, as a browser does."""
        page = unescape(self.open(on).text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token, f"{on} has no form"
        return self.client.post(path, data={"csrf_token": token[1], **form})


@pytest.fixture
def world() -> World:
    erasure, other = a_case(), a_case("26-0150")
    review = a_review()
    broken = MessageId("message-13")
    return World(
        sign_in=FakeSignIn({"amina-link": AMINA, "bram-link": BRAM}),
        approval=FakeApproval({case.case_id: case for case in (erasure, other)}),
        review_desk=FakeReviewDesk(frozenset({review.review_id})),
        dead_letters=FakeDeadLetters(frozenset({broken})),
        verification=FakeVerification(
            {"customer-link": FakeCustomerView()}, cases={case.case_id: case for case in (erasure, other)}
        ),
        queue=FakeQueueView(
            stories=[a_story(erasure), a_story(other)],
            reviews=[(review, a_mail("Take me off your books once the refund is through.", "Refund"))],
            dead_letters=[
                DeadLetter(message_id=broken, reason="No header line was found.", failed_at=NOW - timedelta(hours=5))
            ],
        ),
    )


@pytest.fixture
def stranger(world: World) -> Browser:
    """Somebody who has not signed in."""
    return Browser(world.app().test_client())


@pytest.fixture
def browser(world: World) -> Browser:
    """Bram's, signed in."""
    browser = Browser(world.app().test_client())
    browser.press("/sign-in/bram-link", on="/sign-in/bram-link")
    return browser
