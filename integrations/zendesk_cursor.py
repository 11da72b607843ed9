"""How far we have read a Zendesk account's changes.

The feed lists changed tickets, not new comments, and a ticket comes again with every change. So beside Zendesk's own
cursor ours keeps the moment of the last change when the feed was last read to its end, and which comments were handed
on since an hour before that. Whatever is older was handed on then: it could only be missed by a ticket that changed
without a minute's pause for that whole hour.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from bot.domain.ticket import PortalMessage
from bot.errors import PermanentFailure

_OVERLAP: Final = timedelta(hours=1)
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZendeskCursor:
    """`after` is Zendesk's cursor, "" before the first call.

    `caught_up` is the last change known when the feed was last read to its end, `reached` the last one seen since;
    `seen` maps the comments handed on to their time.
    """

    after: str = ""
    caught_up: datetime = _BEGINNING
    reached: datetime = _BEGINNING
    seen: Mapping[int, datetime] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str()` wrote; "" is the beginning. Raises PermanentFailure."""
        if not text:
            return cls()
        try:
            stored = json.loads(text)
            return cls(
                after=str(stored["after"]),
                caught_up=datetime.fromisoformat(stored["caught_up"]),
                reached=datetime.fromisoformat(stored["reached"]),
                seen={int(number): datetime.fromisoformat(at) for number, at in stored["seen"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise PermanentFailure("the stored place in the help desk's changes cannot be read") from None

    def __str__(self) -> str:
        stored = {
            "after": self.after,
            "caught_up": self.caught_up.isoformat(),
            "reached": self.reached.isoformat(),
            "seen": {str(number): at.isoformat() for number, at in sorted(self.seen.items())},
        }
        return json.dumps(stored, separators=(",", ":"))

    def is_new(self, message: PortalMessage) -> bool:
        """Whether the comment was not handed on before."""
        return message.comment_id not in self.seen and message.created_at >= _oldest_new(self.caught_up)

    def moved(self, *, after: str, changed: Iterable[datetime], handed_on: Iterable[PortalMessage]) -> Self:
        """The place behind one more page."""
        seen = {**self.seen, **{message.comment_id: message.created_at for message in handed_on}}
        return replace(self, after=after, reached=max([self.reached, *changed]), seen=seen)

    def ended(self) -> Self:
        """The place at the end of the feed: what lies well before it need not be remembered one by one."""
        oldest = _oldest_new(self.reached)
        recent = {number: at for number, at in self.seen.items() if at >= oldest}
        return replace(self, caught_up=self.reached, seen=recent)


def _oldest_new(caught_up: datetime) -> datetime:
    return max(caught_up, _BEGINNING + _OVERLAP) - _OVERLAP
