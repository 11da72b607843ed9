"""Fetching and checking receipts in the browser."""

import io
import re

from werkzeug.test import TestResponse

from tests.domain.test_receipt import KEY, a_file
from tests.handlers.conftest import Browser, World
from tests.handlers.fake_steps import FakeReceipting

OURS = "/cases/case-26-0142/receipt"


def upload(visitor: Browser, content: bytes | None) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.open("/receipt").text)
    assert token
    data: dict[str, object] = {"csrf_token": token[1]}
    if content is not None:
        data["file"] = (io.BytesIO(content), "receipt.json")
    return visitor.client.post("/receipt", data=data)


def test_anybody_can_check_a_receipt_and_read_the_key(world: World, stranger: Browser) -> None:
    world.receipting = FakeReceipting(key=KEY)
    visitor = Browser(world.app().test_client())

    page = upload(visitor, a_file())

    assert page.status_code == 200
    assert "This receipt is genuine." in page.text
    assert "in our log of 2026-11-25 as event 3" in page.text
    assert KEY.public.digits in page.text
    assert "no log entry yet" in upload(visitor, a_file(with_log=False)).text
    assert stranger.open("/receipt").status_code == 200


def test_what_is_wrong_with_it_is_said_in_a_sentence(stranger: Browser) -> None:
    for content, status, words in (
        (a_file(), 422, "It names another key"),
        (b"<script>alert(1)</script>", 422, "the file is not JSON"),
        (b"", 400, "Choose the file"),
        (None, 400, "Choose the file"),
    ):
        page = upload(stranger, content)
        assert (page.status_code, words in page.text, "is genuine" in page.text) == (status, True, False)


def test_a_customer_fetches_theirs_with_their_link(world: World, stranger: Browser) -> None:
    world.receipting.files["case-26-0142"] = a_file()

    answer = stranger.open("/c/customer-link/receipt")

    assert answer.data == a_file()
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="receipt-26-0142.json"'
    assert stranger.open("/c/unknown/receipt").status_code == 410


def test_a_receipt_that_is_not_there_yet_is_a_sentence(stranger: Browser, browser: Browser) -> None:
    assert stranger.open("/c/customer-link/receipt").status_code == 404
    answer = browser.open(OURS)
    assert (answer.status_code, "There is no receipt yet" in answer.text) == (404, True)


def test_our_people_fetch_it_for_whoever_asks(world: World, browser: Browser, stranger: Browser) -> None:
    world.receipting.files["case-26-0142"] = a_file()

    assert browser.open(OURS).data == a_file()
    assert stranger.open(OURS).status_code == 303
