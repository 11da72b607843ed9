"""The support portal on Zendesk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.domain.case import TicketId
from bot.domain.identity import EmailAddress, NotAnAddress
from bot.domain.ticket import NewTicket, PortalChanges, PortalMessage
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.http import Json
from integrations.zendesk_cursor import ZendeskCursor
from integrations.zendesk_session import ZendeskSession

_KEY_NAME: Final = "privacy_desk_key"
_PAGES_A_CALL: Final = 5
_CONFLICT: Final = 409
_TRIES: Final = 2
_TICKET: Final = "/api/v2/tickets/{ticket_id}"

_Fields = dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZendeskPortal:
    """Tickets and comments of one Zendesk account. Every method raises TemporaryFailure or PermanentFailure.

    A comment's key travels in the metadata of its audit, which customers and agents do not see, and is looked for
    before the comment is written; the write is refused (409) when the ticket changed after we looked.
    """

    session: ZendeskSession

    def check(self) -> str:
        """One sentence when the help desk knows us as the agent we say we are; raises with one when not."""
        me = _object(self.session.send("GET", "/api/v2/users/me").body, "user")
        if me.get("id") != self.session.account.agent_id:
            raise PermanentFailure("the help desk knows us as another agent: set the agent id to our own user id")
        return "The help desk answers and knows us as its agent."

    def open_ticket(self, ticket: NewTicket) -> TicketId:
        """Open a ticket, or find the one opened before for the same case. Its first comment is for agents only."""
        query = {"external_id": ticket.case_id}
        known = _objects(self.session.send("GET", "/api/v2/tickets", query=query).body, "tickets")
        if known:
            return TicketId(str(min(_number(each, "id") for each in known)))
        body: Json = {
            "ticket": {
                "subject": ticket.subject,
                "comment": {"body": ticket.body, "public": False, "author_id": self.session.account.agent_id},
                "requester": {"email": ticket.requester.value, "name": ticket.requester.value},
                "external_id": ticket.case_id,
                "tags": list(ticket.tags),
            }
        }
        headers = {"Idempotency-Key": f"open-{ticket.case_id}"}
        created = self.session.send("POST", "/api/v2/tickets", body=body, headers=headers)
        return TicketId(str(_number(_object(created.body, "ticket"), "id")))

    def add_reply(self, ticket_id: TicketId, text: str, *, key: str) -> None:
        """Add a public comment that the customer sees."""
        self._comment(ticket_id, {"body": text, "public": True}, key)

    def add_note(self, ticket_id: TicketId, text: str, *, key: str) -> None:
        """Add a comment that only agents see."""
        self._comment(ticket_id, {"body": text, "public": False}, key)

    def solve(self, ticket_id: TicketId) -> None:
        """Mark the ticket solved; solved already is fine."""
        for _ in range(_TRIES):
            ticket = self._ticket(ticket_id)
            if ticket.get("status") in {"solved", "closed"}:
                return
            if self._update(ticket_id, ticket, {"status": "solved", "assignee_id": self.session.account.agent_id}):
                return
        raise TemporaryFailure("the ticket keeps changing in the help desk")

    def list_changes(self, cursor: str) -> PortalChanges:
        """Customers' public comments since the cursor, oldest first; never our own, never an agent's."""
        place, found = ZendeskCursor.parse(cursor), list[PortalMessage]()
        for _ in range(_PAGES_A_CALL):
            query = {"cursor": place.after} if place.after else {"start_time": "0"}
            page = self.session.send("GET", "/api/v2/incremental/tickets/cursor", query=query).body
            tickets = _objects(page, "tickets")
            new = {message.comment_id: message for message in self._messages(tickets) if place.is_new(message)}
            found += new.values()
            changed = [_moment(ticket, "updated_at") for ticket in tickets]
            place = place.moved(after=_after(page) or place.after, changed=changed, handed_on=new.values())
            if _is_end(page):
                place = place.ended()
                break
        oldest_first = sorted(found, key=lambda message: (message.created_at, message.comment_id))
        return PortalChanges(messages=tuple(oldest_first), cursor=str(place))

    def _messages(self, tickets: list[_Fields]) -> Iterator[PortalMessage]:
        for ticket in tickets:
            if ticket.get("status") != "deleted":
                yield from self._customers_comments(ticket)

    def _customers_comments(self, ticket: _Fields) -> Iterator[PortalMessage]:
        number = str(_number(ticket, "id"))
        for page in self._pages("/comments", number, {"include": "users"}):
            customers = {
                _number(user, "id"): user for user in _objects(page, "users") if user.get("role") == "end-user"
            }
            for comment in _objects(page, "comments"):
                author = _address(customers.get(_number(comment, "author_id"), {}))
                if author is not None and comment.get("public") is True:
                    yield PortalMessage(
                        ticket_id=TicketId(number),
                        comment_id=_number(comment, "id"),
                        author=author,
                        subject=str(ticket.get("subject") or ""),
                        body=str(comment.get("plain_body") or comment.get("body") or ""),
                        created_at=_moment(comment, "created_at"),
                        external_id=str(ticket.get("external_id") or ""),
                    )

    def _comment(self, ticket_id: TicketId, comment: _Fields, key: str) -> None:
        change: _Fields = {
            "comment": {**comment, "author_id": self.session.account.agent_id},
            "metadata": {_KEY_NAME: key},
        }
        for _ in range(_TRIES):
            ticket = self._ticket(ticket_id)
            if self._has_comment(ticket_id, key):
                return
            if ticket.get("status") == "closed":
                raise PermanentFailure("the ticket is closed for good in the help desk: answer in a new ticket")
            if self._update(ticket_id, ticket, change):
                return
        raise TemporaryFailure("the ticket keeps changing in the help desk")

    def _has_comment(self, ticket_id: TicketId, key: str) -> bool:
        audits = (audit for page in self._pages("/audits", ticket_id, {}) for audit in _objects(page, "audits"))
        return any(_custom(audit).get(_KEY_NAME) == key for audit in audits)

    def _ticket(self, ticket_id: TicketId) -> _Fields:
        answer = self.session.send("GET", _TICKET, values={"ticket_id": ticket_id})
        return _object(answer.body, "ticket")

    def _update(self, ticket_id: TicketId, seen: _Fields, change: _Fields) -> bool:
        """False when somebody changed the ticket since it was seen; nothing was written then."""
        body: Json = {"ticket": {**change, "safe_update": True, "updated_stamp": seen.get("updated_at")}}
        answer = self.session.send(
            "PUT", _TICKET, values={"ticket_id": ticket_id}, body=body, expected=frozenset({_CONFLICT})
        )
        return answer.status != _CONFLICT

    def _pages(self, part: str, ticket_id: str, query: Mapping[str, str]) -> Iterator[Json]:
        after = ""
        while True:
            paging = {"page[size]": "100", **({"page[after]": after} if after else {})}
            page = self.session.send("GET", _TICKET + part, values={"ticket_id": ticket_id}, query={**query, **paging})
            yield page.body
            meta = page.body.get("meta") if isinstance(page.body, dict) else None
            following = str(meta.get("after_cursor") or "") if isinstance(meta, dict) and meta.get("has_more") else ""
            if following in {"", after}:
                return
            after = following


def _after(page: Json) -> str:
    after = page.get("after_cursor") if isinstance(page, dict) else None
    return str(after or "")


def _is_end(page: Json) -> bool:
    return not isinstance(page, dict) or page.get("end_of_stream") is not False


def _custom(audit: _Fields) -> _Fields:
    metadata = audit.get("metadata")
    custom = metadata.get("custom") if isinstance(metadata, dict) else None
    return custom if isinstance(custom, dict) else {}


def _address(user: _Fields) -> EmailAddress | None:
    """None for whoever is no customer or has no address to answer to."""
    try:
        return EmailAddress.parse(str(user.get("email") or ""))
    except NotAnAddress:
        return None


def _object(answer: Json, name: str) -> _Fields:
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, dict):
        raise PermanentFailure(f"the help desk answered without {name}")
    return found


def _objects(answer: Json, name: str) -> list[_Fields]:
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise PermanentFailure(f"the help desk answered without {name}")
    return [item for item in found if isinstance(item, dict)]


def _number(fields: _Fields, name: str) -> int:
    found = fields.get(name)
    if not isinstance(found, int):
        raise PermanentFailure(f"the help desk answered without {name}")
    return found


def _moment(fields: _Fields, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(fields.get(name)))
    except ValueError:
        raise PermanentFailure(f"the help desk answered without {name}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
