"""A help desk that behaves like Zendesk where our portal adapter depends on it."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from typing import Final

from bot.ports.clock import Clock
from integrations.http import Json

_KEY_LASTS: Final = timedelta(hours=2)
_TOKEN_LASTS: Final = timedelta(minutes=30)
_COUNTED_FOR: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskUser:
    """Somebody the help desk knows; `role` is `agent` or `end-user`."""

    user_id: int
    email: str = field(repr=False)
    name: str = field(repr=False)
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskComment:
    """One comment; `metadata` is the custom metadata of its audit."""

    comment_id: int
    author: DeskUser
    body: str = field(repr=False)
    public: bool
    created_at: datetime
    metadata: Mapping[str, Json] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class DeskTicket:
    """One ticket; `change` is the number of its last change within the whole desk."""

    ticket_id: int
    requester: DeskUser
    subject: str = field(repr=False)
    external_id: str
    status: str
    tags: list[str]
    created_at: datetime
    updated_at: datetime
    change: int
    comments: list[DeskComment] = field(default_factory=list)


class RefusedByDesk(Exception):
    """The help desk answers with an error of its own."""

    def __init__(self, status: int, error: str, retry_after: str = "") -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.retry_after = retry_after


@dataclass(slots=True, kw_only=True)
class HelpDesk:
    """Tickets, comments and the feed of changes.

    `lag` keeps the newest changes out of the feed (Zendesk: one minute) and `feed_requests_a_minute` limits it
    (Zendesk: 10); both are off unless asked for. `writes` counts what was really written: tests watch it.
    """

    clock: Clock
    client_id: str = "privacy-desk"
    client_secret: str = field(default="sandbox-secret", repr=False)
    lag: timedelta = timedelta(0)
    feed_requests_a_minute: int | None = None
    page_size: int = 100
    agent: DeskUser = field(init=False)
    tickets: dict[int, DeskTicket] = field(default_factory=dict)
    writes: Counter[str] = field(default_factory=Counter)
    lock: RLock = field(default_factory=RLock, repr=False)
    before_update: Callable[[DeskTicket], None] | None = None
    _users: dict[str, DeskUser] = field(default_factory=dict, repr=False)
    _tokens: dict[str, datetime] = field(default_factory=dict, repr=False)
    _created: dict[str, tuple[datetime, Json, int]] = field(default_factory=dict, repr=False)
    _feed_asked: deque[datetime] = field(default_factory=deque, repr=False)
    _last_id: int = 1000
    _last_change: int = 0

    def __post_init__(self) -> None:
        self.agent = self.user("privacy-desk@retailops.test", name="Privacy desk", role="agent")

    def user(self, email: str, *, name: str = "", role: str = "end-user") -> DeskUser:
        """The user with that address, made when new."""
        email = email.strip().lower()
        if email not in self._users:
            self._users[email] = DeskUser(user_id=self._new_id(), email=email, name=name or email, role=role)
        return self._users[email]

    def write_in(self, email: str, subject: str, words: str) -> DeskTicket:
        """A customer fills in the portal's form: a new ticket with their words."""
        with self.lock:
            ticket = self._new_ticket(self.user(email), subject, external_id="", tags=["web_form"])
            self.add_comment(ticket, author=ticket.requester, body=words, public=True)
            return ticket

    def write_again(self, ticket_id: int, words: str) -> None:
        """The customer of a ticket adds to it; a solved ticket opens again, a closed one stays closed."""
        with self.lock:
            ticket = self.get_ticket(ticket_id)
            if ticket.status == "closed":
                raise RefusedByDesk(422, "RecordInvalid")
            ticket.status = "open"
            self.add_comment(ticket, author=ticket.requester, body=words, public=True)

    def sign_in(self, client_id: str, client_secret: str) -> tuple[str, int]:
        """An access token and its seconds to live."""
        if (client_id, client_secret) != (self.client_id, self.client_secret):
            raise RefusedByDesk(401, "invalid_client")
        token = f"sandbox-access-{self._new_id()}"
        self._tokens[token] = self.clock.now() + _TOKEN_LASTS
        return token, int(_TOKEN_LASTS.total_seconds())

    def knows_token(self, token: str) -> bool:
        """Whether the token is ours and still good."""
        return token in self._tokens and self.clock.now() < self._tokens[token]

    def withdraw_tokens(self) -> None:
        """Every token given out so far stops working."""
        self._tokens.clear()

    def create(self, asked: Mapping[str, Json], key: str) -> tuple[DeskTicket, bool]:
        """A new ticket by our agent, or the one made with the same key within two hours; True for the latter."""
        now = self.clock.now()
        known = self._created.get(key) if key else None
        if known is not None and now - known[0] < _KEY_LASTS:
            if known[1] != asked:
                raise RefusedByDesk(400, "IdempotentRequestError")
            return self.tickets[known[2]], True
        comment, requester = _table(asked, "comment"), _table(asked, "requester")
        if not comment.get("body") or not requester.get("email"):
            raise RefusedByDesk(422, "RecordInvalid")
        customer = self.user(str(requester["email"]), name=str(requester.get("name") or ""))
        tags = asked.get("tags")
        ticket = self._new_ticket(
            customer,
            str(asked.get("subject") or ""),
            external_id=str(asked.get("external_id") or ""),
            tags=[str(tag) for tag in tags] if isinstance(tags, list) else [],
        )
        self._add_ours(ticket, comment, _table(asked, "metadata"))
        self._created[key] = (now, dict(asked), ticket.ticket_id)
        self.writes["tickets"] += 1
        return ticket, False

    def update(self, ticket_id: int, asked: Mapping[str, Json]) -> DeskTicket:
        """Change a ticket; with `safe_update` only if nobody did since `updated_stamp`."""
        ticket = self.get_ticket(ticket_id)
        if self.before_update is not None:
            self.before_update(ticket)
        if asked.get("safe_update") and asked.get("updated_stamp") != stamp(ticket.updated_at):
            raise RefusedByDesk(409, "UpdateConflict")
        if ticket.status == "closed":
            raise RefusedByDesk(422, "RecordInvalid")
        if "comment" in asked:
            self._add_ours(ticket, _table(asked, "comment"), _table(asked, "metadata"))
            self.writes["comments"] += 1
        if "status" in asked:
            ticket.status = str(asked["status"])
            self.writes[ticket.status] += 1
        self._touch(ticket)
        return ticket

    def get_ticket(self, ticket_id: int) -> DeskTicket:
        """One ticket; raises RefusedByDesk."""
        if ticket_id not in self.tickets:
            raise RefusedByDesk(404, "RecordNotFound")
        return self.tickets[ticket_id]

    def changes(self, after: int) -> tuple[list[DeskTicket], bool]:
        """Tickets changed after a number, in order of their last change, and whether these are all."""
        self._count_feed_request()
        visible = self.clock.now() - self.lag
        changed = [each for each in self.tickets.values() if each.change > after and each.updated_at <= visible]
        changed.sort(key=lambda each: each.change)
        return changed[: self.page_size], len(changed) <= self.page_size

    def add_comment(
        self,
        ticket: DeskTicket,
        *,
        author: DeskUser,
        body: str,
        public: bool,
        metadata: Mapping[str, Json] | None = None,
    ) -> None:
        """Write one comment onto a ticket."""
        comment = DeskComment(
            comment_id=self._new_id(),
            author=author,
            body=body,
            public=public,
            created_at=self.clock.now(),
            metadata=metadata or {},
        )
        ticket.comments.append(comment)
        self._touch(ticket)

    def _add_ours(self, ticket: DeskTicket, comment: Mapping[str, Json], metadata: Mapping[str, Json]) -> None:
        public, body = comment.get("public") is not False, str(comment.get("body") or "")
        self.add_comment(ticket, author=self.agent, body=body, public=public, metadata=metadata)

    def _new_ticket(self, requester: DeskUser, subject: str, *, external_id: str, tags: list[str]) -> DeskTicket:
        now, ticket_id = self.clock.now(), self._new_id()
        ticket = DeskTicket(
            ticket_id=ticket_id,
            requester=requester,
            subject=subject,
            external_id=external_id,
            status="new",
            tags=tags,
            created_at=now,
            updated_at=now,
            change=0,
        )
        self.tickets[ticket_id] = ticket
        self._touch(ticket)
        return ticket

    def _touch(self, ticket: DeskTicket) -> None:
        self._last_change += 1
        ticket.change, ticket.updated_at = self._last_change, self.clock.now()

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _count_feed_request(self) -> None:
        now = self.clock.now()
        while self._feed_asked and now - self._feed_asked[0] >= _COUNTED_FOR:
            self._feed_asked.popleft()
        if self.feed_requests_a_minute is not None and len(self._feed_asked) >= self.feed_requests_a_minute:
            wait = _COUNTED_FOR - (now - self._feed_asked[0])
            raise RefusedByDesk(429, "TooManyRequests", retry_after=str(int(wait.total_seconds())))
        self._feed_asked.append(now)


def stamp(moment: datetime) -> str:
    """A moment as Zendesk writes it: UTC, whole seconds."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _table(asked: Mapping[str, Json], name: str) -> dict[str, Json]:
    found = asked.get(name)
    return found if isinstance(found, dict) else {}
