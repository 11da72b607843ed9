"""The sandbox's help desk: Zendesk's habits, and the page on which people write."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from integrations.sandbox.help_desk import HelpDesk
from integrations.sandbox.help_desk_app import create_help_desk_app
from tests.integrations.moments import StillClock

TICKET = {"ticket": {"subject": "S", "comment": {"body": "B"}, "requester": {"email": "kim@sampleton.test"}}}


@pytest.fixture
def clock() -> StillClock:
    return StillClock(datetime(2026, 11, 25, 9, 30, tzinfo=UTC))


@pytest.fixture
def desk(clock: StillClock) -> HelpDesk:
    return HelpDesk(clock=clock)


@pytest.fixture
def visitor(desk: HelpDesk) -> FlaskClient:
    return create_help_desk_app(desk).test_client()


@pytest.fixture
def signed_in(desk: HelpDesk) -> dict[str, str]:
    token, _ = desk.sign_in(desk.client_id, desk.client_secret)
    return {"Authorization": f"Bearer {token}"}


def test_a_key_is_a_miss_then_a_hit_then_refused_for_another_body(
    visitor: FlaskClient, signed_in: dict[str, str]
) -> None:
    headers = signed_in | {"Idempotency-Key": "k1"}
    first = visitor.post("/api/v2/tickets", json=TICKET, headers=headers)
    again = visitor.post("/api/v2/tickets", json=TICKET, headers=headers)
    other = visitor.post("/api/v2/tickets", json={"ticket": TICKET["ticket"] | {"subject": "X"}}, headers=headers)

    assert [each.headers.get("x-idempotency-lookup") for each in (first, again)] == ["miss", "hit"]
    assert first.json == again.json
    assert other.status_code == 400


def test_a_key_is_forgotten_after_two_hours(
    visitor: FlaskClient, signed_in: dict[str, str], clock: StillClock, desk: HelpDesk
) -> None:
    visitor.post("/api/v2/tickets", json=TICKET, headers=signed_in | {"Idempotency-Key": "k1"})
    clock.go_on(hours=2)
    token, _ = desk.sign_in(desk.client_id, desk.client_secret)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k1"}

    assert visitor.post("/api/v2/tickets", json=TICKET, headers=headers).headers["x-idempotency-lookup"] == "miss"


def test_tickets_without_a_key_are_all_new(visitor: FlaskClient, signed_in: dict[str, str], desk: HelpDesk) -> None:
    for _ in range(2):
        assert visitor.post("/api/v2/tickets", json=TICKET, headers=signed_in).status_code == 201

    assert len(desk.tickets) == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/v2/tickets/1", None, 404),
        ("GET", "/api/v2/incremental/tickets/cursor", None, 400),
        ("POST", "/api/v2/tickets", {"ticket": {"subject": "S"}}, 422),
        ("POST", "/api/v2/tickets", {"no": "ticket"}, 400),
        ("POST", "/api/v2/tickets", [], 400),
        ("POST", "/oauth/tokens", {"grant_type": "password"}, 400),
        ("POST", "/oauth/tokens", {"grant_type": "client_credentials", "client_id": "x"}, 401),
    ],
)
def test_a_wrong_question_is_refused(
    visitor: FlaskClient, signed_in: dict[str, str], method: str, path: str, body: object, status: int
) -> None:
    assert visitor.open(path, method=method, json=body, headers=signed_in).status_code == status


def test_nothing_is_told_without_a_token_and_tokens_end(
    visitor: FlaskClient, signed_in: dict[str, str], clock: StillClock
) -> None:
    assert visitor.get("/api/v2/users/me").status_code == 401
    assert visitor.get("/api/v2/users/me", headers=signed_in).status_code == 200
    clock.go_on(minutes=30)
    assert visitor.get("/api/v2/users/me", headers=signed_in).status_code == 401


def test_a_visitor_writes_as_a_customer_and_sees_the_ticket(visitor: FlaskClient, desk: HelpDesk) -> None:
    form = {"email": " Kim@Sampleton.test ", "subject": "", "words": "Delete <b>me</b>"}

    sent = visitor.post("/", data=form)
    page = visitor.get("/").text

    assert sent.status_code == 302
    assert "kim@sampleton.test" in page
    assert "Delete &lt;b&gt;me&lt;/b&gt;" in page
    assert [ticket.subject for ticket in desk.tickets.values()] == ["(no subject)"]


@pytest.mark.parametrize(
    ("email", "words", "problem"),
    [("kim", "Hello there", "not an e-mail address"), ("kim@sampleton.test", " ", "write a few words")],
)
def test_a_form_that_cannot_be_taken_says_why_and_keeps_the_words(
    visitor: FlaskClient, desk: HelpDesk, email: str, words: str, problem: str
) -> None:
    page = visitor.post("/", data={"email": email, "subject": "Mine", "words": words}).text

    assert problem in page
    assert 'value="Mine"' in page
    assert not desk.tickets


def test_a_customer_adds_to_a_ticket_and_opens_it_again(visitor: FlaskClient, desk: HelpDesk) -> None:
    ticket = desk.write_in("kim@sampleton.test", "Help", "one")
    ticket.status = "solved"

    visitor.post(f"/tickets/{ticket.ticket_id}", data={"words": "two"})
    visitor.post(f"/tickets/{ticket.ticket_id}", data={"words": "  "})

    assert [comment.body for comment in ticket.comments] == ["one", "two"]
    assert ticket.status == "open"


def test_an_empty_desk_says_what_will_appear(visitor: FlaskClient) -> None:
    assert "Tickets will appear here" in visitor.get("/").text
