"""The Zendesk adapter against the sandbox's help desk over real HTTP."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Response, request

from bot.domain.case import TicketId
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.http import HttpClient
from integrations.sandbox.help_desk import DeskTicket, DeskUser, HelpDesk
from integrations.sandbox.help_desk_app import create_help_desk_app
from integrations.sandbox.http_server import LoopbackServer
from integrations.zendesk_portal import ZendeskPortal
from integrations.zendesk_session import ZendeskAccount, ZendeskSession
from tests.integrations.moments import StillClock
from tests.integrations.portal_contract import PortalContract, new_ticket


@dataclass(kw_only=True)
class SandboxDesk:
    """The help desk as customers, agents and accidents touch it."""

    state: HelpDesk
    clock: StillClock
    failing: list[int] = field(default_factory=list)
    losing: list[int] = field(default_factory=list)
    asked_urls: list[str] = field(default_factory=list)
    odd_answer: object = None

    def write_in(self, email: str, subject: str, words: str) -> TicketId:
        self.clock.go_on(seconds=1)
        return TicketId(str(self.state.write_in(email, subject, words).ticket_id))

    def write_again(self, ticket_id: TicketId, words: str) -> None:
        self.clock.go_on(seconds=1)
        self.state.write_again(int(ticket_id), words)

    def agent_answers(self, ticket_id: TicketId, words: str) -> None:
        agent = DeskUser(user_id=7, email="ada.agentova@retailops.test", name="Ada Agentova", role="agent")
        self.state.add_comment(self.ticket(ticket_id), author=agent, body=words, public=True)

    def close(self, ticket_id: TicketId) -> None:
        self.ticket(ticket_id).status = "closed"

    def fail_next(self, status: int) -> None:
        self.failing.append(status)

    def lose_next_answer(self) -> None:
        self.losing.append(502)

    def texts(self, ticket_id: TicketId) -> list[tuple[str, bool]]:
        return [(comment.body, comment.public) for comment in self.ticket(ticket_id).comments]

    def status(self, ticket_id: TicketId) -> str:
        return self.ticket(ticket_id).status

    def count_tickets(self) -> int:
        return len(self.state.tickets)

    def ticket(self, ticket_id: TicketId) -> DeskTicket:
        return self.state.tickets[int(ticket_id)]

    def on_request(self) -> Response | None:
        self.asked_urls.append(request.url)
        return Response(status=self.failing.pop()) if self.failing else None

    def on_answer(self, response: Response) -> Response:
        if self.odd_answer is not None:
            return Response(json.dumps(self.odd_answer), content_type="application/json")
        is_write = request.path.startswith("/api/") and request.method in {"POST", "PUT"}
        return Response(status=self.losing.pop()) if self.losing and is_write else response


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(clock: StillClock) -> SandboxDesk:
    return SandboxDesk(state=HelpDesk(clock=clock), clock=clock)


@pytest.fixture
def url(desk: SandboxDesk) -> Iterator[str]:
    app = create_help_desk_app(desk.state)
    app.before_request(desk.on_request)
    app.after_request(desk.on_answer)
    with LoopbackServer(app) as server:
        yield server.url


def sign_in(url: str, desk: SandboxDesk, *, secret: str = "", agent_id: int = 0) -> ZendeskPortal:
    account = ZendeskAccount(
        base_url=url,
        client_id=desk.state.client_id,
        client_secret=secret or desk.state.client_secret,
        agent_id=agent_id or desk.state.agent.user_id,
    )
    client = HttpClient(system="Help desk", base_url=account.base_url, clock=desk.clock)
    return ZendeskPortal(session=ZendeskSession(account=account, client=client, clock=desk.clock))


@pytest.fixture
def portal(url: str, desk: SandboxDesk) -> ZendeskPortal:
    return sign_in(url, desk)


class TestZendeskPortal(PortalContract):
    pass


def test_a_check_says_in_one_sentence_what_works_and_what_to_set(url: str, desk: SandboxDesk) -> None:
    assert sign_in(url, desk).check() == "The help desk answers and knows us as its agent."
    with pytest.raises(PermanentFailure, match="set the agent id"):
        sign_in(url, desk, agent_id=5).check()
    with pytest.raises(PermanentFailure, match="does not accept our sign-in"):
        sign_in(url, desk, secret="wrong").check()


def test_an_access_token_is_renewed_before_it_ends_and_when_it_is_withdrawn(
    portal: ZendeskPortal, desk: SandboxDesk
) -> None:
    for _ in range(3):
        portal.check()
    desk.clock.go_on(minutes=29, seconds=1)
    portal.check()
    desk.state.withdraw_tokens()
    portal.check()

    assert sum(url.endswith("/oauth/tokens") for url in desk.asked_urls) == 3


def test_a_change_by_somebody_else_meanwhile_is_seen_and_the_write_tried_once_more(
    portal: ZendeskPortal, desk: SandboxDesk
) -> None:
    ticket_id = desk.write_in("kim@sampleton.test", "Help", "one")
    meddle = [1]

    def meddle_once(ticket: DeskTicket) -> None:
        if meddle:
            meddle.pop()
            desk.write_again(TicketId(str(ticket.ticket_id)), "two")

    desk.state.before_update = meddle_once
    portal.add_reply(ticket_id, "We are on it.", key="k1")

    assert [text for text, _ in desk.texts(ticket_id)] == ["one", "two", "We are on it."]


@pytest.mark.parametrize("deed", ["reply", "solve"])
def test_a_ticket_that_never_rests_is_left_for_later(portal: ZendeskPortal, desk: SandboxDesk, deed: str) -> None:
    ticket_id = desk.write_in("kim@sampleton.test", "Help", "one")
    desk.state.before_update = lambda ticket: desk.write_again(TicketId(str(ticket.ticket_id)), "more")

    with pytest.raises(TemporaryFailure, match="keeps changing"):
        portal.solve(ticket_id) if deed == "solve" else portal.add_reply(ticket_id, "We are on it.", key="k1")

    assert desk.state.writes["comments"] == desk.state.writes["solved"] == 0


def test_a_key_is_found_on_a_later_page_of_a_long_ticket(portal: ZendeskPortal, desk: SandboxDesk) -> None:
    ticket_id = desk.write_in("kim@sampleton.test", "Help", "0")
    for number in range(1, 140):
        desk.state.write_again(int(ticket_id), str(number))
    portal.add_note(ticket_id, "A note", key="k1")
    portal.add_note(ticket_id, "A note", key="k1")

    assert len(desk.texts(ticket_id)) == 141
    assert len(portal.list_changes("").messages) == 140


def test_a_backlog_of_many_pages_is_read_over_several_calls(portal: ZendeskPortal, desk: SandboxDesk) -> None:
    desk.state.page_size = 2
    for number in range(25):
        desk.write_in("kim@sampleton.test", "Help", str(number))
        desk.clock.go_on(hours=5)

    heard, cursor = list[str](), ""
    for _ in range(4):
        changes = portal.list_changes(cursor)
        heard += [message.body for message in changes.messages]
        cursor = changes.cursor

    assert heard == [str(number) for number in range(25)]
    assert len(json.loads(cursor)["seen"]) == 1


def test_old_words_on_a_ticket_that_was_touched_late_are_not_lost(portal: ZendeskPortal, desk: SandboxDesk) -> None:
    desk.state.page_size = 1
    desk.write_in("noor@sampleton.test", "Before", "zero")
    cursor = portal.list_changes("").cursor
    early = desk.write_in("kim@sampleton.test", "Help", "one")
    desk.clock.go_on(days=2)
    desk.write_in("noor@sampleton.test", "Bell", "two")
    desk.clock.go_on(days=1)
    desk.agent_answers(early, "An agent answers.")

    assert [message.body for message in portal.list_changes(cursor).messages] == ["one", "two"]


def test_the_newest_changes_come_once_the_feed_shows_them(portal: ZendeskPortal, desk: SandboxDesk) -> None:
    desk.state.lag = timedelta(minutes=1)
    desk.write_in("kim@sampleton.test", "Help", "one")

    at_once = portal.list_changes("")
    desk.clock.go_on(minutes=1)
    later = portal.list_changes(at_once.cursor)

    assert at_once.messages == ()
    assert [message.body for message in later.messages] == ["one"]


def test_the_limit_of_the_feed_says_how_long_to_wait(portal: ZendeskPortal, desk: SandboxDesk) -> None:
    desk.state.feed_requests_a_minute = 1
    portal.list_changes("")
    desk.clock.go_on(seconds=20)

    with pytest.raises(TemporaryFailure) as failure:
        portal.list_changes("")

    assert failure.value.retry_after == timedelta(seconds=40)


def test_who_has_no_address_cannot_be_answered_and_deleted_tickets_are_gone(
    portal: ZendeskPortal, desk: SandboxDesk
) -> None:
    desk.write_in("by-phone-only", "Call", "Hello")
    gone = desk.write_in("kim@sampleton.test", "Help", "one")
    desk.ticket(gone).status = "deleted"

    assert portal.list_changes("").messages == ()


def test_a_spoilt_cursor_is_named(portal: ZendeskPortal) -> None:
    for cursor in ("{", "[]", '{"after": "x"}', '{"after":"x","caught_up":"y","reached":"z","seen":{}}'):
        with pytest.raises(PermanentFailure, match="cannot be read"):
            portal.list_changes(cursor)


@pytest.mark.parametrize(
    "answer",
    [
        {"tickets": [{"id": 1, "updated_at": "soon"}], "comments": [], "users": []},
        {"tickets": [{"id": "one"}]},
        {"tickets": [{"id": 1}], "comments": "none", "users": []},
        {"error": "oops"},
        [],
    ],
)
def test_an_answer_of_another_shape_is_a_permanent_failure(
    portal: ZendeskPortal, desk: SandboxDesk, answer: object
) -> None:
    portal.check()
    desk.odd_answer = answer

    with pytest.raises(PermanentFailure, match="the help desk answered without"):
        portal.list_changes("")
    with pytest.raises(PermanentFailure, match="the help desk answered without"):
        portal.solve(TicketId("1"))


def test_a_desk_that_gives_no_token_is_a_permanent_failure(portal: ZendeskPortal, desk: SandboxDesk) -> None:
    desk.odd_answer = {"token": "elsewhere"}

    with pytest.raises(PermanentFailure, match="gave no access token"):
        portal.check()


def test_no_url_names_a_person(portal: ZendeskPortal, desk: SandboxDesk) -> None:
    ticket_id = portal.open_ticket(new_ticket())
    portal.add_reply(ticket_id, "We are on it.", key="k1")
    portal.list_changes("")
    portal.solve(ticket_id)

    assert not any(word in url for url in desk.asked_urls for word in ("@", "%40", "jolanda"))
